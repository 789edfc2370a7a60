//! How well labels are read. `OCOP_RATES=all cargo test --test it label::rates -- --nocapture`
//! prints the tables of docs/labels.md; without it one turn of each picture is tried.

use ocop::label::trial::{Scuff, View, Wear};

use super::print::{Sample, symbol_text};
use super::readers::{Shown, count, in_two, read_by_all};

const PIXELS: [f32; 4] = [1.6, 2.0, 2.5, 3.0];

/// Turns of each distortion, so that no angle to the pixels is favoured.
const TURNS: [f32; 8] = [0.0, 4.0, 11.0, 27.0, 45.0, 90.0, 133.0, 208.0];

fn distortions() -> Vec<(&'static str, View)> {
    let clear = || View::clear(0.0);
    let worn = |wear: Wear| View { wear, ..clear() };
    let ink = |ink: f32| Wear {
        ink,
        ..Wear::default()
    };
    let scuffed = |scuff: Scuff| Wear {
        scuffs: vec![scuff],
        ..Wear::default()
    };
    let in_hand = View {
        lean: (8.0, -6.0),
        blur: 0.25,
        noise: 0.06,
        contrast: 0.7,
        shade: 0.2,
        ..clear()
    };
    let lean = (15.0, -20.0);
    vec![
        ("rõ, chỉ xoay / clear, turned only", clear()),
        (
            "mờ nét 0,3 ô / out of focus by 0.3 modules",
            View {
                blur: 0.3,
                ..clear()
            },
        ),
        (
            "mờ nét 0,4 ô / out of focus by 0.4 modules",
            View {
                blur: 0.4,
                ..clear()
            },
        ),
        (
            "nghiêng 15° và 20° / leaning 15° and 20°",
            View { lean, ..clear() },
        ),
        (
            "nhiễu 15 % / noise 15 %",
            View {
                noise: 0.15,
                ..clear()
            },
        ),
        (
            "tương phản 30 % / contrast 30 %",
            View {
                contrast: 0.3,
                ..clear()
            },
        ),
        (
            "một phía tối hơn 60 % / one side 60 % darker",
            View {
                shade: 0.6,
                ..clear()
            },
        ),
        (
            "mực loang 12 % ô / ink 12 % of a module wider",
            worn(ink(0.12)),
        ),
        (
            "mực thiếu 12 % ô / ink 12 % of a module short",
            worn(ink(-0.12)),
        ),
        (
            "góc dưới phải sờn 1/4 / lower right quarter scuffed",
            worn(scuffed(Scuff::LowerRight)),
        ),
        (
            "góc trên trái sờn / tip of the upper left scuffed",
            worn(scuffed(Scuff::UpperLeft)),
        ),
        (
            "vết xước chéo / scratch across",
            worn(scuffed(Scuff::Scratch)),
        ),
        ("cầm tay chụp / held in a hand", in_hand),
    ]
}

/// The turns that are tried: three, or all where the tables are wanted.
fn turns() -> &'static [f32] {
    match std::env::var_os("OCOP_RATES") {
        Some(_) => &TURNS,
        None => &TURNS[1..4],
    }
}

#[test]
fn from_two_and_a_half_pixels_a_module_97_in_100_are_read_whatever_distorts_them() {
    let samples = [10, 12, 13].map(|version| Sample::new(&symbol_text(version)));
    let mut views = Vec::new();
    for (_, view) in distortions() {
        for pixels in PIXELS {
            for turn in turns() {
                let view = View {
                    pixels,
                    turn: *turn,
                    ..view.clone()
                };
                views.extend((0..samples.len()).map(|sample| (sample, view.clone())));
            }
        }
    }
    let pictures = in_two(&views, |(sample, view)| Shown {
        picture: samples[*sample].surface().photograph(view),
        text: samples[*sample].text.clone(),
    });
    let read = read_by_all(&pictures);

    println!(
        "| | {} |",
        PIXELS.map(|pixels| pixels.to_string()).join(" | ")
    );
    println!("|---|{}", "---|".repeat(PIXELS.len()));
    let of_cell = turns().len() * samples.len();
    for ((name, _), row) in distortions()
        .iter()
        .zip(read.chunks(of_cell * PIXELS.len()))
    {
        let cells = row.chunks(of_cell).map(|cell| {
            let counts = count(cell);
            [counts.ours, counts.zbar, counts.zxing]
                .map(|read| (100 * read / counts.pictures).to_string())
                .join(" · ")
        });
        println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    let near: Vec<[bool; 3]> = views
        .iter()
        .zip(&read)
        .filter(|((_, view), _)| view.pixels >= 2.5)
        .map(|(_, read)| *read)
        .collect();
    let counts = count(&near);
    assert!(
        counts.ours * 100 >= counts.pictures * 97,
        "{} of {}",
        counts.ours,
        counts.pictures
    );
}
