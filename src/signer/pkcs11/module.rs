//! A PKCS#11 module in this process: loaded once, started, and started afresh when a token is back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as Pkcs11Error, RvError};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;

use super::{TokenError, TokenUri};
use crate::signer::Passphrase;

/// The modules that are loaded. A module is one for the whole process (PKCS#11 2.40, section
/// 5.4: `C_Initialize` once, login for all sessions of a token), so this cannot be a value that
/// somebody owns.
static MODULES: Mutex<BTreeMap<PathBuf, Arc<Mutex<Module>>>> = Mutex::new(BTreeMap::new());

/// A module and its sessions. Whoever holds it works alone with all its tokens.
pub(super) struct Module {
    library: Pkcs11,
    started: bool,
    /// At most one a slot: logging in twice is refused, and logging out is for all.
    logins: Vec<Login>,
    /// How many logins there were; numbers them.
    count: u64,
}

/// A session that is logged in.
pub(super) struct Login {
    /// Never given again in this process. Handles of objects hold within one login.
    pub number: u64,
    pub session: Session,
    slot: Slot,
    place: (Option<String>, Option<u64>),
    pin: Arc<Passphrase>,
    writable: bool,
}

/// What is done with a session.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Looking and signing.
    Read,
    /// Making keys.
    Write,
}

impl Module {
    /// The module of a path, loaded if it is not yet.
    pub(super) fn of(path: &Path) -> Result<Arc<Mutex<Self>>, TokenError> {
        let unusable = |reason: String| TokenError::ModuleUnusable {
            module: path.into(),
            reason,
        };
        // One library under two names would be started twice.
        let real = std::fs::canonicalize(path).map_err(|error| unusable(error.to_string()))?;
        let mut modules = MODULES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = modules.get(&real) {
            return Ok(Arc::clone(module));
        }
        let library = Pkcs11::new(&real).map_err(|error| unusable(error.to_string()))?;
        let module = Arc::new(Mutex::new(Self {
            library,
            started: false,
            logins: Vec::new(),
            count: 0,
        }));
        modules.insert(real, Arc::clone(&module));
        Ok(module)
    }

    /// Works with the token of a URI, logged in. When it fails in a way that may pass, the
    /// module is started afresh and the act done once more.
    ///
    /// # Errors
    /// The act's own; [`TokenError::Absent`] and what else keeps the token from being used.
    pub(super) fn attend<T>(
        &mut self,
        uri: &TokenUri,
        pin: &Arc<Passphrase>,
        mut act: impl FnMut(&Login) -> Result<T, TokenError>,
    ) -> Result<T, TokenError> {
        match self.attend_once(uri, pin, Use::Read, &mut act) {
            Err(error) if error.may_pass() => {
                self.stop();
                self.attend_once(uri, pin, Use::Read, act)
            }
            outcome => outcome,
        }
    }

    /// Works with the token of a URI, logged in, and tries once.
    ///
    /// # Errors
    /// As [`Module::attend`].
    pub(super) fn attend_once<T>(
        &mut self,
        uri: &TokenUri,
        pin: &Arc<Passphrase>,
        purpose: Use,
        act: impl FnOnce(&Login) -> Result<T, TokenError>,
    ) -> Result<T, TokenError> {
        let place = self.enter(uri, pin, purpose)?;
        act(&self.logins[place])
    }

    /// Where the login for a URI is among the logins.
    fn enter(
        &mut self,
        uri: &TokenUri,
        pin: &Arc<Passphrase>,
        purpose: Use,
    ) -> Result<usize, TokenError> {
        let fits = |login: &Login| {
            (login.writable || purpose == Use::Read) && login.pin.bytes() == pin.bytes()
        };
        let (token, number) = uri.place();
        let named = |login: &Login| login.place.0.as_deref() == token && login.place.1 == number;
        let known = |login: &Login| named(login) && fits(login);
        if let Some(place) = self.logins.iter().position(known) {
            return Ok(place);
        }
        let failed = |error| TokenError::answered(uri.shown_token(), &error);
        self.start().map_err(failed)?;
        let slot = self.slot(uri)?;
        // Another PIN is for the token to judge, not for us: out, and in again.
        self.logins.retain(|login| login.slot != slot);
        let session = match purpose {
            Use::Read => self.library.open_ro_session(slot),
            Use::Write => self.library.open_rw_session(slot),
        };
        let session = session.map_err(failed)?;
        // A passphrase is text, so nothing is lost here.
        let secret = AuthPin::from(String::from_utf8_lossy(pin.bytes()).as_ref());
        match session.login(UserType::User, Some(&secret)) {
            // By something else in this process that works with the module.
            Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(error) => return Err(failed(error)),
        }
        self.count += 1;
        self.logins.push(Login {
            number: self.count,
            session,
            slot,
            place: (token.map(str::to_owned), number),
            pin: Arc::clone(pin),
            writable: purpose == Use::Write,
        });
        Ok(self.logins.len() - 1)
    }

    fn slot(&self, uri: &TokenUri) -> Result<Slot, TokenError> {
        let token = uri.shown_token();
        let failed = |error| TokenError::answered(uri.shown_token(), &error);
        let (label, number) = uri.place();
        let mut found = None;
        for slot in self.library.get_slots_with_token().map_err(failed)? {
            if number.is_some_and(|number| number != slot.id()) {
                continue;
            }
            // A token that is just being taken out is not the one, or is absent.
            let Ok(info) = self.library.get_token_info(slot) else {
                continue;
            };
            if label.is_some_and(|label| label != info.label()) {
                continue;
            }
            if found.replace(slot).is_some() {
                return Err(TokenError::SeveralTokens { token });
            }
        }
        found.ok_or(TokenError::Absent { token })
    }

    fn start(&mut self) -> Result<(), Pkcs11Error> {
        if self.started {
            return Ok(());
        }
        let how = CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK);
        match self.library.initialize(how) {
            Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {
                self.started = true;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Ends every session and the module's work. Modules read their list of tokens when they
    /// start; some do so only then.
    fn stop(&mut self) {
        self.logins.clear();
        if self.started {
            // Whether it ended well or not, starting it tells.
            let _ = self.library.clone().finalize();
            self.started = false;
        }
    }
}

/// The module, for one at a time. A panic of another leaves no half-done work in it: what is
/// wrong with a session is found by the next use.
pub(super) fn alone(module: &Mutex<Module>) -> MutexGuard<'_, Module> {
    module.lock().unwrap_or_else(PoisonError::into_inner)
}
