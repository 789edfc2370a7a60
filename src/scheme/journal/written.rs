//! The one form of an entry: as `JSON.stringify` writes an object with these keys in this order.

use chrono::{DateTime, SecondsFormat, Utc};

use super::{Addition, Body, Check, Entry, PHOTOGRAPH_TYPE, Photograph, Place};

impl Entry {
    /// The text of an entry with these values.
    pub fn written(&self) -> String {
        let previous = self.previous.map(|hash| hash.to_string());
        let (kind, body) = match &self.body {
            Body::Check(check) => ("check", written_check(check)),
            Body::Addition(addition) => ("addition", written_addition(addition)),
        };
        format!(
            "{{\"v\":1,\"device\":\"{}\",\"counter\":{},\"previous\":\"{}\",\"kind\":\"{kind}\",\"at\":\"{}\",\"clock\":\"{}\",{body}}}",
            self.device,
            self.counter,
            previous.unwrap_or_default(),
            instant(self.at),
            instant(self.clock),
        )
    }
}

fn written_check(check: &Check) -> String {
    format!(
        "\"code\":{},\"verdict\":{},\"number\":{},\"stars_on_package\":{},\"trust_list\":{},\"pack\":{},\"pack_made_at\":\"{}\",\"shelf\":{}",
        quoted(&check.code),
        or_null(check.verdict.map(|kind| format!("\"{}\"", kind.name()))),
        or_null(check.number.map(|number| format!("\"{number}\""))),
        or_null(check.stars_on_package.map(|stars| stars.to_string())),
        check.trust_list,
        check.pack,
        instant(check.pack_made_at),
        check.shelf,
    )
}

fn written_addition(addition: &Addition) -> String {
    let note = addition.note.as_deref().map(quoted);
    format!(
        "\"to\":{},\"note\":{},\"place\":{},\"photograph\":{}",
        addition.to,
        or_null(note),
        or_null(addition.place.as_ref().map(written_place)),
        or_null(addition.photograph.as_ref().map(written_photograph)),
    )
}

fn written_place(place: &Place) -> String {
    // The shortest digits that read as the same number, without an exponent: of numbers of a
    // millionth and more, this is what browsers write too.
    format!(
        "{{\"latitude\":{},\"longitude\":{},\"accuracy_metres\":{}}}",
        place.latitude, place.longitude, place.accuracy_metres,
    )
}

fn written_photograph(photograph: &Photograph) -> String {
    format!(
        "{{\"sha256\":\"{}\",\"media_type\":\"{PHOTOGRAPH_TYPE}\",\"bytes\":{}}}",
        photograph.sha256, photograph.bytes,
    )
}

/// An instant with whole seconds.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn or_null(written: Option<String>) -> String {
    written.unwrap_or_else(|| "null".to_owned())
}
