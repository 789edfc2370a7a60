//! Keys as objects on a token: found, read and listed.

use std::sync::Arc;

use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use serde::Serialize;

use super::module::{Login, Module, alone};
use super::{TokenError, TokenUri};
use crate::scheme::seal::{KeyId, PublicKey};
use crate::signer::{Error, Passphrase};

/// `id-Ed25519` (RFC 8410, section 3), as `CKA_EC_PARAMS` of many tokens.
pub(super) const CURVE_OID: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];

/// The printable string `edwards25519` (PKCS#11 3.0, section 2.3.5), as of the others.
pub(super) const CURVE_NAME: &[u8] = b"\x13\x0cedwards25519";

/// The object identifier of the time before RFC 8410, still in use on OpenPGP cards.
const CURVE_OLD_OID: &[u8] = &[
    0x06, 0x09, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x0f, 0x01,
];

/// A private key on a token, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenEntry {
    /// Its label.
    pub object: String,
    /// Its id (`CKA_ID`), hexadecimal.
    pub id: String,
    /// Whether it can be a council's key: Ed25519, with its public half.
    pub usable: bool,
    /// Whether the token never gives the private half away.
    pub stays: bool,
    /// The key id, when it is usable.
    pub kid: Option<KeyId>,
    /// The public half in base64url, when it is usable.
    pub public_key: Option<String>,
    /// What names it, without a PIN.
    pub uri: String,
}

/// The private keys of a token. Those that `object` and `id` of the URI leave, if it has them.
///
/// Blocks.
///
/// # Errors
/// [`Error::Token`] when the token cannot be used.
pub fn list(uri: &TokenUri, pin: Passphrase) -> Result<Vec<TokenEntry>, Error> {
    let module = Module::of(uri.module())?;
    let pin = Arc::new(pin);
    let entries = alone(&module).attend(uri, &pin, |login| {
        let session = &login.session;
        let mut entries = Vec::new();
        for handle in objects(session, uri, ObjectClass::PRIVATE_KEY)? {
            let traits = Traits::read(session, uri, handle)?;
            let named = uri.with_key(
                traits.label.clone(),
                Some(traits.id.clone()).filter(|id| !id.is_empty()),
            );
            let public = traits
                .is_ed25519()
                .then(|| public_half(session, &named).ok())
                .flatten();
            entries.push(TokenEntry {
                object: traits.label.clone(),
                id: hex::encode(&traits.id),
                usable: public.is_some(),
                stays: traits.stays,
                kid: public.map(|key| key.id()),
                public_key: public.map(|key| key.to_base64()),
                uri: named.to_string(),
            });
        }
        Ok(entries)
    })?;
    Ok(entries)
}

/// What is read of a private key.
struct Traits {
    label: String,
    id: Vec<u8>,
    kind: Option<KeyType>,
    curve: Option<Vec<u8>>,
    stays: bool,
}

impl Traits {
    fn read(session: &Session, uri: &TokenUri, handle: ObjectHandle) -> Result<Self, TokenError> {
        let asked = [
            AttributeType::Label,
            AttributeType::Id,
            AttributeType::KeyType,
            AttributeType::EcParams,
            AttributeType::Sensitive,
            AttributeType::Extractable,
        ];
        let mut read = Self {
            label: String::new(),
            id: Vec::new(),
            kind: None,
            curve: None,
            stays: false,
        };
        let (mut sensitive, mut extractable) = (false, true);
        // Those that a key of its kind does not have are left out, not refused.
        let attributes = session.get_attributes(handle, &asked);
        let failed = |error| TokenError::answered(uri.shown_token(), &error);
        for attribute in attributes.map_err(failed)? {
            match attribute {
                Attribute::Label(label) => read.label = String::from_utf8_lossy(&label).into(),
                Attribute::Id(id) => read.id = id,
                Attribute::KeyType(kind) => read.kind = Some(kind),
                Attribute::EcParams(curve) => read.curve = Some(curve),
                Attribute::Sensitive(is) => sensitive = is,
                Attribute::Extractable(is) => extractable = is,
                _ => {}
            }
        }
        read.stays = sensitive && !extractable;
        Ok(read)
    }

    fn is_ed25519(&self) -> bool {
        // Some tokens keep the curve with the public half only.
        let curve = self.curve.as_deref().filter(|curve| !curve.is_empty());
        self.kind == Some(KeyType::EC_EDWARDS) && curve.is_none_or(is_ed25519)
    }
}

fn is_ed25519(curve: &[u8]) -> bool {
    [CURVE_OID, CURVE_NAME, CURVE_OLD_OID].contains(&curve)
}

