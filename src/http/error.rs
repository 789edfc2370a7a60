//! The one error at the door: RFC 9457 problem details, in Vietnamese and English.

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::problem::{self, Problem};
use crate::office;
use crate::scheme::words::Text;

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
}

impl Error {
    /// A problem, in its usual words.
    pub fn new(problem: &'static Problem) -> Self {
        Self {
            problem,
            code: problem.code,
            detail: problem.words.clone(),
            field: None,
        }
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
            tracing::error!(code = error.code(), %error, "a request failed inside");
            return Self::new(&problem::INTERNAL);
        }
        Self {
            problem: problem::named(error.code()).unwrap_or(&problem::REFUSED),
            code: error.code(),
            detail: error.words(),
            field: None,
        }
    }
}

impl From<crate::label::Error> for Error {
    fn from(error: crate::label::Error) -> Self {
        Self {
            problem: problem::of_picture(error.code()),
            code: error.code(),
            detail: Text::of(error.vi(), error.en()),
            field: Some("photo"),
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
        };
        let mut response = (self.status(), Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.problem.status == problem::BUSY.status {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
