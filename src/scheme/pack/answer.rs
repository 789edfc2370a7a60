//! What a pack alone says of a code or a number: the answer of the command line and of the
//! inspector's page.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{NamedCertificate, Names, Pack, Unanswered};
use crate::scheme::check::{Check, Outcome, date};
use crate::scheme::day;
use crate::scheme::judge::judge;
use crate::scheme::number::CertificateNumber;
use crate::scheme::number_in;
use crate::scheme::qr_text::without_query;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;
use crate::scheme::words::Text;

impl Pack {
    /// The answer on a code, or what the names say of a number, as JSON.
    ///
    /// # Errors
    /// When a number is mistyped, not in the pack, or the pack came without names.
    pub fn answer(
        &self,
        code: &str,
        stars: Option<Stars>,
        now: DateTime<Utc>,
    ) -> Result<Value, Unanswered> {
        let code = without_query(code.trim());
        let exists = |text: &str| number_in::names_a_council(text, &self.trust);
        let mut answer = match number_in::read(code, exists) {
            Some(number) => {
                let number = number.parse().map_err(|_| Unanswered::Mistyped)?;
                self.look_up(number, now)?
            }
            None => self.judged(code, stars, now),
        };
        answer["pack"] = self.about(now);
        Ok(answer)
    }

    fn judged(&self, code: &str, stars: Option<Stars>, now: DateTime<Utc>) -> Value {
        let Self {
            trust,
            status,
            register,
            names,
            ..
        } = self;
        let mut verdict = judge(code, trust, Some(status), Some(register), now, stars);
        let number = verdict.certificate.as_ref().map(|one| one.number());
        // What is said of a number is said of the token that the digests hold, and of no other
        // that bears the number.
        let registered = verdict.outcome(Check::Register) == Outcome::Pass;
        let named = number
            .filter(|_| registered)
            .and_then(|number| names.as_ref()?.find(number));
        if let (Some(certificate), Some(named)) = (&mut verdict.certificate, named) {
            certificate.product.get_or_insert(named.product.clone());
            certificate.producer.get_or_insert(named.producer.clone());
        }
        let mut answer = serde_json::to_value(&verdict).unwrap_or_default();
        answer["decision"] = json!(named.map(|named| json!({
            "number": named.decision, "decided_on": named.issued_on,
        })));
        answer["council"] = json!(verdict.council.map(|council| json!({
            "code": council.code, "name": council.name,
        })));
        answer
    }

    /// What the names say of a number. No verdict: a number holds no signature.
    fn look_up(&self, number: CertificateNumber, now: DateTime<Utc>) -> Result<Value, Unanswered> {
        let named = self.names()?.find(number);
        let made_at = self.made_at;
        let named = named.ok_or(Unanswered::NoSuchNumber { number, made_at })?;
        let listed = self.listed(number, now);
        let reason = self.words_of(number, named, listed, now);
        Ok(json!({
            "verdict": null, "reason": reason, "number": number, "registered": named,
            "listed_status": listed.map(Status::name),
        }))
    }

    /// What the council's status list says of a number, if it can still say so.
    pub(super) fn listed(&self, number: CertificateNumber, now: DateTime<Utc>) -> Option<Status> {
        let list = self.status.get(number.council)?;
        let status = list.status(number.index).ok()?;
        // A list past its end can no longer say "valid".
        let ended = list.expires_at.is_some_and(|end| end <= self.at(now));
        (status != Status::Valid || !ended).then_some(status)
    }

    pub(super) fn names(&self) -> Result<&Names, Unanswered> {
        self.names.as_ref().ok_or(Unanswered::NeedsNames)
    }

    fn words_of(
        &self,
        number: CertificateNumber,
        named: &NamedCertificate,
        listed: Option<Status>,
        now: DateTime<Utc>,
    ) -> Text {
        let through = date(named.valid_through);
        let over = named.valid_through < day::of(self.at(now));
        let said = match listed {
            Some(status) if status != Status::Valid => status.words(),
            _ if over => Text::of(
                format!("Đã hết hạn: có giá trị đến hết ngày {through}"),
                format!("Expired after {through}"),
            ),
            Some(_) => Text::of(
                format!("Còn hiệu lực đến hết ngày {through}"),
                format!("In force through {through}"),
            ),
            None => Text::new(
                "Chưa kiểm tra được việc thu hồi",
                "Revocation could not be checked",
            ),
        };
        Text::of(
            format!(
                "Chương trình đã cấp giấy số {number}. {}. Số giấy không chứng minh được gì: hãy quét mã QR để kiểm tra chữ ký.",
                said.vi
            ),
            format!(
                "The programme issued the certificate {number}. {}. A number proves nothing: scan the code to have its signature checked.",
                said.en
            ),
        )
    }
}
