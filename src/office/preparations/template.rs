//! The list that a council fills in: headings in Vietnamese, choices where there are some, and
//! notes.

use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, Workbook, Worksheet, XlsxError};

use super::sheet::put;
use crate::office::issue::headings::heading;
use crate::office::issue::list::{MORE, MOST_ROWS, PRODUCT};
use crate::office::{BYTE_ORDER_MARK, Error, Office};
use crate::scheme::day;
use crate::scheme::edition::{EDITIONS, Edition};
use crate::scheme::producer::ProducerKind;
use crate::scheme::product::ProductSet;
use crate::scheme::words::Text;

/// The template as CSV: the headings alone, with the mark by which spreadsheets know UTF-8.
pub fn template_csv() -> String {
    let headings: Vec<&str> = columns()
        .map(|name| heading(name).unwrap_or(name))
        .collect();
    format!("{BYTE_ORDER_MARK}{}\r\n", headings.join(","))
}

impl Office {
    /// The template as a workbook, with the sets and parts of the edition in force today.
    ///
    /// # Errors
    /// None that can be mended.
    pub fn template_xlsx(&self) -> Result<Vec<u8>, Error> {
        let today = Edition::on(day::of(self.clock.now()));
        let newest = &EDITIONS[EDITIONS.len() - 1];
        write(today.unwrap_or(newest)).map_err(|_| Error::Stopped)
    }
}

fn columns() -> impl Iterator<Item = &'static str> {
    PRODUCT.into_iter().chain(MORE)
}

fn write(edition: &Edition) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let as_text = Format::new().set_num_format("@");
    let sheet = workbook.add_worksheet().set_name("Danh sách")?;
    sheet.set_freeze_panes(1, 0)?;
    for (place, name) in (0..).zip(columns()) {
        put(sheet, 0, place, heading(name).unwrap_or(name), Some(&bold))?;
        sheet.set_column_width(place, if place < 4 { 32 } else { 16 })?;
        if matches!(name, "product_code" | "gtin" | "renews") {
            // Long digits stay what they are.
            sheet.set_column_format(place, &as_text)?;
        }
        choices(sheet, place, name, edition)?;
    }
    notes(
        workbook.add_worksheet().set_name("Hướng dẫn")?,
        &bold,
        edition,
    )?;
    sets(
        workbook.add_worksheet().set_name("Bộ sản phẩm")?,
        &bold,
        edition,
    )?;
    workbook.save_to_buffer()
}

/// What a spreadsheet lets be typed into a column.
fn choices(
    sheet: &mut Worksheet,
    place: u16,
    name: &str,
    edition: &Edition,
) -> Result<(), XlsxError> {
    let part = |index: usize| {
        let most = f64::from(edition.parts[index].0) / 100.0;
        DataValidation::new().allow_decimal_number(DataValidationRule::Between(0.0, most))
    };
    let rule = match name {
        "producer_kind" => {
            let kinds = ProducerKind::ALL.map(|kind| kind.words().vi.into_owned());
            DataValidation::new().allow_list_strings(&kinds)?
        }
        "set_no" => DataValidation::new().allow_whole_number(DataValidationRule::Between(1, 26)),
        "score_a" => part(0),
        "score_b" => part(1),
        "score_c" => part(2),
        "stars" => DataValidation::new().allow_list_strings(&["3", "4", "5"])?,
        _ => return Ok(()),
    };
    let rule = rule
        .set_error_title("Chưa đúng")?
        .set_error_message("Hãy xem trang Hướng dẫn.")?;
    let last = u32::try_from(MOST_ROWS).unwrap_or(u32::MAX);
    sheet.add_data_validation(1, place, last, place, &rule)?;
    Ok(())
}

