//! A check repeated: the judge's verdict on a code for an instant that has passed, by the trust
//! list of then and by what the register had recorded until then.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::office::{Error, Office};
use crate::scheme::judge::judge;
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text::{self, without_query};
use crate::scheme::stars::Stars;
use crate::scheme::status::{RegisterData, Status, StatusList, StatusLists};
use crate::scheme::token::TokenDigest;
use crate::scheme::trust::TrustList;
use crate::scheme::verdict::Verdict;

/// What is judged again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'a> {
    /// The text of the code, or a certificate number.
    pub code: &'a str,
    /// As of when.
    pub at: DateTime<Utc>,
    /// The version of the trust list by which it was judged; the newest of then if not known.
    pub trust_list: Option<u64>,
    /// What the package showed.
    pub stars: Option<Stars>,
}

impl Office {
    /// Judges a code as of an instant. `None` for a certificate number that was never issued.
    ///
    /// The register keeps every trust list, and the instant of every certificate and change of
    /// status; so what is said is what this service would have said then.
    ///
    /// # Errors
    /// When the register does not answer, or holds a trust list that is none.
    pub(super) async fn judged_at(&self, asked: Question<'_>) -> Result<Option<Verdict>, Error> {
        let trust = self.trust_of(asked).await?;
        let code = match self.number_in(asked.code) {
            None => without_query(asked.code.trim()).to_owned(),
            Some(number) => {
                let Ok(number) = number.parse::<CertificateNumber>() else {
                    return Ok(None);
                };
                match self.register.certificate(number).await? {
                    Some(record) => qr_text::write("https://register", &record.token),
                    None => return Ok(None),
                }
            }
        };
        let alone = judge(&code, &trust, None, None, asked.at, asked.stars);
        let Some(certificate) = &alone.certificate else {
            // No signature that holds: there is nothing to ask the register.
            return Ok(Some(alone));
        };
        let number = certificate.number();
        let (status, register) = self.known_at(number, asked.at).await?;
        let (status, register) = (Some(&status), Some(&register));
        let mut verdict = judge(&code, &trust, status, register, asked.at, asked.stars);
        if let Some(certificate) = &mut verdict.certificate
            && certificate.product.is_none()
            && let Some(record) = self.register.certificate(number).await?
        {
            certificate.product = Some(record.product);
            certificate.producer = Some(record.producer);
        }
        Ok(Some(verdict))
    }

    async fn trust_of(&self, asked: Question<'_>) -> Result<Arc<TrustList>, Error> {
        let held = self.held();
        let named = match asked.trust_list {
            Some(version) => self.register.trust_list(version).await?,
            None => None,
        };
        let record = match named {
            Some(record) => Some(record),
            None => self.register.trust_list_at(asked.at).await?,
        };
        Ok(match record {
            Some(record) if record.version != held.trust.version() => {
                Arc::new(TrustList::from_sealed(&record.sealed, &held.root)?)
            }
            _ => Arc::clone(&held.trust),
        })
    }

    /// What the register knew of a certificate at an instant.
    async fn known_at(
        &self,
        number: CertificateNumber,
        at: DateTime<Utc>,
    ) -> Result<(StatusLists, RegisterData), Error> {
        let mut digests = HashSet::new();
        let mut size = u64::from(number.index);
        if let Some(record) = self.register.certificate(number).await? {
            let position = u64::try_from(record.position).unwrap_or(u64::MAX);
            let leaves = self.register.leaves(position, 1).await?;
            let recorded_at = leaves
                .first()
                .and_then(|leaf| leaf.happened_at.parse::<DateTime<Utc>>().ok());
            if recorded_at.is_some_and(|recorded_at| recorded_at <= at) {
                size += 1;
                digests.insert(TokenDigest::of(&record.token));
                if let Some(token) = self.register.compact_token(number).await? {
                    digests.insert(TokenDigest::of(&token));
                }
            }
        }
        let changes = self.register.status_changes_of(number).await?;
        let last = changes
            .into_iter()
            .rfind(|change| change.changed_at <= at)
            .map(|change| change.status)
            .filter(|status| *status != Status::Valid);
        let list = StatusList {
            as_of: at,
            expires_at: None,
            size,
            entries: last
                .map(|status| (number.index, status))
                .into_iter()
                .collect(),
        };
        let register = RegisterData::new(at, HashMap::from([(number.council, digests)]));
        let lists = StatusLists::new(HashMap::from([(number.council, list)]));
        Ok((lists, register))
    }
}
