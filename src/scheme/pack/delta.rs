//! A delta: the file of a newer pack without the parts that its receiver holds.

use std::collections::HashMap;

use super::Refused;
use super::file::{PackFile, write};

/// Completes a delta by the pack that is held: byte for byte the file of the newer pack, whose
/// signature is not checked here. A whole pack in place of a delta is what it is. Names are in
/// the result if all of them are at hand.
///
/// # Errors
/// When one of the two cannot be taken apart, or a part is in neither.
pub fn apply(held: &[u8], delta: &[u8]) -> Result<Vec<u8>, Refused> {
    let (held, newer) = (PackFile::read(held)?, PackFile::read(delta)?);
    let known: HashMap<[u8; 32], &[u8]> = held
        .parts()
        .filter_map(|(part, bytes)| Some((part.sha256, bytes.filter(|bytes| part.is(bytes))?)))
        .collect();
    let mut parts: Vec<Option<&[u8]>> = newer
        .parts()
        .map(|(part, bytes)| bytes.or_else(|| known.get(&part.sha256).copied()))
        .collect();
    let optional = |place: usize| newer.manifest.parts[place].name.is_optional();
    let lacking = |place: &usize| parts[*place].is_none();
    if let Some(place) = (0..parts.len()).find(|place| lacking(place) && !optional(*place)) {
        let name = newer.manifest.parts[place].name.to_string();
        return Err(Refused::Incomplete(name));
    }
    if (0..parts.len()).any(|place| lacking(&place)) {
        for (place, part) in parts.iter_mut().enumerate() {
            part.take_if(|_| optional(place));
        }
    }
    Ok(write(newer.sealed, &parts))
}
