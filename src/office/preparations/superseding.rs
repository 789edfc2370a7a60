//! Five stars take the place of the four that a product held until the centre decided.

use crate::office::{Error, Office};
use crate::register::PreparationLine;
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;

impl Office {
    /// Puts the certificates of 5 stars in the place of those that earlier decisions made for
    /// the same dossiers. Done again it changes nothing.
    pub(super) async fn supersede_earlier(
        &self,
        preparation: i64,
        lines: &[PreparationLine],
        numbers: &[Option<CertificateNumber>],
    ) -> Result<(), Error> {
        for (line, number) in lines.iter().zip(numbers) {
            let (Some(dossier), Some(newer)) = (line.dossier, number) else {
                continue;
            };
            if line.stars.get() != 5 {
                continue;
            }
            let earlier = self.register.earlier_certificates(dossier, preparation);
            for older in earlier.await? {
                let holds = older.status.may_become(Status::Superseded);
                if older.stars < line.stars && holds {
                    self.supersede_of_dossier(older.number, *newer).await?;
                }
            }
        }
        Ok(())
    }
}
