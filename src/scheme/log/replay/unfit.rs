//! Why a leaf cannot follow those before it.

use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

/// The first leaf that is wrong, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {position} ({kind}): {wrong}")]
pub struct Unfit {
    /// Where it stands.
    pub position: u64,
    /// Its kind, as it says.
    pub kind: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a leaf.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It says another position than it has.
    #[error("it says to be at position {0}")]
    Position(u64),
    /// Its instant is not written as the register writes instants.
    #[error("its instant is not in RFC 3339 with whole seconds")]
    Instant,
    /// Nobody knows what it means.
    #[error("this kind is not known")]
    Kind,
    /// Its subject is none of its kind, or not what its body speaks of.
    #[error("its subject \"{0}\" is not what it should be")]
    Subject(String),
    /// Its body says less or more than its kind does.
    #[error("its body cannot be read: {0}")]
    Body(String),
    /// A field of the body cannot be so.
    #[error("its {0} cannot be so")]
    Fact(&'static str),
    /// It makes anew what is there.
    #[error("{0} was recorded before")]
    Twice(String),
    /// It speaks of what no entry before it recorded.
    #[error("{0} was not recorded before")]
    Unfounded(String),
    /// A certificate would take a place that is no longer its to take.
    #[error("certificate {0} is no longer in force")]
    Ended(CertificateNumber),
    /// No rule leads from the one state to the other.
    #[error("what is {from} cannot become {to}")]
    Move {
        /// The state before.
        from: &'static str,
        /// The state after.
        to: &'static str,
    },
}

impl Unfit {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self.wrong {
            Wrong::Position(_) => "entry_misplaced",
            Wrong::Kind => "entry_kind_unknown",
            Wrong::Instant | Wrong::Subject(_) | Wrong::Body(_) => "entry_malformed",
            Wrong::Twice(_) => "entry_repeated",
            Wrong::Unfounded(_) => "entry_unfounded",
            Wrong::Fact(_) | Wrong::Ended(_) | Wrong::Move { .. } => "entry_impossible",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        let vi = match &self.wrong {
            Wrong::Position(position) => format!("mục tự ghi vị trí {position}"),
            Wrong::Instant => "thời điểm không đúng dạng".to_owned(),
            Wrong::Kind => "không rõ loại mục này".to_owned(),
            Wrong::Subject(subject) => format!("đối tượng \"{subject}\" không đúng"),
            Wrong::Body(reason) => format!("không đọc được nội dung ({reason})"),
            Wrong::Fact(field) => format!("trường {field} không thể như vậy"),
            Wrong::Twice(what) => format!("{what} đã được ghi trước đó"),
            Wrong::Unfounded(what) => format!("{what} chưa từng được ghi"),
            Wrong::Ended(number) => format!("giấy {number} không còn hiệu lực"),
            Wrong::Move { from, to } => format!("không thể chuyển từ {from} sang {to}"),
        };
        let Self { position, kind, .. } = self;
        let next = match self.wrong {
            Wrong::Kind => Text::new(
                "Hãy dùng phiên bản mới hơn của phần mềm này rồi kiểm tra lại.",
                "Check again with a newer version of this program.",
            ),
            _ => Text::new(
                "Hãy giữ lại mục này làm bằng chứng và báo văn phòng điều phối chương trình.",
                "Keep the entry as evidence, and tell the programme.",
            ),
        };
        Text::of(
            format!("Mục {position} ({kind}) của nhật ký sai: {vi}. {}", next.vi),
            format!(
                "Entry {position} ({kind}) of the log is wrong: {}. {}",
                self.wrong, next.en
            ),
        )
    }
}
