//! Names, brackets and words of a PDF's objects. Texts and comments are passed over, so that
//! what is written in them is taken for nothing else.

/// Bytes of a name that are kept: the longest that matters has 13.
const KEPT: usize = 16;

/// A piece of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `/Filter`: without its slash, its escapes read, and cut if it is long.
    Name(Vec<u8>),
    /// `(…)` or `<…>`.
    Text,
    /// `<<`
    OpenDictionary,
    /// `>>`
    CloseDictionary,
    /// `[`
    OpenArray,
    /// `]`
    CloseArray,
    /// A number, or a word such as `stream`.
    Word(&'a [u8]),
    /// What closes nothing.
    Stray,
}

/// The pieces of some bytes, from a place on. They end where the bytes do, or where a text does
/// not.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// What comes after those that were taken.
    pub fn place(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.bytes.get(self.at..)?;
        let before = blanks(rest);
        let rest = &rest[before..];
        let (token, length) = match rest {
            [] => return None,
            [b'/', name @ ..] => {
                let (name, length) = read_name(name);
                (Token::Name(name), length + 1)
            }
            [b'<', b'<', ..] => (Token::OpenDictionary, 2),
            [b'>', b'>', ..] => (Token::CloseDictionary, 2),
            [b'[', ..] => (Token::OpenArray, 1),
            [b']', ..] => (Token::CloseArray, 1),
            [b'(', ..] => (Token::Text, text(rest)?),
            [b'<', ..] => (Token::Text, rest.iter().position(|&byte| byte == b'>')? + 1),
            [b')' | b'>' | b'{' | b'}', ..] => (Token::Stray, 1),
            _ => {
                let length = rest.iter().position(|&byte| ends_word(byte));
                let length = length.unwrap_or(rest.len());
                (Token::Word(&rest[..length]), length)
            }
        };
        self.at += before + length;
        Some(token)
    }
}

/// A name after its slash, its escapes read, and its length as written.
pub(super) fn read_name(bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut name = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at).filter(|byte| !ends_word(**byte)) {
        let digits = bytes.get(at + 1..at + 3).filter(|_| byte == b'#');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if name.len() < KEPT {
            name.push(escaped.unwrap_or(byte));
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    (name, at)
}

/// How many blanks and comments some bytes begin with.
pub(super) fn blanks(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let rest = &bytes[at..];
            let line = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            at += line.unwrap_or(rest.len());
        } else if is_blank(byte) {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// The length of a text in parentheses, which may hold others.
fn text(bytes: &[u8]) -> Option<usize> {
    let (mut open, mut escaped) = (0_usize, false);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => open += 1,
            b')' if open <= 1 => return Some(at + 1),
            b')' => open -= 1,
            _ => {}
        }
    }
    None
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// Whether a byte begins or ends something else than a word.
pub(super) fn delimits(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

fn ends_word(byte: u8) -> bool {
    is_blank(byte) || delimits(byte)
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    #[test]
    fn texts_and_comments_are_passed_over() {
        let bytes = b" << /F#69lter[/A]%>> stream\n(a \\) (stream) >>) <6f> 12 >>stream\r\n\x78";
        let mut tokens = Tokens::new(bytes, 0);
        let expected = [
            Token::OpenDictionary,
            Token::Name(b"Filter".to_vec()),
            Token::OpenArray,
            Token::Name(b"A".to_vec()),
            Token::CloseArray,
            Token::Text,
            Token::Text,
            Token::Word(b"12"),
            Token::CloseDictionary,
            Token::Word(b"stream"),
        ];
        for token in expected {
            assert_eq!(tokens.next(), Some(token));
        }
        assert_eq!(&bytes[tokens.place()..], b"\r\n\x78");
        for unended in [b"(a (b) \\)".as_slice(), b"<6f", b"", b" % "] {
            assert_eq!(Tokens::new(unended, 0).next(), None);
        }
    }

    #[test]
    fn a_long_name_is_cut_and_passed_over_whole() {
        let name = format!("/{} 1", "endobj".repeat(9));
        let mut tokens = Tokens::new(name.as_bytes(), 0);
        assert_eq!(
            tokens.next(),
            Some(Token::Name(b"endobjendobjendo".to_vec()))
        );
        assert_eq!(tokens.next(), Some(Token::Word(b"1")));
    }
}
