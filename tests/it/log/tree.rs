//! The tree against the vectors of RFC 6962's authors, and against one that is built naively.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::scheme::log::{
    Edge, Hash, Missing, TileId, TilePath, Tiles, WIDTH, is_consistent, is_included,
};
use proptest::prelude::{any, prop};
use proptest::test_runner::{Config, TestRunner};

/// The tree by its definition (RFC 6962, section 2.1).
fn naive(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of_nothing(),
        [leaf] => *leaf,
        leaves => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Hash::of_children(naive(left), naive(right))
        }
    }
}

fn leaf(number: u64) -> Hash {
    Hash::of_leaf(&number.to_be_bytes())
}

/// Leaves appended one by one, and all their tiles.
fn grown(leaves: &[Hash]) -> (Edge, Tiles) {
    let (mut edge, mut tiles) = (Edge::default(), Tiles::default());
    for &leaf in leaves {
        for (id, tile) in edge.push(leaf) {
            assert_eq!(tile.len(), WIDTH);
            tiles.put(id, tile);
        }
    }
    for (id, tile) in edge.partial() {
        tiles.put(id, tile.to_vec());
    }
    (edge, tiles)
}

fn hex(text: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}

fn hash(text: &str) -> Hash {
    Hash(hex(text).try_into().unwrap())
}

#[test]
fn the_roots_and_proofs_of_the_rfcs_authors_come_out() {
    let leaves: Vec<Hash> = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    .map(|data| Hash::of_leaf(&hex(data)))
    .to_vec();
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let (_, tiles) = grown(&leaves);
    for (size, root) in roots.into_iter().enumerate() {
        assert_eq!(grown(&leaves[..size]).0.root(), hash(root), "{size}");
        assert_eq!(tiles.root(size as u64), Ok(hash(root)), "{size}");
    }
    let way = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    assert_eq!(tiles.inclusion(0, 8), Ok(way.map(hash).to_vec()));
    let begins = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(tiles.consistency(6, 8), Ok(begins.map(hash).to_vec()));
}

#[test]
fn every_proof_of_a_small_tree_holds_and_no_other() {
    let leaves: Vec<Hash> = (0..70).map(leaf).collect();
    let (_, tiles) = grown(&leaves);
    let root = |size: u64| naive(&leaves[..usize::try_from(size).unwrap()]);
    for size in 0..=70 {
        assert_eq!(tiles.root(size), Ok(root(size)));
        for index in 0..size {
            let proof = tiles.inclusion(index, size).unwrap();
            let holds = |leaf, index, size, root| is_included(leaf, index, size, &proof, root);
            assert!(holds(leaf(index), index, size, root(size)));
            assert!(!holds(leaf(index + 1), index, size, root(size)));
            assert!(!holds(leaf(index), index, size, root(size - 1)));
            assert!(!holds(leaf(index), size, size, root(size)));
            let longer = [&proof[..], &[root(size)]].concat();
            assert!(!is_included(leaf(index), index, size, &longer, root(size)));
        }
        for old in 0..=size {
            let proof = tiles.consistency(old, size).unwrap();
            let holds = |old, before, root| is_consistent(old, before, size, root, &proof);
            assert!(holds(old, root(old), root(size)));
            assert!(!holds(old, leaf(99), root(size)));
            assert!(old == 0 || !holds(old, root(old), leaf(99)));
            assert!(!holds(size + 1, root(old), root(size)));
            for place in 0..proof.len() {
                let mut other = proof.clone();
                other[place] = leaf(99);
                assert!(!is_consistent(old, root(old), size, root(size), &other));
            }
        }
    }
}

