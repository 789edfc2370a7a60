//! What the module says is what the program says: verdicts, packs, and what packs have.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use ocop::scheme::pack::{CHUNK, Pack};
use serde_json::{Value, json};

use super::loaded::{Loaded, committed};
use crate::pack::made::Desk;
use crate::scheme::programme::{instant, public};

const NOW: &str = "2026-08-06T08:00:00Z";
const VECTORS: &[u8] = include_bytes!("../../vectors/verdicts.json");

/// The question of a vector.
pub fn question(file: &Value, vector: &Value) -> Value {
    let named = |kind: &str, name: &Value| match name {
        Value::String(name) => file[kind][name].clone(),
        _ => Value::Null,
    };
    json!({
        "code": vector["qr"], "at": vector["at"], "stars": vector["stars_on_package"],
        "trust": named("trust_lists", &vector["trust"]),
        "status": named("status", &vector["status"]), "register": vector["register"],
    })
}

pub fn open(desk: &Desk) -> Value {
    json!({ "root": public(&desk.root), "held": null, "at": NOW })
}

#[test]
fn it_has_few_exports_and_is_small_enough_for_a_villages_network() {
    let exports = Loaded::of(&committed()).exports();
    let ours = exports.iter().filter(|name| !name.starts_with("__"));
    let ours: Vec<&str> = ours.map(String::as_str).collect();
    assert_eq!(
        ours,
        [
            "answer",
            "answer_length",
            "complete",
            "judge",
            "judge_by_lists",
            "memory",
            "open",
            "products",
            "read",
            "room",
            "search"
        ]
    );
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&std::fs::read(committed()).unwrap())
        .unwrap();
    let bytes = gzip.finish().unwrap().len();
    assert!(bytes < 600_000, "{bytes} bytes");
}

#[test]
fn it_judges_every_vector_as_is_expected_and_in_the_programs_words() {
    let mut module = Loaded::of(&committed());
    let file: Value = serde_json::from_slice(VECTORS).unwrap();
    let natively = ocop::office::conformance::Vectors::read(VECTORS).unwrap();
    let mut judged = 0;
    let vectors = file["vectors"].as_array().unwrap();
    for (vector, (of_program, verdict)) in vectors.iter().zip(natively.judged()) {
        let answer = module.ask("judge_by_lists", &question(&file, vector), b"");
        assert_eq!(answer, serde_json::to_value(&verdict).unwrap());
        assert_eq!(of_program.difference(&verdict), None);
        judged += 1;
    }
    assert_eq!(judged, 144);
}

#[test]
fn an_opened_pack_answers_as_the_command_line_does() {
    let desk = Desk::of(3);
    let file = desk.file();
    let pack = Pack::open(&file, &public(&desk.root), None).unwrap();
    let mut module = Loaded::of(&committed());
    let opened = module.ask("open", &open(&desk), &file);
    assert_eq!(opened, json!({ "pack": pack.about(instant(NOW)) }));
    assert_eq!(opened["pack"]["sequence"], 12);
    assert_eq!(opened["pack"]["certificates"], 3);

    let vectors: Value = serde_json::from_slice(VECTORS).unwrap();
    let code = vectors["vectors"][0]["qr"].as_str().unwrap();
    let number = "CB-1-6";
    for code in [code, number, "https://example.vn/c/CB-1-6", "hello", "1"] {
        let asked = json!({ "code": code, "at": NOW, "stars": 4 });
        let said = module.ask("judge", &asked, b"");
        let stars = serde_json::from_value(json!(4)).unwrap();
        match pack.answer(code, Some(stars), instant(NOW)) {
            Ok(answer) => assert_eq!(said, answer, "{code}"),
            Err(unanswered) => assert_eq!(said["refused"]["code"], unanswered.code(), "{code}"),
        }
    }
    let said = module.ask(
        "judge",
        &json!({ "code": number, "at": NOW, "stars": null }),
        b"",
    );
    assert_eq!(said["registered"]["product"], "Miến dong Bản Mới 1");
    assert_eq!(said["verdict"], Value::Null, "a number holds no signature");
    let mistyped = json!({ "code": "CB-1-7", "at": NOW, "stars": null });
    let said = module.ask("judge", &mistyped, b"");
    assert_eq!(said["refused"]["code"], "mistyped_number");
}

