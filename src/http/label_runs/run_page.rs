//! `/my/label-runs/{id}`: one run, how far its files are, and what can be downloaded.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::choices::Choices;
use super::list_page::{grouped, serials, to_mend};
use super::texts::Texts;
use super::{asked, identity};
use crate::http::desk::{Shell, Signed, page};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::front::Front;
use crate::office::{LabelRunView, Refusal, RunState};
use crate::scheme::check::instant;

/// How often a page of a run in work is asked for again.
const RENEWAL: HeaderValue = HeaderValue::from_static("5");

#[derive(Template)]
#[template(path = "runs/run.html")]
struct Page<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    run: &'a LabelRunView,
    facts: Vec<(&'static str, String)>,
    state: &'static str,
    making: bool,
    finished: bool,
    problem: Option<String>,
    typed: &'a Typed,
    refusals: &'a [Refusal],
    choices: Choices,
}

/// A run of labels
#[utoipa::path(
    get,
    path = "/my/label-runs/{id}",
    tag = "pages",
    params(("id" = String, Path, description = "The run's identity", example = "1")),
    responses(
        (status = 200, description = "A page; while files are being made it renews itself", body = String, content_type = "text/html"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
    ),
)]
pub async fn one(State(front): State<Front>, signed: Signed, Path(id): Path<String>) -> Response {
    shown(&front, &signed, &id, StatusCode::OK, None, &[]).await
}

/// Orders files of a run by a form
#[utoipa::path(
    post,
    path = "/my/label-runs/{id}/files",
    tag = "pages",
    params(("id" = String, Path, description = "The run's identity", example = "1")),
    responses(
        (status = 303, description = "Ordered: to the run's page"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
        (status = 409, description = "The page again: the certificate is not in force", body = String, content_type = "text/html"),
        (status = 422, description = "The page again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn order(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let ordered = async {
        let access = signed.access.clone();
        let run = front.office().label_run(&access, identity(&id)?).await?;
        let look = asked::files(fields)?;
        let wanted = asked::wanted(&front, &access, (run.number, run.kind), look).await?;
        let ordering =
            front.act(async move |office| office.order_label_files(&access, run.id, &wanted).await);
        Ok::<_, Error>(ordering.await?)
    };
    match ordered.await {
        Ok(run) => Redirect::to(&format!("/my/label-runs/{}", run.id)).into_response(),
        Err(error) => match to_mend(error) {
            Ok((status, refusals)) => {
                shown(&front, &signed, &id, status, Some(&typed), &refusals).await
            }
            Err(error) => signed.refuse(&front, error),
        },
    }
}

async fn shown(
    front: &Front,
    signed: &Signed,
    id: &str,
    status: StatusCode,
    typed: Option<&Typed>,
    refusals: &[Refusal],
) -> Response {
    let found = async {
        let id = identity(id)?;
        Ok::<_, Error>(front.office().label_run(&signed.access, id).await?)
    };
    let run = match found.await {
        Ok(run) => run,
        Err(error) => return signed.refuse(front, error),
    };
    let language = signed.language();
    let words = Texts::of(language);
    let mut facts = vec![
        (words.product, run.product.clone()),
        (words.number, run.number.to_string()),
        (words.count, grouped(run.count, language)),
        (words.serials, serials(&run, language)),
        (words.kind, run.kind.words().get(language).to_owned()),
    ];
    facts.extend(run.lot.clone().map(|lot| (words.lot, lot)));
    facts.extend(run.printer.clone().map(|printer| (words.printer, printer)));
    facts.push((words.made_at, instant(run.made_at)));
    let ordered = run.files.as_ref().map_or_else(Typed::default, |files| {
        Typed::of([
            ("format", files.format.clone()),
            ("design", files.design.clone()),
            ("wording", files.wording.clone()),
            ("sheet", files.sheet.clone().unwrap_or_default()),
            ("dpi", files.dpi.to_string()),
        ])
    });
    let problem = run.problem.as_ref();
    let making = run.state == RunState::Making;
    let page_of = Page {
        shell: Shell::new(front, signed),
        words,
        facts,
        state: words.of_state(run.state),
        making,
        finished: run.state == RunState::Finished,
        problem: problem.map(|problem| problem.message.get(language).to_owned()),
        typed: typed.unwrap_or(&ordered),
        refusals,
        choices: Choices::of(language),
        run: &run,
    };
    let mut response = page(status, signed, &page_of);
    if making && refusals.is_empty() {
        response.headers_mut().insert("refresh", RENEWAL);
    }
    response
}
