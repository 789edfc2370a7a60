//! The root key kept elsewhere: drafted here, signed there, published here, and only that.

use ocop::office::{NewProgrammeOfRoot, check_draft, initialise_with_root, sign_draft};
use ocop::scheme::council::Level;
use ocop::scheme::trust::{Draft, TrustList, changes};
use ocop::scheme::words::Text;
use serde_json::Value;

use super::programme::{BEGIN, Programme, public, refusal, root};

#[tokio::test]
async fn a_list_is_drafted_here_signed_there_and_published_here() {
    let programme = Programme::begin().await;
    assert!(!programme.office.keeps_root_key());
    programme.add("CB", "VN-04@2", Level::Province).await;
    programme.generate("CB", 1, None).await.unwrap();
    let written = programme.office.draft_trust_list().await.unwrap().to_json();
    let draft = Draft::from_json(written.as_bytes()).unwrap();
    assert_eq!(draft.list.version(), 2);
    let held = programme.office.held();
    let found = changes(&held.trust, &draft.list);
    let told: Vec<&str> = found.iter().map(|change| change.code).collect();
    let mandates = "mandate_given";
    assert_eq!(
        told,
        ["council_added", mandates, mandates, mandates, "key_added"]
    );
    let signed = sign_draft(&draft, &programme.root, Some(&held.trust)).unwrap();
    let published = programme
        .office
        .publish_signed_trust_list(signed.clone())
        .await
        .unwrap();
    assert_eq!(
        (published.version, published.councils, published.keys),
        (2, 1, 1)
    );
    let held = programme.office.held();
    assert_eq!(*held.trust_sealed, signed);
    assert!(changes(&held.trust, &draft.list).is_empty());
    // The register's own way of publishing has no key to sign with.
    let refused = programme
        .office
        .publish_trust_list(super::programme::passphrase())
        .await;
    assert_eq!(refusal(refused), "root_key_elsewhere");
}

#[tokio::test]
async fn a_list_is_published_once_and_none_is_left_out() {
    let programme = Programme::begin().await;
    let second = programme.signed().await.unwrap();
    let office = &programme.office;
    office
        .publish_signed_trust_list(second.clone())
        .await
        .unwrap();
    assert_eq!(
        refusal(office.publish_signed_trust_list(second).await),
        "trust_list_older"
    );
    let first = office.held().trust_sealed.to_vec();
    programme.publish().await.unwrap();
    assert_eq!(
        refusal(office.publish_signed_trust_list(first).await),
        "trust_list_older"
    );
    // A signed list of a version that is yet to come.
    let mut draft = office.draft_trust_list().await.unwrap();
    let (issued_at, expires_at) = (draft.list.issued_at(), draft.list.expires_at());
    draft.list = TrustList::new(5, issued_at, expires_at, Vec::new());
    let fifth = sign_draft(&draft, &programme.root, None).unwrap();
    assert_eq!(
        refusal(office.publish_signed_trust_list(fifth).await),
        "trust_list_gap"
    );
    assert_eq!(
        refusal(check_draft(&draft, Some(&office.held().trust))),
        "trust_list_gap"
    );
    assert_eq!(office.held().trust.version(), 3);
}

#[tokio::test]
async fn a_list_of_another_root_or_altered_is_not_published() {
    let programme = Programme::begin().await;
    let mut draft = programme.office.draft_trust_list().await.unwrap();
    let signed = sign_draft(&draft, &programme.root, None).unwrap();
    let refuse =
        async |bytes: Vec<u8>| refusal(programme.office.publish_signed_trust_list(bytes).await);
    // A digit of the version, in what was signed.
    let place = signed
        .windows(8)
        .position(|bytes| bytes == b"gversion")
        .unwrap()
        + 8;
    let mut altered = signed.clone();
    altered[place] ^= 1;
    assert_eq!(refuse(altered).await, "trust_list_altered");
    let mut altered = signed.clone();
    *altered.last_mut().unwrap() ^= 1;
    assert_eq!(refuse(altered).await, "trust_list_altered");
    assert_eq!(
        refuse(signed[..signed.len() - 1].to_vec()).await,
        "trust_list_refused"
    );
    let other = root(2);
    assert_eq!(
        refusal(sign_draft(&draft, &other, None)),
        "draft_of_other_programme"
    );
    draft.root = public(&other);
    let foreign = sign_draft(&draft, &other, None).unwrap();
    assert_eq!(refuse(foreign).await, "trust_list_wrong_root");
    assert_eq!(programme.office.held().trust.version(), 1);
}

