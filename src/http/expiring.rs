//! `GET /api/v1/expiring`: what ends soon, page by page.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::document;
use super::error::Error;
use super::front::Front;
use super::problem;
use super::query;
use crate::office::{ExpiringQuery, Within};

/// Certificates of a page when nothing is asked.
const USUAL: u32 = 100;
/// Certificates of the largest page.
const MOST: u32 = 500;

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
    let link = page
        .next
        .as_ref()
        .and_then(|next| HeaderValue::try_from(format!("<{next}>; rel=\"next\"")).ok());
    let mut response = Json(page).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=60"),
    );
    if let Some(link) = link {
        headers.insert(header::LINK, link);
    }
    Ok(response)
}

fn read(written: &str) -> Result<(ExpiringQuery, u32), Error> {
    let mut asked = ExpiringQuery {
        council: None,
        from: None,
        within: Within::USUAL,
        not_renewed: false,
        after: None,
        limit: USUAL,
    };
    let refuse = |field, vi: &'static str, en: &'static str| {
        Error::new(&problem::BAD_QUERY)
            .of_field(field)
            .saying(vi, en)
    };
    for (name, value) in query::pairs(written) {
        match name.as_str() {
            "within" => {
                asked.within = Within::read(&value).ok_or_else(|| {
                    refuse(
                        "within",
                        "within phải từ 1d đến 1100d, ví dụ 90d.",
                        "within must be 1d to 1100d, such as 90d.",
                    )
                })?;
            }
            "council" => {
                let code = value.to_ascii_uppercase().parse().map_err(|_| {
                    refuse(
                        "council",
                        "Mã hội đồng không hợp lệ, ví dụ đúng: CB.",
                        "This is not a council's code, such as CB.",
                    )
                })?;
                asked.council = Some(code);
            }
            "after" => asked.after = Some(value),
            "limit" => {
                let limit = value
                    .parse()
                    .ok()
                    .filter(|limit| (1..=MOST).contains(limit));
                asked.limit = limit.ok_or_else(|| {
                    refuse(
                        "limit",
                        "limit phải từ 1 đến 500.",
                        "limit must be 1 to 500.",
                    )
                })?;
            }
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
