//! `/01/{gtin}`: a GS1 Digital Link, as the article number under a bar code becomes one. It leads
//! to the certificate's page, or answers with the links that there are (GS1-Conformant resolver
//! 1.2, RFC 9264).

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::document;
use super::error::Error;
use super::front::Front;
use super::message_page::refuse;
use super::problem;
use super::query;
use super::visitor::Visitor;
use crate::office::Product;
use crate::scheme::gtin::Gtin;
use crate::scheme::words::Text;

/// GS1's vocabulary, of which a link's type is.
const VOCABULARY: &str = "https://ref.gs1.org/voc/";
const LINKSET: &str = "application/linkset+json";
/// Makes JSON-LD of a linkset.
const CONTEXT: &str = "<https://ref.gs1.org/standards/resolver/linkset-context>; \
     rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"";
const TITLE: Text = Text::new("Giấy chứng nhận OCOP", "OCOP certificate");
const PORTAL: Text = Text::new("Truy xuất nguồn gốc", "Traceability");

/// What is wanted of an article number.
#[derive(PartialEq, Eq)]
enum Wanted {
    /// All links.
    Linkset,
    /// The certificate's page.
    Certificate,
    /// The product's page on the traceability portal.
    Traceability,
    /// A link of a type that there is none of.
    Other,
}

/// The certificate of an article number (GTIN)
///
/// A GS1 Digital Link. Leads to the page of the certificate in force, or else of the newest one,
/// whose page says what became of it; where several producers have the number, of whoever bore it
/// first. With `Accept: application/linkset+json` or
/// `?linkType=linkset` answers with all links as a linkset.
#[utoipa::path(
    get,
    path = "/01/{gtin}",
    tag = "pages",
    params(
        ("gtin" = String, Path, description = "8, 12, 13 or 14 digits, the last a check digit", example = "08938500000010"),
        ("linkType" = Option<String>, Query, description = "`linkset`, `gs1:certificationInfo`, `gs1:defaultLink` or `gs1:traceability`", example = "gs1:certificationInfo"),
    ),
    responses(
        (status = 200, description = "The linkset", body = Value, content_type = "application/linkset+json"),
        (status = 307, description = "To the page"),
        (status = 400, description = "`not_a_gtin`: says which digit is wrong", body = document::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`no_such_gtin`, `no_such_link`", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn gtin(
    State(front): State<Front>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(written): Path<String>,
    RawQuery(asked): RawQuery,
) -> Response {
    let wanted = wanted(&headers, asked.as_deref().unwrap_or_default());
    match found(&front, &written).await {
        Ok(product) => Links::of(&front, product).answer(&wanted, &front, &visitor),
        Err(error) => refuse(error, front.office().config(), &visitor),
    }
}

/// What this resolver knows
///
/// The description file of a GS1-Conformant resolver.
#[utoipa::path(
    get,
    path = "/.well-known/gs1resolver",
    tag = "pages",
    responses((status = 200, description = "The description", body = Value)),
)]
pub async fn description(State(front): State<Front>) -> Response {
    let origin = front.office().config().origin().unwrap_or_default();
    Json(json!({
        "name": "OCOP",
        "resolverRoot": origin,
        "supportedPrimaryKeys": ["01"],
        "supportedLinkType": [{ "namespace": VOCABULARY, "prefix": "gs1:" }],
        "linkTypeDefaultCanBeLinkset": false,
    }))
    .into_response()
}

fn wanted(headers: &HeaderMap, asked: &str) -> Wanted {
    let link_type = query::pairs(asked).find(|(name, _)| name == "linkType");
    let Some((_, link_type)) = link_type else {
        let accept = headers.get_all(header::ACCEPT).iter();
        let mut accept = accept.filter_map(|accept| accept.to_str().ok());
        return match accept.any(|accept| accept.contains(LINKSET)) {
            true => Wanted::Linkset,
            false => Wanted::Certificate,
        };
    };
    let name = link_type.strip_prefix("gs1:");
    let name = name.or_else(|| link_type.strip_prefix(VOCABULARY));
    match (link_type.as_str(), name) {
        // "all" is what it was called before.
        ("linkset" | "all", _) => Wanted::Linkset,
        (_, Some("certificationInfo" | "defaultLink")) => Wanted::Certificate,
        (_, Some("traceability")) => Wanted::Traceability,
        _ => Wanted::Other,
    }
}

