//! The pages of runs.

use axum::http::StatusCode;

use super::Place;
use crate::support::{Engine, Office};

#[tokio::test]
async fn a_run_is_begun_by_a_form_once_however_often_it_is_sent() {
    let place = Place::of(Office::on(Engine::Sqlite).await).await;
    let owner = place.owner_signed_in().await;
    let path = format!("/my/label-runs?number={}", place.ours);
    let form = place.get(&owner, &path).await;
    let form = form.text();
    assert!(
        form.contains(&format!("value=\"{}\"", place.ours)),
        "{form}"
    );
    // A plaque is no label with a serial.
    assert!(form.contains("value=\"full\"") && !form.contains("value=\"plaque\""));
    let once = form.split("name=\"once\" value=\"").nth(1).unwrap();
    let once = &once[..once.find('"').unwrap()];
    let fields = format!(
        "once={once}&number={}&count=2500&lot=L%2B1&format=",
        place.ours
    );
    for _ in 0..3 {
        let sent = place.form(&owner, "/my/label-runs", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        assert_eq!(sent.header("location"), "/my/label-runs/1");
    }
    let page = place.get(&owner, "/my/label-runs/1").await;
    assert_eq!(page.header("refresh"), "");
    let text = page.text();
    for said in [
        "2.500",
        "1 – 2.500",
        "L+1",
        "/api/v1/label-runs/1/texts.csv",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let list = place.get(&owner, "/my/label-runs").await;
    let list = list.text();
    assert!(list.contains("/my/label-runs/1") && !list.contains("/my/label-runs/2"));
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_said_with_what_was_typed() {
    let place = Place::of(Office::on(Engine::Sqlite).await).await;
    let owner = place.owner_signed_in().await;
    let fields = format!("once=x&number={}&count=10000000&lot=L7", place.ours);
    let sent = place.form(&owner, "/my/label-runs", &fields).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = sent.text();
    assert!(page.contains("chia thành 10 đợt"), "{page}");
    assert!(
        page.contains("value=\"L7\"") && page.contains("value=\"10000000\""),
        "{page}"
    );
    let fields = format!("once=x&number={}&count=1", place.theirs);
    let sent = place.form(&owner, "/my/label-runs", &fields).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND, "{}", sent.text());
}

#[tokio::test]
async fn a_page_of_a_run_in_work_renews_itself_and_then_has_the_files() {
    let place = Place::of(Office::on(Engine::Sqlite).await).await;
    let owner = place.owner_signed_in().await;
    let fields = format!("once=x&number={}&count=3&format=svg", place.ours);
    place.form(&owner, "/my/label-runs", &fields).await;
    let making = place.get(&owner, "/my/label-runs/1").await;
    assert_eq!(making.header("refresh"), "5");
    assert!(making.text().contains("<progress max=\"1\" value=\"0\""));
    let office = std::sync::Arc::clone(&place.office.office);
    ocop::http::make_label_files(office).await.unwrap();
    let made = place.get(&owner, "/my/label-runs/1").await;
    assert_eq!(made.header("refresh"), "");
    assert!(made.text().contains("/api/v1/label-runs/1/files"));
    let again = place
        .form(&owner, "/my/label-runs/1/files", "format=png")
        .await;
    assert_eq!(again.header("location"), "/my/label-runs/1");
    assert_eq!(
        place
            .get(&owner, "/my/label-runs/1")
            .await
            .header("refresh"),
        "5"
    );
}
