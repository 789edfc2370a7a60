//! Setting up a programme whose root key is kept elsewhere: only its public half is here.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Arc;

use super::init::{begin, is_taken};
use super::signed_trust_list::check_in_time;
use super::{Error, Office, TrustRefused, keys, location};
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::register::{Programme, Register, TrustListRecord};
use crate::scheme::seal::PublicKey;
use crate::scheme::trust::TrustList;
use crate::scheme::words::Text;

/// A programme to be set up whose root key is kept elsewhere.
pub struct NewProgrammeOfRoot {
    /// Where its register, keys and configuration will be.
    pub data: PathBuf,
    /// How it is set up.
    pub config: Config,
    /// Its name.
    pub name: Text,
    /// The public half of its root key.
    pub root_key: PublicKey,
    /// Its first trust list, empty and signed by the root key.
    pub first: Vec<u8>,
}

/// Sets up a programme whose root key is kept elsewhere, and opens its office.
///
/// # Errors
/// [`Error::AlreadyInitialised`]; [`TrustRefused::NotAFirstList`], or why the list is refused.
/// Then nothing is changed.
pub async fn initialise_with_root(
    new: NewProgrammeOfRoot,
    clock: Arc<dyn Clock>,
) -> Result<Office, Error> {
    let NewProgrammeOfRoot {
        data,
        config,
        name,
        root_key,
        first,
    } = new;
    let now = clock.now();
    let list = TrustList::from_sealed(&first, &root_key)?;
    if list.version() != 1 || !list.councils().is_empty() {
        return Err(TrustRefused::NotAFirstList.into());
    }
    check_in_time(&list, now)?;
    let location = location(&data, &config)?;
    // A root key in the folder belongs to another programme, or to an interrupted one.
    if keys::root_file(&data).exists() || is_taken(&data, &location).await? {
        return Err(Error::AlreadyInitialised(data));
    }
    // Private from the first moment: the folder will hold the councils' keys.
    let folder = keys::folder(&data);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .map_err(Error::file(&folder))?;
    // An operator's own configuration stands.
    let file = data.join(config::FILE);
    if !file.exists() {
        config.write(&data).map_err(Error::file(file))?;
    }
    let register = Register::open(&location).await?;
    let record = TrustListRecord {
        version: 1,
        issued_at: list.issued_at(),
        expires_at: list.expires_at(),
        sealed: first,
    };
    let programme = Programme {
        name,
        root_key,
        created_at: now,
    };
    begin(&data, &register, programme, record).await?;
    Office::open(data, config, clock).await
}
