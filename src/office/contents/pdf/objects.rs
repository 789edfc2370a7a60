//! Object streams of a PDF: objects that are packed, so that their names are not seen.
//!
//! A viewer comes to an object by an address, which may lead into the middle of anything, and
//! reads on from the word `obj`. So each `obj` is read on from, wherever it stands. A stream is
//! one of objects if it says where its first object is (`/First`), as some viewers ask no more.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::tokens::{Token, Tokens, blanks, delimits};
use super::{Unfit, find, names};

/// Object streams of a document. Usual ones hold a hundred objects each.
const MOST: usize = 10_000;
/// Bytes of all of them together, unpacked: a file may be a bomb.
const MOST_UNPACKED: usize = 64 * 1024 * 1024;
/// How often a file may be read to its end, in all. Usual ones are read less than once, as
/// objects are not within each other.
const MOST_READ: usize = 4;
/// Brackets within each other.
const DEEPEST: usize = 200;
/// Pieces of the dictionary of an object stream. Usual ones have 14.
const LONGEST: usize = 64;

/// What stands in no object of a document that is whole.
const OUTSIDE: [&[u8]; 4] = [b"obj", b"endobj", b"stream", b"endstream"];
/// What says that data is elsewhere, or packed in more ways than one.
const NOT_PLAIN: [&[u8]; 5] = [b"F", b"DP", b"DecodeParms", b"FFilter", b"FDecodeParms"];

/// Looks at every name in every object stream.
pub(super) fn look(bytes: &[u8]) -> Result<(), Unfit> {
    let mut left = Left {
        streams: MOST,
        unpacked: MOST_UNPACKED,
        read: bytes.len().saturating_mul(MOST_READ),
    };
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"obj") {
        let begins = at + found;
        at = begins + b"obj".len();
        let before = begins.checked_sub(1).and_then(|before| bytes.get(before));
        // The end of another word, or written in something else.
        if before.is_some_and(|&byte| byte.is_ascii_alphabetic() || delimits(byte)) {
            continue;
        }
        left.look_at(bytes, at)?;
    }
    Ok(())
}

/// What may still be read.
struct Left {
    streams: usize,
    unpacked: usize,
    read: usize,
}

impl Left {
    /// Looks at the object after an `obj`, if it is a stream of objects.
    fn look_at(&mut self, bytes: &[u8], after: usize) -> Result<(), Unfit> {
        let begins = after + blanks(&bytes[after..]);
        take(&mut self.read, begins - after)?;
        if !bytes[begins..].starts_with(b"<<") {
            return Ok(());
        }
        let mut tokens = Tokens::new(bytes, begins + b"<<".len());
        let dictionary = Dictionary::read(&mut tokens)?;
        let is_stream = dictionary.holds_objects
            && tokens.next().ok_or(Unfit::Packed)? == Token::Word(b"stream");
        take(&mut self.read, tokens.place() - begins)?;
        if is_stream {
            self.unpack(&dictionary, &bytes[tokens.place()..])?;
        }
        Ok(())
    }

    /// Looks at what an object stream holds, after the word `stream`.
    fn unpack(&mut self, dictionary: &Dictionary<'_>, after: &[u8]) -> Result<(), Unfit> {
        take(&mut self.streams, 1)?;
        let data = of_next_line(after).ok_or(Unfit::Packed)?;
        let ends = find(data, b"endstream").ok_or(Unfit::Packed)?;
        take(&mut self.read, ends)?;
        // Where it is not packed, its names were seen with all others.
        if !dictionary.is_packed()? {
            return Ok(());
        }
        let unpacked = decompress_to_vec_zlib_with_limit(&data[..ends], self.unpacked);
        let unpacked = unpacked.map_err(|_| Unfit::Packed)?;
        take(&mut self.unpacked, unpacked.len())?;
        names::look(&unpacked)
    }
}

/// Takes from what is left.
fn take(left: &mut usize, taken: usize) -> Result<(), Unfit> {
    *left = left.checked_sub(taken).ok_or(Unfit::Packed)?;
    Ok(())
}

