//! Keys on hardware tokens, tested with SoftHSM2: URIs, tokens that come and go, the office.

mod keys;
mod office;
mod program;
mod tokens;
mod uris;
