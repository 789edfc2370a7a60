//! Notes, checkpoints, proofs, submissions and leaves: one form each, and whose key counts.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ed25519_dalek::{Signer as _, SigningKey};
use ocop::scheme::log::{
    Checkpoint, Hash, Leaf, Note, NoteKey, Proof, Refused, Submission, bundle, cosignature,
    cosigned, to_be_cosigned, unbundle,
};
use ocop::scheme::seal::PublicKey;
use serde_json::json;

use crate::support::at;

const ORIGIN: &str = "ocop.example.vn/log";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn log_key(name: &str, seed: u8) -> NoteKey {
    let key = PublicKey::new(key(seed).verifying_key()).unwrap();
    NoteKey::of_log(name.to_owned(), key)
}

fn witness() -> NoteKey {
    let key = PublicKey::new(key(9).verifying_key()).unwrap();
    NoteKey::of_witness("witness.example/w1".to_owned(), key)
}

fn checkpoint(origin: &str, size: u64) -> Checkpoint {
    let (origin, root) = (origin.to_owned(), Hash::of_leaf(b"only"));
    Checkpoint { origin, size, root }
}

fn signed(checkpoint: &Checkpoint, by: &NoteKey, seed: u8) -> Note {
    let text = checkpoint.to_string();
    let signature = key(seed).sign(text.as_bytes()).to_bytes();
    let signatures = vec![by.line(&signature)];
    Note { text, signatures }
}

#[test]
fn a_checkpoint_is_three_lines_and_says_whose_it_is() {
    let ours = log_key(ORIGIN, 1);
    let note = signed(&checkpoint(ORIGIN, 1), &ours, 1);
    let text = note.to_string();
    assert!(text.starts_with("ocop.example.vn/log\n1\n"), "{text}");
    assert!(
        text.contains("=\n\n\u{2014} ocop.example.vn/log "),
        "{text}"
    );
    let read = Note::read(text.as_bytes()).unwrap();
    assert_eq!(read, note);
    let keys = [log_key(ORIGIN, 2), ours.clone()];
    assert_eq!(Checkpoint::signed(&read, &keys), Ok(checkpoint(ORIGIN, 1)));

    assert_eq!(
        Checkpoint::signed(&read, &keys[..1]),
        Err(Refused::Unsigned)
    );
    assert_eq!(Checkpoint::signed(&read, &[]), Err(Refused::Unsigned));
    let forged = signed(&checkpoint(ORIGIN, 1), &ours, 3);
    assert_eq!(Checkpoint::signed(&forged, &keys), Err(Refused::Signature));
    // A key of ours does not speak for another log.
    let other = signed(&checkpoint("other.example/log", 1), &ours, 1);
    let refused = Refused::OtherOrigin("other.example/log".to_owned());
    assert_eq!(Checkpoint::signed(&other, &keys), Err(refused));
}

#[test]
fn every_bit_of_a_checkpoint_counts() {
    let ours = log_key(ORIGIN, 1);
    let expected = checkpoint(ORIGIN, 1);
    let bytes = signed(&expected, &ours, 1).to_string().into_bytes();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let read = Note::read(&flipped)
            .and_then(|note| Checkpoint::signed(&note, std::slice::from_ref(&ours)));
        assert!(read.is_err(), "bit {bit}");
    }
}

#[test]
fn a_witness_signs_the_time_with_the_checkpoint() {
    let (ours, witness) = (log_key(ORIGIN, 1), witness());
    let mut note = signed(&checkpoint(ORIGIN, 1), &ours, 1);
    let now = at("2026-08-10T03:00:00Z");
    let message = to_be_cosigned(&note.text, now);
    assert!(message.starts_with("cosignature/v1\ntime 1786330800\nocop.example.vn/log\n1\n"));
    let signature = key(9).sign(message.as_bytes()).to_bytes();
    let line = cosignature(&witness, now, &signature);
    // Another witness's line beside it does not matter.
    let answer = format!("{}{line}", log_key("x", 5).line(&[0; 72]));
    assert_eq!(
        cosigned(&note.text, &answer, &witness),
        Ok(vec![line.clone()])
    );
    note.signatures.push(line.clone());
    assert_eq!(note.check(&witness), Ok(()));
    assert_eq!(note.check(&ours), Ok(()));

    let later = cosignature(&witness, at("2026-08-10T03:00:01Z"), &signature).to_string();
    assert_eq!(
        cosigned(&note.text, &later, &witness),
        Err(Refused::Signature)
    );
    assert_eq!(cosigned(&note.text, "", &witness), Err(Refused::Unsigned));
    let other = checkpoint(ORIGIN, 2).to_string();
    assert_eq!(cosigned(&other, &answer, &witness), Err(Refused::Signature));
}

#[test]
fn a_verifier_key_is_written_and_read_in_one_form() {
    // The key of the Go checksum database, as Go's tools carry it.
    let known = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    let key: NoteKey = known.parse().unwrap();
    assert_eq!(key.name, "sum.golang.org");
    assert_eq!(key.to_string(), known);
    assert_eq!(witness().to_string().parse(), Ok(witness()));
    for wrong in [
        "",
        "sum.golang.org",
        "sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "other.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "sum.golang.org+033DE0AE+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "sum.golang.org+033de0ae+Ac4zctda",
        "a b+00000000+AQ==",
    ] {
        assert!(wrong.parse::<NoteKey>().is_err(), "{wrong}");
    }
}

