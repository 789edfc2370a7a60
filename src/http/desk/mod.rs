//! The desk: the pages of those who signed in, which all stand in one shell.
//!
//! ```text
//! guard (session, right) -> Signed (who, language) -> office -> a page in the Shell
//! ```

mod home;
mod shapes;
mod shell;
mod texts;
mod trail;
mod upkeep;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use shell::{Shell, Signed, page};

use super::front::Front;
use super::guard::guarded;

/// The routes of the desk itself.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(guarded(routes!(home::home)))
        .routes(guarded(routes!(home::work_lists)))
        .routes(guarded(routes!(trail::page)))
        .routes(guarded(routes!(trail::lines)))
        .routes(guarded(routes!(upkeep::page)))
        .routes(guarded(routes!(upkeep::findings)))
}
