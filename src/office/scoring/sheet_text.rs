//! A score sheet as it is typed, and everything that is wrong with it.

use crate::office::Refusal;
use crate::office::issue::vi_of;
use crate::scheme::edition::Edition;
use crate::scheme::score::{Score, ScoreSheet};
use crate::scheme::text;
use crate::scheme::words::Text;

/// A score sheet as a scorer types it.
#[derive(Clone, Debug, Default)]
pub struct SheetText {
    /// Part A: points with at most two decimals, after a point or a comma.
    pub score_a: String,
    /// Part B.
    pub score_b: String,
    /// Part C.
    pub score_c: String,
    /// What the scorer has to say; may be empty.
    pub remark: String,
}

impl SheetText {
    /// The scores and the remark, within an edition's maxima.
    ///
    /// # Errors
    /// Everything that is wrong, field by field.
    pub(super) fn read(&self, edition: &Edition) -> Result<(ScoreSheet, String), Vec<Refusal>> {
        let mut refusals = Vec::new();
        let [most_a, most_b, most_c] = edition.parts;
        let mut part = |name, typed, most| {
            let read = read_part(name, typed, most);
            read.map_err(|refusal| refusals.push(refusal)).ok()
        };
        let a = part("score_a", &self.score_a, most_a);
        let b = part("score_b", &self.score_b, most_b);
        let c = part("score_c", &self.score_c, most_c);
        let remark = prose("remark", &self.remark);
        let remark = remark.map_err(|refusal| refusals.push(refusal)).ok();
        match (a, b, c, remark) {
            (Some(a), Some(b), Some(c), Some(remark)) => Ok((ScoreSheet { a, b, c }, remark)),
            _ => Err(refusals),
        }
    }
}

fn read_part(name: &'static str, typed: &str, most: Score) -> Result<Score, Refusal> {
    let typed = typed.trim();
    let letter = name.trim_start_matches("score_").to_uppercase();
    let most_vi = most.vi();
    match typed.parse::<Score>() {
        Ok(score) if score <= most => Ok(score),
        Ok(score) => Err(Refusal::of(
            name,
            "score_too_high",
            Text::of(
                format!(
                    "Phần {letter}: {} điểm vượt mức tối đa {most_vi}. Hãy ghi từ 0 đến {most_vi}.",
                    score.vi()
                ),
                format!(
                    "Part {letter}: {score} points are more than its {most}. Write 0 to {most}."
                ),
            ),
        )),
        Err(_) => {
            let shown: String = typed.chars().filter(|c| !c.is_control()).take(40).collect();
            Err(Refusal::of(
                name,
                "not_a_score",
                Text::of(
                    format!(
                        "Phần {letter}: \"{shown}\" không phải điểm số. Hãy ghi từ 0 đến {most_vi}, tối đa hai chữ số thập phân, ví dụ 18,25."
                    ),
                    format!(
                        "Part {letter}: \"{shown}\" is not a score. Write 0 to {most} with at most two decimals, such as 18.25."
                    ),
                ),
            ))
        }
    }
}

/// A text of several lines that may be empty.
pub(super) fn prose(field: &'static str, typed: &str) -> Result<String, Refusal> {
    match text::tidy_prose(typed) {
        Ok(text) => Ok(text),
        Err(text::Refused::Empty) => Ok(String::new()),
        Err(refused) => Err(Refusal::of(
            field,
            "text_refused",
            Text::of(
                format!("{} Hãy gõ lại.", vi_of(refused)),
                format!("This text cannot be kept: {refused}. Type it again."),
            ),
        )),
    }
}
