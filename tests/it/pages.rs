//! The pages: every verdict's answer first, both languages, no script, nothing unescaped.

use std::collections::HashSet;
use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use chrono::NaiveDate;
use ocop::config::Config;
use ocop::http::{Visitor, verdict_page};
use ocop::office::conformance::Vectors;
use ocop::office::{DecisionFacts, Examined};
use ocop::scheme::check::{Check, Outcome};
use ocop::scheme::verdict::{Kind, Verdict};

use crate::door::{Door, number_never_issued};

const VERDICTS: &[u8] = include_bytes!("../vectors/verdicts.json");
const LARGEST: usize = 30_000;

fn visitor(query: &str) -> Visitor {
    Visitor::of(Some(query), &HeaderMap::new())
}

pub fn examined(verdict: Verdict) -> Examined {
    let decision = verdict.certificate.is_some().then(|| DecisionFacts {
        number: "852/QĐ-UBND".to_owned(),
        decided_on: NaiveDate::from_ymd_opt(2026, 8, 5).expect("the vectors are judged"),
        authority: "Ủy ban nhân dân tỉnh thử".to_owned(),
    });
    Examined {
        code: String::new(),
        status: None,
        replaces: Vec::new(),
        renewed_by: None,
        renews: Vec::new(),
        decision: decision.map(Arc::new),
        successor: verdict.council.clone(),
        label: None,
        traceability: None,
        verdict,
    }
}

pub fn render(examined: &Examined, query: &str, demonstration: bool) -> String {
    let config =
        Config::new(Some("ocop.test".to_owned()), demonstration).expect("the vectors are judged");
    verdict_page(examined, &config, &visitor(query), false).expect("the vectors are judged")
}

/// The words of the main heading, without its marks.
fn heading(html: &str) -> String {
    let (_, rest) = html.split_once("<h1>").expect("the vectors are judged");
    let (heading, _) = rest.split_once("</h1>").expect("the vectors are judged");
    heading.replace("<em>", "").replace("</em>", "")
}

fn headings(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Genuine => &["Giấy chứng nhận còn hiệu lực", "Giấy chứng nhận thật"],
        Kind::Expired => &["Giấy chứng nhận thật nhưng ĐÃ HẾT HẠN"],
        Kind::NotYetValid => &["Giấy chứng nhận chưa có hiệu lực"],
        Kind::Revoked => &["Giấy chứng nhận ĐÃ BỊ THU HỒI"],
        Kind::Suspended => &["Giấy chứng nhận đang TẠM ĐÌNH CHỈ"],
        Kind::Superseded => &["Giấy chứng nhận đã được thay bằng giấy mới"],
        Kind::Mismatch => &["SAI SỐ SAO"],
        Kind::Forged => &["MÃ GIẢ"],
        Kind::OutOfMandate => &["KHÔNG ĐÚNG THẨM QUYỀN"],
        Kind::CompromisedKey => &["KHÔNG THỂ TIN CẬY"],
        Kind::NotRegistered => &["KHÔNG CÓ TRONG SỔ ĐĂNG KÝ"],
        Kind::UnknownIssuer => &["CHƯA THỂ KẾT LUẬN"],
        Kind::Malformed => &["Mã bị hỏng hoặc đã bị sửa"],
        Kind::NotOcop => &["Đây không phải mã OCOP"],
    }
}

#[test]
fn every_verdict_of_the_vectors_has_its_page_in_both_languages() {
    let vectors = Vectors::read(VERDICTS).unwrap();
    let mut seen = HashSet::new();
    for (vector, verdict) in vectors.judged() {
        let kind = verdict.kind;
        seen.insert(kind);
        let examined = examined(verdict);
        let vi = render(&examined, "", false);
        let en = render(&examined, "lang=en", false);
        let name = &vector.name;
        assert!(
            headings(kind).contains(&heading(&vi).as_str()),
            "{name}: {}",
            heading(&vi)
        );
        let reason = examined.verdict.reason();
        assert!(
            reason.en.starts_with(&heading(&en).replace("&#39;", "'")),
            "{name}: {}",
            heading(&en)
        );
        for (html, tag) in [(&vi, "vi"), (&en, "en")] {
            assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{name}");
            assert!(
                !html.contains("<script") && !html.contains("javascript:"),
                "{name}"
            );
            assert!(html.len() < LARGEST, "{name}: {} bytes", html.len());
            assert_eq!(html.matches("<h1>").count(), 1, "{name}");
            // The answer is the first thing in the page's body.
            let main = html.split_once("<main>").unwrap().1;
            assert!(
                main.trim_start().starts_with("<section class=\"verdict"),
                "{name}"
            );
        }
        for word in ["certificate", "code", "the ", "NOT", "EXPIRED"] {
            assert!(!heading(&vi).contains(word), "{name}: {}", heading(&vi));
        }
    }
    assert_eq!(seen.len(), Kind::ALL.len());
}

