//! Camera frames and photographs before the module.

use image::GrayImage;
use image::imageops::{FilterType, overlay, resize};
use serde_json::{Value, json};

use super::loaded::{Loaded, committed};
use crate::label::frame;

fn asked(picture: &GrayImage, look: Option<u32>) -> Value {
    json!({ "width": picture.width(), "height": picture.height(), "channels": 1, "look": look })
}

fn texts(answer: &Value) -> Vec<&str> {
    let texts = answer["texts"].as_array().expect("texts");
    texts.iter().filter_map(Value::as_str).collect()
}

#[test]
fn a_frame_is_read_at_the_first_glance_in_grey_and_in_colour() {
    let (picture, text) = frame(3.2, 6.0);
    assert_eq!(picture.dimensions(), (640, 480));
    let mut module = Loaded::of(&committed());
    let said = module.ask("read", &asked(&picture, Some(0)), picture.as_raw());
    assert_eq!(texts(&said), [text.as_str()]);
    let coloured: Vec<u8> = picture
        .as_raw()
        .iter()
        .flat_map(|&grey| [grey, grey, grey, 255])
        .collect();
    let mut question = asked(&picture, Some(0));
    question["channels"] = json!(4);
    let said = module.ask("read", &question, &coloured);
    assert_eq!(texts(&said), [text.as_str()]);
}

#[test]
fn two_codes_in_one_frame_are_both_said() {
    let (one, first) = frame(3.0, 0.0);
    let (other, second) = frame_of_another();
    let mut both = GrayImage::from_pixel(1280, 480, image::Luma([200]));
    overlay(&mut both, &one, 0, 0);
    overlay(&mut both, &other, 640, 0);
    let said = Loaded::of(&committed()).ask("read", &asked(&both, Some(0)), both.as_raw());
    let mut found = texts(&said);
    found.sort_unstable();
    let mut expected = [first.as_str(), second.as_str()];
    expected.sort_unstable();
    assert_eq!(found, expected);
}

fn frame_of_another() -> (GrayImage, String) {
    crate::label::frame_of(&crate::label::print::symbol_text(9), 3.0, 0.0)
}

#[test]
fn what_holds_no_code_gives_no_text_and_wrong_sizes_are_said() {
    let mut module = Loaded::of(&committed());
    let empty = GrayImage::from_pixel(64, 48, image::Luma([127]));
    for look in [None, Some(0), Some(5), Some(6_000)] {
        let said = module.ask("read", &asked(&empty, look), empty.as_raw());
        assert_eq!(texts(&said), [""; 0]);
    }
    let cut = module.ask("read", &asked(&empty, None), &empty.as_raw()[1..]);
    assert_eq!(cut["refused"]["code"], "malformed_question");
    let huge = json!({ "width": u32::MAX, "height": u32::MAX, "channels": 4, "look": null });
    let said = module.ask("read", &huge, b"");
    assert_eq!(said["refused"]["code"], "malformed_question");
    let (picture, text) = frame(3.2, 0.0);
    let small = resize(&picture, 320, 240, FilterType::Triangle);
    let said = module.ask("read", &asked(&small, None), small.as_raw());
    assert!(texts(&said).iter().all(|read| *read == text));
}