fn notes(sheet: &mut Worksheet, bold: &Format, edition: &Edition) -> Result<(), XlsxError> {
    let wrapped = Format::new().set_text_wrap();
    for (place, (title, width)) in (0..).zip([
        ("Cột", 22),
        ("Tên trong dữ liệu (name in data)", 22),
        ("Bắt buộc (required)", 12),
        ("Ghi gì", 60),
        ("What it holds", 60),
    ]) {
        put(sheet, 0, place, title, Some(bold))?;
        sheet.set_column_width(place, width)?;
    }
    for (row, name) in (1..).zip(columns()) {
        let required = if PRODUCT.contains(&name) {
            "có / yes"
        } else {
            ""
        };
        let holds = holds(name, edition);
        let cells = [
            heading(name).unwrap_or(name),
            name,
            required,
            &holds.vi,
            &holds.en,
        ];
        for (place, cell) in (0..).zip(cells) {
            put(sheet, row, place, cell, Some(&wrapped))?;
        }
    }
    Ok(())
}

fn holds(name: &str, edition: &Edition) -> Text {
    let [a, b, c] = edition.parts;
    let part = |most| {
        Text::of(
            format!("Điểm, tối đa hai chữ số thập phân, từ 0 đến {most}"),
            format!("Points with at most two decimals, 0 to {most}"),
        )
    };
    match name {
        "product" => Text::new(
            "Tên sản phẩm đúng như trong quyết định",
            "The product's name as the decision writes it",
        ),
        "producer" => Text::new(
            "Tên chủ thể đúng như trong quyết định",
            "The producer's name as the decision writes it",
        ),
        "producer_kind" => {
            let kinds = ProducerKind::ALL.map(ProducerKind::words);
            let kinds = |vi: bool| {
                let names = kinds
                    .iter()
                    .map(|kind| if vi { &*kind.vi } else { &*kind.en });
                names.collect::<Vec<_>>().join("; ")
            };
            Text::of(
                format!("Một trong: {}", kinds(true)),
                format!("One of (in Vietnamese): {}", kinds(false)),
            )
        }
        "address" => Text::new(
            "Địa chỉ của chủ thể tại thời điểm quyết định",
            "The producer's address as of the decision",
        ),
        "set_no" => Text::new(
            "Số của bộ sản phẩm, 1 đến 26: xem trang Bộ sản phẩm",
            "The number of the product set, 1 to 26: see the third sheet",
        ),
        "score_a" => part(a),
        "score_b" => part(b),
        "score_c" => part(c),
        "stars" => Text::new("3, 4 hoặc 5", "3, 4 or 5"),
        "product_code" => Text::new(
            "Mã sản phẩm của chương trình, nếu có",
            "The programme's product code, if there is one",
        ),
        "gtin" => Text::new(
            "Mã GTIN: 8, 12, 13 hoặc 14 chữ số, nếu có",
            "The GTIN: 8, 12, 13 or 14 digits, if there is one",
        ),
        "lowered_because" => Text::new(
            "Lý do, nếu hạng sao thấp hơn số điểm (tiêu chí bắt buộc)",
            "The reason, where the stars are fewer than the score earns (a mandatory criterion)",
        ),
        _ => Text::new(
            "Số giấy chứng nhận cũ mà giấy này công nhận lại, ví dụ CB-0-8",
            "The number of the old certificate that this one renews, such as CB-0-8",
        ),
    }
}

fn sets(sheet: &mut Worksheet, bold: &Format, edition: &Edition) -> Result<(), XlsxError> {
    for (place, (title, width)) in (0..).zip([("Số", 8), ("Bộ sản phẩm", 60), ("Set", 60)])
    {
        put(sheet, 0, place, title, Some(bold))?;
        sheet.set_column_width(place, width)?;
    }
    let known = ProductSet::all().iter();
    let known = known.filter(|set| set.catalogue == edition.catalogue);
    for (row, set) in (1..).zip(known) {
        sheet.write_number(row, 0, set.set_no)?;
        put(sheet, row, 1, &set.set_vi, None)?;
        put(sheet, row, 2, &set.set_en, None)?;
    }
    Ok(())
}
