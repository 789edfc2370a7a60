//! The average of several score sheets.

use crate::scheme::score::{Score, ScoreSheet};

/// The average of each part, in hundredths of a point. A half hundredth is rounded up, so 30.005
/// is 30.01. The total is the sum of the three rounded parts: whoever adds up a certificate's
/// parts finds its total. `None` without a sheet.
pub fn average(sheets: &[ScoreSheet]) -> Option<ScoreSheet> {
    let count = u64::try_from(sheets.len())
        .ok()
        .filter(|&count| count > 0)?;
    let part = |of: fn(&ScoreSheet) -> Score| {
        let sum: u64 = sheets.iter().map(|sheet| u64::from(of(sheet).0)).sum();
        let rounded = (2 * sum + count) / (2 * count);
        // An average is at most the greatest of its parts.
        Score(u32::try_from(rounded).unwrap_or(u32::MAX))
    };
    Some(ScoreSheet {
        a: part(|sheet| sheet.a),
        b: part(|sheet| sheet.b),
        c: part(|sheet| sheet.c),
    })
}

#[cfg(test)]
mod tests {
    use super::{Score, ScoreSheet, average};

    fn sheet(a: u32, b: u32, c: u32) -> ScoreSheet {
        let [a, b, c] = [a, b, c].map(Score);
        ScoreSheet { a, b, c }
    }

    #[test]
    fn a_half_hundredth_is_rounded_up_and_less_is_dropped() {
        assert_eq!(average(&[]), None);
        assert_eq!(average(&[sheet(1, 2, 3)]), Some(sheet(1, 2, 3)));
        let two = [sheet(3000, 2500, 0), sheet(3001, 2500, 1)];
        assert_eq!(average(&two), Some(sheet(3001, 2500, 1)));
        let three = [sheet(1, 1, 0), sheet(0, 1, 0), sheet(0, 0, 1)];
        assert_eq!(average(&three), Some(sheet(0, 1, 0)));
    }
}
