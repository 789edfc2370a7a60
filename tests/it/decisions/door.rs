//! The same at the door: pages and API, by whoever is signed in.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Role};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use super::desk::{code, products};
use crate::acts::desk::Desk as Door;
use crate::door::Reply;
use crate::support::{Person, csv, row, signer};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub struct People {
    pub door: Door,
    pub secretary: Person,
    pub chair: Person,
}

impl People {
    pub async fn come() -> Self {
        let door = Door::open().await;
        let of = |role| [Grant::of_council(role, code("CB"))];
        Self {
            secretary: door.office.person(&of(Role::Secretary)).await,
            chair: door.office.person(&of(Role::Chair)).await,
            door,
        }
    }

    pub async fn send(
        &self,
        by: &Person,
        request: axum::http::request::Builder,
        body: impl Into<Body>,
    ) -> Reply {
        let request = by.sends(request).body(body.into());
        self.door.send(request.unwrap()).await
    }

    pub async fn json(&self, by: &Person, method: &str, path: &str, body: Value) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json");
        self.send(by, request, body.to_string()).await
    }

    pub async fn get(&self, by: &Person, path: &str) -> Reply {
        self.send(by, Request::get(path), Body::empty()).await
    }

    pub async fn form(&self, by: &Person, path: &str, fields: &str) -> Reply {
        let request =
            Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(by, request, fields.to_owned()).await
    }

    /// A decision with so many lines; its path and version.
    pub async fn prepared(&self, lines: usize) -> (String, i64) {
        let new = json!({ "council": "CB", "number": "900/QĐ-UBND", "decided_on": "2026-08-05" });
        let begun = self
            .json(&self.secretary, "POST", "/api/v1/preparations", new)
            .await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
        let path = begun.header("location").to_owned();
        let import =
            Request::post(format!("{path}/import?version=1")).header("content-type", "text/csv");
        let imported = self.send(&self.secretary, import, products(lines)).await;
        assert_eq!(imported.status, StatusCode::OK, "{}", imported.text());
        assert_eq!(imported.json()["lines"], lines);
        (path, imported.json()["version"].as_i64().unwrap())
    }
}

#[tokio::test]
async fn a_decision_goes_its_way_by_the_api() {
    let people = People::come().await;
    let (path, version) = people.prepared(3).await;
    let first = people.get(&people.chair, &path).await;
    let tag = first.header("etag").to_owned();
    let again = Request::get(&path).header("if-none-match", &tag);
    let again = people.send(&people.chair, again, Body::empty()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(first.json()["refusals"], json!([]));
    let lines = people
        .get(&people.chair, &format!("{path}/lines?limit=2"))
        .await
        .json();
    assert_eq!(lines["lines"][1]["product"], "Sản phẩm số 2");
    let rest = people
        .get(&people.chair, lines["next"].as_str().unwrap())
        .await;
    assert_eq!(rest.json()["lines"].as_array().unwrap().len(), 1);
    let label = people.get(&people.chair, &format!("{path}/labels/2")).await;
    assert_eq!(label.header("content-type"), "image/svg+xml");
    let none = people.get(&people.chair, &format!("{path}/labels/9")).await;
    assert_eq!(none.json()["code"], "no_such_line");
    let submit = format!("{path}/submit");
    let submitted = people
        .json(
            &people.secretary,
            "POST",
            &submit,
            json!({ "version": version }),
        )
        .await;
    assert_eq!(
        submitted.json()["state"],
        "submitted",
        "{}",
        submitted.text()
    );
    let seen = people.get(&people.chair, &path).await.json();
    let approval = json!({ "version": seen["version"], "digest": seen["digest"] });
    let approve = format!("{path}/approve");
    let by_secretary = people
        .json(&people.secretary, "POST", &approve, approval.clone())
        .await;
    assert_eq!(by_secretary.status, StatusCode::FORBIDDEN);
    let approved = people.json(&people.chair, "POST", &approve, approval).await;
    assert_eq!(approved.json()["state"], "approved", "{}", approved.text());
    let office = &people.door.office;
    let id = approved.json()["id"].as_i64().unwrap();
    office
        .release_decision(id, signer("CB"), |_, _| {})
        .await
        .unwrap();
    let released = people.get(&people.secretary, &path).await.json();
    assert_eq!(released["state"], "released");
    assert_eq!(released["approval"]["digest"], seen["digest"]);
    let lines = people.get(&people.chair, &format!("{path}/lines")).await;
    assert!(lines.json()["lines"][0]["certificate"].is_string());
    let page = people
        .get(
            &people.chair,
            &path.replace("/api/v1/preparations", "/desk/decisions"),
        )
        .await;
    assert!(page.text().contains("/desk/certificates/CB-"));
}

#[tokio::test]
async fn a_key_makes_one_act_of_several_requests() {
    let people = People::come().await;
    let new = json!({ "council": "CB", "number": "900/QĐ-UBND", "decided_on": "2026-08-05" });
    let request = || {
        Request::post("/api/v1/preparations")
            .header("content-type", "application/json")
            .header(
                "idempotency-key",
                "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"",
            )
    };
    let mut answers = Vec::new();
    for _ in 0..2 {
        let sent = people.send(&people.secretary, request(), new.to_string());
        answers.push(sent.await.json());
    }
    assert_eq!(answers[0], answers[1]);
    let mut other = new;
    other["number"] = json!("901/QĐ-UBND");
    let reused = people
        .send(&people.secretary, request(), other.to_string())
        .await;
    assert_eq!(reused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reused.json()["code"], "idempotency_key_reused");
    let listed = people
        .get(&people.secretary, "/api/v1/preparations?state=draft")
        .await
        .json();
    assert_eq!(listed["preparations"].as_array().unwrap().len(), 1);
    assert_eq!(listed["counts"]["draft"], 1);
}

#[tokio::test]
async fn a_refused_list_comes_back_as_json_as_a_page_and_as_a_workbook() {
    let people = People::come().await;
    let (path, version) = people.prepared(1).await;
    let bad = csv(&[row(&[("set_no", "77"), ("product", "Chè")])]);
    let import = |accept: &'static str| {
        Request::post(format!("{path}/import?version={version}"))
            .header("content-type", "text/csv")
            .header("accept", accept)
    };
    let said = people
        .send(&people.secretary, import("application/json"), bad.clone())
        .await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(said.json()["errors"][0]["row"], 2);
    assert_eq!(said.json()["errors"][0]["column"], "set_no");
    let file = people.send(&people.secretary, import(XLSX), bad).await;
    assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(file.header("content-type"), XLSX);
    assert!(file.body.starts_with(b"PK"));
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Tên sản phẩm").unwrap();
    sheet.write_string(1, 0, "=1+1").unwrap();
    let workbook = workbook.save_to_buffer().unwrap();
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n{version}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n"
    )
    .into_bytes();
    body.extend(workbook);
    body.extend(b"\r\n--x--\r\n");
    let desk = path.replace("/api/v1/preparations", "/desk/decisions");
    let form = Request::post(format!("{desk}/import"))
        .header("content-type", "multipart/form-data; boundary=x");
    let page = people.send(&people.secretary, form, body).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("column_missing") || page.text().contains("Thiếu cột"));
}

