//! Modules whose colour the standard fixes: corner marks, timing, alignment marks.

use rxing::qrcode::common::Version;

/// A module that every symbol of a version has alike.
#[derive(Clone, Copy)]
pub(super) struct Fixed {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) dark: bool,
}

/// The first ones: three corner marks of 7 x 7 modules with their separators, 8 x 8 each.
pub(super) const IN_CORNER_MARKS: usize = 3 * 64;

/// All of them, for a symbol so many modules wide (ISO/IEC 18004, 6.3).
pub(super) fn modules(width: u32) -> Option<Vec<Fixed>> {
    let version = Version::getProvisionalVersionForDimension(width).ok()?;
    let mut fixed = Vec::with_capacity(1000);
    let far = width - 7;
    for (left, top) in [(0, 0), (far, 0), (0, far)] {
        // With the light separator around it, inside the symbol.
        for y in top.saturating_sub(1)..(top + 8).min(width) {
            for x in left.saturating_sub(1)..(left + 8).min(width) {
                let ring = x.abs_diff(left + 3).max(y.abs_diff(top + 3));
                let dark = ring <= 1 || ring == 3;
                fixed.push(Fixed { x, y, dark });
            }
        }
    }
    for place in 8..width - 8 {
        let dark = place % 2 == 0;
        fixed.push(Fixed {
            x: place,
            y: 6,
            dark,
        });
        fixed.push(Fixed {
            x: 6,
            y: place,
            dark,
        });
    }
    let centres = version.getAlignmentPatternCenters();
    for top in centres {
        for left in centres {
            let at_a_corner_mark =
                (*left < 9 || *left + 9 > width) && (*top < 9 || *top + 9 > width);
            if at_a_corner_mark && (*left < 9 || *top < 9) {
                continue;
            }
            for y in top - 2..=top + 2 {
                for x in left - 2..=left + 2 {
                    let ring = x.abs_diff(*left).max(y.abs_diff(*top));
                    fixed.push(Fixed {
                        x,
                        y,
                        dark: ring != 1,
                    });
                }
            }
        }
    }
    Some(fixed)
}
