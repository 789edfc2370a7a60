//! The rules of OCOP and of the token, one file a subject.

mod number;
mod text;
