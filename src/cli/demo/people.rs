//! The demonstration's people: one for each role, all with the one throw-away password.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use secrecy::SecretString;
use serde::Serialize;

use super::super::output::{Error, Output};
use super::{desk, programme};
use crate::office::{
    self, Access, Grant, NewPerson, Office, PeopleQuery, Role, TakingUp, TotpSecret, TypedProducer,
};

/// The file of the people's password in the data folder.
const PASSWORD: &str = "people-password";

/// Somebody to sign in as.
#[derive(Serialize)]
pub struct Somebody {
    /// What they sign in with.
    pub email: &'static str,
    name: &'static str,
    role: &'static str,
    council: Option<&'static str>,
}

const fn person(
    email: &'static str,
    name: &'static str,
    role: &'static str,
    council: Option<&'static str>,
) -> Somebody {
    Somebody {
        email,
        name,
        role,
        council,
    }
}

/// Who there is, in the order in which a dossier meets them. `.example` is nobody's domain.
const PEOPLE: [Somebody; 11] = [
    person("chuthe@ocop.example", "Nông Thị Thử", "producer", None),
    person(
        "thuky.cb@ocop.example",
        "Hoàng Văn Thử",
        "secretary",
        Some("CB"),
    ),
    person("cham1.cb@ocop.example", "Lý Thị Thử", "scorer", Some("CB")),
    person("cham2.cb@ocop.example", "Bế Văn Thử", "scorer", Some("CB")),
    person(
        "chutich.cb@ocop.example",
        "Đàm Thị Thử",
        "chair",
        Some("CB"),
    ),
    person(
        "thuky.tw@ocop.example",
        "Trần Văn Thử",
        "secretary",
        Some("TW"),
    ),
    person("cham.tw@ocop.example", "Lê Thị Thử", "scorer", Some("TW")),
    person(
        "chutich.tw@ocop.example",
        "Phạm Văn Thử",
        "chair",
        Some("TW"),
    ),
    person("vanphong@ocop.example", "Vũ Thị Thử", "programme", None),
    person("kiemtra@ocop.example", "Ngô Văn Thử", "inspector", None),
    person("kiemtoan@ocop.example", "Đỗ Thị Thử", "auditor", None),
];

/// The people, and what lets them in.
#[derive(Serialize)]
pub struct People {
    people: &'static [Somebody],
    password: String,
}

/// Makes the people and something for them to do, the first time.
pub async fn open(office: &Office, data: &Path) -> Result<People, Error> {
    let password = password(data)?;
    let access = Access::of_program();
    let query = PeopleQuery {
        text: None,
        after: 0,
        limit: 500,
    };
    let known = office.people(&access, &query).await?.people;
    let mut producer = None;
    for somebody in &PEOPLE {
        if known.iter().any(|known| known.email == somebody.email) {
            continue;
        }
        if somebody.role == "producer" {
            let registered = office.register_producer(&access, &cooperative()).await?;
            producer = Some(registered.producer.id);
        }
        invite(office, somebody, producer, &password).await?;
    }
    if producer.is_some() {
        let known = office.people(&access, &query).await?.people;
        let account = |email: &str| known.iter().find(|known| known.email == email);
        desk::fill(office, &|email| account(email).map(|known| known.id)).await?;
    }
    Ok(People {
        people: &PEOPLE,
        password,
    })
}

/// Says who there is and how they sign in.
pub fn tell(people: &People, office: &Office, output: Output) -> Result<(), Error> {
    let origin = office.config().origin().ok_or(office::Error::NoHost)?;
    output.say(format_args!(
        "\nBàn làm việc / the desk: {origin}/sign-in\nMật khẩu của mọi người / everybody's password: {}",
        people.password
    ))?;
    let mut rows = Vec::with_capacity(PEOPLE.len());
    for somebody in people.people {
        let role: Role = somebody.role.parse().expect("the roles are written here");
        let words = role.words();
        let council = somebody.council.unwrap_or_default();
        let role = format!("{} / {} {council}", words.vi, words.en);
        rows.push([somebody.email.to_owned(), role]);
    }
    output.table(&rows)?;
    output.say(
        "Mã xác thực bước hai / the second step's code: ocop account code chutich.cb@ocop.example",
    )
}

async fn invite(
    office: &Office,
    somebody: &Somebody,
    producer: Option<i64>,
    password: &str,
) -> Result<(), Error> {
    let role: Role = somebody.role.parse().expect("the roles are written here");
    let grant = match (somebody.council, producer) {
        (Some(code), _) => Grant::of_council(role, programme::council(code)),
        (None, Some(producer)) if role == Role::Producer => Grant::of_producer(producer),
        (None, _) => Grant::of_programme(role),
    };
    let new = NewPerson {
        name: somebody.name.to_owned(),
        email: somebody.email.to_owned(),
        language: "vi".to_owned(),
        grants: vec![grant],
    };
    let invited = office.invite(&Access::of_program(), new).await?;
    let totp = TotpSecret::fresh()?;
    // Of half a minute ago, so that the code of now still works.
    let before = office.clock().now() - chrono::TimeDelta::seconds(30);
    let chosen = TakingUp {
        secret: invited.secret.show().to_owned(),
        password: SecretString::from(password),
        repeated: SecretString::from(password),
        code: totp.code(before)?,
        totp: Some(totp),
    };
    office.take_up(chosen).await?;
    Ok(())
}

fn cooperative() -> TypedProducer {
    let text = str::to_owned;
    TypedProducer {
        kind: text("cooperative"),
        name: text("Hợp tác xã Nông nghiệp Bản Mới"),
        address: text("Xã Bản Mới, tỉnh Cao Bằng"),
        unit: text("VN-04@2"),
        council: text("CB"),
        representative: text("Nông Thị Thử"),
        ..TypedProducer::default()
    }
}

/// A random password, readable by its owner only. One that is there stays.
fn password(data: &Path) -> Result<String, Error> {
    let path = data.join(PASSWORD);
    if !path.exists() {
        let mut random = [0; 12];
        getrandom::fill(&mut random).map_err(std::io::Error::from)?;
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .and_then(|mut file| writeln!(file, "{}", BASE64_URL_SAFE_NO_PAD.encode(random)))
            .map_err(Error::file(&path))?;
    }
    let read = fs::read_to_string(&path).map_err(Error::file(&path))?;
    Ok(read.trim_end().to_owned())
}
