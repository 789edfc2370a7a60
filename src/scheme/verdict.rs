//! The verdict on a code: one conclusion, every check, and the evidence.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::certificate::Certificate;
use super::check::{Check, Finding, Outcome, date, instant};
use super::iso;
use super::stars::Stars;
use super::trust::Council;
use super::words::Text;

/// A conclusion (kết luận), in the order in which they are decided (specification, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Another kind of code.
    NotOcop,
    /// Damaged or altered.
    Malformed,
    /// No key on the trust list: cannot decide.
    UnknownIssuer,
    /// The signature is wrong.
    Forged,
    /// The council was not entitled.
    OutOfMandate,
    /// The key is in other hands.
    CompromisedKey,
    /// Signed, but never issued.
    NotRegistered,
    /// Withdrawn by a decision.
    Revoked,
    /// Replaced by a newer certificate.
    Superseded,
    /// Sealed after the time of checking.
    NotYetValid,
    /// Genuine, past its last day.
    Expired,
    /// Withdrawn for a time.
    Suspended,
    /// The package claims other stars.
    Mismatch,
    /// The certificate is genuine and in force.
    Genuine,
}

impl Kind {
    /// Every conclusion, in order.
    pub const ALL: [Self; 14] = [
        Self::NotOcop,
        Self::Malformed,
        Self::UnknownIssuer,
        Self::Forged,
        Self::OutOfMandate,
        Self::CompromisedKey,
        Self::NotRegistered,
        Self::Revoked,
        Self::Superseded,
        Self::NotYetValid,
        Self::Expired,
        Self::Suspended,
        Self::Mismatch,
        Self::Genuine,
    ];

