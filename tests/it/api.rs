//! The API: verdicts, refusals, the public register, the lists, the documentation.

mod published;
mod refused;
mod verdicts;

use ocop::label::{Format, Label, Size};

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data; boundary=XX";
const VERIFY: &str = "/api/v1/verify";

fn form(fields: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let file = if *name == "photo" {
            "; filename=\"a.png\""
        } else {
            ""
        };
        let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XX--\r\n");
    body
}

pub fn photo_of(text: &str) -> Vec<u8> {
    let size = Size::new(0.375, 203).expect("a label of the test");
    let label = Label::new(text, "CB-0-X");
    let extent = label.extent(size).expect("a label of the test");
    label
        .render(Format::Png, &extent)
        .expect("a label of the test")
}
