//! Decisions: prepared by one person, approved by another, released once.
//!
//! ```text
//! draft -> submitted -> approved -> (its release begins) -> released
//!   ^----------+-----------+  any change, which voids the approval
//! ```
//!
//! Every change is of the version that the person saw; whoever changed anything has a hand in
//! it, and approves nothing of it. What is approved is a digest of exactly what is signed, and
//! the release signs nothing else.

mod approve;
mod canonical;
mod change;
mod check;
mod gather;
mod import;
mod keys;
mod line_view;
mod lines;
mod listed;
mod once;
mod papers;
mod prepare;
mod refused;
mod release;
mod sheet;
mod superseding;
mod template;
mod two_people;
mod view;

use serde::{Deserialize, Serialize};

pub use gather::Gathering;
pub use import::Imported;
pub use keys::CouncilKeys;
pub use line_view::{LinePage, LineView};
pub use lines::NewLine;
pub use listed::{ListedPreparation, PreparationPage, PreparationQuery};
pub use once::Once;
pub use papers::LARGEST_SCAN;
pub use prepare::NewPreparation;
pub use refused::PreparationRefused;
pub use release::Released;
pub use template::template_csv;
pub use view::{ApprovalView, Named, PreparationView, Problem};

use super::issue::headings::heading;
use super::issue::list::{MORE, PRODUCT};
use super::{Access, Error, Office, Right};
use crate::register::PreparationRecord;
use crate::scheme::preparation::PreparationState;

/// What an act did to a preparation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The preparation.
    pub id: i64,
    /// Its version now.
    pub version: i64,
    /// Where it is now.
    pub state: PreparationState,
    /// How many lines were added or removed.
    pub lines: usize,
    /// Whether an approval was voided by it.
    pub approval_voided: bool,
}

/// The version of a preparation that somebody saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which preparation.
    pub id: i64,
    /// The version that was on the page.
    pub version: i64,
}

/// The columns of a line: its name, what it is called in Vietnamese, and whether it must be there.
pub fn line_columns() -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    let columns = PRODUCT.into_iter().chain(MORE);
    columns.map(|name| {
        let called = heading(name).unwrap_or(name);
        (name, called, PRODUCT.contains(&name))
    })
}

/// How the trail names a preparation.
fn subject(id: i64) -> String {
    format!("preparation {id}")
}

/// The person who acts, by themselves or by their token.
fn person(access: &Access) -> Result<i64, Error> {
    let person = access.account();
    Ok(person.ok_or(PreparationRefused::PersonNeeded)?)
}

impl Office {
    /// A preparation within a right. Another council's is as if it were not there.
    async fn reached_preparation(
        &self,
        access: &Access,
        right: Right,
        id: i64,
    ) -> Result<PreparationRecord, Error> {
        let found = self.register.preparation(id).await?;
        let found = found.filter(|found| access.reaches(right, found.council));
        Ok(found.ok_or(PreparationRefused::NoSuchPreparation(id))?)
    }

    /// The version of it that somebody saw, if it is still the newest.
    async fn seen_preparation(
        &self,
        access: &Access,
        right: Right,
        Seen { id, version }: Seen,
    ) -> Result<PreparationRecord, Error> {
        let found = self.reached_preparation(access, right, id).await?;
        if found.version != version {
            return Err(self
                .stale(&subject(id), version, found.version)
                .await?
                .into());
        }
        Ok(found)
    }
}
