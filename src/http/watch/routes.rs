//! Every route with its place among the counters and its class.

use std::collections::{BTreeSet, HashMap};

use super::Class;
use crate::http::policy::POLICIES;

/// A route's place, and its class.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub place: usize,
    pub class: Class,
}

/// Every route, by its path as the router names it.
pub struct Routes {
    by_path: HashMap<&'static str, Route>,
    names: Vec<&'static str>,
}

/// What has no route of its own: an address that does not exist, the documentation's files.
const OTHER: &str = "other";

impl Routes {
    /// The routes of the policies.
    pub fn new() -> Self {
        let paths: BTreeSet<&str> = POLICIES.iter().map(|row| row.1).collect();
        let names: Vec<&str> = [OTHER].into_iter().chain(paths).collect();
        let placed = names.iter().enumerate();
        let by_path = placed.map(|(place, &path)| {
            let class = Class::of(path);
            (path, Route { place, class })
        });
        Self {
            by_path: by_path.collect(),
            names,
        }
    }

    /// The route of a path.
    pub fn of(&self, path: Option<&str>) -> Route {
        let known = path.and_then(|path| self.by_path.get(path));
        known.copied().unwrap_or(Route {
            place: 0,
            class: Class::Pages,
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The name of a place.
    pub fn name(&self, place: usize) -> &'static str {
        self.names[place]
    }
}
