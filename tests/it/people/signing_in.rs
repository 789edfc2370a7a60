//! Signing in: each way, each refusal, and that no refusal tells more than another.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Access, Grant, Role};
use ocop::register::TrailFilter;

use super::browser::{Browser, PASSWORD, form, hidden, known};
use crate::support::{HOST, Office, at};

fn chair() -> Grant {
    Grant::of_council(Role::Chair, "CB".parse().unwrap())
}

#[tokio::test]
async fn a_password_and_a_code_lead_to_the_page_that_was_wanted() {
    let office = Office::new().await;
    let person = known(&office, "hoa", chair()).await;
    let mut browser = Browser::at(&office);
    let led = browser.get("/desk/trail?actor=account%207").await;
    assert_eq!(
        led.header("location"),
        "/sign-in?next=%2Fdesk%2Ftrail%3Factor%3Daccount%25207"
    );
    let page = browser.get(led.header("location")).await;
    assert_eq!(page.status, StatusCode::OK);
    let next = hidden(&page);
    assert_eq!(
        next,
        [(
            "next".to_owned(),
            "/desk/trail?actor=account%207".to_owned()
        )]
    );
    let reply = browser.sign_in(&person, 0, &[("next", &next[0].1)]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    assert_eq!(reply.header("location"), "/desk/trail?actor=account%207");
    let cookie = reply.header("set-cookie");
    let (name, rest) = cookie.split_once('=').unwrap();
    assert_eq!(name, "__Host-ocop");
    let (value, attributes) = rest.split_once(';').unwrap();
    assert_eq!(value.len(), 43);
    assert_eq!(attributes, " Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_eq!(reply.header("cache-control"), "no-store");
    let desk = browser.get("/desk").await;
    assert!(desk.text().contains("Người hoa"), "{}", desk.text());
    assert!(desk.text().contains("Chủ tịch hội đồng"));
}

#[tokio::test]
async fn a_producer_without_a_second_factor_signs_in_with_the_password_alone_and_signs_nothing() {
    let office = Office::new().await;
    office.book.raw("insert into producers (id, kind, name, folded, address, unit, council, registered_at, version) values (1, 'household', 'Hộ Thử', 'ho thu', 'Xã Thử', 'VN-04@2', 'CB', '2026-08-01T00:00:00Z', 1)").await;
    let person = known(&office, "chu", Grant::of_producer(1)).await;
    let mut browser = Browser::at(&office);
    let reply = browser.sign_in(&person, 0, &[]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    let secret = browser
        .cookie
        .unwrap()
        .split_once('=')
        .unwrap()
        .1
        .to_owned();
    let access = office.admit_session(&secret).await.unwrap().unwrap();
    assert!(!access.is_fresh(crate::support::now()));
}

#[tokio::test]
async fn an_unknown_address_a_wrong_password_and_a_closed_account_are_answered_alike() {
    let office = Office::new().await;
    let person = known(&office, "hoa", chair()).await;
    let closed = known(&office, "lan", chair()).await;
    let program = Access::of_program();
    office
        .close_account(&program, closed.account)
        .await
        .unwrap();
    let mut browser = Browser::at(&office);
    let mut pages = Vec::new();
    for (email, password) in [
        ("nobody@example.vn", PASSWORD),
        (person.email.as_str(), "một mật khẩu khác hẳn"),
        (closed.email.as_str(), PASSWORD),
    ] {
        let began = std::time::Instant::now();
        let reply = browser
            .post("/sign-in", &[("email", email), ("password", password)])
            .await;
        let took = began.elapsed();
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        assert_eq!(reply.header("set-cookie"), "");
        pages.push((reply.text().replace(email, "…"), took));
    }
    assert!(pages[0].0.contains("không khớp"), "{}", pages[0].0);
    assert_eq!(pages[0].0, pages[1].0);
    assert_eq!(pages[0].0, pages[2].0);
    // Each took one hash: none is answered without. A machine that is busy may take longer.
    let least = pages.iter().map(|(_, took)| *took).min().unwrap();
    assert!(least.as_millis() >= 10, "{least:?}");
    // The typed address stays, the password never does.
    let reply = browser
        .post(
            "/sign-in",
            &[("email", "Ai@Example.vn"), ("password", "bí mật của tôi")],
        )
        .await;
    assert!(reply.text().contains("value=\"Ai@Example.vn\""));
    assert!(!reply.text().contains("bí mật của tôi"));
}

#[tokio::test]
async fn a_code_works_once_and_for_half_a_minute_around() {
    let office = Office::new().await;
    let person = known(&office, "hoa", chair()).await;
    let mut browser = Browser::at(&office);
    for (step, refused) in [
        // The step before was used to take the invitation up.
        (-1, Some("đã dùng rồi")),
        (2, Some("không đúng")),
        (-2, Some("không đúng")),
        (0, None),
        (0, Some("đã dùng rồi")),
        (1, None),
        (0, Some("đã dùng rồi")),
    ] {
        let reply = browser.sign_in(&person, step, &[]).await;
        match refused {
            None => assert_eq!(reply.status, StatusCode::SEE_OTHER, "{step}"),
            Some(words) => {
                assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
                assert!(reply.text().contains(words), "{step}: {}", reply.text());
            }
        }
    }
}

#[tokio::test]
async fn a_half_done_sign_in_is_over_after_ten_minutes_and_ends_once() {
    let office = Office::new().await;
    let person = known(&office, "hoa", chair()).await;
    let mut browser = Browser::at(&office);
    let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
    let half = browser.post("/sign-in", &fields).await;
    let step = hidden(&half)[0].1.clone();
    let later = office.again(at("2026-08-10T03:10:00Z")).await;
    assert!(later.half_signed_in(&step).await.is_err());
    let code = person.code(0);
    let shown = [("step", step.as_str()), ("one_time_code", code.as_str())];
    assert_eq!(
        browser.post("/sign-in/code", &shown).await.status,
        StatusCode::SEE_OTHER
    );
    let code = person.code(1);
    let again = [("step", step.as_str()), ("one_time_code", code.as_str())];
    let reply = browser.post("/sign-in/code", &again).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        reply.text().contains("Hãy đăng nhập lại từ đầu"),
        "{}",
        reply.text()
    );
    assert!(reply.text().contains("name=\"password\""));
}

#[tokio::test]
async fn signing_in_again_and_signing_out_end_the_session_before() {
    let office = Office::new().await;
    let person = known(&office, "hoa", chair()).await;
    let mut browser = Browser::of(&office, &person).await;
    let first = browser.cookie.clone().unwrap();
    assert_eq!(
        browser.sign_in(&person, 1, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let second = browser.cookie.clone().unwrap();
    assert_ne!(first, second);
    let secret = |cookie: &str| cookie.split_once('=').unwrap().1.to_owned();
    assert!(
        office
            .admit_session(&secret(&first))
            .await
            .unwrap()
            .is_err()
    );
    assert!(
        office
            .admit_session(&secret(&second))
            .await
            .unwrap()
            .is_ok()
    );
    let out = browser.post("/sign-out", &[]).await;
    assert_eq!(out.header("location"), "/sign-in");
    assert_eq!(
        out.header("set-cookie"),
        "__Host-ocop=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"
    );
    assert!(
        office
            .admit_session(&secret(&second))
            .await
            .unwrap()
            .is_err()
    );
    // Without a session there is nothing to end.
    assert_eq!(
        browser.post("/sign-out", &[]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn another_site_signs_nobody_in_or_out() {
    let office = Office::new().await;
    let person = known(&office, "hoa", chair()).await;
    let mut browser = Browser::of(&office, &person).await;
    for path in ["/sign-in", "/sign-in/code", "/sign-out", "/welcome/x"] {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ] {
            let request = Request::post(path)
                .header(name, value)
                .header("content-type", "application/x-www-form-urlencoded");
            let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
            let reply = browser.send(request, Body::from(form(&fields))).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path} {name}");
            assert_eq!(reply.header("set-cookie"), "");
        }
    }
    assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let office = Office::new().await;
    let person = known(&office, "hoa", chair()).await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "desk",
        "",
    ] {
        let mut browser = Browser::at(&office);
        let fields = [
            ("email", person.email.as_str()),
            ("password", PASSWORD),
            ("next", next),
        ];
        let reply = browser.post("/sign-in", &fields).await;
        assert!(
            hidden(&reply).iter().all(|(name, _)| name != "next"),
            "{next}"
        );
    }
    let page = Browser::at(&office)
        .get("/sign-in?next=%2F%2Fevil.example")
        .await;
    assert!(!page.text().contains("evil"));
    let mut browser = Browser::at(&office);
    let reply = browser
        .sign_in(&person, 0, &[("next", "//evil.example")])
        .await;
    assert_eq!(reply.header("location"), "/desk");
}

#[tokio::test]
async fn a_role_that_asks_for_a_second_factor_lets_nobody_in_without() {
    let office = Office::new().await;
    office.book.raw("insert into producers (id, kind, name, folded, address, unit, council, registered_at, version) values (1, 'household', 'Hộ Thử', 'ho thu', 'Xã Thử', 'VN-04@2', 'CB', '2026-08-01T00:00:00Z', 1)").await;
    let person = known(&office, "chu", Grant::of_producer(1)).await;
    office
        .give_role(&Access::of_program(), person.account, chair())
        .await
        .unwrap();
    let mut browser = Browser::at(&office);
    let reply = browser.sign_in(&person, 0, &[]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.text().contains("mời lại"), "{}", reply.text());
}

#[tokio::test]
async fn the_trail_says_who_signed_in_and_who_failed_to_and_neither_from_where() {
    let office = Office::new().await;
    let person = known(&office, "hoa", chair()).await;
    let mut browser = Browser::of(&office, &person).await;
    browser.post("/sign-out", &[]).await;
    let wrong = [
        ("email", person.email.as_str()),
        ("password", "sai mật khẩu rồi nhé"),
    ];
    browser.post("/sign-in", &wrong).await;
    let unknown = [
        ("email", "nobody@example.vn"),
        ("password", "sai mật khẩu rồi nhé"),
    ];
    browser.post("/sign-in", &unknown).await;
    let filter = TrailFilter {
        subject: Some(format!("account {}", person.account)),
        limit: 100,
        ..TrailFilter::default()
    };
    // A failure is written by itself, so that nobody waits for it.
    let mut acts = Vec::new();
    for _ in 0..200 {
        let lines = office.trail(&filter).await.unwrap();
        acts = lines
            .iter()
            .map(|line| format!("{} {} {}", line.actor, line.act, line.body))
            .collect();
        if acts.len() == 5 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let own = format!("account {}", person.account);
    assert_eq!(
        acts,
        [
            "unknown sign_in_failed {\"with\":\"password\"}".to_owned(),
            format!("{own} signed_out {{}}"),
            format!("{own} signed_in {{\"by\":\"totp\"}}"),
            format!("{own} invitation_taken_up {{\"second_factor\":true}}"),
            "program account_invited {\"roles\":[{\"council\":\"CB\",\"role\":\"chair\"}]}"
                .to_owned(),
        ]
    );
    let whole = office
        .book
        .texts("select actor || act || subject || body from trail")
        .await
        .concat();
    for private in [person.email.as_str(), PASSWORD, "nobody", HOST] {
        assert!(!whole.contains(private), "{private}");
    }
}
