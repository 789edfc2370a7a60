//! The names of a pack: what to search certificates by, packed by chunks.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use minicbor::Decoder;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
use serde::Serialize;

use super::{CHUNK, Refused};
use crate::scheme::cose;
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;
use crate::scheme::text;

/// Most bytes that a chunk unpacks to: [`CHUNK`] certificates of the longest texts, and half as
/// much again for what a later version may add.
pub const LARGEST_CHUNK: usize = 1 << 20;
/// The best that the compressor does; the bytes are the same everywhere.
const LEVEL: u8 = 9;
/// Columns: index, stars, product, producer, decision, issued on, valid through.
const COLUMNS: u64 = 7;

/// A certificate, as it is searched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedCertificate {
    /// The index in its council's register.
    pub index: u32,
    /// Its stars.
    pub stars: Stars,
    /// The product.
    pub product: String,
    /// The producer, as the certificate shows it.
    pub producer: String,
    /// The number of the decision.
    pub decision: String,
    /// The day the decision was signed.
    pub issued_on: NaiveDate,
    /// The last day on which it holds.
    pub valid_through: NaiveDate,
}

/// Packs the certificates of a chunk, in the order of its digests: a column after the other,
/// because alike stands beside alike.
pub fn pack(certificates: &[NamedCertificate]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let count = certificates.len() as u64;
    let day = |date: NaiveDate| (date - NaiveDate::default()).num_days();
    let Ok(()) = cose::write(&mut bytes, |cbor| {
        cbor.map(COLUMNS)?.u8(1)?.array(count)?;
        for certificate in certificates {
            cbor.u32(certificate.index)?;
        }
        cbor.u8(2)?.array(count)?;
        for certificate in certificates {
            cbor.u8(certificate.stars.get())?;
        }
        let texts: [fn(&NamedCertificate) -> &str; 3] =
            [|one| &one.product, |one| &one.producer, |one| &one.decision];
        for (key, text) in (3..).zip(texts) {
            cbor.u8(key)?.array(count)?;
            for certificate in certificates {
                cbor.str(text(certificate))?;
            }
        }
        let days: [fn(&NamedCertificate) -> NaiveDate; 2] =
            [|one| one.issued_on, |one| one.valid_through];
        for (key, date) in (6..).zip(days) {
            cbor.u8(key)?.array(count)?;
            for certificate in certificates {
                cbor.i64(day(date(certificate)))?;
            }
        }
        Ok(())
    });
    compress_to_vec_zlib(&bytes, LEVEL)
}

/// Unpacks a chunk. No more than [`LARGEST_CHUNK`] bytes are ever unpacked, nor than there is
/// room for, which is taken from the room.
///
/// # Errors
/// [`Refused::Bomb`], or [`Refused::Form`] when it is no zlib stream of such columns.
pub(super) fn unpack(
    name: &str,
    packed: &[u8],
    room: &mut usize,
) -> Result<Vec<NamedCertificate>, Refused> {
    let most = LARGEST_CHUNK.min(*room);
    let unpacked = decompress_to_vec_zlib_with_limit(packed, most);
    let bytes = unpacked.map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => Refused::Bomb(name.to_owned()),
        _ => Refused::Form("names that are no zlib stream"),
    })?;
    *room -= bytes.len();
    decode(&bytes).ok_or(Refused::Form("the names"))
}

