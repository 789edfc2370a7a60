//! Two hundred and thirty distorted pictures of dense symbols: ours beside the best readers.

use ocop::label::trial::{Scuff, View, Wear};

use super::print::{Sample, symbol_text};
use super::readers::{Shown, count, in_two, read_by_all};

const PICTURES: usize = 230;

/// Each property runs through its values at a pace of its own.
fn view(index: usize) -> View {
    let scuffs: [&[Scuff]; 12] = [
        &[],
        &[Scuff::LowerRight],
        &[],
        &[Scuff::Scratch],
        &[],
        &[Scuff::UpperLeft],
        &[],
        &[Scuff::LowerRight],
        &[],
        &[Scuff::Scratch],
        &[],
        &[],
    ];
    let turns = [
        0.0, 7.0, -15.0, 33.0, 90.0, 178.0, -61.0, 45.0, 3.0, 120.0, -100.0,
    ];
    View {
        pixels: [2.0, 2.3, 2.6, 3.0, 3.5, 4.2, 5.0][index % 7],
        turn: turns[index % 11],
        lean: [
            (0.0, 0.0),
            (8.0, 0.0),
            (0.0, 10.0),
            (-10.0, 5.0),
            (5.0, -15.0),
        ][index / 2 % 5],
        blur: [0.0, 0.12, 0.22, 0.3][index / 3 % 4],
        noise: [0.0, 0.05, 0.1, 0.15][index / 5 % 4],
        contrast: [0.9, 0.6, 0.3, 0.2][index / 7 % 4],
        shade: [0.0, 0.3, 0.5][index / 11 % 3],
        wear: Wear {
            ink: [0.0, 0.06, -0.06, 0.0][index / 13 % 4],
            specks: [0.0, 0.0, 0.0, 0.01][index / 17 % 4],
            scuffs: scuffs[index / 4 % 12].to_vec(),
        },
    }
}

#[test]
fn of_230_distorted_pictures_ours_reads_97_in_100_and_as_many_as_the_best() {
    let samples = [11, 12, 13].map(|version| Sample::new(&symbol_text(version)));
    let places: Vec<usize> = (0..PICTURES).collect();
    let pictures = in_two(&places, |place| {
        let sample = &samples[place % samples.len()];
        Shown {
            picture: sample.surface().photograph(&view(*place)),
            text: sample.text.clone(),
        }
    });
    let read = read_by_all(&pictures);
    let counts = count(&read);
    println!("{counts:?}");
    let unread: Vec<usize> = places
        .into_iter()
        .filter(|place| !read[*place][0])
        .collect();
    assert!(
        counts.ours * 100 >= PICTURES * 97,
        "read {} of {PICTURES}; not {unread:?}",
        counts.ours
    );
    assert!(counts.ours >= counts.zxing.max(counts.zbar), "{counts:?}");
    // The set is worth something only while it is hard.
    assert!(counts.zbar * 100 <= PICTURES * 85, "{counts:?}");
}
