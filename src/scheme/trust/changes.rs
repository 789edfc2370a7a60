//! What one trust list says otherwise than another, in words.

use serde::Serialize;
use serde_json::Value;

use super::{Council, TrustList, key_changes};
use crate::scheme::check::date;
use crate::scheme::council::Mandate;
use crate::scheme::words::Text;

/// One thing that a list says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Stable, for programs.
    pub code: &'static str,
    /// The council or key.
    pub subject: String,
    /// What is otherwise.
    pub message: Text,
}

impl Change {
    pub(super) fn of(code: &'static str, subject: impl ToString, vi: String, en: String) -> Self {
        Self {
            code,
            subject: subject.to_string(),
            message: Text::of(vi, en),
        }
    }
}

/// Everything that differs but version, instants and order. Empty when both say the same, of lists
/// that may be published: in others a council or a key can stand twice, and the first is compared.
pub fn changes(from: &TrustList, to: &TrustList) -> Vec<Change> {
    let mut found = Vec::new();
    for council in to.councils() {
        match from.council(council.code) {
            None => added(council, &mut found),
            Some(before) => altered(before, council, &mut found),
        }
    }
    for council in from.councils() {
        let code = council.code;
        if to.council(code).is_none() {
            found.push(Change::of(
                "council_dropped",
                code,
                format!("bỏ hội đồng {code} ({})", council.name.vi),
                format!("council {code} is left out ({})", council.name.en),
            ));
        }
    }
    key_changes::of_programme(from, to, &mut found);
    let (from, to) = (from.to_json(), to.to_json());
    let told = [
        "version",
        "issued_at",
        "expires_at",
        "councils",
        "programme_keys",
    ];
    other_fields("", &from, &to, &told, &mut found);
    found
}

fn added(council: &Council, found: &mut Vec<Change>) {
    let (code, name) = (council.code, &council.name);
    found.push(Change::of(
        "council_added",
        code,
        format!("thêm hội đồng {code}: {} ({})", name.vi, council.unit),
        format!("council {code} is added: {} ({})", name.en, council.unit),
    ));
    if let Some(successor) = council.successor {
        found.push(succeeded(council, &successor.to_string()));
    }
    found.extend(
        council
            .mandates
            .iter()
            .map(|mandate| given(council, mandate)),
    );
    key_changes::of_council(None, council, found);
}

fn altered(before: &Council, now: &Council, found: &mut Vec<Change>) {
    let code = now.code;
    if before.name != now.name {
        found.push(Change::of(
            "council_renamed",
            code,
            format!(
                "hội đồng {code} đổi tên: {} → {}",
                before.name.vi, now.name.vi
            ),
            format!(
                "council {code} is renamed: {} → {}",
                before.name.en, now.name.en
            ),
        ));
    }
    if before.successor != now.successor {
        let by = now.successor.map_or("–".to_owned(), |by| by.to_string());
        found.push(succeeded(now, &by));
    }
    for mandate in now
        .mandates
        .iter()
        .filter(|mandate| !before.mandates.contains(mandate))
    {
        found.push(given(now, mandate));
    }
    for mandate in before
        .mandates
        .iter()
        .filter(|mandate| !now.mandates.contains(mandate))
    {
        let (vi, en) = mandate_words(mandate);
        found.push(Change::of(
            "mandate_ended",
            code,
            format!("{code} không còn thẩm quyền: {vi}"),
            format!("{code} no longer has the mandate: {en}"),
        ));
    }
    key_changes::of_council(Some(before), now, found);
    // Also what a later version of the program adds to a council.
    let value = |council| serde_json::to_value(council).unwrap_or_default();
    let told = ["name", "successor", "mandates", "keys", "status_keys"];
    other_fields(code.as_str(), &value(before), &value(now), &told, found);
}

fn succeeded(council: &Council, by: &str) -> Change {
    let code = council.code;
    Change::of(
        "council_succeeded",
        code,
        format!("hội đồng {code} được {by} kế thừa"),
        format!("council {code} is succeeded by {by}"),
    )
}

fn given(council: &Council, mandate: &Mandate) -> Change {
    let (code, (vi, en)) = (council.code, mandate_words(mandate));
    Change::of(
        "mandate_given",
        code,
        format!("{code} có thẩm quyền: {vi}"),
        format!("{code} has the mandate: {en}"),
    )
}

fn mandate_words(mandate: &Mandate) -> (String, String) {
    let stars: Vec<String> = mandate.stars.iter().map(ToString::to_string).collect();
    let stars = stars.join(", ");
    let (from, months) = (date(mandate.from), mandate.months);
    let (until_vi, until_en) = match mandate.until {
        Some(until) => (
            format!("đến hết {}", date(until)),
            format!("through {}", date(until)),
        ),
        None => ("không hạn".to_owned(), "open".to_owned()),
    };
    (
        format!("{stars} sao, từ {from} {until_vi}, {months} tháng"),
        format!("{stars} stars, from {from} {until_en}, {months} months"),
    )
}

/// Says of fields that have no words of their own that they differ.
fn other_fields(subject: &str, from: &Value, to: &Value, told: &[&str], found: &mut Vec<Change>) {
    let fields = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let (from, to) = (fields(from), fields(to));
    let mut names: Vec<&String> = from.keys().chain(to.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let (before, now) = (from.get(name), to.get(name));
        if before == now || told.contains(&name.as_str()) {
            continue;
        }
        let shown = |value: Option<&Value>| value.map_or("–".to_owned(), Value::to_string);
        let words = format!("{subject} {name}: {} → {}", shown(before), shown(now));
        let words = words.trim_start().to_owned();
        found.push(Change::of("field_changed", subject, words.clone(), words));
    }
}