#[test]
fn a_tree_of_any_size_is_the_naive_one() {
    let cases = (
        prop::collection::vec(any::<u16>(), 0..1_500),
        any::<(u64, u64)>(),
    );
    let config = Config {
        cases: 60,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&cases, |(data, (some, other))| {
            let leaves: Vec<Hash> = data.iter().map(|data| leaf(u64::from(*data))).collect();
            let (edge, tiles) = grown(&leaves);
            let size = leaves.len() as u64;
            let root = naive(&leaves);
            assert_eq!((edge.size(), edge.root()), (size, root));
            assert_eq!(tiles.root(size), Ok(root));
            let old = some % (size + 1);
            let before = naive(&leaves[..usize::try_from(old).unwrap()]);
            let proof = tiles.consistency(old, size).unwrap();
            assert!(is_consistent(old, before, size, root, &proof));
            if size > 0 {
                let index = other % size;
                let proof = tiles.inclusion(index, size).unwrap();
                let leaf = leaves[usize::try_from(index).unwrap()];
                assert!(is_included(leaf, index, size, &proof, root));
            }
            // The edge is taken up from its tiles, and goes on as if it had never stopped.
            let levels: Vec<Vec<Hash>> = (0..Edge::last_tiles(size).count())
                .map(|level| {
                    let last = edge
                        .partial()
                        .find(|(id, _)| usize::from(id.level) == level);
                    last.map_or_else(Vec::new, |(_, tile)| tile.to_vec())
                })
                .collect();
            let mut again = Edge::of(size, levels).expect("its own tiles fit");
            let mut onward = edge.clone();
            for number in 0..300 {
                assert_eq!(again.push(leaf(number)), onward.push(leaf(number)));
            }
            assert_eq!(again.root(), onward.root());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_tree_of_three_levels_has_the_tiles_that_the_specification_counts() {
    // "A tree of size 70,000 will be represented by 273 full level 0 tiles, one partial level 0
    // tile of width 112, one full level 1 tile, one partial level 1 tile of width 17, and one
    // partial level 2 tile of width 1."
    let size = 70_000;
    let widths = |level| {
        TileId::all_of(size)
            .filter(|id| id.level == level)
            .map(|id| id.width_at(size))
            .collect::<Vec<_>>()
    };
    assert_eq!(widths(0), [vec![256; 273], vec![112]].concat());
    assert_eq!(widths(1), [256, 17]);
    assert_eq!(widths(2), [1]);
    assert_eq!(TileId::all_of(size).count(), 277);
    assert_eq!(TileId::all_of(256).count(), 2);
    assert_eq!(TileId::all_of(0).count(), 0);

    let leaves: Vec<Hash> = (0..size).map(leaf).collect();
    let (edge, mut tiles) = grown(&leaves);
    let root = naive(&leaves);
    assert_eq!(edge.root(), root);
    for id in TileId::all_of(size) {
        assert_eq!(tiles.width(id), id.width_at(size), "{id:?}");
    }
    let proof = tiles.inclusion(65_535, size).unwrap();
    assert!(is_included(leaf(65_535), 65_535, size, &proof, root));
    // Without a tile it is named, and never guessed.
    let id = TileId {
        level: 0,
        index: 255,
    };
    tiles.put(id, Vec::new());
    assert_eq!(tiles.inclusion(65_535, size), Err(Missing { id }));
}

#[test]
fn the_address_of_a_tile_has_one_form() {
    for (text, index, width) in [
        ("0/000", 0, 256),
        ("entries/067.p/5", 67, 5),
        ("3/x001/x234/067", 1_234_067, 256),
        ("63/x001/000.p/255", 1_000, 255),
        ("0/x018/x446/x744/x073/x709/x551/615", u64::MAX, 256),
    ] {
        let path: TilePath = text.parse().expect(text);
        assert_eq!((path.index, path.width), (index, width), "{text}");
        assert_eq!(path.to_string(), text);
    }
    for text in [
        "",
        "0",
        "0/",
        "0/0",
        "0/00",
        "0/0000",
        "00/000",
        "+1/000",
        "256/000",
        "0/x000/001",
        "0/001/002",
        "0/x001",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/05",
        "0/000.p/",
        "0/-01",
        "0/xx01/000",
        "entries/000/",
        "Entries/000",
        "0/x018/x446/x744/x073/x709/x551/616",
    ] {
        assert!(text.parse::<TilePath>().is_err(), "{text}");
    }
}
