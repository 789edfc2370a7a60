//! The demonstration's programme: councils, keys and decisions, all made by the same acts as
//! real ones.

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{Days, Months, NaiveDate, TimeDelta};

use super::super::output::Error;
use crate::clock::{Clock, MachineClock};
use crate::config::{self, Config};
use crate::office::{
    self, CompactWanted, Issued, NewCouncil, NewKey, NewProgramme, NewProgrammeKey, Office, Order,
    Which, initialise,
};
use crate::register::KeyRecord;
use crate::scheme::code_kind::CodeKind;
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::trust::ProgrammePurpose;
use crate::scheme::words::Text;
use crate::signer::{Passphrase, PassphraseSource, fresh_seed};

/// The file of the throw-away passphrase in the data folder.
const PASSPHRASE: &str = "passphrase";
/// A decision's list as a council would send it.
const PRODUCTS: &[u8] = include_bytes!("../../../assets/data/products.csv");
/// One product for the centre.
const FIVE_STARS: &[u8] = "\
product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars
Chè Shan tuyết Đỉnh Mây,Hợp tác xã Đỉnh Mây,cooperative,\"Xã Bản Mới, tỉnh Cao Bằng\",11,37.50,23.00,33.25,5
"
.as_bytes();
/// Products of a decision whose 36 months are over. Their scores fit every edition's parts. The
/// second was recognised again since.
const LONG_AGO: &[u8] = "\
product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars
Gạo nếp Bản Mới,Hợp tác xã Nông nghiệp Bản Mới,cooperative,\"Xã Bản Mới, tỉnh Cao Bằng\",3,31.00,20.50,27.00,4
Mật ong Bản Mới,Hợp tác xã Nông nghiệp Bản Mới,cooperative,\"Xã Bản Mới, tỉnh Cao Bằng\",4,31.00,20.50,27.00,4
"
.as_bytes();

/// The demonstration, ready to be served.
pub struct Demo {
    pub office: Arc<Office>,
    /// The province's list of 14 products.
    pub list: Issued,
    /// The centre's product of 5 stars.
    pub five_stars: Issued,
    /// Two certificates that have expired; the second was renewed.
    pub expired: Issued,
    /// The text of a compact code of the list's first product.
    pub compact: String,
}

/// What tells a demonstration's register from a real one.
const NAME: Text = Text::new(
    "Chương trình OCOP thử nghiệm",
    "OCOP demonstration programme",
);
/// A trust list nearer to its end than this is published anew.
const AHEAD: TimeDelta = TimeDelta::days(30);

/// Opens the demonstration of a folder, and makes first whatever of it is not there. A
/// programme that is no demonstration is refused.
pub async fn open(data: PathBuf, host: String, listen: SocketAddr) -> Result<Demo, Error> {
    let clock: Arc<dyn Clock> = Arc::new(MachineClock);
    let known = Config::read(&data)?;
    let file = data.join(config::FILE);
    if file.exists() && !known.demonstration {
        return Err(not_a_demonstration(&data));
    }
    let mut config = Config::new(Some(host), true)?;
    config.passphrase_file = Some(PASSPHRASE.into());
    config.database = known.database;
    config.listen = listen;
    let today = day::of(clock.now());
    let opened = Office::open(data.clone(), config.clone(), Arc::clone(&clock)).await;
    let office = match opened {
        Ok(office) => office,
        Err(office::Error::NotInitialised(_)) => set_up(&data, config.clone(), clock).await?,
        Err(error) => return Err(error.into()),
    };
    let programme = office.register().programme().await;
    if programme.map_err(office::Error::from)?.map(|own| own.name) != Some(NAME) {
        return Err(not_a_demonstration(&data));
    }
    // The address can be another than last time, and the codes carry it.
    config.write(&data).map_err(Error::file(file))?;
    complete(&office, &data, today).await?;
    let office = Arc::new(office);
    let decided = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let long_ago = today.checked_sub_months(Months::new(50)).unwrap_or(today);
    let list = issue(&office, &data, "CB", "852/QĐ-UBND", decided(20), PRODUCTS).await?;
    let five_stars = issue(
        &office,
        &data,
        "TW",
        "1205/QĐ-BNNMT",
        decided(12),
        FIVE_STARS,
    )
    .await?;
    let expired = issue(&office, &data, "CB", "417/QĐ-UBND", long_ago, LONG_AGO).await?;
    if let Some(old) = expired.certificates.get(1) {
        let renewed = renewing(old.certificate.number);
        let day = decided(5);
        issue(&office, &data, "CB", "903/QĐ-UBND", day, renewed.as_bytes()).await?;
    }
    let compact = compact(&office, &data, &list).await?;
    Ok(Demo {
        office,
        list,
        five_stars,
        expired,
        compact,
    })
}

/// A list that renews a certificate, with one star less.
fn renewing(old: CertificateNumber) -> String {
    format!(
        "product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars,renews\n\
         Mật ong Bản Mới,Hợp tác xã Nông nghiệp Bản Mới,cooperative,\
         \"Xã Bản Mới, tỉnh Cao Bằng\",4,26.00,17.50,22.00,3,{old}\n"
    )
}

fn not_a_demonstration(data: &Path) -> Error {
    Error::Asked(
        "not_a_demonstration",
        Text::of(
            format!(
                "{} là một chương trình thật; không thay đổi gì. Hãy chọn thư mục khác bằng --data.",
                data.display()
            ),
            format!(
                "{} is a real programme; nothing was changed. Choose another folder with --data.",
                data.display()
            ),
        ),
    )
}

