//! A verdict as a page: the answer first, then the certificate, the evidence, the data's age.

use askama::Template;

use super::code_pages;
use super::error::Error;
use super::frame::Frame;
use super::label_texts;
use super::problem;
use super::shopper_reports;
use super::texts::remaining;
use super::tone::{self, Tone};
use super::visitor::Visitor;
use crate::config::Config;
use crate::office::{CheckedLabel, DecisionFacts, Examined, LabelCheck};
use crate::scheme::certificate::Certificate;
use crate::scheme::check::{Check, Outcome, date, instant};
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::province::Province;
use crate::scheme::serial::Serial;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;
use crate::scheme::verdict::{Kind, Verdict};
use crate::scheme::words::{Language, Text};

/// Stars that a package may claim: certificates have no others.
const ASKED: [u8; 3] = [3, 4, 5];

#[derive(Template)]
#[template(path = "verdict.html")]
struct Page<'a> {
    frame: Frame<'a>,
    class: &'static str,
    icon: &'static str,
    /// Before, in and after its capitals.
    heading: (&'a str, &'a str, &'a str),
    reason: &'a str,
    advice: Option<&'a str>,
    examined: &'a Examined,
    label: Option<Label<'a>>,
    facts: Option<Facts<'a>>,
    decision: Option<Decision<'a>>,
    status: Option<Withdrawn<'a>>,
    renewed: Option<Renewed>,
    /// Where the traceability code leads.
    traceability: Option<String>,
    report: Option<Report>,
    compare: bool,
    agree: bool,
    asked: [Asked; 3],
    open: &'a [Line],
    lines: &'a [Line; 9],
    judged_at: String,
    trust_list: String,
    status_list: Option<String>,
    register: Option<String>,
    by_number: bool,
    /// The language, for links that set the stars.
    keep: &'static str,
}

/// Where a suspicion is reported.
struct Report {
    texts: &'static shopper_reports::Texts,
    address: String,
    /// Whether the verdict itself gives reason for it.
    loud: bool,
}

/// A label with a serial, in words.
struct Label<'a> {
    /// As the label shows it.
    serial: String,
    /// What is wrong with it, and what to do.
    notice: Option<(String, String)>,
    times: Option<String>,
    place: Option<Place<'a>>,
}

/// The question where it was bought.
struct Place<'a> {
    texts: &'static label_texts::Texts,
    page: &'a str,
    provinces: &'static [&'static Province],
    thanked: bool,
}

struct Decision<'a> {
    facts: &'a DecisionFacts,
    decided_on: String,
}

/// What was decided since, in words.
struct Withdrawn<'a> {
    ground: Option<String>,
    decision: Option<(&'a str, String)>,
    replaced_by: Option<CertificateNumber>,
}

/// The certificate that renewed this one, in words.
struct Renewed {
    number: CertificateNumber,
    stars: Stars,
    valid_through: String,
    /// How it stands, unless it is valid.
    withdrawn: Option<Text>,
}

struct Facts<'a> {
    certificate: &'a Certificate,
    confirmed: bool,
    /// Whether the register holds it, and so other certificates of its producer.
    registered: bool,
    filled: usize,
    issued_on: String,
    valid_through: String,
    remaining: String,
    over: bool,
    number: CertificateNumber,
}

struct Asked {
    stars: u8,
    chosen: bool,
}

/// A check with its outcome, in words.
#[derive(Clone)]
struct Line {
    check: Text,
    outcome: Outcome,
    words: Text,
    detail: Option<Text>,
}

/// Renders a verdict; `by_number` when the certificate was looked up rather than scanned.
///
/// # Errors
/// Never with the templates as they are: rendering writes to memory.
pub fn render(
    examined: &Examined,
    config: &Config,
    visitor: &Visitor,
    by_number: bool,
) -> Result<String, Error> {
    let verdict = &examined.verdict;
    let language = visitor.language;
    let tone = Tone::of(verdict).with(examined.label.as_ref());
    let reason = verdict.reason();
    let (heading, cause) = split(reason.get(language));
    let advice = if verdict.kind == Kind::Expired && is_renewed(examined) {
        Some(tone::RENEWED)
    } else {
        tone::advice(verdict.kind)
    };
    let lines = lines(verdict);
    let open: Vec<Line> = lines[..Check::StarsOnPackage as usize]
        .iter()
        .filter(|line| line.is_open())
        .cloned()
        .collect();
    let as_of = &verdict.as_of;
    let page = Page {
        frame: Frame::new(config, visitor, verdict.stars_on_package),
        class: tone.class(),
        icon: tone::icon(verdict.kind, tone),
        heading: capitals(heading),
        reason: cause,
        advice: advice.as_ref().map(|text| text.get(language)),
        examined,
        label: examined
            .label
            .as_ref()
            .map(|label| Label::new(label, verdict.kind, visitor)),
        facts: verdict
            .certificate
            .as_ref()
            .map(|certificate| Facts::new(certificate, verdict, visitor)),
        decision: examined.decision.as_deref().map(|facts| Decision {
            facts,
            decided_on: date(facts.decided_on),
        }),
        status: examined.status.as_deref().map(|said| Withdrawn {
            ground: said
                .ground
                .map(|ground| ground.words().get(language).to_owned()),
            decision: said
                .decision
                .as_ref()
                .map(|(number, day)| (number.as_str(), date(*day))),
            replaced_by: said.replaced_by,
        }),
        renewed: examined.renewed_by.map(|newer| Renewed {
            number: newer.number,
            stars: newer.stars,
            valid_through: date(newer.valid_through),
            withdrawn: (newer.status != Status::Valid).then(|| newer.status.words()),
        }),
        traceability: examined
            .traceability
            .as_deref()
            .and_then(|code| config.traceability.as_ref()?.link(code)),
        report: Report::of(examined, config, visitor, tone, by_number),
        compare: matches!(verdict.kind, Kind::Genuine | Kind::Mismatch | Kind::Expired),
        agree: verdict.outcome(Check::StarsOnPackage) == Outcome::Pass,
        asked: ASKED.map(|stars| Asked {
            stars,
            chosen: verdict.stars_on_package.map(Stars::get) == Some(stars),
        }),
        open: &open,
        lines: &lines,
        judged_at: instant(as_of.judged_at),
        trust_list: instant(as_of.trust_list),
        status_list: as_of.status.map(instant),
        register: as_of.register.map(instant),
        by_number,
        keep: match (visitor.language_chosen, language) {
            (false, _) => "",
            (true, Language::Vi) => "&lang=vi",
            (true, Language::En) => "&lang=en",
        },
    };
    // Room for the style, the page and long names, so that it is written in one piece.
    let mut html = String::with_capacity(18 * 1024);
    page.render_into(&mut html)
        .map_err(|_| Error::new(&problem::INTERNAL))?;
    Ok(html)
}

