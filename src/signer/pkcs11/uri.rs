//! `pkcs11:` URIs (RFC 7512), a strict subset: which module, which token, which key.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::TokenError;

/// The longest URI that is read, in bytes.
const LONGEST: usize = 2_000;

/// Where a key on a token is.
///
/// Five attributes of RFC 7512 are known, each at most once: `module-path` (required, an
/// absolute path), `token` and `slot-id` (at least one, to name the token), `object` and `id`
/// (to name the key). RFC 7512 has `module-path` after the `?`; before it, where many write
/// it, it is read too. Any other attribute is refused rather than ignored: it would narrow
/// the choice in a way this program does not follow. A PIN in the URI is refused.
///
/// Written, attributes stand in one order, with everything percent-encoded that need be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenUri {
    module: PathBuf,
    token: Option<String>,
    slot: Option<u64>,
    object: Option<String>,
    id: Option<Vec<u8>>,
}

impl TokenUri {
    /// The PKCS#11 module, a shared library.
    pub fn module(&self) -> &Path {
        &self.module
    }

    /// The label of the key.
    pub fn object(&self) -> Option<&str> {
        self.object.as_deref()
    }

    /// The id of the key (`CKA_ID`).
    pub fn id(&self) -> Option<&[u8]> {
        self.id.as_deref()
    }

    /// The same token, and the key with this label and id.
    #[must_use]
    pub fn with_key(&self, object: String, id: Option<Vec<u8>>) -> Self {
        Self {
            object: Some(object),
            id,
            ..self.clone()
        }
    }

    /// What names the token: its label, its slot.
    pub(super) fn place(&self) -> (Option<&str>, Option<u64>) {
        (self.token.as_deref(), self.slot)
    }

    /// The token, as people are told of it.
    pub(super) fn shown_token(&self) -> String {
        match (&self.token, self.slot) {
            (Some(token), _) => token.clone(),
            (None, slot) => format!("slot {}", slot.unwrap_or_default()),
        }
    }

    /// The key, as people are told of it.
    pub(super) fn shown_key(&self) -> String {
        match (&self.object, &self.id) {
            (Some(object), _) => object.clone(),
            (None, Some(id)) => hex::encode(id),
            (None, None) => "Ed25519".to_owned(),
        }
    }
}

impl FromStr for TokenUri {
    type Err = TokenError;

    /// # Errors
    /// [`TokenError::PinInUri`], [`TokenError::UriAttribute`], [`TokenError::UriIncomplete`],
    /// and [`TokenError::UriMalformed`] for the rest. None repeats a value: it could be a PIN.
    fn from_str(text: &str) -> Result<Self, TokenError> {
        let rest = text
            .strip_prefix("pkcs11:")
            .filter(|_| text.len() <= LONGEST)
            .ok_or(TokenError::UriMalformed)?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let attributes = || {
            let path = path.split(';').map(|attribute| (attribute, true));
            let query = query.split('&').map(|attribute| (attribute, false));
            path.chain(query)
                .filter(|(attribute, _)| !attribute.is_empty())
        };
        // Before anything else is said: whoever wrote a PIN here has to change it.
        if attributes().any(|(attribute, _)| attribute.trim_start().starts_with("pin-")) {
            return Err(TokenError::PinInUri);
        }
        let (mut module, mut token, mut slot, mut object, mut id) = (None, None, None, None, None);
        for (attribute, in_path) in attributes() {
            let (name, value) = attribute.split_once('=').ok_or(TokenError::UriMalformed)?;
            let bytes = decoded(value)?;
            match name {
                "module-path" => once(&mut module, PathBuf::from(words(bytes)?))?,
                "token" if in_path => once(&mut token, words(bytes)?)?,
                "slot-id" if in_path => once(&mut slot, number(&bytes)?)?,
                "object" if in_path => once(&mut object, words(bytes)?)?,
                "id" if in_path && !bytes.is_empty() => once(&mut id, bytes)?,
                "token" | "slot-id" | "object" | "id" => return Err(TokenError::UriMalformed),
                _ => return Err(TokenError::attribute(name)),
            }
        }
        let module: PathBuf = module.ok_or(TokenError::UriIncomplete("module-path"))?;
        // A relative path would load whatever lies in the folder of the moment.
        if !module.is_absolute() {
            return Err(TokenError::UriIncomplete("module-path=/"));
        }
        if token.is_none() && slot.is_none() {
            return Err(TokenError::UriIncomplete("token"));
        }
        Ok(Self {
            module,
            token,
            slot,
            object,
            id,
        })
    }
}

impl fmt::Display for TokenUri {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut path = Vec::new();
        if let Some(token) = &self.token {
            path.push(format!("token={}", encoded(token.as_bytes(), "")));
        }
        if let Some(slot) = self.slot {
            path.push(format!("slot-id={slot}"));
        }
        if let Some(object) = &self.object {
            path.push(format!("object={}", encoded(object.as_bytes(), "")));
        }
        if let Some(id) = &self.id {
            let every: String = id.iter().map(|byte| format!("%{byte:02X}")).collect();
            path.push(format!("id={every}"));
        }
        let module = self.module.as_os_str().as_encoded_bytes();
        let (path, module) = (path.join(";"), encoded(module, "/"));
        write!(formatter, "pkcs11:{path}?module-path={module}")
    }
}

fn once<T>(place: &mut Option<T>, value: T) -> Result<(), TokenError> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(TokenError::UriMalformed),
    }
}

fn words(bytes: Vec<u8>) -> Result<String, TokenError> {
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.is_empty() && !text.contains(char::is_control))
        .ok_or(TokenError::UriMalformed)
}

fn number(bytes: &[u8]) -> Result<u64, TokenError> {
    let digits = std::str::from_utf8(bytes).ok();
    let digits = digits.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits
        .and_then(|text| text.parse().ok())
        .ok_or(TokenError::UriMalformed)
}

/// Undoes percent-encoding. Besides letters, digits and `-._~`, what RFC 7512 lets stand as it
/// is may: `:[]@!$'()*+,` and `/`.
fn decoded(text: &str) -> Result<Vec<u8>, TokenError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
                let (high, low) = (digit(), digit());
                let byte = high.zip(low).map(|(high, low)| 16 * high + low);
                let byte = byte.and_then(|byte| u8::try_from(byte).ok());
                bytes.push(byte.ok_or(TokenError::UriMalformed)?);
            }
            _ if stands(byte) || b":[]@!$'()*+,/".contains(&byte) => bytes.push(byte),
            _ => return Err(TokenError::UriMalformed),
        }
    }
    Ok(bytes)
}

fn encoded(bytes: &[u8], also: &str) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        if stands(byte) || also.as_bytes().contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// The unreserved characters of RFC 3986.
fn stands(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}
