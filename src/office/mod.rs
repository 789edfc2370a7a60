//! What people do, one act a file.

pub mod conformance;
