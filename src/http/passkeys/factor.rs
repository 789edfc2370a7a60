//! A passkey as the fresh second factor, for what signs.

use axum::extract::{Request, State};
use axum::response::Response;

use super::{answer, page_of, shapes};
use crate::http::cookie;
use crate::http::desk::Signed;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::people::{self, After, LARGEST_WITH_KEPT};

/// Confirm with a passkey
#[utoipa::path(
    post,
    path = "/sign-in/factor/passkey",
    tag = "pages",
    request_body(content = shapes::FreshPasskey, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "To the page that was wanted"),
        (status = 200, description = "A page: what was typed before, to be sent again", body = String, content_type = "text/html"),
        (status = "4XX", description = "The form again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn submit(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let config = front.office().config();
    let session = cookie::session(config, request.headers()).map(str::to_owned);
    let page = page_of(request.headers());
    let (mut fields, typed) = match Fields::of_form_within(request, LARGEST_WITH_KEPT).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let after = After::of_form(&mut fields, &typed);
    let ceremony = fields.required("ceremony", &TEXT);
    let answered = fields.required("answer", &TEXT);
    let showing = async {
        let (ceremony, answered) = fields.finish(ceremony.zip(answered))?;
        let answered = answer(&answered)?;
        let access = signed.access.clone();
        let checking = front.act(async move |office| {
            let session = session.unwrap_or_default();
            let freshening =
                office.freshen_with_passkey(&access, &page, &session, &ceremony, answered);
            freshening.await
        });
        Ok::<_, Error>(checking.await?)
    };
    match showing.await {
        Ok(()) => people::lead_on(&front, &signed.visitor, after),
        Err(error) => people::factor_needed(&front, &signed.visitor, after, &error),
    }
}
