//! A service with two councils that have issued, and tokens for it.

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use ocop::office::{NewToken, Scope, TokenSecret};
use serde_json::Value;
use tower::ServiceExt;

use crate::door::Reply;
use crate::support::{Office, codes, csv, order, row};

/// A service in which CB has issued three certificates and TW one.
pub struct Desk {
    pub office: Office,
    /// CB's certificates.
    pub numbers: Vec<String>,
    /// Their codes.
    pub codes: Vec<String>,
    /// TW's certificate.
    pub foreign: String,
}

impl Desk {
    pub async fn open() -> Self {
        let office = Office::new().await;
        let product = |name: &str| row(&[("product", name)]);
        let list = csv(&[product("Miến dong"), product("Chè"), product("Mật ong")]);
        let issued = office.issue_list(list).await.expect("issued");
        let certificates = issued.certificates.iter();
        let numbers = certificates.map(|issued| issued.certificate.number.to_string());
        let five = row(&[("score_a", "38"), ("score_c", "34"), ("stars", "5")]);
        let by_the_centre = office.issue_order(order("TW", csv(&[five]))).await;
        let by_the_centre = by_the_centre.expect("issued");
        Self {
            numbers: numbers.collect(),
            codes: codes(&issued),
            foreign: by_the_centre.certificates[0].certificate.number.to_string(),
            office,
        }
    }

    /// A token of some scopes, for all councils or one.
    pub async fn token(&self, scopes: &[Scope], council: Option<&str>) -> String {
        let new = NewToken {
            name: "chương trình thử".to_owned(),
            scopes: scopes.to_vec(),
            council: council.map(|code| code.parse().expect("a code")),
            account: None,
            expires_on: None,
        };
        let secret = TokenSecret::fresh().expect("randomness");
        let made = self.office.create_token(new, &secret).await;
        made.expect("a token is made");
        secret.show().to_owned()
    }

    /// A token that allows everything.
    pub async fn master(&self) -> String {
        self.token(&[Scope::Life, Scope::Keys, Scope::Publish], None)
            .await
    }

    /// A POST of JSON with a token.
    pub async fn post(&self, path: &str, token: &str, body: Value) -> Reply {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {token}"));
        let body = Body::from(body.to_string());
        self.send(request.body(body).expect("a request")).await
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        self.send_to(self.office.router(), request).await
    }

    /// The same, to the service as it is at another time.
    pub async fn send_to(&self, router: axum::Router, request: Request<Body>) -> Reply {
        let answer = router.oneshot(request).await;
        let (parts, body) = answer.expect("an answer").into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    /// The fields of a shape, as the OpenAPI document describes it.
    pub async fn described(&self, shape: &str) -> Vec<String> {
        let request = Request::get("/api/v1/openapi.json").body(Body::empty());
        let document = self.send(request.expect("a request")).await.json();
        let schema = &document["components"]["schemas"][shape]["properties"];
        fields(schema).into_iter().map(str::to_owned).collect()
    }

    /// What the API says of a code.
    pub async fn verdict(&self, code: &str) -> Value {
        let request = Request::post("/api/v1/verify").header("content-type", "application/json");
        let body = serde_json::json!({ "code": code }).to_string();
        let request = request.body(Body::from(body)).expect("a request");
        self.send(request).await.json()["verdict"].clone()
    }
}

/// Decision 900 of 9 August 2026 against some certificates.
pub fn withdrawal(numbers: &[&str]) -> Value {
    serde_json::json!({ "numbers": numbers, "decision": "900/QĐ-UBND",
                        "decided_on": "2026-08-09", "ground": "food-safety" })
}

/// The fields of an object.
pub fn fields(object: &Value) -> Vec<&str> {
    let object = object.as_object().expect("an object");
    let mut fields: Vec<&str> = object.keys().map(String::as_str).collect();
    fields.sort_unstable();
    fields
}

/// The codes of a problem's errors.
pub fn errors(problem: &Reply) -> Vec<String> {
    let problem = problem.json();
    let errors = problem["errors"].as_array().expect("errors").iter();
    errors
        .map(|error| error["code"].as_str().expect("a code").to_owned())
        .collect()
}
