//! The rules of OCOP and of the token, one file a subject.

mod data;
mod day;
mod edition;
mod number;
mod text;
