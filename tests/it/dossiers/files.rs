//! Files of dossiers: told by their content, kept durably, seen by those who may.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use chrono::{SecondsFormat, TimeDelta};
use ocop::office::{FileKind, Health, LARGEST_FILE, MOST_FILES, Role};

use super::people::{Place, codes, jpeg, of, pdf, png, strangers};
use crate::support::{Engine, now, on_both_engines};

async fn a_file_is_kept_by_its_hash_and_read_again(engine: Engine) {
    let place = Place::on(engine).await;
    let (draft, producer) = (place.draft().await, place.owner());
    for (kind, name, bytes, media_type) in [
        (FileKind::Picture, "chè.png", png(), "image/png"),
        (FileKind::Picture, "chè.JPEG", jpeg(), "image/jpeg"),
        (
            FileKind::Document,
            "kiểm nghiệm.pdf",
            pdf(),
            "application/pdf",
        ),
        (FileKind::Document, "giấy chụp.jpg", jpeg(), "image/jpeg"),
    ] {
        let kept = place
            .send(&producer, draft.id, kind, name, &bytes)
            .await
            .unwrap();
        assert_eq!(
            (kept.media_type.as_str(), kept.size),
            (media_type, bytes.len() as i64)
        );
        let stored = place
            .stored_file(&producer, draft.id, kept.id, false)
            .await
            .unwrap();
        assert_eq!(fs::read(&stored.path).unwrap(), bytes);
        assert!(
            stored
                .path
                .ends_with(format!("files/{}/{}", &kept.sha256[..2], kept.sha256))
        );
        let small = place
            .stored_file(&producer, draft.id, kept.id, true)
            .await
            .unwrap();
        assert_eq!(small.is_small, media_type != "application/pdf");
        if small.is_small {
            let small = image::open(&small.path).unwrap();
            assert_eq!((small.width(), small.height()), (480, 320));
        }
    }
    let files = place.dossier_files(&producer, draft.id).await.unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names,
        ["chè.png", "chè.jpg", "kiểm nghiệm.pdf", "giấy chụp.jpg"]
    );
    // Nothing is left of how they arrived.
    let folder = fs::read_dir(place.office.data().join("files")).unwrap();
    assert!(
        folder
            .into_iter()
            .all(|entry| entry.unwrap().path().is_dir())
    );
}

async fn an_upload_that_lies_is_refused_saying_what_it_is(engine: Engine) {
    let place = Place::on(engine).await;
    let (draft, producer) = (place.draft().await, place.owner());
    let active =
        b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (x) >> >>\n%%EOF".to_vec();
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    use FileKind::{Document, Picture};
    for (kind, name, bytes, code, says) in [
        (
            Picture,
            "a.jpg",
            b"MZ\x90\0 program".to_vec(),
            "file_kind",
            "a Windows program",
        ),
        (
            Picture,
            "a.jpg",
            b"<html><script>".to_vec(),
            "file_kind",
            "an HTML page",
        ),
        (Picture, "a.jpg", Vec::new(), "file_kind", "an empty file"),
        (Picture, "a.pdf", pdf(), "file_kind", "a PDF document"),
        (
            Document,
            "a.pdf",
            b"PK\x03\x04 office".to_vec(),
            "file_kind",
            "an Office document",
        ),
        (
            Picture,
            "a.jpg",
            png(),
            "file_belies_its_name",
            "a PNG picture",
        ),
        (
            Document,
            "a.pdf",
            jpeg(),
            "file_belies_its_name",
            "a JPEG picture",
        ),
        (
            Document,
            "a.exe",
            pdf(),
            "file_belies_its_name",
            "a PDF document",
        ),
        (
            Picture,
            "a.png",
            cut(png()),
            "picture_unreadable",
            "a PNG picture",
        ),
        (
            Picture,
            "a.jpg",
            b"\xff\xd8\xff\xe0 no picture".to_vec(),
            "picture_unreadable",
            "damaged",
        ),
        (
            Document,
            "a.pdf",
            b"%PDF-1.7 cut".to_vec(),
            "pdf_cut_off",
            "cut off",
        ),
        (Document, "a.pdf", active, "pdf_active", "/OpenAction"),
    ] {
        let refused = place.send(&producer, draft.id, kind, name, &bytes).await;
        let Err(ocop::office::Error::Refused(refusals)) = refused else {
            panic!("{name} {code}: {refused:?}");
        };
        assert_eq!(refusals[0].code, code);
        assert!(
            refusals[0].message.en.contains(says),
            "{}",
            refusals[0].message.en
        );
    }
    assert!(
        place
            .dossier_files(&producer, draft.id)
            .await
            .unwrap()
            .is_empty()
    );
    let folder = fs::read_dir(place.office.data().join("files")).unwrap();
    assert_eq!(folder.count(), 0, "drafts are left");
}

