//! Keys on hardware tokens, reached through PKCS#11 and named by `pkcs11:` URIs.
//!
//! The private half is made on the token and never leaves it. The rest of the program knows
//! [`TokenKey`] as a [`Signer`](super::Signer).

mod error;
mod key;
mod module;
mod objects;
mod pair;
mod uri;

pub use error::TokenError;
pub use key::TokenKey;
pub use objects::{TokenEntry, list};
pub use pair::generate;
pub use uri::TokenUri;
