//! Scoring: councils' sessions about dossiers, their sheets, and what follows.
//!
//! ```text
//! open (secretary) -> a sheet of each scorer -> conclude (secretary) -> the dossier moves
//!                                                                    -> certifiable: decisions
//! ```

mod certifiable;
mod conclude;
mod conclusion;
mod lapse;
mod list;
mod open;
mod reach;
mod refused;
mod sheet;
mod sheet_text;
mod taker;
mod view;

pub use certifiable::Certifiable;
pub use conclude::{Concluded, FEW_SHEETS};
pub use conclusion::ConclusionText;
pub(in crate::office) use lapse::lapse_sessions_about;
pub use list::SessionsQuery;
pub use refused::ScoringRefused;
pub use sheet::OwnSheet;
pub use sheet_text::SheetText;
pub use view::{Lead, Prospect, SessionView};

pub use crate::register::{Conclusion, ListedSession, ScoreSheetRecord, SessionsWanted};
