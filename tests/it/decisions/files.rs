//! Workbooks that councils send, and those that are meant to do harm.

use std::io::{Cursor, Read, Write};

use calamine::{Data, Reader, Xlsx};
use ocop::office::{Imported, template_csv};
use ocop::scheme::words::Language;
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::desk::{Desk, decision, seen};
use crate::support::{Engine, HEADER, Office, order, row};

/// A workbook of some rows of texts.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (number, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            match cell.parse::<f64>() {
                Ok(value) => sheet.write_number(number, column, value).unwrap(),
                Err(_) => sheet.write_string(number, column, cell).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn cells(csv: &str) -> Vec<String> {
    csv.split(',').map(str::to_owned).collect()
}

const VIETNAMESE: [&str; 9] = [
    "Tên sản phẩm",
    "Tên chủ thể",
    "Loại chủ thể",
    "ĐỊA CHỈ",
    "Bộ sản phẩm",
    "Điểm phần A",
    "Điểm phần B",
    "Điểm phần C",
    "Hạng sao",
];

fn sound(number: usize) -> Vec<String> {
    let mut cells = cells(&row(&[("product", &format!("Sản phẩm số {number}"))]));
    cells.truncate(9);
    cells[2] = "Hợp tác xã".to_owned();
    cells
}

fn vietnamese(count: usize) -> Vec<Vec<String>> {
    let header = VIETNAMESE.map(str::to_owned).to_vec();
    let rows = (1..=count).map(sound);
    std::iter::once(header).chain(rows).collect()
}

/// What a file is refused for, as a list of an order.
async fn refused(office: &Office, file: Vec<u8>) -> &'static str {
    office.refusals(order("CB", file)).await[0].code
}

/// The table of a workbook's sheet.
fn table(file: &[u8], sheet: usize) -> Vec<Vec<String>> {
    let mut workbook = Xlsx::new(Cursor::new(file)).unwrap();
    let range = workbook.worksheet_range_at(sheet).unwrap().unwrap();
    let text = |cell: &Data| cell.to_string();
    range
        .rows()
        .map(|row| row.iter().map(text).collect())
        .collect()
}

async fn import(desk: &Desk, file: Vec<u8>) -> Imported {
    let begun = desk
        .office
        .prepare_decision(&desk.secretary, None, decision("852/QĐ-UBND"))
        .await
        .unwrap();
    let import = desk.office.import_lines(
        &desk.secretary,
        None,
        seen(begun),
        (file, Some(Language::Vi)),
    );
    import.await.unwrap()
}

#[tokio::test]
async fn a_workbook_of_10_000_rows_with_vietnamese_headings_is_imported() {
    let desk = Desk::on(Engine::Sqlite).await;
    match import(&desk, workbook(&vietnamese(10_000))).await {
        Imported::Done(receipt) => assert_eq!(receipt.lines, 10_000),
        Imported::Refused { refusals, .. } => panic!("{:?}", refusals[0]),
    }
    match import(&desk, workbook(&vietnamese(10_001))).await {
        Imported::Refused { refusals, marked } => {
            assert_eq!(refusals[0].code, "too_many_rows");
            assert!(marked.is_none());
        }
        Imported::Done(receipt) => panic!("{receipt:?}"),
    }
}

