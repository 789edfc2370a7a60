//! The book by command: checkpoint, proof, audit, backup and restore, as an operator runs them.

use std::fs;

use ocop::register::{Location, Register};
use ocop::scheme::log::{Leaf, Proof, keys_of};
use ocop::scheme::trust::TrustList;

use crate::support::{HOST, Program, list_of};

/// A programme with a log key, and a decision of three certificates.
fn programme() -> Program {
    let program = Program::with_programme();
    program.keyed("key generate --purpose log").done();
    program.keyed("trust publish").done();
    program.issue(list_of(3)).done();
    program
}

#[test]
fn a_certificate_is_proven_by_a_file_that_stands_alone() {
    let program = programme();
    let early = program.run("log proof CB-0-8 --json");
    assert_eq!(early.error()["code"], "no_checkpoint");
    let checkpoint = program.keyed("log checkpoint --json").done().lines();
    let size = checkpoint[0]["size"].as_u64().expect("a size");
    assert!(size > 3);
    let again = program.keyed("log checkpoint").done();
    assert!(
        again.out.starts_with(&format!("{HOST}/log\n{size}\n")),
        "{}",
        again.out
    );

    program.run("log proof CB-0-8 --output proof").done();
    let proof = fs::read_to_string(program.folder.path().join("proof")).unwrap();
    let proof = Proof::read(&proof).unwrap();
    program.run("trust export --output trust.json").done();
    let trust = fs::read(program.folder.path().join("trust.json")).unwrap();
    let trust = TrustList::from_json(serde_json::from_slice(&trust).unwrap()).unwrap();
    let keys = keys_of(&trust, &format!("{HOST}/log"));
    assert_eq!(proof.check(&keys).unwrap().size, size);
    assert_eq!(Leaf::from_bytes(&proof.leaf).unwrap().subject, "CB-0-8");
    assert_eq!(
        program.run("log proof CB-99-0 --json").error()["code"],
        "mistyped_number"
    );
}

#[test]
fn an_audit_names_the_first_wrong_row() {
    let program = programme();
    program.keyed("log checkpoint").done();
    let sound = program.run("audit --json").done().lines();
    assert_eq!(sound[0]["sound"], true);
    assert_eq!(sound[0]["audited"]["certificates"], 3);
    assert!(
        program
            .run("audit")
            .done()
            .out
            .contains("giấy chứng nhận / certificates")
    );

    let file = program.data().join("register.sqlite");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let book = crate::support::Book::at(Location::File(file.clone()));
        book.raw("update certificates set stars = 5 where certificate_index = 1")
            .await;
        book.raw("update certificates set address = 'Xã Khác' where certificate_index = 2")
            .await;
    });
    let wrong = program.run("audit --json");
    assert_eq!(wrong.code, 1);
    let fault = &wrong.lines()[0]["fault"];
    assert_eq!(
        (&fault["table"], &fault["row"]),
        (&"certificates".into(), &"CB-1-6".into())
    );
    let told = program.run("audit");
    assert_eq!(told.code, 1);
    assert!(
        told.err.contains("first wrong row: certificates CB-1-6"),
        "{}",
        told.err
    );
    let refused = program.run("backup copy --json");
    assert_eq!(refused.error()["code"], "backup_unsound");

    // A register that no office can open is still audited.
    runtime.block_on(async {
        let book = crate::support::Book::at(Location::File(file.clone()));
        book.raw("update trust_lists set sealed = 'AAAA'").await;
        assert!(Register::open(&Location::File(file)).await.is_ok());
    });
    let wrong = program.run("audit --json");
    assert_eq!(
        (wrong.code, &wrong.lines()[0]["fault"]["table"]),
        (1, &"trust_lists".into())
    );
    let nowhere = program.run("audit --data nowhere --json");
    assert_eq!(nowhere.error()["code"], "not_initialised");
}

#[test]
fn a_backup_is_put_back_and_says_what_it_lacks() {
    let program = programme();
    program.keyed("log checkpoint").done();
    let made = program.run("backup copy --json").done().lines();
    assert_eq!(made[0]["certificates"], 3);
    program.issue(list_of(4)).done();
    program.keyed("log checkpoint").done();

    assert_eq!(
        program.run("restore copy --json").error()["code"],
        "file_exists"
    );
    let restored = program.run("restore copy --replace");
    assert_eq!(restored.code, 1, "{}{}", restored.out, restored.err);
    assert!(restored.err.contains("are missing"), "{}", restored.err);
    let list = program.file("list.csv", list_of(5));
    let refused = program.keyed(&program.issue_arguments(&list, "--json"));
    assert_eq!(refused.error()["code"], "register_set_back");
    let audited = program.run("audit --json");
    assert_eq!(
        (audited.code, &audited.lines()[0]["fault"]["table"]),
        (1, &"events".into())
    );

    // Elsewhere, with the checkpoint that the old machine kept.
    let kept = program.data().join("log.checkpoint");
    fs::copy(kept, program.folder.path().join("kept")).unwrap();
    let restored = program.run("restore copy --data other --checkpoint kept --json");
    assert_eq!(restored.code, 1);
    assert_eq!(restored.lines()[0]["missing"]["code"], "register_set_back");
    // Without anybody who knows better it is taken for whole.
    let restored = program.run("restore copy --data third --json").done();
    assert!(restored.lines()[0]["missing"].is_null());
    program.run("audit --data third").done();
}