fn decode(bytes: &[u8]) -> Option<Vec<NamedCertificate>> {
    let mut cbor = Decoder::new(bytes);
    // A later version may add columns after these.
    let columns = cbor.map().ok()??;
    if columns < COLUMNS {
        return None;
    }
    let mut count = None;
    // Begins a column, and says how long it is: as long as the first.
    let mut begin = |cbor: &mut Decoder<'_>, key: u8| {
        cbor.u8().ok().filter(|&found| found == key)?;
        let length = usize::try_from(cbor.array().ok()??).ok()?;
        let is_so = length <= CHUNK && count.is_none_or(|count| count == length);
        count = Some(length);
        is_so.then_some(length)
    };
    let indices: Vec<u32> = (0..begin(&mut cbor, 1)?)
        .map(|_| cbor.u32().ok())
        .collect::<Option<_>>()?;
    let stars: Vec<Stars> = (0..begin(&mut cbor, 2)?)
        .map(|_| Stars::new(cbor.u64().ok()?).ok())
        .collect::<Option<_>>()?;
    let mut texts = [const { Vec::new() }; 3];
    for (key, texts) in (3..).zip(&mut texts) {
        for _ in 0..begin(&mut cbor, key)? {
            texts.push(cbor.str().ok()?.to_owned());
        }
    }
    let mut days = [const { Vec::new() }; 2];
    for (key, days) in (6..).zip(&mut days) {
        for _ in 0..begin(&mut cbor, key)? {
            let count = u64::try_from(cbor.i64().ok()?).ok()?;
            days.push(NaiveDate::default().checked_add_days(Days::new(count))?);
        }
    }
    let [products, producers, decisions] = texts;
    let [issued_on, valid_through] = days;
    let certificates = indices
        .into_iter()
        .zip(stars)
        .zip(products.into_iter().zip(producers).zip(decisions))
        .zip(issued_on.into_iter().zip(valid_through));
    Some(
        certificates
            .map(|(((index, stars), texts), (issued_on, valid_through))| {
                let ((product, producer), decision) = texts;
                NamedCertificate {
                    index,
                    stars,
                    product,
                    producer,
                    decision,
                    issued_on,
                    valid_through,
                }
            })
            .collect(),
    )
}

/// The names of every council.
#[derive(Clone, Debug, Default)]
pub struct Names {
    councils: HashMap<CouncilCode, Vec<NamedCertificate>>,
    places: HashMap<CertificateNumber, usize>,
}

impl Names {
    /// Takes in the names of a council's next certificate.
    pub(super) fn add(
        &mut self,
        council: CouncilCode,
        certificate: NamedCertificate,
    ) -> Result<(), Refused> {
        let index = certificate.index;
        let certificates = self.councils.entry(council).or_default();
        let number = CertificateNumber { council, index };
        match self.places.insert(number, certificates.len()) {
            None => certificates.push(certificate),
            Some(_) => return Err(Refused::Index { council, index }),
        }
        Ok(())
    }

    /// How many certificates there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The certificate with a number.
    pub fn find(&self, number: CertificateNumber) -> Option<&NamedCertificate> {
        let place = *self.places.get(&number)?;
        self.councils.get(&number.council)?.get(place)
    }

    /// Every certificate of a producer, by the name that its council wrote.
    pub fn of_producer(
        &self,
        council: CouncilCode,
        producer: &str,
    ) -> Vec<(CertificateNumber, &NamedCertificate)> {
        let wanted = text::fold(producer);
        let certificates = self.councils.get(&council).into_iter().flatten();
        certificates
            .filter(|one| text::fold(&one.producer) == wanted)
            .map(|one| {
                let index = one.index;
                (CertificateNumber { council, index }, one)
            })
            .collect()
    }

    /// The first certificates whose product, producer or decision has a text in it, without
    /// regard to case and diacritics.
    pub fn search(&self, wanted: &str, most: usize) -> Vec<(CertificateNumber, &NamedCertificate)> {
        let wanted = text::fold(wanted);
        let mut councils: Vec<_> = self.councils.iter().collect();
        councils.sort_by_key(|(council, _)| **council);
        councils
            .into_iter()
            .flat_map(|(&council, certificates)| certificates.iter().map(move |one| (council, one)))
            .filter(|(_, one)| {
                [&one.product, &one.producer, &one.decision]
                    .into_iter()
                    .any(|said| text::fold(said).contains(&wanted))
            })
            .map(|(council, one)| {
                let index = one.index;
                (CertificateNumber { council, index }, one)
            })
            .take(most)
            .collect()
    }
}