#[tokio::test]
async fn a_draft_that_was_altered_is_not_signed() {
    let programme = Programme::with_council().await;
    let written = programme.office.draft_trust_list().await.unwrap().to_json();
    let read = |text: &str| Draft::from_json(text.as_bytes()).map(drop);
    assert!(read(&written).is_ok());
    // What people read is changed, or what would be signed.
    for (from, to) in [
        ("\"state\": \"active\"", "\"state\": \"retired\""),
        ("\"version\": 3", "\"version\": 4"),
        ("\"version\": 3", "\"note\": 1, \"version\": 3"),
        ("\"payload\": \"p", "\"payload\": \"q"),
    ] {
        let altered = written.replacen(from, to, 1);
        assert_ne!(altered, written, "{from}");
        assert_eq!(read(&altered).unwrap_err().code(), "draft_altered", "{to}");
    }
    for (text, code) in [
        ("", "draft_refused"),
        ("{}", "draft_refused"),
        (&*written.replacen("draft-1", "draft-2", 1), "draft_refused"),
        (
            &*written.replacen("\"province\"", "\"nation\"", 1),
            "trust_list_refused",
        ),
    ] {
        assert_eq!(read(text).unwrap_err().code(), code);
    }
}

#[tokio::test]
async fn a_signed_list_says_what_the_register_says_or_is_refused_with_the_difference() {
    let programme = Programme::with_council().await;
    let signed = programme.signed().await.unwrap();
    programme.add("TW", "VN", Level::Central).await;
    let refused = programme.office.publish_signed_trust_list(signed).await;
    let words = refused.as_ref().unwrap_err().words();
    assert!(words.vi.contains("bỏ hội đồng TW"), "{}", words.vi);
    assert!(words.en.contains("council TW is left out"), "{}", words.en);
    assert_eq!(refusal(refused), "trust_list_differs");
    programme.publish().await.unwrap();
}

#[tokio::test]
async fn time_does_not_run_back_between_lists() {
    let programme = Programme::begin().await;
    let signed = programme.signed().await.unwrap();
    programme.clock.set("2026-08-05T02:59:59Z");
    let office = &programme.office;
    assert_eq!(refusal(office.draft_trust_list().await), "clock_behind");
    let refused = office.publish_signed_trust_list(signed.clone()).await;
    assert_eq!(refusal(refused), "clock_behind");
    programme.clock.set("2026-11-05T03:00:00Z");
    let refused = office.publish_signed_trust_list(signed).await;
    assert_eq!(refusal(refused), "trust_list_expired");
}

#[tokio::test]
async fn a_programme_begins_with_an_empty_list_of_its_own_root() {
    let programme = Programme::begin().await;
    let first = programme.office.held().trust_sealed.to_vec();
    let second = programme.signed().await.unwrap();
    let begin = async |root_key, first| {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let new = NewProgrammeOfRoot {
            data: data.clone(),
            config: programme.office.config().clone(),
            name: Text::new("Thử", "Test"),
            root_key,
            first,
        };
        let begun = initialise_with_root(new, programme.clock.clone()).await;
        assert_eq!(data.exists(), begun.is_ok(), "nothing is left of a refusal");
        begun.map(drop)
    };
    let root_key = public(&programme.root);
    begin(root_key, first.clone()).await.unwrap();
    assert_eq!(refusal(begin(root_key, second).await), "not_a_first_list");
    let refused = begin(public(&root(2)), first.clone()).await;
    assert_eq!(refusal(refused), "trust_list_wrong_root");
    assert_eq!(
        refusal(begin(root_key, Vec::new()).await),
        "trust_list_refused"
    );
    programme.clock.set("2027-01-01T00:00:00Z");
    assert_eq!(refusal(begin(root_key, first).await), "trust_list_expired");
    assert!(BEGIN < "2027");
}

