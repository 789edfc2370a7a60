//! Vietnamese text: what a certificate may say, misread encodings, folding for search.

use ocop::scheme::text::{
    LONGEST, Refused, check, fold, looks_misencoded, printable, tidy, visible,
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// Products, producers and addresses of a decision's list.
fn names() -> Vec<String> {
    let file = include_str!("../../../assets/data/products.csv");
    let names: Vec<String> = csv::Reader::from_reader(file.as_bytes())
        .records()
        .flat_map(|record| {
            let record = record.expect("a row");
            [0, 1, 3].map(|column| record[column].to_owned())
        })
        .collect();
    assert!(names.len() >= 42);
    names
}

#[test]
fn every_name_of_a_decision_may_stand_in_a_certificate() {
    for name in names() {
        assert_eq!(check(&name), Ok(()), "{name}");
        assert_eq!(tidy(&name), Ok(name.clone()));
    }
}

#[test]
fn a_decomposed_name_is_composed_on_entry_and_refused_in_a_token() {
    for name in names() {
        let decomposed: String = name.nfd().collect();
        if decomposed != name {
            assert_eq!(check(&decomposed), Err(Refused::NotNfc), "{name}");
        }
        assert_eq!(tidy(&decomposed), Ok(name));
    }
}

#[test]
fn white_space_is_cut_at_the_ends_and_kept_inside() {
    assert_eq!(tidy("  Chè  Shan\u{a0}\r\n"), Ok("Chè  Shan".to_owned()));
    for edge in [" Chè", "Chè ", "\u{a0}Chè", "Chè\u{3000}", "Chè\u{2028}"] {
        assert_eq!(check(edge), Err(Refused::Edge), "{edge:?}");
    }
    for empty in ["", " ", "\t\r\n", "\u{3000}"] {
        assert_eq!(tidy(empty), Err(Refused::Empty), "{empty:?}");
    }
}

#[test]
fn control_and_format_characters_are_refused_by_name() {
    for (text, character) in [
        ("Chè\nShan", '\n'),
        ("Chè\0Shan", '\0'),
        ("Chè\u{7f}Shan", '\u{7f}'),
        ("Chè\u{85}Shan", '\u{85}'),
        ("Chè\u{ad}Shan", '\u{ad}'),
        ("Chè\u{200b}Shan", '\u{200b}'),
        ("Chè\u{200d}Shan", '\u{200d}'),
        ("Chè\u{202e}Shan", '\u{202e}'),
        ("Chè\u{2066}Shan", '\u{2066}'),
        ("\u{feff}Chè Shan", '\u{feff}'),
        ("Chè Shan\u{e0041}", '\u{e0041}'),
    ] {
        assert_eq!(check(text), Err(Refused::Invisible(character)));
        assert_eq!(tidy(text), Err(Refused::Invisible(character)));
    }
    let said = Refused::Invisible('\u{202e}').to_string();
    assert!(said.contains("U+202E"), "{said}");
}

#[test]
fn length_is_counted_in_bytes_after_composing() {
    assert_eq!(check(&"a".repeat(LONGEST)), Ok(()));
    assert_eq!(
        check(&"a".repeat(LONGEST + 1)),
        Err(Refused::Long(LONGEST + 1))
    );
    // ế has three bytes composed, five decomposed.
    assert_eq!(check(&"ế".repeat(100)), Ok(()));
    assert_eq!(check(&"ế".repeat(101)), Err(Refused::Long(303)));
    let decomposed: String = "ế".repeat(100).nfd().collect();
    assert!(decomposed.len() > LONGEST);
    assert_eq!(tidy(&decomposed), Ok("ế".repeat(100)));
}

/// What a program shows that reads the text's UTF-8 as Latin-1.
fn as_latin1(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

/// As Windows-1252: its 27 letters and signs at 0x80 to 0x9F, the five gaps as in Latin-1.
fn as_windows1252(text: &str) -> String {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    text.bytes()
        .map(|byte| match byte {
            0x80..=0x9f => HIGH.chars().nth(usize::from(byte - 0x80)).expect("32"),
            _ => char::from(byte),
        })
        .collect()
}

#[test]
fn a_name_in_the_wrong_encoding_is_noticed_and_no_other() {
    for name in names() {
        for name in [
            name.clone(),
            name.nfd().collect(),
            name.to_uppercase(),
            name.to_lowercase(),
            format!("“{name}”"),
            format!("‘{name}’"),
            format!("«{name}»…"),
            format!("{name}™ – {name}—"),
        ] {
            assert!(!looks_misencoded(&name), "{name}");
            if !name.is_ascii() {
                for mangled in [
                    as_latin1(&name),
                    as_windows1252(&name),
                    as_windows1252(&as_windows1252(&name)),
                ] {
                    assert!(looks_misencoded(&mangled), "{name}: {mangled}");
                }
            }
        }
    }
}

#[test]
fn one_misread_letter_is_enough() {
    let letters = "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ";
    for letter in letters.chars().chain(letters.to_uppercase().chars()) {
        for mangled in [as_latin1, as_windows1252].map(|misread| misread(&letter.to_string())) {
            assert!(looks_misencoded(&mangled), "{letter}: {mangled:?}");
            assert!(looks_misencoded(&format!("B{mangled}n")), "{letter}");
        }
        assert!(!looks_misencoded(&letter.to_string()), "{letter}");
    }
    for mangled in ["Ch\u{fffd}", "20Â°N", "ST25 â€“ A", "Maiâ€™s"] {
        assert!(looks_misencoded(mangled), "{mangled}");
    }
}

#[test]
fn a_closing_quote_after_a_vowel_is_no_misread_letter() {
    for sound in [
        "Trà “Lá”",
        "Trà «lá»",
        "Trà «lá», «quả»",
        "Cá… kho",
        "Cá™",
        "Bánh “MÌ”",
        "BÁNH MÌ®",
        "Cá – mắm",
        "Rượu ‘Lá’",
    ] {
        assert!(!looks_misencoded(sound), "{sound}");
    }
}

#[test]
fn search_finds_names_however_they_are_typed() {
    for (typed, written) in [
        ("che shan", "Chè Shan"),
        ("Hoà", "Hòa"),
        ("hoa", "HOÀ"),
        ("da nang", "Đà Nẵng"),
        ("ĐÀ NẴNG", "đà nẵng"),
        ("duong", "Dương"),
        ("thuy", "Thúy"),
        ("  che   shan ", "Chè\u{a0}Shan"),
        ("Mai's", "Mai’s"),
        ("st25 - b", "ST25 – B"),
        ("20°n", "20°N"),
    ] {
        assert_eq!(fold(typed), fold(written), "{typed}");
    }
    assert_eq!(fold("Chè Shan tuyết Đỉnh Mây"), "che shan tuyet dinh may");
    assert_ne!(fold("Chè"), fold("Chò"));
    for name in names() {
        let folded = fold(&name);
        assert_eq!(fold(&name.nfd().collect::<String>()), folded);
        assert_eq!(fold(&name.to_uppercase()), folded);
        assert_eq!(fold(&folded), folded, "folding is done once");
        assert!(folded.chars().all(|c| c.is_ascii() || c == '°'), "{folded}");
    }
}

proptest! {
    #[test]
    fn what_tidy_gives_passes_the_check(text in any::<String>()) {
        if let Ok(tidied) = tidy(&text) {
            prop_assert_eq!(check(&tidied), Ok(()));
            prop_assert_eq!(tidy(&tidied), Ok(tidied));
        }
        let _ = looks_misencoded(&text);
        let folded = fold(&text);
        prop_assert_eq!(folded.trim(), &folded[..]);
    }
}

#[test]
fn what_cannot_be_seen_is_left_out_for_people_and_escaped_for_who_compares() {
    assert_eq!(printable(" a\u{202e}b\r\nc\td\u{0}\u{feff}\n"), "ab\nc d");
    assert_eq!(printable("Hoa\u{300}"), "Hoà");
    assert_eq!(visible("\u{202e}a\u{e0001}ạ"), "\\u202ea\\udb40\\udc01ạ");
}
