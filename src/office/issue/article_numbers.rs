//! The column `gtin` of a list: an article number that stands on another producer's certificate.

use super::line::Line;
use crate::office::{Error, Office, Refusal};
use crate::scheme::gtin::Gtin;
use crate::scheme::text::fold;
use crate::scheme::words::Text;

impl Office {
    /// Says which lines bear an article number that another producer has: who scans the bar code
    /// of either package would be led to one of them alone.
    pub(super) async fn numbers_of_others(&self, lines: &[Line]) -> Result<Vec<Refusal>, Error> {
        let mut warnings = Vec::new();
        for line in lines {
            let Some(gtin) = line.gtin.as_deref() else {
                continue;
            };
            let Ok(number) = Gtin::read(gtin) else {
                continue;
            };
            let found = self.register.certificates_with_gtin(number).await?;
            let own = fold(&line.producer);
            let mut others = found.iter().rev();
            let Some(other) = others.find(|found| fold(&found.producer) != own) else {
                continue;
            };
            let (number, producer) = (other.number, &other.producer);
            warnings.push(Refusal {
                row: Some(line.row),
                column: Some("gtin"),
                code: "gtin_of_another",
                message: Text::of(
                    format!("Mã GTIN {gtin} đang có trên giấy {number} của {producer}. Hãy xem lại mã vạch trên bao bì trước khi cấp."),
                    format!("The GTIN {gtin} stands on certificate {number} of {producer}. Look at the bar code on the package before you issue."),
                ),
            });
        }
        Ok(warnings)
    }
}
