//! Passwords: what one must be, and how it is kept and checked.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use unicode_normalization::UnicodeNormalization;

use super::PeopleRefused;
use super::well_known::is_common;
use crate::office::{Error, Refusal};
use crate::scheme::text::fold;
use crate::scheme::words::Text;
use crate::{register, signer};

/// Characters of the shortest password.
pub const SHORTEST: usize = 12;
/// Characters of the longest password.
pub const LONGEST: usize = 200;
/// What a password may not hold: it is tried first.
const PROGRAMME: &str = "ocop";
/// Letters from which the name of an address says something.
const TELLING: usize = 4;

/// Passwords that are hashed at the same time: each takes a core for 69 ms, and 19 MiB.
const AT_ONCE: usize = 2;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// A hash that no password has: checked where there is none, so that it takes as long.
static NOBODYS: LazyLock<String> = LazyLock::new(|| {
    let hash = hashed(b"nobody's", &[0; 16]);
    hash.map(|hash| hash.to_string()).unwrap_or_default()
});

/// Hashes and checks passwords, some at a time.
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// argon2id with 19 MiB, two passes and one lane.
fn argon2id() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("within argon2's own bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashed(password: &[u8], salt: &[u8; 16]) -> Result<PasswordHash, Error> {
    let hash = argon2id().hash_password_with_salt(password, salt);
    // Password and salt are of lengths that it takes.
    hash.map_err(|_| Error::Stopped)
}

/// Composed and decomposed letters are the same password.
fn bytes(password: &SecretString) -> SecretString {
    SecretString::from(password.expose_secret().nfc().collect::<String>())
}

impl Passwords {
    /// The hash of a password, in PHC form.
    ///
    /// # Errors
    /// [`PeopleRefused::Busy`]; when the machine gives no randomness.
    pub async fn hash(&self, password: &SecretString) -> Result<String, Error> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| signer::Error::NoRandomness)?;
        let password = bytes(password);
        self.work(move || {
            let hash = hashed(password.expose_secret().as_bytes(), &salt)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether a password is the one of a hash. Where there is none, it is not, after as long.
    ///
    /// # Errors
    /// [`PeopleRefused::Busy`]; when the register holds what is no hash.
    pub async fn check(
        &self,
        password: &SecretString,
        hash: Option<String>,
    ) -> Result<bool, Error> {
        let password = bytes(password);
        self.work(move || {
            let written = hash.as_deref().unwrap_or(NOBODYS.as_str());
            let read = PasswordHash::new(written).map_err(|_| register::Error::Inconsistent {
                table: "accounts",
                key: "a sign-in".to_owned(),
                column: "password",
            })?;
            let fits = argon2id().verify_password(password.expose_secret().as_bytes(), &read);
            Ok(fits.is_ok() && hash.is_some())
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let turn = timeout(PATIENCE, Arc::clone(&self.0).acquire_owned()).await;
        let turn = turn.map_err(|_| PeopleRefused::Busy)?;
        let turn = turn.map_err(|_| Error::Stopped)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|_| Error::Stopped)?
    }
}

/// What is wrong with a new password of an address.
pub fn faults(password: &SecretString, email: &str) -> Vec<Refusal> {
    let password: String = password.expose_secret().nfc().collect();
    let mut faults = Vec::new();
    let mut fault = |code, vi: String, en: String| {
        faults.push(Refusal::of("password", code, Text::of(vi, en)));
    };
    let length = password.chars().count();
    if length < SHORTEST {
        fault(
            "password_short",
            format!(
                "Mật khẩu có {length} ký tự; cần ít nhất {SHORTEST}. Hãy dùng một câu dài dễ nhớ."
            ),
            format!(
                "The password has {length} characters; it takes at least {SHORTEST}. Use a long sentence that you remember."
            ),
        );
    }
    if length > LONGEST {
        fault(
            "password_long",
            format!("Mật khẩu có {length} ký tự; tối đa {LONGEST}. Hãy rút ngắn."),
            format!(
                "The password has {length} characters; at most {LONGEST} are taken. Shorten it."
            ),
        );
    }
    let folded = fold(&password);
    let email = fold(email);
    let name = email.split('@').next().unwrap_or_default();
    let has_name = name.chars().count() >= TELLING && folded.contains(name);
    if folded.contains(PROGRAMME) || has_name {
        fault(
            "password_telling",
            "Mật khẩu chứa tên chương trình hoặc địa chỉ email của bạn, dễ bị đoán. Hãy chọn mật khẩu khác.".to_owned(),
            "The password holds the programme's name or your own address, which are guessed first. Choose another.".to_owned(),
        );
    }
    if is_common(&password) {
        fault(
            "password_common",
            "Mật khẩu này quá phổ biến hoặc chỉ là dãy phím, dễ bị đoán. Hãy ghép vài từ không liên quan.".to_owned(),
            "This password is well known, or a run along the keyboard, and guessed first. Put some words together that do not belong together.".to_owned(),
        );
    }
    faults
}
