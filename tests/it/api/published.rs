//! What anyone may fetch: the public register, the lists, the documentation.

use std::io::Read;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use flate2::read::GzDecoder;
use serde_json::{Value, json};

use super::{FORM, JSON, VERIFY, form, photo_of};
use crate::door::{Door, ROOT, seed};

#[tokio::test]
async fn the_public_register_is_paged() {
    let door = Door::open().await;
    let first = door
        .get(
            "/api/v1/certificates?limit=1&council=CB&decision=852%2FQ%C4%90-UBND",
            &[],
        )
        .await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    assert_eq!(first.header("access-control-allow-origin"), "*");
    let page = first.json();
    assert_eq!(page["certificates"][0]["number"], door.numbers[0].as_str());
    let next = page["next"].as_str().unwrap();
    assert_eq!(first.header("link"), format!("<{next}>; rel=\"next\""));
    let second = door.get(next, &[]).await.json();
    assert_eq!(
        second["certificates"][0]["number"],
        door.numbers[1].as_str()
    );
    assert_eq!(second["next"], Value::Null);
    let none = door
        .get("/api/v1/certificates?council=TW", &[])
        .await
        .json();
    assert_eq!(none["certificates"], json!([]));
}

#[tokio::test]
async fn bad_parameters_of_the_register_are_refused_by_name() {
    let door = Door::open().await;
    for (query, status, field) in [
        ("limit=0", 400, Some("limit")),
        ("limit=501", 400, Some("limit")),
        ("limit=x", 400, Some("limit")),
        ("council=c%20b", 400, Some("council")),
        ("page=2", 400, None),
        ("after=rubbish", 422, None),
    ] {
        let reply = door
            .get(&format!("/api/v1/certificates?{query}"), &[])
            .await;
        assert_eq!(reply.status.as_u16(), status, "{query}: {}", reply.text());
        assert_eq!(
            reply.json().get("field").and_then(Value::as_str),
            field,
            "{query}"
        );
    }
}

#[tokio::test]
async fn lists_have_strong_tags_and_any_origin_may_fetch_them() {
    let door = Door::open().await;
    for (path, accept, content_type) in [
        ("/trust", "*/*", "application/cose"),
        ("/trust", JSON, JSON),
        ("/trust.json", "*/*", JSON),
        ("/.well-known/ocop-trust-list", "*/*", "application/cose"),
        ("/.well-known/jwks.json", "*/*", "application/jwk-set+json"),
        ("/api/v1/openapi.json", "*/*", JSON),
    ] {
        let first = door
            .get(path, &[("accept", accept), ("origin", "https://a.example")])
            .await;
        assert_eq!(first.status, StatusCode::OK, "{path}");
        assert_eq!(first.header("content-type"), content_type, "{path}");
        assert_eq!(first.header("access-control-allow-origin"), "*", "{path}");
        assert!(first.header("cache-control").contains("max-age"), "{path}");
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"'), "{path}: {tag}");
        let again = door
            .get(path, &[("accept", accept), ("if-none-match", &tag)])
            .await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(again.header("etag"), tag);
        assert!(again.body.is_empty());
    }
}

#[tokio::test]
async fn the_signed_list_is_the_offices_and_the_keys_are_those_of_the_list() {
    use ocop::scheme::seal::PublicKey;
    use ocop::scheme::trust::TrustList;
    let door = Door::open().await;
    let sealed = door.get("/trust", &[]).await.body;
    let root = seed(ROOT).public_key();
    let list = TrustList::from_sealed(&sealed, &PublicKey::new(root).unwrap()).unwrap();
    assert_eq!(door.get("/trust.json", &[]).await.json(), list.to_json());
    let keys = door.get("/.well-known/jwks.json", &[]).await.json();
    let council = &list.councils()[0];
    let key = &keys["keys"][0];
    assert_eq!(key["kid"], council.keys[0].kid.to_string());
    assert_eq!(key["x"], council.keys[0].x.to_base64());
    assert_eq!(key["kty"], "OKP");
    assert_eq!(key["crv"], "Ed25519");
    assert_eq!(key["alg"], "Ed25519");
    assert_eq!(key["use"], "sig");
    assert_eq!(key["council"], "CB");
}

#[tokio::test]
async fn browsers_of_any_origin_may_ask_before_posting() {
    let door = Door::open().await;
    let request = Request::options(VERIFY)
        .header("origin", "https://a.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let reply = door.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert!(
        reply
            .header("access-control-allow-headers")
            .contains("content-type")
    );
}

#[tokio::test]
async fn the_service_says_that_it_lives_and_is_ready() {
    let door = Door::open().await;
    assert_eq!(door.get("/healthz", &[]).await.text(), "ok");
    assert_eq!(door.get("/readyz", &[]).await.text(), "ok");
}

