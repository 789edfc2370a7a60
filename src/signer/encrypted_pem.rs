//! The text of a key file: encrypted PKCS#8 in PEM, written and read.
//!
//! RFC 5958 and RFC 8410 (the key), RFC 8018 and RFC 7914 (its encryption),
//! RFC 7468 (the text). Before the PEM may stand one line with the public key:
//! AES-CBC has no checksum, and a flipped bit in the file can become another
//! key that opens without complaint.

use std::path::Path;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use ed25519_dalek::SigningKey;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{Decode as _, ErrorKind, SecretDocument, Tag};
use pkcs8::pkcs5::{self, EncryptionScheme, pbes2};
use pkcs8::{
    AlgorithmIdentifierRef, EncryptedPrivateKeyInfoRef, LineEnding, ObjectIdentifier,
    PrivateKeyInfoRef,
};
use zeroize::Zeroizing;

use super::{Error, Passphrase};

/// What the line before the PEM begins with; the key follows in base64url.
const PUBLIC_KEY_LINE: &str = "ocop-public-key: ";

/// The PEM label of an encrypted PKCS#8 key (RFC 7468, section 11).
const LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// `id-Ed25519` (RFC 8410, section 3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// An octet string of 32 bytes begins so in DER: the seed is wrapped twice
/// (RFC 8410, section 7).
const SEED_HEADER: [u8; 2] = [0x04, 0x20];

/// Writes a key as text.
///
/// Without the public key inside the PKCS#8 (version 1): OpenSSL 3.0 does not
/// read version 2. With scrypt N = 2^14, r = 8, p = 5, the costliest that
/// OpenSSL's command reads without an option.
pub(super) fn write(
    key: &SigningKey,
    passphrase: &Passphrase,
    salt: [u8; 16],
    initialization_vector: [u8; 16],
) -> Zeroizing<String> {
    let mut wrapped = Zeroizing::new([0; 34]);
    wrapped[..2].copy_from_slice(&SEED_HEADER);
    wrapped[2..].copy_from_slice(key.as_bytes());
    let parameters = pbes2::Parameters {
        kdf: pbes2::Kdf::Scrypt(pbes2::ScryptParams {
            salt: pbes2::Salt::new(salt).expect("16 bytes are within the 32 a salt may have"),
            cost_parameter: 1 << 14,
            block_size: 8,
            parallelization: 5,
            key_length: None,
        }),
        encryption: pbes2::EncryptionScheme::Aes256Cbc {
            iv: initialization_vector,
        },
    };
    let pem = OctetStringRef::new(wrapped.as_slice())
        .map_err(pkcs8::Error::from)
        .and_then(|wrapped| {
            let algorithm = AlgorithmIdentifierRef {
                oid: ED25519,
                parameters: None,
            };
            PrivateKeyInfoRef::new(algorithm, wrapped)
                .encrypt_with_params(parameters, passphrase.bytes())
        })
        .and_then(|document| Ok(document.to_pem(LABEL, LineEnding::LF)?))
        .expect("a key of fixed length under fixed parameters has an encoding");
    let public_key = BASE64_URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
    Zeroizing::new(format!("{PUBLIC_KEY_LINE}{public_key}\n{}", *pem))
}

/// Reads what [`write()`] or OpenSSL wrote: PBES2 with AES-CBC and scrypt or
/// PBKDF2 (with SHA-2). `path` is for the errors only.
///
/// # Errors
///
/// As [`KeyFile::open`](super::KeyFile::open) tells, for what is in the text.
pub(super) fn read(text: &str, passphrase: &Passphrase, path: &Path) -> Result<SigningKey, Error> {
    let malformed = || Error::KeyMalformed { path: path.into() };
    let (stated, pem) = match text.strip_prefix(PUBLIC_KEY_LINE) {
        None => (None, text),
        Some(rest) => {
            let (line, pem) = rest.split_once('\n').ok_or_else(malformed)?;
            let line = line.strip_suffix('\r').unwrap_or(line);
            let stated = BASE64_URL_SAFE_NO_PAD.decode(line);
            (Some(stated.map_err(|_not_base64| malformed())?), pem)
        }
    };
    match pem.strip_prefix("-----BEGIN ") {
        Some(rest) if rest.starts_with("ENCRYPTED PRIVATE KEY-----") => {}
        Some(rest) if rest.starts_with("PRIVATE KEY-----") => {
            return Err(Error::KeyNotEncrypted { path: path.into() });
        }
        _ => return Err(malformed()),
    }
    let (_label, document) = SecretDocument::from_pem(pem).map_err(|_| malformed())?;
    let encrypted = EncryptedPrivateKeyInfoRef::from_der(document.as_bytes()).map_err(|error| {
        match error.kind() {
            // The second is how an encryption older than PBES2 is answered.
            ErrorKind::OidUnknown { .. }
            | ErrorKind::Value {
                tag: Tag::ObjectIdentifier,
            } => Error::EncryptionUnsupported { path: path.into() },
            _ => malformed(),
        }
    })?;
    let key = seed(&decrypt(&encrypted, passphrase, path)?, path)?;
    if stated.is_some_and(|stated| stated != key.verifying_key().as_bytes()) {
        return Err(Error::KeyDamaged { path: path.into() });
    }
    Ok(key)
}

