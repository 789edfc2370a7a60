//! Councils: succession.

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use serde_json::json;

use super::{done, shapes};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{COUNCIL, DATE};
use crate::http::front::Front;
use crate::http::problem;
use crate::office::{self, Access, Reach, Right, Succession};
use crate::scheme::council::CouncilCode;

/// Says who took the place of a council that was abolished or merged
///
/// It issues nothing more; its certificates run on to their own end. Verifiers know it once the
/// trust list is published. Two councils are concerned, so a token of one of them is not enough.
#[utoipa::path(
    post,
    path = "/api/v1/councils/{code}/succeed",
    tag = "acts",
    params(("code" = String, Path, description = "The council that no longer exists", example = "CB")),
    request_body = shapes::Succession,
    responses(
        (status = 200, description = "The council as it is now", body = shapes::SucceededCouncil),
        (status = 404, description = "`no_such_council`: there is none, or it is another than the token's", body = document::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`council_succeeded`, `issued_later`, `succession_cycle`", body = document::Problem, content_type = "application/problem+json"),
        shapes::NotLetIn,
        shapes::NotRead,
    ),
)]
pub async fn succeed(
    State(front): State<Front>,
    Extension(access): Extension<Access>,
    Path(code): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let council = read(&code)?;
    if !access.reaches(Right::Keys, council) {
        return Err(office::Error::NoSuchCouncil(council).into());
    }
    if access.reach(Right::Keys) != Reach::All {
        return Err(Error::new(&problem::FORBIDDEN).saying(
            "Việc kế thừa liên quan đến hai hội đồng, còn mã truy cập này chỉ dành cho một. Hãy dùng mã cho mọi hội đồng.",
            "A succession concerns two councils, and this token is for one. Use a token for all councils.",
        ));
    }
    let mut fields = Fields::read(request).await?;
    let by = fields.required("by", &COUNCIL);
    let last_day = fields.optional("last_day", &DATE);
    let by = fields.finish(by)?;
    let succession = Succession {
        council,
        by,
        last_day,
    };
    let done_by = front.act(async move |office| office.succeed_council(succession).await);
    let council = done_by.await?;
    Ok(done(
        json!({ "code": council.code, "successor": council.successor,
                "mandates": council.mandates }),
    ))
}

fn read(code: &str) -> Result<CouncilCode, Error> {
    code.parse().map_err(|_| {
        let mut error = Error::new(&problem::NOT_THERE).saying(
            "Đây không phải mã hội đồng. Hãy ghi 2 đến 8 chữ cái A-Z và chữ số, ví dụ CB.",
            "This is not a council code. Write 2 to 8 letters A-Z and digits, such as CB.",
        );
        error.code = "no_such_council";
        error
    })
}
