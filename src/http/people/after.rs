//! Where somebody is led once they are in: a page, or a form that was sent when they were not, with
//! everything that was typed into it.

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use tokio::time::timeout;

use crate::http::body::{BODY_TIMEOUT, declared_length, media_type, whole};
use crate::http::fields::{Fields, Typed};
use crate::http::forms::TEXT;
use crate::http::query;

/// Bytes of a form that is kept: as many as a form may have.
const LARGEST: usize = 64 * 1024;
/// Bytes of a form that carries one: what is kept stands in it encoded once more.
pub const LARGEST_WITH_KEPT: usize = 4 * LARGEST;
/// Characters of the longest address that is kept.
const LONGEST_ADDRESS: usize = 2_000;

/// Where somebody is led once they are in.
#[derive(Clone, Debug, Default)]
pub struct After {
    /// A page of this service; their desk if `None`.
    pub next: Option<String>,
    /// A form to be sent again.
    pub kept: Option<Kept>,
    /// Whether something that was sent could not be kept.
    pub lost: bool,
}

/// A form that was sent by somebody who was not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where it goes.
    pub to: String,
    /// What was typed, but no passwords and codes.
    pub fields: Vec<(String, String)>,
}

impl Kept {
    /// As it stands in a hidden field.
    pub fn written(&self) -> String {
        // Texts alone: there is nothing that could not be written.
        serde_json::to_string(&self.fields).unwrap_or_default()
    }
}

impl After {
    /// A page, if it is one of this service.
    pub fn page(address: Option<&str>) -> Self {
        Self {
            next: address.filter(|next| is_local(next)).map(str::to_owned),
            ..Self::default()
        }
    }

    /// `next` of a query.
    pub fn of_query(written: Option<&str>) -> Self {
        let mut pairs = query::pairs(written.unwrap_or_default());
        let next = pairs.find_map(|(name, value)| (name == "next").then_some(value));
        Self::page(next.as_deref())
    }

    /// What a request asked for, whose form is kept. The request must come from this service's
    /// own page: what another site sent is nobody's typing.
    pub async fn of_request(asked: &Parts, body: Body) -> Self {
        let to = asked.uri.path_and_query();
        let to = to.map_or("/desk", |to| to.as_str());
        let fields = fields(&asked.headers, body).await;
        let lost = fields.is_none();
        let kept = fields.filter(|_| is_local(to)).map(|fields| Kept {
            to: to.to_owned(),
            fields,
        });
        Self {
            next: None,
            kept,
            lost,
        }
    }

    /// What the hidden fields of a form say.
    pub fn of_form(fields: &mut Fields, typed: &Typed) -> Self {
        for name in ["next", "kept_to", "kept"] {
            // Taken, so that they are no unknown fields.
            fields.optional(name, &TEXT);
        }
        let mut after = Self::page(Some(typed.get("next")));
        let kept = serde_json::from_str(typed.get("kept")).ok();
        let to = typed.get("kept_to");
        after.kept = kept.filter(|_| is_local(to)).map(|fields| Kept {
            to: to.to_owned(),
            fields,
        });
        after
    }
}

/// The fields of a form that was sent; `None` when it was none, or too large.
async fn fields(headers: &HeaderMap, body: Body) -> Option<Vec<(String, String)>> {
    let form = media_type(headers)?.eq_ignore_ascii_case("application/x-www-form-urlencoded");
    if !form {
        return None;
    }
    let read = timeout(BODY_TIMEOUT, whole(declared_length(headers), body, LARGEST));
    let body = read.await.ok()?.ok()?;
    let written = String::from_utf8_lossy(&body);
    let pairs = query::pairs(&written);
    Some(pairs.filter(|(name, _)| !is_secret(name)).collect())
}

/// What is never kept: it is typed again.
fn is_secret(name: &str) -> bool {
    name.contains("password") || matches!(name, "one_time_code" | "repeated" | "totp")
}

/// Whether an address is a path of this service, and so written that no browser takes it for
/// another's.
fn is_local(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && address.len() <= LONGEST_ADDRESS
        && address
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#' | b'"' | b'<'))
}

#[cfg(test)]
mod tests {
    use super::{is_local, is_secret};

    #[test]
    fn only_a_path_of_this_service_is_led_to() {
        for local in ["/", "/desk", "/desk/dossiers/7?lang=vi&q=%C4%91"] {
            assert!(is_local(local), "{local}");
        }
        for other in [
            "",
            "desk",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/desk\r\nSet-Cookie: x",
            "/ desk",
            "/đ",
            " /desk",
            "/\t/evil.example",
        ] {
            assert!(!is_local(other), "{other}");
        }
        assert!(!is_local(&format!("/{}", "a".repeat(2_000))));
    }

    #[test]
    fn passwords_and_codes_are_not_kept() {
        for secret in [
            "password",
            "password_now",
            "repeated",
            "one_time_code",
            "totp",
        ] {
            assert!(is_secret(secret), "{secret}");
        }
        assert!(!is_secret("product_code"));
    }
}
