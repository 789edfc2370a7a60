//! Scoring over HTTP: for programs and as pages.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use ocop::office::{Grant, NewToken, Role, Scope, TokenSecret};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::stage::{Stage, code};
use crate::door::Reply;
use crate::support::{Engine, Person, on_both_engines};

on_both_engines!(
    programs_open_score_and_conclude,
    pages_score_and_conclude_and_lose_nothing_typed,
    wrong_roles_and_foreign_councils_are_told_apart,
);

const TIME: &str = "2026-08-10T03:00:00Z";

/// Somebody who signed in.
async fn person(stage: &Stage, role: Role, council: &str) -> Person {
    let grant = Grant::of_council(role, code(council));
    stage.base.person(&[grant]).await
}

async fn send(stage: &Stage, request: Request<Body>) -> Reply {
    let answer = ocop::http::router(stage.office.clone()).oneshot(request);
    let (parts, body) = answer.await.expect("an answer").into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: body.to_vec(),
    }
}

async fn get(stage: &Stage, person: &Person, path: &str) -> Reply {
    let request = person.sends(Request::get(path)).body(Body::empty());
    send(stage, request.expect("a request")).await
}

async fn say(stage: &Stage, person: &Person, method: &str, path: &str, body: Value) -> Reply {
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::CONTENT_TYPE, "application/json");
    let request = person.sends(request).body(Body::from(body.to_string()));
    send(stage, request.expect("a request")).await
}

async fn post_form(stage: &Stage, person: &Person, path: &str, form: &str) -> Reply {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "text/html");
    let request = person.sends(request).body(Body::from(form.to_owned()));
    send(stage, request.expect("a request")).await
}

async fn programs_open_score_and_conclude(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let secretary = person(&stage, Role::Secretary, "CB").await;
    let opening = json!({ "dossier": dossier });
    let opened = say(
        &stage,
        &secretary,
        "POST",
        "/api/v1/sessions",
        opening.clone(),
    )
    .await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
    let id = opened.json()["id"].as_i64().unwrap();
    let again = say(&stage, &secretary, "POST", "/api/v1/sessions", opening).await;
    assert_eq!(
        (again.status, &again.json()["code"]),
        (StatusCode::CONFLICT, &json!("session_open"))
    );

    let scorer = person(&stage, Role::Scorer, "CB").await;
    let mine = format!("/api/v1/sessions/{id}/sheets/mine");
    let before = get(&stage, &scorer, &mine).await;
    assert_eq!(before.json()["sheet"], Value::Null);
    assert_eq!(before.json()["maxima"]["a"], "40.00");
    assert_eq!(before.header("etag"), "\"0\"");
    let wrong = json!({ "version": 0, "score_a": "41", "score_b": "x", "score_c": 35.5 });
    let refused = say(&stage, &scorer, "PUT", &mine, wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let errors = refused.json()["errors"].as_array().unwrap().clone();
    let columns: Vec<&str> = errors
        .iter()
        .map(|error| error["column"].as_str().unwrap())
        .collect();
    assert_eq!(columns, ["score_a", "score_b", "score_c"]);
    for error in &errors {
        assert!(error["message"]["vi"].as_str().unwrap().starts_with("Phần"));
        assert!(error["message"]["en"].as_str().unwrap().starts_with("Part"));
    }
    let sheet = json!({ "version": 0, "score_a": "30,5", "score_b": 20, "score_c": 25.25 });
    let filled = say(&stage, &scorer, "PUT", &mine, sheet.clone()).await;
    assert_eq!(filled.json()["version"], 1, "{}", filled.text());
    let stale = say(&stage, &scorer, "PUT", &mine, sheet).await;
    assert_eq!(
        (stale.status, &stale.json()["code"]),
        (StatusCode::CONFLICT, &json!("stale"))
    );

    let path = format!("/api/v1/sessions/{id}");
    let seen = get(&stage, &secretary, &path).await;
    let session = seen.json();
    assert_eq!(session["prospect"]["score"]["total"], "75.75");
    assert_eq!(session["prospect"]["leads"][0]["outcome"], "certify");
    let tag = seen.header("etag").to_owned();
    let known = Request::get(&path).header("if-none-match", &tag);
    let known = secretary.sends(known).body(Body::empty()).unwrap();
    assert_eq!(send(&stage, known).await.status, StatusCode::NOT_MODIFIED);
    let list = get(&stage, &secretary, "/api/v1/sessions?state=open&limit=1").await;
    assert_eq!(list.json()["sessions"][0]["id"], id);
    assert_eq!(list.json()["next"], Value::Null);
    for query in [
        "state=closed",
        "limit=0",
        "after=x",
        "page=1",
        "council=c%20b",
    ] {
        let bad = get(&stage, &secretary, &format!("/api/v1/sessions?{query}")).await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST, "{query}");
    }

    let conclude = format!("{path}/conclude");
    let version = session["version"].clone();
    let empty = say(
        &stage,
        &secretary,
        "POST",
        &conclude,
        json!({ "version": version }),
    )
    .await;
    assert_eq!(empty.json()["code"], "minutes_missing");
    let text = json!({ "version": version, "minutes": "Thống nhất." });
    let concluded = say(&stage, &secretary, "POST", &conclude, text.clone()).await;
    assert_eq!(concluded.json()["stars"], 4, "{}", concluded.text());
    assert_eq!(concluded.json()["warnings"][0]["code"], "few_sheets");
    let again = say(&stage, &secretary, "POST", &conclude, text).await;
    assert_eq!(again.json()["code"], "session_concluded");
    let after = get(&stage, &scorer, &path).await.json();
    assert_eq!(after["conclusion"]["outcome"], "certify");
    assert_eq!(after["sheets"].as_array().unwrap().len(), 1);
}

