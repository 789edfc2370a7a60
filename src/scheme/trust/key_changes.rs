//! What one trust list says otherwise than another of keys, in words.

use super::changes::Change;
use super::{Council, CouncilKey, KeyState, ProgrammePurpose, TrustList};
use crate::scheme::check::date;
use crate::scheme::words::Text;

/// What differs in a council's keys; all of them, when the council is new.
pub(super) fn of_council(before: Option<&Council>, now: &Council, found: &mut Vec<Change>) {
    let code = now.code;
    let (keys, status_keys) = before.map_or((&[][..], &[][..]), |before| {
        (&before.keys[..], &before.status_keys[..])
    });
    let owner = Text::of(format!("của {code}"), format!("of {code}"));
    differing(&owner, keys.iter(), now.keys.iter(), found);
    let owner = Text::of(
        format!("ký tình trạng của {code}"),
        format!("for status lists of {code}"),
    );
    differing(&owner, status_keys.iter(), now.status_keys.iter(), found);
}

/// What differs in the keys of the programme's own.
pub(super) fn of_programme(from: &TrustList, to: &TrustList, found: &mut Vec<Change>) {
    for purpose in ProgrammePurpose::ALL {
        let of = |list: &'_ TrustList| {
            let keys = list.programme_keys().iter();
            let keys = keys.filter(move |own| own.purpose == purpose);
            keys.map(|own| own.key.clone()).collect::<Vec<_>>()
        };
        let words = purpose.words();
        let owner = Text::of(
            format!("ký {} của chương trình", words.vi),
            format!("for {} of the programme", words.en),
        );
        differing(&owner, of(from).iter(), of(to).iter(), found);
    }
}

/// Says which keys of an owner, named in words, were added, changed or left out.
fn differing<'k>(
    owner: &Text,
    before: impl Iterator<Item = &'k CouncilKey> + Clone,
    now: impl Iterator<Item = &'k CouncilKey> + Clone,
    found: &mut Vec<Change>,
) {
    let Text { vi, en } = owner;
    for key in now.clone() {
        let ((words_vi, words_en), kid) = (words(key), key.kid);
        match before.clone().find(|other| other.x == key.x) {
            None => found.push(Change::of(
                "key_added",
                kid,
                format!("thêm khóa {kid} {vi}: {words_vi}"),
                format!("the key {kid} {en} is added: {words_en}"),
            )),
            Some(other) if other != key => found.push(Change::of(
                "key_changed",
                kid,
                format!("khóa {kid} {vi} nay: {words_vi}"),
                format!("the key {kid} {en} is now: {words_en}"),
            )),
            Some(_) => {}
        }
    }
    for key in before {
        let kid = key.kid;
        if now.clone().all(|other| other.x != key.x) {
            found.push(Change::of(
                "key_dropped",
                kid,
                format!("bỏ khóa {kid} {vi}"),
                format!("the key {kid} {en} is left out"),
            ));
        }
    }
}

fn words(key: &CouncilKey) -> (String, String) {
    let (from, until) = (date(key.seals_from), date(key.seals_until));
    let on = key.compromised_on.map(date).unwrap_or_default();
    let (state_vi, state_en) = match key.state {
        KeyState::Active => ("đang dùng".to_owned(), "active".to_owned()),
        KeyState::Retired => ("đã ngừng dùng".to_owned(), "retired".to_owned()),
        KeyState::Compromised => (format!("bị lộ từ {on}"), format!("compromised since {on}")),
    };
    (
        format!("{state_vi}, ký từ {from} đến hết {until}"),
        format!("{state_en}, seals from {from} through {until}"),
    )
}
