//! Whose a certificate is: which ones a registered producer may list, print, renew and give a
//! code. Everything that asks it of a producer asks here.
//!
//! A name alone decides nothing: whoever registers producers elsewhere could give any of them any
//! name. What came of a dossier is its producer's, and so is what renewed or replaced that under
//! the same name, or under the producer's own. Everything else is the producer's who alone bears
//! its name with the council that issued it; of the centre's certificates, where what they renewed
//! or replaced is.

use std::collections::{BTreeSet, HashSet};

use crate::office::{Access, Error, Held, Office, Right};
use crate::register::{ListedCertificate, ProducerRecord};
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::fold;

/// A registered producer, with what decides which certificates are its own.
pub(in crate::office) struct Owner {
    /// Its identity.
    pub id: i64,
    /// Its name, folded.
    name: String,
    /// The councils whose certificates are its own by that name: the one that it is registered
    /// with and those before and after it, unless that name is another's with any that became one
    /// with them.
    councils: Vec<CouncilCode>,
}

impl Owner {
    /// Whether a certificate is its own by name.
    fn alone_bears_the_name_of(&self, certificate: &ListedCertificate) -> bool {
        self.councils.contains(&certificate.number.council)
            && fold(&certificate.producer) == self.name
    }
}

impl Office {
    /// A producer, as the owner of certificates.
    pub(in crate::office) async fn owner(&self, producer: ProducerRecord) -> Result<Owner, Error> {
        let name = fold(&producer.facts.name);
        let lineage = self.lineage(producer.facts.council).await?;
        let others = self
            .register
            .councils_of_namesakes(&name, producer.id)
            .await?;
        // Whoever issues now may have taken the place of more councils than that one.
        let family = match lineage.after.last() {
            Some(&last) => self.lineage(last).await?.until,
            None => lineage.until.clone(),
        };
        let is_alone = (family.iter()).all(|council| !others.contains(&council.code));
        let line: Vec<CouncilCode> = lineage.all().collect();
        // The centre certifies for every province: there a name says less than anywhere.
        let by_name = family.iter().filter(|council| {
            is_alone && council.level != Level::Central && line.contains(&council.code)
        });
        let councils = by_name.map(|council| council.code).collect();
        Ok(Owner {
            id: producer.id,
            name,
            councils,
        })
    }

    /// The producers for whom somebody acts who has the right as a producer.
    pub(in crate::office) async fn owners(
        &self,
        access: &Access,
        right: Right,
    ) -> Result<Vec<Owner>, Error> {
        let mut owners = Vec::new();
        for id in access.producers(right) {
            if let Some(producer) = self.register.producer(id).await? {
                owners.push(self.owner(producer).await?);
            }
        }
        Ok(owners)
    }

    /// Whose a certificate is among the producers for whom somebody acts.
    pub(in crate::office) async fn owner_among(
        &self,
        access: &Access,
        right: Right,
        number: CertificateNumber,
    ) -> Result<Option<Owner>, Error> {
        for owner in self.owners(access, right).await? {
            if self.is_own(&owner, number).await? {
                return Ok(Some(owner));
            }
        }
        Ok(None)
    }

    /// Whether there is a certificate with a number, and it is a producer's own.
    pub(in crate::office) async fn is_own(
        &self,
        owner: &Owner,
        number: CertificateNumber,
    ) -> Result<bool, Error> {
        let found = self.register.listed_numbered(number).await?;
        let own = self.own_among(owner, found.into_iter().collect()).await?;
        Ok(!own.is_empty())
    }

    /// Those of some certificates that are a producer's own, in their order.
    pub(in crate::office) async fn own_among(
        &self,
        owner: &Owner,
        certificates: Vec<ListedCertificate>,
    ) -> Result<Vec<ListedCertificate>, Error> {
        let places: Vec<i64> = certificates.iter().map(|one| one.position).collect();
        let of_dossiers = self.register.producers_of_dossiers(&places).await?;
        let mut own = Vec::with_capacity(certificates.len());
        for certificate in certificates {
            let is_own = match of_dossiers.get(&certificate.position) {
                Some(producer) => *producer == owner.id,
                None => self.is_own_without_dossier(owner, &certificate).await?,
            };
            if is_own {
                own.push(certificate);
            }
        }
        Ok(own)
    }

    /// The folded names that a producer's own certificates can bear: its own, and those that it
    /// had when its dossiers were decided.
    pub(in crate::office) async fn names_borne_by(
        &self,
        owner: &Owner,
    ) -> Result<BTreeSet<String>, Error> {
        let places = self.register.certificates_of_dossiers(owner.id).await?;
        let listed = self.register.listed(&places).await?;
        let names = listed.iter().map(|one| fold(&one.producer));
        Ok(names.chain([owner.name.clone()]).collect())
    }

    /// Whether a certificate that came of no dossier is a producer's own. What it renewed or
    /// replaced tells more than its name: what goes on from another's dossier is not taken from
    /// them by their name.
    async fn is_own_without_dossier(
        &self,
        owner: &Owner,
        certificate: &ListedCertificate,
    ) -> Result<bool, Error> {
        let held = self.held();
        let name = fold(&certificate.producer);
        let mut is_own = owner.alone_bears_the_name_of(certificate);
        let mut is_anothers = false;
        let mut seen = HashSet::from([certificate.number]);
        let mut older = before(&held, certificate.number);
        while let Some(number) = older.pop() {
            if !seen.insert(number) {
                continue;
            }
            let Some(found) = self.register.listed_numbered(number).await? else {
                continue;
            };
            let is_of_the_name = fold(&found.producer) == name;
            if !is_of_the_name && name != owner.name {
                continue;
            }
            let place = found.position;
            let of_dossiers = self.register.producers_of_dossiers(&[place]).await?;
            match of_dossiers.get(&place) {
                Some(producer) if *producer == owner.id => return Ok(true),
                // Under another name it may have been handed on: a cooperative that became an
                // enterprise.
                Some(_) => is_anothers |= is_of_the_name,
                None => {
                    is_own |= owner.alone_bears_the_name_of(&found);
                    older.extend(before(&held, number));
                }
            }
        }
        Ok(is_own && !is_anothers)
    }
}

/// The certificates that one renewed or took the place of.
fn before(held: &Held, number: CertificateNumber) -> Vec<CertificateNumber> {
    [held.renewals_by(number), held.replaced_by(number)].concat()
}