#[test]
fn a_proof_is_one_text_that_stands_by_itself() {
    let ours = log_key(ORIGIN, 1);
    let proof = Proof {
        leaf: b"only".to_vec(),
        index: 0,
        hashes: Vec::new(),
        checkpoint: signed(&checkpoint(ORIGIN, 1), &ours, 1),
    };
    let text = proof.to_string();
    assert!(text.starts_with(
        "c2sp.org/tlog-proof@v1\nextra b25seQ==\nindex 0\n\nocop.example.vn/log\n1\n"
    ));
    let read = Proof::read(&text).unwrap();
    assert_eq!(read, proof);
    let keys = [ours];
    assert_eq!(read.check(&keys), Ok(checkpoint(ORIGIN, 1)));
    let other = Proof {
        leaf: b"another".to_vec(),
        ..proof.clone()
    };
    assert_eq!(other.check(&keys), Err(Refused::NotIncluded(0)));
    let beyond = Proof {
        index: 1,
        ..proof.clone()
    };
    assert_eq!(beyond.check(&keys), Err(Refused::NotIncluded(1)));
    for (from, to) in [
        ("tlog-proof@v1", "tlog-proof@v2"),
        ("index 0", "index 00"),
        ("index 0", "index -1"),
        ("index 0\n", "index 0\nnot a hash\n"),
        ("extra ", "extras "),
    ] {
        let refused = Proof::read(&text.replacen(from, to, 1)).expect_err(to);
        assert_eq!(refused.code(), "log_proof_malformed", "{to}");
    }
}

#[test]
fn a_submission_names_the_old_size_first() {
    let checkpoint = signed(&checkpoint(ORIGIN, 1), &log_key(ORIGIN, 1), 1);
    let submission = Submission {
        old: 0,
        hashes: vec![Hash::of_nothing()],
        checkpoint,
    };
    let text = submission.to_string();
    assert!(text.starts_with("old 0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"));
    assert_eq!(Submission::read(text.as_bytes()), Ok(submission));
    let many = text.replacen(
        "old 0\n",
        &format!(
            "old 0\n{}",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".repeat(63)
        ),
        1,
    );
    for wrong in [
        text.replacen("old 0", "old 00", 1),
        text.replacen("old 0", "0", 1),
        many,
    ] {
        let refused = Submission::read(wrong.as_bytes()).expect_err("refused");
        assert_eq!(refused.code(), "log_submission_malformed");
    }
}

#[test]
fn a_leaf_is_one_line_of_json_and_nothing_else_is() {
    let leaf = Leaf {
        position: 12,
        happened_at: "2026-08-10T03:00:00Z".to_owned(),
        kind: "decision_recorded".to_owned(),
        // What stands in a text cannot be taken for the end of the body.
        subject: r#"852","happened_at":"#.to_owned(),
        body: r#"{"authority":"UBND tỉnh \"Cao Bằng\"","council":"CB"}"#.to_owned(),
    };
    let bytes = leaf.to_bytes();
    let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(read["position"], 12);
    assert_eq!(Leaf::from_bytes(&bytes), Ok(leaf.clone()));
    assert_eq!(leaf.says("council"), json!("CB"));
    assert_eq!(leaf.says("nothing"), json!(null));
    let text = String::from_utf8(bytes.clone()).unwrap();
    for wrong in [
        text.replacen("{\"body\"", "{ \"body\"", 1),
        text.replacen("\"position\":12", "\"position\":-1", 1),
        text.replacen("}", "", 1),
        format!("{text} "),
        r#"{"body":[],"happened_at":"","kind":"","position":0,"subject":""}"#.to_owned(),
    ] {
        assert_eq!(
            Leaf::from_bytes(wrong.as_bytes()),
            Err(Refused::Leaf),
            "{wrong}"
        );
    }

    let bundled = bundle([&bytes[..], b"", b"x"]).unwrap();
    assert_eq!(unbundle(&bundled), Ok(vec![&bytes[..], b"", b"x"]));
    assert_eq!(
        unbundle(&bundled[..bundled.len() - 1]),
        Err(Refused::Bundle)
    );
    assert_eq!(unbundle(&[0]), Err(Refused::Bundle));
    assert_eq!(bundle([&vec![0; 65_536][..]]), None);
}

#[test]
fn a_note_of_another_form_is_refused() {
    let note = signed(&checkpoint(ORIGIN, 1), &log_key(ORIGIN, 1), 1).to_string();
    for wrong in [
        note.trim_end().to_owned(),
        note.replacen("\n\n", "\n", 1),
        note.replacen('\u{2014}', "-", 1),
        note.replacen("ocop", "oc\u{7}op", 1),
        note.replacen("\u{2014} ocop.example.vn/log ", "\u{2014} oc+op ", 1),
        format!("{note}\u{2014} x AAAA\n"),
        format!("{}{note}", "x".repeat(70_000)),
        format!("{note}{}", "\u{2014} x AAAAAAA=\n".repeat(64)),
    ] {
        let refused = Note::read(wrong.as_bytes()).expect_err("refused");
        assert_eq!(refused.code(), "log_note_malformed");
        let words = refused.words();
        assert!(words.vi.contains("bị từ chối") && words.en.ends_with('.'));
    }
}
