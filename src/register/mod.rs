//! The book: sqlx lives here and only here.
//!
//! One SQL text serves SQLite and PostgreSQL; the `on!` macro compiles each body once for each
//! engine. Reads go through [`Register`]; every write is an [`Entry`], a transaction.

mod accounts;
mod api_tokens;
mod approvals;
mod case_councils;
mod case_evidence;
mod case_lists;
mod cases;
mod ceremonies;
mod certifiable;
mod certificates;
mod columns;
mod commitment;
mod compact_tokens;
mod contacts;
mod copy;
mod council_session_lists;
mod council_sessions;
mod councils;
mod custody;
mod decisions;
mod disk;
mod dossier_certificates;
mod dossier_files;
mod dossier_lists;
mod dossier_producers;
mod dossiers;
mod ending;
mod entry;
mod error;
mod events;
mod idempotency;
mod identities;
mod invitations;
mod journal_entries;
mod journals;
mod key_columns;
mod key_uris;
mod label_jobs;
mod label_runs;
mod label_scans;
mod leadership;
mod letting_in;
mod log;
mod new_certificates;
mod notices;
mod open;
mod packs;
mod passkeys;
mod photographs;
mod postgres;
mod preparation_dossiers;
mod preparation_lines;
mod preparation_releases;
mod preparations;
mod producers;
mod programme;
mod programme_keys;
mod queues;
mod recorded;
mod renewals;
mod reprints;
mod rows;
mod scanned_labels;
mod score_sheets;
mod search;
mod serials;
mod sessions;
mod shopper_contacts;
mod shopper_report_cases;
mod shopper_report_lists;
mod shopper_reports;
mod standings;
mod status_changes;
mod status_lists;
mod traceability;
mod trail;
mod transfer;
mod trust_lists;
mod worklists;
mod writer;

use futures_util::future::BoxFuture;
use sqlx::SqlitePool;

pub use accounts::{AccountRecord, GrantRecord, NewAccount};
pub use api_tokens::{ApiTokenRecord, NewApiToken};
pub use approvals::{ApprovalRecord, NewApproval};
pub use case_councils::{CaseFileRecord, CaseMoveRecord, NewCaseMove, ToldRecord};
pub use case_evidence::{EvidenceRecord, NewEvidence};
pub use case_lists::{CaseFilter, CaseTally};
pub use cases::{CaseFacts, CaseProduct, CaseRecord, CaseStep, NewCase};
pub use ceremonies::Ceremony;
pub use certifiable::CertifiableRecord;
pub use certificates::{CertificateRecord, Filter, Sealed};
pub use compact_tokens::{NewCompactToken, RecordedCompactToken};
pub use contacts::Contact;
pub use council_session_lists::{ListedSession, SessionFilter, SessionsWanted};
pub use council_sessions::{Conclusion, CouncilSessionRecord, NewCouncilSession};
pub use councils::{CouncilRecord, KeyRecord, Purpose};
pub use custody::KeyMove;
pub use decisions::{DecisionRecord, NewDecision};
pub use dossier_certificates::CertifiedProduct;
pub use dossier_files::{DossierFileRecord, FilesAdded, NewDossierFile};
pub use dossier_lists::DossierFilter;
pub use dossiers::{DossierFacts, DossierRecord, DossierStep};
pub use ending::{Ending, EndingRecord};
pub use entry::Entry;
pub use error::Error;
pub use idempotency::KeptAnswer;
pub use invitations::InvitationRecord;
pub use journal_entries::{JournalEntryRecord, JournalFilter};
pub use journals::{JournalRecord, NewJournalEntry};
pub use label_runs::{LabelRunRecord, NewLabelRun, RunsOf};
pub use label_scans::LabelScans;
pub use log::CheckpointRecord;
pub use new_certificates::NewCertificate;
pub use notices::{NoticeKey, NoticeRecord, NoticeState};
pub use open::Location;
pub use packs::{PackRecord, PackStatusList, PackedCertificate};
pub use passkeys::PasskeyRecord;
pub use photographs::{Photograph, PhotographRecord};
pub use postgres::Changes;
use postgres::{Lead, Postgres};
pub use preparation_dossiers::{EarlierCertificate, PreparedDossier};
pub use preparation_lines::PreparationLine;
pub use preparations::{PreparationFacts, PreparationFilter, PreparationRecord};
pub use producers::{ProducerFacts, ProducerFilter, ProducerRecord};
pub use programme::Programme;
pub use recorded::{Placed, RecordedCertificate};
pub use renewals::{Renewal, RenewalRecord};
pub use reprints::ReprintPermit;
pub use scanned_labels::{InventedRecord, ScanOrder, ScannedLabelRecord, ScansOf};
pub use score_sheets::{FilledSheet, ScoreSheetRecord};
pub use search::{Asked, Clause, Field, Gathered, ListedCertificate, Shelf, Term};
pub use serials::SerialRun;
pub use sessions::SessionRecord;
pub use shopper_contacts::ContactRecord;
pub use shopper_report_lists::{ReportSubject, ShopperReportFilter};
pub use shopper_reports::{NewShopperReport, ShopperReportRecord, ShopperReportStep};
pub use standings::Standing;
pub use status_changes::{StatusChange, StatusChangeRecord};
pub use status_lists::StatusListRecord;
pub use traceability::{GtinRecord, TraceabilityRecord};
pub use trail::{Deed, TrailFilter, TrailRecord};
pub use transfer::{TransferRefused, Transferred};
pub use trust_lists::TrustListRecord;
use writer::Writer;

/// Runs one body on whichever engine a register or an entry is of.
macro_rules! on {
    ($on:expr, $connection:ident => $body:expr) => {
        match $on {
            $crate::register::Engine::Sqlite($connection) => $body,
            $crate::register::Engine::Postgres($connection) => $body,
        }
    };
}
pub(crate) use on;

/// Something of the one engine or the other.
pub(crate) enum Engine<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// The register of a programme. Cheap to clone; all clones are one register.
#[derive(Clone)]
pub struct Register {
    readers: std::sync::Arc<Engine<SqlitePool, Postgres>>,
    writer: Writer,
    lead: std::sync::Arc<Lead>,
}

impl Register {
    /// Makes an entry: runs the act in a transaction and commits. When this returns `Ok`, what
    /// was written is durable; when the caller goes away, the entry is made all the same.
    ///
    /// On SQLite concurrent entries share a commit. An act that fails leaves no trace.
    ///
    /// # Errors
    /// The act's own, or the engine's; [`Error::Unknown`] when the engine may have committed and
    /// the answer was lost.
    pub async fn enter<T, F>(&self, act: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'e> FnOnce(&'e mut Entry) -> BoxFuture<'e, Result<T, Error>> + Send + 'static,
    {
        self.writer.enter(act).await
    }

    /// Waits until the disk has failed while the register was written. From then on nothing is
    /// written; whoever serves it ends, and begins again.
    pub async fn failed(&self) {
        self.writer.failed().await;
    }

    /// What is wrong with it, once [`Self::failed`] is done.
    pub fn failure(&self) -> Option<Error> {
        self.writer.failure()
    }

    fn lead(&self) -> &Lead {
        &self.lead
    }

    fn readers(&self) -> &Engine<SqlitePool, Postgres> {
        &self.readers
    }
}
