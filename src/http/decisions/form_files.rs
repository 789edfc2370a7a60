//! The forms of a decision's page that send a file.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::sent::{identity, of_form, seen};
use super::show_page::{Beside, said, show};
use super::upload;
use crate::http::desk::Signed;
use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::office::{Imported, LARGEST_LIST, LARGEST_SCAN};

/// Imports a list
#[utoipa::path(
    post,
    path = "/desk/decisions/{id}/import",
    tag = "pages",
    params(("id" = String, Path, description = "The decision's identity", example = "12")),
    responses(
        (status = 303, description = "Back to the decision"),
        (status = 409, description = "The page again: somebody else changed it, or it is not where this can be done", body = String, content_type = "text/html"),
        (status = 413, description = "The page again: the file is too large", body = String, content_type = "text/html"),
        (status = 422, description = "The page again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn import(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let mut marked = None;
    let outcome = async {
        let route = request.uri().path().to_owned();
        let sent = upload::read(request, LARGEST_LIST).await?;
        let once = of_form(&route, &sent.once, &sent.file);
        let version = sent.version.ok_or_else(no_version)?;
        let (access, language) = (signed.access.clone(), signed.language());
        let importing = front.act(async move |office| {
            let list = (sent.file.to_vec(), Some(language));
            let seen = seen(id, version);
            office
                .import_lines(&access, once.as_ref(), seen, list)
                .await
        });
        match importing.await? {
            Imported::Done(receipt) => Ok(receipt),
            Imported::Refused {
                refusals,
                marked: again,
            } => {
                marked = again;
                Err(Error::of_refusals(refusals))
            }
        }
    };
    let outcome = outcome.await;
    match outcome {
        Ok(receipt) => {
            let done = if receipt.approval_voided {
                "voided"
            } else {
                "saved"
            };
            Redirect::to(&format!("/desk/decisions/{id}?done={done}")).into_response()
        }
        Err(error) if error.code == "no_such_preparation" => signed.refuse(&front, error),
        Err(error) => {
            let beside = Beside {
                status: error.status(),
                refusals: said(error),
                marked,
                ..Beside::default()
            };
            show(&front, &signed, id, beside).await
        }
    }
}

/// Keeps the scan of the signed decision
#[utoipa::path(
    post,
    path = "/desk/decisions/{id}/scan",
    tag = "pages",
    params(("id" = String, Path, description = "The decision's identity", example = "12")),
    responses(
        (status = 303, description = "Back to the decision"),
        (status = 409, description = "The page again: somebody else changed it, or it is not where this can be done", body = String, content_type = "text/html"),
        (status = 413, description = "The page again: the file is too large", body = String, content_type = "text/html"),
        (status = 422, description = "The page again, with what is to mend", body = String, content_type = "text/html"),
    ),
)]
pub async fn keep_scan(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let id = match identity(&id) {
        Ok(id) => id,
        Err(error) => return signed.refuse(&front, error),
    };
    let outcome = async {
        let route = request.uri().path().to_owned();
        let sent = upload::read(request, LARGEST_SCAN).await?;
        let once = of_form(&route, &sent.once, &sent.file);
        let version = sent.version.ok_or_else(no_version)?;
        let access = signed.access.clone();
        let keeping = front.act(async move |office| {
            let scan = sent.file.to_vec();
            let seen = seen(id, version);
            office.keep_scan(&access, once.as_ref(), seen, scan).await
        });
        Ok::<_, Error>(keeping.await?)
    };
    let outcome = outcome.await;
    match outcome {
        Ok(receipt) => {
            let done = if receipt.approval_voided {
                "voided"
            } else {
                "saved"
            };
            Redirect::to(&format!("/desk/decisions/{id}?done={done}")).into_response()
        }
        Err(error) if error.code == "no_such_preparation" => signed.refuse(&front, error),
        Err(error) => {
            let beside = Beside {
                status: error.status(),
                refusals: said(error),
                ..Beside::default()
            };
            show(&front, &signed, id, beside).await
        }
    }
}

fn no_version() -> Error {
    let mut error = Error::new(&problem::REFUSED).of_field("version").saying(
        "Biểu mẫu thiếu phiên bản. Hãy tải lại trang rồi làm lại.",
        "The form lacks the version. Load the page again, then do it again.",
    );
    error.code = "missing_field";
    error
}