fn page_of(wanted: impl Fn(&Verdict) -> bool, query: &str) -> String {
    let vectors = Vectors::read(VERDICTS).expect("the vectors are judged");
    let (_, verdict) = vectors
        .judged()
        .find(|(_, verdict)| wanted(verdict))
        .expect("the vectors are judged");
    render(&examined(verdict), query, false)
}

#[test]
fn only_a_checked_certificate_is_plain_green() {
    let is_open = |verdict: &Verdict, check| verdict.outcome(check) == Outcome::Unknown;
    let genuine = |status, register| {
        let wanted = move |v: &Verdict| {
            let open = (is_open(v, Check::Status), is_open(v, Check::Register));
            v.kind == Kind::Genuine && open == (status, register)
        };
        page_of(wanted, "")
    };
    for page in [genuine(true, true), genuine(false, true)] {
        assert!(page.contains("class=\"verdict reserved\""));
        assert!(!page.contains("class=\"verdict good\""));
    }
    assert!(genuine(false, false).contains("class=\"verdict good\""));
}

#[test]
fn an_expired_page_says_what_the_package_may_not_carry() {
    let page = page_of(|verdict| verdict.kind == Kind::Expired, "");
    assert!(page.contains("không còn được in sao và nhãn hiệu OCOP"));
    assert!(page.contains("đã hết hạn"));
    assert!(page.contains("class=\"verdict expired\""));
}

#[test]
fn a_council_of_the_past_is_shown_with_its_successor() {
    let page = page_of(|verdict| verdict.kind == Kind::Genuine, "");
    assert!(page.contains("nay là"));
}

#[test]
fn what_a_council_could_not_certify_is_not_shown_as_certified() {
    let page = page_of(|verdict| verdict.kind == Kind::OutOfMandate, "");
    assert!(page.contains("không được xác nhận"));
    assert!(!page.contains("Bao bì ghi mấy sao?"));
}

#[test]
fn a_demonstration_is_marked_on_every_page() {
    let vectors = Vectors::read(VERDICTS).unwrap();
    let (_, verdict) = vectors.judged().next().unwrap();
    let examined = examined(verdict);
    assert!(render(&examined, "", true).contains("BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ"));
    assert!(!render(&examined, "", false).contains("BẢN THỬ NGHIỆM"));
}

