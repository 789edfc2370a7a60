//! One's own account.

use axum::http::StatusCode;
use ocop::office::{Grant, Role};

use super::browser::{Browser, PASSWORD, known};
use crate::support::Office;

fn secretary() -> Grant {
    Grant::of_council(Role::Secretary, "CB".parse().unwrap())
}

#[tokio::test]
async fn a_changed_password_signs_out_everywhere() {
    let office = Office::new().await;
    let person = known(&office, "hoa", secretary()).await;
    let mut here = Browser::of(&office, &person).await;
    let mut there = Browser::at(&office);
    there.sign_in(&person, 1, &[]).await;
    assert_eq!(there.get("/account").await.status, StatusCode::OK);
    let fields = |now, new, repeated| {
        [
            ("password_now", now),
            ("password", new),
            ("repeated", repeated),
        ]
    };
    let long = "a".repeat(201);
    for (now, new, repeated, words) in [
        (
            "sai",
            "tre xanh xanh tự bao giờ",
            "tre xanh xanh tự bao giờ",
            "Mật khẩu hiện tại không đúng",
        ),
        (
            PASSWORD,
            "tre xanh xanh tự bao giờ",
            "tre xanh",
            "không giống nhau",
        ),
        (PASSWORD, "ngắn quá", "ngắn quá", "cần ít nhất 12"),
        (PASSWORD, &long, &long, "tối đa 200"),
        (PASSWORD, "matkhau123456", "matkhau123456", "quá phổ biến"),
        (
            PASSWORD,
            "chào OCOP nhé bạn",
            "chào OCOP nhé bạn",
            "tên chương trình",
        ),
    ] {
        let reply = here
            .post("/account/password", &fields(now, new, repeated))
            .await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(reply.text().contains(words), "{words}: {}", reply.text());
    }
    assert_eq!(there.get("/account").await.status, StatusCode::OK);
    // Decomposed, as some keyboards send it, it is the same password.
    let new = "tre xanh xanh tự bao giờ";
    let decomposed = "tre xanh xanh tu\u{31b}\u{323} bao giờ";
    let changed = here
        .post("/account/password", &fields(PASSWORD, new, new))
        .await;
    assert_eq!(changed.header("location"), "/sign-in", "{}", changed.text());
    assert!(here.cookie.is_none());
    assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
    for (password, status) in [(PASSWORD, 422), (new, 200), (decomposed, 200)] {
        let fields = [("email", person.email.as_str()), ("password", password)];
        let reply = here.post("/sign-in", &fields).await;
        assert_eq!(reply.status.as_u16(), status, "{password}");
    }
}

#[tokio::test]
async fn somebody_signs_out_everywhere_and_sets_their_language() {
    let office = Office::new().await;
    let person = known(&office, "hoa", secretary()).await;
    let mut here = Browser::of(&office, &person).await;
    let mut there = Browser::at(&office);
    there.sign_in(&person, 1, &[]).await;
    assert!(here.get("/desk").await.text().contains("Xin chào"));
    let set = here.post("/account/language", &[("language", "en")]).await;
    assert_eq!(set.header("location"), "/account");
    assert!(here.get("/desk").await.text().contains("Hello"));
    let refused = here.post("/account/language", &[("language", "fr")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let out = here.post("/account/sign-out-everywhere", &[]).await;
    assert_eq!(out.header("location"), "/sign-in");
    assert_eq!(there.get("/desk").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_personal_token_is_shown_once_acts_as_its_person_and_is_revoked_by_them_alone() {
    let office = Office::new().await;
    let person = known(&office, "hoa", secretary()).await;
    let other = known(&office, "lan", secretary()).await;
    let mut browser = Browser::of(&office, &person).await;
    let made = browser
        .post(
            "/account/tokens",
            &[("name", "máy chấm"), ("expires", "2026-12-31")],
        )
        .await;
    assert_eq!(made.status, StatusCode::OK);
    let token = made
        .text()
        .split("<span class=\"secret\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(token.len(), 48);
    let page = browser.get("/account").await;
    assert!(page.text().contains("máy chấm") && page.text().contains("31/12/2026"));
    assert!(!page.text().contains(&token));
    let access = office.admit(&token).await.unwrap().unwrap();
    assert_eq!(access.account(), Some(person.account));
    assert!(!access.is_session());
    for (fields, words) in [
        (
            vec![("name", "x"), ("expires", "2026-08-09")],
            "phải hết hạn",
        ),
        (vec![("expires", "2026-12-31")], "Thiếu trường name"),
    ] {
        let reply = browser.post("/account/tokens", &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.text().contains(words), "{}", reply.text());
    }
    let mut stranger = Browser::of(&office, &other).await;
    let foreign = stranger.post("/account/tokens/1/revoke", &[]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert!(office.admit(&token).await.unwrap().is_ok());
    let own = browser.post("/account/tokens/1/revoke", &[]).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
    assert!(office.admit(&token).await.unwrap().is_err());
}
