//! Every route by every role: who has the right is let through, nobody else.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::http::{POLICIES, Policy};
use ocop::office::{Grant, Role};

use super::desk::Desk;
use super::policy::address;

/// Somebody of a role in CB, or for a producer.
fn grant(role: Role) -> Grant {
    match role {
        Role::Producer => Grant::of_producer(1),
        role if role.is_of_a_council() => Grant::of_council(role, "CB".parse().unwrap()),
        role => Grant::of_programme(role),
    }
}

#[tokio::test]
async fn each_route_lets_those_roles_through_that_have_its_right_and_tells_the_others() {
    let desk = Desk::open().await;
    let mut people = Vec::new();
    for role in Role::ALL {
        people.push((role, desk.office.account(&[grant(role)]).await));
    }
    let size = desk.office.register().size().await.unwrap();
    for (method, path, policy) in POLICIES {
        let Policy::Of(right) = policy else {
            continue;
        };
        for (role, account) in &people {
            // Anew each time: a route may end the session.
            let person = desk.office.signed_in(*account).await;
            let request = Request::builder()
                .method(*method)
                .uri(address(path))
                .header("accept", "application/json");
            let request = person.sends(request).body(Body::empty()).unwrap();
            let reply = desk.send(request).await;
            let told = reply.status == StatusCode::FORBIDDEN
                && reply.json()["code"] == "forbidden"
                && reply.json()["detail"]
                    .as_str()
                    .unwrap()
                    .contains("Your role");
            let may = right.is_everybodys() || right.is_of(*role);
            assert_eq!(told, !may, "{method} {path} by {role:?}: {}", reply.status);
            assert_ne!(reply.status, StatusCode::UNAUTHORIZED, "{method} {path}");
            assert!(
                reply.status.as_u16() < 500,
                "{method} {path} by {role:?}: {}",
                reply.status
            );
        }
    }
    // Nothing was said to the public log by requests that say nothing.
    let after = desk.office.register().size().await.unwrap();
    assert!(after - size <= 1, "{} events", after - size);
}
