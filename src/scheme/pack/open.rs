//! Opening a pack: everything is checked before anything of it is believed.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::file::PackFile;
use super::manifest::Manifest;
use super::names::{self, Names};
use super::part::{Part, PartName};
use super::{CHUNK, HeldPack, MOST_UNPACKED, Pack, Refused};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::seal::{KeyId, PublicKey};
use crate::scheme::status::{RegisterData, StatusList, StatusLists};
use crate::scheme::token::TokenDigest;
use crate::scheme::trust::{KeyState, ProgrammePurpose, TrustList};

/// Bytes of a digest.
const DIGEST: usize = 8;

impl Pack {
    /// Opens a pack whose trust list the root key must have signed, and that is not older than
    /// what is held.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn open(bytes: &[u8], root: &PublicKey, held: Option<HeldPack>) -> Result<Self, Refused> {
        Self::open_by(bytes, Some(root), held)
    }

    /// Opens a pack without knowing the root key: it may be anybody's. Everything else is
    /// checked. For a file that its owner trusts.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn open_unrooted(bytes: &[u8], held: Option<HeldPack>) -> Result<Self, Refused> {
        Self::open_by(bytes, None, held)
    }

    fn open_by(
        bytes: &[u8],
        root: Option<&PublicKey>,
        held: Option<HeldPack>,
    ) -> Result<Self, Refused> {
        let file = PackFile::read(bytes)?;
        let trust = trust_list(&file, root)?;
        let manifest = &file.manifest;
        let key = pack_key(&trust, file.message.kid, manifest)?;
        if !file.message.is_signed_by(&key) {
            return Err(Refused::Signature);
        }
        check_parts(&file, &trust)?;
        if trust.version() != manifest.trust_list {
            return Err(Refused::Mixed(PartName::Trust.to_string()));
        }
        if let Some(held) = held {
            check_not_older(manifest, held)?;
        }
        if manifest.made_at < trust.issued_at() {
            return Err(Refused::Form("made before its trust list was signed"));
        }
        Ok(Self {
            sequence: manifest.sequence,
            made_at: manifest.made_at,
            expires_at: manifest.expires_at,
            root: manifest.root,
            is_demonstration: has(manifest, &PartName::Demonstration),
            status: status_lists(&file, &trust)?.seen_at(manifest.made_at),
            register: RegisterData::new(manifest.made_at, digests(&file, &trust)?),
            names: names_of(&file, &trust)?,
            trust,
        })
    }
}

fn has(manifest: &Manifest, name: &PartName) -> bool {
    manifest.parts.iter().any(|part| part.name == *name)
}

/// The trust list, by the root key if it is known. Whether it is the manifest's is not checked
/// yet: another programme's pack is refused as that first.
fn trust_list(file: &PackFile<'_>, root: Option<&PublicKey>) -> Result<TrustList, Refused> {
    let named = file.manifest.root;
    let bytes = file.parts.first().copied().flatten();
    let bytes = bytes.ok_or_else(|| Refused::Incomplete(PartName::Trust.to_string()))?;
    match root {
        Some(root) if root.id() != named => Err(Refused::WrongRoot(named)),
        Some(root) => Ok(TrustList::from_sealed(bytes, root)?),
        None => Ok(TrustList::from_unchecked(bytes)?),
    }
}

/// The key that may have signed the manifest.
fn pack_key(trust: &TrustList, kid: KeyId, manifest: &Manifest) -> Result<PublicKey, Refused> {
    let own = trust.programme_keys().iter();
    let mut own = own.filter(|own| own.purpose == ProgrammePurpose::Pack);
    let Some(key) = own.find(|own| own.key.kid == kid).map(|own| &own.key) else {
        return Err(if trust.names(kid) {
            Refused::OtherPurpose(kid)
        } else {
            Refused::UnknownKey(kid)
        });
    };
    if key.state == KeyState::Compromised {
        return Err(Refused::CompromisedKey(kid));
    }
    let day = day::of(manifest.made_at);
    if day < key.seals_from || key.seals_until < day {
        return Err(Refused::KeyPeriod { kid, day });
    }
    Ok(key.x)
}

