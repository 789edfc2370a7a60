//! The inspectors' pages and programs.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use super::stage::{CONTACT, Stage};
use crate::door::Reply;
use crate::photographs::of_a_telephone;
use crate::support::{Engine, Person};

struct Desk {
    stage: Stage,
    person: Person,
}

impl Desk {
    async fn open() -> Self {
        let stage = Stage::on(Engine::Sqlite).await;
        let person = stage.signed_in().await;
        Self { stage, person }
    }

    async fn get(&self, path: &str) -> Reply {
        let request = self.person.sends(Request::get(path));
        self.stage.send(request.body(Body::empty()).unwrap()).await
    }

    async fn form(&self, path: &str, body: &'static str) -> Reply {
        let request = self.person.sends(Request::post(path));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.stage
            .send(request.body(Body::from(body)).unwrap())
            .await
    }

    async fn api(&self, method: Method, path: &str, body: Value) -> Reply {
        let request = Request::builder().method(method).uri(path);
        let request = self
            .person
            .sends(request)
            .header("content-type", "application/json");
        let body = Body::from(body.to_string());
        self.stage.send(request.body(body).unwrap()).await
    }
}

#[tokio::test]
async fn an_inspector_finds_looks_and_ends_by_forms_alone() {
    let desk = Desk::open().await;
    desk.stage.report_with(&[of_a_telephone()]).await.unwrap();
    let home = desk.get("/desk").await.text().to_owned();
    assert!(
        home.contains("/desk/shopper-reports?state=received"),
        "{home}"
    );
    let list = desk
        .get("/desk/shopper-reports?state=received")
        .await
        .text()
        .to_owned();
    assert!(list.contains("/desk/shopper-reports/1"), "{list}");
    assert!(!list.contains(CONTACT));
    let page = desk.get("/desk/shopper-reports/1").await.text().to_owned();
    assert!(page.contains("Trang kiểm tra ghi 3 sao") && page.contains(&desk.stage.number));
    assert!(page.contains("/desk/cases/new?report=1"));
    assert!(!page.contains(CONTACT));
    let taken = desk
        .form("/desk/shopper-reports/1/take-up", "version=1")
        .await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let shown = desk.form("/desk/shopper-reports/1/contact", "").await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains(CONTACT));
    assert_eq!(shown.header("cache-control"), "no-store");
    let late = "version=1&dismissed_for=L%C3%BD+do+ri%C3%AAng";
    let late = desk.form("/desk/shopper-reports/1/dismiss", late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("Lý do riêng"), "{}", late.text());
    let erased = desk.form("/desk/shopper-reports/1/contact/erase", "").await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER);
    let again = desk.form("/desk/shopper-reports/1/contact", "").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let ended = "version=2&dismissed_for=%C4%90%C3%BAng&public_answer=C%E1%BA%A3m+%C6%A1n";
    let ended = desk.form("/desk/shopper-reports/1/dismiss", ended).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
}

#[tokio::test]
async fn a_photograph_is_shown_and_nothing_of_it_runs() {
    let desk = Desk::open().await;
    desk.stage.report_with(&[of_a_telephone()]).await.unwrap();
    for query in ["", "?size=small"] {
        let path = format!("/api/v1/shopper-reports/1/photographs/1{query}");
        let reply = desk.get(&path).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.header("content-type"), "image/jpeg");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert!(reply.header("content-security-policy").contains("sandbox"));
        assert!(reply.header("content-disposition").starts_with("inline"));
        assert!(image::load_from_memory(&reply.body).is_ok());
    }
    let anybody = Request::get("/api/v1/shopper-reports/1/photographs/1").body(Body::empty());
    let reply = desk.stage.send(anybody.unwrap()).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn programs_of_inspectors_do_the_same() {
    let desk = Desk::open().await;
    for _ in 0..3 {
        desk.stage.received().await;
    }
    let page = desk
        .get("/api/v1/shopper-reports?limit=2&reason=more_stars")
        .await;
    let next = page.json()["next"].as_str().unwrap().to_owned();
    let last = desk.get(&next).await.json();
    assert_eq!(last["reports"][0]["id"], 1);
    assert_eq!(last["next"], Value::Null);
    let one = desk.get("/api/v1/shopper-reports/1").await;
    assert_eq!(one.json()["contact"], "given");
    assert!(!one.text().contains(CONTACT));
    let tag = one.header("etag").to_owned();
    let known = desk.person.sends(Request::get("/api/v1/shopper-reports/1"));
    let known = known.header("if-none-match", tag).body(Body::empty());
    let known = desk.stage.send(known.unwrap()).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let path = |act: &str| format!("/api/v1/shopper-reports/1/{act}");
    let post = |act: &'static str, body| {
        desk.api(Method::POST, Box::leak(path(act).into_boxed_str()), body)
    };
    let taken = post("take-up", json!({ "version": 1 })).await;
    assert_eq!(taken.json()["state"], "looked_at");
    let stale = post("take-up", json!({ "version": 1 })).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(stale.json()["code"], "stale");
    let contact = post("contact", json!({})).await;
    assert_eq!(contact.json()["contact"], CONTACT);
    let merged = post("merge", json!({ "version": 2, "original": 3 })).await;
    assert_eq!(merged.json()["duplicate_of"], 3);
    let dismissed = post("dismiss", json!({ "version": 3, "dismissed_for": "x" })).await;
    assert_eq!(dismissed.json()["code"], "report_state");
    let erased = desk.api(Method::DELETE, &path("contact"), json!({})).await;
    assert_eq!(erased.status, StatusCode::NO_CONTENT);
}
