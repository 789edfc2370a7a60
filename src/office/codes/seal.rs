//! Sealing one compact token, and judging what came out before anybody else can.

use chrono::{DateTime, Utc};

use crate::office::Error;
use crate::register::{CertificateRecord, NewCompactToken};
use crate::scheme::judge::judge;
use crate::scheme::qr_text;
use crate::scheme::seal::{Alg, KeyId};
use crate::scheme::status::StatusLists;
use crate::scheme::token::{Claims, Token};
use crate::scheme::trust::TrustList;
use crate::scheme::verdict::Kind;
use crate::signer::Signer;

/// With what is sealed, and by which lists it is judged.
pub(super) struct Sealing<'a> {
    pub signer: &'a dyn Signer,
    pub kid: KeyId,
    pub alg: Alg,
    pub sealed_at: DateTime<Utc>,
    pub trust: &'a TrustList,
    pub status: &'a StatusLists,
}

impl Sealing<'_> {
    /// The compact token of a certificate: what its own token says, without the names, sealed
    /// now. So a verifier whose lists are older does not hold against it that they lack it.
    pub fn seal(&self, certificate: &CertificateRecord) -> Result<NewCompactToken, Error> {
        let number = certificate.number;
        let token = Token::from_bytes(&certificate.token);
        let token = token.map_err(|_| Error::BadSeal("the certificate's own token"))?;
        let claims = Claims {
            names: None,
            sealed_at: self.sealed_at,
            ..token.claims
        };
        let unsealed = Token::prepare(claims.clone(), self.alg, self.kid);
        let signature = self.signer.sign(unsealed.to_be_signed())?;
        let token = unsealed.seal(signature).message.to_bytes();
        let url = qr_text::write("https://register", &token);
        let status = Some(self.status);
        let stars = Some(claims.stars);
        let verdict = judge(&url, self.trust, status, None, self.sealed_at, stars);
        if verdict.kind != Kind::Genuine {
            return Err(Error::BadSeal(verdict.kind.name()));
        }
        let said = verdict.certificate.filter(|said| {
            said.number() == number
                && said.stars == certificate.stars
                && said.issued_on == certificate.issued_on
                && said.valid_through == certificate.valid_through
        });
        match said {
            Some(_) => Ok(NewCompactToken { number, token }),
            None => Err(Error::BadSeal("another certificate")),
        }
    }
}
