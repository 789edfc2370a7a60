//! Checking one row: everything that is wrong with it, by column.

use std::str::FromStr;

use chrono::DateTime;

use super::line::{Line, Rules};
use super::list::Row;
use crate::office::Refusal;
use crate::scheme::check::date;
use crate::scheme::council::Level;
use crate::scheme::edition::{Band, Edition};
use crate::scheme::number::{CertificateNumber, NotANumber};
use crate::scheme::producer::ProducerKind;
use crate::scheme::product::ProductSet;
use crate::scheme::score::{Score, ScoreSheet};
use crate::scheme::stars::Stars;
use crate::scheme::words::Text;
use crate::scheme::{digits, gtin, text};

/// What a spreadsheet shows where a formula failed.
const ERRORS: [&str; 8] = [
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!",
];

/// Where one row is checked.
pub(super) struct Desk<'a> {
    pub row: &'a Row,
    pub refusals: Vec<Refusal>,
    pub warnings: Vec<Refusal>,
}

impl Desk<'_> {
    fn note(&self, column: &'static str, code: &'static str, message: Text) -> Refusal {
        Refusal {
            row: Some(self.row.number),
            column: Some(column),
            code,
            message,
        }
    }

    pub fn refuse(&mut self, column: &'static str, code: &'static str, message: Text) {
        let note = self.note(column, code, message);
        self.refusals.push(note);
    }

    pub fn warn(&mut self, column: &'static str, code: &'static str, message: Text) {
        let note = self.note(column, code, message);
        self.warnings.push(note);
    }

    /// Reads every cell, so that everything wrong is found, before it gives up on any.
    pub fn line(&mut self, rules: &Rules<'_>) -> Option<Line> {
        let product = self.text("product");
        let producer = self.text("producer");
        let producer_kind = self.producer_kind();
        let address = self.text("address");
        let set_no = self.set_no(rules.edition);
        let score = self.score(rules.edition);
        let stars = self.stars(rules);
        let product_code = self.optional_text("product_code");
        let gtin = self.gtin();
        let lowered_because = self.optional_text("lowered_because");
        let renews = self.renews();
        let term = self.term(rules);
        if let (Some(score), Some(stars)) = (score, stars) {
            self.band(rules, score, stars);
        }
        let line = Line {
            row: self.row.number,
            product: product?,
            producer: producer?,
            producer_kind: producer_kind?,
            address: address?,
            set_no: set_no?,
            score: score?,
            stars: stars?,
            product_code,
            gtin,
            lowered_because,
            renews,
            term: term?,
        };
        self.label(rules, &line);
        Some(line)
    }

    fn text(&mut self, column: &'static str) -> Option<String> {
        let cell = self.row.cell(column);
        if cell.starts_with(['=', '+', '-', '@']) {
            self.refuse(column, "formula", Text::new(
                "Ô bắt đầu bằng = + - @ như một công thức. Hãy ghi chữ, không ghi công thức.",
                "The cell begins with = + - @ as a formula does. Write the text, not a formula.",
            ));
            return None;
        }
        if ERRORS.contains(&cell) {
            self.refuse(
                column,
                "cell_error",
                Text::of(
                    format!("Ô này là lỗi {cell} của một công thức. Hãy gõ chữ vào ô."),
                    format!("This cell is the error {cell} of a formula. Type the text."),
                ),
            );
            return None;
        }
        match text::tidy(cell) {
            Ok(text) => {
                if text::looks_misencoded(&text) {
                    self.warn(column, "misencoded", Text::of(
                        format!("\"{text}\" có vẻ sai bảng mã. Hãy lưu tệp dạng \"CSV UTF-8\" nếu dấu bị hỏng."),
                        format!("\"{text}\" looks like a wrong encoding. Save the file as \"CSV UTF-8\" if its accents are broken."),
                    ));
                }
                Some(text)
            }
            Err(text::Refused::Empty) => {
                self.refuse(
                    column,
                    "empty",
                    Text::new(
                        "Ô này trống. Hãy điền vào.",
                        "This cell is empty. Fill it in.",
                    ),
                );
                None
            }
            Err(refused) => {
                self.refuse(
                    column,
                    "text_refused",
                    Text::of(
                        format!("{} Hãy gõ lại ô này.", vi_of(refused)),
                        format!(
                            "This cannot stand in a certificate: {refused}. Type the cell again."
                        ),
                    ),
                );
                None
            }
        }
    }

    pub fn optional_text(&mut self, column: &'static str) -> Option<String> {
        if self.row.cell(column).is_empty() {
            None
        } else {
            self.text(column)
        }
    }

    fn producer_kind(&mut self) -> Option<ProducerKind> {
        let cell = self.row.cell("producer_kind");
        let in_words = || {
            let mut kinds = ProducerKind::ALL.into_iter();
            kinds.find(|kind| text::fold(&kind.words().vi) == text::fold(cell))
        };
        let kind = ProducerKind::named(cell).or_else(in_words);
        if kind.is_none() {
            let names = ProducerKind::ALL.map(ProducerKind::name).join(", ");
            self.refuse(
                "producer_kind",
                "no_such_kind",
                Text::of(
                    format!("Loại chủ thể phải là một trong: {names}."),
                    format!("The kind of producer is one of: {names}."),
                ),
            );
        }
        kind
    }

    fn set_no(&mut self, edition: &Edition) -> Option<u32> {
        let cell = self.row.cell("set_no");
        let number = cell.parse().ok();
        let set = number.and_then(|number| ProductSet::find(edition.catalogue, number));
        if set.is_none() {
            self.refuse(
                "set_no",
                "no_such_set",
                Text::of(
                    format!(
                        "Bộ sản phẩm \"{cell}\" không có trong danh mục của {} (1 đến 26).",
                        edition.name
                    ),
                    format!(
                        "The catalogue of {} has no set \"{cell}\"; it has 1 to 26.",
                        edition.name
                    ),
                ),
            );
        }
        set.map(|set| set.set_no)
    }

    fn score(&mut self, edition: &Edition) -> Option<ScoreSheet> {
        let [a, b, c] = edition.parts;
        let a = self.part("score_a", a);
        let b = self.part("score_b", b);
        let c = self.part("score_c", c);
        Some(ScoreSheet {
            a: a?,
            b: b?,
            c: c?,
        })
    }

    fn part(&mut self, column: &'static str, most: Score) -> Option<Score> {
        let cell = self.row.cell(column);
        match Score::from_str(cell) {
            Ok(score) if score <= most => Some(score),
            Ok(score) => {
                self.refuse(column, "score_too_high", Text::of(
                    format!("{} điểm vượt mức tối đa {} của phần này trong bộ tiêu chí đang áp dụng.", score.vi(), most.vi()),
                    format!("{score} points are more than the {most} of this part in the edition in force."),
                ));
                None
            }
            Err(error) => {
                self.refuse(column, "not_a_score", Text::of(
                    format!("\"{cell}\" không phải điểm số. Hãy ghi tối đa hai chữ số thập phân, ví dụ 34,50."),
                    format!("{error}."),
                ));
                None
            }
        }
    }

    fn stars(&mut self, rules: &Rules<'_>) -> Option<Stars> {
        let cell = self.row.cell("stars");
        let Some(stars) = cell.parse().ok().and_then(|number| Stars::new(number).ok()) else {
            self.refuse(
                "stars",
                "not_stars",
                Text::of(
                    format!("\"{cell}\" không phải hạng sao. Hãy ghi 3, 4 hoặc 5."),
                    format!("\"{cell}\" is no star level. Write 3, 4 or 5."),
                ),
            );
            return None;
        };
        if rules.edition.recognised_by(stars).is_none() {
            self.refuse(
                "stars",
                "no_certificate",
                Text::of(
                    format!(
                        "Sản phẩm {stars} sao không được cấp giấy chứng nhận. Hãy bỏ dòng này."
                    ),
                    format!("A product of {stars} stars gets no certificate. Leave this row out."),
                ),
            );
            return None;
        }
        if !rules
            .council
            .mandates
            .iter()
            .any(|mandate| mandate.covers(stars, rules.issued_on))
        {
            let (name, day) = (&rules.council.name, date(rules.issued_on));
            self.refuse(
                "stars",
                "out_of_mandate",
                Text::of(
                    format!(
                        "{} không có thẩm quyền cấp {stars} sao vào ngày {day}.",
                        name.vi
                    ),
                    format!("{} had no mandate for {stars} stars on {day}.", name.en),
                ),
            );
            return None;
        }
        Some(stars)
    }

    /// The score earns the stars. Mandatory criteria can lower them, with a reason given; a
    /// product of 90 points and more holds 4 stars until the centre decides.
    fn band(&mut self, rules: &Rules<'_>, score: ScoreSheet, stars: Stars) {
        let total = score.total();
        let total_vi = total.vi();
        let (low, high) = match rules.edition.band(total) {
            Band::Stars(earned) => (earned, earned),
            Band::Between(low, high) => (low, high),
        };
        let waits_for_the_centre =
            rules.council.level == Level::Province && high.get() == 5 && stars.get() == 4;
        let lowered = !self.row.cell("lowered_because").is_empty();
        if stars > high {
            self.refuse(
                "stars",
                "stars_above_score",
                Text::of(
                    format!("{total_vi} điểm chỉ đạt {high} sao, dòng này ghi {stars} sao."),
                    format!("{total} points earn {high} stars; the row says {stars}."),
                ),
            );
        } else if stars >= low && low != high {
            self.warn("stars", "between_bands", Text::of(
                format!("{total_vi} điểm nằm giữa hai khung {low} và {high} sao của {}: hãy xác nhận {stars} sao.", rules.edition.name),
                format!("{total} points are between the bands of {low} and {high} stars of {}: confirm the {stars} stars.", rules.edition.name),
            ));
        } else if waits_for_the_centre {
            self.warn("stars", "potential_five", Text::of(
                format!("{total_vi} điểm: tiềm năng 5 sao, giữ 4 sao cho đến khi trung ương quyết định."),
                format!("{total} points: potential 5 stars, holds 4 until the centre decides."),
            ));
        } else if stars < low && !lowered {
            self.refuse("stars", "stars_below_score", Text::of(
                format!("{total_vi} điểm đạt {low} sao, dòng này ghi {stars} sao. Nếu hạ sao do tiêu chí bắt buộc, hãy ghi lý do ở cột lowered_because."),
                format!("{total} points earn {low} stars; the row says {stars}. If a mandatory criterion lowers them, give the reason in the column lowered_because."),
            ));
        }
    }

    fn gtin(&mut self) -> Option<String> {
        let cell = self.row.cell("gtin");
        if cell.is_empty() {
            return None;
        }
        if gtin::is_gtin(cell) {
            return Some(cell.to_owned());
        }
        self.refuse("gtin", "not_a_gtin", Text::of(
            format!("\"{cell}\" không phải mã GTIN đúng (8, 12, 13 hoặc 14 chữ số, số cuối là số kiểm tra)."),
            format!("\"{cell}\" is not a valid GTIN: 8, 12, 13 or 14 digits, the last a check digit."),
        ));
        None
    }

    /// The number of the certificate that this one renews; whether there is such a one, the
    /// register says.
    fn renews(&mut self) -> Option<CertificateNumber> {
        let cell = self.row.cell("renews");
        if cell.is_empty() {
            return None;
        }
        let shown: String = cell.chars().take(40).collect();
        match cell.parse() {
            Ok(number) => return Some(number),
            Err(NotANumber::Check) => self.refuse("renews", "mistyped_number", Text::of(
                format!("Số giấy \"{shown}\" bị gõ sai: ký tự kiểm tra ở cuối không khớp. Hãy so lại với giấy cũ."),
                format!("The number \"{shown}\" is mistyped: its check character does not fit. Compare it with the old certificate."),
            )),
            Err(NotANumber::Form) => self.refuse("renews", "not_a_number", Text::of(
                format!("\"{shown}\" không phải số giấy chứng nhận. Hãy ghi như CB-12345-E, hoặc để trống."),
                format!("\"{shown}\" is not a certificate number. Write one such as CB-12345-E, or leave the cell empty."),
            )),
        }
        None
    }

    /// The code must fit a QR symbol at the label's size. Every index is taken to be the
    /// longest, so that what is found feasible stays so.
    fn label(&mut self, rules: &Rules<'_>, line: &Line) {
        let claims = line.claims(rules, u32::MAX, DateTime::UNIX_EPOCH);
        // COSE_Sign1 around the claims: tag, array, headers, lengths, signature.
        let bytes = claims.to_cbor().len() + 82;
        let prefix = rules.origin.len() + "/v/".len();
        if let Err(error) = rules.size.feasible(prefix, digits::most_of(bytes)) {
            self.refuse("product", error.code(), Text::of(error.vi(), error.en()));
        }
    }
}

/// Why a text may not stand, in Vietnamese.
pub(in crate::office) fn vi_of(refused: text::Refused) -> String {
    match refused {
        text::Refused::Empty => "Ô này trống.".to_owned(),
        text::Refused::Long(bytes) => {
            format!("Nội dung dài {bytes} byte, tối đa {}.", text::LONGEST)
        }
        text::Refused::LongProse(characters) => {
            format!(
                "Nội dung dài {characters} ký tự, tối đa {}.",
                text::LONGEST_PROSE
            )
        }
        text::Refused::Invisible(c) => {
            format!("Ô chứa ký tự ẩn U+{:04X}.", u32::from(c))
        }
        text::Refused::NotNfc | text::Refused::Edge => "Nội dung không đúng dạng chuẩn.".to_owned(),
    }
}