#[tokio::test]
async fn the_forms_of_the_page_do_the_same_and_lose_nothing_typed() {
    let people = People::come().await;
    let typed = "council=CB&number=xx&decided_on=2026-08-05&authority=UBND+t%E1%BB%89nh&once=1";
    let refused = people
        .form(&people.secretary, "/desk/decisions/new", typed)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("value=\"UBND tỉnh\""));
    assert!(refused.text().contains("value=\"xx\""));
    let typed = typed.replace("=xx", "=77/Q%C4%90-UBND");
    let mut places = Vec::new();
    for _ in 0..2 {
        let begun = people
            .form(&people.secretary, "/desk/decisions/new", &typed)
            .await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
        places.push(begun.header("location").to_owned());
    }
    assert_eq!(places[0], places[1], "a second click is the same request");
    let desk = &places[0];
    let line = "product=Ch%C3%A8&producer=HTX&producer_kind=cooperative&address=X%C3%A3&set_no=6&score_a=34.5&score_b=20&score_c=30&stars=4";
    let stale = people
        .form(
            &people.secretary,
            &format!("{desk}/lines"),
            &format!("version=0&{line}"),
        )
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("value=\"Chè\""));
    let added = people
        .form(
            &people.secretary,
            &format!("{desk}/lines"),
            &format!("version=1&{line}"),
        )
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let submitted = people
        .form(&people.secretary, &format!("{desk}/submit"), "version=2")
        .await;
    assert_eq!(submitted.status, StatusCode::SEE_OTHER);
    let page = people.get(&people.chair, desk).await;
    let page = page.text();
    assert!(page.contains("/approve"));
    let digest = page.split("name=\"digest\" value=\"").nth(1).unwrap();
    let digest = &digest[..64];
    let not_looked = people
        .form(
            &people.chair,
            &format!("{desk}/approve"),
            &format!("version=3&digest={digest}"),
        )
        .await;
    assert_eq!(not_looked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let approved = people
        .form(
            &people.chair,
            &format!("{desk}/approve"),
            &format!("version=3&looked=1&digest={digest}"),
        )
        .await;
    assert_eq!(
        approved.status,
        StatusCode::SEE_OTHER,
        "{}",
        approved.text()
    );
    let removed = people
        .form(
            &people.secretary,
            &format!("{desk}/remove"),
            "version=4&line=1",
        )
        .await;
    assert_eq!(removed.header("location"), format!("{desk}?done=voided"));
    let list = people
        .get(&people.secretary, "/desk/decisions?state=draft")
        .await;
    assert!(list.text().contains("77/QĐ-UBND"));
}

#[tokio::test]
async fn another_council_s_decision_is_not_there() {
    let people = People::come().await;
    let (path, version) = people.prepared(1).await;
    let of = [Role::Secretary, Role::Chair].map(|role| Grant::of_council(role, code("TW")));
    let foreign = people.door.office.person(&of).await;
    for read in ["", "/lines", "/scan", "/form", "/labels/1"] {
        let reply = people.get(&foreign, &format!("{path}{read}")).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{read}");
        assert_eq!(reply.json()["code"], "no_such_preparation");
    }
    for act in ["submit", "abandon", "approve"] {
        let body = json!({ "version": version, "digest": "x" });
        let body = match act {
            "approve" => body,
            _ => json!({ "version": version }),
        };
        let reply = people
            .json(&foreign, "POST", &format!("{path}/{act}"), body)
            .await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{act}");
    }
    let other = people.get(&foreign, "/api/v1/preparations").await.json();
    assert_eq!(other["preparations"], json!([]));
    let new = json!({ "council": "CB", "number": "1/QĐ-UBND", "decided_on": "2026-08-05" });
    let begun = people
        .json(&foreign, "POST", "/api/v1/preparations", new)
        .await;
    assert_eq!(begun.status, StatusCode::NOT_FOUND);
}
