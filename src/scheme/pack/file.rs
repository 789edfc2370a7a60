//! The file of a pack: the signed manifest, and the parts in its order.

use minicbor::Decoder;
use minicbor::data::Type;

use super::manifest::{Manifest, TYP};
use super::part::Part;
use super::{LARGEST, MOST_PARTS, Refused};
use crate::scheme::cose::{self, NotSign1};
use crate::scheme::typed_sign1::TypedSign1;

/// A file taken apart, its signature not checked: `[manifest, [part or null, …]]`, where the
/// parts stand in the manifest's order.
#[derive(Clone, Debug)]
pub struct PackFile<'a> {
    /// The signed manifest's bytes.
    pub sealed: &'a [u8],
    /// The same, taken apart.
    pub message: TypedSign1<'a>,
    /// What it says.
    pub manifest: Manifest,
    /// The bytes of each of its parts; `None` for one that is not in this file.
    pub parts: Vec<Option<&'a [u8]>>,
}

impl<'a> PackFile<'a> {
    /// Takes a file apart.
    ///
    /// # Errors
    /// When it is not in its one form, or too large.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Refused> {
        if LARGEST < bytes.len() {
            return Err(Refused::Large(bytes.len()));
        }
        let (sealed, parts) = decode(bytes).ok_or(Refused::Form("the file"))?;
        let message =
            TypedSign1::from_bytes(TYP, sealed).map_err(|NotSign1(part)| Refused::Form(part))?;
        let manifest = Manifest::from_cbor(message.payload)?;
        if manifest.parts.len() != parts.len() {
            return Err(Refused::Form("not as many parts as the manifest names"));
        }
        if write(sealed, &parts) != bytes {
            return Err(Refused::Form("the encoding is not deterministic"));
        }
        Ok(Self {
            sealed,
            message,
            manifest,
            parts,
        })
    }

    /// Every part of the manifest, with its bytes if they are in this file.
    pub fn parts(&self) -> impl Iterator<Item = (&Part, Option<&'a [u8]>)> {
        self.manifest.parts.iter().zip(self.parts.iter().copied())
    }
}

/// Writes a file.
pub(super) fn write<T: AsRef<[u8]>>(sealed: &[u8], parts: &[Option<T>]) -> Vec<u8> {
    let content: usize = parts
        .iter()
        .flatten()
        .map(|part| part.as_ref().len() + 5)
        .sum();
    let mut bytes = Vec::with_capacity(sealed.len() + content + parts.len() + 16);
    let Ok(()) = cose::write(&mut bytes, |cbor| {
        cbor.array(2)?.bytes(sealed)?.array(parts.len() as u64)?;
        for part in parts {
            match part {
                Some(part) => cbor.bytes(part.as_ref())?,
                None => cbor.null()?,
            };
        }
        Ok(())
    });
    bytes
}

type Pieces<'a> = (&'a [u8], Vec<Option<&'a [u8]>>);

/// The signed manifest, and the parts.
fn decode(bytes: &[u8]) -> Option<Pieces<'_>> {
    let mut cbor = Decoder::new(bytes);
    if cbor.array().ok()?? != 2 {
        return None;
    }
    let sealed = cbor.bytes().ok()?;
    let mut parts = Vec::new();
    let count = usize::try_from(cbor.array().ok()??).ok()?;
    for _ in 0..Some(count).filter(|&count| count <= MOST_PARTS)? {
        parts.push(match cbor.datatype().ok()? {
            Type::Null => {
                cbor.null().ok()?;
                None
            }
            _ => Some(cbor.bytes().ok()?),
        });
    }
    Some((sealed, parts))
}
