//! A PDF that does nothing but be read: no scripts, programs, embedded files or actions on
//! opening.
//!
//! Names are looked for in the file's bytes and in its compressed object streams, with their
//! `#xx` escapes read. What is encrypted cannot be looked into, and is not taken.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

/// Bytes before the end in which its mark must stand (ISO 32000-1, annex H, note 18).
const TAIL: usize = 1024;
/// Bytes of all object streams together, unpacked: a file may be a bomb.
const MOST_UNPACKED: usize = 64 * 1024 * 1024;
/// Bytes of a value that are looked at.
const AHEAD: usize = 400;

/// Why a PDF is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It has no end: it was cut off.
    CutOff,
    /// It holds this.
    Holds(&'static str),
    /// What it holds cannot be looked into.
    Sealed,
}

/// What is wrong with a PDF.
pub(super) fn examine(bytes: &[u8]) -> Result<(), Unfit> {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    if find(tail, b"%%EOF").is_none() {
        return Err(Unfit::CutOff);
    }
    names(bytes)?;
    let mut left = MOST_UNPACKED;
    let mut at = 0;
    // Object streams hold dictionaries, packed.
    while let Some(found) = find(&bytes[at..], b"/ObjStm") {
        let after = at + found + b"/ObjStm".len();
        at = after;
        let Some(begins) = find(&bytes[after..], b"stream") else {
            break;
        };
        let mut data = &bytes[after + begins + b"stream".len()..];
        data = data.strip_prefix(b"\r").unwrap_or(data);
        data = data.strip_prefix(b"\n").unwrap_or(data);
        let ends = find(data, b"endstream").unwrap_or(data.len());
        let packed = &data[..ends];
        let unpacked = match decompress_to_vec_zlib_with_limit(packed, left) {
            Ok(unpacked) => unpacked,
            // Not packed, or in another way: plain names were looked for already.
            Err(_) if packed.starts_with(b"\x78") => return Err(Unfit::Sealed),
            Err(_) => continue,
        };
        left -= unpacked.len();
        names(&unpacked)?;
    }
    Ok(())
}

/// Looks at every name in some bytes.
fn names(bytes: &[u8]) -> Result<(), Unfit> {
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

/// A name after its slash, its escapes read, and its length as written.
fn read_name(bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut name = Vec::new();
    let mut at = 0;
    // The longest name that matters has 13 letters.
    while let Some(&byte) = bytes.get(at).filter(|_| name.len() < 16) {
        if byte.is_ascii_whitespace() || byte == 0 || b"/<>[](){}%".contains(&byte) {
            break;
        }
        let escaped = bytes.get(at + 1..at + 3).filter(|_| byte == b'#');
        let escaped = escaped.and_then(|digits| std::str::from_utf8(digits).ok());
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(escaped) => {
                name.push(escaped);
                at += 3;
            }
            None => {
                name.push(byte);
                at += 1;
            }
        }
    }
    (name, at)
}

/// Whether the value after `/JS` is a text, or a reference to one.
fn is_script(value: &[u8]) -> bool {
    let value = value.trim_ascii_start();
    value.starts_with(b"(") || value.starts_with(b"<") || is_reference(value)
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
    let text = String::from_utf8_lossy(value);
    let mut words = text.split_ascii_whitespace();
    let number = |word: Option<&str>| word.is_some_and(|word| word.parse::<u32>().is_ok());
    number(words.next())
        && number(words.next())
        && words.next().is_some_and(|word| word.starts_with('R'))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == first) {
        at += found;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Unfit, examine};

    fn pdf(inside: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog {inside} >>\nendobj\n%%EOF\n").into_bytes()
    }

    #[test]
    fn a_document_that_only_shows_pages_is_taken() {
        for inside in [
            "",
            "/OpenAction [3 0 R /Fit]",
            "/OpenAction 5 0 R",
            "/OpenAction << /S /GoTo /D [3 0 R /Fit] >>",
            "/JSomething true /Launched false",
        ] {
            assert_eq!(examine(&pdf(inside)), Ok(()), "{inside}");
        }
    }

    #[test]
    fn a_document_that_does_more_is_not_taken_however_it_is_written() {
        for (inside, name) in [
            (
                "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
                "/OpenAction",
            ),
            ("/AA << /O << /S /JavaScript >> >>", "/JavaScript"),
            ("/AA << /O << /S /J#61vaScript >> >>", "/JavaScript"),
            ("/Foo << /JS(app.alert(1)) >>", "/JS"),
            ("/Foo << /JS 7 0 R >>", "/JS"),
            ("/A << /S /Launch /F (cmd.exe) >>", "/Launch"),
            ("/Names << /EmbeddedFiles 9 0 R >>", "/EmbeddedFile"),
            (
                "/OpenAction << /S /URI /URI (http://a.example) >>",
                "/OpenAction",
            ),
            ("/OpenAction << /S /GoToR /F (b.pdf) >>", "/OpenAction"),
        ] {
            assert_eq!(examine(&pdf(inside)), Err(Unfit::Holds(name)), "{inside}");
        }
        assert_eq!(examine(&pdf("/Encrypt 8 0 R")), Err(Unfit::Sealed));
        assert_eq!(examine(b"%PDF-1.7\n1 0 obj\n"), Err(Unfit::CutOff));
    }

    #[test]
    fn what_is_packed_away_is_found() {
        let hidden = b"1 0 << /S /JavaScript /JS (app.alert(1)) >>";
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(hidden, 6);
        let mut bytes = b"%PDF-1.7\n4 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\r\n".to_vec();
        bytes.extend(packed);
        bytes.extend(b"\nendstream\nendobj\n%%EOF");
        assert_eq!(examine(&bytes), Err(Unfit::Holds("/JavaScript")));
    }
}
