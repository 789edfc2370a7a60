//! What somebody wishes of a sheet: its places, and which labels go there how often.

use serde_json::Value;

use super::refused::refusal;
use super::wishes::{Content, MILLIMETRES, take_dpi};
use crate::config::LabelConfig;
use crate::http::fields::Fields;
use crate::http::forms::{Form, NUMBER, TEXT};
use crate::label::{Error, Extent, Paper, Sheet, SheetOrder};

/// From label to label on a sheet that is cut, unless another gap is asked for.
const GAP_MM: f64 = 2.0;

/// Labels of one certificate.
#[derive(Clone, Debug)]
pub struct Line {
    pub number: String,
    pub count: u32,
    pub content: Content,
}

static STICKERS: Form<Sheet> = Form {
    read: |value| Sheet::sticker_named(value.as_str()?),
    code: "no_such_sheet",
    vi: "không phải tờ tem bán sẵn. Hãy ghi l7160, l7159, l7161, l7164, l7163, l7162, l7165 hoặc 3474; hoặc dùng paper và label_mm.",
    en: "is no sticker sheet. Write l7160, l7159, l7161, l7164, l7163, l7162, l7165 or 3474; or use paper and label_mm.",
};

static PAPER: Form<Paper> = Form {
    read: |value| Paper::named(value.as_str()?),
    code: "no_such_paper",
    vi: "không phải khổ giấy. Hãy ghi a4 hoặc a3.",
    en: "is no paper. Write a4 or a3.",
};

/// Width and height, as JSON or as a form sends two fields of one name.
static LABEL_MM: Form<(f64, f64)> = Form {
    read: |value| match value.as_array()?.as_slice() {
        [width, height] => Some(((MILLIMETRES.read)(width)?, (MILLIMETRES.read)(height)?)),
        _ => None,
    },
    code: "not_a_label_size",
    vi: "phải là chiều rộng và chiều cao bằng milimét, ví dụ [50, 40].",
    en: "must be width and height in millimetres, such as [50, 40].",
};

static FLAG: Form<bool> = Form {
    read: |value| match value {
        Value::Bool(flag) => Some(*flag),
        value => value.as_str().map(|typed| typed == "1"),
    },
    code: "not_a_flag",
    vi: "phải là true hoặc false.",
    en: "must be true or false.",
};

/// Takes everything about the sheet. `None` when something is wrong, which is said.
pub fn take_order(fields: &mut Fields, config: &LabelConfig) -> Option<SheetOrder> {
    let before = fields.faults_so_far();
    let sticker = fields.optional("sheet", &STICKERS);
    let paper = fields.optional("paper", &PAPER);
    let label_mm = fields.optional("label_mm", &LABEL_MM);
    let gap_mm = fields.optional("gap_mm", &MILLIMETRES);
    let dpi = take_dpi(fields, config);
    let crop_marks = fields.optional("crop_marks", &FLAG).unwrap_or(false);
    let bleed_mm = fields.optional("bleed_mm", &MILLIMETRES).unwrap_or(0.0);
    let skip = fields.optional("skip", &NUMBER).unwrap_or(0);
    if let Err(error) = SheetOrder::check_bleed(bleed_mm) {
        fields.refuse_for(refusal(&error, None));
    }
    if let Some(Err(error)) = gap_mm.map(Sheet::check_gap) {
        fields.refuse_for(refusal(&error, None));
    }
    for side in label_mm
        .into_iter()
        .flat_map(|(width, height)| [width, height])
    {
        if let Err(error) = Extent::check_side(side) {
            fields.refuse_for(refusal(&error, Some("label_mm")));
        }
    }
    // With faults so far the sheet's own would only repeat them.
    if fields.faults_so_far() > before {
        return None;
    }
    let sheet = take_sheet(fields, sticker, (paper, label_mm, gap_mm))?;
    let skip = u32::try_from(skip)
        .ok()
        .filter(|skip| *skip < sheet.labels());
    if skip.is_none() {
        let last = sheet.labels() - 1;
        fields.refuse(
            "skip",
            "skip_past_sheet",
            format!(
                "Một tờ có {} chỗ. Hãy ghi số chỗ đã dùng từ 0 đến {last}.",
                sheet.labels()
            ),
            format!(
                "A sheet has {} places. Give how many are used, 0 to {last}.",
                sheet.labels()
            ),
        );
    }
    Some(SheetOrder {
        sheet,
        dpi,
        crop_marks,
        bleed_mm,
        skip: skip?,
    })
}

fn take_sheet(
    fields: &mut Fields,
    sticker: Option<Sheet>,
    (paper, label_mm, gap_mm): (Option<Paper>, Option<(f64, f64)>, Option<f64>),
) -> Option<Sheet> {
    match (sticker, paper, label_mm) {
        (Some(sheet), None, None) if gap_mm.is_none() => Some(sheet),
        (Some(_), ..) => {
            fields.refuse(
                "sheet",
                "sheet_has_its_own_sizes",
                "Tờ tem bán sẵn có cỡ tem và khoảng cách của nó. Hãy bỏ paper, label_mm và gap_mm, hoặc bỏ sheet.".to_owned(),
                "A sticker sheet has its own sizes. Leave out paper, label_mm and gap_mm, or leave out sheet.".to_owned(),
            );
            None
        }
        (None, paper, Some(label_mm)) => {
            let gap_mm = gap_mm.unwrap_or(GAP_MM);
            match Sheet::grid(paper.unwrap_or(Paper::A4), label_mm, gap_mm) {
                Ok(sheet) => Some(sheet),
                Err(error) => {
                    fields.refuse_for(refusal(&error, None));
                    None
                }
            }
        }
        (None, _, None) => {
            fields.refuse(
                "label_mm",
                "missing_field",
                "Thiếu cỡ tem. Hãy ghi label_mm, ví dụ [50, 40], hoặc chọn tờ tem bán sẵn bằng sheet.".to_owned(),
                "The size of a label is missing. Give label_mm, such as [50, 40], or name a sticker sheet by sheet.".to_owned(),
            );
            None
        }
    }
}

/// Takes the list of labels: `number`, `count`, and what stands on them.
pub fn take_lines(fields: &mut Fields) -> Option<Vec<Line>> {
    let before = fields.faults_so_far();
    let objects = fields.objects("labels")?;
    let mut lines = Vec::with_capacity(objects.len());
    for (row, mut object) in (1..).zip(objects) {
        let number = object.required("number", &TEXT);
        let count = object.required("count", &NUMBER);
        let count = count.and_then(|count| counted(&mut object, count));
        let content = Content::take(&mut object);
        let line = match (number, count, content) {
            (Some(number), Some(count), Some(content)) => Some(Line {
                number,
                count,
                content,
            }),
            _ => None,
        };
        lines.extend(object.finish_into_row(fields, row, line));
    }
    (fields.faults_so_far() == before).then_some(lines)
}

/// How often a label is printed; none at all is no line.
pub fn counted(fields: &mut Fields, count: i64) -> Option<u32> {
    if count < 1 {
        fields.refuse_for(refusal(&Error::NoLabels, Some("count")));
        return None;
    }
    Some(u32::try_from(count).unwrap_or(u32::MAX))
}
