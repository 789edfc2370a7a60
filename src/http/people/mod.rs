//! People: how they sign in, their own account, and who may do what.
//!
//! ```text
//! sign_in | welcome | another way -> Entered -> enter: a session, its cookie, the page wanted
//! a form without a session -> guard -> sign_in with After::kept -> ... -> sent again
//! ```

mod account;
mod after;
mod api;
mod asked;
mod attempts;
mod desk_texts;
mod entering;
mod factor;
mod gate;
mod own_api;
mod pages;
mod shapes;
mod sign_in;
mod texts;
mod welcome;

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
        .routes(routes!(welcome::page, welcome::submit))
        .routes(guarded(routes!(factor::page, factor::submit)))
        .routes(guarded(routes!(own_api::show)))
        .routes(guarded(routes!(own_api::password)))
        .routes(guarded(routes!(own_api::language)))
        .routes(guarded(routes!(own_api::everywhere)))
        .routes(guarded(routes!(own_api::make_token)))
        .routes(guarded(routes!(own_api::revoke_token)))
        .routes(guarded(routes!(account::page)))
        .routes(guarded(routes!(account::password)))
        .routes(guarded(routes!(account::language)))
        .routes(guarded(routes!(account::everywhere)))
        .routes(guarded(routes!(account::make_token)))
        .routes(guarded(routes!(account::revoke_token)))
        .routes(guarded(routes!(pages::list, pages::invite)))
        .routes(guarded(routes!(pages::person)))
        .routes(guarded(routes!(pages::give)))
        .routes(guarded(routes!(pages::take)))
        .routes(guarded(routes!(pages::close)))
        .routes(guarded(routes!(pages::reopen)))
        .routes(guarded(routes!(pages::invite_again)))
        .routes(guarded(routes!(api::list, api::invite)))
        .routes(guarded(routes!(api::person)))
        .routes(guarded(routes!(api::give)))
        .routes(guarded(routes!(api::take)))
        .routes(guarded(routes!(api::close)))
        .routes(guarded(routes!(api::reopen)))
        .routes(guarded(routes!(api::invite_again)))
}