    /// The name in JSON, `out_of_mandate`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotOcop => "not_ocop",
            Self::Malformed => "malformed",
            Self::UnknownIssuer => "unknown_issuer",
            Self::Forged => "forged",
            Self::OutOfMandate => "out_of_mandate",
            Self::CompromisedKey => "compromised_key",
            Self::NotRegistered => "not_registered",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Mismatch => "mismatch",
            Self::Genuine => "genuine",
        }
    }

    /// The conclusion with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The conclusion in a list, where there is no room for its reason.
    pub fn title(self) -> Text {
        match self {
            Self::Genuine => Text::new("Giấy chứng nhận còn hiệu lực", "Certificate in force"),
            Self::Expired => Text::new("ĐÃ HẾT HẠN", "EXPIRED"),
            Self::NotYetValid => Text::new("Chưa có hiệu lực", "Not yet in force"),
            Self::Mismatch => Text::new("SAI SỐ SAO", "WRONG STARS"),
            Self::Revoked => Text::new("ĐÃ BỊ THU HỒI", "REVOKED"),
            Self::Suspended => Text::new("TẠM ĐÌNH CHỈ", "SUSPENDED"),
            Self::Superseded => {
                Text::new("Đã thay bằng giấy mới", "Replaced by a newer certificate")
            }
            Self::Forged => Text::new("MÃ GIẢ", "COUNTERFEIT CODE"),
            Self::OutOfMandate => Text::new("KHÔNG ĐÚNG THẨM QUYỀN", "NOT ENTITLED"),
            Self::CompromisedKey => Text::new("KHÔNG THỂ TIN CẬY", "NOT TO BE TRUSTED"),
            Self::NotRegistered => Text::new("KHÔNG CÓ TRONG SỔ ĐĂNG KÝ", "NOT IN THE REGISTER"),
            Self::UnknownIssuer => Text::new("CHƯA THỂ KẾT LUẬN", "CANNOT DECIDE"),
            Self::Malformed => Text::new("Mã bị hỏng hoặc đã bị sửa", "Damaged or altered code"),
            Self::NotOcop => Text::new("Không phải mã OCOP", "Not an OCOP code"),
        }
    }

    /// The conclusion in words, where its evidence is not at hand.
    pub fn words(self) -> Text {
        match self {
            Self::NotOcop => Text::new("Đây không phải mã OCOP", "This is not an OCOP code"),
            Self::Malformed => Text::new(
                "Mã bị hỏng hoặc đã bị sửa",
                "The code is damaged or altered",
            ),
            Self::UnknownIssuer => Text::new(
                "CHƯA THỂ KẾT LUẬN: hội đồng ký mã này không có trong danh sách tin cậy",
                "CANNOT DECIDE: the council that signed this code is not on the trust list",
            ),
            Self::Forged => Text::new(
                "MÃ GIẢ: chữ ký số không đúng",
                "COUNTERFEIT CODE: the digital signature is wrong",
            ),
            Self::OutOfMandate => Text::new(
                "KHÔNG ĐÚNG THẨM QUYỀN: hội đồng không được cấp chứng nhận này",
                "NOT ENTITLED: the council may not issue this certificate",
            ),
            Self::CompromisedKey => Text::new(
                "KHÔNG THỂ TIN CẬY: khóa ký của hội đồng đã bị lộ",
                "NOT TO BE TRUSTED: the council's signing key was stolen",
            ),
            Self::NotRegistered => Text::new(
                "KHÔNG CÓ TRONG SỔ ĐĂNG KÝ: giấy này chưa từng được cấp",
                "NOT IN THE REGISTER: this certificate was never issued",
            ),
            Self::Revoked => Text::new("Giấy chứng nhận ĐÃ BỊ THU HỒI", "Certificate REVOKED"),
            Self::Superseded => Text::new(
                "Giấy chứng nhận đã được thay bằng giấy mới",
                "Replaced by a newer certificate",
            ),
            Self::NotYetValid => Text::new(
                "Giấy chứng nhận chưa có hiệu lực",
                "Certificate not yet in force",
            ),
            Self::Expired => Text::new(
                "Giấy chứng nhận thật nhưng ĐÃ HẾT HẠN",
                "Genuine, but EXPIRED",
            ),
            Self::Suspended => {
                Text::new("Giấy chứng nhận đang TẠM ĐÌNH CHỈ", "Certificate SUSPENDED")
            }
            Self::Mismatch => Text::new(
                "SAI SỐ SAO: bao bì ghi khác giấy chứng nhận",
                "WRONG STARS: the package shows other than the certificate",
            ),
            Self::Genuine => Text::new("Giấy chứng nhận còn hiệu lực", "Certificate in force"),
        }
    }
}

/// As of when the verdict's sources speak.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AsOf {
    /// The instant for which was judged: the clock's, or the latest signed instant if the
    /// clock is behind it.
    #[serde(serialize_with = "iso::instant")]
    pub judged_at: DateTime<Utc>,
    /// When the trust list was signed.
    #[serde(serialize_with = "iso::instant")]
    pub trust_list: DateTime<Utc>,
    /// Its version.
    pub trust_list_version: u64,
    /// The council's status list, if there is one.
    #[serde(serialize_with = "iso::instant_if_any")]
    pub status: Option<DateTime<Utc>>,
    /// The register data, if there are any.
    #[serde(serialize_with = "iso::instant_if_any")]
    pub register: Option<DateTime<Utc>>,
}

/// What was concluded, and from what. A value with its evidence, never a bool.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The conclusion.
    pub kind: Kind,
    /// What each check found, in the order of [`Check::ALL`].
    pub findings: [Finding; 9],
    /// What the council certified; only when the signature holds.
    pub certificate: Option<Certificate>,
    /// The council whose key made the signature.
    pub council: Option<Arc<Council>>,
    /// What the package shows, as it was given.
    pub stars_on_package: Option<Stars>,
    /// The sources' instants.
    pub as_of: AsOf,
}

impl Verdict {
    /// What a check found.
    pub fn finding(&self, check: Check) -> &Finding {
        &self.findings[check as usize]
    }

    /// The outcome of a check.
    pub fn outcome(&self, check: Check) -> Outcome {
        self.finding(check).outcome
    }

