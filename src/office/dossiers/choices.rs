//! What a form about a dossier or a producer may choose from.

use std::sync::Arc;

use crate::office::{Access, Office, Right};
use crate::scheme::day;
use crate::scheme::edition::Edition;
use crate::scheme::product::ProductSet;
use crate::scheme::trust::Council;

impl Office {
    /// The councils that dossiers can be lodged with on this day, by name.
    pub fn councils_to_lodge_with(&self) -> Vec<Arc<Council>> {
        let edition = self.edition_in_force();
        self.councils_that(|council| self.not_first(council.code, edition).is_none())
    }

    /// The councils with which somebody may register producers, by name.
    pub fn councils_to_register_with(&self, access: &Access) -> Vec<Arc<Council>> {
        let reach = access.reach(Right::Producers);
        self.councils_that(|council| reach.includes(council.code))
    }

    /// The sets of the catalogue in force on this day.
    pub fn sets_in_force(&self) -> impl Iterator<Item = &'static ProductSet> {
        let catalogue = self.edition_in_force().map(|edition| edition.catalogue);
        let sets = ProductSet::all().iter();
        sets.filter(move |set| Some(set.catalogue) == catalogue)
    }

    fn edition_in_force(&self) -> Option<&'static Edition> {
        Edition::on(day::of(self.clock.now()))
    }

    fn councils_that(&self, fits: impl Fn(&Council) -> bool) -> Vec<Arc<Council>> {
        let held = self.held();
        let councils = held.trust.councils().iter();
        let mut councils: Vec<_> = councils.filter(|council| fits(council)).cloned().collect();
        councils.sort_by(|one, other| one.name.vi.cmp(&other.name.vi));
        councils
    }
}
