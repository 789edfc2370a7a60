//! Renewing: a new decision and certificate for a product; the old one runs on to its own end.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use serde_json::json;

use super::within;
use crate::office::{Access, Error, Office, Refusal};
use crate::register::{self, Deed, Renewal, RenewalRecord, Standing};
use crate::scheme::check::date;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;
use crate::scheme::text::fold;
use crate::scheme::words::Text;

/// How often the act begins again when others change the same certificates.
const ATTEMPTS: usize = 3;

/// The certificate that renewed another, as pages show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenewedBy {
    /// Its number.
    pub number: CertificateNumber,
    /// Its stars.
    pub stars: Stars,
    /// Its last day.
    pub valid_through: NaiveDate,
    /// How it stands itself.
    pub status: Status,
}

/// The form that the API and the command line share.
impl Serialize for RenewedBy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json!({ "number": self.number, "stars": self.stars,
                "valid_through": self.valid_through, "status": self.status.name() })
        .serialize(serializer)
    }
}

/// What renewing did.
#[derive(Clone, Debug, Serialize)]
pub struct Renewed {
    /// The older certificate.
    pub old: CertificateNumber,
    /// The newer.
    pub renewed_by: CertificateNumber,
    /// Whether this run recorded it; otherwise it was recorded before.
    pub changed: bool,
    /// What to look at.
    pub warnings: Vec<Refusal>,
}

impl Office {
    /// Links a certificate with the one that renewed it. Done again it changes nothing and says
    /// so. Another producer's certificate can be right (a cooperative became an enterprise), so
    /// it is only warned of.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong, and nothing is changed.
    pub async fn renew(&self, old: &str, new: &str) -> Result<Renewed, Error> {
        self.renew_as(&Access::of_program(), old, new).await
    }

    /// The same by somebody, within their reach: another council's are as if they were not there.
    ///
    /// # Errors
    /// As [`Self::renew`].
    pub async fn renew_as(&self, access: &Access, old: &str, new: &str) -> Result<Renewed, Error> {
        for _ in 0..ATTEMPTS {
            match self.attempt_renewal(access, old, new).await {
                // Somebody else changed one of them meanwhile: what may be done is seen anew.
                Err(Error::Register(register::Error::Exists(_))) => {}
                outcome => return outcome,
            }
        }
        Err(Error::StatusContended)
    }

    async fn attempt_renewal(
        &self,
        access: &Access,
        old: &str,
        new: &str,
    ) -> Result<Renewed, Error> {
        let (older, newer) = self.both(old, new, &within(access)).await?;
        let renewal = Renewal {
            old: older.number,
            new: newer.number,
        };
        let mut renewed = Renewed {
            old: renewal.old,
            renewed_by: renewal.new,
            changed: false,
            warnings: Vec::new(),
        };
        if fold(&older.producer) != fold(&newer.producer) {
            let (code, message) = other_producer(renewal.old);
            renewed.warnings.push(Refusal::of("by", code, message));
        }
        let last = self.register.renewal_of(renewal.old).await?;
        if last.is_some_and(|last| last.new == renewal.new) {
            return Ok(renewed);
        }
        let refusals = refusals(&older, last.as_ref(), &newer);
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        let now = self.clock.now();
        let deed = Deed {
            at: now,
            actor: access.actor.written(),
            act: "certificate_renewed",
            subject: format!("certificate {}", renewal.old),
            body: json!({ "renewed_by": renewal.new }),
        };
        self.writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move {
                    entry.add_renewal(renewal, now).await?;
                    entry.trail(&deed).await
                })
            })
            .await?;
        self.refresh().await?;
        renewed.changed = true;
        Ok(renewed)
    }
}

fn refusals(older: &Standing, last: Option<&RenewalRecord>, newer: &Standing) -> Vec<Refusal> {
    let (old, new) = (older.number, newer.number);
    if old == new {
        return vec![Refusal::of(
            "by",
            "renews_itself",
            Text::of(
                format!(
                    "Giấy {old} không thể là giấy mới của chính nó. Hãy ghi số của giấy mới sau --by."
                ),
                format!("Certificate {old} cannot renew itself. Name the newer one after --by."),
            ),
        )];
    }
    let mut refusals: Vec<Refusal> = objections(older, last, newer.issued_on)
        .into_iter()
        .map(|(code, message)| Refusal::of("by", code, message))
        .collect();
    if matches!(newer.status, Status::Revoked | Status::Superseded) {
        let words = newer.status.words();
        refusals.push(Refusal::of(
            "by",
            "newer_not_in_force",
            Text::of(
                format!(
                    "Giấy {new} không còn dùng được ({}). Hãy chọn giấy còn hiệu lực.",
                    words.vi
                ),
                format!(
                    "Certificate {new} is no longer in force ({}). Choose one that is.",
                    words.en
                ),
            ),
        ));
    }
    refusals
}

/// Why a certificate cannot be renewed by one of a decision of this day. Later than its own
/// decision, so that no two renew each other.
pub(in crate::office) fn objections(
    older: &Standing,
    last: Option<&RenewalRecord>,
    issued_on: NaiveDate,
) -> Vec<(&'static str, Text)> {
    let old = older.number;
    let mut objections = Vec::new();
    match older.status {
        Status::Revoked => objections.push(("old_revoked", Text::of(
            format!("Giấy {old} đã bị thu hồi nên không nối được với giấy mới. Hãy kiểm tra số, hoặc bỏ liên kết này."),
            format!("Certificate {old} was revoked: there is nothing to renew. Check the number, or leave this link out."),
        ))),
        Status::Superseded => objections.push(("old_superseded", Text::of(
            format!("Giấy {old} đã được thay bằng giấy khác. Hãy ghi số của giấy thay nó."),
            format!("Certificate {old} was superseded by another. Name the one that took its place."),
        ))),
        Status::Valid | Status::Suspended => {}
    }
    if issued_on <= older.issued_on {
        let (day, first) = (date(issued_on), date(older.issued_on));
        objections.push(("newer_is_older", Text::of(
            format!("Giấy mới (ngày {day}) phải được quyết định sau giấy {old} (ngày {first}). Hãy xem có ghi ngược thứ tự không."),
            format!("The newer certificate (of {day}) must be decided after {old} (of {first}). Check whether they are the wrong way round."),
        )));
    }
    if let Some(last) = last.filter(|last| matches!(last.status, Status::Valid | Status::Suspended))
    {
        let by = last.new;
        objections.push(("already_renewed", Text::of(
            format!("Giấy {old} đã có giấy mới {by}, chưa bị thu hồi hay thay thế. Hãy kiểm tra số."),
            format!("Certificate {old} was renewed by {by}, which is still in force. Check the number."),
        )));
    }
    objections
}

/// The warning that two certificates are different producers'.
pub(in crate::office) fn other_producer(old: CertificateNumber) -> (&'static str, Text) {
    (
        "other_producer",
        Text::of(
            format!("Giấy {old} là của chủ thể khác. Hãy kiểm tra lại."),
            format!("Certificate {old} is another producer's. Check that it is meant."),
        ),
    )
}
