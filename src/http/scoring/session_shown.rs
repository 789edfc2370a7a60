//! A session, in words, for its page.

use super::texts::Texts;
use crate::office::ScoreSheetRecord;
use crate::office::SessionView;
use crate::scheme::check::instant;
use crate::scheme::product::ProductSet;
use crate::scheme::score::ScoreSheet;
use crate::scheme::words::Language;

/// What stands at the top.
pub(super) struct Head {
    pub id: i64,
    pub dossier: i64,
    pub product: String,
    pub council: String,
    pub opened: String,
    pub handed_in: usize,
    pub may_score: bool,
    pub mine: bool,
    pub closed: Option<String>,
}

impl Head {
    pub fn of(view: &SessionView, language: Language) -> Self {
        let concluded = view.session.conclusion.is_some();
        let closed = view.closed.as_ref().filter(|_| !concluded);
        Self {
            id: view.session.id,
            dossier: view.dossier.id,
            product: view.dossier.facts.product.clone(),
            council: view.council.name.get(language).to_owned(),
            opened: instant(view.session.opened_at),
            handed_in: view.handed_in,
            may_score: view.may_score,
            mine: view.mine,
            closed: closed.map(|closed| closed.words().get(language).to_owned()),
        }
    }
}

/// A fact of the dossier.
pub(super) struct Fact {
    pub name: &'static str,
    pub value: String,
}

impl Fact {
    pub fn all(view: &SessionView, language: Language, words: &'static Texts) -> Vec<Self> {
        let facts = &view.dossier.facts;
        let set = ProductSet::find(facts.catalogue, facts.set_no);
        let set = set.map_or(String::new(), |set| match language {
            Language::Vi => set.set_vi.clone(),
            Language::En => set.set_en.clone(),
        });
        let producer = &view.producer.facts;
        let rows = [
            (words.producer, producer.name.clone()),
            (words.kind, producer.kind.words().get(language).to_owned()),
            (words.set, format!("{} · {set}", facts.set_no)),
            (words.address, facts.address.clone()),
            (words.commune, facts.commune.clone()),
            (words.edition, view.session.edition.name.to_owned()),
            (words.description, facts.description.clone()),
        ];
        let told = rows.into_iter().filter(|(_, value)| !value.is_empty());
        told.map(|(name, value)| Self { name, value }).collect()
    }
}

/// A sheet in the table of sheets.
pub(super) struct SheetLine {
    pub name: String,
    pub a: String,
    pub b: String,
    pub c: String,
    pub total: String,
    pub remark: String,
}

impl SheetLine {
    fn new(name: String, score: ScoreSheet, remark: String, language: Language) -> Self {
        Self {
            name,
            a: score.a.written(language),
            b: score.b.written(language),
            c: score.c.written(language),
            total: score.total().written(language),
            remark,
        }
    }

    /// The line of the averages.
    pub fn average(score: ScoreSheet, words: &Texts, language: Language) -> Self {
        Self::new(words.average.to_owned(), score, String::new(), language)
    }

    /// The line of somebody's sheet.
    pub fn of(sheet: ScoreSheetRecord, language: Language) -> Self {
        Self::new(
            sheet.name,
            sheet.filled.score,
            sheet.filled.remark,
            language,
        )
    }
}

/// What a session came to.
pub(super) struct Shown {
    pub at: String,
    pub stars: Option<u8>,
    pub outcome: String,
    pub total: Option<String>,
    pub parts: String,
    pub cap: Option<u8>,
    pub failed: String,
    pub confirmed: String,
    pub minutes: String,
}

impl Shown {
    pub fn of(view: &SessionView, language: Language) -> Option<Self> {
        let conclusion = view.session.conclusion.as_ref()?;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let score = conclusion.score;
        Some(Self {
            at: instant(conclusion.concluded_at),
            stars: conclusion.stars.map(|stars| stars.get()),
            outcome: conclusion.outcome.words().get(language).to_owned(),
            total: score.map(|score| score.total().written(language)),
            parts: score.map_or(String::new(), |score| {
                let [a, b, c] = [score.a, score.b, score.c].map(|part| part.written(language));
                format!("A {a} · B {b} · C {c}")
            }),
            cap: conclusion.cap.map(|cap| cap.get()),
            failed: text(&conclusion.failed),
            confirmed: text(&conclusion.confirmed),
            minutes: text(&conclusion.minutes),
        })
    }
}
