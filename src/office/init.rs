//! Setting up a programme: its root key, its register and the first trust list.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Error, Office, keys, location, trust};
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::register::{self, Location, Programme, Register, TrustListRecord};
use crate::scheme::trust::TrustList;
use crate::scheme::words::Text;
use crate::signer::{FreshSeed, KeyFile, Passphrase, Signer};

/// A programme to be set up.
pub struct NewProgramme {
    /// Where its register, keys and configuration will be.
    pub data: PathBuf,
    /// How it is set up.
    pub config: Config,
    /// Its name.
    pub name: Text,
    /// What the root key is made of.
    pub fresh: FreshSeed,
    /// What the root key is locked with.
    pub passphrase: Passphrase,
}

/// Sets up a programme and opens its office. One that was interrupted is finished.
///
/// # Errors
/// [`Error::AlreadyInitialised`] when there is one; then nothing is changed.
pub async fn initialise(new: NewProgramme, clock: Arc<dyn Clock>) -> Result<Office, Error> {
    let NewProgramme {
        data,
        config,
        name,
        fresh,
        passphrase,
    } = new;
    let location = location(&data, &config)?;
    let root_file = keys::root_file(&data);
    if is_taken(&data, &location).await? {
        return Err(Error::AlreadyInitialised(data));
    }
    // Private from the first moment: the folder holds keys.
    let folder = keys::folder(&data);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .map_err(Error::file(&folder))?;

    let now = clock.now();
    let root = tokio::task::spawn_blocking(move || {
        if root_file.exists() {
            KeyFile::open(&root_file, &passphrase)
        } else {
            KeyFile::generate(&root_file, &passphrase, fresh)
        }
    })
    .await
    .map_err(|_| Error::Stopped)??;
    let root_key = keys::public(&root.public_key())?;
    // After the key: what is refused for its passphrase leaves no configuration behind.
    // An operator's own configuration stands.
    let file = data.join(config::FILE);
    if !file.exists() {
        config.write(&data).map_err(Error::file(file))?;
    }
    let register = Register::open(&location).await?;
    let first = TrustList::new(1, now, now + trust::TERM, Vec::new());
    let first = trust::sealed(&first, &root)?;
    let programme = Programme {
        name,
        root_key,
        created_at: now,
    };
    begin(&data, &register, programme, first).await?;
    Office::open(data, config, clock).await
}

/// Records the programme and its first trust list.
pub(super) async fn begin(
    data: &Path,
    register: &Register,
    programme: Programme,
    first: TrustListRecord,
) -> Result<(), Error> {
    let entered = register.enter(move |entry| {
        Box::pin(async move {
            entry.add_programme(&programme).await?;
            entry.add_trust_list(&first).await
        })
    });
    entered.await.map_err(|error| match error {
        register::Error::Exists(_) => Error::AlreadyInitialised(data.to_owned()),
        error => error.into(),
    })
}

/// Whether there is a programme: in the register, or in keys whose register is elsewhere. A
/// root key alone is what an interrupted run leaves.
pub(super) async fn is_taken(data: &Path, location: &Location) -> Result<bool, Error> {
    let known = match location {
        Location::File(file) => file.exists(),
        Location::Postgres(_) => true,
    };
    if known && Register::open(location).await?.programme().await?.is_some() {
        return Ok(true);
    }
    let root = keys::root_file(data);
    let folder = keys::folder(data);
    let Ok(files) = fs::read_dir(&folder) else {
        return Ok(false);
    };
    let mut names = files.flatten().map(|file| file.file_name());
    Ok(root.exists() && names.any(|name| !is_root_or_draft(&name.to_string_lossy())))
}

fn is_root_or_draft(name: &str) -> bool {
    name == "root.key.pem" || name.starts_with('.')
}
