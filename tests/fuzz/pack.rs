//! Packs: files as they come, the same with every signature and hash made anew, names alone.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crate::Target;
use crate::programme::{
    HOST, LISTING, NOW, PACKING, REGISTER, ROOT, SEALED_TRUST, TOKENS, TRUST, council, instant,
    public, sign, status_list,
};
use crate::scheme::cose::{self, Sign1};
use crate::scheme::judge::judge;
use crate::scheme::pack::{
    Manifest, NamedCertificate, Pack, PackFile, PartName, SealedPack, UnsealedPack, apply,
    pack_names,
};
use crate::scheme::qr_text;
use crate::scheme::seal::Alg;
use crate::scheme::status_list::{CWT, Claims};
use crate::scheme::typed_sign1::{self, TypedSign1};

pub const TARGET: Target = Target {
    name: "pack",
    seeds: || {
        let only_names = |name: &PartName| !matches!(name, PartName::Trust | PartName::Status(_));
        vec![
            FILE.clone(),
            sealed().whole(false),
            sealed().delta(true, only_names),
        ]
    },
    check,
};

/// The one pack that was signed, with names.
static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| sealed().whole(true));

fn named(index: u32) -> NamedCertificate {
    NamedCertificate {
        index,
        stars: TOKENS[0].claims.stars,
        product: format!("Miến dong {index}"),
        producer: "Hợp tác xã Bản Mới".to_owned(),
        decision: "852/QĐ-UBND".to_owned(),
        issued_on: TOKENS[0].claims.issued_on,
        valid_through: TOKENS[0].claims.valid_through,
    }
}

fn sealed() -> SealedPack {
    let claims = Claims::new(
        format!("{HOST}/status/CB"),
        &status_list(9, HashMap::default()),
    );
    let kid = public(LISTING).id();
    let status = claims.to_cwt(kid, &sign(LISTING, &claims.cwt_to_be_signed(kid)));
    let code = council();
    let mut digests: Vec<_> = REGISTER.councils[&code].iter().collect();
    digests.sort();
    let digests: Vec<u8> = digests.iter().flat_map(|digest| digest.0).collect();
    let names: Vec<_> = (0..3).map(named).collect();
    let parts: Vec<(PartName, Arc<[u8]>)> = vec![
        (PartName::Trust, SEALED_TRUST.clone().into()),
        (PartName::Status(code), status.into()),
        (PartName::Digests(code, 0), digests.into()),
        (PartName::Names(code, 0), pack_names(&names).into()),
    ];
    let made_at = instant("2026-08-06T00:30:00Z");
    let root = public(ROOT).id();
    let unsealed = UnsealedPack::new(12, made_at, root, TRUST.version(), parts);
    let kid = public(PACKING).id();
    let signature = sign(PACKING, &unsealed.to_be_signed(kid));
    unsealed.seal(kid, signature)
}

fn check(bytes: &[u8]) -> bool {
    let root = public(ROOT);
    let opened = Pack::open(bytes, &root, None);
    let Ok(file) = PackFile::read(bytes) else {
        assert!(opened.is_err());
        return false;
    };
    if let Ok(pack) = &opened {
        let known = PackFile::read(&FILE).expect("the signed pack");
        assert_eq!(file.sealed, known.sealed, "a pack that nobody signed");
        holds(pack);
    }
    let _unrooted = Pack::open_unrooted(bytes, None);
    let _held = Pack::open(&FILE, &root, opened.as_ref().ok().map(Pack::held));
    // A whole file completes itself, and whatever was completed is in its one form.
    if let Ok(completed) = apply(&FILE, bytes) {
        assert!(PackFile::read(&completed).is_ok());
    }
    if file.parts.iter().all(Option::is_some) {
        assert_eq!(apply(&FILE, bytes).as_deref().ok(), Some(bytes));
    }
    as_signed(&file);
    true
}

/// The same file after every owner of a key has signed what stands in it.
fn as_signed(file: &PackFile<'_>) {
    let parts: Vec<(PartName, Option<Vec<u8>>)> = file
        .parts()
        .map(|(part, bytes)| {
            (
                part.name.clone(),
                bytes.map(|bytes| signed(&part.name, bytes)),
            )
        })
        .collect();
    let written: Vec<(PartName, Arc<[u8]>)> = parts
        .iter()
        .map(|(name, bytes)| (name.clone(), bytes.clone().unwrap_or_default().into()))
        .collect();
    let Manifest {
        sequence,
        made_at,
        trust_list,
        ..
    } = file.manifest;
    let kid = public(PACKING).id();
    let unsealed = UnsealedPack::new(sequence, made_at, public(ROOT).id(), trust_list, written);
    let signature = sign(PACKING, &unsealed.to_be_signed(kid));
    let sealed = unsealed.seal(kid, signature);
    let is_there = |wanted: &PartName| {
        let mut there = parts.iter().filter(|(_, bytes)| bytes.is_some());
        there.any(|(name, _)| name == wanted)
    };
    let whole = sealed.delta(true, is_there);
    if let Ok(pack) = Pack::open(&whole, &public(ROOT), None) {
        holds(&pack);
        assert!(Pack::open(&whole, &public(ROOT), Some(pack.held())).is_ok());
        assert!(Pack::open(&whole, &public(SEALED_BY_NOBODY), None).is_err());
    }
}

/// A key that is on no list.
const SEALED_BY_NOBODY: u8 = 77;

/// A part, signed by whoever should have.
fn signed(name: &PartName, bytes: &[u8]) -> Vec<u8> {
    match name {
        PartName::Trust => Sign1::from_bytes(bytes).map(|message| {
            let kid = public(ROOT).id();
            let signed = cose::to_be_signed(Alg::Ed25519, kid, &message.payload);
            Sign1 {
                alg: Alg::Ed25519,
                kid,
                signature: sign(ROOT, &signed),
                ..message
            }
            .to_bytes()
        }),
        PartName::Status(_) => TypedSign1::from_bytes(CWT, bytes).map(|message| {
            let kid = public(LISTING).id();
            let signed = typed_sign1::to_be_signed(CWT, kid, message.payload);
            TypedSign1 {
                kid,
                signature: sign(LISTING, &signed),
                ..message
            }
            .to_bytes()
        }),
        _ => return bytes.to_vec(),
    }
    .unwrap_or_else(|_| bytes.to_vec())
}

/// What holds of every pack that was opened.
fn holds(pack: &Pack) {
    assert!(pack.made_at < pack.expires_at);
    let token = qr_text::write(HOST, &TOKENS[0].message.to_bytes());
    let (status, register) = (Some(&pack.status), Some(&pack.register));
    judge(&token, &pack.trust, status, register, *NOW, None).reason();
    if let Some(names) = &pack.names {
        let found = names.search("mien", 10);
        for (number, one) in &found {
            assert_eq!(names.find(*number), Some(*one));
        }
    }
}
