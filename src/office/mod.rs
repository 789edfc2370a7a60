//! What people do, one act a file.

mod access;
mod api_tokens;
mod audit;
mod backup;
mod cases;
mod certificates;
mod checked_label;
mod codes;
pub mod conformance;
mod contacts;
mod contents;
mod councils;
mod doctor;
mod dossiers;
mod edge;
mod error;
mod expiring;
mod figures;
mod held;
mod init;
mod init_of_root;
mod issue;
mod journal;
mod key_custody;
mod keys;
mod label_runs;
mod labels;
mod leadership;
mod life;
mod log;
pub mod monitor;
mod moving;
mod notices;
mod packs;
mod passkeys;
mod people;
mod photographs;
mod preparations;
mod producers;
mod programme_keys;
mod proofs;
mod provider;
mod refusal;
mod reports;
mod reprints;
mod scans;
mod scoring;
mod sent_form;
mod shopper_reports;
mod signed_trust_list;
mod spreadsheet;
mod status_facts;
mod status_lists;
mod succession;
mod traceability;
mod trail;
mod trust;
mod trust_refused;
mod typed;
mod verify;
mod whole_file;
mod witness;
mod worklists;

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use arc_swap::ArcSwap;

pub use access::{Access, Actor, FRESH, Grant, Reach, Right, Role, Scope};
pub use api_tokens::{ApiToken, NewToken, NotAdmitted, TokenSecret, TokenState};
pub use audit::{Audited, Fault, audit_folder};
pub use backup::{BackedUp, BackupRefused, Restored, Restoring, restore};
pub use cases::{
    CaseCheck, CaseCounts, CaseFileContents, CaseLine, CasePage, CaseQuery, CaseRefused, CaseView,
    CheckedAgain, EntryView, EvidenceView, HandedOut, MadeView, NamedAccount, StruckView, ToldView,
    TypedCase, TypedEvidence, TypedStep,
};
pub use certificates::{
    CertificateHistory, CertificatePage, CertificateQuery, CertificateView, Condition, ListedView,
    ProducerCertificates,
};
pub use checked_label::{CheckedLabel, LabelCheck};
pub use codes::{CodeRefused, CompactDue, CompactWanted, Compacted};
pub use contacts::ContactsSet;
pub use contents::Incoming;
pub use councils::NewCouncil;
pub use doctor::{Finding, Health};
pub use dossiers::{
    DossierFileView, DossierLine, DossierPage, DossierQuery, DossierRefused, DossierView, FileKind,
    LARGEST_FILE, MOST_FILES, ProducerOf, StoredFile, TypedDossier,
};
pub use edge::{Edge, EdgeAnswer, EdgeFigures, EdgePack, EdgeRefused, HeldFigures, Taken};
pub use error::Error;
pub use expiring::{EndingView, Expiring, ExpiringQuery, Within};
pub use figures::{Figures, ListFigures, Queues, TaskFigures};
pub use held::{DecisionFacts, Held};
pub use init::{NewProgramme, initialise};
pub use init_of_root::{NewProgrammeOfRoot, initialise_with_root};
pub use issue::{Issued, IssuedCertificate, LARGEST_LIST, Order};
pub use journal::{
    JournalAddition, JournalCheck, JournalEvidence, JournalFigures, JournalHead, JournalPage,
    JournalPhotograph, JournalQuery, JournalRefused, MOST_ENTRIES, PlaceView, TakenIn,
};
pub use key_custody::{KeyOf, ListedKey};
pub use keys::NewKey;
pub use label_runs::{
    LabelFile, LabelFiles, LabelJob, LabelRunPage, LabelRunQuery, LabelRunRefused, LabelRunView,
    MOST_OF_A_RUN, NewLabelRun, RunCsv, RunState, RunText, RunTexts, WantedFiles,
};
pub use life::{Changed, Lifting, Renewed, RenewedBy, Which, Withdrawal};
pub use log::{LogRefused, Witnesses};
pub use moving::{Moved, move_register};
pub use notices::{Exported, MailPassword, MailRefused, MailRun, NoticeView, Queued};
pub use packs::{DuePack, StandingPack};
pub use passkeys::{PasskeyChallenge, PasskeyRefused, PasskeyView};
pub use people::{
    Entered, Invited, LONGEST_PASSWORD, NewPerson, NoSession, PeoplePage, PeopleQuery,
    PeopleRefused, Person, PersonGrant, PersonView, SHORTEST_PASSWORD, Secret, SignIn, TakingUp,
    TotpSecret, Welcome,
};
pub use photographs::{
    LARGEST_PHOTOGRAPH, LARGEST_SENT, PhotographRefused, PhotographView, StoredPhotograph,
};
pub use preparations::{
    ApprovalView, CouncilKeys, Gathering, Imported, LARGEST_SCAN, LinePage, LineView,
    ListedPreparation, Named, NewLine, NewPreparation, Once, PreparationPage, PreparationQuery,
    PreparationRefused, PreparationView, Problem, Receipt, Released, Seen, line_columns,
    template_csv,
};
pub use producers::{ProducerPage, ProducerQuery, ProducerView, Registered, TypedProducer};
pub use programme_keys::{NewProgrammeKey, ProgrammeKeyHolder, ProgrammeSigner};
pub use provider::{Identity, ProviderEntry, ProviderRefused, ProviderReturn, ToProvider};
pub use refusal::Refusal;
pub use reports::{Counts, ReportLine, Reports};
pub use reprints::ReprintView;
pub use scans::{
    InventedView, ScanFigures, ScanPage, ScanQuery, ScanReasonView, ScanSorting, ScanView,
};
pub use scoring::{
    Certifiable, Concluded, Conclusion, ConclusionText, FEW_SHEETS, Lead, ListedSession, OwnSheet,
    Prospect, ScoreSheetRecord, ScoringRefused, SessionView, SessionsQuery, SessionsWanted,
    SheetText,
};
pub use sent_form::SentForm;
pub use shopper_reports::{
    CONTACT_DAYS_AFTER_END, CONTACT_DAYS_AT_MOST, ContactView, MOST_REPORT_PHOTOGRAPHS,
    PublicReportState, ReportForCase, ShopperReportLine, ShopperReportPage, ShopperReportQuery,
    ShopperReportRefused, ShopperReportView, TypedShopperReport, VerdictNow,
};
pub use signed_trust_list::{check_draft, first_draft, sign_draft};
pub use spreadsheet::{BYTE_ORDER_MARK, harmless};
pub use status_facts::{SignedList, StatusFacts};
pub use status_lists::StatusKeys;
pub use succession::Succession;
pub use traceability::{Product, TraceabilityView};
pub use trail::{ACTS, AuditStream, Stale, TrailFilter, TrailLine};
pub use trust::Published;
pub use trust_refused::TrustRefused;
pub use verify::Examined;
pub use whole_file::write_whole;
pub use witness::{LARGEST_SUBMISSION, Witness, WitnessRefused, make_witness};
pub use worklists::WorkList;