    /// The conclusion in words, with its reason.
    pub fn reason(&self) -> Text {
        let fixed = Text::new;
        match (self.kind, &self.certificate) {
            (Kind::Genuine, _) if self.outcome(Check::Status) == Outcome::Unknown => fixed(
                "Giấy chứng nhận thật; chưa kiểm tra được việc thu hồi",
                "Genuine certificate; revocation could not be checked",
            ),
            (Kind::Expired, Some(certificate)) => Text::of(
                format!(
                    "Giấy chứng nhận thật nhưng ĐÃ HẾT HẠN: có giá trị đến hết ngày {}",
                    date(certificate.valid_through)
                ),
                format!(
                    "Genuine, but EXPIRED: it was valid through {}",
                    date(certificate.valid_through)
                ),
            ),
            (Kind::NotYetValid, Some(certificate)) => Text::of(
                format!(
                    "Giấy chứng nhận chưa có hiệu lực: cấp ngày {}, ký lúc {}",
                    date(certificate.issued_on),
                    instant(certificate.sealed_at)
                ),
                format!(
                    "Not yet in force: issued on {}, sealed at {}",
                    date(certificate.issued_on),
                    instant(certificate.sealed_at)
                ),
            ),
            (Kind::Mismatch, Some(certificate)) => {
                let shown = self
                    .stars_on_package
                    .map_or_else(String::new, |stars| stars.to_string());
                Text::of(
                    format!(
                        "SAI SỐ SAO: bao bì ghi {shown} sao, giấy chứng nhận {} sao",
                        certificate.stars
                    ),
                    format!(
                        "WRONG STARS: the package shows {shown}, the certificate says {}",
                        certificate.stars
                    ),
                )
            }
            (Kind::OutOfMandate, _) => {
                let name = self.council.as_ref().map(|council| council.name.clone());
                let name = name.unwrap_or(fixed("hội đồng", "the council"));
                Text::of(
                    format!(
                        "KHÔNG ĐÚNG THẨM QUYỀN: {} không được cấp chứng nhận này",
                        name.vi
                    ),
                    format!("NOT ENTITLED: {} may not issue this certificate", name.en),
                )
            }
            (Kind::UnknownIssuer, _) => Text::of(
                format!(
                    "CHƯA THỂ KẾT LUẬN: hội đồng ký mã này không có trong danh sách tin cậy ngày {}",
                    instant(self.as_of.trust_list)
                ),
                format!(
                    "CANNOT DECIDE: the council that signed this code is not on the trust list of {}",
                    instant(self.as_of.trust_list)
                ),
            ),
            // The dated conclusions always come with a certificate.
            (kind, _) => kind.words(),
        }
    }
}

/// The form that the API, the command line and the browser share.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(7))?;
        map.serialize_entry("verdict", self.kind.name())?;
        map.serialize_entry("reason", &self.reason())?;
        map.serialize_entry("checks", &Outcomes(&self.findings))?;
        map.serialize_entry("details", &Details(&self.findings))?;
        map.serialize_entry("certificate", &self.certificate)?;
        map.serialize_entry(
            "number",
            &self.certificate.as_ref().map(Certificate::number),
        )?;
        map.serialize_entry("as_of", &self.as_of)?;
        map.end()
    }
}

/// `{check: outcome}`.
pub struct Outcomes<'a>(pub &'a [Finding; 9]);

impl Serialize for Outcomes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            Check::ALL
                .iter()
                .zip(self.0)
                .map(|(check, finding)| (check.name(), finding.outcome.name())),
        )
    }
}

/// `{check: words}`, for the checks that have more to say.
struct Details<'a>(&'a [Finding; 9]);

impl Serialize for Details<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            Check::ALL
                .iter()
                .zip(self.0)
                .filter_map(|(check, finding)| {
                    Some((check.name(), finding.detail.as_ref()?.words()))
                }),
        )
    }
}
