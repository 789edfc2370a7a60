//! The shapes of what labels are made by, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::{IntoParams, ToSchema};

/// What stands on a label and how large it is.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LabelParameters {
    /// `code`, `number` (if not given), `full`, or `plaque` for tourism services
    #[param(example = "full")]
    design: Option<String>,
    /// `vi` or `vi-en` (if not given)
    #[param(example = "vi")]
    wording: Option<String>,
    /// `full` (if not given), `compact` or `short`
    #[param(example = "full")]
    kind: Option<String>,
    /// The room for the label, across, 5 to 1,000 millimetres: it gets the largest module that fits
    #[param(example = 60)]
    width_mm: Option<f64>,
    /// The room for the label from top to bottom; only with `width_mm`
    height_mm: Option<f64>,
    /// The size of a module, 0.1 to 20 millimetres, in place of `width_mm`; as configured if
    /// neither is given. It is rounded to whole printer dots, and must come out at 0.25 or more
    module_mm: Option<f64>,
    /// The printer's dots an inch, 72 to 2,400; as configured if not given
    #[param(example = 300)]
    dpi: Option<u32>,
}

/// Labels on sheets: of a sticker sheet, or in a grid on paper that is cut.
#[derive(ToSchema)]
#[schema(example = json!({
    "sheet": "l7163", "dpi": 600, "skip": 2,
    "labels": [{"number": "CB-0-8", "count": 12, "design": "full"}]
}))]
pub struct SheetRequest {
    /// A sticker sheet: `l7160`, `l7159`, `l7161`, `l7164`, `l7163`, `l7162`, `l7165` or `3474`.
    sheet: Option<String>,
    /// In place of it `a4` (if not given) or `a3`, with `label_mm`.
    paper: Option<String>,
    /// Width and height of a label's place on paper, 5 to 1,000 millimetres each.
    label_mm: Option<Vec<f64>>,
    /// From label to label on paper, 0 to 50 millimetres; 2 if not given.
    gap_mm: Option<f64>,
    /// The printer's dots an inch, 72 to 2,400; as configured if not given.
    dpi: Option<u32>,
    /// Marks for the knife.
    crop_marks: Option<bool>,
    /// How far white paper goes beyond a label, 0 to 10 millimetres; none if not given.
    bleed_mm: Option<f64>,
    /// Places of the first sheet that are used already; none if not given.
    skip: Option<u32>,
    /// Which labels, in this order.
    labels: Vec<SheetLine>,
}

/// Labels of one certificate.
#[derive(ToSchema)]
pub struct SheetLine {
    number: String,
    #[schema(minimum = 1, maximum = 10000)]
    count: u32,
    /// `code`, `number` (if not given), `full`, or `plaque` for tourism services.
    design: Option<String>,
    /// `vi` or `vi-en` (if not given).
    wording: Option<String>,
    /// `full` (if not given), `compact` or `short`.
    kind: Option<String>,
}

/// What a label really is, and whether it is read.
#[derive(ToSchema)]
pub struct LabelReport {
    #[schema(example = "CB-0-8")]
    number: String,
    design: String,
    wording: String,
    kind: String,
    /// Of the whole label, in millimetres.
    width_mm: f64,
    height_mm: f64,
    /// A module as it is really printed.
    module_mm: f64,
    dots: u32,
    dpi: u32,
    /// The symbol's version, 1 to 40.
    version: u8,
    /// Modules a side, with the quiet zone.
    modules: u32,
    /// The code's side, with the quiet zone.
    code_mm: f64,
    /// Whether ordinary phones read it at ease: a module of 0.33 millimetres or more.
    advised: bool,
    /// Whether a module is as large as GS1's 0.396 millimetres for general retail.
    gs1: bool,
    /// What the names in the code cost; null when it holds none.
    names: Option<LabelNames>,
    self_test: LabelSelfTest,
}

/// Pictures of the label, distorted as in use, and whether each was read.
#[derive(ToSchema)]
pub struct LabelSelfTest {
    /// Whether enough were read. A label that fails is not handed out.
    passed: bool,
    /// Pictures that were read.
    read: u32,
    /// Pictures that gave another text.
    wrong: u32,
    trials: Vec<LabelTrial>,
}

/// One picture of the label.
#[derive(ToSchema)]
pub struct LabelTrial {
    /// Pixels a module.
    pixels: f32,
    /// What distorts it, in Vietnamese.
    vi: String,
    /// What distorts it, in English.
    en: String,
    /// `read`, `unread` or `wrong`.
    outcome: String,
}

/// What the names in a code cost.
#[derive(ToSchema)]
pub struct LabelNames {
    /// Of both names, in UTF-8.
    bytes: u32,
    /// By how many millimetres they make the code larger.
    cost_mm: f64,
    /// By how many bytes shorter they would give a smaller code; null when that is impossible.
    shorter_bytes: Option<u32>,
    /// By how many millimetres it would be smaller.
    shorter_saves_mm: Option<f64>,
    /// How many bytes longer they could be in a code of the same size.
    room_bytes: u32,
}

/// The form of sheets: besides these, a field named by its number for each certificate, with how
/// many labels of it.
#[derive(ToSchema)]
pub struct SheetForm {
    /// A sticker sheet, or `a4` or `a3` to cut.
    #[schema(example = "l7163")]
    sheet: String,
    /// Twice: width and height.
    label_mm: Option<Vec<String>>,
    gap_mm: Option<String>,
    skip: Option<String>,
    crop_marks: Option<String>,
    bleed_mm: Option<String>,
    printer: Option<String>,
    dpi: Option<String>,
    design: Option<String>,
    wording: Option<String>,
    kind: Option<String>,
}
