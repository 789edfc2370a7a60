//! What an edge says of a code or a number: the one judge's verdict by the pack.

use serde_json::{Value, json};

use super::{Edge, EdgePack};
use crate::office::{CheckedLabel, Examined};
use crate::scheme::check::{Check, Outcome};
use crate::scheme::judge::judge;
use crate::scheme::number::CertificateNumber;
use crate::scheme::number_in;
use crate::scheme::pack::Unanswered;
use crate::scheme::qr_text::without_query;
use crate::scheme::stars::Stars;

/// An answer, with what the pack says of itself.
pub enum EdgeAnswer {
    /// A code was judged.
    Judged {
        /// The verdict, with the names that the pack has.
        examined: Box<Examined>,
        /// The decision that it stands on, without its authority, which no pack has.
        decision: Value,
        /// Which pack, and how old.
        pack: Value,
    },
    /// A number was looked up. No verdict: a number holds no signature.
    LookedUp(Value),
}

impl Edge {
    /// Judges a code, or looks a number up. `None` before there is a pack.
    ///
    /// # Errors
    /// When a number is mistyped, not in the pack, or the pack came without names.
    pub fn answer(
        &self,
        code: &str,
        stars: Option<Stars>,
    ) -> Option<Result<EdgeAnswer, Unanswered>> {
        let held = self.held()?;
        let exists = |text: &str| number_in::names_a_council(text, &held.pack.trust);
        Some(match number_in::read(code, exists) {
            Some(number) => match number.parse() {
                Ok(number) => self.look_up(&held, number),
                Err(_) => Err(Unanswered::Mistyped),
            },
            None => Ok(self.judged(&held, code, stars)),
        })
    }

    /// What the pack says of a number. `None` before there is a pack.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn answer_number(
        &self,
        number: CertificateNumber,
    ) -> Option<Result<EdgeAnswer, Unanswered>> {
        let held = self.held()?;
        Some(self.look_up(&held, number))
    }

    fn look_up(
        &self,
        held: &EdgePack,
        number: CertificateNumber,
    ) -> Result<EdgeAnswer, Unanswered> {
        let said = held.pack.answer(&number.to_string(), None, self.now())?;
        Ok(EdgeAnswer::LookedUp(said))
    }

    fn judged(&self, held: &EdgePack, code: &str, stars: Option<Stars>) -> EdgeAnswer {
        let now = self.now();
        let pack = &held.pack;
        let code = without_query(code.trim());
        let mut verdict = judge(
            code,
            &pack.trust,
            Some(&pack.status),
            Some(&pack.register),
            now,
            stars,
        );
        // What is said of a number is said of the token that the digests hold, and of no other
        // that bears the number.
        let registered = verdict.outcome(Check::Register) == Outcome::Pass;
        let named = verdict.certificate.as_ref().filter(|_| registered);
        let named = named.and_then(|one| pack.names.as_ref()?.find(one.number()));
        if let (Some(certificate), Some(named)) = (&mut verdict.certificate, named) {
            certificate.product.get_or_insert(named.product.clone());
            certificate.producer.get_or_insert(named.producer.clone());
        }
        let council = verdict.council.as_ref();
        let successor = council.and_then(|council| pack.trust.successor_of(council));
        EdgeAnswer::Judged {
            decision: json!(named.map(|named| json!({
                "number": named.decision, "decided_on": named.issued_on,
            }))),
            pack: pack.about(now),
            examined: Box::new(Examined {
                code: code.to_owned(),
                successor: successor.cloned(),
                label: CheckedLabel::of_code(code),
                decision: None,
                status: None,
                replaces: Vec::new(),
                renewed_by: None,
                renews: Vec::new(),
                traceability: None,
                verdict,
            }),
        }
    }
}
