//! How large a status list is.

use std::collections::HashMap;

use ocop::scheme::seal::KeyId;
use ocop::scheme::status::{Status, StatusList};
use ocop::scheme::status_list::{Claims, pack, unpack, uri};

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
    assert_eq!(unpack(100_000, &packed).unwrap(), entries);
    // As it is sent, in both forms.
    let list = StatusList {
        as_of: crate::support::now(),
        expires_at: None,
        size: 100_000,
        entries,
    };
    let uri = uri("https://ocop.gov.vn", "CB".parse().unwrap());
    let (claims, kid) = (Claims::new(uri, &list), KeyId([1; 4]));
    let (cwt, jwt) = (claims.to_cwt(kid, &[0; 64]), claims.to_jwt(kid, &[0; 64]));
    // To say which 1,000 of 100,000 it takes log2 of their number of choices.
    let bits: f64 = (0..1_000)
        .map(|chosen| (f64::from(100_000 - chosen) / f64::from(1_000 - chosen)).log2())
        .sum();
    let least = bits / 8.0;
    let ratio = |bytes: usize| bytes as f64 / least;
    println!(
        "at least {least:.0} bytes; packed {:.2} times that, CWT {:.2}, JWT {:.2}",
        ratio(packed.len()),
        ratio(cwt.len()),
        ratio(jwt.len())
    );
    assert!((1_000.0..1_020.0).contains(&least), "{least}");
    assert!(ratio(packed.len()) < 1.7, "{} bytes", packed.len());
    assert!(cwt.len() < 3_000, "{} bytes", cwt.len());
    // The standard's JWT form is base64 twice.
    assert!(ratio(jwt.len()) < 3.2, "{} bytes", jwt.len());
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
