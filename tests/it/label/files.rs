//! Every form of file as others render it: poppler the PDF, librsvg the SVG, zebrafy the ZPL; and
//! zbar reads what came out.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::NaiveDate;
use ocop::label::{
    DEMONSTRATION, Design, Error, Facts, Format, Label, Paper, Sheet, SheetOrder, Wording,
    print_sheets,
};
use ocop::scheme::code_kind::CodeKind;
use ocop::scheme::stars::Stars;
use ocop::scheme::words::Text;
use tempfile::TempDir;

use super::made::zbar;
use super::qr_text;
use crate::independent::interpreter;

/// The hardest letters of Vietnamese, and what decisions have beside letters.
const PRODUCT: &str = "Mật ong Ẵng Đỹ “Nà Phặc” – 22°N";

fn full_label() -> Label {
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

fn run(program: &str, arguments: &[&str], folder: &Path) -> Vec<u8> {
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
fn a_label_never_exceeds_the_room_that_was_given() {
    for label in labels() {
        for (width, height) in [
            (40.0, None),
            (63.5, Some(38.1)),
            (99.1, Some(67.7)),
            (150.0, None),
        ] {
            for dpi in [203, 300, 600] {
                match label.extent_within(width, height, dpi) {
                    Ok(extent) => {
                        assert!(extent.width_mm() <= width);
                        assert!(height.is_none_or(|height| extent.height_mm() <= height));
                        assert!(extent.size().module_mm() >= 0.25);
                        assert!(label.render(Format::Png, &extent).is_ok());
                    }
                    Err(Error::LabelTooSmall { works_mm, .. }) => {
                        let (width, height) = works_mm;
                        let works = label.extent_within(width, Some(height), dpi);
                        assert!(
                            works.is_ok(),
                            "{:?}: {width} x {height} does not work",
                            label.design
                        );
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }
}

#[test]
fn a_wider_room_never_makes_modules_smaller() {
    for label in labels() {
        let mut before = 0;
        for width in 30..120 {
            if let Ok(extent) = label.extent_within(f64::from(width), None, 300) {
                assert!(
                    extent.size().dots() >= before,
                    "{:?} at {width} mm",
                    label.design
                );
                before = extent.size().dots();
            }
        }
        assert!(before > 0);
    }
}

#[test]
fn sizes_that_cannot_be_are_refused_with_what_can() {
    let label = full_label();
    let code = |width, height| {
        label
            .extent_within(width, height, 300)
            .expect_err("no such size")
            .code()
    };
    for width in [0.0, -20.0, 10_000.0, f64::NAN, f64::INFINITY, 4.9] {
        assert_eq!(code(width, None), "side_out_of_bounds", "{width}");
        assert_eq!(code(60.0, Some(width)), "side_out_of_bounds", "{width}");
    }
    let error = label.extent_within(20.0, None, 300).expect_err("too small");
    assert_eq!(error.code(), "label_too_small");
    assert!(
        error.vi().contains("Kích thước gần nhất dùng được"),
        "{}",
        error.vi()
    );
    assert_eq!(
        label
            .extent_within(60.0, None, 7)
            .expect_err("no printer")
            .code(),
        "dpi_out_of_bounds"
    );
}

#[test]
fn a_name_of_the_greatest_length_fits_or_says_which_size_it_needs() {
    let mut label = full_label();
    if let Some(facts) = &mut label.facts {
        facts.product = "Nghĩa ".repeat(50).trim_end().to_owned();
    }
    let error = label
        .extent_within(63.5, Some(25.4), 300)
        .expect_err("too much to say");
    let Error::LabelTooSmall {
        works_mm: (width, height),
        ..
    } = error
    else {
        panic!("{error}");
    };
    assert!(height > 25.4);
    assert!(label.extent_within(width, Some(height), 300).is_ok());
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

#[test]
fn a_sheet_prints_the_count_in_its_places_and_draws_a_label_once() {
    let sheet = Sheet::sticker_named("l7160").expect("a sheet");
    let order = SheetOrder {
        sheet,
        dpi: 600,
        crop_marks: true,
        bleed_mm: 1.0,
        skip: 5,
    };
    let mut other = full_label();
    other.text = "https://ocop.example/c/CB-1-6".into();
    other.kind = CodeKind::Short;
    let file = print_sheets(&[(full_label(), 30), (other.clone(), 3)], &order).expect("a PDF");
    let folder = TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join("sheet.pdf"), &file).expect("it can be written");
    run(
        "pdftoppm",
        &["-r", "300", "-gray", "-png", "sheet.pdf", "page"],
        folder.path(),
    );
    let page = |number: u32| {
        let path = folder.path().join(format!("page-{number}.png"));
        image::open(path).expect("pdftoppm wrote it").into_luma8()
    };
    let (first, second) = (page(1), page(2));
    let cell = |page: &image::GrayImage, index: u32| {
        let dots = |mm: f64| (mm * 300.0 / 25.4) as u32;
        let (column, row) = (index % sheet.columns, index / sheet.columns);
        let left = sheet.margin_mm.0 + f64::from(column) * sheet.pitch_mm.0;
        let top = sheet.margin_mm.1 + f64::from(row) * sheet.pitch_mm.1;
        let (width, height) = sheet.label_mm;
        let view =
            image::imageops::crop_imm(page, dots(left), dots(top), dots(width), dots(height));
        let view = view.to_image();
        ocop::label::read::read_luma(view.width(), view.height(), view.as_raw())
    };
    for index in 0..5 {
        assert_eq!(
            cell(&first, index),
            Err(Error::NoCode),
            "place {index} was used already"
        );
    }
    for index in [5, 6, 12, 20] {
        assert_eq!(cell(&first, index), Ok(qr_text()), "place {index}");
    }
    // 16 on the first sheet, 14 and the 3 of the other product on the second.
    for index in [0, 13] {
        assert_eq!(cell(&second, index), Ok(qr_text()), "place {index}");
    }
    for index in [14, 16] {
        assert_eq!(
            cell(&second, index),
            Ok(other.text.clone()),
            "place {index}"
        );
    }
    assert_eq!(cell(&second, 17), Err(Error::NoCode));
    assert!(!folder.path().join("page-3.png").exists());
    let one = print_sheets(&[(full_label(), 1)], &order)
        .expect("a PDF")
        .len();
    let thousand = print_sheets(&[(full_label(), 1000)], &order)
        .expect("a PDF")
        .len();
    assert!(
        thousand < one * 4,
        "{thousand} bytes for a thousand, {one} for one"
    );
}

#[test]
fn sheets_refuse_what_cannot_be_printed() {
    let order = |sheet| SheetOrder {
        sheet,
        dpi: 300,
        crop_marks: false,
        bleed_mm: 0.0,
        skip: 0,
    };
    let sheet = Sheet::STICKERS[0];
    let print = |labels: &[(Label, u32)], order: &SheetOrder| {
        print_sheets(labels, order)
            .expect_err("no such sheet")
            .code()
    };
    assert_eq!(print(&[], &order(sheet)), "no_labels");
    assert_eq!(print(&[(full_label(), 0)], &order(sheet)), "no_labels");
    assert_eq!(
        print(&[(full_label(), 10_001)], &order(sheet)),
        "too_many_labels"
    );
    let mut bled = order(sheet);
    bled.bleed_mm = -1.0;
    assert_eq!(print(&[(full_label(), 1)], &bled), "bleed_out_of_bounds");
    let grid = Sheet::grid(Paper::A4, (20.0, 20.0), 2.0).expect("many fit");
    assert_eq!(print(&[(full_label(), 1)], &order(grid)), "label_too_small");
    let code = |label_mm, gap| {
        Sheet::grid(Paper::A4, label_mm, gap)
            .expect_err("none fits")
            .code()
    };
    assert_eq!(code((200.0, 50.0), 0.0), "sheet_too_small");
    assert_eq!(code((0.0, 50.0), 0.0), "side_out_of_bounds");
    assert_eq!(code((f64::NAN, 50.0), 0.0), "side_out_of_bounds");
    assert_eq!(code((50.0, 50.0), -3.0), "gap_out_of_bounds");
}

#[test]
fn every_sheet_lies_on_its_paper() {
    for sheet in Sheet::STICKERS {
        let across =
            sheet.margin_mm.0 + f64::from(sheet.columns - 1) * sheet.pitch_mm.0 + sheet.label_mm.0;
        let down =
            sheet.margin_mm.1 + f64::from(sheet.rows - 1) * sheet.pitch_mm.1 + sheet.label_mm.1;
        let (width, height) = sheet.paper.mm();
        assert!(
            across <= width + 0.01 && down <= height + 0.01,
            "{}: {across} x {down}",
            sheet.name
        );
        // Makers centre their labels.
        assert!(
            (width - across - sheet.margin_mm.0).abs() < 0.6,
            "{}",
            sheet.name
        );
        assert!(
            (height - down - sheet.margin_mm.1).abs() < 1.0,
            "{}",
            sheet.name
        );
    }
}
