//! People: how they sign in, their own account, and who may do what.
//!
//! ```text
//! sign_in | welcome | another way -> Entered -> enter: a session, its cookie, the page wanted
//! a form without a session -> guard -> sign_in with After::kept -> ... -> sent again
//! ```

mod after;
mod attempts;
mod entering;
mod factor;
mod gate;
mod shapes;
mod sign_in;
mod texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use after::{After, LARGEST_WITH_KEPT};
pub use attempts::{Attempt, Attempts};
pub use entering::{enter, lead_on};
pub use factor::interrupted as factor_needed;
pub use gate::refusals;
pub use sign_in::interrupted as not_signed_in;
pub use sign_in::{show as show_sign_in, show_code};

use super::front::Front;
use super::guard::guarded;

/// The routes of signing in, of one's own account, and of people.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(routes!(sign_in::page, sign_in::submit))
        .routes(routes!(sign_in::submit_code))
        .routes(routes!(sign_in::sign_out))
        .routes(guarded(routes!(factor::page, factor::submit)))
}
