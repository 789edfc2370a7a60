//! Reports: how many certificates there are of each kind, and how many end when.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;

use super::{Access, Error, Office, Reach, Right};
use crate::register::{Clause, Field, Gathered, Shelf, Term};
use crate::scheme::day;
use crate::scheme::product::{ProductSet, group_words};
use crate::scheme::province::{COUNTRY, Province};
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;
use crate::scheme::words::Text;

/// How far the report of what ends looks ahead.
const MONTHS: u32 = 12;

/// How many certificates there are, by what they are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Ever certified.
    pub certified: u64,
    /// In force today.
    pub in_force: u64,
    /// Suspended, within their term.
    pub suspended: u64,
    /// Past their last day.
    pub expired: u64,
    /// Revoked.
    pub revoked: u64,
    /// Superseded.
    pub superseded: u64,
}

/// A line of a report.
#[derive(Clone, Debug, Serialize)]
pub struct ReportLine {
    /// Stable, for programs: `VN-04@2`, `4`, `food`, `2026`, `2026-09`.
    pub key: String,
    /// In words.
    pub name: Text,
    /// How many.
    #[serde(flatten)]
    pub counts: Counts,
}

/// The reports of what is in reach.
#[derive(Clone, Debug, Serialize)]
pub struct Reports {
    /// The day they speak of.
    pub on: NaiveDate,
    /// Everything.
    pub total: Counts,
    /// By the provinces of today, with what their predecessors certified; the centre apart.
    pub by_province: Vec<ReportLine>,
    /// By star level.
    pub by_stars: Vec<ReportLine>,
    /// By group of products.
    pub by_group: Vec<ReportLine>,
    /// By year of the decision.
    pub by_year: Vec<ReportLine>,
    /// Certificates in force or suspended by the month of their last day, for twelve months from
    /// today.
    pub expiring: Vec<ReportLine>,
}

/// All, and those of each condition, in the order of [`Counts`].
struct Parts([Gathered; 6]);

impl Office {
    /// The reports of the councils in somebody's reach.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn reports(&self, access: &Access) -> Result<Reports, Error> {
        let today = day::of(self.clock.now());
        let parts = self.parts(&access.reach(Right::Reports), today).await?;
        let stars = self.tally(&Clause::every(Field::Stars), &parts).await?;
        let units = self.tally(&Clause::every(Field::Unit), &parts).await?;
        let sets = self.tally(&Clause::every(Field::Set), &parts).await?;
        let years = self.tally(&Clause::every(Field::Year), &parts).await?;
        Ok(Reports {
            on: today,
            total: counts(&parts.0.each_ref().map(Gathered::len)),
            by_province: by_province(&units),
            by_stars: Stars::ALL
                .into_iter()
                .filter_map(|stars_| {
                    let counts = stars.get(&Term::stars(stars_).key())?;
                    let name = Text::of(format!("{stars_} sao"), format!("{stars_} stars"));
                    Some(line(stars_.to_string(), name, *counts))
                })
                .collect(),
            by_group: by_group(&sets),
            by_year: years
                .into_iter()
                .filter(|(_, counts)| counts.certified > 0)
                .map(|(year, counts)| {
                    let year = year.to_string();
                    line(year.clone(), Text::of(year.clone(), year), counts)
                })
                .collect(),
            expiring: self.expiring_by_month(&parts, today).await?,
        })
    }

    async fn parts(&self, reach: &Reach, today: NaiveDate) -> Result<Parts, Error> {
        let within = match reach {
            Reach::All => Vec::new(),
            Reach::Of(councils) => {
                let terms = councils.iter().map(|&code| Term::council(code));
                vec![Clause::any(Field::Council, terms)]
            }
        };
        let shelf = Shelf::Certificates;
        let all = self.register.gather(shelf, &within).await?;
        let running = Clause::ends_between(today, NaiveDate::MAX);
        let running = all.and(&self.register.gather(shelf, &[running]).await?);
        let of = async |status| {
            let clause = [Clause::from(Term::status(status))];
            self.register.gather(shelf, &clause).await
        };
        let revoked = all.and(&of(Status::Revoked).await?);
        let superseded = all.and(&of(Status::Superseded).await?);
        let suspended = of(Status::Suspended).await?;
        let standing = all.without(&revoked).without(&superseded);
        Ok(Parts([
            standing.and(&running).without(&suspended),
            standing.and(&running).and(&suspended),
            standing.without(&running),
            revoked,
            superseded,
            all,
        ]))
    }

    async fn tally(&self, clause: &Clause, parts: &Parts) -> Result<BTreeMap<i64, Counts>, Error> {
        let gathered = parts.0.each_ref();
        let tallies = self
            .register
            .tally(Shelf::Certificates, clause, &gathered)
            .await?;
        let each = tallies.into_iter();
        Ok(each.map(|(term, tally)| (term, counts(&tally))).collect())
    }

    async fn expiring_by_month(
        &self,
        parts: &Parts,
        today: NaiveDate,
    ) -> Result<Vec<ReportLine>, Error> {
        let last = today
            .checked_add_months(Months::new(MONTHS))
            .unwrap_or(today);
        let days = Clause::ends_between(today, last);
        let tallies = self.tally(&days, parts).await?;
        let mut months: BTreeMap<(i32, u32), Counts> = BTreeMap::new();
        for ahead in 0..=MONTHS {
            let day = today
                .checked_add_months(Months::new(ahead))
                .unwrap_or(today);
            months.entry((day.year(), day.month())).or_default();
        }
        for (term, counts) in tallies {
            let day = i32::try_from(term)
                .ok()
                .and_then(NaiveDate::from_num_days_from_ce_opt);
            if let Some(day) = day {
                add(
                    months.entry((day.year(), day.month())).or_default(),
                    &counts,
                );
            }
        }
        let lines = months.into_iter().map(|((year, month), counts)| {
            let name = Text::of(format!("{month:02}/{year}"), format!("{month:02}/{year}"));
            // What was revoked or superseded has ended before.
            let standing = Counts {
                certified: counts.in_force + counts.suspended,
                revoked: 0,
                superseded: 0,
                ..counts
            };
            line(format!("{year}-{month:02}"), name, standing)
        });
        Ok(lines.collect())
    }
}

