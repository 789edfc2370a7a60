//! `GET /api/v1/expiring`: what ends soon, page by page.

use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::document;
use super::error::Error;
use super::front::Front;
use super::paging;
use super::problem;
use super::query;
use crate::office::{ExpiringQuery, Within};

/// Lists what ends soon
///
/// Certificates in force by their last day, from today on; revoked and superseded ones have
/// ended already and are left out. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/expiring",
    tag = "register",
    params(
        ("within" = Option<String>, Query, description = "How many days ahead, 1d to 1100d; 90d if not given", example = "90d"),
        ("council" = Option<String>, Query, description = "Only this council's, by its code", example = "CB"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Certificates of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of what ends", body = document::Expiring),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`after` is not from a page's `next`", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn expiring(
    State(front): State<Front>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let (asked, within) = read(written.as_deref().unwrap_or_default())?;
    let mut page = front.office().expiring(&asked).await?;
    page.next = page.next.map(|after| {
        let mut address = format!("/api/v1/expiring?limit={}&within={within}d", asked.limit);
        if let Some(council) = asked.council {
            query::push(&mut address, "council", council.as_str());
        }
        query::push(&mut address, "after", &after);
        address
    });
    let next = page.next.clone();
    Ok(paging::answer(page, next.as_deref()))
}

fn read(written: &str) -> Result<(ExpiringQuery, u32), Error> {
    let mut asked = ExpiringQuery {
        council: None,
        from: None,
        within: Within::USUAL,
        not_renewed: false,
        after: None,
        limit: paging::USUAL,
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "within" => {
                asked.within = Within::read(&value).ok_or_else(|| {
                    paging::refused(
                        "within",
                        "within phải từ 1d đến 1100d, ví dụ 90d.",
                        "within must be 1d to 1100d, such as 90d.",
                    )
                })?;
            }
            "council" if value.is_empty() => {}
            "council" => asked.council = Some(paging::council(&value)?),
            "after" => asked.after = Some(value),
            "limit" => asked.limit = paging::limit(&value)?,
            _ => {
                return Err(Error::new(&problem::BAD_QUERY).saying(
                    "Chỉ nhận within, council, after và limit.",
                    "Only within, council, after and limit are taken.",
                ));
            }
        }
    }
    let within = asked.within.days();
    Ok((asked, within))
}
