//! The public pages: from a verdict to the form, and to the state.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::stage::{CONTACT, Stage, form};
use crate::photographs::of_a_telephone;
use crate::support::{Engine, HOST};

const PEER: &str = "203.0.113.9:1";

fn fields<'a>(stage: &'a Stage, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("code", stage.code.as_str()),
        ("once", "AAAAAAAAAAAAAAAAAAAAAA"),
        ("reason", "more_stars"),
        ("description", "Bao bì in 5 sao"),
        ("shop", "Cửa hàng Thử"),
        ("shop_address", ""),
        ("province", "VN-04@2"),
        ("contact", CONTACT),
        ("website", ""),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend_from_slice(more);
    fields
}

#[tokio::test]
async fn a_verdict_leads_to_the_form_and_the_form_to_a_number() {
    let stage = Stage::on(Engine::Sqlite).await;
    let path = stage.code.strip_prefix(&format!("https://{HOST}")).unwrap();
    let verdict = stage.get(path).await.text().to_owned();
    let link = verdict.split("href=\"/report?code=").nth(1).unwrap();
    let link = format!("/report?code={}", link.split('"').next().unwrap());
    // Calm on what is genuine.
    assert!(verdict.contains("Does something look wrong?"));
    assert!(!verdict.contains("class=\"report\""));
    let page = stage.get(&link.replace("&#38;", "&")).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(
        text.contains(&format!("name=\"code\" value=\"{}\"", stage.code)),
        "{text}"
    );
    assert!(text.contains("Chè Shan tuyết"));
    let sent = stage
        .send(form(PEER, &fields(&stage, &[]), &[of_a_telephone()]))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let to = sent.header("location").to_owned();
    let thanks = stage.get(&to).await;
    let text = thanks.text();
    let number = to
        .strip_prefix("/reports/")
        .unwrap()
        .split('?')
        .next()
        .unwrap();
    assert!(text.contains(number) && text.contains("Thank you"));
    // Sent again, it is the same report.
    let again = stage.send(form(PEER, &fields(&stage, &[]), &[])).await;
    assert_eq!(again.header("location"), to);
}

#[tokio::test]
async fn a_bad_verdict_offers_to_report_loudly_and_what_is_no_code_of_ours_does_not() {
    let stage = Stage::on(Engine::Sqlite).await;
    let mismatch = format!("/c/{}?stars=5", stage.number);
    let page = stage.get(&mismatch).await.text().to_owned();
    assert!(page.contains("class=\"report\""), "{page}");
    assert!(page.contains(&format!("/report?code={}", stage.number)));
    let request = Request::post("/")
        .header("content-type", "multipart/form-data; boundary=xyz")
        .body(Body::from(
            "--xyz\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\nhttps://example.vn/a\r\n--xyz--\r\n",
        ));
    let page = stage.send(request.unwrap()).await.text().to_owned();
    assert!(!page.contains("/report?code="), "{page}");
}

