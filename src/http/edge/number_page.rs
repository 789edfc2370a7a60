//! The page of a number at an edge: what the pack's names say, which is no verdict, and where the
//! certificate itself is judged.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use crate::config::Config;
use crate::http::error::Error;
use crate::http::frame::{self, Frame};
use crate::http::problem;
use crate::http::visitor::Visitor;
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "edge/number.html")]
struct Page<'a> {
    frame: Frame<'a>,
    icon: &'static str,
    heading: &'a str,
    detail: &'a str,
    /// Product and producer, as they are registered.
    names: [&'a str; 2],
    pack: &'a str,
    address: String,
    judged_there: &'static str,
}

/// Renders what was looked up.
///
/// # Errors
/// Never with the template as it is: rendering writes to memory.
pub fn page(
    said: &Value,
    number: CertificateNumber,
    main: &str,
    config: &Config,
    visitor: &Visitor,
) -> Result<Response, Error> {
    let language = visitor.language;
    let reason = words(&said["reason"], language);
    let (heading, detail) = reason.split_once(". ").unwrap_or((reason, ""));
    let registered = |field| said["registered"][field].as_str().unwrap_or_default();
    let page = Page {
        frame: Frame::new(config, visitor, None),
        icon: include_str!("../../../assets/icons/question.svg"),
        heading,
        detail,
        names: ["product", "producer"].map(registered),
        pack: words(&said["pack"]["words"], language),
        address: format!("{main}/c/{number}"),
        judged_there: match language {
            Language::Vi => "Kiểm tra giấy chứng nhận này ở trang chính",
            Language::En => "Check this certificate at the main address",
        },
    };
    let html = page.render().map_err(|_| Error::new(&problem::INTERNAL))?;
    Ok(frame::page(StatusCode::OK, language, html))
}

fn words(text: &Value, language: Language) -> &str {
    text[language.tag()].as_str().unwrap_or_default()
}
