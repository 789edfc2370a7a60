//! A programme whose root key is kept elsewhere, with a clock that is set by hand.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use chrono::{DateTime, NaiveDate, Utc};
use ed25519_dalek::SigningKey;
use http_body_util::BodyExt;
use ocop::clock::Clock;
use ocop::config::Config;
use ocop::office::{
    self, Error, Issued, NewCouncil, NewKey, NewProgrammeKey, NewProgrammeOfRoot, Office, Order,
    ProgrammeKeyHolder, Published, StatusKeys, first_draft, initialise_with_root, sign_draft,
};
use ocop::scheme::council::{CouncilCode, Level};
use ocop::scheme::seal::{KeyId, PublicKey};
use ocop::scheme::trust::{CouncilKey, ProgrammePurpose};
use ocop::scheme::words::Text;
use ocop::signer::{FreshSeed, KeyFile, Passphrase, Signer};
use tempfile::TempDir;
use tower::ServiceExt;

/// When the programme begins.
pub const BEGIN: &str = "2026-08-05T03:00:00Z";

/// A clock that is set by hand.
pub struct HandClock(Mutex<DateTime<Utc>>);

impl HandClock {
    pub fn set(&self, at: &str) {
        *self.0.lock().expect("one thread") = instant(at);
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("one thread")
    }
}

pub struct Programme {
    pub office: Arc<Office>,
    pub clock: Arc<HandClock>,
    pub root: KeyFile,
    pub data: TempDir,
}

pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn code(text: &str) -> CouncilCode {
    text.parse().expect("a code")
}

pub fn passphrase() -> Passphrase {
    Passphrase::new("a passphrase of the tests").expect("long enough")
}

pub fn root(seed: u8) -> KeyFile {
    let mut bytes = [seed; 32];
    bytes[0] ^= 0xff;
    KeyFile::from_signing_key(SigningKey::from_bytes(&bytes))
}

pub fn public(key: &KeyFile) -> PublicKey {
    PublicKey::new(key.public_key()).expect("not weak")
}

/// What the key with a number is made of.
pub fn fresh(number: u32) -> FreshSeed {
    let mut seed = [0x33; 32];
    seed[..4].copy_from_slice(&number.to_be_bytes());
    FreshSeed::new(seed, [7; 16], [9; 16])
}

fn name() -> Text {
    Text::new("Chương trình thử", "Test programme")
}

impl Programme {
    /// A programme with no council yet.
    pub async fn begin() -> Self {
        Self::of_root(root(1)).await
    }

    /// The same, under another root key.
    pub async fn of_root(root: KeyFile) -> Self {
        let clock = Arc::new(HandClock(Mutex::new(instant(BEGIN))));
        let data = tempfile::tempdir().expect("a folder");
        let draft = first_draft(name(), public(&root), clock.now());
        let new = NewProgrammeOfRoot {
            data: data.path().join("data"),
            config: Config::new(Some("ocop.test".to_owned()), false).expect("a host"),
            name: name(),
            root_key: public(&root),
            first: sign_draft(&draft, &root, None).expect("sound"),
        };
        let office = initialise_with_root(new, clock.clone())
            .await
            .expect("a new folder");
        Self {
            office: Arc::new(office),
            clock,
            root,
            data,
        }
    }

    /// With the council `CB`, whose key with the number 1 is published.
    pub async fn with_council() -> Self {
        Self::begin().await.and_council().await
    }

    /// The same, of a programme that has begun.
    pub async fn and_council(self) -> Self {
        let programme = self;
        programme.add("CB", "VN-04@2", Level::Province).await;
        programme.generate("CB", 1, None).await.expect("a new key");
        programme.publish().await.expect("sound");
        programme
    }

    pub async fn add(&self, council: &str, unit: &str, level: Level) {
        let new = NewCouncil {
            code: code(council),
            unit: unit.to_owned(),
            level,
            name: Text::of(
                format!("Hội đồng thử {council}"),
                format!("Test council {council}"),
            ),
        };
        self.office.add_council(new).await.expect("a new council");
    }

    pub async fn generate(
        &self,
        council: &str,
        number: u32,
        from: Option<&str>,
    ) -> Result<CouncilKey, Error> {
        let new = NewKey {
            council: code(council),
            seals_from: from.map(day),
            seals_until: None,
        };
        self.office
            .generate_key(new, fresh(number), passphrase())
            .await
    }

