//! The guard: who is let in by session, from where, and for how long.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Right, Role};
use serde_json::json;

use super::desk::{Desk, withdrawal};
use crate::support::{HOST, Person, at};

fn revocation() -> axum::http::request::Builder {
    Request::post("/api/v1/acts/revoke").header("content-type", "application/json")
}

fn body(numbers: &[&str]) -> Body {
    Body::from(withdrawal(numbers).to_string())
}

async fn chair(desk: &Desk) -> Person {
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    desk.office.person(&[chair]).await
}

#[tokio::test]
async fn a_chair_who_showed_a_second_factor_acts_for_their_council_alone() {
    let desk = Desk::open().await;
    let chair = chair(&desk).await;
    let number = desk.numbers[0].as_str();
    for foreign in [[desk.foreign.as_str()].as_slice(), &[number, &desk.foreign]] {
        let request = chair.sends(revocation()).body(body(foreign)).unwrap();
        assert_eq!(desk.send(request).await.status, StatusCode::NOT_FOUND);
    }
    let request = chair.sends(revocation()).body(body(&[number]));
    let reply = desk.send(request.unwrap()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.json()["changed"], json!([number]));
}

#[tokio::test]
async fn another_role_is_told_whose_the_act_is() {
    let desk = Desk::open().await;
    for role in Role::ALL {
        if Right::Life.is_of(role) {
            continue;
        }
        let grant = match role {
            Role::Producer => Grant::of_producer(1),
            role if role.is_of_a_council() => Grant::of_council(role, "CB".parse().unwrap()),
            role => Grant::of_programme(role),
        };
        let person = desk.office.person(&[grant]).await;
        let number = desk.numbers[0].as_str();
        let request = person.sends(revocation()).body(body(&[number]));
        let reply = desk.send(request.unwrap()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{role:?}");
        assert_eq!(reply.json()["code"], "forbidden");
        let detail = reply.json()["detail_vi"].as_str().unwrap().to_owned();
        assert!(detail.contains("Chủ tịch hội đồng"), "{detail}");
    }
}

#[tokio::test]
async fn a_request_from_another_site_is_not_its_persons() {
    let desk = Desk::open().await;
    let chair = chair(&desk).await;
    let number = desk.numbers[0].as_str();
    let own = format!("https://{HOST}");
    for (origin, site, status) in [
        (Some("https://evil.example"), None, StatusCode::FORBIDDEN),
        (Some("null"), Some("same-origin"), StatusCode::FORBIDDEN),
        (None, None, StatusCode::FORBIDDEN),
        (None, Some("cross-site"), StatusCode::FORBIDDEN),
        (None, Some("same-site"), StatusCode::FORBIDDEN),
        (None, Some("same-origin"), StatusCode::OK),
        (Some(own.as_str()), None, StatusCode::OK),
    ] {
        let mut request = revocation().header("cookie", &chair.cookie);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let reply = desk.send(request.body(body(&[number])).unwrap()).await;
        assert_eq!(reply.status, status, "{origin:?} {site:?}");
        if status == StatusCode::FORBIDDEN {
            assert_eq!(reply.json()["code"], "other_origin");
        }
    }
}

#[tokio::test]
async fn a_session_ends_unused_after_half_an_hour_and_used_after_eight() {
    let desk = Desk::open().await;
    let chair = chair(&desk).await;
    let secret = chair.cookie.split_once('=').unwrap().1;
    let later = desk.office.again(at("2026-08-10T03:30:00Z")).await;
    assert!(later.admit_session(secret).await.unwrap().is_ok());
    // Seen at 03:30, so at 04:00 it was unused for half an hour and no more.
    let later = desk.office.again(at("2026-08-10T04:00:00Z")).await;
    let access = later.admit_session(secret).await.unwrap().unwrap();
    assert!(!access.is_fresh(at("2026-08-10T04:00:00Z")));
    let over = desk.office.again(at("2026-08-10T04:30:01Z")).await;
    let refused = over.admit_session(secret).await.unwrap().unwrap_err();
    assert_eq!(refused.code(), "session_over");
    let mut hours = 4;
    while hours < 11 {
        hours += 1;
        // Kept in use every half hour, until it is eight hours old.
        for minute in [0, 29, 58] {
            let now = format!("2026-08-10T{hours:02}:{minute:02}:00Z");
            let office = desk.office.again(at(&now)).await;
            drop(office.admit_session(secret).await.unwrap());
        }
    }
    let over = desk.office.again(at("2026-08-10T11:00:01Z")).await;
    assert!(over.admit_session(secret).await.unwrap().is_err());
}

#[tokio::test]
async fn an_old_second_factor_signs_nothing() {
    let desk = Desk::open().await;
    let chair = chair(&desk).await;
    let number = desk.numbers[0].as_str();
    for (now, status) in [
        ("2026-08-10T03:05:01Z", StatusCode::FORBIDDEN),
        ("2026-08-10T03:05:00Z", StatusCode::OK),
    ] {
        let office = desk.office.again(at(now)).await;
        let request = chair.sends(revocation()).body(body(&[number]));
        let reply = desk
            .send_to(ocop::http::router(office), request.unwrap())
            .await;
        assert_eq!(reply.status, status, "{now}");
        if status == StatusCode::FORBIDDEN {
            assert_eq!(reply.json()["code"], "factor_needed");
        }
    }
}
