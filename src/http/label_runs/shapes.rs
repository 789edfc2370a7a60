//! The shapes of runs of labels, for the OpenAPI document only. A test compares them with real
//! answers.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::ToSchema;

use crate::http::document::Text;

/// A run that is to be begun.
#[derive(ToSchema)]
#[schema(example = json!({
    "number": "CB-0-8", "count": 1000, "lot": "L01", "format": "pdf", "design": "full",
    "sheet": "l7160"
}))]
pub struct NewLabelRun {
    /// The certificate's number.
    number: String,
    /// How many labels.
    #[schema(minimum = 1, maximum = 1_000_000)]
    count: i64,
    /// `full` if not given.
    kind: Option<String>,
    #[schema(max_length = 60)]
    lot: Option<String>,
    #[schema(max_length = 80)]
    printer: Option<String>,
    #[schema(inline)]
    #[serde(flatten)]
    files: LabelFiles,
}

/// Which files are to be made. Without a format there are none.
#[derive(ToSchema)]
#[schema(example = json!({ "format": "pdf", "design": "full", "sheet": "l7160" }))]
pub struct LabelFiles {
    /// `pdf`, `zpl`, `svg` or `png`.
    format: Option<String>,
    /// What a label shows: `number` if not given.
    design: Option<String>,
    /// In which languages: `vi-en` if not given.
    wording: Option<String>,
    /// The sheet that a PDF is laid out on: `a4` if not given.
    sheet: Option<String>,
    /// The printer's dots an inch, `203`, `300` or `600`: as configured if not given.
    dpi: Option<String>,
}

/// A page of runs.
#[derive(ToSchema)]
pub struct LabelRuns {
    label_runs: Vec<LabelRun>,
    /// The address of the next page.
    next: Option<String>,
}

/// A run of labels.
#[derive(ToSchema)]
pub struct LabelRun {
    id: i64,
    /// The certificate's number.
    number: String,
    product: String,
    /// What its codes hold: `full` or `compact`.
    kind: String,
    /// The first count.
    first: u64,
    /// The last count.
    last: u64,
    /// How many labels.
    count: u64,
    lot: Option<String>,
    printer: Option<String>,
    /// Who began it: `account 7`.
    made_by: String,
    #[schema(format = DateTime)]
    made_at: String,
    /// `recorded` when no files were ordered, else `making`, `finished` or `stands_still`.
    state: String,
    files: Option<OrderedFiles>,
    /// In how many parts the files are made.
    parts: u64,
    parts_made: u64,
    #[schema(format = DateTime)]
    finished_at: Option<String>,
    problem: Option<RunProblem>,
}

/// The files that were ordered with a run.
#[derive(ToSchema)]
pub struct OrderedFiles {
    format: String,
    design: String,
    wording: String,
    /// Left out where there is none.
    sheet: Option<String>,
    /// The printer's dots an inch.
    dpi: u32,
    /// Labels of a part.
    per_part: u64,
}

/// Why files cannot be made.
#[derive(ToSchema)]
pub struct RunProblem {
    code: String,
    message: Text,
}
