//! A conclusion as it is typed, and everything that is wrong with it.

use super::sheet_text::prose;
use crate::office::Refusal;
use crate::office::issue::vi_of;
use crate::scheme::assessment::{NotRated, average, rate};
use crate::scheme::council::CouncilCode;
use crate::scheme::edition::Edition;
use crate::scheme::score::{Score, ScoreSheet};
use crate::scheme::stars::Stars;
use crate::scheme::text;
use crate::scheme::words::Text;

/// What a secretary says of a session that is to be concluded.
#[derive(Clone, Debug, Default)]
pub struct ConclusionText {
    /// The minutes.
    pub minutes: String,
    /// The most stars that the mandatory criteria leave, 1 to 4; `None` when none was failed.
    pub cap: Option<i64>,
    /// Which mandatory criteria were failed. Stands in the register of certificates.
    pub failed: String,
    /// Which of two bands' stars a score between them gets.
    pub confirmed_stars: Option<i64>,
    /// Why.
    pub confirmed_because: String,
    /// The council that takes the dossier, where it goes on.
    pub council: Option<CouncilCode>,
}

/// What a conclusion says, once nothing is wrong with it.
pub(super) struct Read {
    pub score: ScoreSheet,
    pub stars: Stars,
    pub cap: Option<Stars>,
    pub failed: Option<String>,
    pub confirmed: Option<String>,
    pub minutes: String,
}

