//! The API: verdicts, refusals, the public register, the lists, the documentation.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::label::{Label, Size};
use serde_json::{Value, json};

use crate::door::{Door, ROOT, number_never_issued, seed};

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data; boundary=XX";
const VERIFY: &str = "/api/v1/verify";

fn form(fields: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let file = if *name == "photo" {
            "; filename=\"a.png\""
        } else {
            ""
        };
        let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XX--\r\n");
    body
}

fn photo_of(text: &str) -> Vec<u8> {
    let size = Size::new(0.375, 203).unwrap();
    Label::new(text, "CB-0-X").render_png(size).unwrap()
}

#[tokio::test]
async fn a_code_is_judged_and_the_answer_holds_the_evidence() {
    let door = Door::open().await;
    let body = json!({ "code": door.codes[0], "stars_on_package": 4 });
    let reply = door.post(VERIFY, JSON, body.to_string()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    let answer = reply.json();
    assert_eq!(answer["verdict"], "genuine", "{answer}");
    assert_eq!(answer["number"], door.numbers[0].as_str());
    assert_eq!(answer["checks"]["register"], "pass");
    assert_eq!(answer["certificate"]["product"], "Miến dong Bản Mới");
    assert_eq!(answer["decision"]["number"], "852/QĐ-UBND");
    assert_eq!(answer["council"]["name"]["en"], "Test council");
    assert!(answer.get("code").is_none());
}

#[tokio::test]
async fn other_stars_on_the_package_are_a_mismatch_and_still_a_200() {
    let door = Door::open().await;
    let body = json!({ "code": door.codes[0], "stars_on_package": 5 });
    let reply = door.post(VERIFY, JSON, body.to_string()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.json()["verdict"], "mismatch");
}

#[tokio::test]
async fn a_text_that_is_no_code_is_a_verdict_and_no_refusal() {
    let door = Door::open().await;
    for text in ["https://example.vn/shop", "xin chào", "LOT 12345 A"] {
        let body = json!({ "code": text }).to_string();
        let reply = door.post(VERIFY, JSON, body).await;
        assert_eq!(reply.status, StatusCode::OK, "{text}");
        assert_eq!(reply.json()["verdict"], "not_ocop", "{text}");
    }
}

#[tokio::test]
async fn a_certificate_number_or_a_short_code_is_looked_up() {
    let door = Door::open().await;
    let number = &door.numbers[0];
    for code in [
        number.clone(),
        number.to_lowercase().replace('-', " "),
        format!("https://ocop.test/c/{number}"),
    ] {
        let reply = door
            .post(VERIFY, JSON, json!({ "code": code }).to_string())
            .await;
        assert_eq!(reply.json()["verdict"], "genuine", "{code}");
    }
}

#[tokio::test]
async fn a_photograph_is_read_and_judged() {
    let door = Door::open().await;
    let body = form(&[
        ("photo", &photo_of(&door.codes[0])),
        ("stars_on_package", b"5"),
    ]);
    let reply = door.post(VERIFY, FORM, body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let answer = reply.json();
    assert_eq!(answer["verdict"], "mismatch");
    assert_eq!(answer["code"], door.codes[0].as_str());
}

/// A body, its content type, and the status, code and field of the refusal.
type Bad = (
    &'static str,
    Vec<u8>,
    u16,
    &'static str,
    Option<&'static str>,
);

#[tokio::test]
async fn every_bad_request_is_refused_with_its_own_code_in_both_languages() {
    let door = Door::open().await;
    let long = json!({ "code": "1".repeat(4_001) }).to_string();
    let huge = json!({ "code": "1".repeat(70_000) }).to_string();
    let blank = photo_without_code();
    let two = [&form(&[("code", b"a")])[..], &form(&[("code", b"b")])[..]]
        .concat()
        .replacen(b"--XX--\r\n", b"");
    let truncated = form(&[("photo", b"abc")])[..60].to_vec();
    let s = |text: &str| text.as_bytes().to_vec();
    let mut unchecked = door.numbers[0].clone();
    unchecked.pop();
    unchecked.push(if door.numbers[0].ends_with('A') {
        'B'
    } else {
        'A'
    });
    let bad: Vec<Bad> = vec![
        ("text/plain", s("x"), 415, "unsupported_content_type", None),
        ("", s("{}"), 415, "unsupported_content_type", None),
        (JSON, s("{\"code\": "), 400, "malformed_json", None),
        (JSON, s(""), 400, "malformed_json", None),
        (JSON, s("[1]"), 400, "malformed_json", None),
        (JSON, vec![b'"', 0xff, b'"'], 400, "malformed_json", None),
        (JSON, s("{}"), 422, "missing_code", Some("code")),
        (
            JSON,
            s("{\"code\": \" \"}"),
            422,
            "missing_code",
            Some("code"),
        ),
        (
            JSON,
            s("{\"code\": 1205}"),
            422,
            "code_not_text",
            Some("code"),
        ),
        (
            JSON,
            s("{\"code\": \"a\", \"kode\": 1}"),
            422,
            "unknown_field",
            None,
        ),
        (JSON, long.into_bytes(), 422, "code_too_long", Some("code")),
        (JSON, huge.into_bytes(), 413, "body_too_large", None),
        (
            JSON,
            s("{\"code\":\"a\",\"stars_on_package\":6}"),
            422,
            "stars_out_of_range",
            Some("stars_on_package"),
        ),
        (
            JSON,
            s("{\"code\":\"a\",\"stars_on_package\":0}"),
            422,
            "stars_out_of_range",
            Some("stars_on_package"),
        ),
        (
            JSON,
            s("{\"code\":\"a\",\"stars_on_package\":4.5}"),
            422,
            "stars_out_of_range",
            Some("stars_on_package"),
        ),
        (
            JSON,
            s("{\"code\":\"a\",\"stars_on_package\":\"4\"}"),
            422,
            "stars_out_of_range",
            Some("stars_on_package"),
        ),
        (
            JSON,
            json!({ "code": unchecked }).to_string().into_bytes(),
            404,
            "mistyped_number",
            Some("code"),
        ),
        (
            JSON,
            json!({ "code": number_never_issued() })
                .to_string()
                .into_bytes(),
            404,
            "no_such_number",
            Some("code"),
        ),
        (
            JSON,
            json!({ "code": "https://ocop.test/c/xx" })
                .to_string()
                .into_bytes(),
            404,
            "not_a_number",
            Some("code"),
        ),
        (
            "multipart/form-data",
            s("x"),
            400,
            "malformed_multipart",
            None,
        ),
        (FORM, truncated, 400, "malformed_multipart", None),
        (FORM, form(&[]), 422, "missing_code", Some("code")),
        (
            FORM,
            form(&[("photo", b"")]),
            422,
            "missing_code",
            Some("code"),
        ),
        (FORM, form(&[("picture", b"a")]), 422, "unknown_field", None),
        (FORM, two, 422, "repeated_field", None),
        (
            FORM,
            form(&[("code", b"a"), ("photo", b"b")]),
            422,
            "code_and_photo",
            None,
        ),
        (
            FORM,
            form(&[("code", b"\xff")]),
            422,
            "code_not_text",
            Some("code"),
        ),
        (
            FORM,
            form(&[("code", b"a"), ("stars_on_package", b"9")]),
            422,
            "stars_out_of_range",
            Some("stars_on_package"),
        ),
        (
            FORM,
            form(&[("photo", &vec![0; 10_000_001])]),
            413,
            "body_too_large",
            Some("photo"),
        ),
        (FORM, vec![b'a'; 11_000_000], 413, "body_too_large", None),
        (
            FORM,
            form(&[("photo", b"GIF89a")]),
            415,
            "not_a_picture",
            Some("photo"),
        ),
        (
            FORM,
            form(&[("photo", &blank)]),
            422,
            "no_code_found",
            Some("photo"),
        ),
        (
            FORM,
            form(&[("photo", &blank[..40])]),
            422,
            "picture_damaged",
            Some("photo"),
        ),
        (
            FORM,
            form(&[("photo", &bomb())]),
            413,
            "picture_too_large",
            Some("photo"),
        ),
    ];
    for (content_type, body, status, code, field) in bad {
        let reply = door.post(VERIFY, content_type, body).await;
        let problem = reply.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(reply.status.as_u16(), status, "{code}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
        assert_eq!(problem["status"], status, "{code}");
        assert_eq!(
            problem.get("field").and_then(Value::as_str),
            field,
            "{code}"
        );
        for words in ["type", "title", "detail", "detail_vi"] {
            assert!(
                !problem[words].as_str().unwrap().is_empty(),
                "{code}: {words}"
            );
        }
        assert_ne!(problem["detail"], problem["detail_vi"], "{code}");
    }
}

#[tokio::test]
async fn malformed_json_is_refused_with_line_and_column() {
    let door = Door::open().await;
    let reply = door.post(VERIFY, JSON, "{\n  \"code\": x}").await;
    let problem = reply.json();
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("line 2, column 11"),
        "{problem}"
    );
    assert!(
        problem["detail_vi"]
            .as_str()
            .unwrap()
            .contains("dòng 2, cột 11"),
        "{problem}"
    );
}

#[tokio::test]
async fn every_type_of_problem_is_explained_where_it_points() {
    let door = Door::open().await;
    let problem = door.post(VERIFY, JSON, "{}").await.json();
    let page = door.get(problem["type"].as_str().unwrap(), &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("missing_code"));
    assert_eq!(door.get("/problems/none", &[]).await.status, 404);
}

fn photo_without_code() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(64, 64, image::Luma([200]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

/// A few bytes of PNG that would unfold to 10,000 x 10,000 pixels.
fn bomb() -> Vec<u8> {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 10_000, 10_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![0; 10_000 * 1_250]).unwrap();
    drop(writer);
    png
}

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
async fn the_document_lists_every_route_and_describes_real_answers() {
    let door = Door::open().await;
    let document = door.get("/api/v1/openapi.json", &[]).await.json();
    let routes: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let mut expected = vec![
        "/",
        "/v/{digits}",
        "/s/{digits}",
        "/c/{number}",
        "/problems/{code}",
        "/healthz",
        "/readyz",
        "/trust",
        "/trust.json",
        "/.well-known/ocop-trust-list",
        "/.well-known/jwks.json",
        VERIFY,
        "/api/v1/certificates",
        "/api/v1/openapi.json",
    ];
    expected.sort_unstable();
    let mut found: Vec<&str> = routes.iter().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, expected);

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
    let body = form(&[("photo", &photo_of(&door.codes[0]))]);
    let answer = door.post(VERIFY, FORM, body).await.json();
    assert_eq!(fields("Verdict"), keys(&answer));
    assert_eq!(fields("Certificate"), keys(&answer["certificate"]));
    assert_eq!(fields("AsOf"), keys(&answer["as_of"]));
    assert_eq!(fields("Decision"), keys(&answer["decision"]));
    assert_eq!(fields("Council"), keys(&answer["council"]));
    let problem = door.post(VERIFY, JSON, "{}").await.json();
    assert_eq!(fields("Problem"), keys(&problem));
    let page = door.get("/api/v1/certificates", &[]).await.json();
    assert_eq!(fields("CertificatePage"), keys(&page));
    assert_eq!(fields("CertificateRow"), keys(&page["certificates"][0]));
    let trust = door.get("/trust.json", &[]).await.json();
    assert_eq!(fields("TrustList"), keys(&trust));
    let set = door.get("/.well-known/jwks.json", &[]).await.json();
    assert_eq!(fields("Key"), keys(&set["keys"][0]));
}

#[tokio::test]
async fn the_documentation_needs_no_other_host() {
    let door = Door::open().await;
    let page = door.get("/api/v1/docs/", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("https://"), "{}", page.text());
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

trait Replace {
    fn replacen(self, from: &[u8], to: &[u8]) -> Vec<u8>;
}

impl Replace for Vec<u8> {
    /// Replaces the first occurrence.
    fn replacen(self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = self
            .windows(from.len())
            .position(|window| window == from)
            .unwrap();
        [&self[..at], to, &self[at + from.len()..]].concat()
    }
}
