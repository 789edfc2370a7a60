//! Where the private halves of keys are that are on hardware tokens.

use std::collections::HashMap;

use super::{Entry, Error, Register, on};
use crate::scheme::seal::KeyId;

impl Register {
    /// The `pkcs11:` URIs of the keys that are on tokens, by key id. The others are in files.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn key_uris(&self) -> Result<HashMap<String, String>, Error> {
        let sql = "select kid, uri from key_uris";
        let rows: Vec<(String, String)> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        Ok(rows.into_iter().collect())
    }
}

impl Entry {
    /// Notes that the private half of a key is on a token.
    ///
    /// # Errors
    /// [`Error::Exists`] when its place is known already.
    pub async fn add_key_uri(&mut self, kid: KeyId, uri: &str) -> Result<(), Error> {
        let sql = "insert into key_uris (kid, uri) values ($1, $2)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(kid.to_string())
                .bind(uri)
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| format!("the place of key {kid}")))
    }
}
