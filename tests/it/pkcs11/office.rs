//! The office with a key on a token: nothing half issued, and nobody waits for a key.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::NaiveDate;
use ed25519_dalek::VerifyingKey;
use ocop::clock::StoppedClock;
use ocop::config::Config;
use ocop::office::{self, CertificateQuery, NewCouncil, NewKey, NewProgramme, Office, Order};
use ocop::scheme::council::{CouncilCode, Level};
use ocop::scheme::words::Text;
use ocop::signer::{Error, Passphrase, Signer};

use super::tokens::{PIN, in_its_own_process, pin, uri};
use crate::door::seed;

const LIST: &str = "\
product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars
Miến dong Bản Mới,Hợp tác xã Bản Mới,cooperative,Xã Thử,6,34.50,20.75,28.25,4
Chè Bản Mới,Hợp tác xã Bản Mới,cooperative,Xã Thử,11,26,18,20,3
";

fn council() -> CouncilCode {
    "CB".parse().expect("the test office works")
}

fn passphrase() -> Passphrase {
    Passphrase::new("a passphrase of the tests").expect("the test office works")
}

/// An office with a council that has no key yet.
async fn open(data: &Path) -> Office {
    let config = Config::new(Some("ocop.test".to_owned()), false).expect("the test office works");
    let programme = NewProgramme {
        data: data.to_owned(),
        config,
        name: Text::new("Chương trình thử", "Test programme"),
        fresh: seed(1),
        passphrase: passphrase(),
    };
    let at = "2026-08-05T03:00:00Z"
        .parse()
        .expect("the test office works");
    let office = office::initialise(programme, Arc::new(StoppedClock(at))).await;
    let office = office.expect("the test office works");
    add_council(&office, council()).await;
    office
}

async fn add_council(office: &Office, code: CouncilCode) {
    let new = NewCouncil {
        code,
        unit: "VN-04@2".to_owned(),
        level: Level::Province,
        name: Text::new("Hội đồng OCOP tỉnh thử", "Test council"),
    };
    office
        .add_council(new)
        .await
        .expect("the test office works");
}

fn key() -> NewKey {
    NewKey {
        council: council(),
        seals_from: None,
        seals_until: None,
    }
}

fn order(decision: &str) -> Order {
    Order {
        council: council(),
        decision: decision.to_owned(),
        decided_on: NaiveDate::from_ymd_opt(2026, 8, 5).expect("the test office works"),
        authority: None,
        list: LIST.as_bytes().to_vec(),
        skip_bad_rows: false,
    }
}

async fn recorded(office: &Office) -> usize {
    let query = CertificateQuery {
        limit: 100,
        ..CertificateQuery::default()
    };
    let page = office.certificates(&query).await;
    page.expect("the test office works").certificates.len()
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the test office works")
        .block_on(work)
}

#[test]
fn a_token_taken_out_while_issuing_leaves_no_certificate_behind_and_issuing_goes_on() {
    let name = "pkcs11::office::a_token_taken_out_while_issuing_leaves_no_certificate_behind_and_issuing_goes_on";
    in_its_own_process(name, |tokens| {
        wait(async {
            let office = open(&tokens.path("data")).await;
            let made = office.generate_key_on_token(key(), uri(""), pin()).await;
            let made = made.expect("the token makes keys");
            let published = office.publish_trust_list(passphrase()).await;
            published.expect("the test office works");
            let signer = office.open_key(council(), pin()).await;
            let signer = signer.expect("the key is on the token");
            assert_eq!(signer.public_key().as_bytes(), made.x.as_bytes());

            let issue = |decision| office.issue(order(decision), Arc::clone(&signer), |_, _| {});
            issue("1/QĐ-UBND").await.expect("the token signs");
            assert_eq!(recorded(&office).await, 2);

            tokens.take_out();
            for _ in 0..2 {
                let error = issue("2/QĐ-UBND").await.expect_err("the token is away");
                assert_eq!(error.code(), "token_absent");
                assert!(!error.is_internal() && error.words().en.contains("run again"));
                assert_eq!(recorded(&office).await, 2);
            }
            let error = office.open_key(council(), pin()).await.err();
            assert_eq!(error.map(|error| error.code()), Some("token_absent"));

            tokens.put_back();
            let issued = issue("2/QĐ-UBND").await.expect("it is back");
            assert_eq!((issued.issued, issued.already_issued), (2, 0));
            assert_eq!(recorded(&office).await, 4);
            // What failed left gaps, and no number twice.
            let number = |at: usize| issued.certificates[at].certificate.number.to_string();
            assert_ne!(number(0), number(1));
        });
    });
}

