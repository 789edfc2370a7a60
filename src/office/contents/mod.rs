//! Contents of files on the disk: what each is by its first bytes, and where it lies by its
//! SHA-256. Rows of dossiers and of photographs name them.
//!
//! ```text
//! files/.<random>.draft -> files/ab/abc…          the content, never changed
//!                          files/ab/abc….small.jpg the small form of a picture
//! ```

mod incoming;
mod kind;
pub(in crate::office) mod pdf;
mod picture;
mod sound;

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

pub use incoming::Incoming;
pub(in crate::office) use kind::{Content, other};
pub(in crate::office) use picture::Decoded;

use super::Error;
use crate::scheme::words::Text;
use crate::signer;

/// Bytes by which a content is told.
pub(in crate::office) const HEAD: usize = 512;

/// The folder of the contents in the data folder.
pub(in crate::office) fn folder(data: &Path) -> PathBuf {
    data.join("files")
}

/// Where a content lies: `files/ab/abc…`, by its SHA-256.
pub(in crate::office) fn place(data: &Path, hash: &[u8; 32]) -> PathBuf {
    let hex = hex::encode(hash);
    folder(data).join(&hex[..2]).join(hex)
}

/// Where the small form of a picture lies, for pages that show many.
pub(in crate::office) fn small(place: &Path) -> PathBuf {
    place.with_extension("small.jpg")
}

/// A name for what is not kept yet, which nobody else draws.
pub(in crate::office) fn draft_name(data: &Path) -> Result<PathBuf, Error> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|_| signer::Error::NoRandomness)?;
    let random = u128::from_be_bytes(random);
    Ok(folder(data).join(format!(".{random:032x}.draft")))
}

/// Bytes that are durable, though not under their name.
pub(in crate::office) fn write_draft(data: &Path, bytes: &[u8]) -> Result<PathBuf, Error> {
    make(&folder(data))?;
    let path = draft_name(data)?;
    let written = || {
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    let kept = written().map_err(Error::file(&path));
    if kept.is_err() {
        drop(fs::remove_file(&path));
    }
    kept.map(|()| path)
}

/// Puts a content in its place, durably. One that is there already is the same.
pub(in crate::office) fn put(
    data: &Path,
    hash: &[u8; 32],
    draft: &Path,
    small_form: Option<&[u8]>,
) -> Result<(), Error> {
    let place = place(data, hash);
    let within = place.parent().unwrap_or(data);
    make(within)?;
    if let Some(small_form) = small_form {
        let path = small(&place);
        let drafted = write_draft(data, small_form)?;
        fs::rename(drafted, &path).map_err(Error::file(path))?;
    }
    let placed = || {
        fs::rename(draft, &place)?;
        File::open(within)?.sync_all()?;
        // The folder may be new too.
        File::open(folder(data))?.sync_all()
    };
    placed().map_err(Error::file(&place))
}

fn make(folder: &Path) -> Result<(), Error> {
    let mut made = fs::DirBuilder::new();
    made.recursive(true).mode(0o700);
    made.create(folder).map_err(Error::file(folder))
}

/// That a file begins as a picture, and is none that can be opened.
pub(in crate::office) fn unreadable(content: Content) -> Text {
    let what = content.words();
    Text::of(
        format!(
            "Tệp bắt đầu như {} nhưng không mở được: bị hỏng, bị cắt ngang hoặc quá lớn (mỗi cạnh tối đa 12.000 điểm ảnh). Hãy mở thử, lưu lại rồi tải lên.",
            what.vi
        ),
        format!(
            "The file begins as {} but cannot be opened: it is damaged, cut off, or too large (12,000 pixels a side at most). Open it, save it again, then send it.",
            what.en
        ),
    )
}
