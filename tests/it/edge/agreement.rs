//! An edge and the main service judge alike whatever the pack knows of.

use std::sync::Arc;

use ocop::clock::Clock;
use ocop::office::{Actor, Reach, Which, Withdrawal};
use ocop::scheme::ground::Ground;
use serde_json::Value;

use super::stage::{door, edge, verify};
use crate::custody::programme::{Programme, codes, day, public};

const VERDICTS: &[u8] = include_bytes!("../../vectors/verdicts.json");

fn withdrawal(number: &str) -> Withdrawal {
    Withdrawal {
        which: Which::Numbers(vec![number.to_owned()]),
        within: Reach::All,
        actor: Actor::Program,
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-05"),
        ground: Ground::FoodSafety,
    }
}

/// Every text that is tried: what was issued and what became of it, what was altered, and every
/// code of the specification's vectors.
async fn texts(programme: &Programme) -> Vec<String> {
    let issued = programme.issue("CB", "1/QĐ-UBND", "2026-08-05", 5);
    let issued = issued.await.expect("issued");
    let number = |place: usize| issued.certificates[place].certificate.number.to_string();
    let (revoked, suspended) = (withdrawal(&number(1)), withdrawal(&number(2)));
    programme.office.revoke(&revoked).await.expect("revoked");
    let done = programme.office.suspend(&suspended).await;
    done.expect("suspended");
    let mut texts = codes(&issued);
    let genuine = texts[0].clone();
    for place in [genuine.len() - 1, genuine.len() - 40, genuine.len() / 2] {
        let mut altered = genuine.clone().into_bytes();
        altered[place] = if altered[place] == b'7' { b'8' } else { b'7' };
        texts.push(String::from_utf8(altered).expect("digits"));
    }
    texts.push(genuine.replace("ocop.test", "somebody.else.example"));
    texts.push(format!("{genuine}?lang=en"));
    texts.push("https://example.org/".to_owned());
    texts.push("no code at all".to_owned());
    let vectors: Value = serde_json::from_slice(VERDICTS).expect("JSON");
    let vectors = vectors["vectors"].as_array().expect("a list").iter();
    let of_vectors: Vec<_> = vectors
        .filter_map(|vector| vector["qr"].as_str())
        .filter(|code| !code.trim().is_empty() && code.chars().count() <= 4_096)
        // A number, which is looked up in the register, and in a pack only among names.
        .filter(|code| programme.office.number_in(code).is_none())
        .map(str::to_owned)
        .collect();
    assert!(of_vectors.len() > 130, "{}", of_vectors.len());
    texts.extend(of_vectors);
    texts
}

#[tokio::test]
async fn an_edge_says_of_every_code_what_the_main_service_says() {
    let programme = Programme::with_council().await;
    let programme = programme.with_lists_and_packs().await;
    let texts = texts(&programme).await;
    let folder = tempfile::tempdir().expect("a folder");
    let edge = edge(
        folder.path(),
        public(&programme.root),
        programme.clock.now(),
    );
    let edge = edge.expect("a new folder");
    edge.take(&programme.pack().await).expect("sound");
    let (edge, main) = (
        door(edge),
        ocop::http::router(Arc::clone(&programme.office)),
    );
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for text in &texts {
        for stars in [None, Some(4), Some(5)] {
            let (there, here) = (
                verify(&main, text, stars).await,
                verify(&edge, text, stars).await,
            );
            assert_eq!(here.status, there.status, "{text}");
            let (mut there, mut here) = (there.json(), here.json());
            let pack = here.as_object_mut().expect("an object").remove("pack");
            assert_eq!(pack.expect("said")["sequence"], 1);
            // What the pack does not have is not said, rather than said to be nothing.
            for absent in ["status", "replaces", "renewed_by", "renews"] {
                assert!(here.get(absent).is_none(), "{absent}");
                there.as_object_mut().expect("an object").remove(absent);
            }
            if let Some(decision) = there["decision"].as_object_mut() {
                decision.remove("authority");
            }
            assert_eq!(here, there, "{text}");
            *seen
                .entry(here["verdict"].as_str().expect("a kind").to_owned())
                .or_default() += 1;
        }
    }
    for kind in [
        "genuine",
        "mismatch",
        "revoked",
        "suspended",
        "forged",
        "malformed",
        "not_ocop",
        "unknown_issuer",
    ] {
        assert!(seen.contains_key(kind), "{kind}: {seen:?}");
    }
}

#[tokio::test]
async fn what_was_revoked_stays_so_however_old_the_pack_and_nothing_else_is_said_to_be_checked() {
    let programme = Programme::with_council().await;
    let programme = programme.with_lists_and_packs().await;
    let texts = texts(&programme).await;
    let pack = programme.pack().await;
    let folder = tempfile::tempdir().expect("a folder");
    for (at, status, stale, expired) in [
        ("2026-08-06T03:00:00Z", "pass", false, false),
        ("2026-08-08T03:00:00Z", "warn", true, false),
        ("2026-08-20T03:00:00Z", "unknown", true, true),
    ] {
        let at = crate::custody::programme::instant(at);
        let edge = edge(folder.path(), public(&programme.root), at).expect("its folder");
        edge.take(&pack).expect("sound, or held already");
        assert_eq!(edge.is_ready(), !expired);
        let edge = door(edge);
        let said = verify(&edge, &texts[0], None).await.json();
        assert_eq!(said["checks"]["status"], status, "{said}");
        assert_eq!(
            (&said["pack"]["stale"], &said["pack"]["expired"]),
            (&stale.into(), &expired.into())
        );
        let said = verify(&edge, &texts[1], None).await.json();
        assert_eq!(said["verdict"], "revoked");
    }
    // A clock behind the pack: an expired certificate does not come back into force.
    let behind = crate::custody::programme::instant("2026-07-01T00:00:00Z");
    let edge = edge(folder.path(), public(&programme.root), behind).expect("its folder");
    let said = verify(&door(edge), &texts[0], None).await.json();
    assert_eq!(said["as_of"]["judged_at"], "2026-08-05T03:00:00Z");
}