/// The data after the word `stream`, which begins with the next line. Viewers differ in what they
/// pass over if something else stands there.
fn of_next_line(bytes: &[u8]) -> Option<&[u8]> {
    bytes
        .strip_prefix(b"\r\n")
        .or_else(|| bytes.strip_prefix(b"\n"))
}

/// A dictionary, its pieces one after the other, whatever they are within.
#[derive(Default)]
struct Dictionary<'a> {
    /// So many as an object stream may have.
    pieces: Vec<Token<'a>>,
    is_long: bool,
    holds_objects: bool,
}

impl<'a> Dictionary<'a> {
    /// The dictionary whose first bracket was passed.
    ///
    /// # Errors
    /// When its brackets do not fit: viewers make different things of it.
    fn read(tokens: &mut Tokens<'a>) -> Result<Self, Unfit> {
        let mut read = Self::default();
        let mut open = vec![Token::CloseDictionary];
        while !open.is_empty() {
            let token = tokens.next().ok_or(Unfit::Packed)?;
            let fits = match token {
                Token::OpenDictionary => {
                    open.push(Token::CloseDictionary);
                    open.len() <= DEEPEST
                }
                Token::OpenArray => {
                    open.push(Token::CloseArray);
                    open.len() <= DEEPEST
                }
                Token::CloseDictionary | Token::CloseArray => open.pop().as_ref() == Some(&token),
                Token::Stray => false,
                Token::Word(word) => !OUTSIDE.contains(&word),
                Token::Name(_) | Token::Text => true,
            };
            if !fits {
                return Err(Unfit::Packed);
            }
            read.holds_objects |= is_name(&token, b"ObjStm") || is_name(&token, b"First");
            if read.pieces.len() < LONGEST {
                read.pieces.push(token);
            } else {
                read.is_long = true;
            }
        }
        Ok(read)
    }

    /// Whether the data of an object stream is packed.
    ///
    /// # Errors
    /// When it is packed in any other way than all usual programs pack it.
    fn is_packed(&self) -> Result<bool, Unfit> {
        if self.is_long || NOT_PLAIN.iter().any(|name| self.count(name) > 0) {
            return Err(Unfit::Packed);
        }
        let mut pieces = self.pieces.iter();
        if !pieces.any(|piece| is_name(piece, b"Filter")) {
            return Ok(false);
        }
        let is_plain = match pieces.as_slice() {
            [Token::OpenArray, only, Token::CloseArray, ..] | [only, ..] => is_flate(only),
            [] => false,
        };
        if is_plain && self.count(b"Filter") == 1 {
            Ok(true)
        } else {
            Err(Unfit::Packed)
        }
    }

    fn count(&self, wanted: &[u8]) -> usize {
        let named = self.pieces.iter().filter(|piece| is_name(piece, wanted));
        named.count()
    }
}

fn is_flate(token: &Token<'_>) -> bool {
    is_name(token, b"FlateDecode") || is_name(token, b"Fl")
}

fn is_name(token: &Token<'_>, wanted: &[u8]) -> bool {
    matches!(token, Token::Name(name) if name == wanted)
}

#[cfg(test)]
mod tests {
    use miniz_oxide::deflate::compress_to_vec_zlib;

    use super::super::{Unfit, examine};

    const HIDDEN: &[u8] = b"1 0 << /S /JavaScript /JS (app.alert(1)) >>";
    const FOUND: Result<(), Unfit> = Err(Unfit::Holds("/JavaScript"));

    /// A document of one stream.
    fn document(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = format!("%PDF-1.7\n4 0 obj\n<< {dictionary} >>\nstream\r\n").into_bytes();
        bytes.extend(data);
        bytes.extend(b"\nendstream\nendobj\n%%EOF");
        bytes
    }

