//! A programme is set up once; what is refused changes nothing.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use ocop::clock::StoppedClock;
use ocop::office::{self, Error, NewCouncil, NewKey, NewProgramme, initialise};
use ocop::register::{Location, Register};
use ocop::scheme::council::Level;
use ocop::scheme::words::Text;
use ocop::signer::Passphrase;

use crate::support::{
    Book, Engine, Office, SECRET, at, day, fresh, list_of, now, on_both_engines, passphrase, signer,
};

on_both_engines!(
    a_programme_is_set_up_with_a_root_key_and_a_first_list,
    a_second_programme_is_refused_and_nothing_is_written,
    councils_that_cannot_be_are_refused_for_all_reasons_at_once,
    a_key_is_opened_when_it_is_published_and_in_its_period,
    no_secret_is_in_the_register_or_in_an_error,
);

fn new(book: &Book, data: &Path) -> NewProgramme {
    NewProgramme {
        data: data.to_owned(),
        config: book.config(),
        name: Text::new("Chương trình", "Programme"),
        fresh: fresh("root"),
        passphrase: passphrase(),
    }
}

async fn set_up(new: NewProgramme) -> Result<office::Office, Error> {
    initialise(new, Arc::new(StoppedClock(now()))).await
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn a_programme_is_set_up_with_a_root_key_and_a_first_list(engine: Engine) {
    let book = Book::on(engine).await;
    let data = book.folder.path();
    let office = set_up(new(&book, data)).await.unwrap();
    let held = office.held();
    assert_eq!(held.root.as_bytes(), signer("root").public_key().as_bytes());
    assert_eq!(held.trust.version(), 1);
    assert!(held.trust.councils().is_empty());
    assert_eq!(names(&data.join("keys")), ["root.key.pem"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data.join("keys")), 0o700);
    assert_eq!(mode(&data.join("keys/root.key.pem")), 0o600);
    assert_eq!(mode(&data.join("ocop.toml")), 0o600);
    let config = fs::read_to_string(data.join("ocop.toml")).unwrap();
    assert!(!config.contains("postgres"), "{config}");
    let kinds = "select kind from events order by events.position";
    let kinds = book.texts(kinds).await;
    assert_eq!(kinds, ["programme_created", "trust_list_published"]);
}

async fn a_second_programme_is_refused_and_nothing_is_written(engine: Engine) {
    let book = Book::on(engine).await;
    let data = book.folder.path();
    drop(set_up(new(&book, data)).await.unwrap());
    let again = set_up(new(&book, data)).await;
    assert!(matches!(again, Err(Error::AlreadyInitialised(_))));
    if engine == Engine::Postgres {
        // Another folder, the same database.
        let other = tempfile::tempdir().unwrap();
        let again = set_up(new(&book, other.path())).await;
        assert!(matches!(again, Err(Error::AlreadyInitialised(_))));
        assert!(names(other.path()).is_empty());
    }
    let register = Register::open(&book.location).await.unwrap();
    assert_eq!(register.trust_list_version().await.unwrap(), 1);
    assert_eq!(register.size().await.unwrap(), 2);
}

#[tokio::test]
async fn a_passphrase_that_is_refused_leaves_no_configuration() {
    let book = Book::on(Engine::Sqlite).await;
    let data = book.folder.path().join("data");
    let mut short = new(&book, &data);
    short.passphrase = Passphrase::new("short").unwrap();
    assert!(matches!(set_up(short).await, Err(Error::Signer(_))));
    assert_eq!(names(&data), ["keys"]);
    assert!(names(&data.join("keys")).is_empty());
    let mut sound = new(&book, &data);
    sound.config.host = Some("other.example.vn".to_owned());
    let office = set_up(sound).await.unwrap();
    assert_eq!(office.config().host.as_deref(), Some("other.example.vn"));
}

#[tokio::test]
async fn an_operators_own_configuration_stands() {
    let book = Book::on(Engine::Sqlite).await;
    let text = "# ours\nhost = \"ocop.example.vn\"\nlisten = \"127.0.0.1:9\"\n";
    fs::write(book.folder.path().join("ocop.toml"), text).unwrap();
    set_up(new(&book, book.folder.path())).await.unwrap();
    let kept = fs::read_to_string(book.folder.path().join("ocop.toml")).unwrap();
    assert_eq!(kept, text);
}

async fn councils_that_cannot_be_are_refused_for_all_reasons_at_once(engine: Engine) {
    let office = Office::on(engine).await;
    let size = office.register().size().await.unwrap();
    let council = |code: &str, unit: &str, level, vi: &str| NewCouncil {
        code: code.parse().unwrap(),
        unit: unit.to_owned(),
        level,
        name: Text::of(vi.to_owned(), "Council".to_owned()),
    };
    let refused = office
        .add_council(council("XX", "VN-00@1", Level::Commune, " "))
        .await;
    let Err(Error::Refused(refusals)) = refused else {
        panic!("{refused:?}");
    };
    let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code).collect();
    assert_eq!(codes, ["no_such_unit", "name_refused", "no_mandate"]);
    let known = office.add_council(council("CB", "VN-04@2", Level::Province, "Cao Bằng"));
    assert!(matches!(known.await, Err(Error::CouncilExists(_))));
    assert_eq!(office.register().size().await.unwrap(), size);
    let decomposed = council("LC", "VN-04@1/D", Level::District, "Huye\u{323}\u{302}n");
    let added = office.add_council(decomposed).await.unwrap();
    assert_eq!(added.name.vi, "Huyện");
    assert_eq!(added.mandates.len(), 1);
    assert_eq!(added.mandates[0].until, Some(day("2025-07-05")));
}