#[tokio::test]
async fn other_addresses_and_methods_are_problems_under_the_api() {
    let door = Door::open().await;
    let reply = door.get("/api/v1/none", &[]).await;
    assert_eq!(
        (reply.status, &reply.json()["code"]),
        (StatusCode::NOT_FOUND, &json!("not_found"))
    );
    let reply = door.get(VERIFY, &[]).await;
    assert_eq!(reply.json()["code"], "method_not_allowed");
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header("allow"), "POST");
}

#[tokio::test]
async fn the_document_describes_real_answers() {
    let door = Door::open().await;
    let document = door.get("/api/v1/openapi.json", &[]).await.json();
    let fields = |name: &str| -> Vec<String> {
        let schema = &document["components"]["schemas"][name]["properties"];
        let mut fields: Vec<String> = schema
            .as_object()
            .unwrap_or_else(|| panic!("{name}"))
            .keys()
            .cloned()
            .collect();
        fields.sort_unstable();
        fields
    };
    let keys = |value: &Value| -> Vec<String> {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort_unstable();
        keys
    };
    // With everything that an answer can hold.
    let demonstration = Door::of_a_demonstration().await;
    let body = form(&[("photo", &photo_of(&door.codes[0]))]);
    let answer = demonstration.post(VERIFY, FORM, body).await.json();
    assert_eq!(fields("Verdict"), keys(&answer));
    assert_eq!(fields("Certificate"), keys(&answer["certificate"]));
    assert_eq!(fields("AsOf"), keys(&answer["as_of"]));
    assert_eq!(fields("Decision"), keys(&answer["decision"]));
    assert_eq!(fields("Council"), keys(&answer["council"]));
    let problem = door.post(VERIFY, JSON, "{}").await.json();
    let mut said = keys(&problem);
    // Of acts, where several things can be wrong.
    said.push("errors".to_owned());
    said.sort_unstable();
    assert_eq!(fields("Problem"), said);
    let page = door.get("/api/v1/certificates", &[]).await.json();
    assert_eq!(fields("CertificatePage"), keys(&page));
    assert_eq!(fields("CertificateRow"), keys(&page["certificates"][0]));
    let ending = door.get("/api/v1/expiring?within=1100d", &[]).await.json();
    assert_eq!(fields("Expiring"), keys(&ending));
    assert_eq!(fields("EndingRow"), keys(&ending["certificates"][0]));
    let trust = door.get("/trust.json", &[]).await.json();
    assert_eq!(fields("TrustList"), keys(&trust));
    let set = door.get("/.well-known/jwks.json", &[]).await.json();
    assert_eq!(fields("Key"), keys(&set["keys"][0]));
}

#[tokio::test]
async fn the_document_says_of_every_route_that_writes_that_its_outcome_may_not_be_known() {
    let door = Door::open().await;
    let document = door.get("/api/v1/openapi.json", &[]).await.json();
    // These take a body and write nothing.
    let answered = ["/", VERIFY, "/api/v1/label-sheets", "/s/{digits}/place"];
    let mut writing = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let writes = method != "get" && !answered.contains(&path.as_str());
            let unavailable = &operation["responses"]["503"];
            let said = unavailable["description"].as_str().unwrap_or_default();
            assert_eq!(
                said.contains("`outcome_unknown`"),
                writes,
                "{method} {path}"
            );
            if writes {
                writing += 1;
                assert!(
                    said.contains("`overloaded`") || said.contains("`busy`"),
                    "{path}: {said}"
                );
                let forms = unavailable["content"].as_object().unwrap();
                let form = if path.starts_with("/api/") {
                    "application/problem+json"
                } else {
                    forms.keys().next().unwrap()
                };
                assert!(forms.contains_key(form), "{method} {path}");
            }
        }
    }
    assert!(writing > 80, "{writing}");
}

#[tokio::test]
async fn the_documentation_needs_no_other_host() {
    let door = Door::open().await;
    let page = door.get("/api/v1/docs/", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    // The program carries it compressed, as browsers take it.
    assert_eq!(page.header("content-encoding"), "gzip");
    let mut html = String::new();
    let mut inflated = GzDecoder::new(&page.body[..]);
    inflated.read_to_string(&mut html).unwrap();
    assert!(html.contains("swagger-ui-bundle.js"), "{html}");
    assert!(!html.contains("https://"), "{html}");
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self'")
    );
    let script = door.get("/api/v1/docs/swagger-initializer.js", &[]).await;
    assert!(
        script.text().contains("/api/v1/openapi.json"),
        "{}",
        script.text()
    );
}
