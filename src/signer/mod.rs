//! What signs: a private key behind one contract, wherever the key is kept.
//!
//! The kinds of keeping are an encrypted file ([`KeyFile`]) and a PKCS#11 token
//! ([`TokenKey`]). The rest of the program knows only [`Signer`].

mod encrypted_pem;
mod error;
mod key_file;
mod passphrase;
pub mod pkcs11;
mod private_file;

pub use error::Error;
pub use key_file::{FreshSeed, KeyFile, fresh_seed};
pub use passphrase::{Passphrase, PassphraseSource};
pub use pkcs11::{TokenEntry, TokenError, TokenKey, TokenUri};

/// One council's private key, able to sign and unable to show itself.
///
/// The contract, for those who implement it and those who call it:
///
/// - The signature is pure Ed25519 (RFC 8032, section 5.1.6): the same key and
///   message always give the same 64 bytes, so a repeated act gives the same
///   certificate.
/// - [`sign`](Signer::sign) blocks: up to a second on a token, microseconds on
///   a file. An async caller sends it to a thread for blocking work.
/// - The caller holds no database lock or transaction meanwhile.
/// - It may fail, and then nothing was signed. The caller may try again.
/// - Several threads may call at once; the implementation queues them if its
///   device cannot.
/// - It never logs, neither the message nor anything of the key.
/// - The caller verifies the signature under the public key it expects before
///   using it: a faulty device or memory can return a wrong signature, and a
///   wrong Ed25519 signature can give the key away.
pub trait Signer: Send + Sync {
    /// The public key that belongs to the signatures. Answers at once and
    /// never changes while the signer lives.
    fn public_key(&self) -> ed25519_dalek::VerifyingKey;

    /// Signs these bytes as they stand, without hashing or framing them first.
    ///
    /// # Errors
    ///
    /// When the key cannot be reached now. A [`KeyFile`] never fails here.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error>;
}
