//! Every form of file as others render it: poppler the PDF, librsvg the SVG, zebrafy the ZPL; and
//! zbar reads what came out.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::NaiveDate;
use ocop::label::{DEMONSTRATION, Design, Facts, Format, Label, Wording};
use ocop::scheme::code_kind::CodeKind;
use ocop::scheme::stars::Stars;
use ocop::scheme::words::Text;
use tempfile::TempDir;

use super::made::zbar;
use super::qr_text;
use crate::independent::interpreter;

/// The hardest letters of Vietnamese, and what decisions have beside letters.
const PRODUCT: &str = "Mật ong Ẵng Đỹ “Nà Phặc” – 22°N";

pub(super) fn full_label() -> Label {
    Label {
        design: Design::Full,
        facts: Some(Facts {
            product: PRODUCT.into(),
            producer: "Hợp tác xã Ỵ Ễ Ợ Thượng Nguồn".into(),
            stars: Stars::new(4).expect("a level"),
            valid_through: NaiveDate::from_ymd_opt(2029, 8, 5).expect("a day"),
            council: Text::new("Hội đồng OCOP tỉnh Cao Bằng", "OCOP Council of Cao Bằng"),
            host: "ocop.example".into(),
        }),
        ..Label::new(&qr_text(), "CB-12345-K")
    }
}

/// Every design in both wordings and of each kind of code.
pub(super) fn labels() -> impl Iterator<Item = Label> {
    let kinds = [
        (CodeKind::Full, qr_text()),
        (
            CodeKind::Compact,
            format!("https://ocop.example/v/{}", "71".repeat(150)),
        ),
        (
            CodeKind::Short,
            "https://ocop.example/c/CB-12345-K".to_owned(),
        ),
    ];
    Design::ALL.into_iter().flat_map(move |design| {
        kinds
            .clone()
            .into_iter()
            .zip(Wording::ALL.into_iter().cycle())
            .map(move |((kind, text), wording)| Label {
                design,
                kind,
                text,
                wording,
                ..full_label()
            })
    })
}

pub(super) fn run(program: &str, arguments: &[&str], folder: &Path) -> Vec<u8> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("{program} is needed, tests/run installs it: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
    output.stdout
}

/// A file as a picture, by a renderer that is not ours.
fn rendered(format: Format, file: &[u8]) -> Vec<u8> {
    let folder = TempDir::new().expect("a temporary folder");
    let name = format!("label.{}", format.name());
    fs::write(folder.path().join(&name), file).expect("a temporary file can be written");
    match format {
        Format::Png => file.to_vec(),
        Format::Svg => {
            let at = [
                "--dpi-x",
                "300",
                "--dpi-y",
                "300",
                "--background-color",
                "white",
            ];
            run("rsvg-convert", &[&at[..], &[&name]].concat(), folder.path())
        }
        Format::Pdf => {
            run(
                "pdftoppm",
                &["-r", "300", "-png", "-singlefile", &name, "page"],
                folder.path(),
            );
            fs::read(folder.path().join("page.png")).expect("pdftoppm wrote it")
        }
        Format::Zpl => {
            let mut renderer = Command::new(interpreter())
                .arg(concat!(
                    env!("CARGO_MANIFEST_DIR"),
                    "/tests/it/label/zpl.py"
                ))
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("Python runs");
            let mut input = renderer.stdin.take().expect("a pipe");
            input.write_all(file).expect("the renderer reads");
            drop(input);
            let output = renderer.wait_with_output().expect("the renderer ends");
            assert!(output.status.success());
            output.stdout
        }
    }
}

#[test]
fn every_design_in_every_form_of_file_is_read_from_another_s_rendering() {
    let cases: Vec<(Label, Format)> = labels()
        .flat_map(|label| Format::ALL.map(|format| (label.clone(), format)))
        .collect();
    std::thread::scope(|scope| {
        for part in cases.chunks(cases.len().div_ceil(4)) {
            scope.spawn(move || {
                for (label, format) in part {
                    let size = ocop::label::Size::new(0.4, 300).expect("a usual size");
                    let extent = label.extent(size).expect("the label is made");
                    let file = label.render(*format, &extent).expect("the label is made");
                    let read = zbar(&rendered(*format, &file));
                    assert_eq!(read, label.text, "{:?} as {format:?}", label.design);
                }
            });
        }
    });
}

