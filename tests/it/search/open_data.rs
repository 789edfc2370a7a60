//! Open data: whole, in the same order, harmless to spreadsheets.

use axum::http::StatusCode;

use super::Shelf;
use crate::support::{Engine, Office, list_of, on_both_engines};

on_both_engines!(
    csv_and_json_hold_the_same_and_no_formula,
    more_than_a_page_is_sent_whole
);

async fn csv_and_json_hold_the_same_and_no_formula(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    // Issuing refuses formulas; an older program may not have.
    let formula = "update certificates set product = '=HYPERLINK(1)', producer = '@x'
                   where certificate_index = 2";
    shelf.office.book.raw(formula).await;
    let reply = shelf.get("/register.csv").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert!(reply.header("content-disposition").contains("register.csv"));
    let text = reply.text().strip_prefix('\u{feff}').expect("a mark");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 6);
    for row in &rows {
        for cell in row {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
    }
    assert_eq!((&rows[2][3], &rows[2][4]), ("'=HYPERLINK(1)", "'@x"));
    assert_eq!(
        (&rows[0][0], &rows[0][1]),
        (shelf.numbers[0].as_str(), "in_force")
    );
    let json = shelf.get("/register.json").await.json();
    let numbers = json
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["number"].as_str().unwrap());
    let of_rows: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(numbers.collect::<Vec<_>>(), of_rows);
    let some = shelf
        .get("/register.json?q=che+shan&council=TW")
        .await
        .json();
    assert_eq!(some.as_array().unwrap().len(), 1);
    let none = shelf.get("/register.json?year=2020").await;
    assert_eq!(none.text(), "[]\n");
    let refused = shelf.get("/register.csv?limit=5").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let refused = shelf.get("/register.csv?q=%21").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn more_than_a_page_is_sent_whole(engine: Engine) {
    let office = Office::on(engine).await;
    let issued = office.issue_list(list_of(1_001)).await.unwrap();
    let first = issued.certificates[0].certificate.number.to_string();
    let shelf = Shelf {
        numbers: vec![first.clone()],
        foreign: first,
        office,
    };
    let json = shelf.get("/register.json").await.json();
    assert_eq!(json.as_array().unwrap().len(), 1_001);
    let csv = shelf.get("/register.csv").await;
    assert_eq!(csv.text().lines().count(), 1_002);
}