#[tokio::test]
async fn the_state_shows_nothing_that_anybody_typed() {
    let stage = Stage::on(Engine::Sqlite).await;
    let number = stage.report(&stage.typed()).await.unwrap().to_string();
    let page = stage.get(&format!("/reports/{number}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("cache-control"), "no-store");
    let request = Request::get(format!("/reports/{number}")).header("accept", "application/json");
    let state = stage.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(state.json()["state"], "received");
    for told in [page.text(), state.text()] {
        for typed in [
            CONTACT,
            "5 sao",
            "Cửa hàng Thử",
            "Chợ Thử",
            "Cao Bằng",
            &stage.number,
        ] {
            assert!(!told.contains(typed), "{typed}");
        }
    }
    let found = stage
        .get(&format!("/reports?number={}", number.to_lowercase()))
        .await;
    assert_eq!(found.status, StatusCode::SEE_OTHER);
    assert_eq!(
        stage.get(found.header("location")).await.status,
        StatusCode::OK
    );
    for (wrong, says) in [
        ("PA-2222-2223", "mistyped"),
        ("PA-2222-2222", "No report has this number"),
        ("che", "not the number of a report"),
    ] {
        let page = stage.get(&format!("/reports/{wrong}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{wrong}");
        let text = page.text();
        assert!(
            text.contains(says) && text.contains(&format!("value=\"{wrong}\"")),
            "{text}"
        );
    }
}

#[tokio::test]
async fn whoever_fills_the_hidden_field_is_asked_whether_they_are_a_person_and_loses_nothing() {
    let stage = Stage::on(Engine::Sqlite).await;
    let trapped = fields(&stage, &[("website", "https://a.example")]);
    let page = stage.send(form(PEER, &trapped, &[])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(text.contains("name=\"person\""), "{text}");
    assert!(text.contains("Bao bì in 5 sao") && text.contains(CONTACT));
    assert!(text.matches("href=\"#").count() == 1);
    // A program is not told which field it was, nor does the field come back filled.
    assert!(!text.contains("a.example") && !text.contains("href=\"#website\""));
    assert_eq!(stage.register().shopper_report(1).await.unwrap(), None);
    // A browser that fills it each time does not keep its person out.
    let person = fields(&stage, &[("website", "x"), ("person", "yes")]);
    let sent = stage.send(form(PEER, &person, &[])).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_is_wrong_is_said_above_the_form_with_what_was_typed() {
    let stage = Stage::on(Engine::Sqlite).await;
    let wrong = fields(
        &stage,
        &[("reason", ""), ("description", ""), ("shop", "Chợ & <i>")],
    );
    let page = stage.send(form(PEER, &wrong, &[])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(text.contains("href=\"#reason\"") && text.contains("href=\"#description\""));
    assert!(text.contains("value=\"Chợ &#38; &#60;i&#62;\""), "{text}");
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec();
    let page = stage.send(form(PEER, &fields(&stage, &[]), &[svg])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("href=\"#photograph\""));
    let large = vec![0xff; 10 * 1024 * 1024 + 1];
    let page = stage.send(form(PEER, &fields(&stage, &[]), &[large])).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.text().contains("more than 10 MB"));
    // Nothing is left of what arrived.
    let files = stage.office.data().join("files");
    assert_eq!(std::fs::read_dir(files).unwrap().count(), 0);
}

#[tokio::test]
async fn a_contact_is_erased_from_the_page_with_the_state() {
    let stage = Stage::on(Engine::Sqlite).await;
    let number = stage.report(&stage.typed()).await.unwrap().to_string();
    let path = format!("/reports/{number}/erase-contact");
    let page = stage.get(&format!("/reports/{number}")).await;
    assert!(page.text().contains(&format!("action=\"{path}\"")));
    let from = |origin: String| {
        Request::post(&path)
            .header("origin", origin)
            .body(Body::empty())
    };
    let foreign = stage
        .send(from("https://a.example".to_owned()).unwrap())
        .await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let own = stage.send(from(format!("https://{HOST}")).unwrap()).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
    let page = stage.get(own.header("location")).await;
    assert!(!page.text().contains("erase-contact"));
}

#[tokio::test]
async fn another_site_cannot_make_its_visitors_report() {
    let stage = Stage::on(Engine::Sqlite).await;
    let mut request = form(PEER, &fields(&stage, &[]), &[]);
    let origin = "https://a.example".parse().unwrap();
    request.headers_mut().insert("origin", origin);
    let reply = stage.send(request).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.register().shopper_report(1).await.unwrap(), None);
}

#[tokio::test]
async fn a_program_reports_in_json() {
    let stage = Stage::on(Engine::Sqlite).await;
    let post = |body: Value| {
        Request::post("/api/v1/shopper-reports")
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap()
    };
    let report = json!({
        "code": stage.number, "reason": "expired", "description": "Vẫn bán", "contact": CONTACT
    });
    let reply = stage.send(post(report)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    let state = reply.json();
    assert_eq!(state["state"], "received");
    assert_eq!(
        reply.header("location"),
        format!("/reports/{}", state["number"].as_str().unwrap())
    );
    assert!(!reply.text().contains(CONTACT));
    let wrong = stage
        .send(post(json!({ "reason": 1, "extra": true })))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let codes: Vec<&str> = wrong.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| match error["code"].as_str().unwrap() {
            "not_text" => "not_text",
            "unknown_field" => "unknown_field",
            _ => "other",
        })
        .collect();
    assert_eq!(codes, ["not_text", "unknown_field"]);
}