use log::LogMemory;

use crate::clock::Clock;
use crate::config::Config;
pub use crate::register::{JournalRecord, RecordedCertificate};
use crate::register::{Location, Register, Sealed};

/// The register's file in the data folder.
const REGISTER: &str = "register.sqlite";

/// A programme's office: its register, its clock, and the lists it verifies by.
pub struct Office {
    data: PathBuf,
    config: Config,
    clock: Arc<dyn Clock>,
    register: Register,
    held: ArcSwap<Held>,
    /// Held while newer lists take the place of those that are held.
    replacing: std::sync::Mutex<()>,
    log: LogMemory,
    shelf: packs::Shelf,
    passwords: people::Passwords,
    provider: provider::Known,
    scans: scans::Scans,
    tasks: figures::Tasks,
    journals: journal::Counts,
}

impl Office {
    /// Opens the office of a data folder.
    ///
    /// # Errors
    /// [`Error::NotInitialised`] when no programme was set up there.
    pub async fn open(data: PathBuf, config: Config, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let location = location(&data, &config)?;
        if let Location::File(file) = &location
            && !file.exists()
        {
            return Err(Error::NotInitialised(data));
        }
        let register = Register::open(&location).await?;
        let office = Self::over(data, config, clock, register).await?;
        office.look_back().await?;
        Ok(office)
    }

    /// The office over a register, whatever was published of it.
    async fn over(
        data: PathBuf,
        config: Config,
        clock: Arc<dyn Clock>,
        register: Register,
    ) -> Result<Self, Error> {
        let Some(held) = Held::load(&register, clock.now()).await? else {
            return Err(Error::NotInitialised(data));
        };
        Ok(Self {
            scans: scans::Scans::new(&config.scans),
            data,
            config,
            clock,
            register,
            held: ArcSwap::from_pointee(held),
            replacing: std::sync::Mutex::default(),
            log: LogMemory::default(),
            shelf: packs::Shelf::default(),
            passwords: people::Passwords::default(),
            provider: provider::Known::default(),
            tasks: figures::Tasks::default(),
            journals: journal::Counts::default(),
        })
    }

    /// How the office is set up.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Its clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Its register.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The lists that it verifies by, as they are in memory.
    pub fn held(&self) -> Arc<Held> {
        self.held.load_full()
    }

    /// Brings the lists in memory up to date with the register.
    ///
    /// # Errors
    /// When the register does not answer; then the lists stay as they are, with their age.
    pub async fn refresh(&self) -> Result<(), Error> {
        self.refresh_with(&[]).await
    }

    /// The same, without reading back what was just recorded, in the order of the book.
    async fn refresh_with(&self, own: &[(i64, Sealed)]) -> Result<(), Error> {
        let before = self.held();
        let held = before.refreshed(&self.register, self.known_until(), own);
        let held = held.await.inspect_err(|error| self.doubt(error))?;
        let newest = held.checkpoint.clone();
        if !self.replace(held) {
            return Ok(());
        }
        if newest != before.checkpoint {
            self.remember_newest().await;
        }
        Ok(())
    }

    /// Puts lists in the place of those that are held, unless these know more: a slow refresh must
    /// not put back what a quick one has brought. Says whether it did.
    fn replace(&self, held: Held) -> bool {
        let _turn = self
            .replacing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_newer = self.held.load().known_to() <= held.known_to();
        if is_newer {
            self.held.store(Arc::new(held));
        }
        is_newer
    }

    /// Whether verdicts may stand on what is in memory: it was read from the register within the
    /// term of a status list. The register itself may be away meanwhile.
    pub fn is_ready(&self) -> bool {
        self.clock.now() - self.held().register.as_of < crate::scheme::status_list::TERM
    }
}

/// Where the register of a data folder is.
fn location(data: &std::path::Path, config: &Config) -> Result<Location, Error> {
    match &config.database {
        Some(url) => Ok(url.parse()?),
        None => Ok(Location::File(data.join(REGISTER))),
    }
}
