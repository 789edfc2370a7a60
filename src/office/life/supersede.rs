//! Superseding a certificate by a newer one, which its own decision made.

use super::moves::Act;
use super::{Changed, Which, within};
use crate::office::{Access, Actor, Error, Office, Reach, Refusal};
use crate::register::Standing;
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;
use crate::scheme::text::fold;
use crate::scheme::words::Text;

impl Office {
    /// Puts a newer certificate in the place of an older one. Done again it changes nothing and
    /// says so. Another producer's certificate can be right (a cooperative became an
    /// enterprise), so it is only warned of.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong, and nothing is changed.
    pub async fn supersede(&self, old: &str, new: &str) -> Result<Changed, Error> {
        self.supersede_as(&Access::of_program(), old, new).await
    }

    /// The same by somebody, within their reach: another council's are as if they were not there.
    ///
    /// # Errors
    /// As [`Self::supersede`].
    pub async fn supersede_as(
        &self,
        access: &Access,
        old: &str,
        new: &str,
    ) -> Result<Changed, Error> {
        let within = within(access);
        let (older, newer) = self.both(old, new, &within).await?;
        let refusals = refusals(&older, &newer);
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        let replacing = self.put_in_place(older.number, newer.number, (&within, access.actor));
        let mut changed = replacing.await?;
        if fold(&older.producer) != fold(&newer.producer) {
            changed.warnings.push(other_producer(&older, &newer));
        }
        Ok(changed)
    }

    /// The same where a dossier proves which of two takes the other's place: the centre may sign
    /// its 5 stars before the province signs the 4 that hold meanwhile, so their days say nothing.
    /// Where the newer one has ended by now the older one stays.
    pub(in crate::office) async fn supersede_of_dossier(
        &self,
        older: CertificateNumber,
        newer: CertificateNumber,
    ) -> Result<(), Error> {
        let standing = self.register.standing(newer).await?;
        let in_force = standing.is_some_and(|newer| newer.status.may_become(Status::Superseded));
        if in_force {
            let by = (&Reach::All, Actor::Program);
            self.put_in_place(older, newer, by).await?;
        }
        Ok(())
    }

    async fn put_in_place(
        &self,
        older: CertificateNumber,
        newer: CertificateNumber,
        by: (&Reach, Actor),
    ) -> Result<Changed, Error> {
        let act = Act {
            to: Status::Superseded,
            ground: None,
            decision: None,
            replaced_by: Some(newer),
        };
        let which = Which::Numbers(vec![older.to_string()]);
        self.change(&which, by, &act).await
    }
}

fn refusals(older: &Standing, newer: &Standing) -> Vec<Refusal> {
    let (old, new) = (older.number, newer.number);
    let mut refusals = Vec::new();
    let mut refuse = |code, vi, en| refusals.push(Refusal::of("by", code, Text::of(vi, en)));
    if old == new {
        refuse(
            "supersedes_itself",
            format!("Giấy {old} không thể thay cho chính nó. Hãy ghi số của giấy mới sau --by."),
            format!("Certificate {old} cannot replace itself. Name the newer one after --by."),
        );
        return refusals;
    }
    if newer.issued_on < older.issued_on {
        refuse(
            "newer_is_older",
            format!("Giấy {new} được cấp trước giấy {old}. Hãy xem có ghi ngược thứ tự không."),
            format!(
                "Certificate {new} was issued before {old}. Check whether they are the wrong way round."
            ),
        );
    }
    // Where the older is superseded already, the act was done before, or is refused for that.
    let ended = matches!(newer.status, Status::Revoked | Status::Superseded);
    if ended && older.status != Status::Superseded {
        let words = newer.status.words();
        refuse(
            "newer_not_in_force",
            format!(
                "Giấy {new} không còn dùng được ({}). Hãy chọn giấy còn hiệu lực.",
                words.vi
            ),
            format!(
                "Certificate {new} is no longer in force ({}). Choose one that is.",
                words.en
            ),
        );
    }
    refusals
}

fn other_producer(older: &Standing, newer: &Standing) -> Refusal {
    Refusal::of(
        "by",
        "other_producer",
        Text::of(
            format!(
                "Giấy {} là của chủ thể khác với giấy {}. Hãy kiểm tra lại.",
                newer.number, older.number
            ),
            format!(
                "Certificate {} is another producer's than {}. Check that it is meant.",
                newer.number, older.number
            ),
        ),
    )
}
