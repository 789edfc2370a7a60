//! The rules of OCOP and of the token, one file a subject.

mod assessment;
mod data;
mod day;
mod edition;
mod journal;
mod judge;
mod number;
pub mod programme;
mod programme_keys;
mod publication;
mod seal;
mod serial;
mod sources;
mod text;
mod token;
mod trust;
mod verdict;
