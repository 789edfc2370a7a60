//! The inspector's page: an app that checks codes without a network and keeps a journal.
//!
//! ```text
//! GET /inspector -> page (words and root key in it) -> scripts -> the module: judge and reader
//!     worker.js (service worker): keeps page, scripts and module of one version; answers
//!     /inspector, and /v/ /s/ /c/ where the network does not
//!     /pack -> IndexedDB in pieces -> the judge -> in use      assets/inspector/pack.js
//!     a check -> IndexedDB, a chain of hashes -> /api/v1/journal   chain.js, sync.js
//! ```

mod brought;
mod files;
mod page;
mod said;
mod shell;
mod texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::front::Front;

/// The page and what belongs to it; all public.
pub fn router() -> OpenApiRouter<Front> {
    OpenApiRouter::new()
        .routes(routes!(page::page))
        .routes(routes!(files::file))
        .routes(routes!(shell::worker))
        .routes(routes!(shell::manifest))
}
