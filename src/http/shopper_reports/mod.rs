//! Shoppers report what may be a false claim, without an account, and see how far it is by a
//! number; inspectors look at it at their desk or by a program.
//!
//! ```text
//! verdict -> /report (form) -> office -> /reports/{number}
//!                                     -> /desk/shopper-reports, /api/v1/shopper-reports
//! ```

mod acts_api;
mod api;
mod asked;
mod desk_acts;
mod desk_list;
mod desk_one;
mod desk_texts;
mod form_page;
mod sent;
mod shapes;
mod state_page;
mod texts;

pub use form_page::address;
pub use texts::Texts;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::error::Error;
use super::front::Front;
use super::guard::guarded;
use super::problem;

/// The routes.
pub fn router(front: &Front) -> OpenApiRouter<Front> {
    let guarded = |routes| guarded(front, routes);
    OpenApiRouter::new()
        .routes(routes!(form_page::form))
        .routes(routes!(form_page::send))
        .routes(routes!(state_page::find))
        .routes(routes!(state_page::state))
        .routes(routes!(state_page::erase_contact))
        .routes(routes!(api::send))
        .routes(guarded(routes!(api::list)))
        .routes(guarded(routes!(api::one)))
        .routes(guarded(routes!(api::photograph)))
        .routes(guarded(routes!(acts_api::take_up)))
        .routes(guarded(routes!(acts_api::merge)))
        .routes(guarded(routes!(acts_api::dismiss)))
        .routes(guarded(routes!(acts_api::contact)))
        .routes(guarded(routes!(acts_api::erase_contact)))
        .routes(guarded(routes!(desk_list::list)))
        .routes(guarded(routes!(desk_one::one)))
        .routes(guarded(routes!(desk_acts::take_up)))
        .routes(guarded(routes!(desk_acts::merge)))
        .routes(guarded(routes!(desk_acts::dismiss)))
        .routes(guarded(routes!(desk_acts::contact)))
        .routes(guarded(routes!(desk_acts::erase_contact)))
}

/// A number of an address.
fn identity(written: &str) -> Result<i64, Error> {
    let id = written.parse().ok().filter(|id| *id > 0);
    id.ok_or_else(|| Error::new(&problem::NOT_FOUND))
}
