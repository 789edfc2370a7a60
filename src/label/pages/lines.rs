//! Lines: a text broken to a width, as the font is.

use unicode_normalization::UnicodeNormalization;

use super::super::lettering::Weight;

/// What stands for a character that the font lacks.
const LACKING: char = '\u{25a1}';

/// A text as it can be drawn: composed, without what cannot be seen, and of letters that the font
/// has.
pub(super) fn drawable(text: &str, weight: Weight) -> String {
    let composed = text.nfc().map(|c| if c.is_control() { ' ' } else { c });
    let drawn = composed.map(|c| match weight.width(c.encode_utf8(&mut [0; 4])) {
        Ok(_) => c,
        Err(_) => LACKING,
    });
    drawn.collect()
}

/// The width of a text that can be drawn, in ems.
pub(super) fn width(text: &str, weight: Weight) -> f32 {
    weight.width(text).unwrap_or(0.0)
}

/// A paragraph in lines of at most a width in ems, broken at spaces; a word that is wider is
/// broken anywhere.
pub(super) fn broken(text: &str, weight: Weight, most: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let paragraph = drawable(paragraph, weight);
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let longer = match line.is_empty() {
                true => word.to_owned(),
                false => format!("{line} {word}"),
            };
            if width(&longer, weight) <= most {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let mut pieces = anywhere(word, weight, most);
            line = pieces.pop().unwrap_or_default();
            lines.extend(pieces);
        }
        lines.push(line);
    }
    lines
}

/// A text in lines of at most a width in ems, broken between any two characters.
pub(super) fn anywhere(text: &str, weight: Weight, most: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut wide = 0.0;
    for c in text.chars() {
        let advance = width(c.encode_utf8(&mut [0; 4]), weight);
        if wide + advance > most && wide > 0.0 {
            lines.push(String::new());
            wide = 0.0;
        }
        wide += advance;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Weight, anywhere, broken, drawable, width};

    #[test]
    fn no_line_is_wider_than_asked_and_no_letter_is_lost() {
        let text = "Chè Shan tuyết của Hợp tác xã Bản Mới, bày bán với nhãn đã hết hạn.";
        let lines = broken(text, Weight::Regular, 8.0);
        assert!(lines.len() > 3, "{lines:?}");
        for line in &lines {
            assert!(width(line, Weight::Regular) <= 8.0, "{line}");
        }
        assert_eq!(lines.join(" "), text);
        let digits = "1234567890".repeat(20);
        assert_eq!(anywhere(&digits, Weight::Regular, 8.0).concat(), digits);
        assert_eq!(broken(&digits, Weight::Regular, 8.0).concat(), digits);
    }

    #[test]
    fn decomposed_letters_are_composed_and_lacking_ones_show_as_a_box() {
        assert_eq!(drawable("Che\u{300}", Weight::Regular), "Chè");
        assert_eq!(drawable("a\u{7}字", Weight::Regular), "a \u{25a1}");
    }
}
