//! A new key pair, made on the token.

use std::sync::Arc;

use cryptoki::error::{Error as Pkcs11Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, ObjectClass, ObjectHandle};
use cryptoki::session::Session;

use super::module::{Module, Use, alone};
use super::objects::{CURVE_NAME, CURVE_OID, objects, read_public_half};
use super::{TokenError, TokenKey, TokenUri};
use crate::scheme::seal::PublicKey;
use crate::signer::{Error, Passphrase};

/// What a pair is called until it has its name.
const NAMELESS: &str = "ocop-new-key";

/// Makes an Ed25519 pair on the token, whose private half is sensitive and cannot be taken
/// out, and opens it.
///
/// Its label is the URI's `object`; without one, `name` of the public half, and then its
/// `CKA_ID` is the key id. Of a pair that cannot be finished nothing stays on the token, as far
/// as the token still answers. Blocks for as long as the token takes.
///
/// # Errors
/// [`Error::Token`]: [`TokenError::LabelTaken`], or what keeps the token from making it.
pub fn generate(
    uri: &TokenUri,
    pin: Passphrase,
    name: impl FnOnce(&PublicKey) -> String,
) -> Result<TokenKey, Error> {
    let module = Module::of(uri.module())?;
    let pin = Arc::new(pin);
    let label = uri.object().unwrap_or(NAMELESS).to_owned();
    let wanted = uri.with_key(label, uri.id().map(<[u8]>::to_vec));
    // Looking may be done twice, and finds a token that was away; making only once.
    let taken = alone(&module).attend(uri, &pin, |login| {
        let any_id = wanted.with_key(wanted.shown_key(), None);
        Ok(!objects(&login.session, &any_id, ObjectClass::PRIVATE_KEY)?.is_empty())
    })?;
    if taken && uri.object().is_some() {
        let (token, key) = (uri.shown_token(), uri.shown_key());
        return Err(TokenError::LabelTaken { token, key }.into());
    }
    let made = alone(&module).attend_once(uri, &pin, Use::Write, |login| {
        let session = &login.session;
        let (public, private) = make(session, &wanted)?;
        let finish = || {
            let key = read_public_half(session, &wanted, public)?;
            if uri.object().is_some() {
                return Ok(wanted.clone());
            }
            let id = uri.id().map_or_else(|| key.id().0.to_vec(), <[u8]>::to_vec);
            let named = uri.with_key(name(&key), Some(id.clone()));
            let attributes = [
                Attribute::Label(named.shown_key().into_bytes()),
                Attribute::Id(id),
            ];
            for half in [public, private] {
                let renamed = session.update_attributes(half, &attributes);
                renamed.map_err(|error| TokenError::answered(uri.shown_token(), &error))?;
            }
            Ok(named)
        };
        finish().inspect_err(|_| {
            for half in [private, public] {
                // What is left over is not registered, so nobody trusts it.
                let _ = session.destroy_object(half);
            }
        })
    })?;
    TokenKey::open_with(&made, pin)
}

fn make(session: &Session, uri: &TokenUri) -> Result<(ObjectHandle, ObjectHandle), TokenError> {
    let label = Attribute::Label(uri.shown_key().into_bytes());
    let id = uri.id().map(|id| Attribute::Id(id.into()));
    let private: Vec<Attribute> = [
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
        label.clone(),
    ]
    .into_iter()
    .chain(id.clone())
    .collect();
    let pair = |curve: &[u8]| {
        let public: Vec<Attribute> = [
            Attribute::Token(true),
            Attribute::Private(false),
            Attribute::Verify(true),
            Attribute::EcParams(curve.into()),
            label.clone(),
        ]
        .into_iter()
        .chain(id.clone())
        .collect();
        session.generate_key_pair(&Mechanism::EccEdwardsKeyPairGen, &public, &private)
    };
    // Tokens know the curve by its number or by its name.
    let made = match pair(CURVE_OID) {
        Err(Pkcs11Error::Pkcs11(
            RvError::CurveNotSupported
            | RvError::DomainParamsInvalid
            | RvError::AttributeValueInvalid
            | RvError::TemplateInconsistent,
            _,
        )) => pair(CURVE_NAME),
        outcome => outcome,
    };
    made.map_err(|error| TokenError::answered(uri.shown_token(), &error))
}
