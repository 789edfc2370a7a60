//! The script of `<ocop-verify>`, with the module that it goes with in it: whoever pins the
//! script has pinned the judge.

use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde_json::json;

use crate::http::lists::Sendable;
use crate::http::scripts::{self, INSPECTOR_WASM};

/// As it stands in the folder: with places for what is known only here.
const WRITTEN: &str = include_str!("../../../assets/widget/widget.js");

/// The script as it is sent.
pub struct Widget {
    file: Sendable,
    name: String,
    /// What a page pins it by (Subresource Integrity).
    pub integrity: String,
}

/// The one script of this version.
pub static WIDGET: LazyLock<Widget> = LazyLock::new(|| {
    let icons = json!({
        "seal": include_str!("../../../assets/icons/seal.svg"),
        "reserved": include_str!("../../../assets/icons/reserved.svg"),
        "clock": include_str!("../../../assets/icons/clock.svg"),
        "barred": include_str!("../../../assets/icons/barred.svg"),
        "cross": include_str!("../../../assets/icons/cross.svg"),
        "question": include_str!("../../../assets/icons/question.svg"),
        "replaced": include_str!("../../../assets/icons/replaced.svg"),
        "unequal": include_str!("../../../assets/icons/unequal.svg"),
    });
    let text = WRITTEN
        .replace("{{module}}", &INSPECTOR_WASM.address())
        .replace("{{module_hash}}", &INSPECTOR_WASM.integrity())
        .replace("{{icons}}", &icons.to_string());
    Widget {
        name: scripts::named("widget", text.as_bytes(), "js"),
        integrity: scripts::integrity(text.as_bytes()),
        file: Sendable::new(text, scripts::JAVASCRIPT),
    }
});

impl Widget {
    /// Where this very version stands.
    pub fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

/// The script at the address of its version, if that is its name.
pub fn asset(name: &str, asked: &HeaderMap) -> Option<Response> {
    (name == WIDGET.name).then(|| {
        let mut response = WIDGET.file.answer(asked);
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(scripts::FOR_EVER),
        );
        response
    })
}

/// The script that lets any page check codes
///
/// Defines the element `<ocop-verify root="…" code="…">`. The code is judged in the browser, by
/// the signed pack. The newest version; `/widget` says how to pin one.
#[utoipa::path(
    get,
    path = "/widget.js",
    tag = "lists",
    responses(
        (status = 200, description = "The script", body = String, content_type = "text/javascript"),
        (status = 304, description = "`If-None-Match` names this script's tag"),
    ),
)]
pub async fn widget(headers: HeaderMap) -> Response {
    WIDGET.file.answer(&headers)
}
