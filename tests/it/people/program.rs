//! `ocop account`: the first administrator, and whoever is locked out.

use crate::support::Program;

#[test]
fn the_first_administrator_is_invited_by_the_command() {
    let program = Program::with_programme();
    let invited = program
        .run("account invite --role programme --name Hoa --email Hoa@example.vn --json")
        .done();
    let invited = &invited.lines()[0];
    assert_eq!(invited["account"], 1);
    let link = invited["link"].as_str().unwrap();
    let (host, secret) = link.split_once("/welcome/").unwrap();
    assert!(host.starts_with("https://"), "{link}");
    assert_eq!(secret.len(), 43);
    let given = program
        .run("account role give 1 --role chair --council CB --json")
        .done();
    assert_eq!(given.lines()[0]["roles"][1]["council"], "CB");
    let listed = program.run("account list").done().out;
    for words in [
        "hoa@example.vn",
        "1:programme, 2:chair CB",
        "chờ nhận lời mời / invited",
    ] {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    assert!(!listed.contains(secret));
    let taken = program.run("account role take 1 2 --json").done();
    assert_eq!(taken.lines()[0]["roles"].as_array().unwrap().len(), 1);
    let again = program.run("account invite-again 1").done().out;
    assert!(
        again.contains("/welcome/") && !again.contains(secret),
        "{again}"
    );
    assert!(again.contains("shown this once"), "{again}");
    let closed = program.run("account close 1").done().out;
    assert!(closed.contains("đã đóng / closed"), "{closed}");
    let refused = program.run("account invite-again 1 --json").error();
    assert_eq!(refused["code"], "account_closed");
    program.run("account reopen 1").done();
    for (asked, code) in [
        ("account close 9 --json", "no_such_account"),
        ("account role take 1 9 --json", "no_such_role"),
        ("account role give 1 --role boss --json", "not_a_role"),
        ("account close x --json", "not_an_account_number"),
    ] {
        assert_eq!(program.run(asked).error()["code"], code, "{asked}");
    }
    let refused = program
        .run("account invite --role chair --name Hoa --email x --language fr --json")
        .error();
    let refusals = refused["refusals"].as_array().unwrap().iter();
    let codes: Vec<&str> = refusals.map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(
        codes,
        ["not_an_address", "not_a_language", "council_missing"]
    );
    let found = program.run("account list --text example --json").done();
    assert_eq!(found.lines()[0]["people"].as_array().unwrap().len(), 1);
}
