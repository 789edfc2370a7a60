//! Why a code is not given, with the next step to take.

use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

/// Why a code is not given or not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    /// Nobody sealed a compact token of the certificate.
    #[error("certificate {0} has no compact code")]
    NoCompactCode(CertificateNumber),
    /// Others seal codes of the same certificates, or change their status.
    #[error("others are at work on the same certificates")]
    CompactingContended,
}

impl CodeRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoCompactCode(_) => "no_compact_code",
            Self::CompactingContended => "compacting_contended",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NoCompactCode(number) => Text::of(
                format!(
                    "Giấy {number} chưa có mã rút gọn. Hãy nhờ hội đồng ký bằng `ocop compact {number}` trên máy giữ khóa, hoặc chọn mã đầy đủ hay mã ngắn."
                ),
                format!(
                    "Certificate {number} has no compact code. Ask the council to seal one by `ocop compact {number}` on the machine that has its key, or choose the full or the short code."
                ),
            ),
            Self::CompactingContended => Text::new(
                "Có người khác đang ký mã rút gọn hoặc đổi tình trạng của chính các giấy này. Hãy đợi rồi chạy lại: không mã nào bị ký hai lần.",
                "Somebody else seals compact codes of the same certificates, or changes their status. Wait, then run again: nothing is sealed twice.",
            ),
        }
    }
}
