//! What a renewal begins with: the certificate that came of a dossier, and what one said.

use sqlx::FromRow;

use super::rows::Row;
use super::{Error, Register, on};
use crate::scheme::number::CertificateNumber;
use crate::scheme::product::Catalogue;

/// What a certificate said of its product.
#[derive(Clone, Debug)]
pub struct CertifiedProduct {
    /// As the decision names it.
    pub product: String,
    /// The producer's address as of the decision.
    pub address: String,
    /// The catalogue of the set.
    pub catalogue: Catalogue,
    /// The product's set.
    pub set_no: u32,
    /// The programme's product code.
    pub product_code: Option<String>,
    /// The trade item number.
    pub gtin: Option<String>,
}

#[derive(FromRow)]
struct ProductRow {
    product: String,
    address: String,
    catalogue: String,
    set_no: i64,
    product_code: Option<String>,
    gtin: Option<String>,
}

impl Register {
    /// The newest certificate that came of a dossier.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certificate_of_dossier(
        &self,
        dossier: i64,
    ) -> Result<Option<CertificateNumber>, Error> {
        let sql = "select c.council, c.certificate_index
                   from preparation_lines l
                     join preparations p on p.id = l.preparation
                     join certificates c on c.decision = p.decision
                       and c.product = l.product and c.producer = l.producer
                   where l.dossier = $1
                   order by c.position desc limit 1";
        let found: Option<(String, i64)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(dossier).fetch_optional(pool).await
        })?;
        let key = dossier.to_string();
        let row = Row {
            table: "certificates",
            key: &key,
        };
        found
            .map(|(council, index)| row.certificate(&council, index))
            .transpose()
    }

    /// What a certificate said of its product.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certified_product(
        &self,
        number: CertificateNumber,
    ) -> Result<Option<CertifiedProduct>, Error> {
        let sql = "select product, address, catalogue, set_no, product_code, gtin
                   from certificates where council = $1 and certificate_index = $2";
        let found: Option<ProductRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_optional(pool)
                .await
        })?;
        let key = number.to_string();
        let row = Row {
            table: "certificates",
            key: &key,
        };
        let read = |found: ProductRow| {
            Ok(CertifiedProduct {
                catalogue: row.column("catalogue", Catalogue::named(&found.catalogue))?,
                set_no: row.number("set_no", found.set_no)?,
                product: found.product,
                address: found.address,
                product_code: found.product_code,
                gtin: found.gtin,
            })
        };
        found.map(read).transpose()
    }
}
