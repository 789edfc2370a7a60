//! `/my/certificates`: what a producer holds, as a page and for programs.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::texts::Texts;
use crate::http::acts::NotLetIn;
use crate::http::desk::{Shell, Signed, page as shown};
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::http::register;
use crate::http::texts::remaining;
use crate::office::{Access, CertificatePage, Condition, ListedView, Right};
use crate::scheme::check::date;
use crate::scheme::day;

/// What was asked for.
struct Asked {
    producer: Option<i64>,
    after: Option<String>,
    limit: u32,
}

impl Asked {
    fn read(written: &str) -> Result<Self, Error> {
        let mut asked = Self {
            producer: None,
            after: None,
            limit: paging::USUAL,
        };
        for (name, value) in query::pairs(written) {
            match name.as_str() {
                "lang" => {}
                "producer" => {
                    asked.producer = Some(value.parse().map_err(|_| {
                        paging::refused(
                            "producer",
                            "producer phải là số của chủ thể.",
                            "producer must be the number of a producer.",
                        )
                    })?);
                }
                "after" => asked.after = Some(value),
                "limit" => asked.limit = paging::limit(&value)?,
                _ => {
                    return Err(Error::new(&problem::BAD_QUERY).saying(
                        "Chỉ nhận producer, after và limit.",
                        "Only producer, after and limit are taken.",
                    ));
                }
            }
        }
        Ok(asked)
    }

    /// Whose certificates they are: who was named, or the first for whom somebody acts.
    fn whose(&self, access: &Access) -> Option<i64> {
        self.producer
            .or_else(|| access.producers(Right::Lodge).first().copied())
    }

    fn next(&self, path: &str, producer: i64, after: &str) -> String {
        let mut address = format!("{path}?limit={}", self.limit);
        query::push(&mut address, "producer", &producer.to_string());
        query::push(&mut address, "after", after);
        address
    }
}

#[derive(Template)]
#[template(path = "my/certificates.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    lines: Vec<Line>,
    producers: Vec<i64>,
    next: Option<String>,
}

struct Line {
    number: String,
    product: String,
    stars: u8,
    status: String,
    /// Whether labels are given of it.
    printable: bool,
    through: String,
    remaining: String,
    renew: String,
}

/// A producer's certificates
#[utoipa::path(
    get,
    path = "/my/certificates",
    tag = "pages",
    params(
        ("producer" = Option<i64>, Query, description = "Of this producer, for who acts for several"),
        ("after" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = "4XX", description = "A page that says what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let found = async {
        let asked = Asked::read(written.as_deref().unwrap_or_default())?;
        let Some(producer) = asked.whose(&signed.access) else {
            return Ok((Vec::new(), None));
        };
        let found = of(&front, &signed.access, &asked, producer).await?;
        let next = found
            .next
            .map(|after| asked.next("/my/certificates", producer, &after));
        let today = day::of(front.office().clock().now());
        let mut allowed = Vec::new();
        for listed in &found.certificates {
            let number = listed.certificate.number;
            if listed.status == Condition::InForce
                || listed.status == Condition::Suspended
                    && front.office().may_print(number).await.is_ok()
            {
                allowed.push(number);
            }
        }
        let line = |listed: ListedView| {
            let certificate = listed.certificate;
            let left = (certificate.valid_through - today).num_days();
            Line {
                number: certificate.number.to_string(),
                product: certificate.product,
                stars: certificate.stars.get(),
                status: listed.status.words().get(signed.language()).to_owned(),
                printable: allowed.contains(&certificate.number),
                through: date(certificate.valid_through),
                remaining: remaining(signed.language(), left),
                renew: format!(
                    "/my/dossiers/new?producer={producer}&renews={}",
                    certificate.number
                ),
            }
        };
        let lines = found.certificates.into_iter().map(line).collect();
        Ok::<_, Error>((lines, next))
    };
    match found.await {
        Err(error) => signed.refuse(&front, error),
        Ok((lines, next)) => {
            let page = Page {
                shell: Shell::new(&front, &signed),
                words: Texts::of(signed.language()),
                lines,
                producers: signed.access.producers(Right::Lodge),
                next,
            };
            shown(StatusCode::OK, &signed, &page)
        }
    }
}

async fn of(
    front: &Front,
    access: &Access,
    asked: &Asked,
    producer: i64,
) -> Result<CertificatePage, Error> {
    let (after, limit) = (asked.after.clone(), asked.limit);
    let found = front
        .office()
        .own_certificates(access, producer, after, limit);
    Ok(found.await?)
}

/// Lists the certificates of a producer that one acts for
///
/// The newest first. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/my/certificates",
    tag = "evaluation",
    params(
        ("producer" = Option<i64>, Query, description = "Of this producer, for who acts for several"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Certificates of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of them", body = register::shapes::CertificatePage),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_producer`: none that one acts for", body = document::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`after` is not from a page's `next`", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn certificates(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = Asked::read(written.as_deref().unwrap_or_default())?;
    let mut found = match asked.whose(&access) {
        Some(producer) => {
            let mut found = of(&front, &access, &asked, producer).await?;
            let next = found.next.take();
            found.next = next.map(|after| asked.next("/api/v1/my/certificates", producer, &after));
            found
        }
        None => CertificatePage {
            certificates: Vec::new(),
            next: None,
        },
    };
    let next = found.next.take();
    found.next.clone_from(&next);
    Ok(paging::private_answer(found, next.as_deref()))
}
