//! How many finished labels a core makes in a second, and where the time goes.

mod measure;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use measure::{Report, Target};
use ocop::label::{Format, Label, Size, Symbol, read};

fn main() -> ExitCode {
    let digits: String = "137946852".chars().cycle().take(417).collect();
    let text = format!("https://verify.example/v/{digits}");
    let mut label = Label::new(&text, "CB-12345-K");
    label.demonstration = Some(ocop::label::DEMONSTRATION.to_owned());
    let size = Size::new(0.375, 203).expect("three dots");
    let fine = Size::new(0.5, 600).expect("twelve dots");
    let png = render(&label, Format::Png, size);
    println!("characters: {}, bytes of PNG: {}", text.len(), png.len());

    time("symbol", || {
        drop(black_box(Symbol::encode(black_box(&text))))
    });
    time("svg", || drop(black_box(render(&label, Format::Svg, size))));
    time("png at 600 dpi, 12 dots", || {
        drop(black_box(render(&label, Format::Png, fine)))
    });
    time("read the png as a photograph", || {
        drop(black_box(read::read(&png)))
    });
    let png = time("png", || drop(black_box(render(&label, Format::Png, size))));
    let mut report = Report::default();
    report.ratio(
        "PNG labels a second on a core, each read back",
        1.0 / png.as_secs_f64(),
        Target::AtLeast(500.0),
    );
    report.finish()
}

fn render(label: &Label, format: Format, size: Size) -> Vec<u8> {
    let extent = label.extent(size).expect("the label has a size");
    label
        .render(format, &extent)
        .expect("the label is read back")
}

/// The median of many runs.
fn time(part: &str, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..400)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    let median = times[times.len() / 2];
    println!("{part}: {} us", median.as_micros());
    median
}
