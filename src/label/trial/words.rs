//! A view in words, in both languages.

use super::{Scuff, View};
use crate::scheme::words::Text;

impl View {
    /// What distorts the label in this view.
    #[must_use]
    pub fn words(&self) -> Text {
        let mut said: Vec<(String, String)> = Vec::new();
        let mut add = |given: bool, vi: String, en: String| {
            if given {
                said.push((vi, en));
            }
        };
        let blur = decimal(self.blur);
        add(
            self.blur > 0.0,
            format!("mờ nét {} ô", blur.replace('.', ",")),
            format!("out of focus by {blur} modules"),
        );
        let turn = self.turn;
        add(
            turn != 0.0,
            format!("xoay {turn}°"),
            format!("turned {turn}°"),
        );
        let (sideways, back) = self.lean;
        add(
            sideways != 0.0,
            format!("nghiêng ngang {sideways}°"),
            format!("leaning sideways {sideways}°"),
        );
        add(
            back != 0.0,
            format!("nghiêng dọc {back}°"),
            format!("leaning back {back}°"),
        );
        let noise = percent(self.noise);
        add(
            self.noise > 0.0,
            format!("nhiễu {noise} %"),
            format!("noise {noise} %"),
        );
        let contrast = percent(self.contrast);
        add(
            self.contrast < CLEAR,
            format!("tương phản {contrast} %"),
            format!("contrast {contrast} %"),
        );
        let shade = percent(self.shade);
        add(
            self.shade > 0.0,
            format!("một phía tối hơn {shade} %"),
            format!("one side {shade} % darker"),
        );
        let ink = percent(self.wear.ink.abs());
        add(
            self.wear.ink > 0.0,
            format!("mực loang thêm {ink} % ô mỗi phía"),
            format!("ink {ink} % of a module wider on each side"),
        );
        add(
            self.wear.ink < 0.0,
            format!("mực thiếu {ink} % ô mỗi phía"),
            format!("ink {ink} % of a module short on each side"),
        );
        let specks = percent(self.wear.specks);
        add(
            self.wear.specks > 0.0,
            format!("lốm đốm mất {specks} % mực"),
            format!("{specks} % of the ink missing in specks"),
        );
        for scuff in &self.wear.scuffs {
            add(true, scuff.vi().to_owned(), scuff.en().to_owned());
        }
        if said.is_empty() {
            return Text::new("rõ, thẳng", "clear and flat");
        }
        let (vi, en): (Vec<String>, Vec<String>) = said.into_iter().unzip();
        Text::of(vi.join("; "), en.join("; "))
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

fn percent(share: f32) -> String {
    format!("{:.0}", share * 100.0)
}

/// Up to two decimals.
fn decimal(number: f32) -> String {
    let two = format!("{number:.2}");
    two.trim_end_matches('0').trim_end_matches('.').to_owned()
}
