//! What some bytes of a PDF name that does more than be read.

use super::tokens::{blanks, read_name};
use super::{Unfit, find};

/// Bytes of a value that are looked at.
const AHEAD: usize = 400;
/// Bytes of a reference, with room to spare.
const REFERENCE: usize = 40;

/// Looks at every name in some bytes, wherever it stands.
pub(super) fn look(bytes: &[u8]) -> Result<(), Unfit> {
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"/") {
        let begins = at + found + 1;
        let (name, length) = read_name(&bytes[begins..]);
        at = begins + length;
        let value = &bytes[at..bytes.len().min(at + AHEAD)];
        match name.as_slice() {
            b"JavaScript" => return Err(Unfit::Holds("/JavaScript")),
            b"Launch" => return Err(Unfit::Holds("/Launch")),
            b"EmbeddedFile" | b"EmbeddedFiles" => return Err(Unfit::Holds("/EmbeddedFile")),
            b"Encrypt" => return Err(Unfit::Sealed),
            // So short a name also comes about by chance in packed data.
            b"JS" if is_script(value) => return Err(Unfit::Holds("/JS")),
            b"OpenAction" if acts(value) => return Err(Unfit::Holds("/OpenAction")),
            _ => {}
        }
    }
    Ok(())
}

/// Whether the value after `/JS` is a text, or the beginning of a reference to one. Whoever puts
/// so many blanks or so long a comment before it that nothing else is seen has something to hide.
fn is_script(value: &[u8]) -> bool {
    let begins = value.get(blanks(value));
    begins.is_none_or(|begins| matches!(begins, b'(' | b'<') || begins.is_ascii_digit())
}

/// Whether the value after `/OpenAction` does more than show a page: a page is an array, or an
/// action that goes to one.
fn acts(value: &[u8]) -> bool {
    let value = value.trim_ascii_start();
    let shows = value.starts_with(b"[")
        || is_reference(value)
        || value.starts_with(b"<<")
            && find(value, b"/GoTo").is_some_and(|at| {
                // `/GoToR` and `/GoToE` leave the file.
                value
                    .get(at + 5)
                    .is_none_or(|next| !next.is_ascii_alphanumeric())
            });
    !shows
}

/// `12 0 R`. What it refers to is looked at where it stands.
fn is_reference(value: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&value[..value.len().min(REFERENCE)]);
    let mut words = text.split_ascii_whitespace();
    let number = |word: Option<&str>| word.is_some_and(|word| word.parse::<u32>().is_ok());
    number(words.next())
        && number(words.next())
        && words.next().is_some_and(|word| word.starts_with('R'))
}
