//! What can be asked of the register: words and filters, and what certificates are worth today.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::office::{Error, Office, Reach, Refusal};
use crate::register::{Clause, Field, Term};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::product::{Catalogue, ProductSet};
use crate::scheme::province::{COUNTRY, Province};
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;
use crate::scheme::text;
use crate::scheme::words::Text;

/// Characters of a search: more than any name has.
const LONGEST_SEARCH: usize = 200;
/// Words of a search.
const MOST_WORDS: usize = 16;

/// Which certificates are asked for.
#[derive(Clone, Debug, Default)]
pub struct CertificateQuery {
    /// Words of the product's or producer's name, or a certificate number.
    pub words: Option<String>,
    /// Of this council only.
    pub council: Option<CouncilCode>,
    /// Of decisions with this number only.
    pub decision: Option<String>,
    /// Of councils of this province, and of those that have become part of it.
    pub province: Option<String>,
    /// Of this level only.
    pub stars: Option<Stars>,
    /// Of this group of products only, `food`.
    pub group: Option<String>,
    /// Of this set only.
    pub set: Option<(Catalogue, u32)>,
    /// Of what is worth this today.
    pub condition: Option<Condition>,
    /// Of decisions of this year only.
    pub year: Option<i32>,
    /// Of the producer of this certificate only.
    pub producer_of: Option<CertificateNumber>,
    /// Of councils within somebody's reach only.
    pub within: Option<Reach>,
    /// The newest first; otherwise in the order of the book.
    pub newest_first: bool,
    /// After this certificate: what the page before gave as `next`.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// What a certificate is worth on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// In force.
    InForce,
    /// Withdrawn for a time, within its term.
    Suspended,
    /// Past its last day.
    Expired,
    /// Withdrawn for good.
    Revoked,
    /// A newer one took its place.
    Superseded,
}

impl Condition {
    /// Every condition.
    pub const ALL: [Self; 5] = [
        Self::InForce,
        Self::Suspended,
        Self::Expired,
        Self::Revoked,
        Self::Superseded,
    ];

    /// What its council says of a certificate, and the day, decide. As for a verdict, what was
    /// revoked stays revoked after its last day.
    pub fn of(status: Status, valid_through: NaiveDate, today: NaiveDate) -> Self {
        match status {
            Status::Revoked => Self::Revoked,
            Status::Superseded => Self::Superseded,
            _ if valid_through < today => Self::Expired,
            Status::Valid => Self::InForce,
            Status::Suspended => Self::Suspended,
        }
    }