#[tokio::test]
async fn a_scanned_code_opens_its_page_with_safe_headers() {
    let door = Door::open().await;
    let page = door.get(door.path(0), &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(heading(page.text()), "Giấy chứng nhận còn hiệu lực");
    assert!(page.text().contains("Miến dong Bản Mới"));
    assert!(page.text().contains("852/QĐ-UBND") && page.text().contains("05/08/2026"));
    assert!(page.text().contains("05/08/2029") && page.text().contains("còn 1096 ngày"));
    assert!(page.text().contains("<b>ocop.test</b>"));
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe") && !policy.contains("script-src"));
    assert!(policy.contains("frame-ancestors 'none'"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("vary"), "accept, accept-language");
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
}

#[tokio::test]
async fn names_are_escaped() {
    let door = Door::open().await;
    let page = door.get(door.path(1), &[]).await;
    let text = page.text();
    assert!(!text.contains("<script") && !text.contains("<b>,"));
    assert!(
        text.contains("&#60;script&#62;alert(1)&#60;/script&#62; &#38; Trà"),
        "{text}"
    );
}

#[tokio::test]
async fn an_expired_certificate_says_since_when() {
    let door = Door::open_at("2029-08-16T05:00:00Z").await;
    let page = door.get(door.path(0), &[]).await;
    assert_eq!(
        heading(page.text()),
        "Giấy chứng nhận thật nhưng ĐÃ HẾT HẠN"
    );
    assert!(page.text().contains("đã hết hạn 11 ngày"));
}

#[tokio::test]
async fn the_language_is_that_of_the_address_then_of_the_browser() {
    let door = Door::open().await;
    for (query, accepted, expected) in [
        ("", "", "vi"),
        ("", "en-US,en;q=0.9", "en"),
        ("", "vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("", "fr", "vi"),
        ("?lang=en", "vi", "en"),
        ("?lang=vi", "en", "vi"),
        ("?lang=xx", "en", "en"),
    ] {
        let path = format!("{}{query}", door.path(0));
        let page = door.get(&path, &[("accept-language", accepted)]).await;
        assert_eq!(
            page.header("content-language"),
            expected,
            "{query} {accepted}"
        );
    }
    let page = door.get(&format!("{}?stars=4", door.path(0)), &[]).await;
    assert!(page.text().contains("href=\"?lang=en&#38;stars=4\""));
}

#[tokio::test]
async fn the_stars_of_the_package_are_one_tap() {
    let door = Door::open().await;
    let page = door.get(door.path(0), &[]).await;
    assert!(page.text().contains("href=\"?stars=5\""));
    let page = door.get(&format!("{}?stars=5", door.path(0)), &[]).await;
    assert_eq!(heading(page.text()), "SAI SỐ SAO");
    let page = door.get(&format!("{}?stars=4", door.path(0)), &[]).await;
    assert!(page.text().contains("Khớp: "));
    let page = door.get(&format!("{}?stars=9", door.path(0)), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text()
            .contains("Số sao trên bao bì phải là số nguyên từ 1 đến 5")
    );
}

#[tokio::test]
async fn pages_are_json_for_those_who_prefer_it() {
    let door = Door::open().await;
    for path in [door.path(0).to_owned(), format!("/c/{}", door.numbers[0])] {
        let reply = door.get(&path, &[("accept", "application/json")]).await;
        assert_eq!(reply.header("content-type"), "application/json");
        assert_eq!(reply.json()["verdict"], "genuine");
        let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
        let reply = door.get(&path, &[("accept", browser)]).await;
        assert!(reply.header("content-type").starts_with("text/html"));
    }
    let reply = door
        .get(
            &format!("/c/{}", number_never_issued()),
            &[("accept", "application/json")],
        )
        .await;
    assert_eq!(reply.json()["code"], "no_such_number");
}

#[tokio::test]
async fn a_damaged_code_is_a_verdict_and_no_error() {
    let door = Door::open().await;
    for (path, expected) in [
        ("/v/1205", "Mã bị hỏng hoặc đã bị sửa"),
        ("/v/abc", "Mã bị hỏng hoặc đã bị sửa"),
        ("/s/12", "Mã bị hỏng hoặc đã bị sửa"),
    ] {
        let page = door.get(path, &[]).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(heading(page.text()), expected, "{path}");
    }
    let serial = door.path(0).replace("/v/", "/s/1234567890123456");
    let page = door.get(&serial, &[]).await;
    assert!(page.text().contains("1234567890-123456"));
}

#[tokio::test]
async fn a_number_is_looked_up_and_says_that_it_proves_less() {
    let door = Door::open().await;
    let page = door.get(&format!("/c/{}", door.numbers[0]), &[]).await;
    assert_eq!(heading(page.text()), "Giấy chứng nhận còn hiệu lực");
    assert!(page.text().contains("Chỉ kiểm tra được khi có mạng"));
    let never = number_never_issued();
    let mistyped = never.replace("99999", "99998");
    for (number, vi, en) in [
        (
            never.as_str(),
            "Không có số này trong sổ đăng ký",
            "There is no such number in the register",
        ),
        (&mistyped, "bị gõ sai", "is mistyped"),
        (
            "hello",
            "không phải số giấy chứng nhận",
            "not a certificate number",
        ),
    ] {
        let page = door.get(&format!("/c/{number}"), &[]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{number}");
        assert!(
            heading(page.text()).contains(vi),
            "{number}: {}",
            heading(page.text())
        );
        let page = door.get(&format!("/c/{number}?lang=en"), &[]).await;
        assert!(
            heading(page.text()).contains(en),
            "{number}: {}",
            heading(page.text())
        );
    }
}

#[tokio::test]
async fn other_addresses_are_a_page_too() {
    let door = Door::open().await;
    let page = door.get("/wp-login.php", &[]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(heading(page.text()).contains("Không có trang nào ở địa chỉ này"));
    assert!(!page.header("content-security-policy").is_empty());
}

fn form(fields: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        let file = if *name == "photo" {
            "; filename=\"\""
        } else {
            ""
        };
        body += &format!(
            "--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        );
    }
    body + "--XX--\r\n"
}

#[tokio::test]
async fn the_form_leads_to_the_page_of_what_was_given() {
    let door = Door::open().await;
    let start = door.get("/", &[]).await;
    assert_eq!(heading(start.text()), "Kiểm tra giấy chứng nhận OCOP");
    assert!(start.body.len() < LARGEST && !start.text().contains("<script"));
    let start = door.get("/?lang=en", &[]).await;
    assert_eq!(heading(start.text()), "Check an OCOP certificate");

    let post = |code: &str, stars: &str, address: &'static str| {
        let body = form(&[("code", code), ("photo", ""), ("stars_on_package", stars)]);
        let door = &door;
        async move {
            door.post(address, "multipart/form-data; boundary=XX", body)
                .await
        }
    };
    let reply = post(&door.codes[0], "5", "/").await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    assert_eq!(
        reply.header("location"),
        format!("{}?stars=5", door.path(0))
    );
    let reply = post(&door.numbers[0], "", "/?lang=en").await;
    assert_eq!(
        reply.header("location"),
        format!("/c/{}?lang=en", door.numbers[0])
    );
    let reply = post("//evil.example/", "", "/").await;
    assert_eq!(heading(reply.text()), "Đây không phải mã OCOP");
    let reply = post("https://ocop.test/c/..%2F<x>", "", "/").await;
    assert_eq!(reply.header("location"), "/c/..%252F%3Cx%3E");
    let reply = post(" ", "", "/").await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.text().contains("Chưa có mã để kiểm tra"));
    let page = door.get("/problems/code_too_long", &[]).await;
    let expected = "Mã dài quá 4.000 ký tự nên không thể là mã OCOP";
    assert_eq!(heading(page.text()), expected);
}
