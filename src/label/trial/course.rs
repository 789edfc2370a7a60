//! The trials of a self-test: what phones, printers and handling do to labels, by turns.

use super::{Scuff, View, Wear};

/// Pixels a module at which each trial is made: an ordinary phone at the distance
/// at which people begin to scan, and a little nearer.
const PIXELS: [f32; 2] = [2.5, 3.0];

/// All views of a self-test, the same for every label.
pub(super) fn views() -> Vec<View> {
    PIXELS.into_iter().flat_map(at).collect()
}

fn at(pixels: f32) -> [View; 20] {
    let clear = || View::clear(pixels);
    let worn = |wear: Wear| View { wear, ..clear() };
    let ink = |ink: f32| Wear {
        ink,
        ..Wear::default()
    };
    let scuffed = |scuff: Scuff| Wear {
        scuffs: vec![scuff],
        ..Wear::default()
    };
    // Held in a hand: a little of everything.
    let in_hand = View {
        turn: 7.0,
        lean: (8.0, -6.0),
        blur: 0.25,
        noise: 0.06,
        contrast: 0.7,
        shade: 0.2,
        ..clear()
    };
    [
        // One thing at a time.
        View {
            blur: 0.3,
            ..clear()
        },
        View {
            blur: 0.4,
            ..clear()
        },
        View {
            turn: 33.0,
            ..clear()
        },
        View {
            turn: -15.0,
            lean: (25.0, 0.0),
            ..clear()
        },
        View {
            turn: 178.0,
            lean: (0.0, 30.0),
            ..clear()
        },
        View {
            noise: 0.15,
            ..clear()
        },
        View {
            contrast: 0.3,
            ..clear()
        },
        View {
            shade: 0.6,
            ..clear()
        },
        worn(ink(0.12)),
        worn(ink(-0.12)),
        worn(Wear {
            specks: 0.03,
            ..Wear::default()
        }),
        worn(scuffed(Scuff::LowerRight)),
        worn(scuffed(Scuff::UpperLeft)),
        worn(scuffed(Scuff::UpperRight)),
        worn(scuffed(Scuff::LowerLeft)),
        worn(scuffed(Scuff::Scratch)),
        // As phones see labels: in the hand; thermally printed; long in use; in the evening.
        in_hand.clone(),
        View {
            wear: ink(0.08),
            turn: -20.0,
            ..in_hand.clone()
        },
        View {
            wear: scuffed(Scuff::LowerRight),
            turn: 95.0,
            ..in_hand.clone()
        },
        View {
            contrast: 0.4,
            noise: 0.1,
            shade: 0.5,
            blur: 0.2,
            ..in_hand
        },
    ]
}