    /// The name in data, `in_force`.
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
        }
    }

    /// The condition of a name in data.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|condition| condition.name() == name)
    }

    /// In words.
    pub fn words(self) -> Text {
        match self {
            Self::InForce => Text::new("Còn hiệu lực", "In force"),
            Self::Suspended => Text::new("Tạm đình chỉ", "Suspended"),
            Self::Expired => Text::new("Đã hết hạn", "Expired"),
            Self::Revoked => Text::new("Đã thu hồi", "Revoked"),
            Self::Superseded => Text::new("Đã thay bằng giấy mới", "Superseded"),
        }
    }

    fn clauses(self, today: NaiveDate) -> Vec<Clause> {
        let any = |statuses: &[Status]| {
            Clause::any(
                Field::Status,
                statuses.iter().map(|&status| Term::status(status)),
            )
        };
        let running = Clause::ends_between(today, NaiveDate::MAX);
        match self {
            Self::InForce => vec![any(&[Status::Valid]), running],
            Self::Suspended => vec![any(&[Status::Suspended]), running],
            Self::Expired => vec![any(&[Status::Valid, Status::Suspended]), running.negated()],
            Self::Revoked => vec![any(&[Status::Revoked])],
            Self::Superseded => vec![any(&[Status::Superseded])],
        }
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl CertificateQuery {
    /// The certificate number that was typed in place of words.
    pub(super) fn number(&self) -> Option<CertificateNumber> {
        self.words.as_deref()?.parse().ok()
    }

    /// Whether a certificate is one of those that may be seen.
    pub(super) fn reaches(&self, number: CertificateNumber) -> bool {
        let within = self.within.as_ref();
        within.is_none_or(|reach| reach.includes(number.council))
    }

    /// Whether nothing but words is asked for.
    pub(super) fn has_words_alone(&self) -> bool {
        self.council.is_none()
            && self.decision.is_none()
            && self.province.is_none()
            && self.stars.is_none()
            && self.group.is_none()
            && self.set.is_none()
            && self.condition.is_none()
            && self.year.is_none()
            && self.producer_of.is_none()
    }
}

impl Office {
    /// What certificates must have to be those that are asked for.
    pub(super) async fn clauses(&self, query: &CertificateQuery) -> Result<Vec<Clause>, Error> {
        let mut clauses = Vec::new();
        let mut refusals = Vec::new();
        if let Some(words) = &query.words {
            match typed(words) {
                Ok(typed) => clauses.extend(typed),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if let Some(unit) = &query.province {
            match unit == COUNTRY || Province::find(unit).is_some() {
                true => clauses.push(Term::unit(unit).into()),
                false => refusals.push(no_such_province()),
            }
        }
        if let Some(group) = &query.group {
            let sets = ProductSet::all().iter().filter(|set| set.group == *group);
            let sets: Vec<Term> = sets
                .map(|set| Term::set(set.catalogue, set.set_no))
                .collect();
            match sets.is_empty() {
                false => clauses.push(Clause::any(Field::Set, sets)),
                true => refusals.push(no_such_group()),
            }
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        if let Some(Reach::Of(councils)) = &query.within {
            let terms = councils.iter().map(|&code| Term::council(code));
            clauses.push(Clause::any(Field::Council, terms));
        }
        clauses.extend(query.council.map(|code| Term::council(code).into()));
        clauses.extend(query.stars.map(|stars| Term::stars(stars).into()));
        clauses.extend(query.year.map(|year| Term::year(year).into()));
        let set = query.set;
        clauses.extend(set.map(|(catalogue, set_no)| Term::set(catalogue, set_no).into()));
        if let Some(decision) = &query.decision {
            clauses.push(Term::decision(&as_recorded(decision)).into());
        }
        if let Some(condition) = query.condition {
            clauses.extend(condition.clauses(day::of(self.clock.now())));
        }
        if let Some(number) = query.producer_of {
            let found = self.register.certificate(number).await?;
            let of = found.ok_or(Error::NoSuchNumber(number))?;
            clauses.push(Term::producer(&of.producer).into());
        }
        Ok(clauses)
    }
}

/// The words that somebody typed.
fn typed(words: &str) -> Result<Vec<Clause>, Refusal> {
    let refuse = |code, vi: String, en: String| Err(Refusal::of("q", code, Text::of(vi, en)));
    if words.chars().count() > LONGEST_SEARCH {
        return refuse(
            "search_too_long",
            format!(
                "Nội dung tìm dài quá {LONGEST_SEARCH} ký tự. Hãy chỉ ghi vài từ của tên sản phẩm hoặc chủ thể."
            ),
            format!(
                "The search has more than {LONGEST_SEARCH} characters. Write only some words of the product's or producer's name."
            ),
        );
    }
    if words.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return refuse(
            "search_with_control",
            "Nội dung tìm có ký tự điều khiển không nhìn thấy. Hãy gõ lại.".to_owned(),
            "The search holds a control character, which cannot be seen. Type it again.".to_owned(),
        );
    }
    let clauses = Clause::typed(words);
    if clauses.is_empty() {
        return refuse(
            "search_without_words",
            "Nội dung tìm không có chữ cái hay chữ số nào. Hãy ghi vài từ của tên sản phẩm hoặc chủ thể, ví dụ: che shan.".to_owned(),
            "The search holds no letter and no digit. Write some words of the product's or producer's name, such as: che shan.".to_owned(),
        );
    }
    if clauses.len() > MOST_WORDS {
        return refuse(
            "search_too_long",
            format!("Nội dung tìm có quá {MOST_WORDS} từ. Hãy bớt từ."),
            format!("The search has more than {MOST_WORDS} words. Leave some out."),
        );
    }
    Ok(clauses)
}

fn no_such_province() -> Refusal {
    Refusal::of(
        "province",
        "no_such_province",
        Text::new(
            "Không có tỉnh, thành phố này. Hãy ghi mã như VN-04@2; VN là cấp trung ương.",
            "There is no such province. Write a code such as VN-04@2; VN is the central level.",
        ),
    )
}

fn no_such_group() -> Refusal {
    Refusal::of(
        "group",
        "no_such_group",
        Text::new(
            "Không có ngành sản phẩm này. Hãy ghi food, beverage, herbal, craft, textile, ornamental hoặc tourism.",
            "There is no such group. Write food, beverage, herbal, craft, textile, ornamental or tourism.",
        ),
    )
}

/// A decision's number as the register holds it, however it was typed.
fn as_recorded(decision: &str) -> String {
    text::tidy(decision).unwrap_or_else(|_| decision.to_owned())
}