    /// Generates what signs status lists of `CB` and packs, and publishes it.
    pub async fn with_lists_and_packs(self) -> Self {
        let (seals_from, seals_until) = (None, None);
        let new = NewKey {
            council: code("CB"),
            seals_from,
            seals_until,
        };
        let made = self
            .office
            .generate_status_key(new, fresh(101), passphrase());
        made.await.expect("a new key");
        let new = NewProgrammeKey {
            purpose: ProgrammePurpose::Pack,
            seals_from,
            seals_until,
        };
        let made = self
            .office
            .generate_programme_key(new, fresh(102), passphrase());
        made.await.expect("a new key");
        self.publish().await.expect("sound");
        self
    }

    /// The newest pack, with names, after the status lists were signed.
    pub async fn pack(&self) -> Vec<u8> {
        let lists = StatusKeys::new(passphrase());
        self.office.sign_status_lists(&lists).await.expect("signed");
        let key = ProgrammeKeyHolder::new(ProgrammePurpose::Pack, passphrase());
        let due = self.office.due_pack().await.expect("the register answers");
        let made = self.office.make_pack(due.expect("something new"), &key);
        made.await.expect("a pack").sealed.whole(true)
    }

    /// Drafts, signs and publishes the next list.
    pub async fn publish(&self) -> Result<Published, Error> {
        let signed = self.signed().await?;
        self.office.publish_signed_trust_list(signed).await
    }

    /// The next list, signed and not published.
    pub async fn signed(&self) -> Result<Vec<u8>, Error> {
        let draft = self.office.draft_trust_list().await?;
        sign_draft(&draft, &self.root, None)
    }

    /// Issues a decision of some products with 4 stars, on a day.
    pub async fn issue(
        &self,
        council: &str,
        decision: &str,
        decided_on: &str,
        products: usize,
    ) -> Result<Issued, Error> {
        self.issue_with(council, (decision, decided_on), products, || ())
            .await
    }

    /// The same, while something is done after each batch.
    pub async fn issue_with(
        &self,
        council: &str,
        (decision, decided_on): (&str, &str),
        products: usize,
        after_each: impl Fn(),
    ) -> Result<Issued, Error> {
        let mut list =
            "product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars\n"
                .to_owned();
        for number in 1..=products {
            list.push_str(&format!(
                "Miến dong {decision} {number},Hợp tác xã Bản Mới,cooperative,Xã Thử,6,34.50,20.75,28.25,4\n"
            ));
        }
        let signer = self.office.open_key(code(council), passphrase()).await?;
        let order = Order {
            council: code(council),
            decision: decision.to_owned(),
            decided_on: day(decided_on),
            authority: None,
            list: list.into_bytes(),
            skip_bad_rows: false,
        };
        let issuing = self.office.issue(order, signer, |_, _| after_each());
        issuing.await
    }

    /// The key that seals today.
    pub async fn sealing(&self, council: &str) -> Result<KeyId, Error> {
        let signer = self.office.open_key(code(council), passphrase()).await?;
        Ok(KeyId::of(&signer.public_key()))
    }

    /// What a page says.
    pub async fn get(&self, path: &str, accept: &str) -> String {
        let request = Request::get(path).header("accept", accept);
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    /// What the API answers on a code.
    pub async fn ask(&self, url: &str) -> serde_json::Value {
        let body = serde_json::json!({ "code": url }).to_string();
        let request = Request::post("/api/v1/verify").header("content-type", "application/json");
        let answer = self
            .send(request.body(Body::from(body)).expect("a request"))
            .await;
        serde_json::from_str(&answer).expect("JSON")
    }

    async fn send(&self, request: Request<Body>) -> String {
        let router: Router = ocop::http::router(Arc::clone(&self.office));
        let response = router.oneshot(request).await.expect("an answer");
        let body = response.into_body().collect().await.expect("a body");
        String::from_utf8(body.to_bytes().to_vec()).expect("text")
    }
}

/// The codes of what was issued.
pub fn codes(issued: &Issued) -> Vec<String> {
    let urls = issued
        .certificates
        .iter()
        .map(|one| one.certificate.url.clone());
    urls.map(|url| url.expect("a host is set")).collect()
}

/// The code of a refusal.
pub fn refusal<T>(outcome: Result<T, Error>) -> &'static str {
    let error = outcome.err().expect("refused");
    let words = office::Error::words(&error);
    assert!(!words.vi.is_empty() && words.en.ends_with('.'), "{words:?}");
    error.code()
}