async fn pages_score_and_conclude_and_lose_nothing_typed(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let secretary = person(&stage, Role::Secretary, "CB").await;
    let wrong = post_form(&stage, &secretary, "/desk/sessions?lang=vi", "dossier=999").await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    assert!(wrong.text().contains("value=\"999\""));
    let opened = post_form(
        &stage,
        &secretary,
        "/desk/sessions",
        &format!("dossier={dossier}"),
    )
    .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let path = opened.header("location").to_owned();
    let scorer = person(&stage, Role::Scorer, "CB").await;
    let list = get(&stage, &scorer, "/desk/sessions")
        .await
        .text()
        .to_owned();
    assert!(list.contains(&format!("href=\"{path}\"")), "{list}");
    let sheet = format!("{path}/sheet");
    let form = get(&stage, &scorer, &format!("{sheet}?lang=vi")).await;
    assert!(form.text().contains("tối đa 40,00"));
    let typed = "version=0&score_a=99&score_b=20&score_c=25&remark=Ngon+%3Cb%3E%0D%0Ahai+d%C3%B2ng";
    let refused = post_form(&stage, &scorer, &sheet, typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("value=\"99\"") && page.contains("aria-invalid=\"true\""));
    assert!(page.contains("href=\"#score_a\""));
    assert!(page.contains("Ngon &#60;b&#62;"), "{page}");
    let typed = typed.replace("99", "38");
    let saved = post_form(&stage, &scorer, &sheet, &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(saved.header("location"), format!("{sheet}?done=saved"));
    let shown = get(&stage, &scorer, saved.header("location"))
        .await
        .text()
        .to_owned();
    assert!(shown.contains("83,00"), "the total is shown");
    let stale = post_form(&stage, &scorer, &sheet, &typed.replace("38", "12")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let page = stale.text();
    assert!(page.contains("value=\"12\"") && page.contains("name=\"version\" value=\"1\""));

    let other = person(&stage, Role::Scorer, "CB").await;
    let hidden = get(&stage, &other, &path).await.text().to_owned();
    assert!(!hidden.contains("83,00") && !hidden.contains("Ngon"));
    let session = get(&stage, &secretary, &format!("{path}?lang=en"))
        .await
        .text()
        .to_owned();
    assert!(session.contains("4 stars: This council certifies"));
    let conclude = format!("{path}/conclude");
    let typed = "version=2&minutes=Bi%C3%AAn+b%E1%BA%A3n&cap=3&failed=&council=";
    let refused = post_form(&stage, &secretary, &conclude, typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("Biên bản</textarea>"), "{page}");
    assert!(page.contains("value=\"3\" selected"));
    let whole = typed.replace("failed=", "failed=Thi%E1%BA%BFu+h%E1%BB%93+s%C6%A1");
    let done = post_form(&stage, &secretary, &conclude, &whole).await;
    assert_eq!(
        done.header("location"),
        format!("{path}?done=concluded"),
        "{}",
        done.text()
    );
    let late = post_form(
        &stage,
        &secretary,
        &conclude,
        &whole.replace("B", "Mu%E1%BB%99n+B"),
    )
    .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.text().contains("Thiếu hồ sơ"),
        "what was typed is shown again"
    );
    let shown = get(&stage, &secretary, &path).await.text().to_owned();
    assert!(
        shown.contains("Thiếu hồ sơ")
            && !shown.contains("<form method=\"post\" action=\"/desk/sessions/")
    );
    let line = stage.certifiable("CB").await.remove(0);
    assert_eq!(line.stars.get(), 3);
}

async fn wrong_roles_and_foreign_councils_are_told_apart(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let id = stage.open("CB", dossier).await;
    let chair = person(&stage, Role::Chair, "CB").await;
    let scorer = person(&stage, Role::Scorer, "CB").await;
    let secretary = person(&stage, Role::Secretary, "CB").await;
    let path = format!("/api/v1/sessions/{id}");
    let sheet = json!({ "version": 0, "score_a": "30", "score_b": "20", "score_c": "25" });
    let text = json!({ "version": 1, "minutes": "Thống nhất." });
    let opening = json!({ "dossier": dossier });
    let mine = format!("{path}/sheets/mine");
    let conclude = format!("{path}/conclude");
    for (somebody, method, path, body) in [
        (&chair, "PUT", mine.as_str(), &sheet),
        (&secretary, "PUT", &mine, &sheet),
        (&chair, "POST", &conclude, &text),
        (&scorer, "POST", &conclude, &text),
        (&scorer, "POST", "/api/v1/sessions", &opening),
    ] {
        let reply = say(&stage, somebody, method, path, body.clone()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{method} {path}");
        assert_eq!(reply.json()["code"], "forbidden");
    }
    let foreign_scorer = person(&stage, Role::Scorer, "LS").await;
    let foreign = person(&stage, Role::Secretary, "LS").await;
    for (somebody, method, path, body) in [
        (&foreign_scorer, "PUT", mine.as_str(), &sheet),
        (&foreign, "POST", &conclude, &text),
        (&foreign, "POST", "/api/v1/sessions", &opening),
        (&secretary, "POST", "/api/v1/sessions/x/conclude", &text),
        (
            &secretary,
            "POST",
            "/api/v1/sessions/9223372036854775807/conclude",
            &text,
        ),
    ] {
        let reply = say(&stage, somebody, method, path, body.clone()).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    for (somebody, path) in [
        (&foreign, path.as_str()),
        (&foreign_scorer, &mine),
        (&foreign, &format!("/desk/sessions/{id}")),
        (&foreign_scorer, &format!("/desk/sessions/{id}/sheet")),
    ] {
        let reply = get(&stage, somebody, path).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
    // A scorer's own token scores as they would.
    let new = NewToken {
        name: "máy tính bảng".to_owned(),
        scopes: vec![Scope::Desk],
        council: None,
        account: Some(scorer.account),
        expires_on: None,
    };
    let secret = TokenSecret::fresh().expect("randomness");
    let made = stage.base.office.create_token(new, &secret).await;
    made.expect("a token");
    let request = Request::put(&mine)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {}", secret.show()))
        .body(Body::from(sheet.to_string()));
    let reply = send(&stage, request.expect("a request")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let filled = stage.office.register().score_sheets(id).await.unwrap();
    assert_eq!(filled[0].filled.scorer, scorer.account);
}
