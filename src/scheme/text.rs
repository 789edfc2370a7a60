//! Vietnamese text: NFC, what a certificate may say, folding for search.

use unicode_normalization::char::decompose_compatible;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Longest name in a token, in bytes of UTF-8 (token specification 2.1).
pub const LONGEST: usize = 300;

/// Why a text may not stand in a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing is left.
    #[error("the text is empty")]
    Empty,
    /// More than [`LONGEST`] bytes.
    #[error("the text has {0} bytes; at most {LONGEST} are allowed")]
    Long(usize),
    /// More than [`LONGEST_PROSE`] characters.
    #[error("the text has {0} characters; at most {LONGEST_PROSE} are allowed")]
    LongProse(usize),
    /// Decomposed, or otherwise not in the one normal form.
    #[error("the text is not in Unicode NFC")]
    NotNfc,
    /// A control or format character (general categories Cc and Cf), such as a line break or a
    /// bidirectional override.
    #[error("the text holds the invisible character U+{:04X}", u32::from(*.0))]
    Invisible(char),
    /// White space at an end.
    #[error("the text begins or ends with white space")]
    Edge,
}

/// The one form of a name: NFC, without white space at the ends. Accepts decomposed text.
///
/// # Errors
/// What [`check`] finds in the result.
pub fn tidy(text: &str) -> Result<String, Refused> {
    // The white space is cut first, so that a line break at an end is forgiven and one inside
    // is not.
    let text = text.trim();
    // Nearly every text comes composed, and to see that is far less work than to compose it.
    let text: String = if is_usual(text) || is_nfc(text) {
        text.to_owned()
    } else {
        text.nfc().collect()
    };
    check(&text)?;
    Ok(text)
}

/// Longest text of several lines, in characters.
pub const LONGEST_PROSE: usize = 4_000;

/// The one form of a text that may have several lines: as [`tidy`], with line feeds alone for
/// line breaks. Tabs become spaces, as they come along when something is pasted.
///
/// # Errors
/// [`Refused::LongProse`], or another rule that it breaks.
pub fn tidy_prose(text: &str) -> Result<String, Refused> {
    let text: String = text.trim().replace("\r\n", "\n").nfc().collect();
    let text = text.replace('\t', " ");
    if text.is_empty() {
        return Err(Refused::Empty);
    }
    let count = text.chars().count();
    if count > LONGEST_PROSE {
        return Err(Refused::LongProse(count));
    }
    match text.chars().find(|&c| c != '\n' && is_invisible(c)) {
        Some(invisible) => Err(Refused::Invisible(invisible)),
        None => Ok(text),
    }
}

/// A text that somebody else keeps as it is, as it can be shown: composed, with line feeds alone
/// for line breaks, and without what cannot be seen, which could turn a line around.
pub fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\t'], " ");
    let seen = text.nfc().filter(|&c| c == '\n' || !is_invisible(c));
    seen.collect::<String>().trim().to_owned()
}

/// A text of JSON in which nothing is unseen: what cannot be seen is written as JSON escapes it.
pub fn visible(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if is_invisible(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(c);
        }
    }
    text
}

/// Whether a text may stand in a token as it is (token specification 2.1).
///
/// # Errors
/// The first rule that it breaks.
pub fn check(text: &str) -> Result<(), Refused> {
    if text.is_empty() {
        return Err(Refused::Empty);
    }
    if text.len() > LONGEST {
        return Err(Refused::Long(text.len()));
    }
    let is_usual = is_usual(text);
    if !is_usual && let Some(invisible) = text.chars().find(|&c| is_invisible(c)) {
        return Err(Refused::Invisible(invisible));
    }
    if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        return Err(Refused::Edge);
    }
    if !is_usual && !is_nfc(text) {
        return Err(Refused::NotNfc);
    }
    Ok(())
}

/// Whether a text is of ASCII and the composed Latin letters of Vietnamese alone, as nearly every
/// one is. Such a text is in NFC and nothing in it is unseen, which is told without any table.
fn is_usual(text: &str) -> bool {
    text.chars().all(is_usual_letter)
}

fn is_usual_letter(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{c0}'..='\u{1b0}' | '\u{1ea0}'..='\u{1ef9}')
}

