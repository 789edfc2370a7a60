//! A programme to measure: a council with a published key, made as operators make theirs.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use ocop::clock::{Clock, StoppedClock};
use ocop::config::Config;
use ocop::office::{NewCouncil, NewKey, NewProgramme, Office, initialise};
use ocop::scheme::council::{CouncilCode, Level};
use ocop::scheme::words::Text;
use ocop::signer::{Passphrase, Signer, fresh_seed};

/// The instant at which everything is measured.
pub fn now() -> DateTime<Utc> {
    "2026-08-05T02:30:00Z".parse().expect("an instant")
}

fn council() -> CouncilCode {
    "CB".parse().expect("a code")
}

/// Sets a programme up in an empty folder, on a PostgreSQL database if one is given.
pub async fn set_up(folder: &Path, database: Option<String>) -> (Office, Arc<dyn Signer>) {
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