impl ConclusionText {
    /// The conclusion that follows from a session's sheets.
    ///
    /// # Errors
    /// Everything that is wrong, field by field.
    pub(super) fn read(
        &self,
        edition: &Edition,
        sheets: &[ScoreSheet],
    ) -> Result<Read, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut keep = |refusal| refusals.push(refusal);
        let minutes = match prose("minutes", &self.minutes) {
            Ok(minutes) if minutes.is_empty() => {
                keep(Refusal::of(
                    "minutes",
                    "minutes_missing",
                    Text::new(
                        "Chưa có biên bản. Hãy ghi diễn biến và kết luận của phiên họp.",
                        "The minutes are missing. Write what the session discussed and concluded.",
                    ),
                ));
                None
            }
            minutes => minutes.map_err(&mut keep).ok(),
        };
        let criteria = self.criteria().map_err(&mut keep).ok();
        let because = prose("confirmed_because", &self.confirmed_because);
        let because = because.map_err(&mut keep).ok();
        let score = average(sheets);
        if score.is_none() {
            keep(Refusal::of(
                "sheets",
                "no_sheets",
                Text::new(
                    "Chưa có phiếu chấm điểm nào. Hãy đợi các thành viên nộp phiếu.",
                    "No score sheet was handed in. Wait for the scorers.",
                ),
            ));
        }
        let cap = criteria.as_ref().and_then(|(cap, _)| *cap);
        let rated = score.and_then(|score| {
            let rated = self.rated(edition, score, cap, because.as_deref());
            rated.map_err(|refusal| refusals.push(refusal)).ok()
        });
        match (minutes, criteria, score, rated, because) {
            (Some(minutes), Some((cap, failed)), Some(score), Some(stars), Some(because))
                if refusals.is_empty() =>
            {
                Ok(Read {
                    score,
                    stars,
                    cap,
                    failed,
                    confirmed: Some(because).filter(|because| !because.is_empty()),
                    minutes,
                })
            }
            _ => Err(refusals),
        }
    }

    /// The cap, and what was failed: both, or neither.
    fn criteria(&self) -> Result<(Option<Stars>, Option<String>), Refusal> {
        let failed = match text::tidy(&self.failed) {
            // It becomes a cell of the decision's list, where no formula may stand.
            Ok(failed) if failed.starts_with(['=', '+', '-', '@']) => {
                return Err(Refusal::of(
                    "failed",
                    "formula",
                    Text::new(
                        "Tiêu chí bắt buộc không đạt bắt đầu bằng = + - @ như một công thức. Hãy bắt đầu bằng chữ.",
                        "The failed criteria begin with = + - @ as a formula does. Begin with a letter.",
                    ),
                ));
            }
            Ok(failed) => Some(failed),
            Err(text::Refused::Empty) => None,
            Err(refused) => {
                return Err(Refusal::of(
                    "failed",
                    "text_refused",
                    Text::of(
                        format!(
                            "Tiêu chí bắt buộc không đạt: {} Hãy gõ lại, trên một dòng.",
                            vi_of(refused)
                        ),
                        format!(
                            "The failed criteria cannot be kept: {refused}. Type them again, in one line."
                        ),
                    ),
                ));
            }
        };
        let stars = |cap: i64| u64::try_from(cap).ok().and_then(|cap| Stars::new(cap).ok());
        match (self.cap, failed) {
            (None, None) => Ok((None, None)),
            (Some(cap), failed) => match (stars(cap).filter(|cap| cap.get() < 5), failed) {
                (None, _) => Err(Refusal::of(
                    "cap",
                    "not_a_cap",
                    Text::new(
                        "Hạng sao tối đa còn lại phải từ 1 đến 4; nếu không có tiêu chí bắt buộc nào không đạt thì để trống.",
                        "The most stars that are left are 1 to 4; leave it empty when no mandatory criterion was failed.",
                    ),
                )),
                (Some(_), None) => Err(Refusal::of(
                    "failed",
                    "criteria_missing",
                    Text::new(
                        "Đã giới hạn hạng sao nhưng chưa ghi tiêu chí bắt buộc nào không đạt. Hãy ghi rõ.",
                        "The stars are capped, but not which mandatory criteria were failed. Write them down.",
                    ),
                )),
                (Some(cap), Some(failed)) => Ok((Some(cap), Some(failed))),
            },
            (None, Some(_)) => Err(Refusal::of(
                "cap",
                "cap_missing",
                Text::new(
                    "Có tiêu chí bắt buộc không đạt: hãy chọn hạng sao tối đa còn được công nhận.",
                    "Mandatory criteria were failed: choose the most stars that they leave.",
                ),
            )),
        }
    }

    fn rated(
        &self,
        edition: &Edition,
        score: ScoreSheet,
        cap: Option<Stars>,
        because: Option<&str>,
    ) -> Result<Stars, Refusal> {
        let total = score.total();
        let confirmed = self.confirmed_stars;
        let stars = confirmed.and_then(|stars| Stars::new(u64::try_from(stars).ok()?).ok());
        // What is no star level is not one of the two either.
        let unreadable = confirmed.is_some() && stars.is_none();
        match rate(edition, total, stars, cap) {
            Ok(_) if confirmed.is_some() && because.is_some_and(str::is_empty) => Err(Refusal::of(
                "confirmed_because",
                "reason_missing",
                Text::of(
                    format!(
                        "Tổng {} điểm nằm giữa hai khung: hãy ghi lý do chọn hạng sao này.",
                        total.vi()
                    ),
                    format!(
                        "The total of {total} is between two bands: give the reason for these stars."
                    ),
                ),
            )),
            // Typed for nothing, and not to be lost silently.
            Ok(stars) if confirmed.is_none() && because.is_some_and(|told| !told.is_empty()) => {
                Err(nothing_to_confirm("confirmed_because", total, stars))
            }
            Ok(stars) if !unreadable => Ok(stars),
            Ok(stars) | Err(NotRated::NothingToConfirm(stars)) => {
                Err(nothing_to_confirm("confirmed_stars", total, stars))
            }
            Err(NotRated::Unconfirmed(low, high)) => {
                let name = edition.name;
                Err(Refusal::of(
                    "confirmed_stars",
                    "confirmation_needed",
                    Text::of(
                        format!(
                            "Tổng {} điểm nằm giữa khung {low} sao và {high} sao của {name}. Hãy chọn {low} hoặc {high} sao và ghi lý do.",
                            total.vi()
                        ),
                        format!(
                            "The total of {total} is between the bands of {low} and {high} stars of {name}. Choose {low} or {high} stars, and give the reason."
                        ),
                    ),
                ))
            }
        }
    }
}

fn nothing_to_confirm(field: &'static str, total: Score, stars: Stars) -> Refusal {
    let message = Text::of(
        format!(
            "Tổng {} điểm đạt {stars} sao, không cần xác nhận. Hãy để trống ô này.",
            total.vi()
        ),
        format!(
            "The total of {total} earns {stars} stars; there is nothing to confirm. Leave this empty."
        ),
    );
    Refusal::of(field, "nothing_to_confirm", message)
}
