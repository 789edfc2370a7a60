//! A key kept in an encrypted file: made, opened, and used to sign.

use std::fmt;
use std::path::Path;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use ed25519_dalek::{SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::private_file::{self, Draft};
use super::{Error, Passphrase, Signer, encrypted_pem};

/// The longest key file that is read, in bytes. Ours have about 500.
const LONGEST: usize = 16 * 1024;

/// An Ed25519 key whose home is a file of encrypted PKCS#8, unlocked in memory.
///
/// The file is the one `openssl pkcs8 -topk8` writes and reads. The memory is
/// overwritten when the value is dropped.
pub struct KeyFile {
    key: SigningKey,
}

impl KeyFile {
    /// Makes a new key and the file that keeps it, with mode 0600.
    ///
    /// The file appears under its name complete, durable and already opened
    /// once with the passphrase, or not at all. It never replaces another: of
    /// two calls for one path, one wins. Blocks for about a second.
    ///
    /// # Errors
    ///
    /// When the passphrase has fewer than 12 characters, the name is taken, or
    /// the directory or disk refuses.
    pub fn generate(
        path: &Path,
        passphrase: &Passphrase,
        fresh: FreshSeed,
    ) -> Result<KeyFile, Error> {
        passphrase.suits_a_new_key(path)?;
        let key = SigningKey::from_bytes(&fresh.seed);
        refuse_weak(&key, path)?;
        let text = encrypted_pem::write(&key, passphrase, fresh.salt, fresh.initialization_vector);
        let mark = BASE64_URL_SAFE_NO_PAD.encode(fresh.salt);
        let draft = Draft::write(path, &mark, text.as_bytes())?;
        let opened = KeyFile::open(draft.path(), passphrase)?;
        if opened.key != key {
            return Err(Error::KeyDamaged { path: path.into() });
        }
        draft.publish(path)?;
        Ok(opened)
    }

    /// Unlocks the key in a file, made by [`KeyFile::generate`] or by OpenSSL.
    ///
    /// Blocks for as long as the file's key derivation asks, a few seconds at
    /// most. A file made by OpenSSL does not state its public key, and its
    /// encryption does not notice every damage: the caller compares
    /// [`Signer::public_key`] with the council's registered one.
    ///
    /// # Errors
    ///
    /// When others may read the file, it is no regular file of at most 16 kB
    /// with one encrypted Ed25519 key, the passphrase is wrong, the key
    /// derivation is too costly, or the key can be guessed.
    pub fn open(path: &Path, passphrase: &Passphrase) -> Result<KeyFile, Error> {
        let bytes = private_file::read(path, LONGEST, private_file::OWNER_ONLY)?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_not_text| Error::KeyMalformed { path: path.into() })?;
        let key = encrypted_pem::read(text, passphrase, path)?;
        refuse_weak(&key, path)?;
        Ok(KeyFile { key })
    }

    /// A key that has no file: the demonstration's and the tests'.
    pub fn from_signing_key(key: SigningKey) -> KeyFile {
        KeyFile { key }
    }
}

impl Signer for KeyFile {
    fn public_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error> {
        Ok(ed25519_dalek::Signer::sign(&self.key, message).to_bytes())
    }
}

impl fmt::Debug for KeyFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let public_key = BASE64_URL_SAFE_NO_PAD.encode(self.key.verifying_key().as_bytes());
        formatter
            .debug_struct("KeyFile")
            .field("public_key", &public_key)
            .finish_non_exhaustive()
    }
}

/// The random bytes of one new key, used once: it cannot be copied.
pub struct FreshSeed {
    seed: Zeroizing<[u8; 32]>,
    salt: [u8; 16],
    initialization_vector: [u8; 16],
}

impl FreshSeed {
    /// Takes the bytes from the caller; a test gives fixed ones, everyone else
    /// calls [`fresh_seed`].
    pub fn new(seed: [u8; 32], salt: [u8; 16], initialization_vector: [u8; 16]) -> FreshSeed {
        FreshSeed {
            seed: Zeroizing::new(seed),
            salt,
            initialization_vector,
        }
    }

    /// The public half of the key that this becomes, to name its file by.
    pub fn public_key(&self) -> VerifyingKey {
        SigningKey::from_bytes(&self.seed).verifying_key()
    }
}

impl fmt::Debug for FreshSeed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FreshSeed").finish_non_exhaustive()
    }
}

/// The random bytes of a new key, from the operating system.
///
/// # Errors
///
/// [`Error::NoRandomness`] when the operating system has none.
pub fn fresh_seed() -> Result<FreshSeed, Error> {
    let mut fresh = FreshSeed::new([0; 32], [0; 16], [0; 16]);
    for bytes in [
        fresh.seed.as_mut_slice(),
        &mut fresh.salt,
        &mut fresh.initialization_vector,
    ] {
        getrandom::fill(bytes).map_err(|_no_reason_helps| Error::NoRandomness)?;
    }
    Ok(fresh)
}

/// Refuses a public key of small order, under which forgeries verify, and a
/// seed of one repeated byte, which is a file of zeroes rather than a secret.
fn refuse_weak(key: &SigningKey, path: &Path) -> Result<(), Error> {
    let seed = key.as_bytes();
    if key.verifying_key().is_weak() || seed.iter().all(|byte| *byte == seed[0]) {
        return Err(Error::KeyWeak { path: path.into() });
    }
    Ok(())
}