/// The one Ed25519 key that a URI names: its private half's handle, and its public half.
///
/// # Errors
/// [`TokenError::KeyMissing`], [`TokenError::SeveralKeys`], [`TokenError::KeyUnsupported`],
/// [`TokenError::KeyUnfit`], or what the token answered.
pub(super) fn find(login: &Login, uri: &TokenUri) -> Result<(ObjectHandle, PublicKey), TokenError> {
    let session = &login.session;
    let (token, key) = (uri.shown_token(), uri.shown_key());
    let mut found = None;
    let mut others = false;
    for handle in objects(session, uri, ObjectClass::PRIVATE_KEY)? {
        let traits = Traits::read(session, uri, handle)?;
        if !traits.is_ed25519() {
            others = true;
            continue;
        }
        let id = Some(traits.id).filter(|id| !id.is_empty());
        let named = uri.with_key(traits.label, id);
        if found.replace((handle, named)).is_some() {
            return Err(TokenError::SeveralKeys { token, key });
        }
    }
    match found {
        Some((handle, named)) => Ok((handle, public_half(session, &named)?)),
        None if others => Err(TokenError::KeyUnsupported { token, key }),
        None => Err(TokenError::KeyMissing { token, key }),
    }
}

/// The objects of a class that a URI names.
pub(super) fn objects(
    session: &Session,
    uri: &TokenUri,
    class: ObjectClass,
) -> Result<Vec<ObjectHandle>, TokenError> {
    let mut template = vec![Attribute::Class(class), Attribute::Token(true)];
    template.extend(uri.object().map(|label| Attribute::Label(label.into())));
    template.extend(uri.id().map(|id| Attribute::Id(id.into())));
    session
        .find_objects(&template)
        .map_err(|error| TokenError::answered(uri.shown_token(), &error))
}

/// The public half of the key with the URI's label and id.
fn public_half(session: &Session, uri: &TokenUri) -> Result<PublicKey, TokenError> {
    let unfit = || TokenError::KeyUnfit {
        token: uri.shown_token(),
        key: uri.shown_key(),
    };
    let halves = objects(session, uri, ObjectClass::PUBLIC_KEY)?;
    let [handle] = halves[..] else {
        return Err(unfit());
    };
    read_public_half(session, uri, handle)
}

/// The public half that an object is.
pub(super) fn read_public_half(
    session: &Session,
    uri: &TokenUri,
    handle: ObjectHandle,
) -> Result<PublicKey, TokenError> {
    let asked = [AttributeType::EcPoint, AttributeType::EcParams];
    let attributes = session
        .get_attributes(handle, &asked)
        .map_err(|error| TokenError::answered(uri.shown_token(), &error))?;
    let (mut key, mut ours) = (None, false);
    for attribute in attributes {
        match attribute {
            Attribute::EcPoint(point) => key = from_point(&point),
            Attribute::EcParams(curve) => ours = is_ed25519(&curve),
            _ => {}
        }
    }
    key.filter(|_| ours).ok_or_else(|| TokenError::KeyUnfit {
        token: uri.shown_token(),
        key: uri.shown_key(),
    })
}

/// The public key of a `CKA_EC_POINT`: 32 bytes as they are (PKCS#11 3.0), or wrapped in an
/// octet string (2.40) or a bit string (drafts of 3.0). Which one, tokens differ.
fn from_point(point: &[u8]) -> Option<PublicKey> {
    let (wrapping, key) = point.split_last_chunk::<32>()?;
    let known: [&[u8]; 3] = [&[], &[0x04, 0x20], &[0x03, 0x21, 0x00]];
    PublicKey::from_bytes(key)
        .ok()
        .filter(|_| known.contains(&wrapping))
}

#[cfg(test)]
mod tests {
    use super::from_point;

    #[test]
    fn a_point_is_read_wrapped_or_not_and_nothing_else() {
        // RFC 8032, section 7.1, test 2.
        let key = b"\x3d\x40\x17\xc3\xe8\x43\x89\x5a\x92\xb7\x0a\xa7\x4d\x1b\x7e\xbc\x9c\x98\x2c\xcf\x2e\xc4\x96\x8c\xc0\xcd\x55\xf1\x2a\xf4\x66\x0c";
        for wrapping in [&[][..], &[0x04, 0x20], &[0x03, 0x21, 0x00]] {
            let read = from_point(&[wrapping, key].concat()).expect("one of the three forms");
            assert_eq!(read.as_bytes(), key);
        }
        assert!(from_point(&[&[0x04, 0x21], &key[..]].concat()).is_none());
        assert!(from_point(&[&[0x00], &key[..]].concat()).is_none());
        assert!(from_point(&key[1..]).is_none());
        assert!(from_point(&[0; 32]).is_none(), "of small order");
    }
}
