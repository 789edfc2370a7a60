//! People who are signed in, without the way there.

use axum::http::request::Builder;
use ocop::office::{Grant, Secret};
use ocop::register::NewAccount;

use super::{HOST, Office, now};

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their account.
    pub account: i64,
    /// What their browser sends.
    pub cookie: String,
}

impl Person {
    /// A request as their browser sends it from a page of the service.
    pub fn sends(&self, request: Builder) -> Builder {
        request
            .header("cookie", &self.cookie)
            .header("origin", format!("https://{HOST}"))
    }
}

impl Office {
    /// Somebody with some roles, who has just signed in with a second factor.
    pub async fn person(&self, grants: &[Grant]) -> Person {
        let account = self.account(grants).await;
        self.signed_in(account).await
    }

    /// An account with some roles.
    pub async fn account(&self, grants: &[Grant]) -> i64 {
        let grants = grants.to_vec();
        let register = self.register();
        let count = register.accounts(0, 1_000).await.expect("accounts").len();
        let new = NewAccount {
            name: format!("Người thử {count}"),
            email: format!("person-{count}@example.vn"),
            language: "vi".to_owned(),
        };
        let entering = register.enter(move |entry| {
            Box::pin(async move {
                let account = entry.add_account(&new, now()).await?;
                for grant in grants {
                    let council = grant.council.map(|code| code.to_string());
                    let role = grant.role.name();
                    let adding = entry.add_grant(account, role, council, grant.producer, now());
                    adding.await?;
                }
                Ok(account)
            })
        });
        entering.await.expect("an account")
    }

    /// Somebody who signs in anew.
    pub async fn signed_in(&self, account: i64) -> Person {
        let secret = Secret::fresh().expect("randomness");
        let beginning = self.office.begin_session(account, true, &secret);
        beginning.await.expect("a session");
        Person {
            account,
            cookie: format!("__Host-ocop={}", secret.show()),
        }
    }
}
