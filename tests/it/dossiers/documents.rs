//! Documents that would do more than be read, however they are packed.

use miniz_oxide::deflate::compress_to_vec_zlib;
use ocop::office::FileKind;

use super::people::{Place, codes, pdf};
use crate::support::Engine;

/// A document with one more object, a stream.
fn with(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = pdf();
    bytes.extend(format!("4 0 obj\n<< {dictionary} >>\nstream\n").into_bytes());
    bytes.extend(data);
    bytes.extend(b"\nendstream\nendobj\n%%EOF\n");
    bytes
}

#[tokio::test]
async fn a_document_that_would_run_something_is_refused_however_it_is_packed() {
    let place = Place::on(Engine::Sqlite).await;
    let (draft, producer) = (place.draft().await, place.owner());
    let script = compress_to_vec_zlib(b"1 0 << /S /JavaScript /JS (x) >>", 6);
    let page = compress_to_vec_zlib(b"1 0 << /Type /Page >>", 6);
    let usual = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
    let twice = "/Type /ObjStm /N 1 /First 4 /Filter [/ASCIIHexDecode /FlateDecode]";
    let list = "/Type /XRef /W [1 2 1] /Size 5 /Filter /FlateDecode
                /DecodeParms << /Columns 4 /Predictor 12 >>";
    for (document, refused) in [
        (with(usual, &page), None),
        (with(list, &page), None),
        (with(usual, &script), Some("pdf_active")),
        (
            with(
                "/Type /Obj#53tm /N 1 /F#69rst 4 /Filter /FlateDecode",
                &script,
            ),
            Some("pdf_active"),
        ),
        (
            with("/X (stream\n) /N 1 /First 4 /Filter /FlateDecode", &script),
            Some("pdf_active"),
        ),
        (
            with(twice, hex::encode(&script).as_bytes()),
            Some("pdf_not_examinable"),
        ),
        (with("/Encrypt 5 0 R", &page), Some("pdf_sealed")),
    ] {
        let sent = place
            .send(&producer, draft.id, FileKind::Document, "a.pdf", &document)
            .await;
        match refused {
            None => assert!(sent.is_ok()),
            Some(code) => assert_eq!(codes(sent), [code]),
        }
    }
}

#[tokio::test]
async fn a_document_is_not_read_again_for_each_of_its_words() {
    let place = Place::on(Engine::Sqlite).await;
    let (draft, producer) = (place.draft().await, place.owner());
    let named = format!("%PDF-{}stream x endstream %%EOF", "/ObjStm".repeat(300_000));
    let begun = format!(
        "%PDF-{}\nendstream %%EOF",
        "\nobj<</First 1>>stream\n".repeat(50_000)
    );
    let named = place.send(
        &producer,
        draft.id,
        FileKind::Document,
        "a.pdf",
        named.as_bytes(),
    );
    assert!(named.await.is_ok());
    let begun = place.send(
        &producer,
        draft.id,
        FileKind::Document,
        "a.pdf",
        begun.as_bytes(),
    );
    assert_eq!(codes(begun.await), ["pdf_not_examinable"]);
}
