//! The codes of a certificate: the text of each kind, and the sealing of compact ones.

mod compact;
mod refused;
mod seal;

pub use compact::{CompactDue, CompactWanted, Compacted};
pub use refused::CodeRefused;

use super::{Error, Office};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text;

impl Office {
    /// The text of a certificate's code of a kind. Whether it may be printed is not asked here.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`], [`Error::NoHost`], [`CodeRefused::NoCompactCode`], or when the
    /// register does not answer.
    pub async fn code_text(
        &self,
        number: CertificateNumber,
        kind: CodeKind,
    ) -> Result<String, Error> {
        let origin = self.config.origin().ok_or(Error::NoHost)?;
        Ok(match self.code_token(number, kind).await? {
            Some(token) => qr_text::write(&origin, &token),
            None => qr_text::write_short(&origin, number),
        })
    }

    /// The token in a certificate's code of a kind; a short code holds none.
    ///
    /// # Errors
    /// As [`Office::code_text`].
    pub async fn code_token(
        &self,
        number: CertificateNumber,
        kind: CodeKind,
    ) -> Result<Option<Vec<u8>>, Error> {
        let record = self.register.certificate(number).await?;
        let record = record.ok_or(Error::NoSuchNumber(number))?;
        match kind {
            CodeKind::Full => Ok(Some(record.token)),
            CodeKind::Short => Ok(None),
            CodeKind::Compact => {
                let token = self.register.compact_token(number).await?;
                Ok(Some(token.ok_or(CodeRefused::NoCompactCode(number))?))
            }
        }
    }
}
