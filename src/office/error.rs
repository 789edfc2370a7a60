//! What an act refuses, in both languages, with the next step to take.

mod machine;
mod setting_up;

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    BackupRefused, CaseRefused, CodeRefused, DossierRefused, JournalRefused, LabelRunRefused,
    LogRefused, MailRefused, PasskeyRefused, PeopleRefused, PhotographRefused, PreparationRefused,
    ProviderRefused, Refusal, ScoringRefused, ShopperReportRefused, Stale, TrustRefused,
};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::number::{self, CertificateNumber};
use crate::scheme::seal::KeyId;
use crate::scheme::words::Text;
use crate::{config, label, register, scheme, signer};

/// Why an act was not done. Nothing was changed, unless it is said that nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The register does not answer as it should.
    #[error(transparent)]
    Register(#[from] register::Error),
    /// A key cannot be used.
    #[error(transparent)]
    Signer(#[from] signer::Error),
    /// A label cannot be made.
    #[error(transparent)]
    Label(#[from] label::Error),
    /// A trust list is refused.
    #[error(transparent)]
    Trust(#[from] scheme::trust::Refused),
    /// Keys, councils or the trust list stay as they are.
    #[error(transparent)]
    TrustRefused(#[from] TrustRefused),
    /// People and roles stay as they are.
    #[error(transparent)]
    People(#[from] PeopleRefused),
    /// A prepared decision stays as it is.
    #[error(transparent)]
    Preparation(#[from] PreparationRefused),
    /// A dossier, a producer or a file stays as it is.
    #[error(transparent)]
    Dossier(#[from] DossierRefused),
    /// A case stays as it is.
    #[error(transparent)]
    Case(#[from] CaseRefused),
    /// A journal stays as it is.
    #[error(transparent)]
    Journal(#[from] JournalRefused),
    /// A photograph is not shown.
    #[error(transparent)]
    Photograph(#[from] PhotographRefused),
    /// A shopper's report is not taken, shown or moved.
    #[error(transparent)]
    ShopperReport(#[from] ShopperReportRefused),
    /// A run of labels is not begun, or its files are not there.
    #[error(transparent)]
    LabelRun(#[from] LabelRunRefused),
    /// Sessions and sheets stay as they are.
    #[error(transparent)]
    Scoring(#[from] ScoringRefused),
    /// A code is not given.
    #[error(transparent)]
    Code(#[from] CodeRefused),
    /// A passkey is not added, or lets nobody in.
    #[error(transparent)]
    Passkey(#[from] PasskeyRefused),
    /// Who comes from the identity provider is not let in.
    #[error(transparent)]
    Provider(#[from] ProviderRefused),
    /// Somebody else changed it meanwhile.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// Mails cannot be sent.
    #[error(transparent)]
    Mail(#[from] MailRefused),
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] config::Error),
    /// A file or folder cannot be used.
    #[error("{path} cannot be used: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No programme was set up in the data folder.
    #[error("there is no programme in {0}")]
    NotInitialised(PathBuf),
    /// A programme was set up in the data folder before.
    #[error("there is a programme in {0} already")]
    AlreadyInitialised(PathBuf),
    /// No host name is configured.
    #[error("no host name is configured")]
    NoHost,
    /// No council has this code.
    #[error("there is no council {0}")]
    NoSuchCouncil(CouncilCode),
    /// A council has this code already.
    #[error("there is a council {0} already")]
    CouncilExists(CouncilCode),
    /// What was handed in is wrong, in all these ways.
    #[error("refused, for {} reasons", .0.len())]
    Refused(Vec<Refusal>),
    /// No certificate has this number.
    #[error("there is no certificate {0}")]
    NoSuchNumber(CertificateNumber),
    /// A certificate number with a mistake in it.
    #[error("the certificate number is mistyped")]
    MistypedNumber,
    /// The place in the public register is none that was given out.
    #[error("the page asked for is not one of the register")]
    Cursor,
    /// The council has no key that may seal on this day.
    #[error("council {council} has no key that may seal on {day}")]
    NoKey {
        /// Which council.
        council: CouncilCode,
        /// The day of sealing.
        day: NaiveDate,
    },
    /// A key file or token holds another key than the register names.
    #[error("the key file or token holds another key than {0}")]
    OtherKey(KeyId),
    /// What was sealed does not verify: nothing was recorded.
    #[error("a seal does not verify: {0}")]
    BadSeal(&'static str),
    /// Another run issues the same decision at the same time.
    #[error("another run is issuing this decision")]
    Contended,
    /// Others change the status of the same certificates at the same time.
    #[error("others are changing the same certificates")]
    StatusContended,
    /// A status list is refused.
    #[error(transparent)]
    StatusList(#[from] scheme::status_list::Refused),
    /// The register's file stays as it is.
    #[error(transparent)]
    Backup(#[from] BackupRefused),
    /// The log stands in the way.
    #[error(transparent)]
    Log(#[from] LogRefused),
    /// Something of the log is not what it should be.
    #[error(transparent)]
    LogData(#[from] scheme::log::Refused),
    /// A pack is refused.
    #[error(transparent)]
    Pack(#[from] scheme::pack::Refused),
    /// The clock is behind the list that was signed last.
    #[error("the clock says {now}, before the last signed list of {signed}")]
    ClockBehind {
        /// What the clock says.
        now: DateTime<Utc>,
        /// When the last list was signed.
        signed: DateTime<Utc>,
    },
    /// The clock is far ahead of everything in the register.
    #[error("the clock says {now}, long after the last event at {known}")]
    ClockAhead {
        /// What the clock says.
        now: DateTime<Utc>,
        /// When the last event happened.
        known: DateTime<Utc>,
    },
    /// The clock was set while the program ran.
    #[error("the clock jumped by {} seconds", .0.num_seconds())]
    ClockStepped(TimeDelta),
    /// A task of the program ended early.
    #[error("the program is being stopped")]
    Stopped,
}

impl Error {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Register(register::Error::NotSearchable { .. }) => "not_ready",
            Self::Register(register::Error::Unknown(_)) => "outcome_unknown",
            Self::Register(register::Error::NotLeader) => "not_leader",
            Self::Register(register::Error::Full) => "disk_full",
            Self::File { source, .. } if machine::is_full(source) => "disk_full",
            Self::Register(register::Error::Failing(_)) => "disk_failing",
            Self::Register(register::Error::Transfer(refused)) => refused.code(),
            Self::Register(_) => "register_unavailable",
            Self::Signer(error) => error.code(),
            Self::Label(error) => error.code(),
            Self::Trust(refused) => refused.code(),
            Self::TrustRefused(refused) => refused.code(),
            Self::People(refused) => refused.code(),
            Self::Preparation(refused) => refused.code(),
            Self::Dossier(refused) => refused.code(),
            Self::Case(refused) => refused.code(),
            Self::Journal(refused) => refused.code(),
            Self::Photograph(refused) => refused.code(),
            Self::ShopperReport(refused) => refused.code(),
            Self::LabelRun(refused) => refused.code(),
            Self::Scoring(refused) => refused.code(),
            Self::Code(refused) => refused.code(),
            Self::Passkey(refused) => refused.code(),
            Self::Provider(refused) => refused.code(),
            Self::Stale(_) => "stale",
            Self::Mail(refused) => refused.code(),
            Self::Config(_) => "configuration",
            Self::File { .. } => "file_unusable",
            Self::NotInitialised(_) => "not_initialised",
            Self::AlreadyInitialised(_) => "already_initialised",
            Self::NoHost => "no_host",
            Self::NoSuchCouncil(_) => "no_such_council",
            Self::CouncilExists(_) => "council_exists",
            Self::Refused(_) => "refused",
            Self::NoSuchNumber(_) => "no_such_number",
            Self::MistypedNumber => "mistyped_number",
            Self::Cursor => "no_such_page",
            Self::NoKey { .. } => "no_key",
            Self::OtherKey(_) => "other_key",
            Self::BadSeal(_) => "bad_seal",
            Self::Contended => "contended",
            Self::StatusContended => "status_contended",
            Self::StatusList(refused) => refused.code(),
            Self::Backup(refused) => refused.code(),
            Self::Log(refused) => refused.code(),
            Self::LogData(refused) => refused.code(),
            Self::Pack(refused) => refused.code(),
            Self::ClockBehind { .. } => "clock_behind",
            Self::ClockAhead { .. } => "clock_ahead",
            Self::ClockStepped(_) => "clock_stepped",
            Self::Stopped => "stopped",
        }
    }

    /// Whether the cause is ours, and only the log may hold its details.
    pub fn is_internal(&self) -> bool {
        if let Self::Register(
            register::Error::NotSearchable { .. }
            | register::Error::Unknown(_)
            | register::Error::Full
            | register::Error::Failing(_),
        ) = self
        {
            return false;
        }
        matches!(
            self,
            Self::Register(_)
                | Self::Trust(_)
                | Self::StatusList(_)
                | Self::LogData(_)
                | Self::Pack(_)
                | Self::BadSeal(_)
                | Self::Stopped
        )
    }

    /// Whether the register is away for a while, and nothing was done.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Register(error) if error.is_away())
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::Register(register::Error::Location(_)) => Text::of(
                "Không hiểu nơi đặt sổ đăng ký: hãy ghi tên tệp hoặc URL bắt đầu bằng postgres://."
                    .into(),
                self.to_string(),
            ),
            Self::Register(register::Error::Transfer(refused)) => refused.words(),
            Self::Register(register::Error::NotSearchable { next, until }) => Text::of(
                format!(
                    "Sổ đăng ký đang được lập mục lục để tìm kiếm ({next}/{until}). Hãy thử lại sau vài phút."
                ),
                format!(
                    "The register is being indexed for searching ({next} of {until}). Try again in some minutes."
                ),
            ),
            Self::Register(register::Error::Unknown(_)) => setting_up::outcome_unknown(),
            Self::Register(register::Error::Full) => machine::FULL,
            Self::File { source, .. } if machine::is_full(source) => machine::FULL,
            Self::Register(register::Error::Failing(_)) => machine::FAILING,
            Self::Register(_) => Text::new(
                "Sổ đăng ký không trả lời. Hãy chạy `ocop doctor` rồi thử lại.",
                "The register does not answer. Run `ocop doctor`, then try again.",
            ),
            Self::Signer(error) => Text::of(error.vi(), error.en()),
            Self::Label(error) => Text::of(error.vi(), error.en()),
            Self::Trust(refused) => refused.words(),
            Self::TrustRefused(refused) => refused.words(),
            Self::People(refused) => refused.words(),
            Self::Preparation(refused) => refused.words(),
            Self::Dossier(refused) => refused.words(),
            Self::Case(refused) => refused.words(),
            Self::Journal(refused) => refused.words(),
            Self::Photograph(refused) => refused.words(),
            Self::ShopperReport(refused) => refused.words(),
            Self::LabelRun(refused) => refused.words(),
            Self::Scoring(refused) => refused.words(),
            Self::Code(refused) => refused.words(),
            Self::Passkey(refused) => refused.words(),
            Self::Provider(refused) => refused.words(),
            Self::Stale(stale) => stale.words(),
            Self::Mail(refused) => refused.words(),
            Self::Config(error) => setting_up::config(error),
            Self::File { path, source } => setting_up::file(path, source),
            Self::NotInitialised(data) => setting_up::not_initialised(data),
            Self::AlreadyInitialised(data) => setting_up::already_initialised(data),
            Self::NoHost => setting_up::no_host(),
            Self::NoSuchCouncil(code) => Text::of(
                format!("Không có hội đồng {code}. Hãy thêm bằng `ocop council add {code}`."),
                format!("There is no council {code}. Add it with `ocop council add {code}`."),
            ),
            Self::CouncilExists(code) => Text::of(
                format!("Hội đồng {code} đã có; không thay đổi gì. Hãy chọn mã khác."),
                format!(
                    "Council {code} is there already; nothing was changed. Choose another code."
                ),
            ),
            Self::Refused(refusals) => Text::of(
                format!("Không thay đổi gì: có {} điều cần sửa.", refusals.len()),
                format!("Nothing was changed: {} to mend.", refusals.len()),
            ),
            Self::NoSuchNumber(number) => Text::of(
                format!(
                    "Sổ đăng ký không có giấy chứng nhận số {number}. Hãy kiểm tra lại số in trên nhãn."
                ),
                format!("The register has no certificate {number}. Check the number on the label."),
            ),
            Self::MistypedNumber => number::MISTYPED,
            Self::Cursor => Text::new(
                "Không có trang này trong sổ đăng ký. Hãy bắt đầu lại từ trang đầu, không có `after`.",
                "The register has no such page. Begin again at the first, without `after`.",
            ),
            Self::NoKey { council, day } => Text::of(
                format!(
                    "Hội đồng {council} không có khóa được phép ký ngày {}. Hãy chạy `ocop key generate --council {council}` rồi `ocop trust publish`.",
                    date(*day)
                ),
                format!(
                    "Council {council} has no published key that may seal on {}. Run `ocop key generate --council {council}`, then `ocop trust publish`.",
                    date(*day)
                ),
            ),
            Self::OtherKey(kid) => Text::of(
                format!(
                    "Tệp khóa hoặc thiết bị khóa không chứa khóa {kid}. Hãy khôi phục đúng tệp từ bản sao lưu, hoặc cắm đúng thiết bị."
                ),
                format!(
                    "The key file or token does not hold the key {kid}. Restore the right file from its backup, or plug in the right token."
                ),
            ),
            Self::BadSeal(reason) => Text::of(
                format!(
                    "Chữ ký vừa tạo không kiểm tra được ({reason}); không ghi gì thêm. Hãy chạy `ocop doctor`."
                ),
                format!(
                    "What was just sealed does not verify ({reason}); nothing more was recorded. Run `ocop doctor`."
                ),
            ),
            Self::Contended => Text::new(
                "Có người khác đang cấp quyết định này. Hãy đợi rồi chạy lại: không giấy nào bị cấp hai lần.",
                "Somebody else is issuing this decision. Wait, then run again: nothing is issued twice.",
            ),
            Self::StatusContended => Text::new(
                "Có người khác đang đổi tình trạng của chính các giấy này; chưa đổi gì. Hãy xem lại tình trạng rồi chạy lại.",
                "Somebody else is changing the status of the same certificates; nothing was changed. Look at their status, then run again.",
            ),
            Self::StatusList(refused) => refused.words(),
            Self::Backup(refused) => refused.words(),
            Self::Log(refused) => refused.words(),
            Self::LogData(refused) => refused.words(),
            Self::Pack(refused) => refused.words(),
            Self::ClockBehind { now, signed } => machine::clock_behind(*now, *signed),
            Self::ClockAhead { now, known } => machine::clock_ahead(*now, *known),
            Self::ClockStepped(step) => machine::clock_stepped(*step),
            Self::Stopped => Text::new(
                "Phần mềm đang dừng. Hãy chạy lại: không giấy nào bị cấp hai lần.",
                "The program is being stopped. Run again: nothing is issued twice.",
            ),
        }
    }

    /// Wraps what a file said.
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |source| Self::File { path, source }
    }
}