/// The decrypted PKCS#8, if the encryption is one that is known and affordable.
fn decrypt(
    encrypted: &EncryptedPrivateKeyInfoRef<'_>,
    passphrase: &Passphrase,
    path: &Path,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let unsupported = || Error::EncryptionUnsupported { path: path.into() };
    let EncryptionScheme::Pbes2(parameters) = &encrypted.encryption_algorithm else {
        return Err(unsupported());
    };
    match parameters.encryption {
        pbes2::EncryptionScheme::Aes128Cbc { .. }
        | pbes2::EncryptionScheme::Aes192Cbc { .. }
        | pbes2::EncryptionScheme::Aes256Cbc { .. } => {}
        _ => return Err(unsupported()),
    }
    if !affordable(&parameters.kdf) {
        return Err(Error::DerivationRefused { path: path.into() });
    }
    let mut buffer = Zeroizing::new(encrypted.encrypted_data.as_bytes().to_vec());
    let length = parameters
        .decrypt_in_place(passphrase.bytes(), &mut buffer)
        .map_err(|error| match error {
            pkcs5::Error::UnsupportedAlgorithm { .. } => unsupported(),
            pkcs5::Error::AlgorithmParametersInvalid { .. } => {
                Error::KeyMalformed { path: path.into() }
            }
            _ => Error::WrongPassphrase { path: path.into() },
        })?
        .len();
    buffer.truncate(length);
    Ok(buffer)
}

/// Whether deriving the key stays within 128 MiB and a few seconds. Asked
/// before deriving: the figures come from the file, and whoever wrote the file
/// may want the memory exhausted.
fn affordable(kdf: &pbes2::Kdf) -> bool {
    match kdf {
        pbes2::Kdf::Scrypt(scrypt) => {
            let cost = u128::from(scrypt.cost_parameter);
            let block_size = u128::from(scrypt.block_size);
            let lanes = u128::from(scrypt.parallelization);
            // RFC 7914, section 2: N is a power of two above 1; the work takes
            // 128·N·r bytes and 128·p·r beside them.
            cost.is_power_of_two()
                && cost > 1
                && block_size > 0
                && lanes > 0
                && cost * block_size <= 1 << 20
                && lanes * block_size <= 1 << 13
                && cost * block_size * lanes <= 1 << 23
        }
        pbes2::Kdf::Pbkdf2(pbkdf2) => (1..=4_000_000).contains(&pbkdf2.iteration_count),
        // None exists; the match must have an arm.
        _ => false,
    }
}

/// The Ed25519 key in a PKCS#8 document of either version.
fn seed(document: &[u8], path: &Path) -> Result<SigningKey, Error> {
    // A wrong passphrase passes the padding once in 256 times and then gives
    // noise: what is no PKCS#8 at all means the passphrase, not the file.
    let info = PrivateKeyInfoRef::from_der(document)
        .map_err(|_noise| Error::WrongPassphrase { path: path.into() })?;
    if info.algorithm.oid != ED25519 {
        return Err(Error::AlgorithmUnsupported { path: path.into() });
    }
    let malformed = || Error::KeyMalformed { path: path.into() };
    let wrapped = info.private_key.as_bytes();
    let seed = wrapped.strip_prefix(&SEED_HEADER).ok_or_else(malformed)?;
    let seed: &[u8; 32] = seed.try_into().map_err(|_other_length| malformed())?;
    if info.algorithm.parameters.is_some() {
        return Err(malformed());
    }
    let key = SigningKey::from_bytes(seed);
    if let Some(public_key) = info.public_key
        && public_key.as_bytes() != Some(key.verifying_key().as_bytes())
    {
        return Err(Error::KeyDamaged { path: path.into() });
    }
    Ok(key)
}