#[test]
fn a_thermal_printer_gets_exactly_the_dots_of_the_png() {
    let label = full_label();
    let extent = label
        .extent_within(60.0, None, 203)
        .expect("the label fits");
    let file = |format| label.render(format, &extent).expect("the label is made");
    let ours = image::load_from_memory(&file(Format::Png))
        .expect("a PNG")
        .into_luma8();
    let theirs = image::load_from_memory(&rendered(Format::Zpl, &file(Format::Zpl)))
        .expect("a PNG")
        .into_luma8();
    // A graphic field has whole bytes a row: paper at the right.
    assert_eq!(theirs.height(), ours.height());
    assert_eq!(theirs.width(), ours.width().next_multiple_of(8));
    for (x, y, dot) in theirs.enumerate_pixels() {
        let ours = if x < ours.width() {
            ours.get_pixel(x, y).0[0]
        } else {
            255
        };
        assert_eq!(dot.0[0], ours, "dot {x}, {y}");
    }
    let copies = label.render_zpl(&extent, 250).expect("the label is made");
    assert!(copies.starts_with("^XA\n^PW") && copies.ends_with("^PQ250\n^XZ\n"));
}

#[test]
fn the_pdf_holds_its_words_in_fonts_of_its_own_and_prints_in_black_ink_alone() {
    let label = full_label();
    let extent = label
        .extent_within(70.0, None, 600)
        .expect("the label fits");
    let file = label
        .render(Format::Pdf, &extent)
        .expect("the label is made");
    let folder = TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join("label.pdf"), &file).expect("it can be written");
    let words = run("pdftotext", &["-layout", "label.pdf", "-"], folder.path());
    let words = String::from_utf8(words)
        .expect("text")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for said in [
        PRODUCT,
        "Hợp tác xã Ỵ Ễ Ợ Thượng Nguồn",
        "CB-12345-K",
        "4 sao · 4 stars",
        "Có giá trị đến hết 05/08/2029",
        "Hội đồng OCOP tỉnh Cao Bằng",
        "ocop.example",
    ] {
        assert!(words.contains(said), "{said} in {words}");
    }
    let fonts = String::from_utf8(run("pdffonts", &["label.pdf"], folder.path())).expect("text");
    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(fonts.len(), 2, "a regular and a bold");
    for font in fonts {
        assert!(
            font.contains("+DejaVuSansCondensed") && font.contains("yes yes yes"),
            "{font}"
        );
    }
    let info =
        String::from_utf8(run("pdfinfo", &["-box", "label.pdf"], folder.path())).expect("text");
    let points = |mm: f64| mm * 72.0 / 25.4;
    let size = format!(
        "{:.2} x {:.2} pts",
        points(extent.width_mm()),
        points(extent.height_mm())
    );
    let page = info
        .lines()
        .find(|line| line.starts_with("Page size"))
        .expect("a size");
    let numbers: Vec<f64> = page
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    assert!(
        (numbers[0] - points(extent.width_mm())).abs() < 0.01,
        "{page}, not {size}"
    );
    assert!(
        (numbers[1] - points(extent.height_mm())).abs() < 0.01,
        "{page}, not {size}"
    );
    assert!(info.contains("TrimBox"));
    for content in streams(&file) {
        let operators = content.split_ascii_whitespace();
        let colours = ["rg", "RG", "k", "K", "sc", "scn", "cs", "sh"];
        assert_eq!(operators.filter(|word| colours.contains(word)).count(), 0);
    }
}

/// What stands in the packed streams of a PDF, but for its fonts.
fn streams(file: &[u8]) -> Vec<String> {
    let (begin, end) = (&b"stream\n"[..], &b"\nendstream"[..]);
    let find = |from: usize, what: &[u8]| {
        let rest = &file[from..];
        rest.windows(what.len())
            .position(|window| window == what)
            .map(|at| from + at)
    };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = find(from, begin).map(|at| at + begin.len()) {
        let Some(stop) = find(start, end) else { break };
        let unpacked = miniz_oxide::inflate::decompress_to_vec_zlib(&file[start..stop]);
        found.extend(
            unpacked
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok()),
        );
        from = stop + end.len();
    }
    assert!(
        found.iter().any(|content| content.contains(" re\n")),
        "the label is among them"
    );
    found
}

#[test]
fn the_same_label_makes_the_same_bytes() {
    let label = full_label();
    let extent = label
        .extent_within(70.0, None, 300)
        .expect("the label fits");
    for format in Format::ALL {
        assert_eq!(label.render(format, &extent), label.render(format, &extent));
    }
}

#[test]
fn a_short_code_and_a_demonstration_are_marked_on_every_design() {
    for design in Design::ALL {
        let label = Label {
            design,
            kind: CodeKind::Short,
            text: "https://ocop.example/c/CB-12345-K".into(),
            demonstration: Some(DEMONSTRATION.into()),
            ..full_label()
        };
        let extent = label
            .extent_within(160.0, None, 300)
            .expect("the label fits");
        let svg = label
            .render(Format::Svg, &extent)
            .expect("the label is made");
        let svg = String::from_utf8(svg)
            .expect("SVG is text")
            .replace(" · ", " ");
        assert!(svg.contains("Chỉ kiểm tra được khi có mạng"), "{design:?}");
        assert!(
            svg.contains("BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ"),
            "{design:?}"
        );
    }
}
