//! The one error at the door: RFC 9457 problem details, in Vietnamese and English.

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::problem::{self, Problem};
use super::watch::current_request;
use crate::office::{self, Refusal};
use crate::scheme::number::NotANumber;
use crate::scheme::words::Text;

/// What may be asked again in some seconds.
const LATER: [&Problem; 3] = [
    &problem::BUSY,
    &problem::NOT_READY,
    &problem::OUTCOME_UNKNOWN,
];

/// Why a request is refused. Never holds what went wrong inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// What kind of refusal it is.
    pub problem: &'static Problem,
    /// The stable name; the problem's own, or a narrower one of the layer that refused.
    pub code: &'static str,
    /// What is wrong with this request, and what to do next.
    pub detail: Text,
    /// The field of the request that is wrong.
    pub field: Option<&'static str>,
    /// Everything that is wrong, where several things can be.
    pub errors: Vec<Refusal>,
    /// After how many seconds it may be tried again.
    pub retry_after: Option<u32>,
}

/// The JSON form.
#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    detail_vi: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Refusal],
}

impl Error {
    /// A problem, in its usual words.
    pub fn new(problem: &'static Problem) -> Self {
        Self {
            problem,
            code: problem.code,
            detail: problem.words.clone(),
            field: None,
            errors: Vec::new(),
            retry_after: LATER.contains(&problem).then_some(5),
        }
    }

    /// What an act is refused for, by its code.
    pub fn of_act(code: &'static str, detail: Text) -> Self {
        Self {
            code,
            detail,
            ..Self::new(problem::of_act(code))
        }
    }

    /// Everything that an act, or the body that asks for it, is refused for. Of one thing the
    /// whole says what it is.
    pub fn of_refusals(errors: Vec<Refusal>) -> Self {
        const NOT_THERE: [&str; 4] = [
            "no_such_number",
            "mistyped_number",
            "not_a_number",
            "no_such_decision",
        ];
        let not_there = errors.iter().all(|error| NOT_THERE.contains(&error.code));
        let error = match errors.as_slice() {
            [one] => Self {
                field: one.column,
                ..Self::of_act(one.code, one.message.clone())
            },
            _ if not_there => Self::new(&problem::NOT_THERE),
            _ => {
                let count = errors.len();
                Self::new(&problem::REFUSED).saying(
                    format!("Không thay đổi gì: có {count} điều cần sửa. Hãy xem từng điều trong errors."),
                    format!("Nothing was changed: {count} things to mend. See each in errors."),
                )
            }
        };
        Self { errors, ..error }
    }

    /// With words of its own.
    #[must_use]
    pub fn saying(
        mut self,
        vi: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.detail = Text {
            vi: vi.into(),
            en: en.into(),
        };
        self
    }

    /// Naming the field that is wrong.
    #[must_use]
    pub fn of_field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<office::Error> for Error {
    fn from(error: office::Error) -> Self {
        if error.is_internal() {
            let request = current_request().map(tracing::field::display);
            tracing::error!(request, code = error.code(), %error, "a request failed inside");
            return Self::new(if error.is_passing() {
                &problem::NOT_READY
            } else {
                &problem::INTERNAL
            });
        }
        match error {
            office::Error::Refused(refusals) => Self::of_refusals(refusals),
            error if error.code() == "outcome_unknown" => {
                tracing::error!(%error, "nobody knows whether a request was carried out");
                Self::new(&problem::OUTCOME_UNKNOWN)
            }
            error => Self::of_act(error.code(), error.words()),
        }
    }
}

impl From<NotANumber> for Error {
    fn from(reason: NotANumber) -> Self {
        Self::new(match reason {
            NotANumber::Form => &problem::NOT_A_NUMBER,
            NotANumber::Check => &problem::MISTYPED_NUMBER,
        })
    }
}

impl From<crate::label::Error> for Error {
    fn from(error: crate::label::Error) -> Self {
        Self {
            problem: problem::of_picture(error.code()),
            code: error.code(),
            detail: Text::of(error.vi(), error.en()),
            field: Some("photo"),
            errors: Vec::new(),
            retry_after: None,
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let body = Body {
            r#type: format!("/problems/{}", self.problem.code),
            title: self.problem.title,
            status: self.problem.status,
            code: self.code,
            detail: &self.detail.en,
            detail_vi: &self.detail.vi,
            field: self.field,
            errors: &self.errors,
        };
        let mut response = (self.status(), Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(challenge) = challenge(self.problem.code) {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// RFC 6750: what a client must show.
fn challenge(code: &str) -> Option<HeaderValue> {
    Some(HeaderValue::from_static(match code {
        "token_missing" => "Bearer realm=\"ocop\"",
        "token_refused" => "Bearer realm=\"ocop\", error=\"invalid_token\"",
        "forbidden" => "Bearer realm=\"ocop\", error=\"insufficient_scope\"",
        _ => return None,
    }))
}
