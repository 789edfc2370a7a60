//! Labels on sheets: as many as were asked for, each read again from the paper.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::stage::{Stage, faults, page_of, pages, read_by_zbar};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

async fn sheets(stage: &Stage, body: Value) -> crate::door::Reply {
    let body = body.to_string();
    stage
        .post(&stage.producer, "/api/v1/label-sheets", JSON, &body)
        .await
}

#[tokio::test]
async fn a_sheet_has_every_label_that_was_asked_for() {
    let stage = Stage::set().await;
    let [noodles, cakes] = [&stage.numbers[0], &stage.numbers[1]];
    let reply = sheets(
        &stage,
        json!({ "sheet": "l7165", "dpi": 600, "skip": 3,
                "labels": [{ "number": noodles, "count": 4, "design": "full", "wording": "vi" },
                           { "number": cakes, "count": 3, "design": "number", "kind": "short" }] }),
    )
    .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "application/pdf");
    assert_eq!(reply.header("cache-control"), "no-store");
    // Eight places a sheet, three of them used.
    assert_eq!(pages(&reply.body), 2);
    let mut first = read_by_zbar(&page_of(&reply.body, 1));
    let second = read_by_zbar(&page_of(&reply.body, 2));
    let short = format!("https://{}/c/{cakes}", crate::support::HOST);
    assert_eq!((first.len(), second.len()), (5, 2));
    first.extend(second);
    let count = |code: &str| first.iter().filter(|read| *read == code).count();
    assert_eq!((count(&stage.codes[0]), count(&short)), (4, 3));
}

#[tokio::test]
async fn paper_to_cut_holds_a_grid_of_any_size() {
    let stage = Stage::set().await;
    let reply = sheets(
        &stage,
        json!({ "paper": "a3", "label_mm": [60, 70.5], "gap_mm": 4, "dpi": 300, "crop_marks": true,
                "bleed_mm": 1, "labels": [{ "number": stage.numbers[0], "count": 20 }] }),
    )
    .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(pages(&reply.body), 1);
    let read = read_by_zbar(&page_of(&reply.body, 1));
    assert_eq!(read, vec![stage.codes[0].clone(); 20]);
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_sheet_is_said_at_once() {
    let stage = Stage::set().await;
    let number = &stage.numbers[0];
    let foreign = &stage.numbers[2];
    let expect = async |body: Value, status: u16, expected: &[(&str, &str)]| {
        let reply = sheets(&stage, body.clone()).await;
        assert_eq!(reply.status.as_u16(), status, "{body}: {}", reply.text());
        let found = faults(&reply);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(found, expected, "{body}");
    };
    expect(
        json!({ "paper": "a5", "label_mm": [0, 70], "gap_mm": -1, "dpi": 1, "bleed_mm": 99, "colour": 1,
                "labels": [{ "number": number, "count": 0 }, { "count": "x", "design": "poster" }] }),
        422,
        &[
            ("paper", "no_such_paper"),
            ("dpi", "dpi_out_of_bounds"),
            ("bleed_mm", "bleed_out_of_bounds"),
            ("gap_mm", "gap_out_of_bounds"),
            ("label_mm", "side_out_of_bounds"),
            ("count", "no_labels"),
            ("number", "missing_field"),
            ("count", "not_a_whole_number"),
            ("design", "no_such_design"),
            ("", "unknown_field"),
        ],
    )
    .await;
    let one = json!([{ "number": number, "count": 1 }]);
    for (body, field, code) in [
        (json!({ "labels": one }), "label_mm", "missing_field"),
        (
            json!({ "sheet": "l7160", "gap_mm": 1, "labels": one }),
            "sheet",
            "sheet_has_its_own_sizes",
        ),
        (
            json!({ "sheet": "l7160", "skip": 21, "labels": one }),
            "skip",
            "skip_past_sheet",
        ),
        (
            json!({ "sheet": "l7160", "skip": -1, "labels": one }),
            "skip",
            "skip_past_sheet",
        ),
        (
            json!({ "label_mm": [500, 500], "labels": one }),
            "label_mm",
            "sheet_too_small",
        ),
        (
            json!({ "label_mm": [20, 20], "labels": one }),
            "label_mm",
            "label_too_small",
        ),
        (
            json!({ "label_mm": [50], "labels": one }),
            "label_mm",
            "not_a_label_size",
        ),
        (
            json!({ "sheet": "l7165", "labels": {} }),
            "labels",
            "not_a_list_of_objects",
        ),
        (
            json!({ "sheet": "l7165", "labels": [{ "number": number, "count": 10_001 }] }),
            "count",
            "too_many_labels",
        ),
    ] {
        expect(body, 422, &[(field, code)]).await;
    }
    // Another's certificate is none, in each line.
    expect(
        json!({ "sheet": "l7165", "labels": [{ "number": foreign, "count": 1 }, { "number": "CB", "count": 1 }] }),
        404,
        &[("number", "no_such_number"), ("number", "not_a_number")],
    )
    .await;
    let reply = sheets(&stage, json!({ "sheet": "l7165", "labels": [] })).await;
    assert_eq!(reply.json()["code"], "no_labels");
}

#[tokio::test]
async fn the_page_offers_the_producers_own_and_makes_the_same_sheets() {
    let stage = Stage::set().await;
    let [noodles, cakes, tea] = [0, 1, 2].map(|place: usize| stage.numbers[place].as_str());
    let path = format!("/my/certificates/{noodles}/sheets");
    let page = stage.get(&stage.producer, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    for name in [noodles, cakes] {
        assert!(page.text().contains(&format!("name=\"{name}\"")));
    }
    assert!(!page.text().contains(tea));
    let form = format!(
        "sheet=l7163&label_mm=&label_mm=&gap_mm=&skip=&printer=office&dpi=&design=number&kind=short&wording=vi&{noodles}=2&{cakes}=1"
    );
    let reply = stage.post(&stage.producer, &path, FORM, &form).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "application/pdf");
    assert_eq!(read_by_zbar(&page_of(&reply.body, 1)).len(), 3);
    let form = format!("sheet=a4&label_mm=0&label_mm=40&printer=x&bleed_mm=50&{noodles}=some");
    let reply = stage.post(&stage.producer, &path, FORM, &form).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = reply.text();
    for said in [
        "Không có loại máy in này",
        "5 đến 1000 mm",
        "0 đến 10 mm",
        "value=\"some\"",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let foreign = format!("sheet=l7163&{tea}=1");
    let reply = stage.post(&stage.producer, &path, FORM, &foreign).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let none = stage
        .post(&stage.producer, &path, FORM, "sheet=l7163")
        .await;
    assert!(none.text().contains("Không có nhãn nào để in"));
}
