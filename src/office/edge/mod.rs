//! An edge: a replica that verifies by the programme's signed pack alone. It has no register, no
//! keys and no passphrase, so whoever breaks into it can sign nothing and change nothing.
//!
//! It holds the newest pack that the root key vouches for, in memory and in its folder. A pack
//! that is not sound, of another programme, or older than the one that is held is refused, and the
//! one that is held goes on, with its age.

mod answer;
mod figures;
mod refused;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use chrono::{DateTime, Utc};

use super::whole_file::write_whole;
use crate::clock::Clock;
use crate::config::Config;
use crate::scheme::pack::{LARGEST, Pack, Refused, apply};
use crate::scheme::seal::PublicKey;
use figures::Fetched;

pub use answer::EdgeAnswer;
pub use figures::{EdgeFigures, HeldFigures};
pub use refused::EdgeRefused;

/// The pack's file in the edge's folder.
const FILE: &str = "edge.pack";

/// An edge at work.
pub struct Edge {
    file: PathBuf,
    config: Config,
    clock: Arc<dyn Clock>,
    root: PublicKey,
    held: ArcSwapOption<EdgePack>,
    fetched: Fetched,
}

/// The pack that an edge judges by.
pub struct EdgePack {
    /// As it is read.
    pub pack: Pack,
    /// As it was signed, whole.
    pub file: Arc<[u8]>,
}

/// What a fetched file was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A newer pack, which is held from now on.
    Newer,
    /// The pack that is held.
    Same,
}

impl Edge {
    /// Opens an edge's folder, which is made when it is missing, with the pack that it holds. One
    /// that was damaged there is left out: it will be fetched again.
    ///
    /// # Errors
    /// When the folder cannot be used, is a programme's own, or holds a pack of another root key
    /// or of a demonstration that the edge does not mark.
    pub fn open(
        folder: &Path,
        config: Config,
        root: PublicKey,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, EdgeRefused> {
        let unusable = |path: &Path| {
            let path = path.to_path_buf();
            |source| EdgeRefused::File { path, source }
        };
        // What is published of a register is not all that it holds: the two are kept apart.
        if folder.join(super::REGISTER).exists() {
            return Err(EdgeRefused::OfAProgramme(folder.to_path_buf()));
        }
        fs::create_dir_all(folder).map_err(unusable(folder))?;
        let file = folder.join(FILE);
        let held = match fs::read(&file) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(unusable(&file)(error)),
            Ok(bytes) => match Pack::open(&bytes, &root, None) {
                Ok(pack) => {
                    check_mark(&pack, &config)?;
                    Some(EdgePack::new(pack, bytes))
                }
                Err(refused @ Refused::WrongRoot(_)) => return Err(refused.into()),
                Err(refused) => {
                    let code = refused.code();
                    tracing::error!(code, "the pack in the folder is not sound; it is left out");
                    None
                }
            },
        };
        Ok(Self {
            file,
            config,
            clock,
            root,
            held: ArcSwapOption::from(held.map(Arc::new)),
            fetched: Fetched::default(),
        })
    }

    /// How the edge is set up.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The pack that is held, if there is one yet.
    pub fn held(&self) -> Option<Arc<EdgePack>> {
        self.held.load_full()
    }

    /// The number of the pack that is held: what is new since is enough.
    pub fn sequence(&self) -> Option<u64> {
        self.held.load().as_ref().map(|held| held.pack.sequence)
    }

    /// Whether there is a pack, and it may still be used.
    pub fn is_ready(&self) -> bool {
        let now = self.clock.now();
        let held = self.held.load();
        held.as_ref().is_some_and(|held| now < held.pack.expires_at)
    }

    /// Takes a fetched file: a whole pack, or what is new since the one that is held. It is
    /// judged by from now on, and durable when this returns; where the disk refuses it is judged
    /// by all the same, since it knows more than the older one.
    ///
    /// # Errors
    /// When it is refused. What is held stays.
    pub fn take(&self, fetched: &[u8]) -> Result<Taken, EdgeRefused> {
        if LARGEST < fetched.len() {
            return Err(Refused::Large(fetched.len()).into());
        }
        let held = self.held();
        let (bytes, before) = match &held {
            Some(held) => (apply(&held.file, fetched)?, Some(held.pack.held())),
            None => (fetched.to_vec(), None),
        };
        if held.is_some_and(|held| *held.file == *bytes) {
            return Ok(Taken::Same);
        }
        let pack = Pack::open(&bytes, &self.root, before)?;
        check_mark(&pack, &self.config)?;
        let written = write_whole(&self.file, &bytes);
        self.held.store(Some(Arc::new(EdgePack::new(pack, bytes))));
        if let Err(error) = written {
            tracing::error!(%error, "the pack could not be written; after a restart an older one is held");
        }
        Ok(Taken::Newer)
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

/// A demonstration's pack is judged by only where the pages are marked.
fn check_mark(pack: &Pack, config: &Config) -> Result<(), EdgeRefused> {
    if pack.is_demonstration && !config.demonstration {
        return Err(EdgeRefused::Demonstration);
    }
    Ok(())
}

impl EdgePack {
    fn new(pack: Pack, bytes: Vec<u8>) -> Self {
        let file = bytes.into();
        Self { pack, file }
    }
}
