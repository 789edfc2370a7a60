//! What was asked of a service under faults, and what it said to each.
//!
//! Three answers are kept apart: it was done, it was refused, and nobody knows. What was
//! acknowledged must be there, what was refused must not, and nothing may be there twice.

use std::collections::BTreeMap;

/// What the one who asked knows afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It was done: it is there for good.
    Done,
    /// It was refused: nothing of it is there.
    Refused,
    /// No answer came, or one that says that nobody knows: it is there once or not at all.
    Unknown,
}

/// Every act, by a name of its own, with what was said to it last.
#[derive(Clone, Debug, Default)]
pub struct History {
    acts: BTreeMap<String, Told>,
}

impl History {
    /// Takes an answer in. Asked again after an unknown outcome, an act may become done or
    /// refused; what was done once stays done.
    pub fn take(&mut self, act: impl Into<String>, told: Told) {
        let act = act.into();
        let before = self.acts.get(&act).copied();
        match (before, told) {
            (Some(Told::Done), _) => {}
            // Whether the first attempt was carried out is still not known.
            (Some(Told::Unknown), Told::Refused) => {}
            _ => drop(self.acts.insert(act, told)),
        }
    }

    /// Every act, with what was said to it last.
    pub fn acts(self) -> impl Iterator<Item = (String, Told)> {
        self.acts.into_iter()
    }

    /// How many acts have been told so.
    pub fn count(&self, told: Told) -> usize {
        self.acts.values().filter(|&&other| other == told).count()
    }

    /// Compares with what is there afterwards, an entry for each time that an act left its mark.
    ///
    /// # Panics
    /// When something acknowledged is lost, something refused is there, something is there twice,
    /// or was never asked for.
    pub fn check<S: Into<String>>(&self, there: impl IntoIterator<Item = S>) {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for act in there {
            *times.entry(act.into()).or_default() += 1;
        }
        let faults: Vec<String> = self
            .acts
            .iter()
            .filter_map(|(act, told)| {
                let times = times.remove(act).unwrap_or(0);
                let sound = match told {
                    Told::Done => times == 1,
                    Told::Refused => times == 0,
                    Told::Unknown => times <= 1,
                };
                (!sound).then(|| format!("{act}: told {told:?}, there {times} times"))
            })
            .collect();
        assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
        assert!(times.is_empty(), "never asked for: {times:?}");
    }
}

#[test]
fn what_was_acknowledged_and_is_lost_is_found() {
    let mut history = History::default();
    for (act, told) in [
        ("a", Told::Done),
        ("b", Told::Refused),
        ("c", Told::Unknown),
        ("d", Told::Unknown),
    ] {
        history.take(act, told);
    }
    history.check(["a", "c"]);
    for wrong in [
        vec!["c"],
        vec!["a", "a"],
        vec!["a", "b"],
        vec!["a", "c", "c"],
        vec!["a", "e"],
    ] {
        let checked = history.clone();
        let found = std::panic::catch_unwind(move || checked.check(wrong.clone()));
        assert!(found.is_err());
    }
}

#[test]
fn what_was_done_once_stays_done_and_what_is_unknown_is_not_undone_by_a_refusal() {
    let mut history = History::default();
    history.take("a", Told::Done);
    history.take("a", Told::Unknown);
    history.take("b", Told::Unknown);
    history.take("b", Told::Refused);
    history.take("c", Told::Unknown);
    history.take("c", Told::Done);
    assert_eq!(
        (history.count(Told::Done), history.count(Told::Unknown)),
        (2, 1)
    );
}
