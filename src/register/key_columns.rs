//! The columns that both tables of keys have, and the key that they make.

use sqlx::FromRow;

use super::Error;
use super::rows::Row;
use crate::scheme::seal::{Alg, PublicKey};
use crate::scheme::trust::{CouncilKey, KeyState};

#[derive(FromRow)]
pub(super) struct KeyColumns {
    pub kid: String,
    alg: String,
    public_key: String,
    seals_from: String,
    seals_until: String,
    state: String,
    compromised_on: Option<String>,
}

impl KeyColumns {
    pub fn read(&self, row: &Row<'_>) -> Result<CouncilKey, Error> {
        let x = row.column("public_key", PublicKey::from_base64(&self.public_key).ok())?;
        Ok(CouncilKey {
            kid: row.column(
                "kid",
                Some(x.id()).filter(|kid| kid.to_string() == self.kid),
            )?,
            alg: row.column("alg", alg_named(&self.alg))?,
            x,
            seals_from: row.date("seals_from", &self.seals_from)?,
            seals_until: row.date("seals_until", &self.seals_until)?,
            state: row.column("state", KeyState::named(&self.state))?,
            compromised_on: self
                .compromised_on
                .as_deref()
                .map(|day| row.date("compromised_on", day))
                .transpose()?,
        })
    }
}

pub(super) fn alg_name(alg: Alg) -> &'static str {
    match alg {
        Alg::Ed25519 => "Ed25519",
        Alg::EdDsa => "EdDSA",
    }
}

fn alg_named(name: &str) -> Option<Alg> {
    [Alg::Ed25519, Alg::EdDsa]
        .into_iter()
        .find(|&alg| alg_name(alg) == name)
}
