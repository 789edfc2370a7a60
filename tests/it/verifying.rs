//! The document for other developers: every block of code in it runs, and judges as we do. Its
//! Rust is run with the examples of the documentation.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

mod altered;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use ocop::office::conformance::Vectors;
use serde_json::{Value, json};

use crate::independent::interpreter;
use crate::widget::elsewhere::{Answer, Server};
use crate::widget::shop::Shop;
use crate::widget::{MODULE, Service};

const DOCUMENT: &str = include_str!("../../docs/verifying.md");

/// Asks the document's judge in a browser.
const JUDGE: &str = "
    const [origin, questions, done] = arguments;
    import(`${origin}/ocop.js`)
        .then(({ judge }) => Promise.all(questions.map(judge)))
        .then(done, (error) => done(String(error)))";

/// The document's blocks in a language, in their order.
fn blocks(language: &str) -> Vec<&'static str> {
    let fenced = DOCUMENT.split("\n```").skip(1).step_by(2);
    let blocks = fenced.filter_map(|block| block.split_once('\n'));
    blocks
        .filter(|(tag, _)| *tag == language)
        .map(|(_, code)| code)
        .collect()
}

#[test]
fn every_block_of_the_document_is_one_that_is_run() {
    let all = DOCUMENT.matches("\n```").count() / 2;
    let known = [
        ("sh", 3),
        ("json", 1),
        ("html", 1),
        ("js", 2),
        ("python", 2),
        ("rust", 2),
    ];
    for (language, count) in known {
        assert_eq!(blocks(language).len(), count, "{language}");
    }
    assert_eq!(known.iter().map(|(_, count)| count).sum::<usize>(), all);
    // What is indented the documentation's examples would take for Rust.
    for text in DOCUMENT.split("\n```").step_by(2) {
        assert!(!text.contains("\n\n    "), "{text}");
    }
}

/// A folder with the Python of the document under the names that it gives.
fn python() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = ["ocop.py", "pack.py"];
    for (name, code) in files.iter().zip(blocks("python")) {
        std::fs::write(folder.path().join(name), code).unwrap();
    }
    folder
}

