//! What a label really is, before it is printed.

use axum::http::StatusCode;
use serde_json::Value;

use super::stage::Stage;

#[tokio::test]
async fn the_report_measures_the_label_that_the_file_holds() {
    let stage = Stage::set().await;
    let query = "design=full&width_mm=90&dpi=600&wording=vi";
    let path = |what: &str| format!("/api/v1/certificates/{}/{what}?{query}", stage.numbers[0]);
    let reply = stage.get(&stage.producer, &path("label/report")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let report = reply.json();
    let file = stage.get(&stage.producer, &path("label")).await;
    let number = |name: &str| {
        report[name]
            .as_f64()
            .unwrap_or_else(|| panic!("{name}: {report}"))
    };
    let said = format!(
        "width_mm={:.2}, height_mm={:.2}, module_mm={:.3}, dots={}, dpi=600, version={}",
        number("width_mm"),
        number("height_mm"),
        number("module_mm"),
        report["dots"],
        report["version"]
    );
    assert_eq!(file.header("ocop-label"), said);
    assert_eq!(report["advised"], true);
    assert_eq!(report["self_test"]["passed"], true);
    assert_eq!(report["self_test"]["wrong"], 0);
    assert_eq!(report["self_test"]["trials"].as_array().unwrap().len(), 40);
    let names = "Miến dong".len() + super::stage::PRODUCER.len();
    assert_eq!(report["names"]["bytes"], names);
    assert!(report["names"]["cost_mm"].as_f64().unwrap() > 0.0);
}

#[tokio::test]
async fn a_short_code_holds_no_names_that_cost() {
    let stage = Stage::set().await;
    let path = format!(
        "/api/v1/certificates/{}/label/report?kind=short",
        stage.numbers[0]
    );
    let report = stage.get(&stage.producer, &path).await.json();
    assert_eq!(
        (&report["names"], &report["kind"]),
        (&Value::Null, &"short".into())
    );
}

#[tokio::test]
async fn the_document_describes_the_report() {
    let stage = Stage::set().await;
    let document = stage
        .get(&stage.producer, "/api/v1/openapi.json")
        .await
        .json();
    let path = format!("/api/v1/certificates/{}/label/report", stage.numbers[0]);
    let report = stage.get(&stage.producer, &path).await.json();
    let keys = |value: &Value| -> Vec<String> {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort_unstable();
        keys
    };
    for (shape, value) in [
        ("LabelReport", &report),
        ("LabelNames", &report["names"]),
        ("LabelSelfTest", &report["self_test"]),
        ("LabelTrial", &report["self_test"]["trials"][0]),
    ] {
        let described = keys(&document["components"]["schemas"][shape]["properties"]);
        assert_eq!(described, keys(value), "{shape}");
    }
}

#[tokio::test]
async fn a_proof_is_a_pdf_for_the_printer_that_is_named() {
    let stage = Stage::set().await;
    let path = |query: &str| {
        format!(
            "/api/v1/certificates/{}/label/proof{query}",
            stage.numbers[0]
        )
    };
    let reply = stage.get(&stage.producer, &path("?dpi=203")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "application/pdf");
    let refused = stage.get(&stage.producer, &path("?dpi=7")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = stage.get(&stage.producer, &path("?size=7")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}
