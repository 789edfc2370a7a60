//! Passwords that are tried first: well-known ones, with what people put before and behind them,
//! runs along the keyboard, and repetitions.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::scheme::text::fold;

/// One a line, folded, letters and digits alone.
const LIST: &str = include_str!("../../../assets/data/common_passwords.txt");

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = LIST.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// What fingers run along, forwards; backwards is the same run.
const RUNS: [&str; 9] = [
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
];

/// Characters of the longest piece that repetition alone makes a password of.
const PIECE: usize = 6;

/// Whether a password is among those that are tried first.
pub fn is_common(password: &str) -> bool {
    let bare: String = fold(password)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let word = bare.trim_matches(|c: char| c.is_ascii_digit());
    KNOWN.contains(bare.as_str())
        || !word.is_empty() && KNOWN.contains(word)
        || is_run(&bare)
        || is_repeated(&bare)
        // A known word and a run: "matkhau" and "qwerty".
        || halves(&bare).any(|(first, second)| {
            let weak = |half: &str| KNOWN.contains(half) || is_run(half) || is_repeated(half);
            weak(first) && weak(second)
        })
}

fn halves(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let places = text.char_indices().map(|(place, _)| place);
    places.map(|place| text.split_at(place))
}

fn is_run(text: &str) -> bool {
    if text.chars().count() < 3 {
        return false;
    }
    let back: String = text.chars().rev().collect();
    RUNS.iter()
        .any(|run| run.contains(text) || run.contains(&back))
}

fn is_repeated(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let pieces = 1..=PIECE.min(characters.len() / 2);
    // Nothing but signs and spaces is no word at all.
    characters.is_empty()
        || pieces.into_iter().any(|piece| {
            (piece..characters.len()).all(|at| characters[at] == characters[at - piece])
        })
}

#[cfg(test)]
mod tests {
    use super::is_common;

    #[test]
    fn what_is_tried_first_is_common_and_a_sentence_is_not() {
        for common in [
            "matkhau123456",
            "Mật khẩu 123456",
            "M4tkhau!!!!!", // Long enough, and nothing but a word that is known.
            "password1234",
            "P@ssword2024!",
            "qwertyuiop123",
            "1qaz2wsx3edc",
            "zxcvbnmasdfghjkl",
            "123456789012",
            "098765432109",
            "aaaaaaaaaaaaa",
            "abcabcabcabc",
            "anhyeuem1234",
            "iloveyou2020",
            "------------",
        ] {
            assert!(is_common(common), "{common}");
        }
        for good in [
            "bốn con vịt bơi ngang sông",
            "tre xanh xanh tự bao giờ",
            "kX9#vQ2!mZp7",
            "correct horse battery staple",
        ] {
            assert!(!is_common(good), "{good}");
        }
    }
}