async fn a_key_is_opened_when_it_is_published_and_in_its_period(engine: Engine) {
    let office = Office::on(engine).await;
    let council = "CB".parse().unwrap();
    let opened = office.open_key(council, passphrase()).await.unwrap();
    assert_eq!(opened.public_key(), signer("CB").public_key());
    let wrong = Passphrase::new("another passphrase").unwrap();
    let refused = office.open_key(council, wrong).await;
    assert!(matches!(refused, Err(Error::Signer(_))));
    for at in [at("2026-08-09T16:59:59Z"), at("2027-08-09T17:00:00Z")] {
        let office = office.again(at).await;
        let refused = office.open_key(council, passphrase()).await;
        assert!(matches!(refused, Err(Error::NoKey { .. })), "{at}");
    }
    // A newer key seals from its first day on, once it is published.
    let next = NewKey {
        council,
        seals_from: Some(day("2026-08-11")),
        seals_until: None,
    };
    let key = office.generate_key(next, fresh("CB next"), passphrase());
    assert_eq!(key.await.unwrap().seals_until, day("2027-08-10"));
    let tomorrow = office.again(at("2026-08-11T03:00:00Z")).await;
    let opened = tomorrow.open_key(council, passphrase()).await.unwrap();
    assert_eq!(opened.public_key(), signer("CB").public_key());
    office.publish_trust_list(passphrase()).await.unwrap();
    tomorrow.refresh().await.unwrap();
    let opened = tomorrow.open_key(council, passphrase()).await.unwrap();
    assert_eq!(opened.public_key(), signer("CB next").public_key());
    let unknown = office.open_key("ZZ".parse().unwrap(), passphrase()).await;
    assert!(matches!(unknown, Err(Error::NoSuchCouncil(_))));
}

async fn no_secret_is_in_the_register_or_in_an_error(engine: Engine) {
    let office = Office::on(engine).await;
    office.issue_list(list_of(2)).await.unwrap();
    let wrong = Passphrase::new("a wrong passphrase").unwrap();
    let error = match office.open_key("CB".parse().unwrap(), wrong).await {
        Err(error) => error,
        Ok(_) => panic!("opened"),
    };
    let mut shown = vec![format!("{error:?} {error} {:?}", error.words())];
    let bodies = "select kind || subject || body from events";
    shown.extend(office.book.texts(bodies).await);
    if let Location::File(path) = &office.book.location {
        shown.push(String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
    }
    let seeds = ["root", "CB", "TW"].map(crate::support::seed);
    for text in shown {
        assert!(!text.contains(SECRET) && !text.contains("a wrong passphrase"));
        for seed in &seeds {
            let hex: String = seed.iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(!text.contains(&hex));
            let base64 = base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, seed);
            assert!(!text.contains(&base64));
            let raw = String::from_utf8_lossy(seed).into_owned();
            assert!(!text.contains(&raw));
        }
    }
}
