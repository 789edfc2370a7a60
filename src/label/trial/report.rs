//! What a self-test found, for the file beside a label and for the API.

use serde::Serialize;

use super::super::Error;

/// Of a hundred pictures, so many must be read. Phones look again a moment later,
/// so one picture in thirty that is not read costs nobody anything; more than that
/// means that the label itself is hard to read. At the distances of the trial a
/// proper label reaches 97 with room to spare (docs/labels.md).
pub const LEAST_READ: usize = 97;

/// What became of one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Exactly the label's text.
    Read,
    /// No text, or not one alone.
    Unread,
    /// Another text: worse than none.
    Wrong,
}

/// One picture of a label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trial {
    /// Pixels a module.
    pub pixels: f32,
    /// What distorts it, in Vietnamese.
    pub vi: String,
    /// What distorts it, in English.
    pub en: String,
    /// Whether it was read.
    pub outcome: Outcome,
}

/// A self-test: all its pictures, in a fixed order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Whether the label passed: see [`LEAST_READ`].
    pub passed: bool,
    /// Pictures that were read.
    pub read: usize,
    /// Pictures that gave another text.
    pub wrong: usize,
    /// One for each picture.
    pub trials: Vec<Trial>,
}

impl Report {
    /// Counts trials. Without any, nothing passed.
    #[must_use]
    pub fn of(trials: Vec<Trial>) -> Self {
        let count = |outcome| {
            trials
                .iter()
                .filter(|trial| trial.outcome == outcome)
                .count()
        };
        let (read, wrong) = (count(Outcome::Read), count(Outcome::Wrong));
        let enough = read * 100 >= trials.len() * LEAST_READ;
        Self {
            passed: enough && wrong == 0 && !trials.is_empty(),
            read,
            wrong,
            trials,
        }
    }

    /// Lets a label pass that passed.
    ///
    /// # Errors
    /// [`Error::NotScannable`].
    pub fn check(&self) -> Result<(), Error> {
        if self.passed {
            return Ok(());
        }
        Err(Error::NotScannable {
            read: self.read,
            all: self.trials.len(),
        })
    }

    /// The report as a text, Vietnamese then English: goes beside the label's file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self {
            read,
            wrong,
            trials,
            passed,
        } = self;
        let all = trials.len();
        let share = format!("{:.1}", 100.0 * *read as f64 / all.max(1) as f64);
        let mut text = String::new();
        text += if *passed {
            "TỰ KIỂM TRA NHÃN: ĐẠT\n"
        } else {
            "TỰ KIỂM TRA NHÃN: KHÔNG ĐẠT\n"
        };
        text += &format!(
            "Đọc được {read} trên {all} ảnh mô phỏng ({} %); cần ít nhất {LEAST_READ} %.\n",
            share.replace('.', ",")
        );
        if *wrong > 0 {
            text += &format!(
                "Đọc ra nội dung khác: {wrong} ảnh. Như vậy là không đạt, dù tỉ lệ đọc được là bao nhiêu.\n"
            );
        }
        if !passed {
            text += "Đừng in nhãn này. Hãy chọn ô lớn hơn hoặc mẫu nhãn khác rồi thử lại.\n";
        }
        text += "\n";
        text += if *passed {
            "SELF-TEST OF THE LABEL: PASSED\n"
        } else {
            "SELF-TEST OF THE LABEL: FAILED\n"
        };
        text += &format!(
            "{read} of {all} simulated pictures were read ({share} %); at least {LEAST_READ} % are needed.\n"
        );
        if *wrong > 0 {
            text += &format!(
                "Pictures that gave another text: {wrong}. That fails, whatever the rate.\n"
            );
        }
        if !passed {
            text += "Do not print this label. Choose a larger module or another design and try again.\n";
        }
        text += "\nĐiểm ảnh mỗi ô / pixels a module:\n";
        for trial in trials {
            let outcome = match trial.outcome {
                Outcome::Read => "đọc được / read",
                Outcome::Unread => "KHÔNG đọc được / NOT read",
                Outcome::Wrong => "SAI nội dung / WRONG text",
            };
            text += &format!(
                "{:.1}  {outcome}: {} / {}\n",
                trial.pixels, trial.vi, trial.en
            );
        }
        text
    }
}