/// Compares every part with the manifest. All that are not optional must be there.
fn check_parts(file: &PackFile<'_>, trust: &TrustList) -> Result<(), Refused> {
    for (part, bytes) in file.parts() {
        match bytes {
            Some(bytes) if part.is(bytes) => {}
            Some(bytes) if is_signed_by_its_owner(part, bytes, trust) => {
                return Err(Refused::Mixed(part.name.to_string()));
            }
            Some(_) => return Err(Refused::Altered(part.name.to_string())),
            None if part.name.is_optional() => {}
            None => return Err(Refused::Incomplete(part.name.to_string())),
        }
    }
    Ok(())
}

/// Whether a part that is not the manifest's is genuine, and of another pack.
fn is_signed_by_its_owner(part: &Part, bytes: &[u8], trust: &TrustList) -> bool {
    match part.name {
        // It was read by the root key.
        PartName::Trust => true,
        PartName::Status(code) => trust
            .council(code)
            .is_some_and(|council| StatusList::from_cwt(bytes, council).is_ok()),
        _ => false,
    }
}

/// Refuses what is older than what is held: by the version of the trust list first, then by the
/// instant of making, and by the number only where neither tells.
///
/// The number alone cannot tell. It falls back when a register is restored, for packs are no
/// entries of the log; and whoever has the pack's key writes any number, so that one forged pack
/// would be held for good. The list is signed by the root key: one that was published after the
/// theft outranks whatever the stolen key wrote. Under one list, what was made later knows more:
/// a register that lacks entries makes no packs.
///
/// A pack of the held number that was made earlier is told apart from one that is only old: two
/// packs of one number are of two histories. One that was made later is taken, since a restored
/// programme comes to that number again.
fn check_not_older(manifest: &Manifest, held: HeldPack) -> Result<(), Refused> {
    let (sequence, made_at) = (manifest.sequence, manifest.made_at);
    match manifest.trust_list.cmp(&held.trust_list) {
        Ordering::Less => {
            return Err(Refused::OlderTrustList {
                version: manifest.trust_list,
                held: held.trust_list,
            });
        }
        Ordering::Greater => return Ok(()),
        Ordering::Equal => {}
    }
    match held.made_at {
        Some(before) if before < made_at => Ok(()),
        Some(before) if made_at < before && sequence == held.sequence => {
            Err(Refused::Repeated(sequence))
        }
        Some(before) if made_at < before => Err(Refused::Earlier {
            made_at,
            held: before,
        }),
        _ if sequence < held.sequence => Err(Refused::Older {
            sequence,
            held: held.sequence,
        }),
        _ => Ok(()),
    }
}

fn status_lists(file: &PackFile<'_>, trust: &TrustList) -> Result<StatusLists, Refused> {
    let mut lists = HashMap::new();
    for (part, bytes) in file.parts() {
        let (PartName::Status(code), Some(bytes)) = (&part.name, bytes) else {
            continue;
        };
        let council = trust.council(*code).ok_or(NO_SUCH_COUNCIL)?;
        let refused = |refused| Refused::StatusList {
            council: *code,
            refused,
        };
        let list = StatusList::from_cwt(bytes, council).map_err(refused)?;
        if file.manifest.made_at < list.as_of {
            return Err(Refused::Form("made before a status list was signed"));
        }
        lists.insert(*code, list);
    }
    Ok(StatusLists::new(lists))
}

const NO_SUCH_COUNCIL: Refused = Refused::Form("a part of a council that is not on the list");

type Digests = HashMap<CouncilCode, HashSet<TokenDigest>>;

/// The digests of every council of the list: one without any has issued nothing. Those of
/// compact tokens are in chunks of their own, for they are fewer than certificates and names.
fn digests(file: &PackFile<'_>, trust: &TrustList) -> Result<Digests, Refused> {
    let mut digests: Digests = trust
        .councils()
        .iter()
        .map(|council| (council.code, HashSet::new()))
        .collect();
    let certificates = chunks(file, |name| match name {
        PartName::Digests(code, chunk) => Some((*code, *chunk)),
        _ => None,
    })?;
    let compact = chunks(file, |name| match name {
        PartName::Compact(code, chunk) => Some((*code, *chunk)),
        _ => None,
    })?;
    take_in(&mut digests, certificates)?;
    take_in(&mut digests, compact)?;
    Ok(digests)
}

