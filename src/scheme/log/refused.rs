//! Why something of a log is refused: each reason with its own code.

use crate::scheme::words::Text;

/// Why a checkpoint, tile, leaf or proof is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not a signed note.
    #[error("it is not a signed note: {0}")]
    Note(&'static str),
    /// A note, but no checkpoint.
    #[error("the checkpoint's {0} cannot be read")]
    Checkpoint(&'static str),
    /// No known key signed it.
    #[error("no key of the log signed it")]
    Unsigned,
    /// A known key is named, and did not sign it.
    #[error("a signature is wrong")]
    Signature,
    /// It is another log's.
    #[error("it is of the log {0}")]
    OtherOrigin(String),
    /// Not what a witness is handed.
    #[error("it is no submission to a witness: {0}")]
    Submission(&'static str),
    /// Not a proof as C2SP writes it.
    #[error("it is no proof: {0}")]
    Proof(&'static str),
    /// The way does not lead from the leaf to the root.
    #[error("the proof does not show leaf {0} in the tree")]
    NotIncluded(u64),
    /// The new tree does not begin with the old one.
    #[error("the tree of {size} leaves does not begin with the tree of {old}")]
    NotConsistent {
        /// Leaves of the old tree.
        old: u64,
        /// Leaves of the new one.
        size: u64,
    },
    /// A bundle ends within a leaf.
    #[error("a bundle of leaves ends within one")]
    Bundle,
    /// Bytes that are no leaf of ours.
    #[error("a leaf is not in its one form")]
    Leaf,
    /// A tile has more or fewer hashes than it should.
    #[error("a tile has not as many hashes as its tree has there")]
    Tile,
}

impl Refused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Note(_) => "log_note_malformed",
            Self::Checkpoint(_) => "log_checkpoint_malformed",
            Self::Unsigned => "log_unsigned",
            Self::Signature => "log_forged",
            Self::OtherOrigin(_) => "log_other_origin",
            Self::Submission(_) => "log_submission_malformed",
            Self::Proof(_) => "log_proof_malformed",
            Self::NotIncluded(_) => "log_not_included",
            Self::NotConsistent { .. } => "log_not_consistent",
            Self::Bundle => "log_bundle_malformed",
            Self::Leaf => "log_leaf_malformed",
            Self::Tile => "log_tile_malformed",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        let vi = match self {
            Self::Note(_) => "không phải văn bản có chữ ký".to_owned(),
            Self::Checkpoint(_) => "không phải điểm chốt của nhật ký".to_owned(),
            Self::Unsigned => "không có khóa nào của nhật ký đã ký".to_owned(),
            Self::Signature => "chữ ký số không đúng".to_owned(),
            Self::OtherOrigin(origin) => format!("thuộc nhật ký khác: {origin}"),
            Self::Submission(_) => "không phải yêu cầu gửi cho nhân chứng".to_owned(),
            Self::Proof(_) => "không phải bằng chứng".to_owned(),
            Self::NotIncluded(index) => {
                format!("bằng chứng không cho thấy mục {index} có trong nhật ký")
            }
            Self::NotConsistent { old, size } => {
                format!("nhật ký {size} mục không nối tiếp nhật ký {old} mục đã công bố")
            }
            Self::Bundle | Self::Leaf => "có mục không đúng dạng".to_owned(),
            Self::Tile => "có ô không đủ hoặc thừa giá trị băm".to_owned(),
        };
        Text::of(
            format!(
                "Dữ liệu của nhật ký bị từ chối: {vi}. Hãy giữ lại làm bằng chứng, tải lại rồi so sánh; nếu vẫn vậy, hãy báo văn phòng điều phối chương trình."
            ),
            format!(
                "Data of the log is refused: {self}. Keep it as evidence, fetch it again and compare; if it stays so, tell the programme."
            ),
        )
    }
}
