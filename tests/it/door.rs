//! A small programme behind the real router: one council, one decision, a clock that stands.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, NaiveDate, Utc};
use http_body_util::BodyExt;
use ocop::clock::StoppedClock;
use ocop::config::Config;
use ocop::office::{self, NewCouncil, NewKey, NewProgramme, Office, Order};
use ocop::scheme::council::{CouncilCode, Level};
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::words::Text;
use ocop::signer::{FreshSeed, Passphrase};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt;

const LIST: &str = "\
product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars
Miến dong Bản Mới,Hợp tác xã Bản Mới,cooperative,Xã Thử,6,34.50,20.75,28.25,4
<script>alert(1)</script> & Trà,Hộ \"Thử\" <b>,household,Xã Thử,11,26,18,20,3
";

/// The day of sealing.
pub const SEALED_AT: &str = "2026-08-05T03:00:00Z";

/// Two hours later.
const NOON: &str = "2026-08-05T05:00:00Z";

/// What the root key's seed begins with.
pub const ROOT: u8 = 1;

/// The service, and the codes that it issued.
pub struct Door {
    router: Router,
    /// The texts of the QR codes.
    pub codes: Vec<String>,
    /// The certificates' numbers.
    pub numbers: Vec<String>,
    _data: TempDir,
}

/// What was answered.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Door {
    /// The service on the day of sealing, two hours later.
    pub async fn open() -> Self {
        Self::open_at(NOON).await
    }

    /// The same, told that its programme is a demonstration.
    pub async fn of_a_demonstration() -> Self {
        Self::open_with(NOON, true).await
    }

    /// The service at an instant after the sealing.
    pub async fn open_at(at: &str) -> Self {
        Self::open_with(at, false).await
    }

    async fn open_with(at: &str, demonstration: bool) -> Self {
        // Sealing keys takes long on purpose: one programme is set up, each test copies it.
        static PROGRAMME: OnceCell<Programme> = OnceCell::const_new();
        let programme = PROGRAMME.get_or_init(issue).await;
        let data = tempfile::tempdir().expect("the test programme works");
        for (name, bytes) in &programme.files {
            std::fs::write(data.path().join(name), bytes).expect("the test programme works");
        }
        let office = open(data.path(), at, demonstration).await;
        Self {
            router: ocop::http::router(Arc::new(office)),
            codes: programme.codes.clone(),
            numbers: programme.numbers.clone(),
            _data: data,
        }
    }

    /// The path of a code's page.
    pub fn path(&self, code: usize) -> &str {
        self.codes[code]
            .strip_prefix("https://ocop.test")
            .expect("the test programme works")
    }

    /// Sends a request.
    pub async fn ask(&self, request: Request<Body>) -> Reply {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the test programme works");
        let (parts, body) = response.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body
                .collect()
                .await
                .expect("the test programme works")
                .to_bytes()
                .to_vec(),
        }
    }

    /// A GET with some headers.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(
            request
                .body(Body::empty())
                .expect("the test programme works"),
        )
        .await
    }

    /// A POST of some content type.
    pub async fn post(&self, path: &str, content_type: &str, body: impl Into<Body>) -> Reply {
        let request = Request::post(path).header("content-type", content_type);
        self.ask(request.body(body.into()).expect("the test programme works"))
            .await
    }
}

/// A well-formed number that was never issued.
pub fn number_never_issued() -> String {
    let council = "CB".parse().expect("the test programme works");
    let index = 99_999;
    CertificateNumber { council, index }.to_string()
}

impl Reply {
    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).expect("the test programme works")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the test programme works")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| {
            value.to_str().expect("the test programme works")
        })
    }
}

/// What a key of the tests is made of.
pub fn seed(first: u8) -> FreshSeed {
    let bytes = |i: usize| first.wrapping_add(i as u8 * 7);
    let (seed, salt) = (std::array::from_fn(bytes), std::array::from_fn(bytes));
    FreshSeed::new(seed, salt, std::array::from_fn(bytes))
}

/// What issuing left behind.
struct Programme {
    files: Vec<(OsString, Vec<u8>)>,
    codes: Vec<String>,
    numbers: Vec<String>,
}

async fn issue() -> Programme {
    let folder = tempfile::tempdir().expect("the test programme works");
    let data = folder.path();
    let clock = Arc::new(StoppedClock(
        SEALED_AT.parse().expect("the test programme works"),
    ));
    let passphrase =
        || Passphrase::new("a passphrase of the tests").expect("the test programme works");
    let council: CouncilCode = "CB".parse().expect("the test programme works");
    let programme = NewProgramme {
        data: data.to_owned(),
        config: config(false),
        name: Text::new("Chương trình thử", "Test programme"),
        fresh: seed(ROOT),
        passphrase: passphrase(),
    };
    let office = office::initialise(programme, clock)
        .await
        .expect("the test programme works");
    let new = NewCouncil {
        code: council,
        unit: "VN-04@2".to_owned(),
        level: Level::Province,
        name: Text::new("Hội đồng OCOP tỉnh thử", "Test council"),
    };
    office
        .add_council(new)
        .await
        .expect("the test programme works");
    let key = NewKey {
        council,
        seals_from: None,
        seals_until: None,
    };
    office
        .generate_key(key, seed(ROOT + 1), passphrase())
        .await
        .expect("the test programme works");
    office
        .publish_trust_list(passphrase())
        .await
        .expect("the test programme works");
    let signer = office
        .open_key(council, passphrase())
        .await
        .expect("the test programme works");
    let order = Order {
        council,
        decision: "852/QĐ-UBND".to_owned(),
        decided_on: NaiveDate::from_ymd_opt(2026, 8, 5).expect("the test programme works"),
        authority: None,
        list: LIST.as_bytes().to_vec(),
        skip_bad_rows: false,
    };
    let issued = office
        .issue(order, signer, |_, _| {})
        .await
        .expect("the test programme works");
    drop(office);
    let certificates = issued.certificates.into_iter();
    let (codes, numbers) = certificates
        .map(|issued| issued.certificate)
        .map(|certificate| {
            (
                certificate.url.expect("the test programme works"),
                certificate.number.to_string(),
            )
        })
        .unzip();
    let files = std::fs::read_dir(data)
        .expect("the test programme works")
        .map(|entry| entry.expect("the test programme works"));
    let files = files
        .filter(|entry| {
            entry
                .file_type()
                .expect("the test programme works")
                .is_file()
        })
        .map(|entry| {
            (
                entry.file_name(),
                std::fs::read(entry.path()).expect("the test programme works"),
            )
        })
        .collect();
    Programme {
        files,
        codes,
        numbers,
    }
}

async fn open(data: &Path, at: &str, demonstration: bool) -> Office {
    let at: DateTime<Utc> = at.parse().expect("the test programme works");
    let clock = Arc::new(StoppedClock(at));
    Office::open(data.to_owned(), config(demonstration), clock)
        .await
        .expect("the test programme works")
}

fn config(demonstration: bool) -> Config {
    Config::new(Some("ocop.test".to_owned()), demonstration).expect("the test programme works")
}
