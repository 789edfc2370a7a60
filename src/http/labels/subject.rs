//! The certificate that a label is of: in reach, in force, and what the label says of it.

use crate::http::error::Error;
use crate::http::front::Front;
use crate::label::{Design, Label};
use crate::office::{Access, ListedView, Office};
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

use super::wishes::Content;

/// A certificate whose labels may be printed.
#[derive(Clone, Debug)]
pub struct Subject {
    pub listed: ListedView,
}

impl Subject {
    /// The certificate of a number that somebody wrote.
    ///
    /// # Errors
    /// When it is no number, when there is none in reach, or when it is not in force.
    pub async fn find(front: &Front, access: &Access, number: &str) -> Result<Self, Error> {
        let number: CertificateNumber = number.parse()?;
        let office = front.office();
        let listed = office.listed_for_labels(access, number).await?;
        office.may_print(number).await?;
        Ok(Self { listed })
    }

    /// Its number.
    pub fn number(&self) -> CertificateNumber {
        self.listed.certificate.number
    }

    /// Whether it is a tourism service's, which has a wall to hang a plaque on.
    pub fn is_of_a_place(&self) -> bool {
        self.listed.group == "tourism"
    }

    /// A label of it.
    ///
    /// # Errors
    /// When it has no code of that kind, or the design is for others.
    pub async fn label(&self, office: &Office, content: Content) -> Result<Label, Error> {
        if content.design == Design::Plaque && !self.is_of_a_place() {
            let number = self.number();
            return Err(Error::of_act(
                "plaque_of_tourism_only",
                Text::of(
                    format!(
                        "Biển treo tường chỉ dành cho dịch vụ du lịch (bộ sản phẩm 26); giấy {number} thuộc bộ {}. Hãy chọn mẫu nhãn khác.",
                        self.listed.set_no
                    ),
                    format!(
                        "The wall plaque is for tourism services (set 26) only; certificate {number} is of set {}. Choose another design.",
                        self.listed.set_no
                    ),
                ),
            )
            .of_field("design"));
        }
        let label = office.label(self.number(), content.kind).await?;
        Ok(Label {
            design: content.design,
            wording: content.wording,
            ..label
        })
    }
}