async fn a_file_that_is_too_large_is_refused_while_it_arrives(engine: Engine) {
    let place = Place::on(engine).await;
    let (draft, producer) = (place.draft().await, place.owner());
    let mut incoming = place.receive_file(&producer, draft.id).await.unwrap();
    let part = vec![7; 1024 * 1024];
    for _ in 0..LARGEST_FILE / part.len() as u64 {
        incoming.write(&part).await.unwrap();
    }
    assert_eq!(codes(incoming.write(&[7]).await), ["file_too_large"]);
    drop(incoming);
    let folder = fs::read_dir(place.office.data().join("files")).unwrap();
    assert_eq!(folder.count(), 0, "the draft is left");
}

async fn a_picture_with_more_pixels_than_are_taken_is_refused_before_it_is_decoded(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    // A header that says 60,000 by 60,000.
    let mut bomb = png();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let refused = place
        .send(&place.owner(), draft.id, FileKind::Picture, "a.png", &bomb)
        .await;
    assert_eq!(codes(refused), ["picture_unreadable"]);
}

async fn files_are_added_and_removed_while_the_dossier_is_open_by_who_may_write_it(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    let producer = place.owner();
    let picture = place.picture(draft.id).await;
    let mut others = strangers();
    others.push(of(Role::Chair, "CB"));
    for other in others {
        let sent = place
            .send(&other, draft.id, FileKind::Picture, "a.png", &png())
            .await;
        assert_eq!(codes(sent), ["no_such_dossier"]);
        let removed = place.remove_file(&other, draft.id, picture.id).await;
        assert_eq!(codes(removed), ["no_such_dossier"]);
        let seen = place.stored_file(&other, draft.id, picture.id, false).await;
        assert_eq!(codes(seen), ["no_such_dossier"]);
    }
    // A file is its dossier's alone.
    let another = place.draft().await;
    let seen = place
        .stored_file(&producer, another.id, picture.id, false)
        .await;
    assert_eq!(codes(seen), ["no_such_file"]);
    let removed = place.remove_file(&producer, another.id, picture.id).await;
    assert_eq!(codes(removed), ["no_such_file"]);
    place
        .remove_file(&producer, draft.id, picture.id)
        .await
        .unwrap();
    let again = place.remove_file(&producer, draft.id, picture.id).await;
    assert_eq!(codes(again), ["no_such_file"]);
    let refused = place.lodge_dossier(&producer, draft.id, 1).await;
    assert_eq!(codes(refused), ["no_picture"]);
    let lodged = place.lodged().await;
    let sent = place
        .send(&producer, lodged.id, FileKind::Picture, "a.png", &png())
        .await;
    assert_eq!(codes(sent), ["dossier_state"]);
    let file = place.dossier_files(&producer, lodged.id).await.unwrap()[0].id;
    let removed = place.remove_file(&producer, lodged.id, file).await;
    assert_eq!(codes(removed), ["dossier_state"]);
}

/// Everything in the folder of the contents.
fn contents(place: &Place) -> BTreeSet<PathBuf> {
    let mut folders = vec![place.office.data().join("files")];
    let mut found = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path);
            }
        }
    }
    found
}

async fn a_file_that_arrives_while_the_dossier_is_lodged_is_not_added(engine: Engine) {
    let place = Place::on(engine).await;
    let draft = place.draft().await;
    place.picture(draft.id).await;
    let before = contents(&place);
    let producer = place.owner();
    let mut incoming = place.receive_file(&producer, draft.id).await.unwrap();
    incoming.write(&jpeg()).await.unwrap();
    place.lodge_dossier(&producer, draft.id, 1).await.unwrap();
    let kept = place
        .keep_file(&producer, draft.id, FileKind::Picture, "a.jpg", incoming)
        .await;
    assert_eq!(codes(kept), ["dossier_state"]);
    // Neither is its content there, nor what it arrived as.
    assert_eq!(before.len(), 2, "a picture and its small form");
    assert_eq!(contents(&place), before);
    assert_eq!(
        place
            .dossier_files(&producer, draft.id)
            .await
            .unwrap()
            .len(),
        1
    );
}

