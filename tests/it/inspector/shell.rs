//! What the page is made of: its files, words, policy, manifest and service worker.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use crate::door::Reply;
use crate::support::Office;

async fn get(office: &Office, path: &str) -> Reply {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = office.router().oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

/// What the page brings for its scripts.
fn brought(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"brought\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[tokio::test]
async fn the_page_runs_its_own_scripts_and_nothing_else() {
    let office = Office::new().await;
    let page = get(&office, "/inspector?lang=en").await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self'",
        "manifest-src 'self'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
    assert!(page.header("permissions-policy").contains("camera=(self)"));
    let html = page.text();
    assert!(html.contains("<noscript>") && html.contains("lang=\"en\""));
    assert_eq!(brought(html)["root"], office.held().root.to_base64());
    // A worker is bound by the policy of its own script.
    let script = html.split("type=\"module\" src=\"").nth(1).unwrap();
    let script = script.split('"').next().unwrap();
    let engine = get(&office, &script.replace("page.js", "engine.js")).await;
    assert_eq!(engine.header("content-security-policy"), policy);
    assert_eq!(
        engine.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let other = get(&office, "/inspector/files/0000000000000000/page.js").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_service_worker_takes_in_whatever_the_page_needs() {
    let office = Office::new().await;
    let worker = get(&office, "/inspector/worker.js").await;
    assert_eq!(worker.header("service-worker-allowed"), "/");
    assert_eq!(worker.header("cache-control"), "no-cache");
    let text = worker.text();
    let shell = text
        .split("const shell = ")
        .nth(1)
        .unwrap()
        .split(";\n")
        .next()
        .unwrap();
    let shell: Value = serde_json::from_str(shell).unwrap();
    let mut scripts = BTreeSet::new();
    for file in shell["files"].as_array().unwrap() {
        let file = file.as_str().unwrap();
        assert_eq!(get(&office, file).await.status, StatusCode::OK, "{file}");
        scripts.insert(file.rsplit('/').next().unwrap().to_owned());
    }
    for language in ["vi", "en"] {
        let page = get(&office, shell["pages"][language].as_str().unwrap()).await;
        let html = page.text();
        assert!(html.contains(shell["files_version"].as_str().unwrap()));
        assert_eq!(brought(html)["language"], language);
        for named in html.split(" href=\"").chain(html.split(" src=\"")).skip(1) {
            let named = named.split('"').next().unwrap();
            let kept = shell["files"]
                .as_array()
                .unwrap()
                .iter()
                .any(|file| file == named);
            let link = ["/", "/inspector", "?"]
                .iter()
                .any(|start| named == *start || named.starts_with(&format!("{start}?")));
            assert!(
                kept || link || !named.starts_with('/'),
                "{named} is missing without a network"
            );
        }
    }
    // Whatever a script imports is there.
    for (name, text) in sources() {
        for imported in text
            .split("from \"./")
            .skip(1)
            .chain(text.split("URL(\"./").skip(1))
        {
            let imported = imported.split('"').next().unwrap();
            assert!(scripts.contains(imported), "{name} imports {imported}");
        }
    }
}

#[tokio::test]
async fn the_manifest_makes_an_app_of_it_in_both_languages() {
    let office = Office::new().await;
    for (language, name) in [("vi", "Kiểm tra OCOP"), ("en", "OCOP check")] {
        let manifest = get(
            &office,
            &format!("/inspector/app.webmanifest?lang={language}"),
        )
        .await;
        assert_eq!(manifest.header("content-type"), "application/manifest+json");
        let manifest = manifest.json();
        assert_eq!(manifest["short_name"], name);
        assert_eq!(manifest["display"], "standalone");
        assert_eq!(manifest["start_url"], format!("/inspector?lang={language}"));
        for icon in manifest["icons"].as_array().unwrap() {
            let icon = get(&office, icon["src"].as_str().unwrap()).await;
            assert_eq!(icon.status, StatusCode::OK);
        }
    }
}

/// The scripts, with their names.
fn sources() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/inspector");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let scripts = files.map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    });
    scripts.collect()
}

#[tokio::test]
async fn every_text_that_a_script_says_is_there_and_every_text_is_said() {
    let office = Office::new().await;
    let page = get(&office, "/inspector?lang=vi").await;
    let texts = brought(page.text())["texts"].as_object().unwrap().clone();
    let sources = sources();
    for (name, text) in &sources {
        for said in text.split("say(\"").skip(1) {
            let said = said.split('"').next().unwrap();
            assert!(texts.contains_key(said), "{name} says {said}");
        }
        assert!(text.starts_with("// "), "{name} does not say what it knows");
        assert!(text.lines().count() <= 400, "{name} is too long");
        let vietnamese = text
            .chars()
            .filter(|letter| "ăâđêôơưạảấầẩậ".contains(*letter))
            .count();
        assert!(
            vietnamese == 0 || name == "verdict.js",
            "{name} holds words that people read"
        );
    }
    for said in texts.keys() {
        let quoted = format!("\"{said}\"");
        assert!(
            sources.iter().any(|(_, text)| text.contains(&quoted)),
            "{said} is never said"
        );
    }
}

#[tokio::test]
async fn no_word_of_a_verdict_says_that_the_item_is_genuine() {
    let office = Office::new().await;
    for language in ["vi", "en"] {
        let page = get(&office, &format!("/inspector?lang={language}")).await;
        let page = page.text();
        let brought = brought(page);
        let verdicts = brought["verdicts"].as_object().unwrap();
        assert_eq!(verdicts.len(), 14);
        for (name, look) in verdicts {
            assert!(look["advice"].is_string() || name == "genuine", "{name}");
            assert!(page.contains(&format!("data-icon=\"{}\"", look["icon"].as_str().unwrap())));
        }
        let words = brought["texts"].to_string().to_lowercase();
        for never in ["hàng thật.", "sản phẩm thật", "item is genuine"] {
            assert!(!words.contains(never), "{never}");
        }
    }
}
