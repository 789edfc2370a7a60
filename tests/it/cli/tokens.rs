//! API tokens by the commands: shown once, and never repeated.

use serde_json::json;

use crate::support::{Program, today};

#[test]
fn a_token_is_shown_once_and_kept_as_a_hash() {
    let program = Program::with_programme();
    let made = program
        .run("token create desk --scope life,keys --council CB --json")
        .done();
    let made = &made.lines()[0];
    let secret = made["token"].as_str().unwrap();
    assert!(
        secret.starts_with("ocop_") && secret.len() == 48,
        "{secret}"
    );
    let keys: Vec<&String> = made.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "council",
            "created_at",
            "expires_on",
            "id",
            "last_used_on",
            "name",
            "revoked_at",
            "scopes",
            "state",
            "token"
        ]
    );
    assert_eq!(made["scopes"], json!(["life", "keys"]));
    let year = today().checked_add_months(chrono::Months::new(12)).unwrap();
    assert_eq!(made["expires_on"], year.to_string());

    for shown in ["token list", "token list --json"] {
        let listed = program.run(shown).done().out;
        assert!(
            listed.contains("desk") && !listed.contains(secret),
            "{listed}"
        );
    }
    for file in std::fs::read_dir(program.data()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes
                .windows(20)
                .any(|part| part == &secret.as_bytes()[5..25]);
            assert!(!found, "{}", path.display());
        }
    }
    let revoked = program.run("token revoke 1 --json").done();
    assert_eq!(revoked.lines()[0]["state"], "revoked");
    assert_eq!(program.run("token revoke 1").code, 0);
    let listed = program.run("token list").done().out;
    assert!(listed.contains("đã thu hồi / revoked"), "{listed}");
}

#[test]
fn what_is_wrong_with_a_token_is_said_at_once() {
    let program = Program::with_programme();
    let wrong = |arguments: &str| program.run(&format!("token {arguments} --json")).error();
    let all = wrong("create \u{200b} --scope publish --council CB --expires 2020-01-01");
    let codes: Vec<&str> = all["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refusal| refusal["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes,
        [
            "name_refused",
            "scope_of_all_councils",
            "expiry_out_of_range"
        ]
    );
    let three_years = today().checked_add_months(chrono::Months::new(36)).unwrap();
    let late = wrong(&format!("create a --scope life --expires {three_years}"));
    assert_eq!(late["refusals"][0]["code"], "expiry_out_of_range");
    assert_eq!(wrong("create a --scope issue")["code"], "not_a_scope");
    assert_eq!(
        wrong("create a --scope life --council XX")["code"],
        "no_such_council"
    );
    assert_eq!(wrong("revoke 7")["refusals"][0]["code"], "no_such_token");
}

#[test]
fn a_token_typed_in_the_wrong_place_is_not_repeated() {
    let program = Program::with_programme();
    let secret = "ocop_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for arguments in [
        format!("token revoke {secret}"),
        format!("token list {secret}"),
        format!("token create a --scope {secret}"),
    ] {
        for json in ["", " --json"] {
            let ran = program.run(&format!("{arguments}{json}"));
            assert_eq!(ran.code, 2);
            let said = format!("{}{}", ran.out, ran.err);
            assert!(!said.contains("aaaa") && said.contains("ocop_…"), "{said}");
        }
    }
}
