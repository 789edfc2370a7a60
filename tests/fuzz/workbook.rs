//! Product lists as workbooks: whole files, and sheets that the fuzzer writes into a sound one.

use std::io::{Cursor, Write};
use std::panic;
use std::sync::Once;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::Target;
use crate::comma_separated::check_table;

pub const TARGET: Target = Target {
    name: "xlsx",
    seeds: || {
        let sheet = SHEET.as_bytes().to_vec();
        let marked = SHEET.replace("<t>product", "<t>\u{feff}product");
        vec![file(&sheet), sheet, marked.into_bytes()]
    },
    check,
};

/// Between the sheet and the texts that its cells share.
const BETWEEN: u8 = 0;

const SHEET: &str = concat!(
    r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>"#,
    r#"<c r="B1" t="inlineStr"><is><t>producer</t></is></c><c r="C1" t="str"><v>stars</v></c></row>"#,
    r#"<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="b"><v>1</v></c><c r="C2"><v>4.5</v></c></row>"#,
    r#"<row r="3"><c r="A3" s="1"><v>46000</v></c><c r="C3" t="e"><v>#N/A</v></c></row>"#,
    r#"</sheetData></worksheet>"#,
    "\0",
    r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2">"#,
    r#"<si><t>product</t></si><si><r><t>Miến </t></r><r><t>dong</t></r></si></sst>"#,
);

/// Every part of a workbook but the sheet and its texts.
const PARTS: [(&str, &str); 5] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/styles.xml",
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
    ),
];

fn check(bytes: &[u8]) -> bool {
    static HOOK: Once = Once::new();
    HOOK.call_once(let_others_panic);
    if bytes.starts_with(b"PK\x03\x04") {
        return check_table(bytes);
    }
    check_table(&file(bytes))
}

/// A workbook whose sheet, and what its cells share, are somebody's.
fn file(sheet: &[u8]) -> Vec<u8> {
    let mut parts = sheet.splitn(2, |byte| *byte == BETWEEN);
    let (sheet, shared) = (parts.next(), parts.next());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let fixed = PARTS.map(|(name, content)| (name, Some(content.as_bytes())));
    let own = [
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", shared),
    ];
    for (name, content) in fixed.into_iter().chain(own) {
        let Some(content) = content else { continue };
        zip.start_file(name, stored).expect("a part begins");
        zip.write_all(content).expect("a part is written");
    }
    zip.finish().expect("a file ends").into_inner()
}

/// A panic of the library that reads workbooks is caught by ours, and no finding; libFuzzer's
/// hook would end the program before that. What panics here ends it still, by unwinding.
fn let_others_panic() {
    panic::set_hook(Box::new(|panicked| {
        let place = panicked.location();
        if !place.is_some_and(|place| place.file().starts_with('/')) {
            eprintln!("{panicked}");
        }
    }));
}
