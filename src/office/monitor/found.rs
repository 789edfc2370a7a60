//! What a monitor found wrong, or what kept it from looking.

use std::fmt::Display;
use std::path::PathBuf;

use serde::Serialize;

use crate::scheme::words::Text;

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Stable, for programs.
    pub code: &'static str,
    /// Where: an address of the server, or what of it.
    pub at: String,
    /// What should be there.
    pub expected: String,
    /// What is there.
    pub found: String,
    /// What is wrong and what to do.
    pub message: Text,
}

/// Why a monitor did not come to its end.
#[derive(Debug)]
pub enum Stopped {
    /// Something published is wrong.
    Found(Box<Found>),
    /// Something could not be reached.
    Unreachable {
        /// Its address.
        at: String,
        /// Why.
        reason: String,
    },
    /// The file that remembers cannot be used.
    State {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// This program contradicts itself.
    Inconsistent,
}

impl From<Box<Found>> for Stopped {
    fn from(found: Box<Found>) -> Self {
        Self::Found(found)
    }
}

/// Longest text of the server's that is repeated, in characters.
const LONGEST: usize = 200;

impl Found {
    /// Something wrong at an address. What the server said is cut short, and shown without
    /// control characters.
    pub(super) fn new(
        code: &'static str,
        at: impl Display,
        expected: impl Display,
        found: impl Display,
        (vi, en): (&str, &str),
    ) -> Box<Self> {
        let [at, expected, found] =
            [at.to_string(), expected.to_string(), found.to_string()].map(|text| printable(&text));
        let message = Text::of(
            format!(
                "{at}: {vi}. Hãy giữ lại những gì đã tải làm bằng chứng, chạy lại một lần, rồi báo văn phòng điều phối chương trình."
            ),
            format!(
                "{at}: {en}. Keep what was fetched as evidence, run once more, then tell the programme."
            ),
        );
        Box::new(Self {
            code,
            at,
            expected,
            found,
            message,
        })
    }

    /// Something that another layer refused, with its own words.
    pub(super) fn refused(
        code: &'static str,
        at: impl Display,
        words: Text,
        found: impl Display,
    ) -> Box<Self> {
        let (at, found) = (printable(&at.to_string()), printable(&found.to_string()));
        Box::new(Self {
            code,
            expected: "what the programme publishes, in its one form".to_owned(),
            message: Text::of(format!("{at}: {}", words.vi), format!("{at}: {}", words.en)),
            at,
            found,
        })
    }
}

fn printable(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

impl Stopped {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Found(found) => found.code,
            Self::Unreachable { .. } => "server_unreachable",
            Self::State { .. } => "monitor_state_unusable",
            Self::Inconsistent => "internal",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::Found(found) => found.message.clone(),
            Self::Unreachable { at, reason } => Text::of(
                format!(
                    "Không tải được {at} ({reason}). Điều này không nói gì về chương trình: hãy kiểm tra địa chỉ và mạng rồi chạy lại."
                ),
                format!(
                    "{at} could not be fetched: {reason}. This says nothing about the programme: check the address and the network, then run again."
                ),
            ),
            Self::State { path, reason } => Text::of(
                format!(
                    "Không dùng được tệp ghi nhớ {} ({reason}). Hãy khôi phục tệp; nếu bắt đầu lại với tệp mới, những gì đã thấy trước đây sẽ không được so sánh.",
                    path.display()
                ),
                format!(
                    "The memory {} cannot be used: {reason}. Restore it; with a new one, nothing is compared with what was seen before.",
                    path.display()
                ),
            ),
            Self::Inconsistent => Text::new(
                "Phần mềm này tự mâu thuẫn. Hãy báo lỗi cho người phát triển.",
                "This program contradicts itself. Report it to its developers.",
            ),
        }
    }
}
