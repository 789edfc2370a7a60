//! How well labels are read: `cargo test --test it label::rates -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use ocop::label::read;
use ocop::label::trial::{self, Scuff, View, Wear};

use super::print::{Sample, symbol_text};
use super::qr_text;
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

#[test]
#[ignore = "prints the tables of docs/labels.md, a minute of work"]
fn figures() {
    let samples = [10, 12, 13].map(|version| Sample::new(&symbol_text(version)));
    println!(
        "| | {} |",
        PIXELS.map(|pixels| pixels.to_string()).join(" | ")
    );
    println!("|---|{}", "---|".repeat(PIXELS.len()));
    for (name, view) in distortions() {
        let cells = PIXELS.map(|pixels| {
            let views: Vec<(usize, f32)> = TURNS
                .into_iter()
                .flat_map(|turn| (0..samples.len()).map(move |sample| (sample, turn)))
                .collect();
            let pictures = in_two(&views, |(sample, turn)| Shown {
                picture: samples[*sample].surface().photograph(&View {
                    pixels,
                    turn: *turn,
                    ..view.clone()
                }),
                text: samples[*sample].text.clone(),
            });
            let counts = count(&read_by_all(&pictures));
            [counts.ours, counts.zbar, counts.zxing]
                .map(|read| (100 * read / counts.pictures).to_string())
                .join(" · ")
        });
        println!("| {name} | {} |", cells.join(" | "));
    }

    let sample = Sample::new(&qr_text());
    let clear = sample.surface().photograph(&View::clear(3.0));
    let read = median(|| {
        read::read_luma(clear.width(), clear.height(), clear.as_raw()).expect("a clear picture");
    });
    let run = median(|| drop(trial::run(&sample.printed, &sample.text).expect("a print")));
    println!(
        "a self-test: {run:?}, reading one clear picture: {read:?}, ratio {:.0}",
        run.as_secs_f64() / read.as_secs_f64()
    );
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..9)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}
