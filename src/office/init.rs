//! Setting up a programme: its root key, its register and the first trust list.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Error, Office, keys, location, trust};
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::register::{Location, Programme, Register};
use crate::scheme::words::Text;
use crate::signer::{FreshSeed, KeyFile, Passphrase};

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

/// Sets up a programme and opens its office.
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
    let known = matches!(&location, Location::File(file) if file.exists());
    if known || root_file.exists() {
        return Err(Error::AlreadyInitialised(data));
    }
    // Private from the first moment: the folder holds keys.
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

    let now = clock.now();
    let root_key = keys::public(&fresh)?;
    let root =
        tokio::task::spawn_blocking(move || KeyFile::generate(&root_file, &passphrase, fresh))
            .await
            .map_err(|_| Error::Stopped)??;
    let register = Register::open(&location).await?;
    if register.programme().await?.is_some() {
        return Err(Error::AlreadyInitialised(data));
    }
    let first = trust::sealed(1, now, Vec::new(), &root)?;
    let programme = Programme {
        name,
        root_key,
        created_at: now,
    };
    register
        .enter(move |entry| {
            Box::pin(async move {
                entry.add_programme(&programme).await?;
                entry.add_trust_list(&first).await
            })
        })
        .await?;
    Office::open(data, config, clock).await
}
