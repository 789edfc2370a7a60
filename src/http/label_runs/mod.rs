//! Runs of labels with serials: for programs, at the producer's door, and the job that makes their
//! files.
//!
//! ```text
//! api, downloads              JSON, CSV and ZIP
//! list_page, run_page         producers, and secretaries for them
//! asked (what was typed) -> look (design, sheet, format) -> office -> job -> look -> files
//! ```

mod api;
mod asked;
mod choices;
mod downloads;
mod job;
mod list_page;
mod look;
mod run_page;
mod shapes;
mod texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use job::make_label_files;
pub use look::{LookNames, RunLook};

use super::error::Error;
use super::front::Front;
use super::guard::guarded;
use crate::office::{self, LabelRunRefused};

/// The routes.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(api::list)))
        .routes(guarded(routes!(api::begin)))
        .routes(guarded(routes!(api::one)))
        .routes(guarded(routes!(downloads::texts)))
        .routes(guarded(routes!(downloads::files)))
        .routes(guarded(routes!(api::order)))
        .routes(guarded(routes!(list_page::list)))
        .routes(guarded(routes!(list_page::begin)))
        .routes(guarded(routes!(run_page::one)))
        .routes(guarded(routes!(run_page::order)))
}

/// The identity of a run in an address. What is no number names none.
fn identity(written: &str) -> Result<i64, Error> {
    let id = written.parse().ok().filter(|id| *id > 0);
    id.ok_or_else(|| office::Error::from(LabelRunRefused::NoSuchRun(0)).into())
}
