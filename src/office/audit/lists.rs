//! Signed lists: every trust list by the root key, every status list by its council's.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::fault::{Fault, Stop};
use crate::register::Register;
use crate::scheme::council::CouncilCode;
use crate::scheme::log::replay::Replay;
use crate::scheme::status::{Status, StatusList};
use crate::scheme::trust::TrustList;
use crate::scheme::words::Text;

/// The newest trust list, which verifiers go by.
pub(super) async fn newest(register: &Register) -> Result<TrustList, Stop> {
    let programme = register.programme().await?;
    let programme = programme.ok_or_else(|| Fault::differs("programme", 1))?;
    let row = register.newest_trust_list().await?;
    let row = row.ok_or_else(|| Fault::differs("trust_lists", 1))?;
    let list = TrustList::from_sealed(&row.sealed, &programme.root_key);
    Ok(list.map_err(|refused| {
        let words = refused.words();
        Fault::of("trust_lists", row.version, words.vi.into(), words.en.into())
    })?)
}

/// Every published list holds, follows the one before, and is the one that the log names.
pub(super) async fn check_trust_lists(register: &Register, replay: &Replay) -> Result<u64, Stop> {
    let Some(programme) = &replay.programme else {
        return Ok(0);
    };
    let rows = register.trust_lists().await?;
    let mut said = replay.trust_lists.iter();
    let mut before: Option<TrustList> = None;
    for row in &rows {
        let version = row.version;
        let fault =
            |words: Text| Fault::of("trust_lists", version, words.vi.into(), words.en.into());
        let same = said.next().is_some_and(|said| {
            said.version == version
                && said.issued_at == row.issued_at
                && said.expires_at == row.expires_at
                && said.sha256[..] == Sha256::digest(&row.sealed)[..]
        });
        if !same {
            return Err(Fault::differs("trust_lists", version).into());
        }
        let list = TrustList::from_sealed(&row.sealed, &programme.root_key);
        let list = list.map_err(|refused| fault(refused.words()))?;
        if let Some(before) = &before {
            list.check_after(before)
                .map_err(|refused| fault(refused.words()))?;
        }
        if (list.version(), list.issued_at(), list.expires_at())
            != (version, row.issued_at, row.expires_at)
        {
            return Err(Fault::differs("trust_lists", version).into());
        }
        before = Some(list);
    }
    match said.next() {
        None => Ok(rows.len() as u64),
        Some(gone) => Err(Fault::differs("trust_lists", gone.version).into()),
    }
}

/// Every council's signed list holds in both forms, and says what the decisions had said at its
/// instant.
pub(super) async fn check_status_lists(
    register: &Register,
    trust: &TrustList,
    replay: &Replay,
) -> Result<u64, Stop> {
    let rows = register.status_lists_since(0).await?;
    for row in &rows {
        let code = row.council;
        let fault = |words: Text| Fault::of("status_lists", code, words.vi.into(), words.en.into());
        let differs = || Fault::differs("status_lists", code);
        let council = trust.council(code).ok_or_else(differs)?;
        let list = StatusList::from_cwt(&row.cwt, council);
        let list = list.map_err(|refused| fault(refused.words()))?;
        let other = StatusList::from_jwt(&row.jwt, council);
        let other = other.map_err(|refused| fault(refused.words()))?;
        let one = |list: &StatusList| (list.as_of, list.expires_at, list.size);
        let same = one(&list) == one(&other)
            && list.entries == other.entries
            && list.as_of == row.signed_at;
        if !same || !is_said(&list, code, replay) {
            return Err(differs().into());
        }
    }
    Ok(rows.len() as u64)
}

/// Whether a list says what was decided by its instant. What was recorded in the very second of
/// its signing may be in it or not.
fn is_said(list: &StatusList, council: CouncilCode, replay: &Replay) -> bool {
    let mut before: HashMap<u32, Status> = HashMap::new();
    let mut possible: HashMap<u32, Vec<Status>> = HashMap::new();
    let of_council = replay.status_changes.iter();
    for change in of_council.filter(|change| change.number.council == council) {
        let index = change.number.index;
        if change.changed_at < list.as_of {
            before.insert(index, change.status);
        } else if change.changed_at == list.as_of {
            possible.entry(index).or_default().push(change.status);
        }
    }
    let said = |index: &u32| list.entries.get(index).copied().unwrap_or(Status::Valid);
    let allowed = |index: &u32| {
        let earlier = before.get(index).copied().unwrap_or(Status::Valid);
        said(index) == earlier
            || possible
                .get(index)
                .is_some_and(|statuses| statuses.contains(&said(index)))
    };
    let indices = before
        .keys()
        .chain(possible.keys())
        .chain(list.entries.keys());
    let issued = replay
        .certificates
        .iter()
        .filter(|(number, said)| number.council == council && said.recorded_at < list.as_of);
    let issued = issued.map(|(number, _)| u64::from(number.index) + 1).max();
    indices.into_iter().all(allowed) && issued.unwrap_or(0) <= list.size
}
