//! Files that hold secrets: read only when they are private, created whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::Error;

/// Nobody but the owner reads or changes the file.
pub(super) const OWNER_ONLY: u32 = 0o077;

/// The group may read too: systemd gives credentials to a service as 0400 or
/// 0440, in a directory that only this service can enter.
pub(super) const GROUP_READS: u32 = 0o037;

/// Reads a whole file of at most `limit` bytes that has none of the
/// `forbidden` permission bits.
///
/// # Errors
///
/// When the path is no regular file (links are refused, also one put there
/// while opening), or its mode, size or reading fails.
pub(super) fn read(path: &Path, limit: usize, forbidden: u32) -> Result<Zeroizing<Vec<u8>>, Error> {
    let unreadable = |source: std::io::Error| match source.kind() {
        ErrorKind::NotFound => Error::FileNotFound { path: path.into() },
        _ => Error::FileUnreadable {
            path: path.into(),
            source,
        },
    };
    // Looked at before opening: opening a pipe would wait for its writer.
    let named = fs::symlink_metadata(path).map_err(unreadable)?;
    if !named.is_file() {
        return Err(Error::FileNotRegular { path: path.into() });
    }
    let file = File::open(path).map_err(unreadable)?;
    let opened = file.metadata().map_err(unreadable)?;
    if (opened.dev(), opened.ino()) != (named.dev(), named.ino()) {
        return Err(Error::FileNotRegular { path: path.into() });
    }
    let mode = opened.mode() & 0o777;
    if mode & forbidden != 0 {
        return Err(Error::FileExposed {
            path: path.into(),
            mode,
        });
    }
    // One byte of room beyond the limit: the buffer never moves while it
    // fills, so no copy stays behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(limit + 1));
    file.take(limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() > limit {
        return Err(Error::FileTooLarge {
            path: path.into(),
            limit,
        });
    }
    Ok(bytes)
}

/// A file on its way: complete and durable under a temporary name beside its
/// place, and removed unless it gets there.
pub(super) struct Draft {
    path: PathBuf,
}

impl Draft {
    /// Writes the bytes beside `place`, readable by the owner only. The mark
    /// tells drafts for one place apart.
    ///
    /// # Errors
    ///
    /// [`Error::FileUnwritable`] when the directory or the disk refuses.
    pub(super) fn write(place: &Path, mark: &str, bytes: &[u8]) -> Result<Draft, Error> {
        let unwritable = |source| Error::FileUnwritable {
            path: place.into(),
            source,
        };
        let name = place
            .file_name()
            .ok_or_else(|| unwritable(ErrorKind::InvalidFilename.into()))?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{mark}.draft"));
        let path = place.with_file_name(hidden);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(unwritable)?;
        let draft = Draft { path };
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .map_err(unwritable)?;
        Ok(draft)
    }

    /// Where the draft lies now.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its name, if nothing has it yet, and makes the name
    /// durable. A hard link is the move that fails when the name is taken.
    ///
    /// # Errors
    ///
    /// [`Error::KeyExists`] when the name is taken, by whatever it is;
    /// [`Error::FileUnwritable`] when the directory or the disk refuses.
    pub(super) fn publish(self, place: &Path) -> Result<(), Error> {
        fs::hard_link(&self.path, place).map_err(|source| match source.kind() {
            ErrorKind::AlreadyExists => Error::KeyExists { path: place.into() },
            _ => Error::FileUnwritable {
                path: place.into(),
                source,
            },
        })?;
        drop(self);
        let directory = match place.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        File::open(directory)
            .and_then(|directory| directory.sync_all())
            .map_err(|source| Error::FileUnwritable {
                path: directory.into(),
                source,
            })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // A draft left behind is encrypted and harmless; there is nobody to tell.
        let _ = fs::remove_file(&self.path);
    }
}
