//! Certificate numbers: the check character, lenient reading, typing errors, hostile input.

use ocop::scheme::number::{CertificateNumber, NotANumber};
use proptest::prelude::*;

const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn number(council: &str, index: u32) -> CertificateNumber {
    CertificateNumber {
        council: council.parse().expect("a code"),
        index,
    }
}

fn read(text: &str) -> Result<CertificateNumber, NotANumber> {
    text.parse()
}

/// ISO/IEC 7064 hybrid system MOD 37,36, as the standard describes the computation: for each
/// character, the remainder of (remainder + value) by 36, or 36 for 0, twice, modulo 37.
fn check_of(characters: &str) -> char {
    let value = |c| ALPHABET.find(c).expect("of the alphabet");
    let product = characters.chars().fold(36, |product, c| {
        let sum = match (product + value(c)) % 36 {
            0 => 36,
            sum => sum,
        };
        sum * 2 % 37
    });
    // The check value completes the last sum to 1.
    let check = (37 - product) % 36;
    char::from(ALPHABET.as_bytes()[check])
}

#[test]
fn the_check_character_is_that_of_iso_7064() {
    // The example of the standard's description of MOD 37,36.
    assert_eq!(check_of("A12425GABC1234002"), 'M');
    for (council, index) in [("CB", 0), ("CB", 12345), ("YB2", 1001), ("TW", u32::MAX)] {
        let check = check_of(&format!("{council}{index}"));
        assert_eq!(
            number(council, index).to_string(),
            format!("{council}-{index}-{check}")
        );
    }
}

#[test]
fn a_number_is_read_as_people_write_it() {
    let expected = number("CB", 12345);
    let k = check_of("CB12345");
    let small = k.to_ascii_lowercase();
    for text in [
        format!("CB-12345-{k}"),
        format!("cb-12345-{small}"),
        format!("Cb-12345-{k}"),
        format!("  CB-12345-{k}\n"),
        format!("CB - 12345 - {k}"),
        format!("CB 12345 {k}"),
        format!("CB12345{k}"),
        format!("cb12345{small}"),
        format!("CB-12345{k}"),
        format!("CB12345-{k}"),
        format!("CB\u{a0}12345\u{a0}{k}"),
        format!("C B-12 345-{k}"),
        format!("CB 123 45 {k}"),
        format!("CB--12345--{k}"),
    ] {
        assert_eq!(read(&text), Ok(expected), "{text:?}");
    }
}

#[test]
fn every_kind_of_dash_separates() {
    let k = check_of("CB12345");
    for dash in [
        '-', '\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '―', '\u{2212}', '\u{fe58}', '\u{fe63}',
        '\u{ff0d}', '_',
    ] {
        let text = format!("CB{dash}12345{dash}{k}");
        assert_eq!(read(&text), Ok(number("CB", 12345)), "{text}");
    }
}

#[test]
fn a_code_that_ends_in_digits_is_read_whole_where_a_dash_shows_its_end() {
    let expected = number("YB2", 1001);
    let k = check_of("YB21001");
    for text in [
        format!("YB2-1001-{k}"),
        format!("yb2 1001 {k}"),
        format!("YB2–1001{k}"),
        format!("YB2 - 10 01 - {k}"),
        format!("Y B2-1001-{k}"),
    ] {
        assert_eq!(read(&text), Ok(expected), "{text}");
    }
    // The check character stands over both parts joined, so nothing tells these two apart.
    assert_eq!(read(&format!("YB21001{k}")), Ok(number("YB", 21001)));
}

#[test]
fn what_is_no_number_says_so() {
    for text in [
        "",
        "-",
        "---",
        "CB",
        "12345",
        "CB--K",
        "-12345-K",
        "C-12345-K",
        "ABCDEFGHI-1-K",
        "2CB-1-K",
        "CB-012345-K",
        "CB-00-K",
        "CB-+1-K",
        "CB--1-K-K",
        "CB-4294967296-K",
        "CB-99999999999999999999-K",
        "CB-12345-KK",
        "CB-1234X-K",
        "CB-１２３４５-K",
        "ĐB-12345-K",
        "CB-12345-\u{202e}K",
        "https://ocop.gov.vn/c/CB-12345-K",
    ] {
        assert_eq!(read(text), Err(NotANumber::Form), "{text:?}");
    }
    let wrong = if check_of("CB12345") == 'A' { 'B' } else { 'A' };
    assert_eq!(
        read(&format!("CB-12345-{wrong}")),
        Err(NotANumber::Check),
        "a wrong check character is not a wrong form"
    );
    // Read as CB-1234 with the check character 5.
    assert_eq!(read("CB-12345"), Err(NotANumber::Check));
}

#[test]
fn a_huge_text_is_refused_at_once() {
    for text in [
        "-".repeat(5_000_000),
        "9".repeat(5_000_000),
        format!("CB-{}-K", "1".repeat(5_000_000)),
        format!("CB{}12345-K", " ".repeat(5_000_000)),
        "é".repeat(2_000_000),
    ] {
        assert_eq!(read(&text), Err(NotANumber::Form));
    }
}

#[test]
fn nearly_all_exchanged_neighbours_are_found() {
    // The standard promises all single errors and nearly all transpositions.
    let (mut all, mut missed) = (0, 0);
    for (council, index) in ["CB", "YB2", "TW", "DQH"]
        .into_iter()
        .flat_map(|council| (9_000..12_000).map(move |index| (council, index)))
    {
        let text: Vec<char> = number(council, index).to_string().chars().collect();
        for place in 1..text.len() {
            let (before, after) = (text[place - 1], text[place]);
            if before == '-' || after == '-' || before == after {
                continue;
            }
            let mut exchanged = text.clone();
            exchanged.swap(place - 1, place);
            all += 1;
            let exchanged: String = exchanged.iter().collect();
            missed += usize::from(read(&exchanged).is_ok());
        }
    }
    assert!(missed * 100 < all, "{missed} of {all} are missed");
}

fn any_number() -> impl Strategy<Value = CertificateNumber> {
    ("[A-Z][A-Z0-9]{1,7}", any::<u32>()).prop_map(|(council, index)| number(&council, index))
}

proptest! {
    #[test]
    fn every_number_is_read_back(expected in any_number()) {
        prop_assert_eq!(read(&expected.to_string()), Ok(expected));
    }

    #[test]
    fn any_one_mistyped_character_is_found(
        expected in any_number(),
        place in any::<prop::sample::Index>(),
        other in prop::sample::select(ALPHABET.chars().collect::<Vec<_>>()),
    ) {
        let mut text: Vec<char> = expected.to_string().chars().collect();
        let places: Vec<usize> = (0..text.len()).filter(|&i| text[i] != '-').collect();
        let place = *place.get(&places);
        prop_assume!(text[place] != other);
        text[place] = other;
        prop_assert!(read(&text.iter().collect::<String>()).is_err(), "{:?}", text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,70}") {
        let _ = read(&text);
    }
}
