//! Runs over the API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::Place;
use crate::support::{Engine, on_both_engines};

on_both_engines!(a_run_is_begun_read_and_downloaded_by_the_api);

async fn a_run_is_begun_read_and_downloaded_by_the_api(engine: Engine) {
    let place = Place::on(engine).await;
    let owner = place.owner_signed_in().await;
    let body = json!({ "number": place.ours, "count": 250, "lot": "L01", "printer": "Nhà in" });
    let made = place.post(&owner, "/api/v1/label-runs", body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    assert_eq!(made.header("location"), "/api/v1/label-runs/1");
    let run = made.json();
    assert_eq!(
        (&run["first"], &run["last"], &run["count"], &run["state"]),
        (&json!(1), &json!(250), &json!(250), &json!("recorded"))
    );
    let listed = place.get(&owner, "/api/v1/label-runs?limit=1").await.json();
    assert_eq!(listed["label_runs"], json!([run]));
    assert_eq!(listed["next"], Value::Null);
    let one = place.get(&owner, "/api/v1/label-runs/1").await;
    assert_eq!(one.json(), run);
    assert!(one.header("etag").starts_with('"'));
    let csv = place.get(&owner, "/api/v1/label-runs/1/texts.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let name = format!("attachment; filename=\"{}-1-250.csv\"", place.ours);
    assert_eq!(csv.header("content-disposition"), name);
    assert_eq!(csv.text().lines().count(), 251);
    let none = place.get(&owner, "/api/v1/label-runs/1/files").await;
    assert_eq!(
        (none.status, none.json()["code"].as_str()),
        (StatusCode::NOT_FOUND, Some("no_label_files"))
    );
    let order = json!({ "format": "png" });
    let ordered = place
        .post(&owner, "/api/v1/label-runs/1/files", order)
        .await;
    assert_eq!(ordered.json()["state"], "making", "{}", ordered.text());
    let document = place.get(&owner, "/api/v1/openapi.json").await.json();
    let keys = |value: &Value| -> Vec<String> {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort_unstable();
        keys
    };
    let described = |name: &str| keys(&document["components"]["schemas"][name]["properties"]);
    assert_eq!(keys(&ordered.json()), described("LabelRun"));
    let mut files = keys(&ordered.json()["files"]);
    files.push("sheet".to_owned());
    files.sort_unstable();
    assert_eq!(files, described("OrderedFiles"));
    let early = place.get(&owner, "/api/v1/label-runs/1/files").await;
    assert_eq!(
        (early.status, early.json()["code"].as_str()),
        (StatusCode::CONFLICT, Some("not_finished"))
    );
    assert!(
        early.json()["detail"]
            .as_str()
            .unwrap()
            .contains("0 of 1 parts")
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_said() {
    let place = Place::on(Engine::Sqlite).await;
    let owner = place.owner_signed_in().await;
    let number = place.ours.to_string();
    for (body, status, code) in [
        (json!({ "count": 1 }), 422, "missing_field"),
        (
            json!({ "number": "CB-1-1", "count": 1 }),
            422,
            "not_a_certificate_number",
        ),
        (
            json!({ "number": number, "count": 0 }),
            422,
            "count_too_small",
        ),
        (
            json!({ "number": number, "count": 10_000_000 }),
            422,
            "run_too_large",
        ),
        (
            json!({ "number": number, "count": 1, "kind": "short" }),
            422,
            "short_has_no_serial",
        ),
        (
            json!({ "number": number, "count": 1, "kind": "qr" }),
            422,
            "not_a_code_kind",
        ),
        (
            json!({ "number": number, "count": 1, "format": "docx" }),
            422,
            "no_such_choice",
        ),
        (
            json!({ "number": number, "count": 1, "format": "png", "design": "plaque" }),
            422,
            "plaque_has_no_serial",
        ),
        (
            json!({ "number": number, "count": 10_001, "format": "png" }),
            422,
            "too_many_for_files",
        ),
        (
            json!({ "number": place.theirs, "count": 1 }),
            404,
            "no_such_number",
        ),
    ] {
        let reply = place.post(&owner, "/api/v1/label-runs", body.clone()).await;
        let said = reply.json();
        let code_said = match said["errors"][0]["code"].as_str() {
            Some(code) => code,
            None => said["code"].as_str().unwrap(),
        };
        assert_eq!(
            (reply.status.as_u16(), code_said),
            (status, code),
            "{body}: {said}"
        );
    }
    assert_eq!(
        place
            .office
            .book
            .texts("select lot from label_runs")
            .await
            .len(),
        0
    );
}
