//! Sheets of labels: the count in its places, and what no sheet holds.

use std::fs;

use ocop::label::{Error, Label, Paper, Sheet, SheetOrder, print_proof, print_sheets};
use ocop::scheme::code_kind::CodeKind;
use tempfile::TempDir;

use super::files::{full_label, run};
use super::qr_text;

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
fn paper_beyond_a_label_covers_no_other_label() {
    let folder = TempDir::new().expect("a temporary folder");
    let grid = Sheet::grid(Paper::A4, (90.0, 50.0), 0.0).expect("many fit");
    // There is no gap between the rows of the one and between any places of the other.
    for sheet in [Sheet::sticker_named("l7160").expect("a sheet"), grid] {
        let page = |bleed_mm: f64| {
            let order = SheetOrder {
                sheet,
                dpi: 300,
                crop_marks: false,
                bleed_mm,
                skip: 0,
            };
            let file = print_sheets(&[(full_label(), sheet.labels())], &order).expect("a PDF");
            fs::write(folder.path().join("page.pdf"), &file).expect("it can be written");
            let page = ["-r", "150", "-gray", "-png", "-singlefile"];
            let page = [page.as_slice(), &["page.pdf", "page"]].concat();
            run("pdftoppm", &page, folder.path());
            let page = image::open(folder.path().join("page.png"));
            page.expect("pdftoppm wrote it").into_luma8()
        };
        let without = page(0.0);
        assert!(without.pixels().any(|pixel| pixel.0[0] < 128));
        // White on white paper: nobody sees it.
        assert!(page(10.0) == without, "{}", sheet.name);
    }
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

#[test]
fn a_proof_has_every_code_at_every_size_of_the_printer() {
    let short = Label {
        kind: CodeKind::Short,
        text: "https://ocop.example/c/CB-1-6".into(),
        ..full_label()
    };
    let file = print_proof(&[full_label(), short.clone()], 203).expect("a PDF");
    let folder = TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join("proof.pdf"), &file).expect("it can be written");
    let page = [
        "-r",
        "406",
        "-gray",
        "-png",
        "-singlefile",
        "proof.pdf",
        "page",
    ];
    run("pdftoppm", &page, folder.path());
    let only = [
        "--quiet",
        "--raw",
        "-Sdisable",
        "-Sqrcode.enable",
        "page.png",
    ];
    let read = run("zbarimg", &only, folder.path());
    let read = String::from_utf8(read).expect("text");
    // Two, three and four dots: 0.25, 0.375 and 0.5 millimetres.
    for text in [qr_text(), short.text] {
        assert_eq!(
            read.lines().filter(|line| *line == text).count(),
            3,
            "{read}"
        );
    }
    let error = print_proof(&[full_label()], 7).expect_err("no printer");
    assert_eq!(error.code(), "dpi_out_of_bounds");
}