/// The commands, on two machines: only files go between them.
#[test]
fn the_commands_carry_a_list_between_two_machines() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("passphrase"),
        "a passphrase of the tests\n",
    )
    .unwrap();
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(folder.path().join("passphrase"), private).unwrap();
    let run = |line: &str| -> (i32, Value) {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_ocop"))
            .env_remove("OCOP_TEST_POSTGRES")
            .current_dir(folder.path())
            .arg("--json")
            .args(line.split(' '))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let said = said.lines().next().unwrap_or("null");
        (
            output.status.code().unwrap(),
            serde_json::from_str(said).unwrap(),
        )
    };
    let done = |line: &str| {
        let (code, said) = run(line);
        assert_eq!(code, 0, "{line}: {said}");
        said
    };
    let refused = |line: &str| {
        let (code, said) = run(line);
        assert_eq!(code, 2, "{line}: {said}");
        said["error"]["code"].as_str().unwrap().to_owned()
    };
    const LOCK: &str = "--passphrase-file passphrase";
    let root = done(&format!("root generate root.pem {LOCK}"))["root_key"].clone();
    assert_eq!(
        done(&format!("root public root.pem {LOCK}"))["root_key"],
        root
    );
    let root = root.as_str().unwrap();
    assert_eq!(refused(&format!("init --root-key {root}")), "usage");
    done(&format!(
        "init --host ocop.vn --root-key {root} --draft 1.json"
    ));
    assert!(!folder.path().join("data").exists());
    done(&format!(
        "root sign 1.json --key root.pem --output 1.cose {LOCK}"
    ));
    done(&format!(
        "init --host ocop.vn --root-key {root} --trust-list 1.cose"
    ));
    done("council add CB --unit VN-04@2 --level province");
    let key = done(&format!("key generate --council CB {LOCK}"))["key"].clone();
    let kid = key["kid"].as_str().unwrap();
    let listed = |field: &str| done("key list --council CB")["keys"][0][field].clone();
    assert_eq!(listed("published"), Value::Null);
    assert_eq!(refused("trust publish"), "root_key_elsewhere");
    done("trust draft --output 2.json");
    let signed = done(&format!(
        "root sign 2.json --key root.pem --output 2.cose --previous 1.cose {LOCK}"
    ));
    assert_eq!(signed["changes"][0]["code"], "council_added");
    assert_eq!(done("trust publish 2.cose")["version"], 2);
    assert_eq!(refused("trust publish 2.cose"), "trust_list_older");
    assert_eq!(listed("published"), "active");
    done(&format!("key compromise --on 2026-01-01 -- {kid}"));
    assert_eq!(
        (listed("state"), listed("published")),
        ("compromised".into(), "active".into())
    );
    assert_eq!(refused(&format!("key retire -- {kid}")), "key_state");
    assert_eq!(refused("key retire AAAAAA"), "no_such_key");
    assert_eq!(refused("key list --council TW"), "no_such_council");
    assert_eq!(refused("council succeed CB --by TW"), "no_such_council");
    done("trust draft --output 3.json");
    let again = format!("root sign 3.json --key root.pem --output 3.cose --previous 3.json {LOCK}");
    assert_eq!(refused(&again), "trust_list_refused");
    done(&format!(
        "root sign 3.json --key root.pem --output 3.cose --previous 2.cose {LOCK}"
    ));
    assert_eq!(
        refused(&format!(
            "root sign 2.json --key root.pem --output x --previous 3.cose {LOCK}"
        )),
        "trust_list_older"
    );
    assert_eq!(
        refused(&format!(
            "root sign 3.json --key root.pem --output x --previous 1.cose {LOCK}"
        )),
        "trust_list_gap"
    );
    done(&format!("root generate other.pem {LOCK}"));
    assert_eq!(
        refused(&format!(
            "root sign 3.json --key other.pem --output x {LOCK}"
        )),
        "draft_of_other_programme"
    );
    assert!(!folder.path().join("x").exists());
    done("trust publish 3.cose");
    assert_eq!(listed("published"), "compromised");
}
