//! The trail of what people did: lines, each with the hash of itself and of the one before.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// The hash before the first line.
pub const START: [u8; 32] = [0; 32];

/// A line of the trail, as it is hashed: a JSON array in this order, without white space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line<'a>(
    /// Its place, from 1.
    pub i64,
    /// When, RFC 3339 in UTC with whole seconds.
    pub &'a str,
    /// Who: `account 7`.
    pub &'a str,
    /// What they did: `dossier_lodged`.
    pub &'a str,
    /// To what: `dossier 12`.
    pub &'a str,
    /// The rest, JSON.
    pub &'a str,
);

/// The hash of a line after another: SHA-256 over the hash before and the line.
pub fn link(before: &[u8; 32], line: &Line<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(before);
    // Six texts and a number: there is nothing that could not be written.
    hash.update(serde_json::to_vec(line).unwrap_or_default());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::{Line, START, link};

    #[test]
    fn each_part_of_a_line_and_the_line_before_are_in_its_hash() {
        let line = Line(
            1,
            "2026-08-10T03:00:00Z",
            "account 7",
            "signed_in",
            "account 7",
            "{}",
        );
        let hash = link(&START, &line);
        assert_eq!(hash, link(&START, &line.clone()));
        assert_ne!(hash, link(&hash, &line));
        for other in [
            Line(2, line.1, line.2, line.3, line.4, line.5),
            Line(1, "2026-08-10T03:00:01Z", line.2, line.3, line.4, line.5),
            Line(1, line.1, "account 8", line.3, line.4, line.5),
            Line(1, line.1, line.2, "signed_out", line.4, line.5),
            Line(1, line.1, line.2, line.3, "account 8", line.5),
            Line(1, line.1, line.2, line.3, line.4, "{\"a\":1}"),
        ] {
            assert_ne!(hash, link(&START, &other), "{other:?}");
        }
    }
}
