//! The log's texts: notes, checkpoints, cosignatures, submissions, proofs, leaves, addresses.

use std::sync::LazyLock;

use crate::Target;
use crate::programme::{LOGGING, NOW, public, sign};
use crate::scheme::log::{
    Checkpoint, Hash, Leaf, Note, NoteKey, Proof, Submission, TilePath, bundle, cosignature,
    cosigned, to_be_cosigned, unbundle,
};

pub const TARGET: Target = Target {
    name: "checkpoint",
    seeds: || {
        let note = Note::read(NOTE.as_bytes()).expect("a note");
        let submission = Submission {
            old: 1,
            hashes: vec![Hash::of_leaf(b"one")],
            checkpoint: note.clone(),
        };
        let leaf = leaf().to_bytes();
        let proof = Proof {
            leaf: leaf.clone(),
            index: 0,
            hashes: vec![Hash::of_leaf(b"other")],
            checkpoint: note,
        };
        vec![
            NOTE.clone().into_bytes(),
            submission.to_string().into_bytes(),
            proof.to_string().into_bytes(),
            bundle([&leaf[..], &leaf]).expect("a bundle"),
            leaf,
            KEY.to_string().into_bytes(),
            b"0/x001/234.p/5".to_vec(),
        ]
    },
    check,
};

const ORIGIN: &str = "ocop.example.vn/log";
const WITNESS: u8 = 5;

static KEY: LazyLock<NoteKey> =
    LazyLock::new(|| NoteKey::of_log(ORIGIN.to_owned(), public(LOGGING)));

fn leaf() -> Leaf {
    Leaf {
        position: 3,
        happened_at: "2026-08-05T02:30:00Z".to_owned(),
        kind: "certificate_issued".to_owned(),
        subject: "CB-0-8".to_owned(),
        body: r#"{"stars":4,"token":"x"}"#.to_owned(),
    }
}

/// The one checkpoint that was signed, with a witness's line.
static NOTE: LazyLock<String> = LazyLock::new(|| {
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: 2,
        root: Hash::of_leaf(b"only"),
    };
    let text = checkpoint.to_string();
    let witness = NoteKey::of_witness("witness.example/w1".to_owned(), public(WITNESS));
    let seen = sign(WITNESS, to_be_cosigned(&text, *NOW).as_bytes());
    let signatures = vec![
        KEY.line(&sign(LOGGING, text.as_bytes())),
        cosignature(&witness, *NOW, &seen),
    ];
    Note { text, signatures }.to_string()
});

fn check(bytes: &[u8]) -> bool {
    let note = Note::read(bytes);
    if let Ok(note) = &note {
        assert_eq!(note.to_string().as_bytes(), bytes);
        signed(note);
    }
    let submission = Submission::read(bytes);
    if let Ok(submission) = &submission {
        assert_eq!(submission.to_string().as_bytes(), bytes);
    }
    let leaf = Leaf::from_bytes(bytes);
    if let Ok(leaf) = &leaf {
        assert_eq!(leaf.to_bytes(), bytes);
        leaf.says("stars");
    }
    let leaves = unbundle(bytes);
    if let Ok(leaves) = &leaves {
        assert_eq!(bundle(leaves.iter().copied()).as_deref(), Some(bytes));
    }
    let text = std::str::from_utf8(bytes).is_ok_and(as_text);
    note.is_ok() | submission.is_ok() | leaf.is_ok() | leaves.is_ok() | text
}

fn signed(note: &Note) {
    let keys = std::slice::from_ref(&*KEY);
    if let Ok(checkpoint) = Checkpoint::signed(note, keys) {
        assert!(
            NOTE.starts_with(&note.text),
            "a checkpoint that nobody signed"
        );
        assert_eq!(checkpoint.origin, ORIGIN);
    }
    // The same text after the log's key has signed it.
    let own = Note {
        text: note.text.clone(),
        signatures: vec![KEY.line(&sign(LOGGING, note.text.as_bytes()))],
    };
    if let Ok(checkpoint) = Checkpoint::signed(&own, keys) {
        assert_eq!(checkpoint.origin, ORIGIN);
        let mut written = checkpoint.to_string();
        written.truncate(written.len() - 1);
        assert!(note.text.starts_with(&written));
    }
    let witness = NoteKey::of_witness("witness.example/w1".to_owned(), public(WITNESS));
    let lines: String = note.signatures.iter().map(ToString::to_string).collect();
    if cosigned(&note.text, &lines, &witness).is_ok() {
        assert!(NOTE.starts_with(&note.text), "a text that nobody cosigned");
    }
}

fn as_text(text: &str) -> bool {
    let proof = Proof::read(text);
    if let Ok(proof) = &proof {
        assert_eq!(proof.to_string(), text);
        let _checked = proof.check(std::slice::from_ref(&*KEY));
    }
    let key = text.parse::<NoteKey>();
    if let Ok(key) = &key {
        assert_eq!(key.to_string(), text);
    }
    let path = text.parse::<TilePath>();
    if let Ok(path) = &path {
        assert_eq!(path.to_string(), text);
    }
    proof.is_ok() | key.is_ok() | path.is_ok()
}
