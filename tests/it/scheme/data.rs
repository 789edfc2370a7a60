//! The embedded data: catalogue, provinces, and the words that users see.

use std::collections::{HashMap, HashSet};

use ocop::scheme::check::{Check, Outcome};
use ocop::scheme::council::Level;
use ocop::scheme::producer::ProducerKind;
use ocop::scheme::product::{Catalogue, ProductSet};
use ocop::scheme::province::{COUNTRY, Province, is_unit};
use ocop::scheme::status::Status;
use ocop::scheme::words::Text;

#[test]
fn the_catalogue_has_26_sets_in_each_of_two_generations() {
    assert_eq!(ProductSet::all().len(), 52);
    for catalogue in [Catalogue::Of2019, Catalogue::Of2023] {
        for set_no in 1..=26 {
            let set = ProductSet::find(catalogue, set_no).expect("every set");
            for text in [
                &set.group,
                &set.group_vi,
                &set.subgroup_vi,
                &set.set_vi,
                &set.set_en,
            ] {
                assert!(!text.is_empty() && text.trim() == text, "{set:?}");
            }
        }
        let groups: HashSet<_> = ProductSet::all()
            .iter()
            .filter(|set| set.catalogue == catalogue)
            .map(|set| &set.group)
            .collect();
        assert_eq!(groups.len(), 6);
        assert!(ProductSet::find(catalogue, 0).is_none());
        assert!(ProductSet::find(catalogue, 27).is_none());
        assert_eq!(Catalogue::named(catalogue.name()), Some(catalogue));
    }
    assert_eq!(Catalogue::named("2026"), None);
}

#[test]
fn there_were_63_provinces_and_are_34() {
    let units = Province::all();
    let of = |period: &'static str| units.iter().filter(move |p| p.unit_id.ends_with(period));
    assert_eq!(units.len(), 63 + 34);
    assert_eq!(of("@1").count(), 63);
    assert_eq!(of("@2").count(), 34);
    let ids: HashSet<_> = units.iter().map(|province| &province.unit_id).collect();
    assert_eq!(ids.len(), units.len(), "an identity is given once");
    for province in units {
        let period = province.unit_id.rsplit_once('@').expect("a period").1;
        assert_eq!(province.unit_id, format!("VN-{}@{period}", province.code));
        assert!(["province", "city"].contains(&&province.kind[..]));
    }
}

#[test]
fn every_old_province_has_a_successor_that_exists() {
    let end = "2025-06-30".parse().unwrap();
    let begin = "2025-07-01".parse().unwrap();
    let mut succeeded = HashSet::new();
    for province in Province::all() {
        if province.unit_id.ends_with("@1") {
            assert_eq!(province.valid_to, Some(end), "{}", province.unit_id);
            let successor = province.successor_unit_id.as_deref().expect("a successor");
            let successor = Province::find(successor).expect("the successor exists");
            assert!(successor.unit_id.ends_with("@2"));
            succeeded.insert(&successor.unit_id);
        } else {
            assert_eq!(province.valid_from, Some(begin), "{}", province.unit_id);
            assert_eq!(province.valid_to, None);
            assert_eq!(province.successor_unit_id, None);
        }
    }
    assert_eq!(
        succeeded.len(),
        34,
        "every new unit took some old one's place"
    );
}

#[test]
fn seven_codes_name_another_province_since_2025() {
    let reused: Vec<&str> = Province::all()
        .iter()
        .filter(|province| province.unit_id.ends_with("@2"))
        .filter(|province| {
            Province::all().iter().any(|old| {
                old.unit_id.ends_with("@1")
                    && old.name == province.name
                    && old.code != province.code
            })
        })
        .map(|province| province.code.as_str())
        .collect();
    assert_eq!(reused, ["15", "24", "44", "52", "80", "82", "91"]);
}

#[test]
fn a_unit_is_the_country_a_province_or_a_district_of_one() {
    for unit in [COUNTRY, "VN-04@1", "VN-04@2", "VN-15@1/Yên Bình"] {
        assert!(is_unit(unit), "{unit}");
    }
    for unit in ["", "VN-04", "VN-99@1", "VN-02@2x", "vn", "/", "VN/A", "04"] {
        assert!(!is_unit(unit), "{unit}");
    }
}

/// `words.csv`, by key.
pub fn words() -> HashMap<String, Text> {
    let file = include_str!("../../../assets/data/words.csv");
    let words: HashMap<String, Text> = csv::Reader::from_reader(file.as_bytes())
        .records()
        .map(|record| {
            let record = record.expect("a row");
            let text = Text::of(record[1].to_owned(), record[2].to_owned());
            (record[0].to_owned(), text)
        })
        .collect();
    assert_eq!(words.len(), file.lines().count() - 1, "a key stands once");
    words
}

#[test]
fn the_code_says_the_words_of_the_list() {
    let words = words();
    let mut said: Vec<(String, Text)> = Vec::new();
    said.extend(Check::ALL.map(|check| (format!("check.{}", check.name()), check.words())));
    said.extend(
        Outcome::ALL.map(|outcome| (format!("outcome.{}", outcome.name()), outcome.words())),
    );
    said.extend(Level::ALL.map(|level| (format!("level.{}", level.name()), level.words())));
    said.extend(
        ProducerKind::ALL.map(|kind| (format!("producer_kind.{}", kind.name()), kind.words())),
    );
    for (number, name) in ["valid", "revoked", "suspended", "superseded"]
        .into_iter()
        .enumerate()
    {
        let status = Status::numbered(number.try_into().unwrap()).unwrap();
        said.push((format!("status.{name}"), status.words()));
    }
    for (key, text) in &said {
        assert_eq!(Some(text), words.get(key), "{key}");
    }
    // And the list has no word of these kinds that the code does not say.
    for kind in ["check.", "outcome.", "level.", "producer_kind.", "status."] {
        let listed = words.keys().filter(|key| key.starts_with(kind)).count();
        let told = said.iter().filter(|(key, _)| key.starts_with(kind)).count();
        assert_eq!(listed, told, "{kind}");
    }
    assert_eq!(Status::numbered(4), None);
    assert_eq!(Status::numbered(-1), None);
}

#[test]
fn names_in_data_are_read_back() {
    for level in Level::ALL {
        assert_eq!(Level::named(level.name()), Some(level));
        assert_eq!(serde_json::to_value(level).unwrap(), level.name());
    }
    for kind in ProducerKind::ALL {
        assert_eq!(ProducerKind::named(kind.name()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
    }
    assert_eq!(Level::named("Province"), None);
    assert_eq!(ProducerKind::named(""), None);
}
