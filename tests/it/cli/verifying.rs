//! `ocop verify`: by the register, a server, a trust list alone.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use serde_json::Value;

use crate::support::{Program, Ran, list_of, wait_until_ready};

/// A programme with two certificates: their addresses and the first number.
fn issued() -> (Program, [String; 2], String) {
    let program = Program::with_programme();
    let report = program.issue(list_of(2)).done().lines().remove(0);
    let text = |index: usize, field: &str| {
        let certificate = &report["certificates"][index];
        certificate[field].as_str().unwrap().to_owned()
    };
    let urls = [text(0, "url"), text(1, "url")];
    let number = text(0, "number");
    (program, urls, number)
}

#[track_caller]
fn verdict(ran: &Ran, expected: &str) -> Value {
    let answer = ran.lines().remove(0);
    assert_eq!(answer["verdict"], expected, "{}", ran.out);
    assert_eq!(ran.code, i32::from(expected != "genuine"));
    answer
}

#[test]
fn a_code_is_judged_by_the_register() {
    let (program, [url, _], number) = issued();
    let verify = |code: &str, more: &str| program.run(&format!("verify --json {more} {code}"));
    let answer = verdict(&verify(&url, ""), "genuine");
    assert_eq!(answer["number"], number.as_str());
    assert_eq!(answer["decision"]["number"], "852/QĐ-UBND");
    verdict(
        &verify(&format!("{url}?stars=4&lang=en#top"), ""),
        "genuine",
    );
    verdict(&verify(&url, "--stars 4"), "genuine");
    verdict(&verify(&url, "--stars 5"), "mismatch");
    verdict(&verify("https://example.vn/menu", ""), "not_ocop");
    let digits = url.rsplit('/').next().unwrap();
    verdict(&verify(digits, ""), "genuine");
    // One digit more or other in the middle.
    let middle = url.len() - 60;
    let other = if &url[middle..=middle] == "7" {
        "8"
    } else {
        "7"
    };
    let altered = format!("{}{other}{}", &url[..middle], &url[middle + 1..]);
    assert_eq!(verify(&altered, "").code, 1);

    let told = program.run(&format!("verify {url}")).done();
    assert!(told.out.contains("Sản phẩm số 1"), "{}", told.out);
    assert!(told.out.contains(&number), "{}", told.out);
    let spaced = program.run_with(&["verify", "--json", &format!("  {url}\n")]);
    verdict(&spaced, "genuine");
}

#[test]
fn a_number_is_looked_up_however_it_is_typed() {
    let (program, _, number) = issued();
    let lower = number.to_lowercase().replace('-', "–");
    for written in [
        number.clone(),
        lower,
        format!(" {} ", number.replace('-', " ")),
    ] {
        let ran = program.run_with(&["verify", "--json", &written]);
        assert_eq!(verdict(&ran, "genuine")["number"], number.as_str());
    }
    let short = format!("https://ocop.example.vn/c/{number}");
    verdict(&program.run(&format!("verify --json {short}")), "genuine");
    let error = |code: &str| program.run(&format!("verify --json {code}")).error();
    let check = number.chars().last().unwrap();
    let other = if check == 'A' { 'B' } else { 'A' };
    let mistyped = format!("{}{other}", &number[..number.len() - 1]);
    assert_eq!(error(&mistyped)["code"], "mistyped_number");
    let unknown = ocop::scheme::number::CertificateNumber {
        council: "CB".parse().unwrap(),
        index: 77,
    };
    assert_eq!(error(&unknown.to_string())["code"], "no_such_number");
}

#[test]
fn a_trust_list_alone_is_enough() {
    let (program, [url, _], number) = issued();
    let exported = program.run("trust export --output list.cose --json").done();
    let root = exported.lines()[0]["root_key"].as_str().unwrap().to_owned();
    program.run("trust export --output list.json").done();
    std::fs::rename(program.data(), program.folder.path().join("elsewhere")).unwrap();

    let verify = |code: &str, more: &str| program.run(&format!("verify --json {code} {more}"));
    let twin = verdict(&verify(&url, "--trust list.json"), "genuine");
    assert_eq!(twin["checks"]["status"], "unknown");
    let unchecked = verify(&url, "--trust list.cose");
    verdict(&unchecked, "genuine");
    assert!(unchecked.err.contains("--root"), "{}", unchecked.err);
    let checked = verify(&url, &format!("--trust list.cose --root {root}"));
    verdict(&checked, "genuine");
    assert!(checked.err.is_empty());
    verdict(
        &verify(&format!("{url}?stars=5"), "--trust list.json"),
        "genuine",
    );
    verdict(&verify(&url, "--stars 5 --trust list.json"), "mismatch");

    let code = |more: &str| verify(&url, more).error()["code"].clone();
    let wrong = "6fXK_mo_RywT1HYexJ9yVxYG2DSbZXtvOa7kVMxoP4E";
    assert_eq!(
        code(&format!("--trust list.cose --root {wrong}")),
        "trust_list_wrong_root"
    );
    assert_eq!(code("--trust list.cose --root nonsense"), "not_a_key");
    assert_eq!(
        code(&format!("--trust list.json --root {root}")),
        "trust_list_refused"
    );
    assert_eq!(code("--trust nowhere"), "file_unusable");
    program.file("rubbish", "rubbish");
    assert_eq!(code("--trust rubbish"), "trust_list_refused");
    let needs = verify(&number, "--trust list.json").error();
    assert_eq!(needs["code"], "needs_the_register");
}

#[test]
fn a_server_is_asked_and_its_refusal_told() {
    let (program, [url, other], number) = issued();
    let mut server = program.start("serve --listen 127.0.0.1:0");
    let base = server.lines_until("http://").pop().unwrap();
    wait_until_ready(base.trim_start_matches("http://").parse().unwrap());
    // Nothing of the register is at hand.
    let verifier = Program::new();
    let ask = |code: &str, more: &str| {
        verifier.run(&format!("verify --json {code} --server {base} {more}"))
    };
    verdict(&ask(&url, ""), "genuine");
    verdict(&ask(&other, "--stars 5"), "mismatch");
    verdict(&ask(&number, ""), "genuine");
    assert_eq!(ask("hello", "").code, 1, "another kind of text");
    let told = verifier
        .run(&format!("verify {url} --server {base}/"))
        .done();
    assert!(told.out.contains("Sản phẩm số 1"));
    let unknown = ocop::scheme::number::CertificateNumber {
        council: "CB".parse().unwrap(),
        index: 9,
    };
    let refused = ask(&unknown.to_string(), "").error();
    assert_eq!(refused["code"], "server_refused");
    drop(server);
    assert_eq!(ask(&url, "").error()["code"], "server_unreachable");
}
