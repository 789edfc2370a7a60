//! How many finished labels a core makes in a second, beside what others make of the same symbol,
//! and where the time goes.

mod measure;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use measure::{Report, Target};
use ocop::label::{
    DEMONSTRATION, Design, Facts, Format, Label, Sheet, SheetOrder, Size, Symbol, print_sheets,
    read,
};
use ocop::scheme::stars::Stars;
use ocop::scheme::words::Text;

/// Printer dots a module.
const DOTS: u32 = 3;
/// Of each part; the median counts.
const RUNS: usize = 100;
const PREFIX: &str = "https://verify.example/v/";

fn main() -> ExitCode {
    measure::stay_on_core("0");
    let digits: String = "137946852".chars().cycle().take(417).collect();
    let text = format!("{PREFIX}{digits}");
    let mut label = Label::new(&text, "CB-12345-K");
    label.demonstration = Some(DEMONSTRATION.to_owned());
    let size = Size::new(0.375, 203).expect("three dots");
    assert_eq!(size.dots(), DOTS);
    let fine = Size::new(0.5, 600).expect("twelve dots");
    let png = render(&label, Format::Png, size);
    println!("characters: {}, bytes of PNG: {}", text.len(), png.len());

    time("symbol", || {
        drop(black_box(Symbol::encode(black_box(&text))))
    });
    time("png at 600 dpi, 12 dots", || {
        drop(black_box(render(&label, Format::Png, fine)))
    });
    time("read the png as a photograph", || {
        drop(black_box(read::read(&png)))
    });
    let full = full_label(&text);
    for format in Format::ALL {
        time(&format!("full label as {}", format.name()), || {
            drop(black_box(render(&full, format, size)))
        });
    }
    let bare = Label {
        design: Design::Code,
        ..Label::new(&text, "CB-12345-K")
    };
    let extent = full.extent(size).expect("the label has a size");
    let tested = time("self-test of a full label", || {
        drop(black_box(full.self_test(&extent)))
    });
    let ours = time("symbol as png", || {
        drop(black_box(render(&bare, Format::Png, size)))
    });
    let labelled = time("label as png", || {
        drop(black_box(render(&label, Format::Png, size)))
    });

    let mut report = Report::default();
    report.ratio(
        "PNG labels a second on a core, each read back",
        1.0 / labelled.as_secs_f64(),
        Target::AtLeast(500.0),
    );
    report.ratio(
        "self-test of a full label, seconds",
        tested.as_secs_f64(),
        Target::AtMost(2.0),
    );
    for (name, seconds, least) in [
        ("python segno", segno(&digits), 10.0),
        ("node qrcode", qrcode(&digits), 3.0),
    ] {
        match seconds {
            Some(seconds) => report.ratio(
                &format!("{name}, one symbol as PNG / ours, read back"),
                seconds / ours.as_secs_f64(),
                Target::AtLeast(least),
            ),
            None => println!("{name}: not measured, see docs/performance.md for what it needs"),
        }
    }
    sheets(&mut report, &full);
    report.finish()
}

/// A thousand full labels in one PDF: of one product, and each with a serial.
fn sheets(report: &mut Report, full: &Label) {
    let order = SheetOrder {
        sheet: Sheet::sticker_named("l7163").expect("a sheet"),
        dpi: 600,
        crop_marks: true,
        bleed_mm: 0.0,
        skip: 0,
    };
    let seconds = |labels: &[(Label, u32)]| {
        let start = Instant::now();
        let file = print_sheets(labels, &order).expect("a PDF");
        (start.elapsed().as_secs_f64(), file.len() as f64 / 1e6)
    };
    let (same, same_mb) = seconds(&[(full.clone(), 1_000)]);
    let serials: Vec<(Label, u32)> = (1..=1_000)
        .map(|count| {
            let serial = format!("{count:010}123456");
            let label = Label {
                text: full.text.replace("/v/", &format!("/s/{serial}")),
                serial: Some(serial),
                ..full.clone()
            };
            (label, 1)
        })
        .collect();
    let (each, each_mb) = seconds(&serials);
    report.ratio(
        "PDF of 1,000 full labels of one product, seconds",
        same,
        Target::AtMost(1.5),
    );
    report.ratio("the same, MB", same_mb, Target::AtMost(1.0));
    report.ratio(
        "PDF of 1,000 full labels with serials, seconds",
        each,
        Target::AtMost(1.5),
    );
    println!("PDF of 1,000 full labels with serials, MB: {each_mb:.2}");
}

fn full_label(text: &str) -> Label {
    Label {
        design: Design::Full,
        facts: Some(Facts {
            product: "Miến dong Phia Đén hộp 500 g".into(),
            producer: "Hợp tác xã Nông nghiệp Tân Việt Á".into(),
            stars: Stars::new(4).expect("a level"),
            valid_through: NaiveDate::from_ymd_opt(2029, 8, 5).expect("a day"),
            council: Text::new("Hội đồng OCOP tỉnh Cao Bằng", "OCOP Council of Cao Bằng"),
            host: "verify.example".into(),
        }),
        ..Label::new(text, "CB-12345-K")
    }
}

fn render(label: &Label, format: Format, size: Size) -> Vec<u8> {
    let extent = label.extent(size).expect("the label has a size");
    label
        .render(format, &extent)
        .expect("the label is read back")
}

fn segno(digits: &str) -> Option<f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/segno_png.py");
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/venv/bin/python");
    told(Command::new(python).args([script, PREFIX, digits, &DOTS.to_string()]))
}

fn qrcode(digits: &str) -> Option<f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/qrcode_png.js");
    let modules = concat!(env!("CARGO_MANIFEST_DIR"), "/target/peers/node_modules");
    let mut node = Command::new("node");
    node.env("NODE_PATH", modules);
    told(node.args([script, PREFIX, digits, &DOTS.to_string()]))
}

/// The seconds that a peer's program prints.
fn told(program: &mut Command) -> Option<f64> {
    let output = program.output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// The median of many runs.
fn time(part: &str, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
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
