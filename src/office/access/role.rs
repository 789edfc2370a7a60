//! Roles: what people are in the programme, and for whom.

use std::str::FromStr;

use serde::Serialize;

use crate::scheme::council::CouncilCode;
use crate::scheme::words::Text;

/// What a person is in the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the programme: people, producers, keys and lists.
    Programme,
    /// Prepares what a council does.
    Secretary,
    /// Approves what a council does.
    Chair,
    /// Scores for a council.
    Scorer,
    /// Acts for a producer.
    Producer,
    /// Checks the market.
    Inspector,
    /// Reads everything and changes nothing.
    Auditor,
}

/// Text that names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a role: write programme, secretary, chair, scorer, producer, inspector or auditor")]
pub struct NotARole;

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Programme,
        Self::Secretary,
        Self::Chair,
        Self::Scorer,
        Self::Producer,
        Self::Inspector,
        Self::Auditor,
    ];

    /// The name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Secretary => "secretary",
            Self::Chair => "chair",
            Self::Scorer => "scorer",
            Self::Producer => "producer",
            Self::Inspector => "inspector",
            Self::Auditor => "auditor",
        }
    }

    /// The role in words.
    pub fn words(self) -> Text {
        match self {
            Self::Programme => Text::new("Văn phòng điều phối chương trình", "Programme office"),
            Self::Secretary => Text::new("Thư ký hội đồng", "Secretary"),
            Self::Chair => Text::new("Chủ tịch hội đồng", "Chair"),
            Self::Scorer => Text::new("Thành viên chấm điểm", "Scorer"),
            Self::Producer => Text::new("Chủ thể OCOP", "Producer"),
            Self::Inspector => Text::new("Kiểm tra viên", "Inspector"),
            Self::Auditor => Text::new("Kiểm toán viên", "Auditor"),
        }
    }

    /// Whether it is held for a council.
    pub fn is_of_a_council(self) -> bool {
        matches!(self, Self::Secretary | Self::Chair | Self::Scorer)
    }
}

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Self, NotARole> {
        let mut all = Self::ALL.into_iter();
        all.find(|role| role.name() == text).ok_or(NotARole)
    }
}

/// A role that was given to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Grant {
    /// What they are.
    pub role: Role,
    /// The council for which they are it.
    pub council: Option<CouncilCode>,
    /// The producer for whom they are it.
    pub producer: Option<i64>,
}

impl Grant {
    /// A role of the programme as a whole.
    pub fn of_programme(role: Role) -> Self {
        Self {
            role,
            council: None,
            producer: None,
        }
    }

    /// A role in a council.
    pub fn of_council(role: Role, council: CouncilCode) -> Self {
        Self {
            role,
            council: Some(council),
            producer: None,
        }
    }

    /// Acting for a producer.
    pub fn of_producer(producer: i64) -> Self {
        Self {
            role: Role::Producer,
            council: None,
            producer: Some(producer),
        }
    }

    /// Whether it names whom its role is held for, and nobody else.
    pub fn is_whole(self) -> bool {
        self.council.is_some() == self.role.is_of_a_council()
            && self.producer.is_some() == (self.role == Role::Producer)
    }
}
