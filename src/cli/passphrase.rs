//! Where a command takes the keys' passphrase from.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Error;
use crate::config::Config;
use crate::signer::{Passphrase, PassphraseSource};

/// The systemd credential's name.
const CREDENTIAL: &str = "ocop-passphrase";

/// Where the passphrase is. Never the passphrase itself: arguments are seen by everybody.
#[derive(Args, Default)]
pub struct PassphraseArguments {
    /// A file with the keys' passphrase, which only its owner reads [default: as configured,
    /// the systemd credential `ocop-passphrase`, or the terminal]
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Where the passphrase of a service is, which nobody is there to type.
#[derive(Args, Default)]
pub struct ServicePassphraseArguments {
    /// A file with the keys' passphrase, which only its owner reads; without one, status lists
    /// are not signed here [default: as configured, or the systemd credential
    /// `ocop-passphrase`]
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// The passphrase of a service; `None` where no file or credential is configured. One that
/// cannot be read is logged: pages are served without.
pub fn of_service(
    ServicePassphraseArguments { passphrase_file }: ServicePassphraseArguments,
    data: &Path,
    config: &Config,
) -> Option<Passphrase> {
    let read = match (PassphraseArguments { passphrase_file }).source(data, config) {
        Ok(PassphraseSource::Terminal) => return None,
        Ok(source) => source.read().map_err(Error::from),
        Err(error) => Err(error),
    };
    read.inspect_err(|error| tracing::error!(%error, "the keys' passphrase cannot be read"))
        .ok()
}

impl PassphraseArguments {
    /// The source that applies.
    pub fn source(&self, data: &Path, config: &Config) -> Result<PassphraseSource, Error> {
        if let Some(file) = &self.passphrase_file {
            return Ok(PassphraseSource::File(file.clone()));
        }
        if let Some(file) = &config.passphrase_file {
            return Ok(PassphraseSource::File(data.join(file)));
        }
        let directory = std::env::var_os("CREDENTIALS_DIRECTORY");
        if directory
            .as_ref()
            .is_some_and(|folder| Path::new(folder).join(CREDENTIAL).exists())
        {
            return Ok(PassphraseSource::credential(directory, CREDENTIAL)?);
        }
        Ok(PassphraseSource::Terminal)
    }
}