#[test]
fn a_producers_certificates_and_a_search_are_read_from_the_pack() {
    let mut desk = Desk::of(4);
    desk.names[3].producer = "Cơ sở khác".to_owned();
    let file = desk.file();
    let mut module = Loaded::of(&committed());
    module.ask("open", &open(&desk), &file);
    let asked = json!({ "number": "CB-1-6", "most": 10, "at": NOW });
    let said = module.ask("products", &asked, b"");
    assert_eq!(said["producer"], "Hợp tác xã Bản Mới");
    let certificates = said["certificates"].as_array().unwrap();
    assert_eq!(certificates.len(), 3);
    assert_eq!(certificates[0]["status"], "valid");
    assert_eq!(certificates[0]["valid_through"], "2029-08-05");
    let asked = json!({ "text": "co so KHAC", "most": 10, "at": NOW });
    let said = module.ask("search", &asked, b"");
    assert_eq!(said["certificates"][0]["producer"], "Cơ sở khác");
    assert_eq!(said["certificates"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_refused_says_why_and_leaves_the_pack_that_is_held() {
    let desk = Desk::of(3);
    let file = desk.file();
    let mut module = Loaded::of(&committed());
    let asked = json!({ "code": "CB-1-6", "at": NOW, "stars": null });
    assert_eq!(
        module.ask("judge", &asked, b"")["refused"]["code"],
        "no_pack"
    );
    module.ask("open", &open(&desk), &file);

    let other_root = json!({ "root": public(&desk.packing), "held": null, "at": NOW });
    let newer_held = json!({ "root": public(&desk.root), "held": { "sequence": 13, "trust_list": 7 }, "at": NOW });
    let mut altered = file.clone();
    *altered.last_mut().unwrap() ^= 1;
    let ours = open(&desk);
    let cases = [
        (&other_root, file.as_slice()),
        (&newer_held, &file),
        (&ours, &file[..file.len() / 2]),
        (&ours, &altered),
        (&ours, b""),
    ];
    let mut codes = Vec::new();
    for (question, bytes) in cases {
        let refused = module.ask("open", question, bytes);
        assert!(
            !refused["refused"]["reason"]["vi"]
                .as_str()
                .unwrap()
                .is_empty()
        );
        codes.push(refused["refused"]["code"].as_str().unwrap().to_owned());
    }
    assert_eq!(
        codes,
        [
            "pack_wrong_root",
            "pack_older",
            "pack_malformed",
            "pack_altered",
            "pack_malformed"
        ]
    );
    let said = module.ask("judge", &asked, b"");
    assert_eq!(said["pack"]["sequence"], 12, "the held one stays");

    let malformed = module.ask("judge", &json!({ "code": 7 }), b"");
    assert_eq!(malformed["refused"]["code"], "malformed_question");
}

#[test]
fn a_delta_completes_to_the_newer_packs_file() {
    let older = Desk::of(CHUNK + 1);
    let mut newer = Desk::of(CHUNK + 2);
    newer.sequence = 13;
    let (held, whole) = (older.file(), newer.file());
    let lacking = |name: &ocop::scheme::pack::PartName| !name.to_string().ends_with("/0");
    let delta = newer.sealed().delta(true, lacking);
    let mut module = Loaded::of(&committed());
    assert!(delta.len() < whole.len());
    assert!(module.complete(&held, &delta) == whole, "byte for byte");
    let opened = module.ask("open", &open(&newer), &whole);
    assert_eq!(opened["pack"]["sequence"], 13);
    let refused = module.complete(b"nothing", &delta);
    let refused: Value = serde_json::from_slice(&refused).unwrap();
    assert_eq!(refused["refused"]["code"], "pack_malformed");
}
