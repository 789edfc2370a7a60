//! What is asked for: the codes of an office's certificates.

use std::path::Path;

use ocop::office::IssuedCertificate;
use ocop::scheme::qr_text::QrText;

/// The key of peers and ceiling.
pub const SEED: [u8; 32] = [7; 32];
/// The file of codes in a folder, one a line.
const FILE: &str = "codes.txt";
/// Writes codes down, so that every program asks for the same ones.
pub fn keep(folder: &Path, codes: &[String]) {
    std::fs::write(folder.join(FILE), codes.join("\n")).expect("the folder can be written to");
}

/// The codes of a folder.
pub fn codes(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(FILE)).expect("the codes were written");
    text.lines().map(str::to_owned).collect()
}

/// The code of a certificate.
pub fn code(issued: IssuedCertificate) -> String {
    issued.certificate.url.expect("a host")
}

/// The bytes of the token in a code.
pub fn token(code: &str) -> Vec<u8> {
    match QrText::read(code) {
        QrText::Token { bytes, .. } => bytes,
        _ => panic!("the code holds a token"),
    }
}

/// A code sent to the API.
pub fn verify_request(code: &str) -> Vec<u8> {
    let body = format!(r#"{{"code":"{code}"}}"#);
    format!(
        "POST /api/v1/verify HTTP/1.1\r\nhost: verify.example.vn\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
