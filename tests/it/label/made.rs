//! Finished labels: what is in the files, and that two readers agree on it.

use std::process::Command;

use ocop::label::{DEMONSTRATION, Design, Error, Format, Label, Size, read};

use super::{label_png, ordinary_size, qr_text, render};

#[test]
fn every_label_is_read_by_our_reader_and_by_zbar() {
    let serial = format!(
        "https://ocop.example/s/{}{}",
        "0000000001123456",
        "9".repeat(420)
    );
    let longest = format!("https://ocop.example/v/{}", "31".repeat(1000));
    let texts = [
        qr_text(),
        serial,
        longest,
        "https://ocop.example/c/CB-12345-K".into(),
    ];
    for text in &texts {
        for (module_mm, dpi) in [(0.375, 203), (0.34, 300), (0.5, 600)] {
            let size = Size::new(module_mm, dpi).expect("a usual size");
            let png = render(&Label::new(text, "CB-12345-K"), Format::Png, size)
                .expect("the label is made");
            assert_eq!(read::read(&png).as_ref(), Ok(text), "{dpi} dpi");
            assert_eq!(&zbar(&png), text, "{dpi} dpi");
        }
    }
}

#[test]
fn a_label_of_the_demonstration_is_read_too() {
    let mut label = Label::new(&qr_text(), "CB-12345-K");
    label.demonstration = Some(DEMONSTRATION.into());
    let png = render(&label, Format::Png, ordinary_size()).expect("the label is made");
    assert_eq!(read::read(&png), Ok(qr_text()));
    assert_eq!(zbar(&png), qr_text());
    let height = |label: &Label| {
        label
            .extent(ordinary_size())
            .expect("the label is made")
            .height_mm()
    };
    assert!(height(&label) > height(&Label::new(&qr_text(), "CB-12345-K")));
}

#[test]
fn the_png_says_its_resolution_and_has_one_bit_a_dot() {
    let file = label_png(&qr_text());
    let reader = png::Decoder::new(std::io::Cursor::new(&file))
        .read_info()
        .expect("a PNG");
    let info = reader.info();
    assert_eq!(
        (info.bit_depth, info.color_type),
        (png::BitDepth::One, png::ColorType::Grayscale)
    );
    let density = info.pixel_dims.expect("a pHYs chunk");
    assert_eq!((density.xppu, density.yppu), (7992, 7992));
    // 57 modules and twice four of quiet zone, three dots each.
    assert_eq!(info.width, 65 * 3);
}

#[test]
fn words_stay_out_of_the_quiet_zone_whatever_their_length() {
    for number in ["A", "CB-12345-K", "CAOBANGX-1234567890-K", &"W".repeat(120)] {
        for text in [qr_text(), "1".into()] {
            let mut label = Label::new(&text, number);
            label.demonstration = Some(DEMONSTRATION.into());
            for (module_mm, dpi) in [(0.3, 100), (0.25, 203), (1.0, 300)] {
                let size = Size::new(module_mm, dpi).expect("a possible size");
                // Checked against the finished file: ink in the quiet zone is an error.
                assert!(
                    render(&label, Format::Png, size).is_ok(),
                    "{number} at {dpi} dpi"
                );
            }
        }
    }
}

#[test]
fn the_number_stays_on_one_line_under_the_smallest_symbol() {
    let text = "https://ocop.example/c/CB-12345-K";
    let height = |number: &str| {
        Label::new(text, number)
            .extent(ordinary_size())
            .expect("the label is made")
            .height_mm()
    };
    assert!(
        height("CB-12345-K") <= height("CB"),
        "a second line would make it higher"
    );
}

#[test]
fn vietnamese_prints_composed_however_it_was_typed() {
    let composed = Label::new("1", "Mật ong Bạc Hà");
    let decomposed = Label::new("1", "Ma\u{323}\u{302}t ong Ba\u{323}c Ha\u{300}");
    let png = |label: &Label| render(label, Format::Png, ordinary_size());
    assert_eq!(png(&composed), png(&decomposed));
}

#[test]
fn every_vietnamese_letter_can_be_printed() {
    let letters =
        "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";
    for letters in [letters.to_owned(), letters.to_uppercase()] {
        let label = Label {
            serial: Some(letters),
            ..Label::new("1", "A")
        };
        for format in Format::ALL {
            assert!(render(&label, format, ordinary_size()).is_ok());
        }
    }
}

