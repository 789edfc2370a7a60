//! What outlasts a session takes a second factor that was shown just now.

use axum::http::StatusCode;
use ocop::office::{Access, Grant, Role, TokenSecret};

use super::browser::{Browser, PASSWORD, hidden, known};
use crate::support::{Office, at};

fn coordinator() -> Grant {
    Grant::of_programme(Role::Programme)
}

/// The same browser six minutes after signing in.
async fn later(office: &Office, browser: &Browser) -> Browser {
    let office = office.again(at("2026-08-10T03:06:00Z")).await;
    Browser {
        router: ocop::http::router(office),
        cookie: browser.cookie.clone(),
    }
}

fn token(page: &str) -> String {
    let shown = page.split("<span class=\"secret\">").nth(1).unwrap();
    shown.split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_old_second_factor_makes_nobody_and_no_token() {
    let office = Office::new().await;
    let person = known(&office, "hoa", coordinator()).await;
    let other = known(&office, "lan", coordinator()).await;
    let mut browser = Browser::of(&office, &person).await;
    let mut later = later(&office, &browser).await;
    let invite = [
        ("name", "Nguyễn Văn A"),
        ("email", "a@example.vn"),
        ("language", "vi"),
        ("role", "auditor"),
    ];
    let again = format!("/desk/people/{}/invite", other.account);
    let close = format!("/desk/people/{}/close", other.account);
    let roles = format!("/desk/people/{}/roles", other.account);
    for (path, fields) in [
        ("/desk/people", &invite[..]),
        (&again, &[]),
        (&close, &[]),
        (&roles, &[("role", "auditor")]),
        ("/account/tokens", &[("name", "máy chấm")]),
    ] {
        let reply = later.post(path, fields).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}");
        assert!(reply.text().contains("one_time_code"), "{path}");
        // What was typed comes back once the factor is shown.
        let kept = hidden(&reply);
        assert!(kept.iter().any(|(_, value)| value.contains(path)), "{path}");
    }
    let of_account = |account| office.register().account(account);
    assert!(of_account(3).await.unwrap().is_none(), "nobody was invited");
    let other = of_account(other.account).await.unwrap().unwrap();
    assert!(other.password.is_some() && other.disabled_at.is_none());
    assert_eq!(office.tokens().await.unwrap().len(), 0);
    let made = browser.post("/account/tokens", &[("name", "máy chấm")]);
    assert_eq!(made.await.status, StatusCode::OK);
    let invited = browser.post("/desk/people", &invite).await;
    assert!(invited.status.is_success(), "{}", invited.text());
}

#[tokio::test]
async fn who_has_no_second_factor_makes_a_token_all_the_same() {
    let office = Office::new().await;
    let producer = Grant::of_producer(1);
    let account = office.account(&[producer]).await;
    let access = Access::of_account(account, vec![producer], None);
    let secret = TokenSecret::fresh().unwrap();
    let making = office.create_own_token(&access, "máy in".to_owned(), None, &secret);
    making.await.unwrap();
    assert!(office.admit(secret.show()).await.unwrap().is_ok());
}

#[tokio::test]
async fn signing_out_everywhere_and_a_new_password_revoke_ones_tokens() {
    let new = "tre xanh xanh tự bao giờ";
    for (path, fields) in [
        ("/account/sign-out-everywhere", vec![]),
        (
            "/account/password",
            vec![
                ("password_now", PASSWORD),
                ("password", new),
                ("repeated", new),
            ],
        ),
    ] {
        let office = Office::new().await;
        let person = known(&office, "hoa", coordinator()).await;
        let other = known(&office, "lan", coordinator()).await;
        let mut made = Vec::new();
        for who in [&person, &other] {
            let mut browser = Browser::of(&office, who).await;
            let reply = browser.post("/account/tokens", &[("name", "máy chấm")]);
            made.push((token(reply.await.text()), browser));
        }
        let [(own, mut browser), (others, _)] = <[_; 2]>::try_from(made).ok().unwrap();
        assert!(office.admit(&own).await.unwrap().is_ok());
        let reply = browser.post(path, &fields).await;
        assert_eq!(reply.header("location"), "/sign-in", "{path}");
        assert!(office.admit(&own).await.unwrap().is_err(), "{path}");
        assert!(office.admit(&others).await.unwrap().is_ok(), "{path}");
    }
}
