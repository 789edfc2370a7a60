//! Files that are replaced as a whole: after a power cut there is the old one or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

/// Writes a file's new content, and returns when it is durable under its name. Of several
/// programs that write it at once, one writes after the other.
///
/// # Errors
/// When the folder or the disk refuses; the old content stands.
pub fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(".draft");
    let draft = path.with_file_name(hidden);
    let mut file = open_alone(&draft)?;
    let written = fill(&mut file, content).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // On a full disk what is left of it would take room.
        drop(fs::remove_file(&draft));
    }
    written?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Opens a draft that nobody else has: two programs with one draft would have one rename what the
/// other has just emptied.
fn open_alone(draft: &Path) -> io::Result<File> {
    loop {
        let mut options = OpenOptions::new();
        let file = options
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(draft)?;
        file.lock()?;
        let (ours, there) = (file.metadata()?, fs::metadata(draft));
        // Whoever had it before may have renamed it meanwhile.
        if there.is_ok_and(|there| (there.dev(), there.ino()) == (ours.dev(), ours.ino())) {
            return Ok(file);
        }
    }
}

fn fill(file: &mut File, content: &[u8]) -> io::Result<()> {
    file.set_len(0)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::write_whole;

    #[test]
    fn a_file_that_many_write_at_once_is_always_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        write_whole(&path, &[b'0'; 3_000]).unwrap();
        std::thread::scope(|scope| {
            for writer in b'a'..=b'd' {
                let path = &path;
                scope.spawn(move || {
                    for _ in 0..50 {
                        write_whole(path, &[writer; 3_000]).unwrap();
                    }
                });
            }
            for _ in 0..500 {
                let found = std::fs::read(&path).unwrap();
                assert_eq!(found.len(), 3_000);
                assert!(found.iter().all(|byte| *byte == found[0]));
            }
        });
    }
}
