//! Why keys, councils and the trust list stay as they are.

use chrono::NaiveDate;

use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::seal::KeyId;
use crate::scheme::trust::{Change, KeyState, ProgrammePurpose};
use crate::scheme::words::Text;

/// Differences that a message names; there may be more.
const NAMED: usize = 5;

/// Why an act on keys, councils or the trust list was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum TrustRefused {
    /// The root key is not in the data folder.
    #[error("the root key is not in the data folder")]
    RootKeyElsewhere,
    /// The signed list is not what the register would publish.
    #[error("the signed list differs from the register in {} things", .0.len())]
    Differs(Vec<Change>),
    /// The list to begin with names councils.
    #[error("the first list of a programme is empty and has version 1")]
    NotAFirstList,
    /// No key has this id.
    #[error("there is no key {0}")]
    NoSuchKey(KeyId),
    /// Another key has this id.
    #[error("there is a key {0} already")]
    KeyIdTaken(KeyId),
    /// From this state no way leads to the wanted one.
    #[error("the key {kid} is {} already", state.name())]
    KeyState {
        /// Which key.
        kid: KeyId,
        /// Its state.
        state: KeyState,
    },
    /// The programme has no key that may sign this on this day.
    #[error("the programme has no key for {} that may sign on {day}", purpose.words().en)]
    NoProgrammeKey {
        /// What is to be signed.
        purpose: ProgrammePurpose,
        /// The day of signing.
        day: NaiveDate,
    },
    /// What happened did so today or before.
    #[error("{0} is in the future")]
    InTheFuture(NaiveDate),
    /// The council's successor issues now.
    #[error("council {council} was succeeded by {by}")]
    Succeeded {
        /// Which council.
        council: CouncilCode,
        /// Who took its place.
        by: CouncilCode,
    },
    /// The new council's successors lead back to the old one.
    #[error("{by} was itself succeeded by {council}")]
    Cycle {
        /// Which council.
        council: CouncilCode,
        /// Who would take its place.
        by: CouncilCode,
    },
    /// The council issued after its last day.
    #[error("council {council} issued {count} certificates after {last_day}")]
    IssuedLater {
        /// Which council.
        council: CouncilCode,
        /// How many.
        count: i64,
        /// What would be its last day.
        last_day: NaiveDate,
    },
}

impl TrustRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RootKeyElsewhere => "root_key_elsewhere",
            Self::Differs(_) => "trust_list_differs",
            Self::NotAFirstList => "not_a_first_list",
            Self::NoSuchKey(_) => "no_such_key",
            Self::KeyIdTaken(_) => "kid_taken",
            Self::KeyState { .. } => "key_state",
            Self::NoProgrammeKey { .. } => "no_programme_key",
            Self::InTheFuture(_) => "in_the_future",
            Self::Succeeded { .. } => "council_succeeded",
            Self::Cycle { .. } => "succession_cycle",
            Self::IssuedLater { .. } => "issued_later",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::RootKeyElsewhere => Text::new(
                "Khóa gốc không nằm trong thư mục dữ liệu. Hãy chạy `ocop trust draft`, ký bằng `ocop root sign` trên máy giữ khóa gốc, rồi `ocop trust publish TỆP`.",
                "The root key is not in the data folder. Run `ocop trust draft`, sign with `ocop root sign` on the machine that keeps it, then `ocop trust publish FILE`.",
            ),
            Self::Differs(changes) => {
                let some = |of: fn(&Text) -> &str| {
                    let told = changes.iter().take(NAMED).map(|change| of(&change.message));
                    told.collect::<Vec<_>>().join("; ")
                };
                Text::of(
                    format!(
                        "Danh sách đã ký khác sổ đăng ký ở {} điểm: {}. Hãy chạy lại `ocop trust draft` và ký bản mới.",
                        changes.len(),
                        some(|text| &text.vi)
                    ),
                    format!(
                        "The signed list differs from the register in {} things: {}. Run `ocop trust draft` again and sign the new one.",
                        changes.len(),
                        some(|text| &text.en)
                    ),
                )
            }
            Self::NotAFirstList => Text::new(
                "Danh sách đầu tiên của một chương trình phải trống và là phiên bản 1. Hãy tạo bằng `ocop init --root-key … --draft TỆP` rồi ký.",
                "The first list of a programme is empty and has version 1. Make it with `ocop init --root-key … --draft FILE`, then sign it.",
            ),
            Self::NoSuchKey(kid) => Text::of(
                format!("Không có khóa {kid}. Hãy xem `ocop key list`."),
                format!("There is no key {kid}. See `ocop key list`."),
            ),
            Self::KeyIdTaken(kid) => Text::of(
                format!("Đã có khóa mang mã {kid}. Hãy chạy lại lệnh để tạo khóa khác."),
                format!("There is a key {kid} already. Run again to generate another."),
            ),
            Self::KeyState { kid, state } => {
                let (vi, en) = match state {
                    KeyState::Active => ("đang dùng", "active"),
                    KeyState::Retired => ("đã ngừng dùng", "retired"),
                    KeyState::Compromised => ("bị lộ", "compromised"),
                };
                Text::of(
                    format!(
                        "Khóa {kid} đã ở trạng thái \"{vi}\"; không thay đổi gì. Hãy xem `ocop key list`."
                    ),
                    format!(
                        "The key {kid} is {en} already; nothing was changed. See `ocop key list`."
                    ),
                )
            }
            Self::NoProgrammeKey { purpose, day } => {
                let (words, name, day) = (purpose.words(), purpose.name(), date(*day));
                Text::of(
                    format!(
                        "Chương trình không có ở đây khóa đã công bố để ký {} ngày {day}. Hãy chạy `ocop key generate --purpose {name}` rồi `ocop trust publish`, hoặc khôi phục tệp khóa.",
                        words.vi
                    ),
                    format!(
                        "The programme has no published key here that may sign {} on {day}. Run `ocop key generate --purpose {name}`, then `ocop trust publish`; or restore the key's file.",
                        words.en
                    ),
                )
            }
            Self::InTheFuture(day) => Text::of(
                format!(
                    "Ngày {} ở tương lai. Hãy ghi hôm nay hoặc một ngày trước đó.",
                    date(*day)
                ),
                format!(
                    "{} is in the future. Give today or a day before.",
                    date(*day)
                ),
            ),
            Self::Succeeded { council, by } => Text::of(
                format!(
                    "Hội đồng {council} đã được {by} kế thừa nên không cấp giấy và không có khóa mới để cấp. Hãy cấp với hội đồng {by}."
                ),
                format!(
                    "Council {council} was succeeded by {by}: it issues nothing and gets no key to issue with. Issue as {by}."
                ),
            ),
            Self::Cycle { council, by } => Text::of(
                format!(
                    "{by} không thể kế thừa {council}, vì chính {council} đã kế thừa {by}. Hãy chọn hội đồng khác."
                ),
                format!(
                    "{by} cannot succeed {council}, which itself took the place of {by}. Choose another council."
                ),
            ),
            Self::IssuedLater {
                council,
                count,
                last_day,
            } => Text::of(
                format!(
                    "Hội đồng {council} đã cấp {count} giấy theo quyết định sau ngày {}; các giấy đó sẽ mất hiệu lực. Hãy chọn --last-day muộn hơn.",
                    date(*last_day)
                ),
                format!(
                    "Council {council} issued {count} certificates by decisions after {}; they would no longer hold. Choose a later --last-day.",
                    date(*last_day)
                ),
            ),
        }
    }
}