fn is_invisible(c: char) -> bool {
    let is_such = |category| matches!(category, GeneralCategory::Control | GeneralCategory::Format);
    !is_usual_letter(c) && is_such(c.general_category())
}

/// Whether a text looks as if UTF-8 had been read as Latin-1 or Windows-1252 ("Miáº¿n" for
/// "Miến"). Only what the encodings of Vietnamese letters and punctuation begin with counts: "á"
/// before a closing quote is no sign.
pub fn looks_misencoded(text: &str) -> bool {
    text.char_indices().any(|(at, c)| {
        let mut next = text[at + c.len_utf8()..].chars();
        let mut next = || next.next().unwrap_or(' ');
        match c {
            '\u{fffd}' => true,
            // à to đ, ĩ, ũ, ơ and ư are two bytes; ° and its like begin with Â.
            'Ã' | 'Ä' | 'Å' | 'Æ' => is_continuation(next()),
            'Â' => matches!(next(), '\u{a0}'..='\u{bf}'),
            // ạ to ỹ are three, the second of two values.
            'á' => matches!(next(), 'º' | '»') && is_continuation(next()),
            // Dashes and quotes.
            'â' => matches!(next(), '€' | '\u{80}'),
            // Tone marks of decomposed text, U+0300 to U+031B and U+0323.
            'Ì' => matches!(
                next(),
                '\u{80}'..='\u{9b}' | '£' | '€' | 'ƒ' | '‰' | '‚' | '†' | '›'
            ),
            _ => false,
        }
    })
}

/// Whether a byte 0x80 to 0xBF reads as this in Latin-1 or Windows-1252.
fn is_continuation(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{bf}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c)
}

fn is_mark(c: char) -> bool {
    match c {
        '\0'..='\u{2ff}' => false,
        // Combining diacritical marks.
        '\u{300}'..='\u{36f}' => true,
        _ => c.general_category() == GeneralCategory::NonspacingMark,
    }
}

/// The form in which texts are searched: no diacritics, lower case, single spaces, one kind of
/// apostrophe and dash, so that "che shan" finds "Chè Shan" and "Hoà" finds "Hòa".
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_apart = false;
    let mut take = |c: char| {
        if is_mark(c) {
            return;
        }
        for c in c.to_lowercase() {
            let c = match c {
                // All that is left of most letters, decided without the table.
                '\0'..='\u{7f}' => c,
                'đ' => 'd',
                '‘' | '’' | 'ʼ' => '\'',
                c if c.general_category() == GeneralCategory::DashPunctuation => '-',
                c => c,
            };
            if c.is_whitespace() {
                is_apart = !folded.is_empty();
                continue;
            }
            if std::mem::take(&mut is_apart) {
                folded.push(' ');
            }
            folded.push(c);
        }
    };
    if is_usual(text) {
        // Letter by letter: of their parts only marks are put into another order.
        text.chars().for_each(|c| match c {
            '\0'..='\u{7f}' => take(c),
            c => decompose_compatible(c, &mut take),
        });
    } else {
        text.nfkd().for_each(take);
    }
    folded
}

/// The words of a folded text: what letters and digits stand together.
pub fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    words_of(&fold(text)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
    use unicode_normalization::{UnicodeNormalization, is_nfc};

    use super::{is_mark, is_usual_letter};

    /// Each by itself is composed and begins anew, so any row of them is in NFC; and of what it
    /// is made of, only what folding drops could change places with its neighbours.
    #[test]
    fn usual_letters_stand_for_themselves_beside_any_other() {
        for c in ('\0'..=char::MAX).filter(|&c| is_usual_letter(c)) {
            assert!(is_nfc(&c.to_string()), "{c}");
            assert_eq!(canonical_combining_class(c), 0, "{c}");
            assert!(!c.is_control(), "{c}");
            let mut parts = Vec::new();
            decompose_compatible(c, |part| parts.push(part));
            assert_eq!(parts, c.to_string().nfkd().collect::<Vec<char>>(), "{c}");
            let in_place = |&part: &char| is_mark(part) || canonical_combining_class(part) == 0;
            assert!(parts.iter().all(in_place), "{c}");
        }
    }
}
