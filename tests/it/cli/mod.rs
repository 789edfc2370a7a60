//! The commands, as an operator and as a program use them.

mod book;
mod demonstration;
mod errors;
mod flow;
mod labels;
mod packs;
mod renewing;
mod tokens;
mod transcripts;
mod vectors;
mod verifying;
