//! How a conclusion looks and what a shopper should do: icon, weight, advice.

use crate::office::{CheckedLabel, LabelCheck};
use crate::scheme::check::{Check, Outcome};
use crate::scheme::verdict::{Kind, Verdict};
use crate::scheme::words::Text;

/// The look of a conclusion. Words and icon carry it; colour only repeats them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Genuine, in force, nothing open.
    Good,
    /// Genuine, but something could not be checked.
    Reserved,
    /// Genuine, past its last day: the loudest.
    Expired,
    /// Withdrawn, or contradicting the package.
    Withdrawn,
    /// Not to be trusted.
    Bad,
    /// Later, newer, replaced: neither good nor bad.
    Pending,
    /// Cannot be decided, or no OCOP code.
    Undecided,
}

impl Tone {
    /// The tone of a verdict.
    pub fn of(verdict: &Verdict) -> Self {
        let is_open = |check| verdict.outcome(check) == Outcome::Unknown;
        match verdict.kind {
            Kind::Genuine if is_open(Check::Status) || is_open(Check::Register) => Self::Reserved,
            kind => Self::of_kind(kind),
        }
    }

    /// The tone of a conclusion whose evidence is not at hand.
    pub fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::Genuine => Self::Good,
            Kind::Expired => Self::Expired,
            Kind::Revoked | Kind::Suspended | Kind::Mismatch => Self::Withdrawn,
            Kind::Forged | Kind::OutOfMandate | Kind::CompromisedKey | Kind::NotRegistered => {
                Self::Bad
            }
            Kind::Superseded | Kind::NotYetValid => Self::Pending,
            Kind::UnknownIssuer | Kind::Malformed | Kind::NotOcop => Self::Undecided,
        }
    }

    /// The same for a label with a serial: one that the service did not give, or could not check,
    /// is never plain green. Nothing else changes.
    pub fn with(self, label: Option<&CheckedLabel>) -> Self {
        let known = label.is_none_or(|label| label.check == LabelCheck::Known);
        match self {
            Self::Good if !known => Self::Reserved,
            tone => tone,
        }
    }

    /// The class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Reserved => "reserved",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Bad => "bad",
            Self::Pending => "pending",
            Self::Undecided => "undecided",
        }
    }
}

/// The drawing of a conclusion: another shape for each tone.
pub fn icon(kind: Kind, tone: Tone) -> &'static str {
    match (kind, tone) {
        (Kind::Superseded, _) => include_str!("../../assets/icons/replaced.svg"),
        (Kind::Mismatch, _) => include_str!("../../assets/icons/unequal.svg"),
        (_, Tone::Good) => include_str!("../../assets/icons/seal.svg"),
        (_, Tone::Reserved) => include_str!("../../assets/icons/reserved.svg"),
        (_, Tone::Expired | Tone::Pending) => include_str!("../../assets/icons/clock.svg"),
        (_, Tone::Withdrawn) => include_str!("../../assets/icons/barred.svg"),
        (_, Tone::Bad) => include_str!("../../assets/icons/cross.svg"),
        (_, Tone::Undecided) => include_str!("../../assets/icons/question.svg"),
    }
}

/// Whether what the code holds may be shown as the certificate's.
pub fn is_confirmed(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::OutOfMandate | Kind::CompromisedKey | Kind::NotRegistered
    )
}

/// What to do next with an expired certificate of a product that holds a newer one.
pub const RENEWED: Text = Text::new(
    "Hãy so bao bì với giấy mới: số sao có thể đã thay đổi, và chỉ giấy mới có giá trị.",
    "Compare the package with the newer certificate: the stars may have changed, and only that one counts.",
);

/// What to do next, beside comparing with the package.
pub fn advice(kind: Kind) -> Option<Text> {
    let text = match kind {
        Kind::Genuine => return None,
        Kind::Expired => Text::new(
            "Sản phẩm không còn được in sao và nhãn hiệu OCOP cho đến khi được công nhận lại.",
            "The product may not carry the OCOP mark and stars until it is recognised again.",
        ),
        Kind::Revoked => Text::new(
            "Sản phẩm không còn được in sao và nhãn hiệu OCOP.",
            "The product may no longer carry the OCOP mark and stars.",
        ),
        Kind::Suspended => Text::new(
            "Trong thời gian tạm đình chỉ, sản phẩm không được in sao và nhãn hiệu OCOP.",
            "While it is suspended, the product may not carry the OCOP mark and stars.",
        ),
        Kind::Superseded => Text::new(
            "Sản phẩm đã có giấy mới. Số sao có thể đã thay đổi: hãy tìm tem của giấy mới trên bao bì.",
            "The product has a newer certificate. Its stars may have changed: look for the newer label on the package.",
        ),
        Kind::Mismatch => Text::new(
            "Chỉ tin số sao ghi trong giấy chứng nhận dưới đây.",
            "Trust only the stars of the certificate below.",
        ),
        Kind::NotYetValid => Text::new(
            "Hãy kiểm tra lại sau thời điểm ký nêu trên.",
            "Check again after that time.",
        ),
        Kind::Forged | Kind::NotRegistered | Kind::OutOfMandate | Kind::CompromisedKey => {
            Text::new(
                "Đừng tin số sao và nhãn hiệu OCOP trên bao bì này.",
                "Do not trust the stars and the OCOP mark on this package.",
            )
        }
        Kind::UnknownIssuer => Text::new(
            "Điều này không có nghĩa là mã giả: có thể danh sách của máy chủ chưa mới. Hãy thử lại sau.",
            "This does not mean that the code is counterfeit: the lists of this server may not be the newest. Try again later.",
        ),
        Kind::Malformed => Text::new(
            "Hãy quét lại toàn bộ mã trong điều kiện đủ sáng, hoặc tra theo số giấy chứng nhận in dưới mã.",
            "Scan the whole code again in good light, or look up the certificate number printed below it.",
        ),
        Kind::NotOcop => Text::new(
            "Mã này không do chương trình OCOP phát hành. Trên bao bì có thể có mã khác: hãy tìm mã QR trên tem OCOP, thường ghi “Quét để kiểm tra” hoặc “Quét và đối chiếu với bao bì”.",
            "The programme did not issue this code. The package may carry another: look for the one on the OCOP label, which mostly says “Scan to verify” or “Scan and compare with package”.",
        ),
    };
    Some(text)
}
