//! Codes that nobody wrote: the vectors' texts altered in every place, and what we say of them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ocop::office::conformance::Vectors;
use ocop::scheme::qr_text::{self, QrText};
use serde_json::{Value, json};

/// A question, and our answer.
pub struct Altered {
    pub question: Value,
    pub answer: Value,
}

/// Each text of the vectors in other forms, and each token with single bits of it turned.
pub fn every() -> Vec<Altered> {
    let file = include_str!("../../vectors/verdicts.json");
    let mut file: Value = serde_json::from_str(file).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    let mut altered = Vec::new();
    // A third of them has every verdict.
    for (place, vector) in vectors.iter().step_by(3).enumerate() {
        for text in forms(vector["qr"].as_str().unwrap(), place) {
            let mut vector = vector.clone();
            vector["qr"] = json!(text);
            altered.push(vector);
        }
    }
    file["vectors"] = Value::Array(altered);
    let vectors = Vectors::read(file.to_string().as_bytes()).unwrap();
    let judged = vectors.judged();
    judged
        .map(|(vector, verdict)| {
            let answer = serde_json::to_value(&verdict).unwrap();
            let [verdict, checks, certificate] =
                ["verdict", "checks", "certificate"].map(|part| answer[part].clone());
            Altered {
                question: vector.question().clone(),
                answer: json!({ "verdict": verdict, "checks": checks, "certificate": certificate }),
            }
        })
        .collect()
}

fn forms(text: &str, place: usize) -> Vec<String> {
    let mut shorter = text.to_owned();
    shorter.pop();
    let mut forms = vec![
        shorter,
        text.to_uppercase(),
        text.replace("/v/", "/s/"),
        text.replace("/v/", "/v/0"),
        text.replace("https://", "https:///"),
    ];
    forms.extend(["0", "=", " ", "\n", "/", "?a=1", "٣"].map(|more| format!("{text}{more}")));
    forms.extend(["0", " ", "x"].map(|more| format!("{more}{text}")));
    let QrText::Token { bytes, .. } = QrText::read(text) else {
        return forms;
    };
    let base64 = BASE64_URL_SAFE_NO_PAD.encode(&bytes);
    forms.extend(["", "A", "=", "B", "AA"].map(|more| format!("{base64}{more}")));
    forms.push(base64[..base64.len() - 1].to_owned());
    // Every byte of some token, over all vectors.
    for byte in (place % 7..bytes.len()).step_by(7) {
        let mut turned = bytes.clone();
        turned[byte] ^= 1 << (place % 8);
        forms.push(qr_text::write("https://ocop.test", &turned));
    }
    forms
}
