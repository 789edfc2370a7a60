//! Keys, lists and the register: how they stand and what to do next, as `ocop doctor` says.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::shapes;
use super::shell::{self, Shell, Signed};
use crate::http::acts::NotLetIn;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::paging;
use crate::office::{Finding, Health, ScanFigures};

#[derive(Template)]
#[template(path = "desk/upkeep.html")]
struct Page<'a> {
    shell: Shell<'a>,
    findings: Vec<Line>,
    scans: ScanFigures,
}

struct Line {
    class: &'static str,
    health: &'static str,
    message: String,
}

/// Keys and lists
#[utoipa::path(
    get,
    path = "/desk/upkeep",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(State(front): State<Front>, signed: Signed) -> Response {
    let mut findings = match front.office().doctor().await {
        Ok(findings) => findings,
        Err(error) => return signed.refuse(&front, error),
    };
    // What needs somebody comes first.
    findings.sort_by_key(|finding| match finding.health {
        Health::Bad => 0,
        Health::Attention => 1,
        Health::Good => 2,
    });
    let shell = Shell::new(&front, &signed);
    let page = Page {
        scans: front.office().scan_figures(),
        findings: findings
            .into_iter()
            .map(|finding| {
                let (class, health) = match finding.health {
                    Health::Good => ("good", shell.words.good),
                    Health::Attention => ("attention", shell.words.attention),
                    Health::Bad => ("bad", shell.words.bad),
                };
                Line {
                    class,
                    health,
                    message: finding.message.get(signed.language()).to_owned(),
                }
            })
            .collect(),
        shell,
    };
    shell::page(StatusCode::OK, &signed, &page)
}

#[derive(Serialize)]
struct Findings {
    findings: Vec<Finding>,
    scans: ScanFigures,
}

/// How keys, lists and the register stand
///
/// And how the counting of label scans goes in the process that answers.
#[utoipa::path(
    get,
    path = "/api/v1/upkeep",
    tag = "service",
    responses(
        (status = 200, description = "What was looked at", body = shapes::Findings),
        NotLetIn,
    ),
)]
pub async fn findings(State(front): State<Front>) -> Result<Response, Error> {
    let findings = front.office().doctor().await?;
    let scans = front.office().scan_figures();
    Ok(paging::private_answer(Findings { findings, scans }, None))
}
