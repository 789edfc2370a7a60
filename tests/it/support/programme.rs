//! The tests' programme, made once by the office's own acts and copied into every register.
//!
//! Locking three keys takes a second and a half, and hundreds of tests want a programme.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

use futures_util::FutureExt;
use ocop::clock::StoppedClock;
use ocop::config::Config;
use ocop::office::{NewCouncil, NewKey, NewProgramme, initialise};
use ocop::register::{CouncilRecord, KeyRecord, Programme, TrustListRecord};
use ocop::scheme::council::Level;
use ocop::scheme::words::Text;
use ocop::signer::FreshSeed;
use tokio::sync::OnceCell;

use super::{Book, now, passphrase};

/// The host that the tests' codes name.
pub const HOST: &str = "ocop.example.vn";
/// The passphrase of every key; no output and no file but the tests' own may hold it.
pub const SECRET: &str = "mật khẩu của bài kiểm thử";

/// What every register of the tests begins with.
struct Made {
    programme: Programme,
    lists: Vec<TrustListRecord>,
    councils: Vec<CouncilRecord>,
    keys: Vec<KeyRecord>,
    files: Vec<(String, Vec<u8>)>,
}

static MADE: OnceCell<Made> = OnceCell::const_new();

/// The private key of a council, or of the root.
pub fn seed(name: &str) -> [u8; 32] {
    std::array::from_fn(|place| {
        let letter = name.as_bytes()[place % name.len()];
        letter.wrapping_mul(31).wrapping_add(place as u8)
    })
}

/// The same as randomness of a new key.
pub fn fresh(name: &str) -> FreshSeed {
    let mut salt = [0; 16];
    salt.copy_from_slice(&seed(name)[..16]);
    FreshSeed::new(seed(name), salt, [7; 16])
}

async fn make() -> Made {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = Config::new(Some(HOST.to_owned()), false).expect("a host name");
    let new = NewProgramme {
        data: folder.path().to_owned(),
        config,
        name: Text::new("Chương trình OCOP", "OCOP programme"),
        fresh: fresh("root"),
        passphrase: passphrase(),
    };
    let clock = Arc::new(StoppedClock(now()));
    let office = initialise(new, clock).await.expect("a programme is set up");
    let mut lists = vec![newest(office.register()).await];
    for (code, unit, level, name) in [
        ("CB", "VN-04@2", Level::Province, "Hội đồng tỉnh Cao Bằng"),
        ("TW", "VN", Level::Central, "Hội đồng trung ương"),
    ] {
        let council = code.parse().expect("a council code");
        let new = NewCouncil {
            code: council,
            unit: unit.to_owned(),
            level,
            name: Text::of(name.to_owned(), format!("Council {code}")),
        };
        office.add_council(new).await.expect("a council is added");
        let new = NewKey {
            council,
            seals_from: None,
            seals_until: None,
        };
        let key = office.generate_key(new, fresh(code), passphrase()).await;
        key.expect("a key is generated");
    }
    let published = office.publish_trust_list(passphrase()).await;
    assert_eq!(published.expect("the list is published").version, 2);
    lists.push(newest(office.register()).await);
    let register = office.register();
    let programme = register.programme().await.expect("the register answers");
    Made {
        programme: programme.expect("there is a programme"),
        lists,
        councils: register.councils().await.expect("councils"),
        keys: register.keys().await.expect("keys"),
        files: files(&folder.path().join("keys")),
    }
}

async fn newest(register: &ocop::register::Register) -> TrustListRecord {
    let list = register.newest_trust_list().await;
    list.expect("the register answers")
        .expect("there is a list")
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("the folder of keys");
    entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("a key file"))
        })
        .collect()
}

/// Writes the programme into an empty register and its folder.
pub async fn write(book: &Book) {
    let made = MADE.get_or_init(make).await;
    let folder = book.folder.path().join("keys");
    let folders = fs::DirBuilder::new().mode(0o700).create(&folder);
    folders.expect("the folder of keys is made");
    for (name, bytes) in &made.files {
        let file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(folder.join(name));
        let written = std::io::Write::write_all(&mut file.expect("a key file"), bytes);
        written.expect("a key file is written");
    }
    let register = book.open().await;
    let written = register.enter(move |entry| {
        async move {
            entry.add_programme(&made.programme).await?;
            for council in &made.councils {
                entry.add_council(council, now()).await?;
            }
            for key in &made.keys {
                entry.add_key(key, now()).await?;
            }
            for list in &made.lists {
                entry.add_trust_list(list).await?;
            }
            Ok(())
        }
        .boxed()
    });
    written.await.expect("the programme is written");
}
