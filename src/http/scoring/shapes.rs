//! The shapes of requests and answers, for the OpenAPI document only.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::{IntoResponses, ToSchema};

use crate::http::document::{Problem, Text};

/// What is out of reach, or not there.
#[derive(IntoResponses)]
pub enum OutOfReach {
    /// `no_such_session`, `no_such_dossier`, `no_such_council`: not there, or another council's
    #[response(status = 404, content_type = "application/problem+json")]
    NotThere(Problem),
}

/// A session that is to be opened.
#[derive(ToSchema)]
#[schema(example = json!({"dossier": 12}))]
pub struct Opening {
    /// The dossier, which the council must have.
    dossier: i64,
}

/// A session that was opened.
#[derive(ToSchema)]
pub struct Opened {
    id: i64,
}

/// Points with two decimals.
#[derive(ToSchema)]
pub struct Points {
    /// Product and community strength.
    #[schema(example = "34.50")]
    a: String,
    /// Marketing.
    #[schema(example = "20.00")]
    b: String,
    /// Product quality.
    #[schema(example = "28.25")]
    c: String,
    /// The sum.
    #[schema(example = "82.75")]
    total: String,
}

/// One's own score sheet. Points may be numbers, or texts with a point or a comma.
#[derive(ToSchema)]
#[schema(example = json!({
    "version": 0, "score_a": "34.50", "score_b": "20", "score_c": "28,25", "remark": "Bao bì đẹp"
}))]
pub struct ScoreSheetRequest {
    /// The version that is to be replaced; 0 for a first sheet.
    version: i64,
    score_a: String,
    score_b: String,
    score_c: String,
    /// Of several lines, if need be.
    #[schema(max_length = 4000, nullable)]
    remark: Option<String>,
}

/// The sheet as it stands now.
#[derive(ToSchema)]
pub struct Filled {
    version: i64,
}

/// A sheet that was handed in.
#[derive(ToSchema)]
pub struct Sheet {
    /// The scorer's account.
    scorer: i64,
    name: String,
    score: Points,
    remark: String,
    #[schema(format = DateTime)]
    filled_at: String,
    version: i64,
}

/// One's own sheet of a session.
#[derive(ToSchema)]
pub struct Own {
    session: i64,
    /// The most points of each part.
    maxima: Points,
    /// Null before it was handed in.
    sheet: Option<Sheet>,
    /// Why it can no longer be filled.
    #[schema(example = "session_concluded")]
    closed: Option<String>,
    version: i64,
}

/// A session in a list.
#[derive(ToSchema)]
pub struct Listed {
    id: i64,
    dossier: i64,
    product: String,
    producer: String,
    #[schema(example = "CB")]
    council: String,
    #[schema(format = DateTime)]
    opened_at: String,
    /// How many sheets were handed in.
    sheets: u32,
    /// Whether one's own was.
    mine: bool,
    stars: Option<u8>,
    #[schema(example = "certify")]
    outcome: Option<String>,
    #[schema(format = DateTime)]
    concluded_at: Option<String>,
}

/// A page of sessions.
#[derive(ToSchema)]
pub struct Listing {
    sessions: Vec<Listed>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// What would follow from some stars.
#[derive(ToSchema)]
pub struct Lead {
    stars: u8,
    outcome: String,
    words: Text,
}

/// What the sheets come to.
#[derive(ToSchema)]
pub struct Prospect {
    /// The averages.
    score: Points,
    /// From the most stars that they earn down to 1, which the mandatory criteria may leave.
    leads: Vec<Lead>,
}

/// What a session came to.
#[derive(ToSchema)]
pub struct Conclusion {
    /// `certify`, `propose`, `propose_to_centre`, `send_down`, `refuse`, `not_granted`, `lapsed`
    outcome: String,
    words: Text,
    score: Option<Points>,
    stars: Option<u8>,
    /// The most stars that the mandatory criteria left.
    cap: Option<u8>,
    failed: Option<String>,
    confirmed_because: Option<String>,
    minutes: Option<String>,
    #[schema(format = DateTime)]
    concluded_at: String,
}

/// A session.
#[derive(ToSchema)]
pub struct Session {
    id: i64,
    dossier: i64,
    product: String,
    producer: String,
    #[schema(example = "CB")]
    council: String,
    #[schema(example = "province")]
    level: String,
    #[schema(example = "148/QĐ-TTg (2023)")]
    edition: String,
    /// The most points of each part.
    maxima: Points,
    #[schema(format = DateTime)]
    opened_at: String,
    handed_in: usize,
    /// Null for a scorer whose own sheet is not in.
    sheets: Option<Vec<Sheet>>,
    prospect: Option<Prospect>,
    /// Why it cannot go on.
    #[schema(example = "session_concluded")]
    closed: Option<String>,
    conclusion: Option<Conclusion>,
    version: i64,
}

/// A conclusion.
#[derive(ToSchema)]
#[schema(example = json!({"version": 4, "minutes": "Hội đồng thống nhất kết quả."}))]
pub struct ConclusionRequest {
    /// The version of the session that was looked at.
    version: i64,
    #[schema(max_length = 4000)]
    minutes: String,
    /// The most stars that failed mandatory criteria leave; left out when none was failed.
    #[schema(minimum = 1, maximum = 4, nullable)]
    cap: Option<i64>,
    /// Which were failed.
    #[schema(nullable)]
    failed: Option<String>,
    /// Under Decision 1048/QĐ-TTg, for a total between two bands: which of the two.
    #[schema(nullable)]
    confirmed_stars: Option<i64>,
    /// Why.
    #[schema(nullable)]
    confirmed_because: Option<String>,
    /// The council that takes the dossier, where that is not plain.
    #[schema(nullable)]
    council: Option<String>,
}

/// What followed.
#[derive(ToSchema)]
pub struct Concluded {
    stars: u8,
    outcome: String,
    words: Text,
    /// Where the dossier is now.
    #[schema(example = "at_province")]
    state: String,
    /// The council that has it now.
    #[schema(example = "CB")]
    council: String,
    version: i64,
    /// What should be looked at again.
    warnings: Vec<Warning>,
}

/// Something that should be looked at again.
#[derive(ToSchema)]
pub struct Warning {
    row: Option<usize>,
    column: Option<String>,
    #[schema(example = "few_sheets")]
    code: String,
    message: Text,
}
