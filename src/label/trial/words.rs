//! A view in words, in both languages.

use super::{Scuff, View};

impl View {
    /// What distorts the label in this view, in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        let mut words = Vec::new();
        let mut add = |given: bool, text: String| {
            if given {
                words.push(text);
            }
        };
        add(
            self.blur > 0.0,
            format!("mờ nét {} ô", decimal(self.blur).replace('.', ",")),
        );
        add(self.turn != 0.0, format!("xoay {}°", self.turn));
        add(
            self.lean.0 != 0.0,
            format!("nghiêng ngang {}°", self.lean.0),
        );
        add(self.lean.1 != 0.0, format!("nghiêng dọc {}°", self.lean.1));
        add(self.noise > 0.0, format!("nhiễu {} %", percent(self.noise)));
        add(
            self.contrast < CLEAR,
            format!("tương phản {} %", percent(self.contrast)),
        );
        add(
            self.shade > 0.0,
            format!("một phía tối hơn {} %", percent(self.shade)),
        );
        let ink = self.wear.ink;
        add(
            ink > 0.0,
            format!("mực loang thêm {} % ô mỗi phía", percent(ink)),
        );
        add(
            ink < 0.0,
            format!("mực thiếu {} % ô mỗi phía", percent(-ink)),
        );
        let specks = self.wear.specks;
        add(
            specks > 0.0,
            format!("lốm đốm mất {} % mực", percent(specks)),
        );
        words.extend(self.wear.scuffs.iter().map(|scuff| scuff.vi().to_owned()));
        joined(words, "rõ, thẳng")
    }

    /// What distorts the label in this view, in English.
    #[must_use]
    pub fn en(&self) -> String {
        let mut words = Vec::new();
        let mut add = |given: bool, text: String| {
            if given {
                words.push(text);
            }
        };
        add(
            self.blur > 0.0,
            format!("out of focus by {} modules", decimal(self.blur)),
        );
        add(self.turn != 0.0, format!("turned {}°", self.turn));
        add(
            self.lean.0 != 0.0,
            format!("leaning sideways {}°", self.lean.0),
        );
        add(self.lean.1 != 0.0, format!("leaning back {}°", self.lean.1));
        add(self.noise > 0.0, format!("noise {} %", percent(self.noise)));
        add(
            self.contrast < CLEAR,
            format!("contrast {} %", percent(self.contrast)),
        );
        add(
            self.shade > 0.0,
            format!("one side {} % darker", percent(self.shade)),
        );
        let ink = self.wear.ink;
        add(
            ink > 0.0,
            format!("ink {} % of a module wider on each side", percent(ink)),
        );
        add(
            ink < 0.0,
            format!("ink {} % of a module short on each side", percent(-ink)),
        );
        let specks = self.wear.specks;
        add(
            specks > 0.0,
            format!("{} % of the ink missing in specks", percent(specks)),
        );
        words.extend(self.wear.scuffs.iter().map(|scuff| scuff.en().to_owned()));
        joined(words, "clear and flat")
    }
}

/// The contrast of ink on white paper, which is not worth a word.
const CLEAR: f32 = 0.85;

impl Scuff {
    fn vi(self) -> &'static str {
        match self {
            Self::LowerRight => "góc dưới bên phải của mã sờn mất 1/4 cạnh",
            Self::UpperLeft => "đầu góc trên bên trái của mã sờn",
            Self::UpperRight => "đầu góc trên bên phải của mã sờn",
            Self::LowerLeft => "đầu góc dưới bên trái của mã sờn",
            Self::Scratch => "vết xước chéo qua mã",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::LowerRight => "a quarter of the side scuffed off at the code's lower right",
            Self::UpperLeft => "the tip of the code's upper left corner scuffed",
            Self::UpperRight => "the tip of the code's upper right corner scuffed",
            Self::LowerLeft => "the tip of the code's lower left corner scuffed",
            Self::Scratch => "a scratch slanting across the code",
        }
    }
}

fn joined(words: Vec<String>, none: &str) -> String {
    if words.is_empty() {
        return none.to_owned();
    }
    words.join("; ")
}

fn percent(share: f32) -> String {
    format!("{:.0}", share * 100.0)
}

/// Up to two decimals.
fn decimal(number: f32) -> String {
    let two = format!("{number:.2}");
    two.trim_end_matches('0').trim_end_matches('.').to_owned()
}
