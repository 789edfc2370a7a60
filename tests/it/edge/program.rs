//! The real program as an edge: a programme's address that tells the truth, lies, or is gone.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use ocop::clock::{Clock, MachineClock};
use ocop::office::{Actor, Reach, Which, Withdrawal};
use ocop::scheme::ground::Ground;
use serde_json::{Value, json};

use super::source::Source;
use crate::custody::programme::{Programme, codes, day, public};
use crate::support::{Program, Running, get, wait_until_ready};

/// An edge, where it listens.
fn edge(program: &Program, source: SocketAddr, root: &str) -> (Running, SocketAddr) {
    let mut running = program.start(&format!(
        "serve --edge --pack http://{source} --root {root} --every 1 --listen 127.0.0.1:0 --json"
    ));
    let lines = running.lines_until("listen");
    let line: Value = serde_json::from_str(lines.last().unwrap()).unwrap();
    (running, line["listen"].as_str().unwrap().parse().unwrap())
}

fn said(edge: SocketAddr, code: &str) -> Value {
    let body = json!({ "code": code }).to_string();
    let answer = ureq::post(format!("http://{edge}/api/v1/verify"))
        .header("content-type", "application/json")
        .send(body);
    let text = answer.unwrap().body_mut().read_to_string().unwrap();
    serde_json::from_str(&text).unwrap()
}

fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edge_goes_on_by_its_last_good_pack_whatever_the_main_address_does() {
    let programme = Programme::with_council().await;
    let programme = programme.with_lists_and_packs().await;
    let now = MachineClock.now();
    programme.clock.set(&now.to_rfc3339());
    programme.publish().await.expect("sound");
    let issued = programme.issue("CB", "1/QĐ-UBND", "2026-08-05", 2);
    let issued = issued.await.expect("issued");
    let first = programme.pack().await;
    let withdrawal = Withdrawal {
        which: Which::Numbers(vec![issued.certificates[0].certificate.number.to_string()]),
        within: Reach::All,
        actor: Actor::Program,
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-05"),
        ground: Ground::FoodSafety,
    };
    programme.office.revoke(&withdrawal).await.expect("revoked");
    let second = programme.pack().await;
    let codes = codes(&issued);
    let root = public(&programme.root).to_base64();
    let source = Source::default();
    let (address, serving) = source.serve(([127, 0, 0, 1], 0).into()).await;
    source.send(first.clone());

    let watched = source.clone();
    let program = Program::new();
    let (program, running, at, codes) = tokio::task::spawn_blocking(move || {
        let (running, at) = edge(&program, address, &root);
        eventually("a first pack is held", || {
            get(&format!("http://{at}/readyz"), "*/*").0 == 200
        });
        wait_until_ready(at);
        assert_eq!(said(at, &codes[0])["verdict"], "genuine");
        assert_eq!(said(at, &codes[0])["decision"]["number"], "1/QĐ-UBND");
        // Asked with what is held, and only for what is new.
        eventually("the tag is sent along", || {
            watched.with(|sent| sent.unchanged) > 0
        });
        let asked = watched.with(|sent| sent.asked.clone());
        assert_eq!(asked[0], "names=1");
        assert_eq!(asked[1], "names=1&since=1");

        watched.send(second.clone());
        eventually("a revocation arrives", || {
            said(at, &codes[0])["verdict"] == "revoked"
        });
        assert_eq!(said(at, &codes[0])["pack"]["sequence"], 2);

        // Lies: an older pack, an altered one, a page. What is held goes on.
        let mut altered = second.clone();
        let middle = altered.len() / 2;
        altered[middle] ^= 1;
        for lie in [first.clone(), altered, b"<html>maintenance</html>".to_vec()] {
            let asked = watched.with(|sent| sent.asked.len());
            watched.send(lie);
            eventually("it is asked again", || {
                watched.with(|sent| sent.asked.len()) > asked + 1
            });
            assert_eq!(said(at, &codes[0])["verdict"], "revoked");
            assert_eq!(said(at, &codes[1])["verdict"], "genuine");
        }
        (program, running, at, codes)
    })
    .await
    .unwrap();

    // The main address is gone; the edge is stopped, and begins again without it.
    serving.abort();
    let root = public(&programme.root).to_base64();
    let held = tokio::task::spawn_blocking(move || {
        assert_eq!(said(at, &codes[1])["verdict"], "genuine");
        let (code, log) = running.stopped();
        assert_eq!(code, Some(0), "{log}");
        for code in ["pack_older", "pack_altered"] {
            assert!(log.contains(code) || log.contains("no newer pack"), "{log}");
        }
        for secret in &codes {
            assert!(!log.contains(secret.as_str()), "{log}");
        }
        let (running, at) = edge(&program, address, &root);
        wait_until_ready(at);
        assert_eq!(said(at, &codes[0])["verdict"], "revoked");
        assert_eq!(said(at, &codes[1])["verdict"], "genuine");
        (program, running, at)
    });
    let (program, running, at) = held.await.unwrap();

    // It is back, on the same address, with a newer pack.
    let third = programme.issue("CB", "2/QĐ-UBND", "2026-08-05", 1);
    third.await.expect("issued");
    let third = programme.pack().await;
    let (_, serving) = source.serve(address).await;
    source.send(third);
    tokio::task::spawn_blocking(move || {
        eventually("the newest is held", || {
            let said = said(at, "https://example.org/");
            said["pack"]["sequence"] == 3
        });
        let (code, log) = running.stopped();
        assert_eq!(code, Some(0), "{log}");
        assert!(log.contains("packs are fetched again"), "{log}");
        drop(program);
    })
    .await
    .unwrap();
    serving.abort();
}

#[test]
fn an_edge_says_what_it_lacks_before_it_begins() {
    let program = Program::new();
    for (arguments, code) in [
        ("serve --edge --json", "usage"),
        ("serve --edge --pack https://ocop.gov.vn --json", "usage"),
        ("serve --pack https://ocop.gov.vn --json", "usage"),
        (
            "serve --edge --pack ocop.gov.vn --root x --json",
            "not_a_web_address",
        ),
        (
            "serve --edge --pack https://u:p@ocop.gov.vn --root x --json",
            "not_a_web_address",
        ),
        (
            "serve --edge --pack https://ocop.gov.vn --root short --json",
            "not_a_public_key",
        ),
    ] {
        let refused = program.run(arguments);
        assert_eq!(refused.error()["code"], code, "{arguments}");
        assert!(!refused.out.contains("u:p"), "{}", refused.out);
    }
}
