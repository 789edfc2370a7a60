//! The monitor: what is published agrees, and whatever is altered is found.

mod altered;
mod contradicted;
mod listed;
mod packs;
mod program;
mod remembered;

use std::collections::BTreeMap;
use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use ocop::clock::StoppedClock;
use ocop::office::monitor::{Answer, Fetch, Found, Monitored, Stopped, Watched, watch};
use ocop::office::{NewKey, NewProgrammeKey, StatusKeys, Which, Withdrawal};
use ocop::scheme::ground::Ground;
use ocop::scheme::log::NoteKey;
use ocop::scheme::seal::PublicKey;
use ocop::scheme::trust::ProgrammePurpose;
use tokio::runtime::Handle;
use tower::ServiceExt;

use crate::log::log_signer;
use crate::support::{Engine, Office, at, day, fresh, list_of, passphrase, signer};

/// What a server published, by path.
#[derive(Clone, Debug, Default)]
pub struct Site(pub BTreeMap<String, Vec<u8>>);

/// An office whose log and status lists are signed by keys that its trust list names.
pub async fn office(engine: Engine) -> Office {
    with_keys(Office::on(engine).await).await
}

/// The same for an office that is there.
pub async fn with_keys(office: Office) -> Office {
    let new = NewProgrammeKey {
        purpose: ProgrammePurpose::Log,
        seals_from: None,
        seals_until: None,
    };
    let made = office.generate_programme_key(new, fresh("log"), passphrase());
    made.await.expect("the log's key");
    let new = NewKey {
        council: "CB".parse().expect("a code"),
        seals_from: None,
        seals_until: None,
    };
    let made = office.generate_status_key(new, fresh("CB status"), passphrase());
    made.await.expect("a status key");
    let published = office.publish_trust_list(passphrase()).await;
    published.expect("the trust list is published");
    office
}

/// Revokes a certificate of CB.
pub async fn revoke(office: &Office, number: String) {
    let withdrawal = Withdrawal {
        which: Which::Numbers(vec![number]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
    };
    office.revoke(&withdrawal).await.expect("revoked");
}

/// Publishes status lists and a checkpoint.
pub async fn publish(office: &Office) {
    let keys = StatusKeys::new(passphrase());
    office
        .sign_status_lists(&keys)
        .await
        .expect("lists are signed");
    let published = office.publish_checkpoint(&log_signer()).await;
    published.expect("the log's key signs");
}

/// An office with so many certificates, the first of them revoked, all of it published.
pub async fn published(engine: Engine, certificates: usize) -> Office {
    let office = office(engine).await;
    let issued = office
        .issue_list(list_of(certificates))
        .await
        .expect("issued");
    let first = issued.certificates[0].certificate.number;
    revoke(&office, first.to_string()).await;
    publish(&office).await;
    office
}

/// Some hours after everything was published.
pub fn later() -> DateTime<Utc> {
    at("2026-08-10T06:00:00Z")
}

/// The root key, as it is pinned.
pub fn root() -> PublicKey {
    PublicKey::new(signer("root").public_key()).expect("a sound key")
}

/// How a test's monitor is set up.
pub struct Watch<'a> {
    pub root: Option<PublicKey>,
    pub witnesses: &'a [NoteKey],
    pub state: Option<&'a Path>,
    pub at: DateTime<Utc>,
}

impl Default for Watch<'_> {
    fn default() -> Self {
        Self {
            root: Some(root()),
            witnesses: &[],
            state: None,
            at: later(),
        }
    }
}

impl Watch<'_> {
    /// Watches with any server and any wait.
    pub fn with(&self, fetch: &mut Fetch<'_>, wait: &mut dyn FnMut()) -> Result<Watched, Stopped> {
        let clock = StoppedClock(self.at);
        let asked = Monitored {
            root: self.root,
            witnesses: self.witnesses,
            state: self.state,
            clock: &clock,
        };
        watch(&asked, fetch, wait)
    }

    /// Watches what was published.
    pub fn site(&self, site: &Site) -> Result<Watched, Stopped> {
        self.with(&mut |path, most| Ok(site.answer(path, most)), &mut || {})
    }

    /// What is found there.
    #[track_caller]
    pub fn found(&self, site: &Site) -> Found {
        match self.site(site) {
            Err(Stopped::Found(found)) => *found,
            other => panic!("nothing was found: {other:?}"),
        }
    }
}

impl Site {
    /// Everything that a monitor fetches of an office, and that it finds nothing wrong.
    pub async fn of(office: &Office) -> Self {
        let mut fetched = fetcher(office);
        tokio::task::block_in_place(|| {
            let mut site = Self::default();
            let mut fetch = |path: &str, most: u64| {
                let answer = fetched(path, most);
                if let Ok(Answer::Body(body)) = &answer {
                    site.0.insert(path.to_owned(), body.clone());
                }
                answer
            };
            let watched = Watch::default().with(&mut fetch, &mut || {});
            watched.expect("nothing is wrong");
            site
        })
    }

    pub fn answer(&self, path: &str, most: u64) -> Answer {
        match self.0.get(path) {
            Some(body) if most < body.len() as u64 => Answer::TooLarge,
            Some(body) => Answer::Body(body.clone()),
            None => Answer::Absent,
        }
    }

    /// The same, but for one answer.
    pub fn with(&self, path: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut site = self.clone();
        site.0.insert(path.to_owned(), body.into());
        site
    }

    /// The same, but for some words of one answer.
    #[track_caller]
    pub fn saying(&self, path: &str, was: &str, is: &str) -> Self {
        let body = str::from_utf8(&self.0[path]).expect("text");
        assert!(body.contains(was), "{path} does not say {was}");
        self.with(path, body.replacen(was, is, 1))
    }

    /// The first page of the register.
    pub fn page(&self) -> String {
        let pages = self.0.keys().find(|path| path.starts_with("/api/"));
        pages.expect("the register was read").clone()
    }
}

/// Fetches from an office as it is. To be called where blocking is allowed.
pub fn fetcher(office: &Office) -> impl FnMut(&str, u64) -> Result<Answer, String> + use<> {
    let router = office.router();
    move |path, _| {
        let body = Handle::current().block_on(get(&router, path));
        Ok(body.map_or(Answer::Absent, Answer::Body))
    }
}

async fn get(router: &Router, path: &str) -> Option<Vec<u8>> {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let answer = router.clone().oneshot(request).await.expect("an answer");
    let status = answer.status().as_u16();
    assert!(matches!(status, 200 | 404), "{path}: {status}");
    let body = answer.into_body().collect().await.expect("a body");
    (status == 200).then(|| body.to_bytes().to_vec())
}
