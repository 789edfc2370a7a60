//! Scopes: what a token was made for.

use std::fmt;
use std::str::FromStr;

/// A kind of acts. Reading what is public needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The life of certificates: revoke, suspend, lift, supersede, renew, and whether labels of a
    /// suspended one are printed again.
    Life,
    /// Keys and councils: retire, compromise, succeed.
    Keys,
    /// The trust list: see what is to be signed, hand in what was signed.
    Publish,
    /// What the person may do at the desk whose token it is, but for what takes a second factor.
    Desk,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::Life, Self::Keys, Self::Publish, Self::Desk];

    /// The name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Life => "life",
            Self::Keys => "keys",
            Self::Publish => "publish",
            Self::Desk => "desk",
        }
    }
}

/// Text that names no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a scope: write life, keys, publish or desk")]
pub struct NotAScope;

impl FromStr for Scope {
    type Err = NotAScope;

    fn from_str(text: &str) -> Result<Self, NotAScope> {
        let mut all = Self::ALL.into_iter();
        all.find(|scope| scope.name() == text).ok_or(NotAScope)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
