//! Who may do what: the programme office's pages and their API.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Access, Grant, NewCouncil, Role, Succession};
use ocop::scheme::council::Level;
use ocop::scheme::words::Text;
use serde_json::{Value, json};

use super::browser::{Browser, known};
use crate::door::Reply;
use crate::support::{HOST, Office};

fn programme() -> Grant {
    Grant::of_programme(Role::Programme)
}

async fn api(browser: &mut Browser, method: &str, path: &str, body: Option<Value>) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("origin", format!("https://{HOST}"))
        .header("content-type", "application/json");
    let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
    browser.send(request, body).await
}

#[tokio::test]
async fn a_role_that_is_given_or_taken_ends_the_sessions_of_its_person() {
    let office = Office::new().await;
    let boss = known(&office, "van", programme()).await;
    let person = known(&office, "hoa", Grant::of_programme(Role::Auditor)).await;
    let mut desk = Browser::of(&office, &boss).await;
    let mut theirs = Browser::of(&office, &person).await;
    let roles = format!("/desk/people/{}/roles", person.account);
    let given = desk
        .post(&roles, &[("role", "chair"), ("council", "CB")])
        .await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
    assert_eq!(theirs.get("/desk").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        theirs.sign_in(&person, 1, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        theirs
            .get("/desk")
            .await
            .text()
            .contains("Chủ tịch hội đồng")
    );
    // Given again it changes nothing, and ends nothing.
    desk.post(&roles, &[("role", "chair"), ("council", "CB")])
        .await;
    assert_eq!(theirs.get("/desk").await.status, StatusCode::OK);
    let path = format!("/api/v1/people/{}", person.account);
    let view = api(&mut desk, "GET", &path, None).await;
    let held = view.json()["roles"].as_array().unwrap().clone();
    assert_eq!(held.len(), 2, "{held:?}");
    assert_eq!(
        (&held[1]["role"], &held[1]["council"]),
        (&json!("chair"), &json!("CB"))
    );
    let taken = desk
        .post(&format!("{roles}/{}/take", held[1]["id"]), &[])
        .await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert_eq!(theirs.get("/desk").await.status, StatusCode::SEE_OTHER);
    let again = desk
        .post(&format!("{roles}/{}/take", held[1]["id"]), &[])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_role_of_an_abolished_council_is_given_at_the_desk() {
    let office = Office::new().await;
    let new = NewCouncil {
        code: "YB".parse().unwrap(),
        unit: "VN-15@2".to_owned(),
        level: Level::Province,
        name: Text::new("Hội đồng YB", "Council YB"),
    };
    office.add_council(new).await.unwrap();
    let succession = Succession {
        council: "CB".parse().unwrap(),
        by: "YB".parse().unwrap(),
        last_day: None,
    };
    office.succeed_council(succession).await.unwrap();
    let boss = known(&office, "van", programme()).await;
    let person = known(&office, "hoa", Grant::of_programme(Role::Auditor)).await;
    let mut desk = Browser::of(&office, &boss).await;
    let page = format!("/desk/people/{}", person.account);
    for (language, named) in [
        ("vi", " (nay là YB)</option>"),
        ("en", " (now YB)</option>"),
    ] {
        let shown = desk.get(&format!("{page}?lang={language}")).await;
        let shown = shown.text();
        let mut lines = shown.lines();
        let offered = lines.find(|line| line.contains("<option value=\"CB\""));
        assert!(offered.is_some_and(|line| line.contains(named)), "{shown}");
    }
    let given = desk
        .post(
            &format!("{page}/roles"),
            &[("role", "chair"), ("council", "CB")],
        )
        .await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
    let program = Access::of_program();
    let view = office.person_view(&program, person.account).await.unwrap();
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    assert!(view.roles.iter().any(|held| held.grant == chair));
}

#[tokio::test]
async fn a_role_that_does_not_fit_is_refused_by_name() {
    let office = Office::new().await;
    let boss = known(&office, "van", programme()).await;
    let mut desk = Browser::of(&office, &boss).await;
    for (fields, code) in [
        (json!({ "role": "boss" }), "not_a_role"),
        (json!({ "role": "chair" }), "council_missing"),
        (
            json!({ "role": "chair", "council": "ZZ" }),
            "no_such_council",
        ),
        (json!({ "role": "producer" }), "producer_missing"),
        (
            json!({ "role": "producer", "producer": 9 }),
            "no_such_producer",
        ),
        (
            json!({ "role": "auditor", "council": "CB" }),
            "role_of_another_kind",
        ),
        (json!({}), "missing_field"),
    ] {
        let path = format!("/api/v1/people/{}/roles", boss.account);
        let reply = api(&mut desk, "POST", &path, Some(fields)).await;
        assert!(reply.status.is_client_error());
        assert_eq!(reply.json()["code"], code, "{}", reply.text());
    }
}

#[tokio::test]
async fn nobody_takes_their_own_last_role_of_the_programme_or_closes_themselves() {
    let office = Office::new().await;
    let boss = known(&office, "van", programme()).await;
    let mut desk = Browser::of(&office, &boss).await;
    let path = format!("/api/v1/people/{}", boss.account);
    let role = api(&mut desk, "GET", &path, None).await.json()["roles"][0]["id"].clone();
    for (method, rest, code) in [
        ("DELETE", format!("/roles/{role}"), "own_last_role"),
        ("POST", "/close".to_owned(), "own_account"),
        ("POST", "/invite".to_owned(), "own_account"),
    ] {
        let reply = api(&mut desk, method, &format!("{path}{rest}"), None).await;
        assert_eq!(reply.status, StatusCode::CONFLICT, "{}", reply.text());
        assert_eq!(reply.json()["code"], code);
    }
    let other = known(&office, "lan", programme()).await;
    let path = format!("/api/v1/people/{}/close", other.account);
    let closed = api(&mut desk, "POST", &path, None).await;
    assert!(closed.json()["closed_at"].is_string(), "{}", closed.text());
    let path = format!("/api/v1/people/{}/roles", other.account);
    let reply = api(&mut desk, "POST", &path, Some(json!({ "role": "auditor" }))).await;
    assert_eq!(reply.json()["code"], "account_closed");
    let path = format!("/api/v1/people/{}/reopen", other.account);
    let open = api(&mut desk, "POST", &path, None).await;
    assert_eq!(open.json()["closed_at"], Value::Null);
    let mut theirs = Browser::at(&office);
    assert_eq!(
        theirs.sign_in(&other, 0, &[]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn people_are_found_by_name_and_address_and_paged_by_key() {
    let office = Office::new().await;
    let boss = known(&office, "van", programme()).await;
    let mut desk = Browser::of(&office, &boss).await;
    for (name, email) in [
        ("Đặng Thị Hòa", "hoa@caobang.gov.vn"),
        ("Lê Văn Hoà", "levan@caobang.gov.vn"),
        ("Trần 100%", "tran_100@example.vn"),
    ] {
        let body = json!({ "name": name, "email": email, "role": "auditor" });
        let reply = api(&mut desk, "POST", "/api/v1/people", Some(body)).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
        assert!(
            reply.json()["link"]
                .as_str()
                .unwrap()
                .starts_with(&format!("https://{HOST}/welcome/"))
        );
    }
    for (text, found) in [
        ("hoa", 2),
        ("DANG thi", 1),
        ("caobang", 2),
        ("%25", 1),
        ("n_1", 1),
        ("zzz", 0),
    ] {
        let reply = api(
            &mut desk,
            "GET",
            &format!("/api/v1/people?text={}", text.replace(' ', "%20")),
            None,
        )
        .await;
        assert_eq!(
            reply.json()["people"].as_array().unwrap().len(),
            found,
            "{text}"
        );
    }
    let mut next = Some("/api/v1/people?limit=3".to_owned());
    let mut ids = Vec::new();
    while let Some(path) = next {
        let reply = api(&mut desk, "GET", &path, None).await;
        let page = reply.json();
        ids.extend(
            page["people"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p["id"].as_i64().unwrap()),
        );
        next = page["next"].as_str().map(str::to_owned);
        assert_eq!(reply.header("link").is_empty(), next.is_none());
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    assert_eq!(ids, [1, 2, 3, 4]);
    let one = api(&mut desk, "GET", "/api/v1/people/2", None).await;
    let tag = one.header("etag").to_owned();
    let request = Request::get("/api/v1/people/2").header("if-none-match", tag);
    assert_eq!(
        desk.send(request, Body::empty()).await.status,
        StatusCode::NOT_MODIFIED
    );
    for query in ["page=2", "limit=0", "after=x"] {
        let reply = api(&mut desk, "GET", &format!("/api/v1/people?{query}"), None).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let page = desk.get("/desk/people?text=hoa").await;
    assert!(page.text().contains("Đặng Thị Hòa") && !page.text().contains("Trần 100%"));
}

#[tokio::test]
async fn a_wrong_invitation_says_everything_at_once_and_keeps_what_was_typed() {
    let office = Office::new().await;
    let boss = known(&office, "van", programme()).await;
    let mut desk = Browser::of(&office, &boss).await;
    let fields = [
        ("name", "Tên\u{202e}xấu"),
        ("email", "van@example.vn"),
        ("role", "chair"),
        ("language", "en"),
    ];
    let reply = desk.post("/desk/people", &fields).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Tên không dùng được",
        "Đã có tài khoản",
        "Hãy chọn hội đồng",
    ] {
        assert!(reply.text().contains(words), "{words}: {}", reply.text());
    }
    assert!(reply.text().contains("value=\"van@example.vn\""));
    assert!(
        reply.text().contains("Người van"),
        "the list is still there"
    );
    assert!(reply.text().contains("value=\"chair\" selected"));
    assert!(reply.text().contains("value=\"en\" checked"));
    let reply = desk
        .post(
            "/desk/people",
            &[("name", "A"), ("email", "x"), ("role", "auditor")],
        )
        .await;
    assert!(
        reply.text().contains("không phải địa chỉ email"),
        "{}",
        reply.text()
    );
}

#[tokio::test]
async fn people_are_the_programme_offices_alone_and_no_tokens() {
    let office = Office::new().await;
    let access = Access::of_account(1, vec![Grant::of_programme(Role::Auditor)], None);
    let refused = office.person_view(&access, 1).await.err().unwrap();
    assert_eq!(refused.code(), "forbidden");
    let token = Access::of_token(1, vec!["desk".to_owned(), "keys".to_owned()], None);
    assert!(office.close_account(&token, 1).await.is_err());
    let personal = Access::of_personal_token(1, vec!["desk".to_owned()], vec![programme()]);
    assert!(office.invite_again(&personal, 2).await.is_err());
}