/// Runs a command line of the document in a folder, with our program and interpreter.
fn run(folder: &Path, line: &str, replaced: &[(&str, &str)]) -> Output {
    let mut line = line.trim().to_owned();
    for (place, value) in replaced {
        assert!(line.contains(place), "{line}");
        line = line.replace(place, value);
    }
    let python = interpreter().display().to_string();
    let line = line.replace("python3", &python);
    Command::new("sh")
        .arg("-c")
        .arg(format!("ocop() {{ \"$OCOP_PROGRAM\" \"$@\"; }}; {line}"))
        .env("OCOP_PROGRAM", env!("CARGO_BIN_EXE_ocop"))
        .current_dir(folder)
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_python_of_the_document_judges_every_vector_as_we_do() {
    let folder = python();
    let [conformance, export, _] = blocks("sh")[..] else {
        panic!("three command lines")
    };
    let said = out(&run(folder.path(), conformance, &[]));
    assert!(said.ends_with("144 vectors judged, 0 differ\n"), "{said}");
    out(&run(folder.path(), export, &[]));
    assert!(folder.path().join("vectors/verdicts.json").exists());
    // The question that the document shows has the fields of a real one.
    let shown: Value = serde_json::from_str(blocks("json")[0]).unwrap();
    let vectors = Vectors::of_the_specification().unwrap();
    let real = vectors.iter().next().unwrap().question();
    let fields = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(fields(&shown), fields(real));
}

#[test]
fn the_python_of_the_document_judges_what_nobody_wrote_as_we_do() {
    const BATCH: &str = "\
import json, sys, ocop
for line in sys.stdin: print(json.dumps(ocop.judge(**json.loads(line))))
";
    let folder = python();
    let all = altered::every();
    let questions: Vec<String> = all.iter().map(|one| one.question.to_string()).collect();
    let mut running = Command::new(interpreter())
        .args(["-c", BATCH])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut asked = running.stdin.take().unwrap();
    let asking = std::thread::spawn(move || asked.write_all(questions.join("\n").as_bytes()));
    let said = out(&running.wait_with_output().unwrap());
    asking.join().unwrap().unwrap();
    assert_eq!(said.lines().count(), all.len());
    for (line, one) in said.lines().zip(&all) {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer, one.answer, "{}", one.question["qr"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_python_of_the_document_judges_by_a_pack_and_knows_nothing_by_another() {
    let service = Service::begin().await;
    let folder = python();
    std::fs::write(folder.path().join("today.pack"), &service.pack).unwrap();
    let line = blocks("sh")[2];
    for verdict in ["genuine", "expired", "forged", "unknown_issuer"] {
        let code = service.code(verdict);
        let replaced = [("ROOT-KEY", service.root.as_str()), ("CODE", &code)];
        let said: Value = serde_json::from_str(&out(&run(folder.path(), line, &replaced))).unwrap();
        assert_eq!(said["verdict"], verdict);
        if verdict == "genuine" {
            assert_eq!(said["checks"]["register"], "pass");
            assert_eq!(said["checks"]["status"], "pass");
            assert_eq!(said["certificate"]["product"], "Miến dong Phja Đén");
        }
    }
    let code = service.code("genuine");
    let other = "phWL-9tdW33u5gh9pqyze3PN3AJdm6FRO_Q9gLLKfpc";
    let refused = run(folder.path(), line, &[("ROOT-KEY", other), ("CODE", &code)]);
    assert!(!refused.status.success() && refused.stdout.is_empty());
    for place in (0..service.pack.len()).step_by(97) {
        let mut altered = service.pack.clone();
        altered[place] ^= 1;
        std::fs::write(folder.path().join("today.pack"), altered).unwrap();
        let replaced = [("ROOT-KEY", service.root.as_str()), ("CODE", &code)];
        let refused = run(folder.path(), line, &replaced);
        assert!(
            !refused.status.success() && refused.stdout.is_empty(),
            "{place}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_javascript_and_the_element_of_the_document_judge_as_we_do() {
    let service = Service::begin().await;
    let [verifier, judge] = blocks("js")[..] else {
        panic!("two modules")
    };
    let pack = service.pack.clone();
    let server = Server::begin(move |path| {
        let script = |code: &str| Some(Answer::of("text/javascript", code));
        match path {
            "/verifier.js" => script(verifier),
            "/ocop.js" => script(judge),
            "/module" => Some(Answer::of("application/wasm", MODULE)),
            "/pack" => Some(Answer::of("application/octet-stream", pack.clone())),
            _ => None,
        }
    });
    let origin = server.await.origin;

    // The element, as the document embeds it.
    let element = blocks("html")[0]
        .replace(
            "https://ocop.gov.vn/widget.js",
            &service.demonstration.at("/widget.js"),
        )
        .replace("ROOT-KEY", &service.root)
        .replace("https://ocop.gov.vn/v/1639…", &service.code("genuine"));
    let shop = Shop::open_with("").await;
    let said = shop.says(&element).await;
    assert!(said.is_good, "{}", said.text);

    // Every vector, by the judge that has nothing of ours.
    let vectors = Vectors::of_the_specification().unwrap();
    let questions: Vec<&Value> = vectors.iter().map(|vector| vector.question()).collect();
    let answers = shop.run(JUDGE, vec![json!(origin), json!(questions)]);
    let answers = answers.await;
    let answered = answers.as_array().unwrap_or_else(|| panic!("{answers}"));
    assert_eq!(answered.len(), 144);
    for (vector, answer) in vectors.iter().zip(answered) {
        assert_eq!(vector.difference_of_answer(answer), None, "{}", vector.name);
        assert_eq!(answer["checks"].as_object().unwrap().len(), 9);
    }

    // What nobody wrote.
    let all = altered::every();
    for some in all.chunks(400) {
        let questions: Vec<&Value> = some.iter().map(|one| &one.question).collect();
        let answers = shop.run(JUDGE, vec![json!(origin), json!(questions)]);
        let answers = answers.await;
        for (answer, one) in answers.as_array().unwrap().iter().zip(some) {
            assert_eq!(*answer, one.answer, "{}", one.question["qr"]);
        }
    }

    // The module, by the programme's root key and by another.
    let by_module = "
        const [origin, root, codes, done] = arguments;
        const bytes = async (path) => new Uint8Array(await (await fetch(origin + path)).arrayBuffer());
        (async () => {
            const { verifierOf } = await import(`${origin}/verifier.js`);
            const verify = await verifierOf(await bytes('/module'), root, await bytes('/pack'));
            return codes.map((code) => verify(code).verdict);
        })().then(done, (error) => done(String(error)))";
    let kinds = ["genuine", "expired", "forged", "unknown_issuer"];
    let codes = json!(kinds.map(|verdict| service.code(verdict)));
    let asked = vec![json!(origin), json!(service.root), codes.clone()];
    assert_eq!(shop.run(by_module, asked).await, json!(kinds));
    let other = "phWL-9tdW33u5gh9pqyze3PN3AJdm6FRO_Q9gLLKfpc";
    let refused = shop.run(by_module, vec![json!(origin), json!(other), codes]);
    let refused = refused.await;
    assert!(
        refused.as_str().unwrap().contains("pack_wrong_root"),
        "{refused}"
    );
    shop.close().await;
}
