//! A key on a token: opened with the PIN, and used to sign.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::object::ObjectHandle;
use ed25519_dalek::VerifyingKey;

use super::module::{Login, Module, alone};
use super::{TokenError, TokenUri, objects};
use crate::scheme::seal::PublicKey;
use crate::signer::{Error, Passphrase, Signer};

/// What a key signs when it is opened. No token of the programme begins so, nor any list.
const PROBE: &[u8] = b"ocop: does the public half belong to this key?";

/// An Ed25519 key whose home is a token. It signs there.
///
/// All keys of a module take turns. When the token is taken out, signing fails; once it is
/// back, signing works again, with the PIN that the key was opened with. A PIN that the token
/// has refused is never tried again by this value: a few wrong tries lock a token.
pub struct TokenKey {
    module: Arc<Mutex<Module>>,
    uri: TokenUri,
    pin: Arc<Passphrase>,
    key: PublicKey,
    /// The same, as signers show it.
    verifying: VerifyingKey,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The private half's handle, and the login in which it holds.
    found: Option<(u64, ObjectHandle)>,
    /// The token has refused the PIN.
    pin_refused: bool,
}

impl TokenKey {
    /// Opens the key that the URI names: the one with its `object` and `id`, or the token's
    /// only Ed25519 key. The key signs once, so that a token which cannot is refused before
    /// anything is begun. Blocks.
    ///
    /// # Errors
    /// [`Error::Token`] when the module, the token, the PIN or the key cannot be used.
    pub fn open(uri: &TokenUri, pin: Passphrase) -> Result<Self, Error> {
        Self::open_with(uri, Arc::new(pin))
    }

    pub(super) fn open_with(uri: &TokenUri, pin: Arc<Passphrase>) -> Result<Self, Error> {
        let module = Module::of(uri.module())?;
        let (found, key) = alone(&module).attend(uri, &pin, |login| {
            let (handle, key) = objects::find(login, uri)?;
            let signature = signature(login, uri, handle, PROBE)?;
            if !key.verifies(PROBE, &signature) {
                return Err(unfit(uri));
            }
            Ok(((login.number, handle), key))
        })?;
        let verifying = VerifyingKey::from_bytes(key.as_bytes()).map_err(|_| unfit(uri))?;
        Ok(Self {
            module,
            uri: uri.clone(),
            pin,
            key,
            verifying,
            state: Mutex::new(State {
                found: Some(found),
                pin_refused: false,
            }),
        })
    }

    /// Where the key is.
    pub fn uri(&self) -> &TokenUri {
        &self.uri
    }
}

impl Signer for TokenKey {
    fn public_key(&self) -> VerifyingKey {
        self.verifying
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error> {
        let mut module = alone(&self.module);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.pin_refused {
            let token = self.uri.shown_token();
            return Err(TokenError::PinWrong { token }.into());
        }
        let outcome = module.attend(&self.uri, &self.pin, |login| {
            let handle = match state.found {
                Some((number, handle)) if number == login.number => handle,
                _ => {
                    let (handle, key) = objects::find(login, &self.uri)?;
                    if key != self.key {
                        return Err(unfit(&self.uri));
                    }
                    state.found = Some((login.number, handle));
                    handle
                }
            };
            signature(login, &self.uri, handle, message)
        });
        if let Err(TokenError::PinWrong { .. }) = outcome {
            state.pin_refused = true;
        }
        Ok(outcome?)
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenKey")
            .field("public_key", &self.key.to_base64())
            .field("uri", &self.uri)
            .finish_non_exhaustive()
    }
}

fn signature(
    login: &Login,
    uri: &TokenUri,
    handle: ObjectHandle,
    message: &[u8],
) -> Result<[u8; 64], TokenError> {
    let token = || uri.shown_token();
    // Pure Ed25519: the mechanism without a parameter (PKCS#11 3.0, section 2.3.14).
    let mechanism = Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Ed25519));
    let signed = login.session.sign(&mechanism, handle, message);
    let signature = signed.map_err(|error| TokenError::answered(token(), &error))?;
    let length = signature.len();
    signature.try_into().map_err(|_| TokenError::Failed {
        token: token(),
        reason: format!("{length} bytes, not 64"),
    })
}

fn unfit(uri: &TokenUri) -> TokenError {
    TokenError::KeyUnfit {
        token: uri.shown_token(),
        key: uri.shown_key(),
    }
}
