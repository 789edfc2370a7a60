//! `GET /api/v1/reports`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use super::shapes;
use crate::http::acts::NotLetIn;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::paging;
use crate::office::Access;

/// Counts certificates
///
/// Of the councils in reach: by province, stars, group and year, and what ends within twelve
/// months.
#[utoipa::path(
    get,
    path = "/api/v1/reports",
    tag = "register",
    responses(
        (status = 200, description = "The counts", body = shapes::Reports),
        NotLetIn,
    ),
)]
pub async fn reports(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
) -> Result<Response, Error> {
    let reports = front.office().reports(&access).await?;
    Ok(paging::private_answer(reports, None))
}
