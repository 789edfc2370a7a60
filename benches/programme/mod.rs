//! A programme to measure: a council with a published key, made as operators make theirs.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use ocop::clock::{Clock, StoppedClock};
use ocop::config::Config;
use ocop::office::{Issued, NewCouncil, NewKey, NewProgramme, Office, Order, initialise};
use ocop::scheme::council::{CouncilCode, Level};
use ocop::scheme::words::Text;
use ocop::signer::{Passphrase, Signer, fresh_seed};

/// The instant at which everything is measured.
fn now() -> DateTime<Utc> {
    "2026-08-05T02:30:00Z".parse().expect("an instant")
}

pub fn council() -> CouncilCode {
    "CB".parse().expect("a code")
}

/// Sets a programme up in an empty folder.
pub async fn set_up(folder: &Path) -> (Office, Arc<dyn Signer>) {
    set_up_on(folder, None).await
}

/// The same, on a PostgreSQL database if one is given.
pub async fn set_up_on(folder: &Path, database: Option<String>) -> (Office, Arc<dyn Signer>) {
    let passphrase = || Passphrase::new("a passphrase to measure with").expect("a passphrase");
    let clock: Arc<dyn Clock> = Arc::new(StoppedClock(now()));
    let host = Some("verify.example.vn".to_owned());
    let mut config = Config::new(host, false).expect("a host");
    config.database = database;
    let new = NewProgramme {
        data: folder.to_owned(),
        config,
        name: Text::new("Chương trình OCOP", "OCOP programme"),
        fresh: fresh_seed().expect("randomness"),
        passphrase: passphrase(),
    };
    let office = initialise(new, clock).await.expect("an empty folder");
    let new = NewCouncil {
        code: council(),
        unit: "VN-04@2".to_owned(),
        level: Level::Province,
        name: Text::new(
            "Hội đồng OCOP tỉnh Cao Bằng",
            "OCOP council of Cao Bằng province",
        ),
    };
    office.add_council(new).await.expect("a new council");
    let key = NewKey {
        council: council(),
        seals_from: None,
        seals_until: None,
    };
    let fresh = fresh_seed().expect("randomness");
    let generated = office.generate_key(key, fresh, passphrase()).await;
    generated.expect("a new key");
    let published = office.publish_trust_list(passphrase()).await;
    published.expect("a trust list");
    let signer = office.open_key(council(), passphrase()).await;
    (office, signer.expect("the council's key"))
}

/// Issues the list of the decision with a number.
pub async fn issue(
    office: &Office,
    signer: &Arc<dyn Signer>,
    list: Vec<u8>,
    decision: &str,
) -> Issued {
    let order = Order {
        council: council(),
        decision: decision.to_owned(),
        decided_on: NaiveDate::from_ymd_opt(2026, 8, 4).expect("a day"),
        authority: None,
        list,
        skip_bad_rows: false,
    };
    let issued = office.issue(order, Arc::clone(signer), |_, _| {}).await;
    issued.expect("every row is good")
}

/// A list as a spreadsheet writes one, with names as long as real ones.
pub fn list(rows: usize) -> Vec<u8> {
    let mut list = String::from(
        "product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars,\
         product_code,gtin,lowered_because\n",
    );
    for row in 0..rows {
        let village = row % 97;
        list.push_str(&format!(
            "Miến dong Bản Mới số {row},Hợp tác xã Nông nghiệp Bản Mới {village},cooperative,\
             \"Xã Bản Mới, tỉnh Cao Bằng\",6,34.50,20.75,28.25,4,04-01732-{row}-2026,,\n",
        ));
    }
    list.into_bytes()
}
