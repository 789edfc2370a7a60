//! What an act may do to one certificate: change it, find it done already, or be refused.

use chrono::NaiveDate;

use super::Refusal;
use crate::register::{Standing, StatusChangeRecord};
use crate::scheme::check::date;
use crate::scheme::ground::Ground;
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;
use crate::scheme::words::Text;

/// What is to become of certificates, and by whose word.
pub(super) struct Act {
    pub to: Status,
    pub ground: Option<Ground>,
    pub decision: Option<(String, NaiveDate)>,
    pub replaced_by: Option<CertificateNumber>,
}

/// What the act does to one certificate.
pub(super) enum Move {
    Change,
    /// The same act was done before.
    Nothing,
    Refused(Refusal),
}

/// Decides by how a certificate stands and what was last said of it.
pub(super) fn step(standing: &Standing, last: Option<&StatusChangeRecord>, act: &Act) -> Move {
    let said = last.is_some_and(|last| {
        last.status == act.to
            && last.ground == act.ground
            && last.decision == act.decision
            && last.replaced_by == act.replaced_by
    });
    if standing.status == act.to && said {
        return Move::Nothing;
    }
    if !standing.status.may_become(act.to) {
        return Move::Refused(illegal(standing, last));
    }
    let Some((_, decided_on)) = &act.decision else {
        return Move::Change;
    };
    // A decision cannot withdraw what was not there, nor lift what was not yet imposed.
    let before = last
        .filter(|_| act.to == Status::Valid)
        .and_then(|last| Some(last.decision.as_ref()?.1))
        .unwrap_or(standing.issued_on);
    if *decided_on < before {
        return Move::Refused(too_early(standing.number, *decided_on, before));
    }
    Move::Change
}

fn illegal(standing: &Standing, last: Option<&StatusChangeRecord>) -> Refusal {
    let number = standing.number;
    let by = last.and_then(|last| last.decision.as_ref());
    let (by_vi, by_en) = by.map_or_else(Default::default, |(decision, day)| {
        let day = date(*day);
        (
            format!(" theo quyết định {decision} ngày {day}"),
            format!(" by decision {decision} of {day}"),
        )
    });
    let (code, vi, en) = match standing.status {
        Status::Revoked => (
            "already_revoked",
            format!(
                "Giấy {number} đã bị thu hồi{by_vi}; việc thu hồi không hủy bỏ được. Muốn công nhận lại thì lập hồ sơ mới."
            ),
            format!(
                "Certificate {number} was revoked{by_en}; that is final. To be recognised again it takes a new dossier."
            ),
        ),
        Status::Superseded => (
            "already_superseded",
            format!("Giấy {number} đã được thay bằng giấy mới. Hãy ghi số của giấy mới."),
            format!("Certificate {number} was replaced by a newer one. Name the newer one."),
        ),
        Status::Suspended => (
            "already_suspended",
            format!(
                "Giấy {number} đang tạm đình chỉ{by_vi}. Hãy bỏ tạm đình chỉ trước, hoặc thu hồi."
            ),
            format!("Certificate {number} is suspended{by_en}. Lift that first, or revoke it."),
        ),
        Status::Valid => (
            "not_suspended",
            format!(
                "Giấy {number} không bị tạm đình chỉ nên không có gì để bỏ. Hãy kiểm tra lại số."
            ),
            format!(
                "Certificate {number} is not suspended: there is nothing to lift. Check the number."
            ),
        ),
    };
    Refusal::of("number", code, Text::of(vi, en))
}

fn too_early(number: CertificateNumber, decided_on: NaiveDate, before: NaiveDate) -> Refusal {
    let (decided_on, before) = (date(decided_on), date(before));
    Refusal::of(
        "decided_on",
        "decided_too_early",
        Text::of(
            format!(
                "Quyết định ngày {decided_on} có trước ngày {before} của giấy {number} hoặc của việc tạm đình chỉ. Hãy xem lại ngày."
            ),
            format!(
                "The decision of {decided_on} is before {before}, when {number} was issued or suspended. Check the date."
            ),
        ),
    )
}
