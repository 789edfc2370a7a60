//! The program with a key on a token: made, listed, used for the fourteen products, verified.

use std::process::Output;

use ocop::clock::{Clock, MachineClock};
use serde_json::Value;

use super::tokens::{LABEL, MODULE, PIN, Tokens, names, ocop};

/// What a command said, after it did its work.
#[track_caller]
fn done(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complained}");
    assert!(!said.contains(PIN) && !complained.contains(PIN));
    said
}

/// What a command complained of.
#[track_caller]
fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2));
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(!complained.contains("7318") && !said.contains("7318"));
    complained
}

fn lines(said: &str) -> Vec<Value> {
    said.lines()
        .map(|line| serde_json::from_str(line).expect("JSON for programs"))
        .collect()
}

#[test]
fn the_fourteen_products_are_issued_with_a_token_and_verified() {
    let tokens = Tokens::new();
    let passphrase = tokens.secret("passphrase", "a passphrase of the tests");
    let pin = tokens.secret("pin", PIN);
    let (passphrase, pin) = (path(&passphrase), path(&pin));
    let token = format!("pkcs11:token=OCOP%20Cao%20B%E1%BA%B1ng;module-path={MODULE}");
    let run = |arguments: &[&str]| ocop(&tokens, arguments);

    let init = [
        "init",
        "--host",
        "ocop.test",
        "--passphrase-file",
        passphrase,
    ];
    done(&run(&init));
    let council = ["council", "add", "CB", "--unit", "VN-04@2"];
    done(&run(&[&council[..], &["--level", "province"]].concat()));
    let generate = ["key", "generate", "--council", "CB", "--token", &token];
    done(&run(&[&generate[..], &["--passphrase-file", pin]].concat()));
    assert_eq!(names(&tokens.path("data/keys")), ["root.key.pem"]);

    let list = ["--json", "key", "list", "--token", &token];
    let listed = done(&run(&[&list[..], &["--passphrase-file", pin]].concat()));
    let [key] = &lines(&listed)[..] else {
        panic!("{listed}");
    };
    assert_eq!(key["usable"], true);
    assert_eq!(key["stays"], true);
    let kid = key["kid"].as_str().expect("a key id");
    assert_eq!(key["object"], format!("CB-{kid}"));

    done(&run(&["trust", "publish", "--passphrase-file", passphrase]));
    let yesterday = MachineClock.now().date_naive() - chrono::Days::new(1);
    let yesterday = yesterday.to_string();
    let products = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/data/products.csv");
    let issue = ["--json", "issue", "--council", "CB", "--from", products];
    let decision = ["--decision", "852/QĐ-UBND", "--decided-on", &yesterday];
    let issue = [&issue[..], &decision, &["--passphrase-file", pin]].concat();
    let issued = &lines(&done(&run(&issue)))[0];
    assert_eq!(issued["issued"], 14);
    let certificates = issued["certificates"].as_array().expect("fourteen");
    for certificate in certificates {
        let url = certificate["url"].as_str().expect("a code");
        let verdict = &lines(&done(&run(&["--json", "verify", url])))[0];
        assert_eq!(verdict["verdict"], "genuine", "{verdict}");
    }
    // Again, with the token taken out: nothing is left to sign, but the key is asked for.
    tokens.take_out();
    let complained = refused(&run(&issue[1..]));
    assert!(complained.contains("[token_absent]"), "{complained}");
    assert!(complained.contains(LABEL));
}

#[test]
fn the_program_refuses_a_pin_in_a_uri_and_says_no_word_of_it() {
    let tokens = Tokens::new();
    let passphrase = tokens.secret("passphrase", "a passphrase of the tests");
    let passphrase = path(&passphrase);
    let init = [
        "init",
        "--host",
        "ocop.test",
        "--passphrase-file",
        passphrase,
    ];
    done(&ocop(&tokens, &init));
    let uri = format!("pkcs11:token=A?module-path={MODULE}&pin-value={PIN}");
    let generate = ["key", "generate", "--council", "CB", "--token", &uri];
    let list = ["key", "list", "--token", &uri];
    for command in [&generate[..], &list] {
        let command = [command, &["--passphrase-file", passphrase]].concat();
        let complained = refused(&ocop(&tokens, &command));
        assert!(complained.contains("[token_pin_in_uri]"), "{complained}");
    }
    // Also when something else is wrong with the command.
    let complained = refused(&ocop(&tokens, &[&list[..], &["--nonsense"]].concat()));
    assert!(complained.contains("[token_pin_in_uri]"), "{complained}");
    let complained = refused(&ocop(&tokens, &["key", "list", &uri]));
    assert!(complained.contains("[token_pin_in_uri]"), "{complained}");
    // Arguments that cannot be understood are told as ever when no PIN is among them.
    let complained = refused(&ocop(&tokens, &["key", "list", "--nonsense"]));
    assert!(complained.contains("[usage]"), "{complained}");
}

#[test]
fn the_program_says_what_is_wrong_with_a_token() {
    let tokens = Tokens::new();
    let pin = tokens.secret("pin", PIN);
    let wrong = tokens.secret("wrong", "000000");
    let token = "OCOP%20Cao%20B%E1%BA%B1ng";
    for (token, module, pin, code) in [
        (token, MODULE, &wrong, "token_pin_wrong"),
        ("Elsewhere", MODULE, &pin, "token_absent"),
        (token, "/nowhere.so", &pin, "token_module_unusable"),
    ] {
        let uri = format!("pkcs11:token={token}?module-path={module}");
        let list = ["key", "list", "--token", &uri, "--passphrase-file"];
        let complained = refused(&ocop(&tokens, &[&list[..], &[path(pin)]].concat()));
        let twice = complained.matches(&format!("[{code}]")).count();
        assert_eq!(twice, 2, "in both languages: {complained}");
    }
}

fn path(path: &std::path::Path) -> &str {
    path.to_str().expect("a temporary path is text")
}
