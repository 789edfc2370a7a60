//! The serial of a label, as far as the service knows it. It is no part of the verdict: that
//! speaks of the certificate, and stays what it is.

use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::{Error, Examined, Office};
use crate::scheme::check::{Check, Outcome};
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text::{self, QrText};
use crate::scheme::serial::Serial;
use crate::scheme::words::Text;

/// How long a verdict waits for what is known of its label.
const PATIENCE: Duration = Duration::from_secs(2);

/// A label with a serial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedLabel {
    /// The serial's 16 digits, as the code has them.
    pub digits: String,
    /// Which of the certificate's labels it claims to be.
    pub count: u64,
    /// Whether it is.
    pub check: LabelCheck,
    /// The day on which this label was checked first; `None` unless it is known, and before that.
    pub first_checked_on: Option<NaiveDate>,
    /// How often it was checked. Scans that are still to be written are not in it.
    pub times_checked: u64,
    /// The path of its page.
    #[serde(skip)]
    pub page: String,
}

/// Whether the service gave a serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelCheck {
    /// It did.
    Known,
    /// No run of labels has this count.
    Unknown,
    /// There is a label with this count, with other digits after it.
    WrongMac,
    /// The register did not answer, or does not hold the certificate that the code names.
    NotChecked,
}

impl LabelCheck {
    /// Whether the service is sure that it did not give this serial.
    pub fn is_invented(self) -> bool {
        matches!(self, Self::Unknown | Self::WrongMac)
    }

    /// What a person is told who holds the label, and what to do; nothing where all is well.
    pub fn words(self) -> Option<Text> {
        match self {
            Self::Known => None,
            Self::Unknown | Self::WrongMac => Some(Text::new(
                "Số sê-ri của tem này không do hệ thống cấp. Điều này nói về con tem, không phải về giấy chứng nhận: có thể tem bị sao chép, hoặc số bị bịa hay in sai. Hãy so tên sản phẩm, chủ thể và số sao với bao bì; nếu không khớp thì đừng mua, và hãy phản ánh với chương trình từ trang kết quả kiểm tra.",
                "The system did not give this label its serial. That speaks of the label, not of the certificate: the label may be copied, or the serial invented or misprinted. Compare product, producer and stars with the package; if they differ, do not buy it, and report it to the programme from the page of the result.",
            )),
            Self::NotChecked => Some(Text::new(
                "Chưa kiểm tra được số sê-ri của tem. Hãy so sản phẩm với giấy chứng nhận, và quét lại sau.",
                "The label's serial could not be checked. Compare the product with the certificate, and scan again later.",
            )),
        }
    }
}

impl CheckedLabel {
    /// The label of a code, unless it has none. Only read, not checked.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        // No other path can hold one: reading the token again is not worth it otherwise.
        let page = qr_text::serial_path(code)?;
        let QrText::Token {
            serial: Some(digits),
            ..
        } = QrText::read(code)
        else {
            return None;
        };
        Some(Self {
            count: Serial::read(&digits).map_or(0, |serial| serial.count),
            check: LabelCheck::NotChecked,
            first_checked_on: None,
            times_checked: 0,
            page: page.to_owned(),
            digits,
        })
    }
}

impl Office {
    /// Adds to a verdict what the register knows of the label. That it does not answer is said
    /// of the label, and leaves the verdict as it is.
    pub(super) async fn check_label(&self, examined: &mut Examined) {
        let verdict = &examined.verdict;
        let registered = verdict.outcome(Check::Register) == Outcome::Pass;
        let certificate = verdict.certificate.as_ref().filter(|_| registered);
        let (Some(certificate), Some(label)) = (certificate, &mut examined.label) else {
            return;
        };
        let looking = self.look_label_up(certificate.number(), label);
        match timeout(PATIENCE, looking).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(code = error.code(), %error, "the serial of a label could not be checked");
            }
            Err(_) => tracing::warn!("the register is too slow to check the serial of a label"),
        }
    }

    async fn look_label_up(
        &self,
        number: CertificateNumber,
        label: &mut CheckedLabel,
    ) -> Result<(), Error> {
        let serial = Serial::read(&label.digits);
        let run = match serial {
            Some(serial) => self.register.serial_run(number, serial.count).await?,
            None => None,
        };
        let (Some(serial), Some(run)) = (serial, run) else {
            label.check = LabelCheck::Unknown;
            return Ok(());
        };
        if !run.key.made(number, serial) {
            label.check = LabelCheck::WrongMac;
            return Ok(());
        }
        let scanned = self.register.scanned_label(number, serial.count).await?;
        label.first_checked_on = scanned.as_ref().map(|scanned| scanned.first_on);
        label.times_checked = scanned.map_or(0, |scanned| scanned.counts.in_all);
        label.check = LabelCheck::Known;
        Ok(())
    }
}
