//! The form of sheets: the fields of the API, and how often each certificate's label is wanted.

use super::choices::Choice;
use super::sheet_wishes::{Line, counted, take_order};
use super::texts::Texts;
use super::wishes::Content;
use crate::config::LabelConfig;
use crate::http::error::Error;
use crate::http::fields::Typed;
use crate::http::forms::NUMBER;
use crate::http::labels::asked::Asked;
use crate::http::query;
use crate::label::{Paper, Sheet, SheetOrder};
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Language;

/// What was asked for.
pub struct SheetForm {
    pub order: SheetOrder,
    pub lines: Vec<Line>,
}

impl SheetForm {
    /// Reads a form.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(typed: &Typed, config: &LabelConfig) -> Result<Self, Error> {
        let paper = Paper::named(typed.get("sheet"));
        let mut written = String::new();
        let mut counts = Vec::new();
        for (name, value) in typed.pairs() {
            match name {
                _ if value.trim().is_empty() => {}
                _ if name.parse::<CertificateNumber>().is_ok() => counts.push((name, value)),
                "sheet" if paper.is_some() => query::push(&mut written, "paper", value),
                // A sticker sheet has its own sizes; the form sends the others' all the same.
                "label_mm" | "gap_mm" if paper.is_none() => {}
                _ => query::push(&mut written, name, value),
            }
        }
        let mut fields = Asked::read(&written).fields();
        let content = Content::take(&mut fields);
        let order = take_order(&mut fields, config);
        let mut lines = Vec::new();
        for (number, count) in counts {
            let count = (NUMBER.read)(&count.trim().into());
            let count = match count {
                Some(0) => continue,
                Some(count) => counted(&mut fields, count),
                None => {
                    fields.refuse(
                        "which",
                        NUMBER.code,
                        format!("Số nhãn của giấy {number} {}", NUMBER.vi),
                        format!("The count of certificate {number} {}", NUMBER.en),
                    );
                    None
                }
            };
            lines.extend(content.zip(count).map(|(content, count)| Line {
                number: number.to_owned(),
                count,
                content,
            }));
        }
        if lines.is_empty() && fields.faults_so_far() == 0 {
            counted(&mut fields, 0);
        }
        let order = fields.finish(order.filter(|_| content.is_some()))?;
        Ok(Self { order, lines })
    }
}

/// The sheets that the form offers: for sale, and paper to cut.
pub fn papers(typed: &Typed, language: Language) -> Vec<Choice> {
    let words = Texts::of(language);
    let choice = |value: &'static str, name: String| Choice {
        value,
        name,
        hint: String::new(),
        chosen: typed.has("sheet", value),
        barred: false,
    };
    let to_cut = Paper::ALL.into_iter().map(|paper| {
        let name = format!("{}, {}", paper.name().to_uppercase(), words.grid);
        choice(paper.name(), name)
    });
    let stickers = Sheet::STICKERS.into_iter().map(|sheet| {
        let many = match language {
            Language::Vi => "nhãn",
            Language::En => "labels",
        };
        let name = format!("{} ({} {many})", sheet.title, sheet.labels());
        choice(sheet.name, name)
    });
    stickers.chain(to_cut).collect()
}
