//! Every route has a policy, in one place, and keeps it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::http::{POLICIES, Policy};
use ocop::office::Scope;
use serde_json::{Value, json};

use super::desk::Desk;

/// Routes that the OpenAPI document does not name: no part of the API.
const UNDESCRIBED: [&str; 2] = ["/icon.svg", "/log/tile/{*path}"];

pub fn address(path: &str) -> String {
    path.replace("{kid}", "RJahWA")
        .replace("{role}", "1")
        .replace("{secret}", "x")
        .replace("{file}", "1")
        .replace("{code}", "CB")
        .replace("{council}", "CB")
        .replace("{number}", "CB-0-8")
        .replace("{line}", "1")
        .replace("{act}", "revoke")
        .replace("{gtin}", "08938500000010")
        .replace("{digits}", "1205")
        .replace("{credential}", "AQID")
        .replace("{file}", "passkey.js")
        .replace("{version}", "0")
        .replace("{*path}", "0/000.p/1")
}

fn request(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(address(path))
}

#[tokio::test]
async fn each_route_of_the_document_has_a_policy_and_each_policy_a_route() {
    let desk = Desk::open().await;
    let document = request("GET", "/api/v1/openapi.json").body(Body::empty());
    let document = desk.send(document.unwrap()).await.json();
    let mut described = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let security = operation.get("security").cloned().unwrap_or(Value::Null);
            described.insert((method.to_uppercase(), path.clone()), security);
        }
    }
    let mut declared = BTreeMap::new();
    for (method, path, policy) in POLICIES {
        let security = match policy {
            Policy::Public => Value::Null,
            Policy::Of(right) => {
                let token = right
                    .scope()
                    .map(|scope| json!({ "token": [scope.name()] }));
                token
                    .into_iter()
                    .chain([json!({ "session": [] })])
                    .collect()
            }
        };
        let before = declared.insert(((*method).to_owned(), (*path).to_owned()), security);
        assert!(before.is_none(), "{method} {path} has two policies");
    }
    for path in UNDESCRIBED {
        let undescribed = ("GET".to_owned(), path.to_owned());
        assert!(declared.remove(&undescribed).is_some(), "{path}");
    }
    assert_eq!(described, declared);
    let scheme = &document["components"]["securitySchemes"]["token"];
    assert_eq!(
        (&scheme["type"], &scheme["scheme"]),
        (&json!("http"), &json!("bearer"))
    );
}

#[test]
fn no_route_is_put_beside_the_document_without_a_policy() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // A witness and an edge are services of their own, metrics have their own address.
            let own = ["witness.rs", "edge/mod.rs", "watch/served.rs"];
            if own.iter().any(|file| path.ends_with(file)) {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for written in text.split(".route(").skip(1) {
                let route = written.split('"').nth(1).unwrap_or_default();
                let known = POLICIES.iter().any(|(_, path, _)| *path == route);
                assert!(known, "{}: {route}", path.display());
            }
        }
    }
}

#[tokio::test]
async fn a_guarded_route_lets_nobody_in_without_a_token_and_a_public_one_asks_for_none() {
    let desk = Desk::open().await;
    for (method, path, policy) in POLICIES {
        let reply = desk
            .send(request(method, path).body(Body::empty()).unwrap())
            .await;
        let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&reply.status);
        if *policy == Policy::Public {
            assert!(!refused, "{method} {path}: {}", reply.status);
            continue;
        }
        let Policy::Of(right) = policy else {
            continue;
        };
        if *method == "GET" && !path.starts_with("/api/") {
            // Who wanted to see a page is led to sign in, and back.
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{method} {path}");
            let to = reply.header("location");
            assert!(to.starts_with("/sign-in?next=%2F"), "{method} {path}: {to}");
            continue;
        }
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{method} {path}");
        if !path.starts_with("/api/") {
            continue;
        }
        assert_eq!(reply.header("content-type"), "application/problem+json");
        if right.scope().is_none() {
            assert_eq!(reply.json()["code"], "session_missing");
            continue;
        }
        assert_eq!(reply.json()["code"], "token_missing");
        assert_eq!(reply.header("www-authenticate"), "Bearer realm=\"ocop\"");
    }
}

#[tokio::test]
async fn a_token_without_the_scope_is_told_which_one_it_takes() {
    let desk = Desk::open().await;
    let mut tokens = Vec::new();
    for scope in [Scope::Life, Scope::Keys, Scope::Publish] {
        tokens.push((scope, desk.token(&[scope], None).await));
    }
    let size = desk.office.register().size().await.unwrap();
    for (method, path, policy) in POLICIES {
        let Policy::Of(right) = policy else {
            continue;
        };
        for (has, token) in &tokens {
            let bearer = format!("Bearer {token}");
            let request = request(method, path)
                .header("authorization", bearer)
                .header("accept", "application/json");
            let reply = desk.send(request.body(Body::empty()).unwrap()).await;
            if Some(*has) == right.scope() && path.starts_with("/desk") {
                // Pages are for who signed in.
                assert_eq!(reply.json()["code"], "session_missing", "{method} {path}");
                continue;
            }
            if Some(*has) == right.scope() {
                assert_ne!(reply.status, StatusCode::FORBIDDEN, "{method} {path}");
                assert_ne!(reply.status, StatusCode::UNAUTHORIZED, "{method} {path}");
                continue;
            }
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{method} {path}");
            let problem = reply.json();
            assert_eq!(problem["code"], "forbidden");
            let detail = problem["detail"].as_str().unwrap();
            let needed = right.scope().map_or("a person", |scope| scope.name());
            assert!(detail.contains(needed), "{detail}");
            assert!(
                reply
                    .header("www-authenticate")
                    .contains("insufficient_scope")
            );
        }
    }
    assert_eq!(desk.office.register().size().await.unwrap(), size);
}

#[tokio::test]
async fn no_page_of_another_origin_may_act() {
    let desk = Desk::open().await;
    let token = desk.master().await;
    for (method, path, policy) in POLICIES {
        if *policy == Policy::Public {
            continue;
        }
        let preflight = request("OPTIONS", path)
            .header("origin", "https://a.example")
            .header("access-control-request-method", *method)
            .header("access-control-request-headers", "authorization");
        let reply = desk.send(preflight.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
        let with = request(method, path)
            .header("origin", "https://a.example")
            .header("accept", "application/json")
            .header("authorization", format!("Bearer {token}"));
        let reply = desk.send(with.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn another_method_is_told_which_there_are() {
    let desk = Desk::open().await;
    let get = request("GET", "/api/v1/acts/revoke").body(Body::empty());
    let reply = desk.send(get.unwrap()).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header("allow"), "POST");
    assert_eq!(reply.json()["code"], "method_not_allowed");
}
