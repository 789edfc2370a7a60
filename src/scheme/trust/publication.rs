//! The publisher's rules: what the root key does not sign, and the service does not publish.

use super::{CouncilKey, KeyState, Refused, TrustList};
use crate::scheme::{day, province};

impl TrustList {
    /// Checks a list by itself: a kid or a code twice, a kid that is not its key's, a period
    /// that ends before it begins, a compromise without its date, a unit or successor that does
    /// not exist, successors that lead back. A weak key cannot get this far: none can be read.
    ///
    /// # Errors
    /// The first such entry.
    pub fn check_for_publication(&self) -> Result<(), Refused> {
        if self.expires_at() <= self.issued_at() {
            return Err(Refused::Expired(self.expires_at()));
        }
        for council in self.councils() {
            let code = council.code;
            if self
                .councils()
                .iter()
                .filter(|other| other.code == code)
                .count()
                > 1
            {
                return Err(Refused::CouncilTwice(code));
            }
            if !province::is_unit(&council.unit) {
                let unit = council.unit.clone();
                return Err(Refused::NoSuchUnit {
                    council: code,
                    unit,
                });
            }
            self.check_successors(council)?;
            for key in council.keys.iter().chain(&council.status_keys) {
                self.check_key(key)?;
            }
        }
        for own in self.programme_keys() {
            self.check_key(&own.key)?;
        }
        Ok(())
    }

    fn check_key(&self, key: &CouncilKey) -> Result<(), Refused> {
        if key.kid != key.x.id() {
            return Err(Refused::KeyIdNotOfKey(key.kid));
        }
        // One key for two purposes would be a kid twice.
        if self.kids().filter(|&kid| kid == key.kid).count() > 1 {
            return Err(Refused::KeyIdTwice(key.kid));
        }
        if key.seals_until < key.seals_from {
            return Err(Refused::PeriodReversed(key.kid));
        }
        if (key.state == KeyState::Compromised) != key.compromised_on.is_some() {
            return Err(Refused::CompromiseUndated(key.kid));
        }
        Ok(())
    }

    fn check_successors(&self, council: &super::Council) -> Result<(), Refused> {
        let mut last = council;
        for _ in self.councils() {
            let Some(successor) = last.successor else {
                return Ok(());
            };
            last = self.council(successor).ok_or(Refused::NoSuchSuccessor {
                council: last.code,
                successor,
            })?;
        }
        match last.successor {
            None => Ok(()),
            Some(_) => Err(Refused::SuccessionCycle(council.code)),
        }
    }

    /// Checks a list against the one published before it: the version counts on by one, time
    /// does not run back, no council or key is left out, nothing that was said of a key is
    /// unsaid, and verifiers know a key before its first day (a council's first keys excepted:
    /// before them nobody could publish any).
    ///
    /// That last rule is for keys of certificates, which are printed for years. What a status
    /// key or a key of the programme signs lives for days and is fetched with the list that
    /// names its key: whoever does not know the key yet refuses it and asks again.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check_after(&self, previous: &Self) -> Result<(), Refused> {
        let (version, held) = (self.version(), previous.version());
        if version <= held {
            return Err(Refused::Older { version, held });
        }
        if version > held + 1 {
            return Err(Refused::Gap { version, held });
        }
        if self.issued_at() < previous.issued_at() {
            return Err(Refused::ClockBehind {
                now: self.issued_at(),
                signed: previous.issued_at(),
            });
        }
        for before in previous.councils() {
            let now = self
                .council(before.code)
                .ok_or(Refused::CouncilDropped(before.code))?;
            for (keys, now) in [
                (&before.keys, &now.keys),
                (&before.status_keys, &now.status_keys),
            ] {
                for key in keys {
                    check_kept(key, now.iter().find(|other| other.x == key.x))?;
                }
            }
        }
        for before in previous.programme_keys() {
            let mut now = self.programme_keys().iter();
            let same = now.find(|own| own.key.x == before.key.x && own.purpose == before.purpose);
            check_kept(&before.key, same.map(|own| &own.key))?;
        }
        let issued_on = day::of(self.issued_at());
        for council in self.councils() {
            let known = previous
                .council(council.code)
                .map_or(&[][..], |before| &before.keys);
            let first = known.is_empty();
            let new = |key: &&CouncilKey| known.iter().all(|other| other.x != key.x);
            if let Some(late) = council
                .keys
                .iter()
                .filter(new)
                .find(|key| !first && key.seals_from < issued_on)
            {
                return Err(Refused::LateKey {
                    kid: late.kid,
                    seals_from: late.seals_from,
                    issued_on,
                });
            }
        }
        Ok(())
    }
}

/// Checks that a key of the list before is on the next one, and not as another.
fn check_kept(before: &CouncilKey, now: Option<&CouncilKey>) -> Result<(), Refused> {
    let now = now.ok_or(Refused::KeyDropped(before.kid))?;
    if continues(now, before) {
        Ok(())
    } else {
        Err(Refused::KeyRewritten(before.kid))
    }
}

/// Whether a key is what it was, or further on its way: active, retired, compromised. Only the
/// day of a compromise may be found out later.
fn continues(now: &CouncilKey, before: &CouncilKey) -> bool {
    let order = |state| match state {
        KeyState::Active => 0,
        KeyState::Retired => 1,
        KeyState::Compromised => 2,
    };
    now.alg == before.alg
        && now.seals_from == before.seals_from
        && now.seals_until == before.seals_until
        && order(before.state) <= order(now.state)
}
