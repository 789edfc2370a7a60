//! Entries as the Token Status List packs them: two bits each, lowest bits first, zlib.

use std::collections::HashMap;

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_COMPUTE_ADLER32, TINFL_FLAG_PARSE_ZLIB_HEADER,
    TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::Refused;
use crate::scheme::status::Status;

/// Bits of an entry.
pub const BITS: u8 = 2;
/// Most entries of a list that is read: 4 MiB unpacked.
pub const MOST: u64 = 1 << 24;
/// The best that the compressor does; the bytes are the same everywhere.
const LEVEL: u8 = 9;

/// Packs the entries of a list of some size. Entries are padded to whole bytes with zeroes.
pub fn pack(size: u64, entries: &HashMap<u32, Status>) -> Vec<u8> {
    let mut bytes = vec![0_u8; length(size)];
    for (&index, &status) in entries {
        if u64::from(index) < size
            && let Some(byte) = bytes.get_mut(index as usize / 4)
        {
            *byte |= (status as u8) << (index % 4 * 2);
        }
    }
    compress_to_vec_zlib(&bytes, LEVEL)
}

/// Unpacks the entries that are not valid.
///
/// # Errors
/// When there are more or fewer bytes than `size` entries take, or the padding is not zero. No
/// more than those bytes is ever unpacked.
pub fn unpack(size: u64, packed: &[u8]) -> Result<HashMap<u32, Status>, Refused> {
    if MOST < size {
        return Err(Refused::TooManyEntries(size));
    }
    // One byte more tells a stream that goes on from one that ends.
    let mut bytes = vec![0_u8; length(size) + 1];
    let flags = TINFL_FLAG_PARSE_ZLIB_HEADER
        | TINFL_FLAG_COMPUTE_ADLER32
        | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut inflate = Box::<DecompressorOxide>::default();
    let (status, read, written) = decompress(&mut inflate, packed, &mut bytes, 0, flags);
    match status {
        TINFLStatus::Done if written < length(size) => return Err(Refused::Truncated),
        TINFLStatus::Done if written == length(size) && read == packed.len() => {}
        TINFLStatus::Done if written == length(size) => return Err(Refused::Compression),
        TINFLStatus::Done | TINFLStatus::HasMoreOutput => return Err(Refused::Bomb),
        TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => {
            return Err(Refused::Truncated);
        }
        _ => return Err(Refused::Compression),
    }
    let mut entries = HashMap::new();
    // At most 2^24 entries: every index fits.
    for (byte, place) in bytes[..written].iter().zip(0_u32..) {
        for slot in 0..4 {
            let said = Status::numbered(i64::from(byte >> (slot * 2) & 3));
            let status = said.filter(|&status| status != Status::Valid);
            if let Some(status) = status {
                let index = place * 4 + slot;
                if u64::from(index) >= size {
                    return Err(Refused::Padding);
                }
                entries.insert(index, status);
            }
        }
    }
    Ok(entries)
}

/// Bytes of some entries.
fn length(size: u64) -> usize {
    usize::try_from(size.div_ceil(4)).unwrap_or(usize::MAX)
}
