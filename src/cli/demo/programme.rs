//! The demonstration's programme: councils, keys and decisions, all made by the same acts as
//! real ones.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{Days, Months, NaiveDate};

use super::super::output::Error;
use crate::clock::{Clock, MachineClock};
use crate::config::{self, Config};
use crate::office::{Issued, NewCouncil, NewKey, NewProgramme, Office, Order, initialise};
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::day;
use crate::scheme::words::Text;
use crate::signer::{PassphraseSource, fresh_seed};

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
/// One product of a decision whose 36 months are over. Its scores fit every edition's parts.
const LONG_AGO: &[u8] = "\
product,producer,producer_kind,address,set_no,score_a,score_b,score_c,stars
Gạo nếp Bản Mới,Hợp tác xã Nông nghiệp Bản Mới,cooperative,\"Xã Bản Mới, tỉnh Cao Bằng\",3,31.00,20.50,27.00,4
"
.as_bytes();

/// The demonstration, ready to be served.
pub struct Demo {
    pub office: Arc<Office>,
    /// The province's list of 14 products.
    pub list: Issued,
    /// The centre's product of 5 stars.
    pub five_stars: Issued,
    /// The certificate that has expired.
    pub expired: Issued,
}

/// Opens the demonstration of a folder, and makes it first where there is none. A programme
/// that is no demonstration is refused.
pub async fn open(data: PathBuf, host: String) -> Result<Demo, Error> {
    let clock: Arc<dyn Clock> = Arc::new(MachineClock);
    let known = Config::read(&data)?;
    let exists = data.join(config::FILE).exists();
    if exists && !known.demonstration {
        return Err(Error::Asked(
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
        ));
    }
    let mut config = Config::new(Some(host), true)?;
    config.passphrase_file = Some(PASSPHRASE.into());
    config.database = known.database;
    let today = day::of(clock.now());
    let office = if exists {
        // The address can be another than last time, and the codes carry it.
        config
            .write(&data)
            .map_err(Error::file(data.join(config::FILE)))?;
        Office::open(data.clone(), config, clock).await?
    } else {
        make(&data, config, clock).await?
    };
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
    Ok(Demo {
        office,
        list,
        five_stars,
        expired,
    })
}

async fn make(data: &Path, config: Config, clock: Arc<dyn Clock>) -> Result<Office, Error> {
    write_passphrase(data)?;
    let passphrase = || PassphraseSource::File(data.join(PASSPHRASE)).read();
    let new = NewProgramme {
        data: data.to_owned(),
        config,
        name: Text::new(
            "Chương trình OCOP thử nghiệm",
            "OCOP demonstration programme",
        ),
        fresh: fresh_seed()?,
        passphrase: passphrase()?,
    };
    let office = initialise(new, clock).await?;
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
        office
            .add_council(NewCouncil {
                code,
                unit: unit.to_owned(),
                level,
                name,
            })
            .await?;
        let key = NewKey {
            council: code,
            seals_from: None,
            seals_until: None,
        };
        office
            .generate_key(key, fresh_seed()?, passphrase()?)
            .await?;
    }
    office.publish_trust_list(passphrase()?).await?;
    Ok(office)
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
    let passphrase = PassphraseSource::File(data.join(PASSPHRASE)).read()?;
    let signer = office.open_key(council, passphrase).await?;
    let order = Order {
        council,
        decision: decision.to_owned(),
        decided_on,
        authority: None,
        list: list.to_vec(),
        skip_bad_rows: false,
    };
    Ok(office.issue(order, signer, |_, _| {}).await?)
}

fn council(code: &str) -> CouncilCode {
    code.parse()
        .expect("the demonstration's codes are written here, and sound")
}

/// A random passphrase, readable by its owner only: the demonstration asks nobody.
fn write_passphrase(data: &Path) -> Result<(), Error> {
    let mut random = [0; 24];
    getrandom::fill(&mut random).map_err(std::io::Error::from)?;
    let path = data.join(PASSPHRASE);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .map_err(Error::file(data))?;
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| writeln!(file, "{}", BASE64_URL_SAFE_NO_PAD.encode(random)))
        .map_err(Error::file(path))
}
