//! Why a code is not given, with the next step to take.

use chrono::NaiveDate;

use crate::office::Condition;
use crate::scheme::check::date;
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

/// Why a code is not given or not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    /// Nobody sealed a compact token of the certificate.
    #[error("certificate {0} has no compact code")]
    NoCompactCode(CertificateNumber),
    /// The certificate does not hold, so no label of it is given.
    #[error("certificate {number} is {}", condition.name())]
    NotInForce {
        /// Which.
        number: CertificateNumber,
        /// What became of it.
        condition: Condition,
        /// Its last day, or the day on which that was decided.
        on: NaiveDate,
        /// The certificate that replaced or renewed it.
        newer: Option<CertificateNumber>,
    },
    /// Only of a suspended certificate labels need a permit.
    #[error("certificate {0} is not suspended")]
    NotSuspended(CertificateNumber),
    /// A permit stands already.
    #[error("labels of certificate {0} are allowed already")]
    ReprintsAllowed(CertificateNumber),
    /// No permit stands.
    #[error("no labels of certificate {0} are allowed")]
    NoReprints(CertificateNumber),
    /// Others seal codes of the same certificates, or change their status.
    #[error("others are at work on the same certificates")]
    CompactingContended,
}

impl CodeRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoCompactCode(_) => "no_compact_code",
            Self::NotInForce { .. } => "not_in_force",
            Self::NotSuspended(_) => "not_suspended",
            Self::ReprintsAllowed(_) => "reprints_allowed",
            Self::NoReprints(_) => "no_reprints",
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
            Self::NotInForce {
                number,
                condition,
                on,
                newer,
            } => not_in_force(*number, *condition, *on, *newer),
            Self::NotSuspended(number) => Text::of(
                format!(
                    "Giấy {number} không bị tạm đình chỉ nên không cần và không có phép in lại tem. Hãy xem tình trạng của giấy."
                ),
                format!(
                    "Certificate {number} is not suspended, so its labels take no permit. Look at its status."
                ),
            ),
            Self::ReprintsAllowed(number) => Text::of(
                format!(
                    "Đã cho phép in lại tem của giấy {number} từ trước. Muốn đổi lý do, hãy rút phép rồi cho phép lại."
                ),
                format!(
                    "Labels of certificate {number} are allowed already. To give another reason, withdraw the permit and allow them again."
                ),
            ),
            Self::NoReprints(number) => Text::of(
                format!(
                    "Không có phép in lại tem nào của giấy {number} để rút. Hãy tải lại trang của giấy."
                ),
                format!(
                    "There is no permit for labels of certificate {number} to withdraw. Load the certificate's page again."
                ),
            ),
            Self::CompactingContended => Text::new(
                "Có người khác đang ký mã rút gọn hoặc đổi tình trạng của chính các giấy này. Hãy đợi rồi chạy lại: không mã nào bị ký hai lần.",
                "Somebody else seals compact codes of the same certificates, or changes their status. Wait, then run again: nothing is sealed twice.",
            ),
        }
    }
}

fn not_in_force(
    number: CertificateNumber,
    condition: Condition,
    on: NaiveDate,
    newer: Option<CertificateNumber>,
) -> Text {
    let day = date(on);
    let (vi, en) = match condition {
        Condition::Suspended => (
            format!("đang bị tạm đình chỉ theo quyết định ngày {day}"),
            format!("is suspended by the decision of {day}"),
        ),
        Condition::Revoked => (
            format!("đã bị thu hồi theo quyết định ngày {day}"),
            format!("was revoked by the decision of {day}"),
        ),
        Condition::Superseded => (
            format!("đã được thay bằng giấy khác ngày {day}"),
            format!("was superseded on {day}"),
        ),
        Condition::Expired | Condition::InForce => (
            format!("đã hết hạn sau ngày {day}"),
            format!("expired after {day}"),
        ),
    };
    let (next_vi, next_en) = match (condition, newer) {
        (Condition::Suspended, _) => (
            "Hãy đợi bỏ tạm đình chỉ, hoặc xin chủ tịch của hội đồng đã cấp giấy này cho phép in lại".to_owned(),
            "Wait until the suspension is lifted, or ask the chair of the council that issued it to allow reprints".to_owned(),
        ),
        (_, Some(newer)) => (
            format!("Hãy in tem của giấy {newer}"),
            format!("Print labels of certificate {newer}"),
        ),
        (Condition::Revoked, None) => (
            "Hãy bỏ tem đã in; muốn được công nhận lại thì lập hồ sơ mới".to_owned(),
            "Take printed labels away; to be recognised again, lodge a new dossier".to_owned(),
        ),
        _ => (
            "Hãy làm hồ sơ công nhận lại".to_owned(),
            "Begin its renewal".to_owned(),
        ),
    };
    Text::of(
        format!("Không in tem của giấy {number}: giấy {vi}. {next_vi}."),
        format!("No label of certificate {number} is given: it {en}. {next_en}."),
    )
}
