//! The words of the inspector's scripts: a name, and what is said in both languages. `{n}` and its
//! like stand for what the script fills in. The page brings those of its language along; a test
//! compares the names with those that the scripts use.

mod checks;
mod device;

use crate::scheme::words::Text;

/// A text and its name.
pub type Said = (&'static str, Text);

const fn said(name: &'static str, vi: &'static str, en: &'static str) -> Said {
    (name, Text::new(vi, en))
}

/// Every text.
pub fn all() -> impl Iterator<Item = &'static Said> {
    checks::OF_CHECKS.iter().chain(device::OF_THE_DEVICE)
}
