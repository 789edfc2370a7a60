//! Requests that cannot be read, each refused with its own code in both languages.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{FORM, JSON, VERIFY, form};
use crate::door::{Door, number_never_issued};

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
        .expect("written to memory");
    png.into_inner()
}

/// A few bytes of PNG that would unfold to 10,000 x 10,000 pixels.
fn bomb() -> Vec<u8> {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 10_000, 10_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().expect("written to memory");
    writer
        .write_image_data(&vec![0; 10_000 * 1_250])
        .expect("written to memory");
    drop(writer);
    png
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
            .expect("written to memory");
        [&self[..at], to, &self[at + from.len()..]].concat()
    }
}