async fn found(front: &Front, written: &str) -> Result<Product, Error> {
    let gtin = Gtin::read(written).map_err(|wrong| {
        let words = wrong.words();
        Error::new(&problem::NOT_A_GTIN).saying(words.vi, words.en)
    })?;
    let product = front.office().product_with_gtin(gtin).await?;
    product.ok_or_else(|| Error::new(&problem::NO_SUCH_GTIN))
}

/// Where an article number leads.
struct Links {
    product: Product,
    /// The Digital Link itself, in its form of 14 digits.
    anchor: String,
    certificate: String,
    traceability: Option<String>,
}

impl Links {
    fn of(front: &Front, product: Product) -> Self {
        let office = front.office();
        let origin = office.config().origin().unwrap_or_default();
        let code = product.traceability.as_deref();
        Self {
            anchor: format!("{origin}/01/{}", product.gtin),
            certificate: format!("{origin}/c/{}", product.number),
            traceability: code.and_then(|code| office.traceability_link(code)),
            product,
        }
    }

    fn answer(&self, wanted: &Wanted, front: &Front, visitor: &Visitor) -> Response {
        let target = match wanted {
            Wanted::Linkset => return self.linkset(),
            Wanted::Certificate => Some(format!("/c/{}", self.product.number)),
            Wanted::Traceability => self.traceability.clone(),
            Wanted::Other => None,
        };
        let Some(target) = target else {
            let error = Error::new(&problem::NO_SUCH_LINK);
            return refuse(error, front.office().config(), visitor);
        };
        let mut response = StatusCode::TEMPORARY_REDIRECT.into_response();
        let headers = response.headers_mut();
        for (name, value) in [(header::LOCATION, target), (header::LINK, self.header())] {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
        fleeting(headers);
        response
    }

    /// The links, as a header says them.
    fn header(&self) -> String {
        let mut links = format!(
            "<{}>; rel=\"{VOCABULARY}certificationInfo\"; type=\"text/html\"; hreflang=\"vi\"; \
             title=\"{}\", <{}?linkType=linkset>; rel=\"linkset\"; type=\"{LINKSET}\"",
            self.certificate, TITLE.en, self.anchor
        );
        if let Some(portal) = &self.traceability {
            links += &format!(", <{portal}>; rel=\"{VOCABULARY}traceability\"");
        }
        links
    }

    fn linkset(&self) -> Response {
        let page = json!([{ "href": self.certificate, "title": TITLE.en, "type": "text/html",
                            "title*": [{ "value": TITLE.vi, "language": "vi" },
                                       { "value": TITLE.en, "language": "en" }],
                            "hreflang": ["vi", "en"] }]);
        let mut context = json!({ "anchor": self.anchor, "description": self.product.name });
        context[format!("{VOCABULARY}defaultLink")] = page.clone();
        context[format!("{VOCABULARY}certificationInfo")] = page;
        if let Some(portal) = &self.traceability {
            context[format!("{VOCABULARY}traceability")] = json!([{
                "href": portal, "title": PORTAL.en,
                "title*": [{ "value": PORTAL.vi, "language": "vi" },
                           { "value": PORTAL.en, "language": "en" }],
            }]);
        }
        let mut response = Json(json!({ "linkset": [context] })).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(LINKSET));
        headers.insert(header::LINK, HeaderValue::from_static(CONTEXT));
        fleeting(headers);
        response
    }
}

/// A newer certificate can take the place at any time.
fn fleeting(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
}
