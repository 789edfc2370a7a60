//! Words in a room: where lines break, and how large letters can be.

use unicode_normalization::UnicodeNormalization;

use super::super::Error;
use super::super::lettering::Weight;

/// Under 14 dots an em, the marks above Vietnamese letters close up; under 1.7
/// millimetres people cannot read them.
pub(super) const LEAST_DOTS: f64 = 14.0;
/// The smallest em in millimetres.
pub(super) const LEAST_MM: f64 = 1.7;

/// From baseline to baseline in ems: room for two marks above a capital.
pub(super) const LEADING: f32 = 1.3;

/// The most characters of one piece of wording: a token's names have at most 300 bytes.
const MOST_CHARACTERS: usize = 300;

/// Composed letters and single spaces: with them, no shaping is needed.
pub(super) fn wording(text: &str) -> Result<String, Error> {
    let composed: String = text.nfc().collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    let line = words.join(" ");
    let length = line.chars().count();
    if length > MOST_CHARACTERS {
        return Err(Error::WordingTooLong {
            length,
            most: MOST_CHARACTERS,
        });
    }
    Ok(line)
}

/// The fewest lines at a legible size, and the largest size in so many lines.
pub(super) fn fit(
    text: &str,
    weight: Weight,
    (room, wished, least): (f64, f64, f64),
) -> Result<(f32, Vec<String>), Error> {
    let wrap_at = |em: f64| wrap(text, weight, (room / em) as f32);
    let fewest = wrap_at(least)?.len();
    let mut em = wished;
    while em > least {
        let lines = wrap_at(em)?;
        if lines.len() <= fewest {
            return Ok((em as f32, lines));
        }
        em -= 1.0;
    }
    Ok((least as f32, wrap_at(least)?))
}

/// Wraps at ` · ` first, which then disappears, next at spaces, after hyphens
/// and last anywhere. `room` is in ems.
pub(super) fn wrap(text: &str, weight: Weight, room: f32) -> Result<Vec<String>, Error> {
    if weight.width(text)? <= room {
        return Ok(vec![text.to_owned()]);
    }
    let mut lines = Vec::new();
    for part in text.split(" · ") {
        let mut line = String::new();
        let mut width = 0.0;
        for word in part.split_inclusive([' ', '-']) {
            let bare = weight.width(word.trim_end())?;
            if width + bare <= room {
                line.push_str(word);
                width += weight.width(word)?;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                width = 0.0;
            }
            if bare <= room {
                line.push_str(word);
                width = weight.width(word)?;
                continue;
            }
            let mut encoded = [0; 4];
            for character in word.chars() {
                let letter: &str = character.encode_utf8(&mut encoded);
                let wide = weight.width(letter)?;
                if width + wide > room && !line.is_empty() && character != ' ' {
                    lines.push(std::mem::take(&mut line));
                    width = 0.0;
                }
                line.push(character);
                width += wide;
            }
        }
        lines.push(line);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines.retain(|line| !line.is_empty());
    Ok(lines)
}

/// A length as whole dots.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn dots(length: f64) -> u32 {
    length.round().max(0.0) as u32
}
