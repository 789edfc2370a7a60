//! Verifying proofs: the mirror of how [`super::Tiles`] makes them (RFC 6962, section 2.1).

use super::{Hash, split};

/// Whether a proof leads from a leaf to the root of the tree of `size` leaves.
pub fn is_included(leaf: Hash, index: u64, size: u64, proof: &[Hash], root: Hash) -> bool {
    index < size && root_of(leaf, index, size, proof) == Some(root)
}

fn root_of(leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Option<Hash> {
    if size == 1 {
        return proof.is_empty().then_some(leaf);
    }
    let (&other, nearer) = proof.split_last()?;
    let middle = split(size);
    if index < middle {
        let left = root_of(leaf, index, middle, nearer)?;
        Some(Hash::of_children(left, other))
    } else {
        let right = root_of(leaf, index - middle, size - middle, nearer)?;
        Some(Hash::of_children(other, right))
    }
}

/// Whether a proof shows that the tree of `size` leaves with `root` begins with the tree of
/// `old` leaves with `old_root`.
pub fn is_consistent(old: u64, old_root: Hash, size: u64, root: Hash, proof: &[Hash]) -> bool {
    if old > size {
        return false;
    }
    if old == 0 {
        return proof.is_empty() && old_root == Hash::of_nothing();
    }
    roots_of(old, size, Some(old_root), proof) == Some((old_root, root))
}

/// The roots of the old and the new tree that a proof leads to. `known` is the old tree's root
/// as long as the subtree at hand is the whole of the old tree: then it is not in the proof.
fn roots_of(old: u64, size: u64, known: Option<Hash>, proof: &[Hash]) -> Option<(Hash, Hash)> {
    if old == size {
        return match (known, proof) {
            (Some(root), []) => Some((root, root)),
            (None, &[root]) => Some((root, root)),
            _ => None,
        };
    }
    let (&other, nearer) = proof.split_last()?;
    let middle = split(size);
    if old <= middle {
        let (before, left) = roots_of(old, middle, known, nearer)?;
        Some((before, Hash::of_children(left, other)))
    } else {
        let (before, right) = roots_of(old - middle, size - middle, None, nearer)?;
        Some((
            Hash::of_children(other, before),
            Hash::of_children(other, right),
        ))
    }
}
