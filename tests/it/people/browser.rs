//! A browser without a screen: it keeps its cookie and sends forms from the service's own pages.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use ocop::office::{Access, Grant, NewPerson, TakingUp, TotpSecret};
use secrecy::SecretString;
use tower::ServiceExt;

use crate::door::Reply;
use crate::support::{HOST, Office, now};

/// A password that stands.
pub const PASSWORD: &str = "bốn con vịt bơi ngang sông";

/// Somebody who took their invitation up.
pub struct Known {
    pub account: i64,
    pub email: String,
    pub totp: Option<TotpSecret>,
}

impl Known {
    /// The code that their authenticator shows at the tests' own hour, some steps later.
    pub fn code(&self, steps: i64) -> String {
        let at = now() + chrono::TimeDelta::seconds(30 * steps);
        self.totp.as_ref().unwrap().code(at).unwrap()
    }
}

/// Invites somebody, who takes it up; with a second factor unless they are a producer.
pub async fn known(office: &Office, name: &str, grant: Grant) -> Known {
    let email = format!("{name}@example.vn");
    let new = NewPerson {
        name: format!("Người {name}"),
        email: email.clone(),
        language: "vi".to_owned(),
        grants: vec![grant],
    };
    let invited = office.invite(&Access::of_program(), new).await.unwrap();
    let with_factor = grant.producer.is_none();
    let totp = with_factor.then(|| TotpSecret::fresh().unwrap());
    let shared = totp.as_ref().map(TotpSecret::written);
    let taking = TakingUp {
        secret: invited.secret.show().to_owned(),
        password: SecretString::from(PASSWORD),
        repeated: SecretString::from(PASSWORD),
        code: totp
            .as_ref()
            .map_or_else(String::new, |totp| totp.code(before()).unwrap()),
        totp,
    };
    office.take_up(taking).await.unwrap();
    Known {
        account: invited.account,
        email,
        totp: shared.map(|shared| TotpSecret::read(&shared).unwrap()),
    }
}

/// A step before now, whose code still counts: so that the one of now is not used yet.
fn before() -> chrono::DateTime<chrono::Utc> {
    now() - chrono::TimeDelta::seconds(30)
}

/// A browser.
pub struct Browser {
    pub router: Router,
    pub cookie: Option<String>,
}

impl Browser {
    /// Of nobody yet.
    pub fn at(office: &Office) -> Self {
        Self {
            router: office.router(),
            cookie: None,
        }
    }

    /// Of somebody who has just signed in.
    pub async fn of(office: &Office, known: &Known) -> Self {
        let mut browser = Self::at(office);
        let reply = browser.sign_in(known, 0, &[]).await;
        assert!(reply.header("set-cookie").contains("__Host-ocop="));
        browser
    }

    /// Signs in the whole way, with the code of a step, and says what came last.
    pub async fn sign_in(&mut self, known: &Known, step: i64, more: &[(&str, &str)]) -> Reply {
        let mut fields = vec![("email", known.email.as_str()), ("password", PASSWORD)];
        fields.extend_from_slice(more);
        let reply = self.post("/sign-in", &fields).await;
        if known.totp.is_none() {
            return reply;
        }
        assert_eq!(reply.status, 200, "{}", reply.text());
        let code = known.code(step);
        let hidden = hidden(&reply);
        let mut fields: Vec<(&str, &str)> = hidden
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.push(("one_time_code", &code));
        self.post("/sign-in/code", &fields).await
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        let request = Request::get(path);
        self.send(request, Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = Request::post(path)
            .header("origin", format!("https://{HOST}"))
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request, Body::from(form(fields))).await
    }

    pub async fn send(&mut self, mut request: axum::http::request::Builder, body: Body) -> Reply {
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let request = request.body(body).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let reply = Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        };
        let given = reply.header("set-cookie").split(';').next().unwrap();
        match given.split_once('=') {
            Some((_, "")) => self.cookie = None,
            Some(_) => self.cookie = Some(given.to_owned()),
            None => {}
        }
        reply
    }
}

/// A form as a browser writes it.
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut written = String::new();
    for (name, value) in fields {
        if !written.is_empty() {
            written.push('&');
        }
        for text in [*name, "=", *value] {
            if text == "=" {
                written.push('=');
                continue;
            }
            for byte in text.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' => {
                        written.push(char::from(byte));
                    }
                    b' ' => written.push('+'),
                    byte => written.push_str(&format!("%{byte:02X}")),
                }
            }
        }
    }
    written
}

/// The hidden fields of a page's form. The one of passkeys, after it, has its own.
pub fn hidden(reply: &Reply) -> Vec<(String, String)> {
    let form = reply.text().split("class=\"passkey\"").next().unwrap();
    let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
    inputs
        .map(|input| {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            let value = rest.split('"').next().unwrap();
            (plain(name), plain(value))
        })
        .collect()
}

/// A text without the escapes of HTML.
pub fn plain(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}
