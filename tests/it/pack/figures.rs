//! How large a pack is.

use ocop::scheme::pack::Pack;

use super::made::{Desk, LISTING, ROOT, status_list};
use crate::scheme::programme::{key, public};

const CERTIFICATES: usize = 20_000;

/// Numbers in no order, always the same (Knuth's MMIX generator).
struct Scattered(u64);

impl Scattered {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

const KINDS: [&str; 24] = [
    "Miến dong",
    "Chè Shan tuyết",
    "Mật ong hoa bạc hà",
    "Nước mắm cốt",
    "Gạo nếp cái hoa vàng",
    "Bánh đa nem",
    "Tinh bột nghệ",
    "Cà phê rang xay",
    "Trà hoa vàng",
    "Rượu ngô men lá",
    "Thịt trâu gác bếp",
    "Lạp xưởng hun khói",
    "Măng khô",
    "Hạt dẻ sấy",
    "Bưởi da xanh",
    "Cam sành",
    "Nấm hương khô",
    "Giò lụa",
    "Chả mực giã tay",
    "Tương ớt",
    "Mắm tôm chua",
    "Đông trùng hạ thảo sấy thăng hoa",
    "Dầu lạc nguyên chất",
    "Mây tre đan",
];
const SYLLABLES: [&str; 48] = [
    "An", "Bản", "Bình", "Cao", "Châu", "Cường", "Đài", "Điền", "Đông", "Đức", "Gia", "Giang",
    "Hà", "Hải", "Hòa", "Hồng", "Hưng", "Kim", "Lâm", "Lạc", "Liên", "Long", "Lộc", "Mai", "Minh",
    "Mỹ", "Nam", "Nghĩa", "Ngọc", "Nguyên", "Phong", "Phú", "Phúc", "Quang", "Quế", "Sơn", "Tam",
    "Tân", "Thạch", "Thành", "Thịnh", "Thủy", "Tiến", "Trung", "Tường", "Vân", "Việt", "Yên",
];
const FORMS: [&str; 4] = [
    "Hợp tác xã Nông nghiệp",
    "Công ty TNHH",
    "Hộ kinh doanh",
    "Tổ hợp tác sản xuất",
];

/// A programme of 20,000 certificates, as varied as real ones: 2.3 of a producer, 139 of a
/// decision, and 2 % withdrawn at random.
fn programme() -> Desk {
    let mut scattered = Scattered(42);
    let mut desk = Desk::of(CERTIFICATES);
    let place = |scattered: &mut Scattered| {
        (0..2 + scattered.below(2))
            .map(|_| scattered.of(&SYLLABLES))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut producer = String::new();
    let mut decision = String::new();
    for (number, one) in desk.names.iter_mut().enumerate() {
        if number % 139 == 0 {
            decision = format!("{}/QĐ-UBND", 100 + scattered.below(3_000));
        }
        if number % 7 % 3 == 0 {
            producer = format!("{} {}", scattered.of(&FORMS), place(&mut scattered));
        }
        one.product = format!("{} {}", scattered.of(&KINDS), place(&mut scattered));
        one.producer = producer.clone();
        one.decision = decision.clone();
    }
    let revoked: Vec<u32> = (0..CERTIFICATES / 50)
        .map(|_| scattered.below(CERTIFICATES) as u32)
        .collect();
    let list = status_list(
        "2026-08-06T00:00:00Z",
        CERTIFICATES as u64,
        &revoked,
        LISTING,
    );
    desk.status = vec![("CB", list)];
    desk
}

#[test]
fn a_pack_of_20_000_certificates_has_at_most_250_kb_and_with_names_2_mb() {
    let pack = programme().sealed();
    let (small, large) = (pack.whole(false), pack.whole(true));
    println!("{} bytes, with names {}", small.len(), large.len());
    assert!(small.len() <= 250_000, "{} bytes", small.len());
    assert!(large.len() <= 2_000_000, "{} bytes", large.len());
    let root = public(&key(ROOT));
    let opened = Pack::open(&large, &root, None).expect("sound");
    let of_council = &opened.register.councils[&"CB".parse().expect("a code")];
    assert_eq!(of_council.len(), CERTIFICATES);
    assert_eq!(opened.names.expect("with names").len(), CERTIFICATES);
}

#[test]
fn what_a_day_adds_is_a_delta_of_its_own_size() {
    let mut desk = programme();
    let older = desk.clone();
    let more: Vec<_> = (CERTIFICATES..CERTIFICATES + 100).collect();
    desk.digests
        .extend(more.iter().map(|&n| super::made::digest(n)));
    desk.names
        .extend(more.iter().map(|&n| super::made::named(n as u32)));
    desk.sequence += 1;
    let (older, newer) = (older.sealed(), desk.sealed());
    let same = |name: &ocop::scheme::pack::PartName| {
        let of = |pack: &ocop::scheme::pack::SealedPack| {
            let mut parts = pack.manifest.parts.iter();
            parts.find(|part| part.name == *name).cloned()
        };
        of(&older) == of(&newer)
    };
    let delta = newer.delta(true, |name| !same(name));
    println!("{} bytes", delta.len());
    assert!(delta.len() < 60_000, "{} bytes", delta.len());
    let applied = ocop::scheme::pack::apply(&older.whole(true), &delta).expect("sound");
    assert!(applied == newer.whole(true), "byte for byte");
}
