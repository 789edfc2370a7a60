//! People: their accounts and roles, and how they sign in.

mod accounts;
mod sessions;

pub use accounts::{PeopleRefused, Person};
pub use sessions::{NoSession, SessionSecret};