#[tokio::test]
async fn the_command_issues_a_workbook_as_it_issues_csv() {
    let office = Office::new().await;
    let with_names: Vec<Vec<String>> = [HEADER, &row(&[("stars", "3"), ("score_a", "12.5")])]
        .iter()
        .map(|line| cells(line))
        .collect();
    // Text that was brought into a sheet with its byte order mark.
    let mut marked = vietnamese(2);
    marked[0][0].insert(0, '\u{feff}');
    for file in [with_names, vietnamese(1), marked] {
        let issued = office.issue_list(workbook(&file)).await.unwrap();
        assert_eq!(issued.issued, 1);
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_by_row_and_column_and_the_file_comes_back_with_it() {
    let desk = Desk::on(Engine::Sqlite).await;
    let mut rows = vietnamese(4);
    rows[2][4] = "77".to_owned();
    rows[3][0] = "=HYPERLINK(\"http://x\")".to_owned();
    rows[4][3] = "\u{202e}ẩn".to_owned();
    rows[4][8] = "6".to_owned();
    let Imported::Refused { refusals, marked } = import(&desk, workbook(&rows)).await else {
        panic!("taken");
    };
    let found: Vec<_> = refusals
        .iter()
        .map(|one| (one.row.unwrap(), one.column.unwrap(), one.code))
        .collect();
    assert_eq!(
        found,
        [
            (3, "set_no", "no_such_set"),
            (4, "product", "formula"),
            (5, "address", "text_refused"),
            (5, "stars", "not_stars"),
        ]
    );
    let marked = marked.unwrap();
    let back = table(&marked, 0);
    assert_eq!(back[0][9], "Cần sửa");
    assert_eq!(back[1][9], "");
    assert!(back[2][9].starts_with("Bộ sản phẩm: "), "{}", back[2][9]);
    assert_eq!(back[3][0], "=HYPERLINK(\"http://x\")");
    assert_eq!(back[4][9].lines().count(), 2);
    let mut archive = zip::ZipArchive::new(Cursor::new(&marked)).unwrap();
    let sheet = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
    let sheet = std::io::read_to_string(sheet).unwrap();
    assert!(!sheet.contains("<f>"), "a formula");
    // Sent again as it came, it is refused for the same; mended, it is taken with its column.
    let Imported::Refused { refusals, .. } = import(&desk, marked).await else {
        panic!("taken");
    };
    assert_eq!(refusals.len(), 4);
    let mut rows = vietnamese(2);
    rows[0].push("Cần sửa".to_owned());
    rows[1].push("Bộ sản phẩm: sai".to_owned());
    rows[2].push(String::new());
    assert!(matches!(
        import(&desk, workbook(&rows)).await,
        Imported::Done(_)
    ));
}

#[tokio::test]
async fn the_templates_are_read_as_empty_lists() {
    let desk = Desk::on(Engine::Sqlite).await;
    let template = desk.office.template_xlsx().unwrap();
    assert_eq!(table(&template, 0)[0][..8], {
        let mut headings = VIETNAMESE.map(str::to_owned);
        headings[3] = "Địa chỉ".to_owned();
        headings[..8].to_vec()
    });
    assert_eq!(table(&template, 2).len(), 27);
    for file in [template, template_csv().into_bytes()] {
        let Imported::Refused { refusals, .. } = import(&desk, file).await else {
            panic!("taken");
        };
        let codes: Vec<&str> = refusals.iter().map(|one| one.code).collect();
        assert_eq!(codes, ["no_rows"]);
    }
}

/// The parts of a small workbook, with one of them replaced.
fn with_part(name: &str, content: &[u8]) -> Vec<u8> {
    let file = workbook(&vietnamese(1));
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let part_name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::copy(&mut part, &mut bytes).unwrap();
        written
            .start_file(&part_name, SimpleFileOptions::default())
            .unwrap();
        let bytes = if part_name == name { content } else { &bytes };
        written.write_all(bytes).unwrap();
    }
    written.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_workbook_that_unpacks_to_too_much_is_refused_whatever_it_says_of_itself() {
    let office = Office::new().await;
    let spaces = vec![b' '; 80 << 20];
    let honest = with_part("xl/sharedStrings.xml", &spaces);
    assert!(honest.len() < 1 << 20, "{}", honest.len());
    assert_eq!(refused(&office, honest.clone()).await, "workbook_too_large");
    // It says that the part is small.
    let (real, small) = (80_u32 << 20, 1_000_u32);
    let mut lying = honest;
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == real.to_le_bytes() {
            lying[at..at + 4].copy_from_slice(&small.to_le_bytes());
        }
    }
    let code = refused(&office, lying).await;
    assert!(
        ["workbook_too_large", "workbook_unreadable"].contains(&code),
        "{code}"
    );
}

/// Room is made for that many: whoever is believed ends the program.
#[tokio::test]
async fn a_workbook_that_says_it_has_more_texts_than_it_can_hold_is_refused() {
    let office = Office::new().await;
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook(&vietnamese(1)))).unwrap();
    let mut honest = String::new();
    let mut part = archive.by_name("xl/sharedStrings.xml").unwrap();
    part.read_to_string(&mut honest).unwrap();
    let said = honest.find(" uniqueCount=").unwrap();
    let end = said + honest[said..].find('>').unwrap();
    let strings = |attributes: &str| format!("{} {attributes}{}", &honest[..said], &honest[end..]);
    let honest = with_part(
        "xl/sharedStrings.xml",
        strings("uniqueCount = '9'").as_bytes(),
    );
    assert_eq!(office.issue_list(honest).await.unwrap().issued, 1);
    for attributes in [
        "x=\"1\" uniqueCount=\"2888888888\"",
        "uniqueCount = '99999999999'",
        "uniqueCount='1' uniqueCount='2888888888'",
        "uniqueCount=2888888888",
        "a uniqueCount='+2888888888'",
    ] {
        let xml = strings(attributes);
        let utf_16: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [xml.into_bytes(), [&[0xff, 0xfe][..], &utf_16].concat()] {
            let file = with_part("xl/sharedStrings.xml", &bytes);
            let code = refused(&office, file).await;
            assert_eq!(code, "workbook_unreadable", "{attributes}");
        }
    }
}

