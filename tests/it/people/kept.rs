//! A session that is lost in the middle of a form: nothing that was typed is lost with it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Role};

use super::browser::{Browser, form, hidden, known, plain};
use crate::support::{HOST, Office, at};

const TYPED: [(&str, &str); 5] = [
    ("name", "Nguyễn Thị <Hoa> & \"bạn\""),
    ("email", "hoa@example.vn"),
    ("role", "auditor"),
    ("remark", "dòng một\r\ndòng hai"),
    ("password", "không bao giờ được giữ"),
];

fn programme() -> Grant {
    Grant::of_programme(Role::Programme)
}

/// The fields of the form that a page offers to send again, and where it goes.
fn offered(page: &crate::door::Reply) -> (String, Vec<(String, String)>) {
    let (_, from) = page
        .text()
        .split_once("<form method=\"post\" action=\"")
        .unwrap();
    let to = plain(from.split('"').next().unwrap());
    (to, hidden(page))
}

#[tokio::test]
async fn what_was_typed_without_a_session_is_sent_again_after_signing_in() {
    let office = Office::new().await;
    let person = known(&office, "van", programme()).await;
    let mut browser = Browser::at(&office);
    let lost = browser.post("/desk/people?lang=vi", &TYPED).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED);
    assert!(
        lost.text().contains("Những gì bạn đã gõ vẫn còn"),
        "{}",
        lost.text()
    );
    assert!(!lost.text().contains("không bao giờ được giữ"));
    let kept = hidden(&lost);
    let more: Vec<(&str, &str)> = kept.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    // A wrong password on the way loses nothing either.
    let mut wrong = more.clone();
    wrong.extend([
        ("email", person.email.as_str()),
        ("password", "sai mất rồi"),
    ]);
    let refused = browser.post("/sign-in", &wrong).await;
    assert_eq!(hidden(&refused), kept);
    let page = browser.sign_in(&person, 0, &more).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let (to, fields) = offered(&page);
    assert_eq!(to, "/desk/people?lang=vi");
    let sent: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    assert_eq!(sent, TYPED[..4]);
    // And it arrives.
    let known_fields: Vec<(&str, &str)> =
        sent.into_iter().filter(|(n, _)| *n != "remark").collect();
    let done = browser.post(&to, &known_fields).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text().contains("/welcome/"), "{}", done.text());
}

#[tokio::test]
async fn what_another_site_sent_is_not_kept() {
    let office = Office::new().await;
    let mut browser = Browser::at(&office);
    for (name, value) in [("origin", "https://evil.example"), ("x-none", "x")] {
        let request = Request::post("/desk/people")
            .header(name, value)
            .header("content-type", "application/x-www-form-urlencoded");
        let reply = browser.send(request, Body::from(form(&TYPED))).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
        assert!(hidden(&reply).is_empty(), "{}", reply.text());
        assert!(!reply.text().contains("hoa@example.vn"));
    }
}

#[tokio::test]
async fn files_and_forms_that_are_too_large_are_said_not_to_be_kept() {
    let office = Office::new().await;
    let mut browser = Browser::at(&office);
    let long = "a".repeat(70_000);
    for (kind, body) in [
        ("multipart/form-data; boundary=x", "--x--".to_owned()),
        (
            "application/x-www-form-urlencoded",
            form(&[("text", &long)]),
        ),
    ] {
        let request = Request::post("/desk/people")
            .header("origin", format!("https://{HOST}"))
            .header("content-type", kind);
        let reply = browser.send(request, Body::from(body)).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
        assert!(reply.text().contains("chọn lại tệp"), "{}", reply.text());
        assert!(hidden(&reply).is_empty());
    }
}

#[tokio::test]
async fn a_form_as_large_as_a_form_may_be_comes_all_the_way_through() {
    let office = Office::new().await;
    let person = known(&office, "van", programme()).await;
    let mut browser = Browser::at(&office);
    // Nine bytes a letter on the way: 63 kB.
    let long = "ộ".repeat(7_000);
    let lost = browser.post("/desk/people", &[("name", &long)]).await;
    let kept = hidden(&lost);
    let more: Vec<(&str, &str)> = kept.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let page = browser.sign_in(&person, 0, &more).await;
    assert_eq!(offered(&page).1, [("name".to_owned(), long)]);
}

#[tokio::test]
async fn a_kept_form_goes_nowhere_but_to_this_service() {
    let office = Office::new().await;
    let person = known(&office, "van", programme()).await;
    let mut browser = Browser::at(&office);
    let more = [
        ("kept_to", "https://evil.example/"),
        ("kept", "[[\"a\",\"b\"]]"),
    ];
    let reply = browser.sign_in(&person, 0, &more).await;
    assert_eq!(reply.header("location"), "/desk");
}

#[tokio::test]
async fn what_signs_asks_for_a_fresh_code_and_goes_on_with_what_was_typed() {
    let office = Office::new().await;
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let person = known(&office, "hoa", chair).await;
    let mut browser = Browser::of(&office, &person).await;
    let later = office.again(at("2026-08-10T03:10:00Z")).await;
    browser.router = ocop::http::router(later);
    let typed = [
        ("decision", "900/QĐ-UBND"),
        ("remark", "dòng một\r\ndòng hai"),
    ];
    let act = "/desk/certificates/CB-0-8/revoke";
    let asked = browser.post(act, &typed).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert!(
        asked.text().contains("Những gì bạn đã gõ vẫn còn"),
        "{}",
        asked.text()
    );
    let more = hidden(&asked);
    let code = person
        .totp
        .as_ref()
        .unwrap()
        .code(at("2026-08-10T03:10:00Z"))
        .unwrap();
    let mut fields: Vec<(&str, &str)> =
        more.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    fields.push(("one_time_code", "000000"));
    let wrong = browser.post("/sign-in/factor", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(hidden(&wrong), more);
    fields.pop();
    fields.push(("one_time_code", &code));
    let shown = browser.post("/sign-in/factor", &fields).await;
    let (to, sent) = offered(&shown);
    assert_eq!(to, act);
    let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(sent, typed);
    let page = browser.get("/sign-in/factor?next=%2Fdesk%2Fupkeep").await;
    assert_eq!(
        hidden(&page),
        [("next".to_owned(), "/desk/upkeep".to_owned())]
    );
    let secret = browser
        .cookie
        .clone()
        .unwrap()
        .split_once('=')
        .unwrap()
        .1
        .to_owned();
    let access = office.admit_session(&secret).await.unwrap().unwrap();
    assert!(access.is_fresh(at("2026-08-10T03:15:00Z")));
    assert!(!access.is_fresh(at("2026-08-10T03:15:01Z")));
}
