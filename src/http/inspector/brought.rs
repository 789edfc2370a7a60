//! What the page brings for its scripts, as JSON: the words of its language, how verdicts look,
//! the programme's root key, and where the module is.

use serde_json::{Map, Value, json};

use super::files;
use super::said;
use crate::http::scripts;
use crate::http::texts;
use crate::http::tone::{self, Tone};
use crate::office::LabelCheck;
use crate::scheme::check::{Check, Outcome};
use crate::scheme::seal::PublicKey;
use crate::scheme::status::Status;
use crate::scheme::verdict::Kind;
use crate::scheme::words::{Language, Text};

/// What to do about an issuer that the pack on the device does not know.
const NEWER_PACK: Text = Text::new(
    "Điều này không có nghĩa là mã giả: có thể gói dữ liệu trên máy chưa mới. Hãy nối mạng, bấm “Cập nhật” rồi quét lại.",
    "This does not mean that the code is counterfeit: the data pack on this device may not be the newest. Go online, press “Update”, then scan again.",
);

/// The JSON, in which no markup ends: it stands within a script element.
pub fn brought(language: Language, root: &PublicKey) -> String {
    let words = |text: &Text| text.get(language).to_owned();
    let mut texts: Map<String, Value> = said::all()
        .map(|(name, text)| ((*name).to_owned(), words(text).into()))
        .collect();
    for (name, text) in of_the_verdict_page(language) {
        texts.insert(name.to_owned(), text.into());
    }
    let unchecked = LabelCheck::NotChecked.words();
    let unchecked = unchecked.as_ref().map(words).unwrap_or_default();
    texts.insert("serial_not_checked".to_owned(), unchecked.into());

    let verdicts: Map<String, Value> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let tone = Tone::of_kind(kind);
            let advice = match kind {
                Kind::UnknownIssuer => Some(words(&NEWER_PACK)),
                kind => tone::advice(kind).as_ref().map(words),
            };
            let look = json!({
                "class": tone.class(), "icon": icon(kind, tone), "advice": advice,
                "words": kind.title().get(language),
            });
            (kind.name().to_owned(), look)
        })
        .collect();
    let checks = Check::ALL.map(|check| (check.name(), words(&check.words())));
    let outcomes: Map<String, Value> = Outcome::ALL
        .into_iter()
        .map(|outcome| (outcome.name().to_owned(), words(&outcome.words()).into()))
        .collect();
    let statuses: Map<String, Value> = [
        Status::Valid,
        Status::Revoked,
        Status::Suspended,
        Status::Superseded,
    ]
    .into_iter()
    .map(|status| (status.name().to_owned(), words(&status.words()).into()))
    .collect();
    let brought = json!({
        "language": language.tag(), "version": files::version(), "root": root.to_base64(),
        "module": scripts::INSPECTOR_WASM.address(), "texts": texts, "verdicts": verdicts,
        "reserved": { "class": Tone::Reserved.class(), "icon": "reserved" },
        "checks": checks, "outcomes": outcomes, "statuses": statuses,
    });
    brought.to_string().replace('<', "\\u003c")
}

/// The texts that the page shares with the online verdict page.
fn of_the_verdict_page(language: Language) -> [(&'static str, &'static str); 23] {
    let texts = texts::Texts::of(language);
    [
        ("certificate_says", texts.certificate_says),
        ("code_says", texts.code_says),
        ("product", texts.product),
        ("producer", texts.producer),
        ("stars", texts.stars),
        ("council", texts.council),
        ("decision", texts.decision),
        ("issued_on", texts.issued_on),
        ("valid_through", texts.valid_through),
        ("number", texts.number),
        ("compare", texts.compare),
        ("compare_heading", texts.compare_heading),
        ("stars_question", texts.stars_question),
        ("stars_agree", texts.stars_agree),
        ("not_checked", texts.not_checked),
        ("every_check", texts.every_check),
        ("judged_at", texts.judged_at),
        ("trust_list_of", texts.trust_list),
        ("status_list_of", texts.status_list),
        ("register_of", texts.register),
        ("no_status_list", texts.no_status_list),
        ("no_register", texts.no_register),
        ("time_zone", texts.time_zone),
    ]
}

/// The drawing of a conclusion, by the name of its template in the page.
fn icon(kind: Kind, tone: Tone) -> &'static str {
    match (kind, tone) {
        (Kind::Superseded, _) => "replaced",
        (Kind::Mismatch, _) => "unequal",
        (_, Tone::Good) => "seal",
        (_, Tone::Reserved) => "reserved",
        (_, Tone::Expired | Tone::Pending) => "clock",
        (_, Tone::Withdrawn) => "barred",
        (_, Tone::Bad) => "cross",
        (_, Tone::Undecided) => "question",
    }
}