#[tokio::test]
async fn a_sheet_of_too_many_cells_or_columns_is_refused() {
    let office = Office::new().await;
    let mut far = Workbook::new();
    let sheet = far.add_worksheet();
    sheet.write_string(0, 0, "product").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let far = far.save_to_buffer().unwrap();
    assert_eq!(refused(&office, far).await, "too_many_cells");
    let cells = "<c r=\"A1\"/>".repeat(700_000);
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>"
    );
    let file = with_part("xl/worksheets/sheet1.xml", sheet.as_bytes());
    assert_eq!(refused(&office, file).await, "too_many_cells");
    // One long text, named by every cell.
    let text = "x".repeat(1 << 20);
    let strings = format!(
        "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>{text}</t></si></sst>"
    );
    let rows: String = (1..=50)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    let strings = with_part("xl/sharedStrings.xml", strings.as_bytes());
    let mut archive = zip::ZipArchive::new(Cursor::new(strings)).unwrap();
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        written
            .start_file(&name, SimpleFileOptions::default())
            .unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            written.write_all(sheet.as_bytes()).unwrap();
        } else {
            std::io::copy(&mut part, &mut written).unwrap();
        }
    }
    let file = written.finish().unwrap().into_inner();
    assert_eq!(refused(&office, file).await, "workbook_too_large");
}

#[tokio::test]
async fn old_locked_and_broken_workbooks_are_said_to_be_so() {
    let office = Office::new().await;
    let compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let old = [&compound[..], &[0; 4_096]].concat();
    assert_eq!(refused(&office, old.clone()).await, "list_is_xls");
    let marker: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        refused(&office, [old, marker].concat()).await,
        "list_is_locked"
    );
    let whole = workbook(&vietnamese(3));
    let half = whole[..whole.len() / 2].to_vec();
    assert_eq!(refused(&office, half).await, "workbook_unreadable");
    let no_sheet = with_part("xl/workbook.xml", b"<workbook/>");
    assert_eq!(refused(&office, no_sheet).await, "workbook_unreadable");
    let no_xml = with_part("xl/worksheets/sheet1.xml", b"<<<<");
    assert_eq!(refused(&office, no_xml).await, "workbook_unreadable");
}

#[tokio::test]
async fn the_error_of_a_formula_is_no_name() {
    let office = Office::new().await;
    let mut rows = vietnamese(1);
    rows[1][0] = "#REF!".to_owned();
    let refusals = office.refusals(order("CB", workbook(&rows))).await;
    assert_eq!(refusals[0].code, "cell_error");
    assert_eq!(
        (refusals[0].row, refusals[0].column),
        (Some(2), Some("product"))
    );
}
