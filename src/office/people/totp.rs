//! One-time codes by time (RFC 6238), as every authenticator makes them: SHA-1, six digits, thirty
//! seconds.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Secret as Shared, Totp};
use zeroize::Zeroizing;

use crate::office::Error;
use crate::signer;

/// Bytes of what is shared: RFC 4226 recommends 160 bits.
const BYTES: usize = 20;
/// Steps before and after the one of now whose codes are taken: clocks differ.
const SKEW: u16 = 1;

/// What an account shares with its authenticator.
pub struct TotpSecret([u8; BYTES]);

impl TotpSecret {
    /// A secret of the machine's randomness.
    ///
    /// # Errors
    /// When the machine gives none.
    pub fn fresh() -> Result<Self, Error> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|_| signer::Error::NoRandomness)?;
        Ok(Self(bytes))
    }

    /// Reads its text; spaces are forgiven.
    pub fn read(text: &str) -> Option<Self> {
        let bare: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|c| !c.is_whitespace()).collect());
        let read = Shared::try_from_base32(bare.as_str()).ok()?;
        Some(Self(read.as_bytes().try_into().ok()?))
    }

    /// Its text, base32, as it is typed into an authenticator.
    pub fn written(&self) -> String {
        Shared::new_stack(self.0).to_base32()
    }

    /// What an authenticator reads from a QR code.
    ///
    /// # Errors
    /// When the issuer or the address cannot stand in one.
    pub fn address(&self, issuer: &str, email: &str) -> Result<String, Error> {
        let built = self.builder().with_issuer(Some(issuer));
        let built = built.with_account_name(email).build();
        let address = built.and_then(|totp| totp.to_url());
        address.map_err(|_| Error::Stopped)
    }

    /// The step of a code, if it is right now, or was or will be within half a minute.
    pub fn step(&self, code: &str, now: DateTime<Utc>) -> Option<i64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let now = u64::try_from(now.timestamp()).ok()?;
        let step = self.totp().ok()?.check(&code, now)?;
        i64::try_from(step).ok()
    }

    /// The code of an instant, as an authenticator shows it.
    ///
    /// # Errors
    /// Never for a secret of this length.
    pub fn code(&self, now: DateTime<Utc>) -> Result<String, Error> {
        let now = u64::try_from(now.timestamp()).map_err(|_| Error::Stopped)?;
        Ok(self.totp()?.generate(now).to_string())
    }

    fn totp(&self) -> Result<Totp, Error> {
        self.builder().build().map_err(|_| Error::Stopped)
    }

    fn builder(&self) -> Builder {
        Builder::new()
            .with_secret(Shared::new_stack(self.0))
            .with_skew(SKEW)
    }
}

#[cfg(test)]
mod tests {
    use super::TotpSecret;

    #[test]
    fn codes_are_those_of_the_rfc_and_live_for_a_step_before_and_after() {
        // RFC 6238, appendix B, with the last six digits.
        let secret = TotpSecret::read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        let at = |seconds| chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        assert_eq!(secret.code(at(1_111_111_109)).unwrap(), "081804");
        let step = 1_111_111_109 / 30;
        for (seconds, found) in [
            (1_111_111_109, Some(step)),
            (1_111_111_109 + 30, Some(step)),
            (1_111_111_109 - 30, Some(step)),
            (1_111_111_109 + 60, None),
            (1_111_111_109 - 60, None),
        ] {
            assert_eq!(secret.step("081 804", at(seconds)), found, "{seconds}");
        }
        assert_eq!(secret.step("81804", at(1_111_111_109)), None);
        assert_eq!(TotpSecret::read("GEZDGNBV"), None);
    }

    impl PartialEq for TotpSecret {
        fn eq(&self, other: &Self) -> bool {
            self.0 == other.0
        }
    }

    impl std::fmt::Debug for TotpSecret {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("TotpSecret(…)")
        }
    }
}
