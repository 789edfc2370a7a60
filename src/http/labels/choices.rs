//! What the forms about labels offer, with what was chosen.

use super::subject::Subject;
use super::texts::Texts;
use crate::http::error::Error;
use crate::http::fields::Typed;
use crate::http::front::Front;
use crate::label::{Design, Printer, Wording};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::words::Language;

/// One of several.
pub struct Choice {
    pub value: &'static str,
    pub name: String,
    pub hint: String,
    pub chosen: bool,
    /// Shown, but not to be chosen.
    pub barred: bool,
}

impl Choice {
    fn new(value: &'static str, name: &str, chosen: bool) -> Self {
        Self {
            value,
            name: name.to_owned(),
            hint: String::new(),
            chosen,
            barred: false,
        }
    }
}

/// The designs; the plaque for places alone.
pub fn designs(typed: &Typed, of_a_place: bool, language: Language) -> Vec<Choice> {
    let chosen = Design::named(typed.get("design")).unwrap_or(Design::Number);
    let offered = Design::ALL
        .into_iter()
        .filter(|design| *design != Design::Plaque || of_a_place);
    offered
        .map(|design| {
            Choice::new(
                design.name(),
                design.words().get(language),
                design == chosen,
            )
        })
        .collect()
}

/// The wordings.
pub fn wordings(typed: &Typed, language: Language) -> Vec<Choice> {
    let chosen = Wording::named(typed.get("wording")).unwrap_or(Wording::Bilingual);
    let all = Wording::ALL.into_iter();
    all.map(|wording| {
        Choice::new(
            wording.name(),
            wording.words().get(language),
            wording == chosen,
        )
    })
    .collect()
}

/// The printers.
pub fn printers(typed: &Typed, language: Language) -> Vec<Choice> {
    let all = Printer::ALL.into_iter();
    all.map(|printer| {
        let chosen = typed.has("printer", printer.name);
        Choice::new(printer.name, printer.words.get(language), chosen)
    })
    .collect()
}

/// The kinds of code that a certificate has, with their texts.
pub struct Kinds(Vec<(CodeKind, Option<String>)>);

impl Kinds {
    /// Looks up the codes of a certificate.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn of(front: &Front, subject: &Subject) -> Result<Self, Error> {
        let mut kinds = Vec::new();
        for kind in CodeKind::ALL {
            let text = front.office().code_text(subject.number(), kind).await;
            let text = match text.map_err(Error::from) {
                Ok(text) => Some(text),
                Err(error) if error.code == "no_compact_code" => None,
                Err(error) => return Err(error),
            };
            kinds.push((kind, text));
        }
        Ok(Self(kinds))
    }

    /// Those that there are.
    pub fn texts(&self) -> impl Iterator<Item = (CodeKind, &str)> {
        self.0
            .iter()
            .filter_map(|(kind, text)| Some((*kind, text.as_deref()?)))
    }

    /// As choices, with what each can do.
    pub fn choices(&self, typed: &Typed, language: Language) -> Vec<Choice> {
        let words = Texts::of(language);
        let chosen = CodeKind::named(typed.get("kind")).unwrap_or(CodeKind::Full);
        let choice = |(kind, text): &(CodeKind, Option<String>)| {
            let can = kind.can();
            let hint = match text {
                Some(_) => can.get(language).to_owned(),
                None => format!("{} {}", can.get(language), words.no_compact_code),
            };
            Choice {
                hint,
                barred: text.is_none(),
                ..Choice::new(kind.name(), kind.words().get(language), *kind == chosen)
            }
        };
        self.0.iter().map(choice).collect()
    }
}