async fn set_up(data: &Path, config: Config, clock: Arc<dyn Clock>) -> Result<Office, Error> {
    write_passphrase(data)?;
    let new = NewProgramme {
        data: data.to_owned(),
        config,
        name: NAME,
        fresh: fresh_seed()?,
        passphrase: passphrase(data)?,
    };
    Ok(initialise(new, clock).await?)
}

fn passphrase(data: &Path) -> Result<Passphrase, Error> {
    Ok(PassphraseSource::File(data.join(PASSPHRASE)).read()?)
}

/// Adds the councils, keys and trust list that are not there: all of them the first time; what
/// an interrupted run left out; what has come to its end since.
async fn complete(office: &Office, data: &Path, today: NaiveDate) -> Result<(), Error> {
    let councils = [
        (
            "CB",
            "VN-04@2",
            Level::Province,
            Text::new(
                "Hội đồng OCOP tỉnh Cao Bằng (thử nghiệm)",
                "OCOP council of Cao Bằng (demonstration)",
            ),
        ),
        (
            "TW",
            "VN",
            Level::Central,
            Text::new(
                "Hội đồng OCOP cấp trung ương (thử nghiệm)",
                "Central OCOP council (demonstration)",
            ),
        ),
    ];
    for (code, unit, level, name) in councils {
        let code = council(code);
        let new = NewCouncil {
            code,
            unit: unit.to_owned(),
            level,
            name,
        };
        match office.add_council(new).await {
            Ok(_) | Err(office::Error::CouncilExists(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let register = office.register();
        let is_there = |known: &[KeyRecord]| {
            known.iter().any(|known| {
                known.council == code
                    && known.key.seals_from <= today
                    && today <= known.key.seals_until
            })
        };
        let new = || NewKey {
            council: code,
            seals_from: None,
            seals_until: None,
        };
        if !is_there(&register.keys().await.map_err(office::Error::from)?) {
            let fresh = fresh_seed()?;
            office.generate_key(new(), fresh, passphrase(data)?).await?;
        }
        if !is_there(&register.status_keys().await.map_err(office::Error::from)?) {
            let fresh = fresh_seed()?;
            office
                .generate_status_key(new(), fresh, passphrase(data)?)
                .await?;
        }
    }
    for purpose in ProgrammePurpose::ALL {
        let known = office.register().programme_keys().await;
        let is_there = known.map_err(office::Error::from)?.iter().any(|own| {
            own.purpose == purpose && own.key.seals_from <= today && today <= own.key.seals_until
        });
        if !is_there {
            let new = NewProgrammeKey {
                purpose,
                seals_from: None,
                seals_until: None,
            };
            let fresh = fresh_seed()?;
            office
                .generate_programme_key(new, fresh, passphrase(data)?)
                .await?;
        }
    }
    let trust = Arc::clone(&office.held().trust);
    let mut keys = office.keys(None).await?.into_iter();
    let published = !keys.any(|known| known.awaits_publication());
    if !published || trust.expires_at() < office.clock().now() + AHEAD {
        office.publish_trust_list(passphrase(data)?).await?;
    }
    Ok(())
}

async fn issue(
    office: &Office,
    data: &Path,
    code: &str,
    decision: &str,
    decided_on: NaiveDate,
    list: &[u8],
) -> Result<Issued, Error> {
    let council = council(code);
    let signer = office.open_key(council, passphrase(data)?).await?;
    let decisions = office.register().decisions_since(0).await;
    // Days are counted back from the day of the first run.
    let known = decisions
        .map_err(office::Error::from)?
        .into_iter()
        .find(|known| known.number == decision && known.council == council);
    let order = Order {
        council,
        decision: decision.to_owned(),
        decided_on: known.map_or(decided_on, |known| known.decided_on),
        authority: None,
        list: list.to_vec(),
        skip_bad_rows: false,
    };
    Ok(office.issue(order, signer, |_, _| {}).await?)
}

/// The compact code of a list's first product, sealed the first time.
async fn compact(office: &Office, data: &Path, list: &Issued) -> Result<String, Error> {
    let first = list.certificates.first();
    let number = first.ok_or(office::Error::NoHost)?.certificate.number;
    let wanted = CompactWanted::These(Which::Numbers(vec![number.to_string()]));
    for due in office.compact_due(&wanted).await? {
        if due.done().is_none() {
            let signer = office.open_key(due.council, passphrase(data)?).await?;
            office.compact(due, signer, |_, _| {}).await?;
        }
    }
    Ok(office.code_text(number, CodeKind::Compact).await?)
}

pub fn council(code: &str) -> CouncilCode {
    code.parse()
        .expect("the demonstration's codes are written here, and sound")
}

/// A random passphrase, readable by its owner only: the demonstration asks nobody. One that is
/// there stays, for it may lock keys.
fn write_passphrase(data: &Path) -> Result<(), Error> {
    let path = data.join(PASSPHRASE);
    if path.exists() {
        return Ok(());
    }
    let mut random = [0; 24];
    getrandom::fill(&mut random).map_err(std::io::Error::from)?;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .map_err(Error::file(data))?;
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| writeln!(file, "{}", BASE64_URL_SAFE_NO_PAD.encode(random)))
        .map_err(Error::file(path))
}