async fn a_dossier_has_so_many_files_and_no_more(engine: Engine) {
    let place = Place::on(engine).await;
    let (draft, producer) = (place.draft().await, place.owner());
    for _ in 0..MOST_FILES {
        let sent = place
            .send(&producer, draft.id, FileKind::Document, "a.pdf", &pdf())
            .await;
        sent.unwrap();
    }
    let sent = place
        .send(&producer, draft.id, FileKind::Document, "a.pdf", &pdf())
        .await;
    assert_eq!(codes(sent), ["too_many_files"]);
}

async fn in_a_day_a_producer_adds_so_much_with_what_was_removed(engine: Engine) {
    let place = Place::on(engine).await;
    let (draft, producer) = (place.draft().await, place.owner());
    let another = place.draft().await;
    let send = async |dossier: i64| {
        place
            .send(&producer, dossier, FileKind::Document, "a.pdf", &pdf())
            .await
    };
    let id = send(draft.id).await.unwrap().id;
    place.remove_file(&producer, draft.id, id).await.unwrap();
    let at = now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let dossier = draft.id;
    let removed = |id| {
        format!(
            "({id}, {dossier}, 'document', 'a.pdf', 'application/pdf', 1, '00', '{at}', 'x', '{at}')"
        )
    };
    let rows: Vec<String> = (2..=200).map(removed).collect();
    for change in [
        // Nearly as many bytes as there may be.
        "update dossier_files set size = 1073741800".to_owned(),
        "update dossier_files set size = 1".to_owned(),
        // As many files as there may be.
        format!(
            "insert into dossier_files (id, dossier, kind, name, media_type, size, hash, added_at,
               added_by, removed_at) values {}",
            rows.join(", ")
        ),
    ] {
        place.office.book.raw(&change).await;
        if change.ends_with("= 1") {
            continue;
        }
        let before = contents(&place);
        for dossier in [draft.id, another.id] {
            assert_eq!(codes(send(dossier).await), ["too_many_files_today"]);
        }
        assert_eq!(contents(&place), before);
    }
    let tomorrow = place.office.again(now() + TimeDelta::days(1)).await;
    let arriving = tomorrow.receive_file(&producer, draft.id).await;
    assert!(arriving.is_ok());
}

async fn the_doctor_names_files_that_are_missing_or_altered(engine: Engine) {
    let place = Place::on(engine).await;
    let (draft, producer) = (place.draft().await, place.owner());
    let mut paths = Vec::new();
    for (kind, name, bytes) in [
        (FileKind::Picture, "a.png", png()),
        (FileKind::Picture, "a.jpg", jpeg()),
        (FileKind::Document, "a.pdf", pdf()),
    ] {
        let kept = place
            .send(&producer, draft.id, kind, name, &bytes)
            .await
            .unwrap();
        let stored = place
            .stored_file(&producer, draft.id, kept.id, false)
            .await
            .unwrap();
        paths.push(stored.path);
    }
    assert_eq!(place.files_finding().await.unwrap().health, Health::Good);
    fs::remove_file(&paths[0]).unwrap();
    fs::write(&paths[2], b"%PDF-1.7 other %%EOF").unwrap();
    let finding = place.files_finding().await.unwrap();
    assert_eq!(finding.health, Health::Bad);
    let said = &finding.message.en;
    assert!(said.contains("missing: 1 (dossier 1, file 1)"), "{said}");
    assert!(said.contains("altered: 1 (dossier 1, file 3)"), "{said}");
    let seen = place.stored_file(&producer, draft.id, 1, false).await;
    assert_eq!(codes(seen), ["file_content_missing"]);
}

on_both_engines!(
    a_file_is_kept_by_its_hash_and_read_again,
    an_upload_that_lies_is_refused_saying_what_it_is,
    a_file_that_is_too_large_is_refused_while_it_arrives,
    a_picture_with_more_pixels_than_are_taken_is_refused_before_it_is_decoded,
    files_are_added_and_removed_while_the_dossier_is_open_by_who_may_write_it,
    a_file_that_arrives_while_the_dossier_is_lodged_is_not_added,
    a_dossier_has_so_many_files_and_no_more,
    in_a_day_a_producer_adds_so_much_with_what_was_removed,
    the_doctor_names_files_that_are_missing_or_altered,
);