#[test]
fn what_the_font_lacks_is_named() {
    let label = Label::new("1", "蜂蜜");
    let error = render(&label, Format::Svg, ordinary_size()).expect_err("no such letter");
    assert_eq!(error, Error::Unprintable { character: '蜂' });
    assert!(error.vi().contains("蜂"));
    // The name on a certificate cannot be changed: these designs do without.
    for design in [Design::Code, Design::Number] {
        let name = design.name();
        assert!(error.vi().contains(name) && error.en().contains(name));
    }
}

#[test]
fn wording_and_pictures_have_bounds() {
    let leaflet = Label::new("1", &"lời ".repeat(80));
    let error = render(&leaflet, Format::Png, ordinary_size()).expect_err("a leaflet");
    assert_eq!(error.code(), "wording_too_long");
    let poster = Size::new(20.0, 2400).expect("within the bounds of a size");
    let error = render(&Label::new(&qr_text(), "A"), Format::Png, poster).expect_err("a poster");
    assert_eq!(error.code(), "too_many_dots");
    // Its SVG is tried by the same dots, so that is no way out.
    assert!(
        error.en().contains("lower resolution") && error.vi().contains("độ phân giải thấp hơn")
    );
}

#[test]
fn the_svg_is_in_millimetres_and_says_what_it_is() {
    let label = Label::new(&qr_text(), "CB-12345-K <&>");
    let svg = render(&label, Format::Svg, ordinary_size()).expect("the label is made");
    let svg = String::from_utf8(svg).expect("SVG is text");
    let width = label
        .extent(ordinary_size())
        .expect("the label is made")
        .width_mm();
    assert!(svg.contains(&format!("width=\"{width:.3}mm\"")));
    assert!(svg.contains("role=\"img\""));
    assert!(svg.contains("<title id=\"title\">CB-12345-K &lt;&amp;&gt;</title>"));
    assert!(!svg.contains("<text"), "words are outlines");
}

#[test]
fn the_terminal_shows_the_quiet_zone_in_black_on_white() {
    let shown = Label::new("https://ocop.example/c/CB-1-X", "CB-1-X")
        .render_terminal()
        .expect("the text fits");
    let lines: Vec<&str> = shown.lines().collect();
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with("\x1b[38;5;16;48;5;231m"))
    );
    assert!(lines.iter().all(|line| line.ends_with("\x1b[0m")));
    assert!(!lines[0].contains(['█', '▀', '▄']) && !lines[1].contains(['█', '▀', '▄']));
    assert_eq!(
        picture_of(&shown),
        Ok("https://ocop.example/c/CB-1-X".into())
    );
}

/// Reads the half blocks as a camera would: four pixels a module.
fn picture_of(shown: &str) -> Result<String, Error> {
    let mut rows: Vec<Vec<bool>> = Vec::new();
    for line in shown.lines() {
        let blocks = line
            .trim_start_matches("\x1b[38;5;16;48;5;231m")
            .trim_end_matches("\x1b[0m");
        rows.push(blocks.chars().map(|block| "█▀".contains(block)).collect());
        rows.push(blocks.chars().map(|block| "█▄".contains(block)).collect());
    }
    let (width, height) = (rows[0].len() * 4, rows.len() * 4);
    let luma: Vec<u8> = (0..width * height)
        .map(|place| {
            if rows[place / width / 4][place % width / 4] {
                0
            } else {
                255
            }
        })
        .collect();
    read::read_luma(
        u32::try_from(width).expect("small"),
        u32::try_from(height).expect("small"),
        &luma,
    )
}

/// What zbarimg reads, a reader that shares no line with ours.
pub(super) fn zbar(png: &[u8]) -> String {
    let file = tempfile::Builder::new()
        .suffix(".png")
        .tempfile()
        .expect("a temporary file");
    std::fs::write(file.path(), png).expect("a temporary file can be written");
    let output = Command::new("zbarimg")
        .args([
            "--quiet",
            "--raw",
            "--oneshot",
            "-Sdisable",
            "-Sqrcode.enable",
        ])
        .arg(file.path())
        .output()
        .expect("zbarimg is needed for this test: install zbar-tools");
    String::from_utf8_lossy(&output.stdout)
        .trim_end_matches('\n')
        .to_owned()
}