    #[test]
    fn what_is_packed_away_is_found_however_it_is_written() {
        let packed = compress_to_vec_zlib(HIDDEN, 6);
        for dictionary in [
            "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
            "/Filter [/FlateDecode] /Type /ObjStm /N 1 /First 4 /Length 60",
            "/Type /Obj#53tm /N 1 /F#69rst 4 /Filter /Fl#61teDecode",
            "/N 1 /First 4 /Filter /FlateDecode",
            "/Type /ObjStm /X (stream\r\n) /N 1 /First 4 /Filter /FlateDecode",
            "/Type /ObjStm % stream\n /N 1 /First 4 /Filter /FlateDecode",
        ] {
            assert_eq!(
                examine(&document(dictionary, &packed)),
                FOUND,
                "{dictionary}"
            );
        }
        // A viewer is led into the middle of a text.
        let mut within =
            b"%PDF-1.7\n3 0 obj\n(4 0 obj << /First 4 /Filter /FlateDecode >> stream\n".to_vec();
        within.extend(&packed);
        within.extend(b"\nendstream) endobj\n%%EOF");
        assert_eq!(examine(&within), FOUND);
        let harmless = compress_to_vec_zlib(b"1 0 << /Type /Page >>", 6);
        let usual = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
        assert_eq!(examine(&document(usual, &harmless)), Ok(()));
        let open = "/Type /ObjStm /N 1 /First 4";
        assert_eq!(examine(&document(open, b"1 0 << /Type /Page >>")), Ok(()));
        assert_eq!(examine(&document(open, HIDDEN)), FOUND);
    }

    #[test]
    fn what_is_packed_in_another_way_is_not_taken() {
        let packed = compress_to_vec_zlib(HIDDEN, 6);
        let twice = hex::encode(&packed).into_bytes();
        for filters in [
            "/Filter [/ASCIIHexDecode /FlateDecode]",
            "/Filter /ASCIIHexDecode /X /FlateDecode",
            "/Filter 7 0 R",
            "/Filter [/FlateDecode 7 0 R]",
            "/Filter /FlateDecode /Filter /ASCIIHexDecode",
            "/Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
            "/Filter /FlateDecode",
            "/F (b.bin)",
            "/X [ >> ] /Filter /ASCIIHexDecode",
            "/X ) /Filter /ASCIIHexDecode",
        ] {
            let dictionary = format!("/Type /ObjStm /N 1 /First 4 {filters}");
            let outcome = examine(&document(&dictionary, &twice));
            assert_eq!(outcome, Err(Unfit::Packed), "{filters}");
        }
        // Lists of where objects are hold none, and are packed like this everywhere.
        let list = "/Type /XRef /W [1 2 1] /Size 5 /Root 1 0 R /Filter /FlateDecode
                    /DecodeParms << /Columns 4 /Predictor 12 >>";
        assert_eq!(examine(&document(list, &twice)), Ok(()));
    }

    #[test]
    fn no_document_is_read_again_and_again() {
        let end = "stream x endstream %%EOF";
        let named = format!("%PDF-{}{end}", "/ObjStm".repeat(100_000));
        assert_eq!(examine(named.as_bytes()), Ok(()));
        // Each is answered in the time of some readings, whatever the answer is.
        for (again, times, outcome) in [
            ("\nobj (", 100_000, Ok(())),
            (" obj % ", 100_000, Err(Unfit::Packed)),
            ("\nobj<</X ", 100_000, Err(Unfit::Packed)),
            ("\nobj<</First 1>> (", 100_000, Err(Unfit::Packed)),
            ("\nobj<</First 1>>stream\n", 20_000, Err(Unfit::Packed)),
            ("\nobj<</First 1>>stream\nendstream", 10_000, Ok(())),
            (
                "\nobj<</First 1>>stream\nendstream",
                10_001,
                Err(Unfit::Packed),
            ),
        ] {
            let repeated = format!("%PDF-{}\n{end}", again.repeat(times));
            assert_eq!(examine(repeated.as_bytes()), outcome, "{again}");
        }
        let bomb = compress_to_vec_zlib(&vec![b' '; super::MOST_UNPACKED + 1], 1);
        let usual = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
        assert_eq!(examine(&document(usual, &bomb)), Err(Unfit::Packed));
    }
}
