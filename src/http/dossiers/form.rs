//! The fields of a form as its page shows them: with what was typed, and what is wrong with it.

use crate::office::Refusal;
use crate::scheme::words::Language;

/// How a field is filled.
pub(super) enum Kind {
    /// One line; the type of the input.
    Line(&'static str),
    /// Several lines.
    Prose,
    /// One of these: value and name.
    Choice(Vec<(String, String)>),
}

/// A field.
pub(super) struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub required: bool,
    /// Nothing ever asks for it.
    pub optional: bool,
    pub value: String,
    pub kind: Kind,
    /// What is wrong with it.
    pub wrong: Vec<String>,
}

impl Field {
    pub fn new(name: &'static str, label: &'static str, value: &str, kind: Kind) -> Self {
        Self {
            name,
            label,
            hint: "",
            required: false,
            optional: true,
            value: value.to_owned(),
            kind,
            wrong: Vec::new(),
        }
    }

    /// It must be filled.
    pub fn required(mut self) -> Self {
        self.required = true;
        self.optional = false;
        self
    }

    /// It may be left empty for now, and the hint says until when.
    pub fn for_later(mut self, hint: &'static str) -> Self {
        self.optional = false;
        self.hint(hint)
    }

    /// What helps to fill it.
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// What reads out with it: its hint, and what is wrong.
    pub fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let wrong = (!self.wrong.is_empty()).then(|| format!("{}-wrong", self.name));
        let ids: Vec<String> = hint.into_iter().chain(wrong).collect();
        ids.join(" ")
    }
}

/// The fields with what is wrong with each.
pub(super) fn with_wrongs(
    mut fields: Vec<Field>,
    refusals: &[Refusal],
    language: Language,
) -> Vec<Field> {
    for field in &mut fields {
        let of_field = refusals
            .iter()
            .filter(|refusal| refusal.column == Some(field.name));
        field.wrong = of_field
            .map(|refusal| refusal.message.get(language).to_owned())
            .collect();
    }
    fields
}