#[test]
fn a_key_that_could_not_be_made_is_not_registered_and_no_pin_is_written_down() {
    let name =
        "pkcs11::office::a_key_that_could_not_be_made_is_not_registered_and_no_pin_is_written_down";
    in_its_own_process(name, |tokens| {
        wait(async {
            let data = tokens.path("data");
            let office = open(&data).await;
            let wrong = Passphrase::new("000000").expect("the test office works");
            let refused = office.generate_key_on_token(key(), uri(""), wrong).await;
            let code = refused.map_err(|error| error.code());
            assert_eq!(code.err(), Some("token_pin_wrong"));
            let nobody = NewKey {
                council: "HN".parse().expect("the test office works"),
                ..key()
            };
            let refused = office.generate_key_on_token(nobody, uri(""), pin()).await;
            let code = refused.map_err(|error| error.code());
            assert_eq!(code.err(), Some("no_such_council"));
            let keys = office.register().keys().await;
            assert!(keys.expect("the test office works").is_empty());

            let made = office.generate_key_on_token(key(), uri(""), pin()).await;
            let made = made.expect("the token makes keys");
            let uris = office.register().key_uris().await;
            let uris = uris.expect("the test office works");
            let place = &uris[&made.kid.to_string()];
            assert!(place.starts_with("pkcs11:token=OCOP%20Cao"), "{place}");
            drop(office);
            for file in super::tokens::names(&data) {
                let bytes = std::fs::read(data.join(file)).unwrap_or_default();
                let pin = PIN.as_bytes();
                assert!(!bytes.windows(pin.len()).any(|window| window == pin));
            }
            assert_eq!(super::tokens::names(&data.join("keys")), ["root.key.pem"]);
        });
    });
}

/// A key that says when it begins to sign, and does not end before it is told.
struct Slow {
    key: Arc<dyn Signer>,
    begun: Sender<()>,
    go: Mutex<Receiver<()>>,
}

impl Signer for Slow {
    fn public_key(&self) -> VerifyingKey {
        self.key.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error> {
        self.begun.send(()).expect("the test waits for it");
        let go = self.go.lock().expect("one signs at a time");
        go.recv_timeout(Duration::from_secs(60))
            .expect("the test lets it go");
        self.key.sign(message)
    }
}

#[test]
fn while_a_slow_token_signs_the_register_takes_other_entries() {
    let folder = tempfile::tempdir().expect("the test office works");
    wait(async {
        let office = Arc::new(open(folder.path()).await);
        let made = office.generate_key(key(), seed(2), passphrase()).await;
        made.expect("the test office works");
        let published = office.publish_trust_list(passphrase()).await;
        published.expect("the test office works");
        let key = office.open_key(council(), passphrase()).await;
        let (begun, begins) = channel();
        let (go, goes) = channel();
        let slow = Arc::new(Slow {
            key: key.expect("the test office works"),
            begun,
            go: Mutex::new(goes),
        });
        let issuing = tokio::spawn({
            let office = Arc::clone(&office);
            async move { office.issue(order("1/QĐ-UBND"), slow, |_, _| {}).await }
        });
        let begins = tokio::task::spawn_blocking(move || {
            begins.recv().expect("it signs");
            begins
        });
        let begins = begins.await.expect("it signs");
        // Another entry, begun and durable while the key is at work.
        let entry = add_council(&office, "HN".parse().expect("the test office works"));
        let taken = tokio::time::timeout(Duration::from_secs(10), entry).await;
        taken.expect("no lock is held while a key works");
        assert!(!issuing.is_finished());
        assert_eq!(recorded(&office).await, 0);
        for _ in 0..2 {
            go.send(()).expect("it signs");
        }
        let issued = issuing.await.expect("it ends").expect("it issues");
        assert_eq!(issued.issued, 2);
        drop(begins);
    });
}
