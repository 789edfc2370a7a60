//! The one-time codes of a demonstration, where nobody has an authenticator.

use super::sign_in::tidy_address;
use super::{PeopleRefused, TotpSecret};
use crate::office::{Error, Office};

impl Office {
    /// The code that the authenticator of an account would show now.
    ///
    /// # Errors
    /// [`PeopleRefused::NoDemonstration`] in a real programme; [`PeopleRefused::NoFactor`].
    pub async fn demonstration_code(&self, email: &str) -> Result<String, Error> {
        if !self.config.demonstration {
            return Err(PeopleRefused::NoDemonstration.into());
        }
        let found = self.register.account_of(&tidy_address(email)).await?;
        let shared = found.and_then(|account| account.totp);
        let shared = shared.and_then(|written| TotpSecret::read(&written));
        let shared = shared.ok_or(PeopleRefused::NoFactor)?;
        shared.code(self.clock.now())
    }
}
