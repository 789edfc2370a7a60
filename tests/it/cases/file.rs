//! The case file: complete, the same bytes each time, and read back by other programs.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its market fails there"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::stage::{Market, jpeg};
use crate::log::log_signer;
use crate::support::{Engine, on_both_engines};

on_both_engines!(a_case_file_is_whole_and_its_code_is_read_from_its_picture);

fn run(program: &str, arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
    assert!(output.status.success(), "{program}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

async fn a_case_file_is_whole_and_its_code_is_read_from_its_picture(engine: Engine) {
    let market = Market::on(engine).await;
    let signer = log_signer();
    market.office.publish_checkpoint(&signer).await.unwrap();
    market.office.refresh().await.unwrap();
    let case = market.case().await;
    let adding = market.office.add_photograph_to_case(
        &market.access,
        (case.id, 1),
        (jpeg(), false),
        "Mặt trước bao bì",
    );
    adding.await.unwrap();
    let address = format!("/desk/cases/{}/file", case.id);
    let reply = market.get(&market.inspector, &address).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "application/pdf");
    let again = market.get(&market.secretary, &address).await;
    assert!(again.body == reply.body, "the same state, other bytes");
    let hash = Sha256::digest(&reply.body);
    let digest = format!("sha-256=:{}:", BASE64_STANDARD.encode(hash));
    assert_eq!(reply.header("repr-digest"), digest);
    let kept = market.office.case(&market.access, case.id).await.unwrap();
    assert_eq!(kept.files.len(), 1);
    assert_eq!(kept.files[0].digest, BASE64_URL_SAFE_NO_PAD.encode(hash));
    assert_eq!(kept.files[0].version, 2);

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("case.pdf"), &reply.body).unwrap();
    let words = run("pdftotext", &["-layout", "case.pdf", "-"], folder.path());
    for expected in [
        "Hồ sơ vụ việc VV-2026-000001",
        "Ghi sai số sao, mạo nhận OCOP",
        "Chủ sạp nói nhập từ nơi khác.",
        "Chợ Bản Mới, dãy hàng khô",
        "Cửa hàng Thử Nghiệm",
        "Tem dán đè lên tem cũ",
        "SAI SỐ SAO / WRONG STARS",
        "Nhật ký thiết bị / Device's journal",
        "Tự kiểm tra / Check it yourself",
        "ocop verify --pack ocop.pack --root",
        "c2sp.org/tlog-proof",
        "Mặt trước bao bì",
    ] {
        assert!(words.contains(expected), "{expected}\n{words}");
    }
    let joined: String = words.split_whitespace().collect();
    let token = &market.codes[0];
    assert!(joined.contains(token), "the code's text is not whole");
    assert!(joined.contains(&case.check), "no check page");
    assert!(joined.contains(&case.evidence[0].entry.as_ref().unwrap().hash));

    run(
        "pdftoppm",
        &["-r", "150", "-gray", "-png", "case.pdf", "page"],
        folder.path(),
    );
    let mut pages: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "png"))
        .collect();
    pages.sort();
    let last = pages.last().unwrap().to_string_lossy().into_owned();
    let read = run(
        "zbarimg",
        &["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", &last],
        folder.path(),
    );
    assert_eq!(read.trim(), market.codes[0]);
    // The photograph that was added stands in it, as it is kept.
    let pictures = run("pdfimages", &["-list", "case.pdf"], folder.path());
    assert!(pictures.contains("jpeg"), "{pictures}");
}
