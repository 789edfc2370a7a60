//! Registering a producer, and changing what is registered of it.

use serde::Serialize;
use serde_json::json;

use super::{ProducerView, TypedProducer, subject};
use crate::office::sent_form::{Sending, SentForm};
use crate::office::typed::Typed;
use crate::office::{Access, Error, Office, Refusal, Right};
use crate::register::{Deed, ProducerFacts, ProducerRecord};
use crate::scheme::text::fold;
use crate::scheme::words::Text;

/// A producer as it stands now.
#[derive(Debug, Serialize)]
pub struct Registered {
    /// The producer.
    pub producer: ProducerView,
    /// What somebody should look at.
    pub warnings: Vec<Refusal>,
}

impl Office {
    /// Registers a producer.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong.
    pub async fn register_producer(
        &self,
        access: &Access,
        written: &TypedProducer,
    ) -> Result<Registered, Error> {
        self.register_producer_once(access, None, written).await
    }

    /// The same by a page's form, which registers one however often it arrives.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong.
    pub async fn register_producer_once(
        &self,
        access: &Access,
        form: Option<&SentForm>,
        written: &TypedProducer,
    ) -> Result<Registered, Error> {
        let registering = self.enter_producer(access, form, written);
        let id = self.made_once(access, form, registering).await?;
        let record = self.producer_within(access, Right::Producers, id).await?;
        let warnings = self.namesakes(&record.facts, Some(id)).await?;
        let producer = record.into();
        Ok(Registered { producer, warnings })
    }

    async fn enter_producer(
        &self,
        access: &Access,
        form: Option<&SentForm>,
        written: &TypedProducer,
    ) -> Result<i64, Error> {
        let mut typed = Typed::default();
        let facts = self.producer_facts(access, written, &mut typed);
        let facts = typed.finish(facts)?;
        let (at, actor) = (self.clock.now(), access.actor.written());
        let sending = Sending::of(access, form);
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let id = entry.add_producer(&facts, at).await?;
                let body = json!({ "version": 1, "council": facts.council.to_string() });
                let (act, subject) = ("producer_registered", subject(id));
                let deed = Deed {
                    at,
                    actor,
                    act,
                    subject,
                    body,
                };
                entry.trail(&deed).await?;
                if let Some(sending) = &sending {
                    sending.keep(entry, id, at).await?;
                }
                Ok(id)
            })
        });
        Ok(entering.await?)
    }

    /// What somebody should look at who registers or changes a producer.
    ///
    /// # Errors
    /// That there is no such producer.
    pub async fn warnings_of_producer(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<Vec<Refusal>, Error> {
        let record = self.producer_within(access, Right::Producers, id).await?;
        self.namesakes(&record.facts, Some(id)).await
    }

    /// Changes what is registered of a producer, as of the version that was looked at.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong; that there is no such producer, or that
    /// it was changed since.
    pub async fn change_producer(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
        written: &TypedProducer,
    ) -> Result<Registered, Error> {
        let record = self.producer_within(access, Right::Producers, id).await?;
        if record.version != seen {
            return Err(self.stale(&subject(id), seen, record.version).await?.into());
        }
        let mut typed = Typed::default();
        let facts = self.producer_facts(access, written, &mut typed);
        let facts = typed.finish(facts)?;
        let changed = changed(&record.facts, &facts);
        if changed.is_empty() {
            let (producer, warnings) = (record.into(), Vec::new());
            return Ok(Registered { producer, warnings });
        }
        let warnings = self.namesakes(&facts, Some(id)).await?;
        let (at, actor) = (self.clock.now(), access.actor.written());
        let registered_at = record.registered_at;
        let entered = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let version = entry.change_producer(id, seen, &facts).await?;
                let body = json!({ "version": version, "changed": changed });
                let (act, subject) = ("producer_changed", subject(id));
                let deed = Deed {
                    at,
                    actor,
                    act,
                    subject,
                    body,
                };
                entry.trail(&deed).await?;
                Ok(ProducerRecord {
                    id,
                    facts,
                    registered_at,
                    version,
                })
            })
        });
        let entered = entered.await;
        let record = self.unless_stale(entered, &subject(id), seen).await?;
        let producer = record.into();
        Ok(Registered { producer, warnings })
    }

    /// Others with the same name, but for diacritics, with the council or one before or after it:
    /// one producer registered twice has its products apart, and of two with one name neither has
    /// certificates by that name.
    async fn namesakes(
        &self,
        facts: &ProducerFacts,
        but: Option<i64>,
    ) -> Result<Vec<Refusal>, Error> {
        let folded = fold(&facts.name);
        let mut others = Vec::new();
        for council in self.lineage(facts.council).await?.all() {
            let named = self.register.producers_named(council, &folded);
            others.extend(named.await?);
        }
        others.retain(|other| Some(other.id) != but);
        let warning = |other: ProducerRecord| {
            let (id, name) = (other.id, other.facts.name);
            Refusal::of(
                "name",
                "producer_namesake",
                Text::of(
                    format!(
                        "Hội đồng đã có chủ thể số {id} tên “{name}”. Nếu là cùng một chủ thể, hãy dùng chủ thể đó. Nếu là hai chủ thể khác nhau, không chủ thể nào còn thấy giấy không có hồ sơ mang tên này; thư ký in tem của các giấy đó."
                    ),
                    format!(
                        "The council has producer {id}, “{name}”, already. If they are the same, use that one. If they are two, neither sees the certificates of this name that have no dossier any more; the secretary prints their labels."
                    ),
                ),
            )
        };
        Ok(others.into_iter().map(warning).collect())
    }
}

/// The fields that differ. Their values are personal, so the trail names the fields alone.
fn changed(old: &ProducerFacts, new: &ProducerFacts) -> Vec<&'static str> {
    let fields = [
        ("kind", old.kind != new.kind),
        ("name", old.name != new.name),
        ("address", old.address != new.address),
        ("unit", old.unit != new.unit),
        ("council", old.council != new.council),
        ("business_code", old.business_code != new.business_code),
        ("representative", old.representative != new.representative),
        ("phone", old.phone != new.phone),
        ("email", old.email != new.email),
    ];
    let differing = fields.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(field, _)| field).collect()
}
