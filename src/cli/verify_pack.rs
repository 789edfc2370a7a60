//! `ocop verify --pack`: by a pack alone, without register or network.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::output::{Error, complain};
use super::verify::read_up_to;
use crate::office;
use crate::scheme::pack::{HeldPack, LARGEST, Pack};
use crate::scheme::seal::PublicKey;
use crate::scheme::stars::Stars;
use crate::scheme::words::Text;

/// A pack, and how it was come by.
pub struct Packed {
    pack: Pack,
    root_checked: bool,
}

/// What was seen of each programme, by its root key.
type Held = BTreeMap<String, HeldPack>;

impl Packed {
    /// Opens the pack in a file. What is held is read from a file of its own, if one is named,
    /// and brought up to date there.
    pub fn open(
        file: &Path,
        root: Option<&PublicKey>,
        held_file: Option<&Path>,
    ) -> Result<Self, Error> {
        let bytes = read_up_to(file, LARGEST)?;
        let Some(root) = root else {
            complain(format_args!(
                "lưu ý: chưa kiểm tra gói này là của chương trình nào; hãy thêm --root KHÓA"
            ));
            complain(format_args!(
                "note: it was not checked whose pack this is; add --root KEY"
            ));
            let pack = Pack::open_unrooted(&bytes, None).map_err(office::Error::from)?;
            return Ok(Self {
                pack,
                root_checked: false,
            });
        };
        let mut held = held_file.map(read_held).transpose()?.unwrap_or_default();
        let of_root = held.get(&root.to_base64()).copied();
        let pack = Pack::open(&bytes, root, of_root).map_err(office::Error::from)?;
        if let Some(file) = held_file.filter(|_| of_root != Some(pack.held())) {
            held.insert(root.to_base64(), pack.held());
            write_held(file, &held)?;
        }
        Ok(Self {
            pack,
            root_checked: true,
        })
    }

    /// The answer on a code, or what the names say of a number.
    pub fn answer(
        &self,
        code: &str,
        stars: Option<Stars>,
        now: DateTime<Utc>,
    ) -> Result<Value, Error> {
        let answered = self.pack.answer(code, stars, now);
        let mut answer =
            answered.map_err(|unanswered| Error::Asked(unanswered.code(), unanswered.words()))?;
        answer["pack"]["root_checked"] = self.root_checked.into();
        Ok(answer)
    }
}

fn read_held(file: &Path) -> Result<Held, Error> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Held::new()),
        Err(error) => return Err(Error::file(file)(error)),
    };
    serde_json::from_slice(&bytes).map_err(|error| {
        let file = file.display();
        Error::Asked(
            "held_unreadable",
            Text::of(
                format!(
                    "Không đọc được {file} ({error}), nên không biết gói này có cũ hơn gói đã dùng không. Hãy khôi phục tệp, hoặc xóa tệp để bắt đầu lại."
                ),
                format!(
                    "{file} cannot be read ({error}), so it is not known whether this pack is older than the one used before. Restore the file, or delete it to begin anew."
                ),
            ),
        )
    })
}

/// Writes the file whole or not at all.
fn write_held(file: &Path, held: &Held) -> Result<(), Error> {
    let folder = file
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let draft = folder.unwrap_or(Path::new(".")).join(format!(
        ".{}.draft",
        file.file_name().unwrap_or_default().to_string_lossy()
    ));
    let json = serde_json::to_vec(held).map_err(std::io::Error::from)?;
    fs::File::create(&draft)
        .and_then(|mut new| new.write_all(&json).and_then(|()| new.sync_all()))
        .and_then(|()| fs::rename(&draft, file))
        .map_err(Error::file(file))
}