/// Whether the product holds a newer certificate that is in force.
fn is_renewed(examined: &Examined) -> bool {
    let today = day::of(examined.verdict.as_of.judged_at);
    examined
        .renewed_by
        .is_some_and(|newer| newer.status == Status::Valid && today <= newer.valid_through)
}

impl Report {
    /// Also of what is genuine: a copied label is. Of another kind of code there is nothing to
    /// report.
    fn of(
        examined: &Examined,
        config: &Config,
        visitor: &Visitor,
        tone: Tone,
        by_number: bool,
    ) -> Option<Self> {
        let verdict = &examined.verdict;
        if verdict.kind == Kind::NotOcop {
            return None;
        }
        let number = verdict.certificate.as_ref().map(Certificate::number);
        let code = match number.filter(|_| by_number) {
            Some(number) => number.to_string(),
            None => code_pages::of_this_host(&examined.code, config),
        };
        Some(Self {
            texts: shopper_reports::Texts::of(visitor.language),
            address: shopper_reports::address(&code, visitor),
            loud: matches!(tone, Tone::Expired | Tone::Withdrawn | Tone::Bad),
        })
    }
}

impl<'a> Facts<'a> {
    fn new(certificate: &'a Certificate, verdict: &Verdict, visitor: &Visitor) -> Self {
        let today = day::of(verdict.as_of.judged_at);
        let days = (certificate.valid_through - today).num_days();
        Self {
            certificate,
            confirmed: tone::is_confirmed(verdict.kind),
            registered: verdict.outcome(Check::Register) == Outcome::Pass,
            filled: usize::from(certificate.stars.get()),
            issued_on: date(certificate.issued_on),
            valid_through: date(certificate.valid_through),
            remaining: remaining(visitor.language, days),
            over: days < 0,
            number: certificate.number(),
        }
    }
}

impl<'a> Label<'a> {
    fn new(label: &'a CheckedLabel, kind: Kind, visitor: &Visitor) -> Self {
        let language = visitor.language;
        // Of a code that is worth nothing, its label needs no words.
        let told = label.check.is_invented() || kind == Kind::Genuine;
        let words = label.check.words().filter(|_| told);
        let place = Place {
            texts: label_texts::Texts::of(language),
            page: &label.page,
            provinces: label_texts::provinces(),
            thanked: visitor.placed,
        };
        Self {
            serial: Serial::read(&label.digits)
                .map_or_else(|| label.digits.clone(), Serial::printed),
            notice: words.map(|words| {
                let words = words.get(language);
                let (what, next) = words.split_once(". ").unwrap_or((words, ""));
                (format!("{what}."), next.to_owned())
            }),
            times: label_texts::times(label, language),
            place: (label.check == LabelCheck::Known).then_some(place),
        }
    }
}

impl Line {
    /// Whether a shopper should know of it: not decided, or with a reservation.
    fn is_open(&self) -> bool {
        matches!(self.outcome, Outcome::Unknown | Outcome::Warn) && self.detail.is_some()
    }
}

fn lines(verdict: &Verdict) -> [Line; 9] {
    Check::ALL.map(|check| {
        let finding = verdict.finding(check);
        Line {
            check: check.words(),
            outcome: finding.outcome,
            words: finding.outcome.words(),
            detail: finding.detail.as_ref().map(|detail| detail.words()),
        }
    })
}

/// Divides "MÃ GIẢ: chữ ký số không đúng" into what is shown large and its reason.
fn split(reason: &str) -> (&str, &str) {
    match reason.find([':', ';']) {
        Some(end) => (&reason[..end], reason[end + 1..].trim_start()),
        None => (reason, ""),
    }
}

/// Divides around the words in capitals, "ĐÃ HẾT HẠN", which are kept together and are loud.
fn capitals(heading: &str) -> (&str, &str, &str) {
    let is_loud = |word: &str| {
        word.chars().count() > 1 && !word.chars().any(char::is_lowercase) && word != "OCOP"
    };
    let place = |word: &str| word.as_ptr() as usize - heading.as_ptr() as usize;
    let mut loud = heading.split(' ').filter(|word| is_loud(word));
    let Some(first) = loud.next() else {
        return (heading, "", "");
    };
    let last = loud.next_back().unwrap_or(first);
    let (before, rest) = heading.split_at(place(first));
    let (loud, after) = rest.split_at(place(last) + last.len() - before.len());
    (before, loud, after)
}
