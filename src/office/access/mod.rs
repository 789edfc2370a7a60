//! Who acts, and what they may do: people by their roles, programs by their tokens.
//!
//! ```text
//! a route needs a Right -> a Role has it, for a council or producer -> the act asks how far
//!                       -> or a token's Scope covers it
//! ```

mod reach;
mod right;
mod role;
mod scope;

use chrono::{DateTime, TimeDelta, Utc};

pub use reach::Reach;
pub use right::Right;
pub use role::{Grant, Role};
pub use scope::Scope;

use crate::scheme::council::CouncilCode;

/// How long a second factor counts as fresh. Whoever signs has shown one within it.
pub const FRESH: TimeDelta = TimeDelta::minutes(5);

/// Who acts: what the trail names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person, by the identity of their account.
    Account(i64),
    /// A program, by the identity of its token.
    Token(i64),
    /// A command, run by whoever has the machine.
    Program,
}

impl Actor {
    /// As the trail writes it: `account 7`.
    pub fn written(self) -> String {
        match self {
            Self::Account(id) => format!("account {id}"),
            Self::Token(id) => format!("token {id}"),
            Self::Program => "program".to_owned(),
        }
    }
}

/// What somebody who was let in may do, however they were.
#[derive(Clone, Debug)]
pub struct Access {
    /// Who acts.
    pub actor: Actor,
    grants: Vec<Grant>,
    /// `None` for a person who signed in; the scopes of a token otherwise.
    scopes: Option<Vec<String>>,
    /// The council that a token of no account is limited to.
    council: Option<CouncilCode>,
    /// When a second factor was last shown in this session.
    factor_at: Option<DateTime<Utc>>,
}

impl Access {
    /// Of a person who signed in.
    pub fn of_account(account: i64, grants: Vec<Grant>, factor_at: Option<DateTime<Utc>>) -> Self {
        Self {
            actor: Actor::Account(account),
            grants,
            scopes: None,
            council: None,
            factor_at,
        }
    }

    /// Of a program with a token that belongs to nobody in particular.
    pub fn of_token(token: i64, scopes: Vec<String>, council: Option<CouncilCode>) -> Self {
        Self {
            actor: Actor::Token(token),
            grants: Vec::new(),
            scopes: Some(scopes),
            council,
            factor_at: None,
        }
    }

    /// Of a program with a person's token: it may do what they may, within its scopes.
    pub fn of_personal_token(account: i64, scopes: Vec<String>, grants: Vec<Grant>) -> Self {
        Self {
            actor: Actor::Account(account),
            grants,
            scopes: Some(scopes),
            council: None,
            factor_at: None,
        }
    }

    /// Of a command: whoever has the machine may do all but what takes two people.
    pub fn of_program() -> Self {
        Self {
            actor: Actor::Program,
            grants: vec![Grant::of_programme(Role::Programme)],
            scopes: None,
            council: None,
            factor_at: None,
        }
    }

    /// The account of the person who acts, by themselves or by their token.
    pub fn account(&self) -> Option<i64> {
        match self.actor {
            Actor::Account(id) => Some(id),
            Actor::Token(_) | Actor::Program => None,
        }
    }

    /// Every role that was given.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Whether a right is given for anything at all. What it reaches is asked for each thing.
    pub fn allows(&self, right: Right) -> bool {
        if !self.in_scope(right) {
            return false;
        }
        matches!(self.actor, Actor::Token(_))
            || right.is_everybodys()
            || self.with(right).next().is_some()
    }

    /// Whether a person signed in, who can show a second factor. A token cannot.
    pub fn is_session(&self) -> bool {
        self.scopes.is_none() && matches!(self.actor, Actor::Account(_))
    }

    /// Whether a second factor was shown within the last five minutes.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.factor_at
            .is_some_and(|shown| shown <= now && now - shown <= FRESH)
    }

    /// The councils that a right reaches.
    pub fn reach(&self, right: Right) -> Reach {
        if !self.in_scope(right) {
            return Reach::none();
        }
        if let Actor::Token(_) = self.actor {
            return self.council.into();
        }
        let mut councils = Vec::new();
        for grant in self.with(right) {
            match grant.council {
                Some(council) => councils.push(council),
                None if grant.producer.is_none() => return Reach::All,
                None => {}
            }
        }
        Reach::Of(councils)
    }

    /// Whether what a council has is within a right.
    pub fn reaches(&self, right: Right, council: CouncilCode) -> bool {
        self.reach(right).includes(council)
    }

    /// The producers for whom somebody acts who has the right as a producer.
    pub fn producers(&self, right: Right) -> Vec<i64> {
        if !self.in_scope(right) {
            return Vec::new();
        }
        self.with(right)
            .filter_map(|grant| grant.producer)
            .collect()
    }

    fn with(&self, right: Right) -> impl Iterator<Item = &Grant> {
        self.grants
            .iter()
            .filter(move |grant| right.is_of(grant.role))
    }

    fn in_scope(&self, right: Right) -> bool {
        match (&self.scopes, right.scope()) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(scopes), Some(scope)) => scopes.iter().any(|allowed| allowed == scope.name()),
        }
    }
}
