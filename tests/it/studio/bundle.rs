//! All labels of a decision in one ZIP.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use axum::http::StatusCode;
use ocop::label::read;
use ocop::office::{Actor, Reach, Which, Withdrawal};
use ocop::scheme::ground::Ground;

use super::stage::Stage;
use crate::support::{Office, day};

const DECISION: &str = "/api/v1/labels.zip?council=CB&decision=852%2FQ%C4%90-UBND";

fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let mut files = BTreeMap::new();
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        files.insert(file.name().expect("a name").into_owned(), bytes);
    }
    files
}

#[tokio::test]
async fn a_decisions_labels_come_with_a_list_and_a_report() {
    let stage = Stage::set().await;
    let withdrawal = Withdrawal {
        which: Which::Numbers(vec![stage.numbers[1].clone()]),
        within: Reach::All,
        actor: Actor::Program,
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
    };
    stage.office.revoke(&withdrawal).await.expect("revoked");
    let reply = stage
        .get(
            &stage.secretary,
            &format!("{DECISION}&format=png&year=2026"),
        )
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "application/zip");
    let files = unpacked(&reply.body);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let label = |place: usize| format!("{}.png", stage.numbers[place]);
    let expected = [
        label(0),
        label(2),
        label(3),
        "list.csv".into(),
        "report.txt".into(),
    ];
    assert_eq!(names, expected);
    for place in [0, 2, 3] {
        assert_eq!(
            read::read(&files[&label(place)]).as_ref(),
            Ok(&stage.codes[place])
        );
    }
    let list = String::from_utf8(files["list.csv"].clone()).unwrap();
    assert!(list.starts_with('\u{feff}'));
    let rows: Vec<&str> = list.lines().collect();
    assert_eq!(rows.len(), 5);
    assert!(rows[1].starts_with(&format!("{},Miến dong,", stage.numbers[0])));
    assert!(
        rows[2].contains("not_in_force") && rows[2].contains("đã bị thu hồi"),
        "{}",
        rows[2]
    );
    let report = String::from_utf8(files["report.txt"].clone()).unwrap();
    for said in ["Tem nhãn đã tạo: 3; để lại: 1", "ĐẠT", "300 dpi"] {
        assert!(report.contains(said), "{said}: {report}");
    }
}

#[tokio::test]
async fn a_decision_out_of_reach_is_none() {
    let stage = Stage::set().await;
    for (person, path) in [
        (&stage.other_secretary, DECISION.to_owned()),
        (&stage.producer, DECISION.to_owned()),
        (&stage.secretary, DECISION.replace("852", "853")),
        (&stage.secretary, format!("{DECISION}&year=2025")),
    ] {
        let reply = stage.get(person, &path).await;
        assert_eq!(
            reply.status,
            StatusCode::NOT_FOUND,
            "{path}: {}",
            reply.text()
        );
        assert_eq!(reply.json()["code"], "no_such_decision");
    }
    let reply = stage
        .get(&stage.secretary, "/api/v1/labels.zip?dpi=1")
        .await;
    let codes: Vec<String> = super::stage::faults(&reply)
        .into_iter()
        .map(|(_, code)| code)
        .collect();
    assert_eq!(
        codes,
        ["missing_field", "missing_field", "dpi_out_of_bounds"]
    );
    // What fits none of them is no ZIP of nothing.
    let reply = stage
        .get(&stage.secretary, &format!("{DECISION}&width_mm=6"))
        .await;
    assert_eq!(reply.json()["code"], "label_too_small");
}

#[tokio::test]
async fn a_long_decision_is_sent_whole() {
    let office = Office::new().await;
    let issued = office.issue_list(crate::support::list_of(139)).await;
    issued.expect("issued");
    let council = "CB".parse().expect("a code");
    let grant = ocop::office::Grant::of_council(ocop::office::Role::Secretary, council);
    let secretary = office.person(&[grant]).await;
    let request = secretary.sends(axum::http::Request::get(format!(
        "{DECISION}&format=pdf&design=full&width_mm=90"
    )));
    let request = request.body(axum::body::Body::empty()).expect("a request");
    let answer = tower::ServiceExt::oneshot(office.router(), request).await;
    let body = http_body_util::BodyExt::collect(answer.expect("an answer").into_body()).await;
    let files = unpacked(&body.expect("a body").to_bytes());
    assert_eq!(files.len(), 141);
}