/// Takes in the chunks of a kind: all full but the last of each council, no digest twice.
fn take_in(digests: &mut Digests, found: Vec<(CouncilCode, &[u8])>) -> Result<(), Refused> {
    let mut taken: HashMap<CouncilCode, usize> = HashMap::new();
    for (code, chunk) in found {
        let of_council = digests.get_mut(&code).ok_or(NO_SUCH_COUNCIL)?;
        let taken = taken.entry(code).or_default();
        let (whole, rest) = chunk.as_chunks::<DIGEST>();
        let full = taken.is_multiple_of(CHUNK);
        if !rest.is_empty() || whole.is_empty() || whole.len() > CHUNK || !full {
            return Err(Refused::Form("the chunks of digests"));
        }
        for digest in whole {
            if !of_council.insert(TokenDigest(*digest)) {
                return Err(Refused::Form("a digest twice"));
            }
        }
        *taken += whole.len();
    }
    Ok(())
}

/// The names, if the file has them all: as many as digests, chunk by chunk.
fn names_of(file: &PackFile<'_>, trust: &TrustList) -> Result<Option<Names>, Refused> {
    let is_names = |part: &Part| matches!(part.name, PartName::Names(..));
    let named = file.parts().filter(|(part, _)| is_names(part));
    let missing: Vec<&Part> = named
        .filter(|(_, bytes)| bytes.is_none())
        .map(|(part, _)| part)
        .collect();
    let count = file.manifest.parts.iter().filter(|part| is_names(part));
    let count = count.count();
    match missing.first() {
        // Also where nothing was issued yet.
        _ if missing.len() == count => return Ok(None),
        Some(part) => return Err(Refused::Incomplete(part.name.to_string())),
        None => {}
    }
    let lengths: HashMap<(CouncilCode, u32), u64> = file
        .manifest
        .parts
        .iter()
        .filter_map(|part| match part.name {
            PartName::Digests(code, chunk) => Some(((code, chunk), part.length)),
            _ => None,
        })
        .collect();
    if count != lengths.len() {
        return Err(Refused::Form("not as many names as digests"));
    }
    let mut names = Names::default();
    let mut room = MOST_UNPACKED;
    let mut next: HashMap<CouncilCode, u32> = HashMap::new();
    for (code, packed) in chunks(file, |name| match name {
        PartName::Names(code, chunk) => Some((*code, *chunk)),
        _ => None,
    })? {
        let code = trust.council(code).ok_or(NO_SUCH_COUNCIL)?.code;
        let chunk = next.entry(code).or_default();
        let name = PartName::Names(code, *chunk).to_string();
        let certificates = names::unpack(&name, packed, &mut room)?;
        if lengths.get(&(code, *chunk)) != Some(&((certificates.len() * DIGEST) as u64)) {
            return Err(Refused::Form("not as many names as digests"));
        }
        for certificate in certificates {
            names.add(code, certificate)?;
        }
        *chunk += 1;
    }
    Ok(Some(names))
}

type Chunk = fn(&PartName) -> Option<(CouncilCode, u32)>;

/// The chunks of a kind that are in the file, which must be counted from 0 in each council.
fn chunks<'a>(file: &PackFile<'a>, of: Chunk) -> Result<Vec<(CouncilCode, &'a [u8])>, Refused> {
    let mut next: HashMap<CouncilCode, u32> = HashMap::new();
    let mut found = Vec::new();
    for (part, bytes) in file.parts() {
        let (Some((code, number)), Some(bytes)) = (of(&part.name), bytes) else {
            continue;
        };
        let expected = next.entry(code).or_default();
        if number != *expected {
            return Err(Refused::Form("the order of the chunks"));
        }
        *expected += 1;
        found.push((code, bytes));
    }
    Ok(found)
}
