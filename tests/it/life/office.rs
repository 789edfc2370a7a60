//! A programme with a status key and two decisions, and a clock that the test moves.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, Utc};
use ocop::clock::Clock;
use ocop::config::Config;
use ocop::office::{
    self, Examined, NewCouncil, NewKey, NewProgramme, Office, Order, StatusKeys, Which, Withdrawal,
};
use ocop::scheme::council::{CouncilCode, Level};
use ocop::scheme::ground::Ground;
use ocop::scheme::words::Text;
use ocop::signer::Passphrase;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::door::seed;

/// The numbers of the products, in the order of the lists.
pub const OLDER: usize = 0;
pub const NEWER: usize = 3;

const OLD: &str = "\
product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars
Miến dong Bản Mới,Hợp tác xã Bản Mới,cooperative,Xã Thử,6,26,18,20,3
Chè Bản Mới,Hợp tác xã Bản Mới,cooperative,Xã Thử,11,34.50,20.75,28.25,4
Mật ong Bản Xa,Hộ Bản Xa,household,Xã Thử,4,26,18,20,3
";
const NEW: &str = "\
product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars
Miến dong Bản Mới,Hợp tác xã Bản Mới,cooperative,Xã Thử,6,34.50,20.75,28.25,4
";

/// A clock that the test moves.
pub struct Hand(Mutex<DateTime<Utc>>);

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        *self
            .0
            .lock()
            .expect("no test panics while it holds the clock")
    }
}

/// A service on a copy of the programme.
pub struct Life {
    pub office: Arc<Office>,
    pub numbers: Vec<String>,
    pub codes: Vec<String>,
    clock: Arc<Hand>,
    data: Arc<TempDir>,
}

struct Made {
    data: TempDir,
    numbers: Vec<String>,
    codes: Vec<String>,
}

impl Life {
    /// The service on 2026-08-10 at noon, five days after the issuing.
    pub async fn open() -> Self {
        // Sealing keys takes long on purpose: one programme is made, each test copies it.
        static MADE: OnceCell<Made> = OnceCell::const_new();
        let made = MADE.get_or_init(make).await;
        let data = tempfile::tempdir().expect("a folder");
        copy(made.data.path(), data.path());
        let clock = hand("2026-08-10T05:00:00Z");
        let life = Self {
            office: open(data.path(), &clock).await,
            numbers: made.numbers.clone(),
            codes: made.codes.clone(),
            clock,
            data: Arc::new(data),
        };
        life.office.refresh().await.expect("refreshed");
        life
    }

    /// Another service on the same register.
    pub async fn replica(&self) -> Self {
        Self {
            office: open(self.data.path(), &self.clock).await,
            numbers: self.numbers.clone(),
            codes: self.codes.clone(),
            clock: Arc::clone(&self.clock),
            data: Arc::clone(&self.data),
        }
    }

    /// Moves the clock.
    pub fn set(&self, instant: &str) {
        *self.clock.0.lock().expect("not poisoned") = instant.parse().expect("an instant");
    }

    /// Moves the clock, and what is held with it.
    pub async fn at(&self, instant: &str) {
        self.set(instant);
        self.office.refresh().await.expect("refreshed");
    }

    pub fn verify(&self, certificate: usize) -> Examined {
        self.office.verify(&self.codes[certificate], None)
    }

    pub fn verdict(&self, certificate: usize) -> &'static str {
        self.verify(certificate).verdict.kind.name()
    }

    /// A withdrawal by decision 900 of 2026-08-09.
    pub fn withdrawal(&self, certificates: &[usize]) -> Withdrawal {
        let numbers = certificates.iter();
        Withdrawal {
            which: Which::Numbers(numbers.map(|&i| self.numbers[i].clone()).collect()),
            within: ocop::office::Reach::All,
            actor: ocop::office::Actor::Program,
            decision: "900/QĐ-UBND".to_owned(),
            decided_on: day("2026-08-09"),
            ground: Ground::FoodSafety,
        }
    }

    /// The keys that sign its lists.
    pub fn keys(&self) -> StatusKeys {
        StatusKeys::new(passphrase())
    }

    /// The folder of register and keys.
    pub fn data(&self) -> &Path {
        self.data.path()
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn hand(at: &str) -> Arc<Hand> {
    Arc::new(Hand(Mutex::new(at.parse().expect("an instant"))))
}

fn passphrase() -> Passphrase {
    Passphrase::new("a passphrase of the tests").expect("long enough")
}

fn config() -> Config {
    Config::new(Some("ocop.test".to_owned()), false).expect("a host")
}

async fn open(data: &Path, clock: &Arc<Hand>) -> Arc<Office> {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as _;
    let office = Office::open(data.to_owned(), config(), clock).await;
    Arc::new(office.expect("the test programme opens"))
}

/// Copies a folder with its folders; modes too, which keys are refused without.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    fs::set_permissions(to, fs::metadata(from).expect("there").permissions()).expect("set");
    for entry in fs::read_dir(from).expect("readable") {
        let entry = entry.expect("readable");
        let place = to.join(entry.file_name());
        if entry.file_type().expect("known").is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).expect("copied");
        }
    }
}

async fn make() -> Made {
    let data = tempfile::tempdir().expect("a folder");
    let clock = hand("2026-08-05T03:00:00Z");
    let council: CouncilCode = "CB".parse().expect("a code");
    let programme = NewProgramme {
        data: data.path().to_owned(),
        config: config(),
        name: Text::new("Chương trình thử", "Test programme"),
        fresh: seed(11),
        passphrase: passphrase(),
    };
    let office = office::initialise(programme, Arc::clone(&clock) as _)
        .await
        .expect("set up");
    let new = NewCouncil {
        code: council,
        unit: "VN-04@2".to_owned(),
        level: Level::Province,
        name: Text::new("Hội đồng OCOP tỉnh thử", "Test council"),
    };
    office.add_council(new).await.expect("added");
    let key = || NewKey {
        council,
        seals_from: None,
        seals_until: None,
    };
    let sealing = office.generate_key(key(), seed(12), passphrase());
    sealing.await.expect("made");
    let signing = office.generate_status_key(key(), seed(13), passphrase());
    signing.await.expect("made");
    office
        .publish_trust_list(passphrase())
        .await
        .expect("published");
    let signer = office.open_key(council, passphrase()).await.expect("open");
    let (mut numbers, mut codes) = (Vec::new(), Vec::new());
    for (decision, list) in [("852/QĐ-UBND", OLD), ("871/QĐ-UBND", NEW)] {
        let order = Order {
            council,
            decision: decision.to_owned(),
            decided_on: day("2026-08-05"),
            authority: None,
            list: list.as_bytes().to_vec(),
            skip_bad_rows: false,
        };
        let issued = office.issue(order, Arc::clone(&signer), |_, _| {}).await;
        for issued in issued.expect("issued").certificates {
            numbers.push(issued.certificate.number.to_string());
            codes.push(issued.certificate.url.expect("a host is set"));
        }
    }
    drop(office);
    Made {
        data,
        numbers,
        codes,
    }
}
