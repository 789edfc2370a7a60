//! The figures of a label in words.

use super::figures::{Figures, Names};
use crate::label::trial;
use crate::scheme::words::{Language, Text};

/// Something to know of a label before it is printed.
pub struct Finding {
    pub good: bool,
    pub words: String,
}

/// Whether a label's modules are large enough, in words.
pub fn finding(figures: &Figures, language: Language) -> Finding {
    let words = if figures.gs1 {
        Text::new(
            "Ô từ 0,396 mm trở lên, bằng cỡ GS1 cho quầy bán lẻ: điện thoại và máy quét đều đọc dễ.",
            "The modules have 0.396 mm or more, GS1's size for retail: phones and scanners read them at ease.",
        )
    } else if figures.advised {
        Text::new(
            "Ô từ 0,33 mm trở lên: điện thoại thường đọc dễ. Còn chỗ thì nên chọn từ 0,396 mm, cỡ GS1 cho quầy bán lẻ.",
            "The modules have 0.33 mm or more: ordinary phones read them at ease. With more room choose 0.396 mm, GS1's size for retail.",
        )
    } else {
        Text::new(
            "Ô dưới 0,33 mm: vẫn in được, nhưng điện thoại cũ hoặc chỗ tối có thể khó đọc. Hãy chọn nhãn lớn hơn, mã rút gọn hoặc mã ngắn nếu được.",
            "The modules have less than 0.33 mm: they are printed, but old phones or dim light may not do. Choose a larger label, or a compact or short code, if you can.",
        )
    };
    Finding {
        good: figures.advised,
        words: words.get(language).to_owned(),
    }
}

/// What a label really is, a name and a value each.
pub fn facts(figures: &Figures, language: Language) -> Vec<(&'static str, String)> {
    let mm = |mm: f64, places| number(mm, places, language);
    let (width, height) = (mm(figures.width_mm, 1), mm(figures.height_mm, 1));
    let (module, code) = (mm(figures.module_mm, 3), mm(figures.code_mm, 1));
    let Figures {
        dots,
        dpi,
        version,
        modules,
        ..
    } = figures;
    let facts = match language {
        Language::Vi => [
            ("Kích thước thật của nhãn", format!("{width} × {height} mm")),
            (
                "Mỗi ô của mã",
                format!("{module} mm = {dots} điểm in ở {dpi} dpi"),
            ),
            (
                "Mã QR",
                format!("cạnh {code} mm kể cả viền trắng; phiên bản {version}, {modules} ô"),
            ),
        ],
        Language::En => [
            ("The label's real size", format!("{width} × {height} mm")),
            (
                "A module of the code",
                format!("{module} mm = {dots} dots at {dpi} dpi"),
            ),
            (
                "The code",
                format!(
                    "side {code} mm with its white border; version {version}, {modules} modules"
                ),
            ),
        ],
    };
    facts.into()
}

/// What the names in a code cost, for whoever chooses the next ones.
pub fn names(names: &Names, language: Language) -> String {
    let mm = |mm: f64| number(mm, 1, language);
    let (bytes, cost) = (names.bytes, mm(names.cost_mm));
    let shorter = names.shorter_bytes.zip(names.shorter_saves_mm);
    let shorter = shorter.map(|(fewer, saves)| (fewer, mm(saves)));
    let longer = names.room_bytes + 1;
    match language {
        Language::Vi => {
            let shorter = shorter.map_or_else(String::new, |(fewer, saves)| {
                format!(" Ngắn đi {fewer} byte thì mã nhỏ đi {saves} mm.")
            });
            format!(
                "Tên sản phẩm và tên chủ thể trong mã dài {bytes} byte (chữ có dấu tính 2 hoặc 3), làm mã lớn thêm {cost} mm.{shorter} Dài thêm {longer} byte thì mã lớn lên một cỡ. Tên đã ký không đổi được; hãy nhớ khi làm hồ sơ công nhận lại."
            )
        }
        Language::En => {
            let shorter = shorter.map_or_else(String::new, |(fewer, saves)| {
                format!(" With {fewer} bytes less the code would be {saves} mm smaller.")
            });
            format!(
                "The product's and the producer's names in the code have {bytes} bytes (letters with marks count 2 or 3) and make it {cost} mm larger.{shorter} With {longer} more it would be a size larger. Signed names cannot change; remember it for the renewal."
            )
        }
    }
}

/// A number as the language writes it.
pub fn number(value: f64, places: usize, language: Language) -> String {
    let written = format!("{value:.places$}");
    match language {
        Language::Vi => written.replace('.', ","),
        Language::En => written,
    }
}

/// What the self-test found.
pub fn self_test(report: &trial::Report, language: Language) -> Finding {
    let (read, all) = (report.read, report.trials.len());
    let words = match language {
        Language::Vi => format!(
            "Tự kiểm tra: đọc được {read} trên {all} ảnh thử (nhãn nghiêng, mờ, trầy, in đậm hoặc nhạt)."
        ),
        Language::En => format!(
            "Self-test: {read} of {all} trial pictures were read (leaning, blurred, scuffed, printed heavily or faintly)."
        ),
    };
    Finding {
        good: report.passed,
        words,
    }
}
