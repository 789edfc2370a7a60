//! Who is trusted: the root key kept elsewhere, keys and councils over the years, and a theft.

mod drill;
mod independent;
mod keys;
pub mod programme;
mod programme_keys;
mod proofs;
mod root;
mod succession;
