//! The forms of a decision's page: what they hold before anything is typed, and what they refuse.

use axum::http::StatusCode;
use serde_json::json;

use super::door::People;

const CHANGE: &str = "Sửa số, ngày, cơ quan ký</summary>";

#[tokio::test]
async fn the_form_that_changes_a_decision_holds_what_it_says_and_changes_only_what_was_typed() {
    let people = People::come().await;
    let typed = "council=CB&number=77/Q%C4%90-UBND&decided_on=2026-08-05&authority=UBND+t%E1%BB%89nh&once=1";
    let begun = people
        .form(&people.secretary, "/desk/decisions/new", typed)
        .await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let desk = begun.header("location").to_owned();
    let api = desk.replace("/desk/decisions", "/api/v1/preparations");
    let page = people.get(&people.secretary, &desk).await.text().to_owned();
    assert!(
        page.contains(&format!("<details><summary>{CHANGE}")),
        "closed"
    );
    for field in [
        "name=\"number\" value=\"77/QĐ-UBND\"",
        "name=\"decided_on\" value=\"2026-08-05\"",
        "name=\"authority\" value=\"UBND tỉnh\"",
    ] {
        assert!(page.contains(field), "{field}");
    }
    let change = format!("{desk}/change");
    let refused = people
        .form(
            &people.secretary,
            &change,
            "version=1&number=xx&decided_on=2026-08-05&authority=B%E1%BB%99",
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains(&format!("<details open><summary>{CHANGE}")));
    assert!(text.contains("value=\"xx\"") && text.contains("value=\"Bộ\""));
    let changed = people
        .form(
            &people.secretary,
            &change,
            "version=1&number=78/Q%C4%90-UBND&decided_on=2026-08-04&authority=",
        )
        .await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    let view = people.get(&people.secretary, &api).await.json();
    assert_eq!(view["number"], "78/QĐ-UBND");
    assert_eq!(view["decided_on"], "2026-08-04");
    assert_eq!(view["authority"], "UBND tỉnh");
}

#[tokio::test]
async fn to_remove_lines_without_choosing_any_is_refused_and_to_remove_all_takes_a_second_look() {
    let people = People::come().await;
    let (path, version) = people.prepared(2).await;
    let desk = path.replace("/api/v1/preparations", "/desk/decisions");
    let submit = json!({ "version": version });
    let submitted = people
        .json(&people.secretary, "POST", &format!("{path}/submit"), submit)
        .await
        .json();
    let version = submitted["version"].as_i64().unwrap();
    let page = people.get(&people.secretary, &desk).await.text().to_owned();
    assert!(page.contains("<details><summary>Bỏ tất cả các dòng</summary>"));
    let remove = format!("{desk}/remove");
    let none = people
        .form(&people.secretary, &remove, &format!("version={version}"))
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Chưa chọn dòng nào"));
    let view = people.get(&people.secretary, &path).await.json();
    assert_eq!(
        (&view["state"], &view["lines"]),
        (&json!("submitted"), &json!(2))
    );
    let all = format!("version={version}&all=1");
    let all = people.form(&people.secretary, &remove, &all).await;
    assert_eq!(all.status, StatusCode::SEE_OTHER, "{}", all.text());
    let view = people.get(&people.secretary, &path).await.json();
    assert_eq!(view["lines"], 0);
}
