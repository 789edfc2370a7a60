//! The audit trail, as a page and for programs.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::shapes;
use super::shell::{self, Shell, Signed};
use crate::http::acts::NotLetIn;
use crate::http::document;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::{TrailFilter, TrailLine};
use crate::scheme::check::instant;

/// What was asked for, and how the next page is asked for.
struct Asked {
    filter: TrailFilter,
    limit: u32,
}

impl Asked {
    fn read(written: &str) -> Result<Self, Error> {
        let mut asked = Self {
            filter: TrailFilter::default(),
            limit: paging::USUAL,
        };
        for (name, value) in query::pairs(written) {
            match name.as_str() {
                "lang" => {}
                "subject" | "actor" | "after" if value.is_empty() => {}
                "subject" => asked.filter.subject = Some(value),
                "actor" => asked.filter.actor = Some(value),
                "after" => {
                    let place = value.parse().map_err(|_| {
                        paging::refused(
                            "after",
                            "Không có trang này. Hãy bắt đầu lại từ trang đầu.",
                            "There is no such page. Begin again at the first.",
                        )
                    })?;
                    asked.filter.before = Some(place);
                }
                "limit" => asked.limit = paging::limit(&value)?,
                _ => {
                    return Err(Error::new(&problem::BAD_QUERY).saying(
                        "Chỉ nhận subject, actor, after và limit.",
                        "Only subject, actor, after and limit are taken.",
                    ));
                }
            }
        }
        // One more than is shown tells whether another page follows.
        asked.filter.limit = i64::from(asked.limit) + 1;
        Ok(asked)
    }

    /// Cuts the page off what was found, and says where the next begins.
    fn cut(&self, lines: &mut Vec<TrailLine>, path: &str) -> Option<String> {
        let limit = self.limit as usize;
        let more = lines.len() > limit;
        lines.truncate(limit);
        let last = lines.last().filter(|_| more)?;
        let mut address = format!("{path}?limit={limit}");
        for (name, value) in [
            ("subject", &self.filter.subject),
            ("actor", &self.filter.actor),
        ] {
            if let Some(value) = value {
                query::push(&mut address, name, value);
            }
        }
        query::push(&mut address, "after", &last.position.to_string());
        Some(address)
    }
}

#[derive(Template)]
#[template(path = "desk/trail.html")]
struct Page<'a> {
    shell: Shell<'a>,
    lines: Vec<Line>,
    subject: &'a str,
    actor: &'a str,
    next: Option<String>,
}

struct Line {
    at: String,
    who: String,
    what: String,
    about: String,
    body: String,
}

/// The audit trail
#[utoipa::path(
    get,
    path = "/desk/trail",
    tag = "pages",
    params(
        ("subject" = Option<String>, Query, description = "Only what was done to this", example = "dossier 12"),
        ("actor" = Option<String>, Query, description = "Only what this one did", example = "account 7"),
        ("after" = Option<String>, Query, description = "Where the page before ended"),
    ),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let asked = match Asked::read(written.as_deref().unwrap_or_default()) {
        Ok(asked) => asked,
        Err(error) => return signed.refuse(&front, error),
    };
    let mut lines = match front.office().trail(&asked.filter).await {
        Ok(lines) => lines,
        Err(error) => return signed.refuse(&front, error),
    };
    let next = asked.cut(&mut lines, "/desk/trail");
    let shell = Shell::new(&front, &signed);
    let page = Page {
        lines: lines
            .into_iter()
            .map(|line| Line {
                at: instant(line.happened_at),
                who: match (line.name, line.actor.as_str()) {
                    (Some(name), _) => name,
                    (None, "program") => shell.words.program.to_owned(),
                    (None, actor) => actor.to_owned(),
                },
                what: line.words.get(signed.language()).to_owned(),
                about: line.subject,
                body: line.body.to_string(),
            })
            .collect(),
        shell,
        subject: asked.filter.subject.as_deref().unwrap_or_default(),
        actor: asked.filter.actor.as_deref().unwrap_or_default(),
        next,
    };
    shell::page(StatusCode::OK, &signed, &page)
}

#[derive(Serialize)]
struct Lines {
    lines: Vec<TrailLine>,
    next: Option<String>,
}

/// Lists the audit trail
///
/// Who did what, the newest first. Follow `next` until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/trail",
    tag = "people",
    params(
        ("subject" = Option<String>, Query, description = "Only what was done to this", example = "dossier 12"),
        ("actor" = Option<String>, Query, description = "Only what this one did", example = "account 7"),
        ("after" = Option<String>, Query, description = "Where the page before ended, from its `next`"),
        ("limit" = Option<u32>, Query, description = "Lines of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page of the trail", body = shapes::TrailPage),
        (status = 400, description = "`bad_query`: a parameter that cannot be read or is not known", body = document::Problem, content_type = "application/problem+json"),
        NotLetIn,
    ),
)]
pub async fn lines(
    State(front): State<Front>,
    RawQuery(written): RawQuery,
) -> Result<Response, Error> {
    let asked = Asked::read(written.as_deref().unwrap_or_default())?;
    let mut lines = front.office().trail(&asked.filter).await?;
    let next = asked.cut(&mut lines, "/api/v1/trail");
    let page = Lines {
        lines,
        next: next.clone(),
    };
    Ok(paging::private_answer(page, next.as_deref()))
}
