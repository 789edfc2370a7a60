//! Trust lists: signed files, payloads, their JSON twin, and drafts.

use serde_json::Value;

use crate::Target;
use crate::programme::{NOW, ROOT, SEALED_TRUST, TOKENS, TRUST, public, sign};
use crate::scheme::cose::{self, Sign1};
use crate::scheme::judge::judge;
use crate::scheme::seal::Alg;
use crate::scheme::trust::{Draft, TrustList, changes};
use crate::scheme::words::Text;
use crate::scheme::{cbor, qr_text};

pub const TARGET: Target = Target {
    name: "trust_list",
    seeds: || {
        let draft = Draft {
            programme: Text::new("Chương trình OCOP", "OCOP programme"),
            root: public(ROOT),
            list: TRUST.clone(),
        };
        vec![
            SEALED_TRUST.clone(),
            TRUST.to_cbor(),
            TRUST.to_json().to_string().into_bytes(),
            draft.to_json().into_bytes(),
        ]
    },
    check,
};

fn check(bytes: &[u8]) -> bool {
    let sealed = TrustList::from_sealed(bytes, &public(ROOT));
    if let Ok(list) = &sealed {
        assert_eq!(bytes, *SEALED_TRUST, "a list that nobody signed");
        holds(list);
    }
    sealed.is_ok() | as_payload(bytes) | as_json(bytes)
}

/// The same bytes as what the root key signed.
fn as_payload(bytes: &[u8]) -> bool {
    let Ok(value) = cbor::read(bytes) else {
        return false;
    };
    assert_eq!(cbor::write(&value), bytes);
    let root = public(ROOT);
    let message = Sign1 {
        alg: Alg::Ed25519,
        kid: root.id(),
        payload: bytes.to_vec(),
        signature: sign(ROOT, &cose::to_be_signed(Alg::Ed25519, root.id(), bytes)),
    };
    let list = TrustList::from_sealed(&message.to_bytes(), &root);
    list.as_ref().is_ok_and(holds)
}

fn as_json(bytes: &[u8]) -> bool {
    let draft = Draft::from_json(bytes);
    if let Ok(draft) = &draft {
        holds(&draft.list);
        let again = Draft::from_json(draft.to_json().as_bytes()).expect("what was written is read");
        assert_eq!(again.list.to_cbor(), draft.list.to_cbor());
    }
    let json = serde_json::from_slice::<Value>(bytes);
    let list = json.ok().and_then(|json| TrustList::from_json(json).ok());
    draft.is_ok() | list.as_ref().is_some_and(holds)
}

/// What holds of every list that can be read.
fn holds(list: &TrustList) -> bool {
    let again = TrustList::from_json(list.to_json()).expect("what was written is read");
    assert_eq!(again.to_cbor(), list.to_cbor());
    assert!(!list.replaces(&again).expect("it is the same list"));
    let differing = changes(list, &again);
    assert!(differing.is_empty() || list.check_for_publication().is_err());
    // Neither ends nor panics are in anybody's hands.
    let _next = list.check_after(&TRUST);
    let _seen = changes(&TRUST, list);
    for council in list.councils() {
        list.successor_of(council);
    }
    let token = TOKENS[0].message.to_bytes();
    let text = qr_text::write(crate::programme::HOST, &token);
    judge(&text, list, None, None, *NOW, None).reason();
    true
}
