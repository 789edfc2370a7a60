//! The demonstration's labels with serials: a run of them, and scans that make one stand out.

use super::super::output::Error;
use super::examples::{Example, example};
use super::programme::Demo;
use crate::office::{Access, NewLabelRun, Office, ScanQuery};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::province::Province;

/// What finds the run when the demonstration is opened again.
const REQUEST: &str = "demonstration";
/// How often the second label was scanned, in the province where it was made.
const ORDINARY: [(&str, u32); 2] = [("", 2), ("VN-04@2", 1)];
/// The same of the third, which was copied.
const COPIED: [(&str, u32); 6] = [
    ("", 38),
    ("VN-01@2", 21),
    ("VN-79@2", 17),
    ("VN-48@2", 9),
    ("VN-04@2", 6),
    ("VN-92@2", 5),
];
/// How often a label was scanned whose number was made up.
const INVENTED: [(&str, u32); 1] = [("", 4)];

/// A label of each kind to look at.
pub async fn of(demo: &Demo) -> Result<Vec<Example>, Error> {
    let office = &demo.office;
    let Some(issued) = demo.list.certificates.first() else {
        return Ok(Vec::new());
    };
    let access = Access::of_program();
    let wanted = NewLabelRun {
        number: issued.certificate.number,
        kind: CodeKind::Full,
        count: 200,
        lot: "LÔ-THỬ-01".to_owned(),
        printer: "Nhà in Thử".to_owned(),
        files: None,
    };
    let run = office.begin_label_run(&access, Some(REQUEST), &wanted);
    let mut texts = office.run_texts(&run.await?).await?;
    let mut next = || texts.next().map(|label| label.text);
    let (Some(unseen), Some(ordinary), Some(copied), Some(last)) = (next(), next(), next(), next())
    else {
        return Ok(Vec::new());
    };
    let invented = with_another_mac(&last);
    let query = ScanQuery {
        limit: 1,
        ..ScanQuery::default()
    };
    if office.scans(&access, &query).await?.labels.is_empty() {
        scan(office, &ordinary, &ORDINARY).await?;
        scan(office, &copied, &COPIED).await?;
        scan(office, &invented, &INVENTED).await?;
        office.write_scans().await?;
    }
    Ok(vec![
        example(
            "genuine",
            "Tem có số sê-ri, chưa ai quét",
            "A label with a serial that nobody has scanned",
            unseen,
        ),
        example(
            "genuine",
            "Tem có số sê-ri, đã quét vài lần",
            "A label with a serial that was scanned a few times",
            ordinary,
        ),
        example(
            "genuine",
            "Tem bị sao chép: người mua thấy số lần quét, cán bộ thấy điểm ở /desk/scans",
            "A copied label: shoppers see how often it was scanned, officers its score at /desk/scans",
            copied,
        ),
        example(
            "genuine",
            "Giấy thật, số sê-ri của tem không do hệ thống cấp",
            "A genuine certificate with a serial that was never given",
            invented,
        ),
    ])
}

async fn scan(office: &Office, code: &str, where_from: &[(&str, u32)]) -> Result<(), Error> {
    for (unit, times) in where_from {
        for _ in 0..*times {
            let mut examined = office.examine(code, None).await?;
            office.count_scan(&mut examined, Province::find(unit));
        }
    }
    Ok(())
}

/// The same code with other digits after its count.
fn with_another_mac(code: &str) -> String {
    const SERIAL: &str = "/s/";
    // Ten digits count; the next is the first of the MAC.
    let Some(place) = code.find(SERIAL).map(|start| start + SERIAL.len() + 10) else {
        return code.to_owned();
    };
    let (before, after) = code.split_at(place);
    let other = if after.starts_with('0') { '1' } else { '0' };
    format!("{before}{other}{}", &after[1..])
}
