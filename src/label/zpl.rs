//! A label in ZPL II: one graphic field of our own dots, packed as Zebra's programming guide
//! describes it, and what a finished file says.

use std::fmt::Write;

use super::ink::Ink;
use super::layout::Layout;
use super::{Error, Symbol, reread};

/// The file for a thermal printer. Its graphic field is unpacked and measured before it is
/// returned.
///
/// # Errors
///
/// [`Error::TooManyDots`], [`Error::NotReadBack`].
pub(super) fn file(layout: &Layout, symbol: &Symbol, copies: u32) -> Result<String, Error> {
    let ink = layout.draw(symbol)?;
    let (width, height) = ink.size();
    let bytes = ink.stride() * height;
    let field = pack(&ink);
    let read = unpack(&field, width, height).ok_or(Error::NotReadBack)?;
    reread::check(&read, layout, symbol)?;
    Ok(format!(
        "^XA\n^PW{width}\n^LL{height}\n^LH0,0\n^FO0,0^GFA,{bytes},{bytes},{},{field}^FS\n^PQ{copies}\n^XZ\n",
        ink.stride()
    ))
}

/// Hexadecimal rows, packed: a count before a repeated digit, `,` for zeros and `!` for ones to
/// the end of a row, `:` for a row like the one before.
fn pack(ink: &Ink) -> String {
    let mut field = String::new();
    let mut before: Option<&[u8]> = None;
    for row in ink.bytes().chunks(ink.stride()) {
        if before == Some(row) {
            field.push(':');
            continue;
        }
        before = Some(row);
        let mut digits = String::with_capacity(row.len() * 2);
        for byte in row {
            let _ = write!(digits, "{byte:02X}");
        }
        let (kept, rest) = match digits.as_bytes().last() {
            Some(b'0') => (digits.trim_end_matches('0'), ","),
            Some(b'F') => (digits.trim_end_matches('F'), "!"),
            _ => (digits.as_str(), ""),
        };
        for same in kept.as_bytes().chunk_by(|a, b| a == b) {
            push_count(&mut field, same.len());
            field.push(char::from(same[0]));
        }
        field.push_str(rest);
    }
    field
}

/// `G` to `Y` are 1 to 19 times, `g` to `z` 20 to 400 times in steps of 20; they add up.
fn push_count(field: &mut String, mut count: usize) {
    if count == 1 {
        return;
    }
    while count >= 20 {
        let twenties = (count / 20).min(20);
        field.push(char::from(b'g' + u8::try_from(twenties - 1).unwrap_or(0)));
        count -= twenties * 20;
    }
    if count > 0 {
        field.push(char::from(b'G' + u8::try_from(count - 1).unwrap_or(0)));
    }
}

fn unpack(field: &str, width: usize, height: usize) -> Option<Ink> {
    let stride = width.div_ceil(8);
    let mut digits: Vec<u8> = Vec::with_capacity(stride * height * 2);
    let mut count = 0;
    for character in field.bytes() {
        let end_of_row = (digits.len() / (stride * 2) + 1) * stride * 2;
        match character {
            b'G'..=b'Y' => count += usize::from(character - b'G') + 1,
            b'g'..=b'z' => count += (usize::from(character - b'g') + 1) * 20,
            b',' => digits.resize(end_of_row, b'0'),
            b'!' => digits.resize(end_of_row, b'F'),
            b':' => {
                let from = digits.len().checked_sub(stride * 2)?;
                digits.extend_from_within(from..);
            }
            digit => {
                digits.resize(digits.len() + std::mem::take(&mut count).max(1), digit);
            }
        }
    }
    let bytes = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok())
        .collect::<Option<Vec<u8>>>()?;
    Ink::of_bytes(width, height, bytes)
}
