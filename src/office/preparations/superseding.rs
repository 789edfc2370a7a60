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
                if older.stars < line.stars && older.status == Status::Valid {
                    let (older, newer) = (older.number.to_string(), newer.to_string());
                    self.supersede(&older, &newer).await?;
                }
            }
        }
        Ok(())
    }
}
