//! Signing in with a passkey: alone, or after a password.

use axum::extract::{Request, State};
use axum::response::Response;

use super::{answer, page_of, shapes};
use crate::http::fields::Fields;
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::guard;
use crate::http::message_page;
use crate::http::people::{self, After, LARGEST_WITH_KEPT};
use crate::http::visitor::Visitor;

/// Sign in with a passkey
#[utoipa::path(
    post,
    path = "/sign-in/passkey",
    tag = "pages",
    request_body(content = shapes::SignInPasskey, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Signed in; to the page that was wanted"),
        (status = 200, description = "A page: what was typed before, to be sent again", body = String, content_type = "text/html"),
        (status = "4XX", description = "The page to sign in again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn submit(State(front): State<Front>, visitor: Visitor, request: Request) -> Response {
    let headers = request.headers().clone();
    let read = match guard::not_foreign(&front, &headers) {
        Ok(()) => Fields::of_form_within(request, LARGEST_WITH_KEPT).await,
        Err(error) => Err(error),
    };
    let (mut fields, typed) = match read {
        Ok(read) => read,
        Err(error) => return message_page::refuse(error, front.office().config(), &visitor),
    };
    let after = After::of_form(&mut fields, &typed);
    let step = fields.optional("step", &TEXT);
    let ceremony = fields.required("ceremony", &TEXT);
    let answered = fields.required("answer", &TEXT);
    let half = step.clone();
    let signing = async {
        let (ceremony, answered) = fields.finish(ceremony.zip(answered))?;
        let (page, answered) = (page_of(&headers), answer(&answered)?);
        let checking = front.act(async move |office| match half {
            None => {
                office
                    .sign_in_with_passkey(&page, &ceremony, answered)
                    .await
            }
            Some(half) => {
                let ending = office.end_half_with_passkey(&page, &half, &ceremony, answered);
                ending.await
            }
        });
        let entered = checking.await?;
        people::enter(&front, &visitor, &headers, entered, after.clone()).await
    };
    match (signing.await, step) {
        (Ok(response), _) => response,
        (Err(error), Some(step)) if error.code != "sign_in_over" => {
            people::show_code(&front, &visitor, &step, after, Some(&error))
        }
        (Err(error), _) => people::show_sign_in(&front, &visitor, "", after, Some(&error)),
    }
}
