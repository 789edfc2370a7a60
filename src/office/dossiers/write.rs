//! Beginning a dossier, and changing what it says while it is open.

use serde_json::json;

use super::sight::told;
use super::{DossierRefused, DossierView, TypedDossier, subject};
use crate::office::typed::Typed;
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::register::{Deed, DossierFacts};
use crate::scheme::day;
use crate::scheme::words::Text;

/// Drafts of a producer that are not lodged, whoever began them.
const MOST_DRAFTS: i64 = 20;

impl Office {
    /// Begins a dossier: as its producer, or for it as a secretary of the council that it goes
    /// to.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong, or when the producer has as many drafts as
    /// there may be; that there is no such producer.
    pub async fn begin_dossier(
        &self,
        access: &Access,
        producer: i64,
        written: &TypedDossier,
    ) -> Result<DossierView, Error> {
        self.producer_within(access, Right::Lodge, producer).await?;
        let at = self.clock.now();
        let facts = self.written_facts(access, producer, written).await?;
        let actor = access.actor.written();
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if entry.count_drafts(facts.producer).await? >= MOST_DRAFTS {
                    return Ok(Err(Error::Refused(vec![too_many_drafts()])));
                }
                let id = entry.add_dossier(&facts, at).await?;
                let renews = facts.renews.map(|number| number.to_string());
                let body = json!({ "version": 1, "producer": facts.producer, "renews": renews });
                let (act, subject) = ("dossier_begun", subject(id));
                let deed = Deed {
                    at,
                    actor,
                    act,
                    subject,
                    body,
                };
                entry.trail(&deed).await?;
                Ok(Ok(id))
            })
        });
        let id = entering.await??;
        self.dossier(access, id).await
    }

    /// Changes what a dossier says, as of the version that was looked at.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong; that there is no such dossier, that it
    /// is not open, or that it was changed since.
    pub async fn change_dossier(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
        written: &TypedDossier,
    ) -> Result<DossierView, Error> {
        let mut record = self.dossier_to_write(access, id).await?;
        self.still(access, &record, seen).await?;
        if !record.state.is_open() {
            return Err(DossierRefused::State(record.state).into());
        }
        let producer = record.facts.producer;
        let facts = self.written_facts(access, producer, written).await?;
        let changed = changed(&record.facts, &facts);
        if changed.is_empty() {
            return self.dossier_view(record).await;
        }
        record.facts = facts.clone();
        let (at, actor) = (self.clock.now(), access.actor.written());
        let entered = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let version = entry.change_dossier(id, seen, &facts, at).await?;
                let body = json!({ "version": version, "changed": changed });
                let (act, subject) = ("dossier_changed", subject(id));
                let deed = Deed {
                    at,
                    actor,
                    act,
                    subject,
                    body,
                };
                entry.trail(&deed).await?;
                Ok(version)
            })
        });
        let entered = entered.await;
        let version = self.unless_stale(entered, &subject(id), seen).await;
        record.version = version.map_err(|error| told(access, &record, error))?;
        record.changed_at = at;
        self.dossier_view(record).await
    }

    /// What a dossier of a producer is to say, with everything that is wrong with it.
    async fn written_facts(
        &self,
        access: &Access,
        producer: i64,
        written: &TypedDossier,
    ) -> Result<DossierFacts, Error> {
        let today = day::of(self.clock.now());
        let mut typed = Typed::default();
        let facts = self.dossier_facts(producer, written, today, &mut typed);
        if let Some(facts) = &facts {
            let own = access.producers(Right::Lodge).contains(&producer);
            let council = facts.council;
            if !own && !access.reaches(Right::Lodge, council) {
                typed.refuse(
                    "council",
                    "no_such_council",
                    Text::of(
                        format!("Không có hội đồng {council} trong phạm vi của bạn. Hãy chọn hội đồng khác."),
                        format!("There is no council {council} in your reach. Choose another."),
                    ),
                );
            }
            if let Some(number) = facts.renews
                && let Some(refusal) = self.not_its_certificate(producer, number).await?
            {
                typed.refuse("renews", refusal.code, refusal.message);
            }
        }
        typed.finish(facts)
    }
}

fn too_many_drafts() -> Refusal {
    Refusal::of(
        "producer",
        "too_many_drafts",
        Text::of(
            format!(
                "Chủ thể đang có {MOST_DRAFTS} hồ sơ nháp chưa nộp, là nhiều nhất. Hãy nộp hoặc rút bớt hồ sơ nháp rồi lập hồ sơ mới."
            ),
            format!(
                "The producer has {MOST_DRAFTS} drafts that are not lodged, the most there may be. Lodge or withdraw some, then begin another."
            ),
        ),
    )
}

/// The fields that differ.
fn changed(old: &DossierFacts, new: &DossierFacts) -> Vec<&'static str> {
    let fields = [
        ("council", old.council != new.council),
        ("catalogue", old.catalogue != new.catalogue),
        ("set_no", old.set_no != new.set_no),
        ("product", old.product != new.product),
        ("description", old.description != new.description),
        ("address", old.address != new.address),
        ("commune", old.commune != new.commune),
        ("product_code", old.product_code != new.product_code),
        ("gtin", old.gtin != new.gtin),
        ("renews", old.renews != new.renews),
    ];
    let differing = fields.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(field, _)| field).collect()
}
