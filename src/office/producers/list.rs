//! Looking producers up: those of the councils in reach, and one's own.

use serde::Serialize;

use super::ProducerView;
use crate::office::dossiers::DossierRefused;
use crate::office::typed::looked_for;
use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::{ProducerFilter, ProducerRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::text::fold;

/// Which producers are asked for.
#[derive(Clone, Debug, Default)]
pub struct ProducerQuery {
    /// Registered with this council only.
    pub council: Option<CouncilCode>,
    /// Whose name holds this, with or without diacritics.
    pub text: Option<String>,
    /// After this one: what the page before gave as `next`.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// A page of producers.
#[derive(Clone, Debug, Serialize)]
pub struct ProducerPage {
    /// In the order in which they were registered.
    pub producers: Vec<ProducerView>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

impl Office {
    /// A page of the producers that somebody may see.
    ///
    /// # Errors
    /// [`Error::Cursor`], or when the register does not answer.
    pub async fn producers(
        &self,
        access: &Access,
        query: &ProducerQuery,
    ) -> Result<ProducerPage, Error> {
        let after = match &query.after {
            Some(after) => after.parse().map_err(|_| Error::Cursor)?,
            None => 0,
        };
        let councils = match access.reach(Right::Work) {
            Reach::All => vec![query.council],
            Reach::Of(councils) => {
                let asked = |code: &CouncilCode| query.council.is_none_or(|asked| asked == *code);
                councils.into_iter().filter(asked).map(Some).collect()
            }
        };
        let text = looked_for(query.text.as_deref());
        let mut found = Vec::new();
        for council in councils {
            let filter = ProducerFilter {
                council,
                text: text.clone(),
                after,
                // One more than asked for tells whether there is another page.
                limit: i64::from(query.limit) + 1,
            };
            found.extend(self.register.producers(&filter).await?);
        }
        for id in access.producers(Right::Work) {
            let own = self.register.producer(id).await?.filter(|own| {
                let facts = &own.facts;
                own.id > after
                    && query.council.is_none_or(|council| council == facts.council)
                    && text
                        .as_ref()
                        .is_none_or(|text| fold(&facts.name).contains(text))
            });
            found.extend(own);
        }
        found.sort_by_key(|producer| producer.id);
        found.dedup_by_key(|producer| producer.id);
        let more = found.len() > query.limit as usize;
        found.truncate(query.limit as usize);
        let last = found.last().filter(|_| more);
        let next = last.map(|last| last.id.to_string());
        let producers = found.into_iter().map(ProducerView::from).collect();
        Ok(ProducerPage { producers, next })
    }

    /// A producer that somebody may see.
    ///
    /// # Errors
    /// That there is none, or none in reach.
    pub async fn producer(&self, access: &Access, id: i64) -> Result<ProducerView, Error> {
        Ok(self.producer_within(access, Right::Work, id).await?.into())
    }

    /// A producer that somebody has a right to: their own, or one that is registered with a
    /// council in reach.
    pub(in crate::office) async fn producer_within(
        &self,
        access: &Access,
        right: Right,
        id: i64,
    ) -> Result<ProducerRecord, Error> {
        let found = self.register.producer(id).await?.filter(|producer| {
            access.producers(right).contains(&id) || access.reaches(right, producer.facts.council)
        });
        Ok(found.ok_or(DossierRefused::NoSuchProducer(id))?)
    }
}
