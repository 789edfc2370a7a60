//! The module in assets behaves as the one that this source makes: else it is of another source.

use serde_json::{Value, json};

use super::answers::{open, question};
use super::loaded::{Loaded, committed, rebuilt};
use crate::label::frame;
use crate::pack::made::Desk;

#[test]
fn the_committed_module_answers_as_the_one_that_this_source_makes() {
    let (mut ours, mut new) = (Loaded::of(&committed()), Loaded::of(&rebuilt()));
    assert_eq!(ours.exports(), new.exports());
    let file: Value =
        serde_json::from_slice(include_bytes!("../../vectors/verdicts.json")).unwrap();
    let desk = Desk::of(5);
    let pack = desk.file();
    let (picture, _) = frame(2.4, 11.0);
    let pixels = picture.as_raw().as_slice();
    let at = "2026-08-07T08:00:00Z";
    let mut asked: Vec<(&str, Value, &[u8])> = vec![
        ("judge", json!({ "code": "x", "at": at }), b""),
        ("open", open(&desk), &pack),
        ("open", open(&desk), &pack[1..]),
        ("judge", json!({ "code": "CB-1-6", "at": at }), b""),
        (
            "products",
            json!({ "number": "CB-1-6", "most": 3, "at": at }),
            b"",
        ),
        (
            "search",
            json!({ "text": "mien dong", "most": 3, "at": at }),
            b"",
        ),
        ("search", json!({ "text": 1 }), b""),
        (
            "read",
            json!({ "width": 640, "height": 480, "channels": 1, "look": null }),
            pixels,
        ),
    ];
    let looks =
        (0..6).map(|look| json!({ "width": 640, "height": 480, "channels": 1, "look": look }));
    asked.extend(looks.map(|question| ("read", question, pixels)));
    let vectors = file["vectors"].as_array().unwrap();
    for vector in vectors {
        asked.push(("judge_by_lists", question(&file, vector), b""));
        let by_pack = json!({ "code": vector["qr"], "at": vector["at"], "stars": vector["stars_on_package"] });
        asked.push(("judge", by_pack, b""));
    }
    for (act, question, bytes) in asked {
        let (said, by_new) = (
            ours.ask(act, &question, bytes),
            new.ask(act, &question, bytes),
        );
        assert_eq!(
            said, by_new,
            "{act} {question}: `tests/inspector --write` makes it anew"
        );
    }
    let held = Desk::of(4).file();
    assert!(ours.complete(&held, &pack) == new.complete(&held, &pack));
}