/// The counts of what was gathered, as [`Parts`] orders it.
fn counts(tally: &[u64]) -> Counts {
    let at = |place: usize| tally.get(place).copied().unwrap_or(0);
    Counts {
        in_force: at(0),
        suspended: at(1),
        expired: at(2),
        revoked: at(3),
        superseded: at(4),
        certified: at(5),
    }
}

fn add(sum: &mut Counts, counts: &Counts) {
    sum.certified += counts.certified;
    sum.in_force += counts.in_force;
    sum.suspended += counts.suspended;
    sum.expired += counts.expired;
    sum.revoked += counts.revoked;
    sum.superseded += counts.superseded;
}

fn line(key: String, name: Text, counts: Counts) -> ReportLine {
    ReportLine { key, name, counts }
}

/// The provinces of today by the name in which they are looked for, and the centre.
fn by_province(units: &BTreeMap<i64, Counts>) -> Vec<ReportLine> {
    let centre = (COUNTRY, Text::new("Trung ương", "Central"));
    let provinces = Province::all()
        .iter()
        .filter(|unit| unit.valid_to.is_none());
    let named = provinces.map(|unit| {
        let name = unit.name.clone();
        (unit.unit_id.as_str(), Text::of(name.clone(), name))
    });
    named
        .chain([centre])
        .filter_map(|(id, name)| {
            let counts = units.get(&Term::unit(id).key())?;
            (counts.certified > 0).then(|| line(id.to_owned(), name, *counts))
        })
        .collect()
}

/// Groups by name: 4 and 5 are not the same in the two catalogues, their names are.
fn by_group(sets: &BTreeMap<i64, Counts>) -> Vec<ReportLine> {
    let mut groups: Vec<(&str, Counts)> = Vec::new();
    for set in ProductSet::all() {
        let Some(counts) = sets.get(&Term::set(set.catalogue, set.set_no).key()) else {
            continue;
        };
        match groups.iter_mut().find(|(group, _)| *group == set.group) {
            Some((_, sum)) => add(sum, counts),
            None => groups.push((&set.group, *counts)),
        }
    }
    groups
        .into_iter()
        .filter(|(_, counts)| counts.certified > 0)
        .map(|(group, counts)| line(group.to_owned(), group_words(group), counts))
        .collect()
}
