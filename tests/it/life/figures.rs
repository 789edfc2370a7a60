//! How large a status list is.

use std::collections::HashMap;

use ocop::scheme::status::Status;
use ocop::scheme::status_list::{pack, unpack};

/// Numbers in no order, always the same (Knuth's MMIX generator).
fn scattered(count: usize, below: u64) -> HashMap<u32, Status> {
    let mut state = 42_u64;
    let mut entries = HashMap::new();
    while entries.len() < count {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let index = u32::try_from((state >> 33) % below).expect("below 2^32");
        entries.insert(index, Status::Revoked);
    }
    entries
}

#[test]
fn a_list_of_100_000_with_1_percent_revoked_is_under_3_kb() {
    let entries = scattered(1_000, 100_000);
    let packed = pack(100_000, &entries);
    println!("{} bytes", packed.len());
    // The entropy is 1,010 bytes; zlib takes about twice that.
    assert!(packed.len() < 2_800, "{} bytes", packed.len());
    assert_eq!(unpack(100_000, &packed).unwrap(), entries);
}

#[test]
fn what_is_packed_is_unpacked_whatever_the_size() {
    for size in [0, 1, 2, 3, 4, 5, 7, 8, 9, 1_000] {
        let entries: HashMap<u32, Status> = (0_u32..)
            .take_while(|&index| u64::from(index) < size)
            .filter_map(|index| {
                let status = Status::numbered(i64::from(index % 4))?;
                (status != Status::Valid).then_some((index, status))
            })
            .collect();
        assert_eq!(unpack(size, &pack(size, &entries)), Ok(entries), "{size}");
    }
}

#[test]
fn the_draft_s_own_example_is_read() {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    // draft-ietf-oauth-status-list, section 4.1: 1 2 0 3 0 1 0 1 1 2 3 3 in two bits each.
    let packed = BASE64_URL_SAFE_NO_PAD.decode("eNo76fITAAPfAgc").unwrap();
    let read = unpack(12, &packed).unwrap();
    let said: Vec<i64> = (0..12)
        .map(|index| read.get(&index).map_or(0, |&status| status as i64))
        .collect();
    assert_eq!(said, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
}
