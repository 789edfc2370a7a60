//! The files of runs: made part by part, whole in the end, by one worker at a time.

use std::collections::HashSet;
use std::io::{Cursor, Read};
use std::sync::Arc;

use ocop::http::make_label_files;
use ocop::label::read;
use ocop::office::{CompactWanted, Error, LabelFile, NewLabelRun, RunState, WantedFiles, Which};
use ocop::scheme::code_kind::CodeKind;

use super::{Place, asked, wanted};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    ordered_files_are_made_and_downloaded_as_one_zip,
    what_was_made_before_a_stop_is_not_made_again,
    a_problem_is_told_until_the_files_are_ordered_again,
    a_register_that_does_not_answer_for_a_while_is_no_problem_of_a_run,
);

/// Names and contents of a ZIP.
pub fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.push((file.name().unwrap().into_owned(), content));
    }
    files
}

async fn ordered_files_are_made_and_downloaded_as_one_zip(engine: Engine) {
    let place = Place::on(engine).await;
    place.begin(3).await;
    let ordered = NewLabelRun {
        files: Some(wanted("png", 4)),
        ..asked(place.ours, 10)
    };
    let run = place
        .office
        .begin_label_run(&place.owner, None, &ordered)
        .await
        .unwrap();
    assert_eq!(
        (run.state, run.parts, run.parts_made),
        (RunState::Making, 3, 0)
    );
    make_label_files(Arc::clone(&place.office.office))
        .await
        .unwrap();
    let run = place.office.label_run(&place.owner, run.id).await.unwrap();
    assert_eq!((run.state, run.parts_made), (RunState::Finished, 3));
    let owner = place.owner_signed_in().await;
    let path = format!("/api/v1/label-runs/{}/files", run.id);
    let zip = place.get(&owner, &path).await;
    assert_eq!(zip.header("content-type"), "application/zip");
    let mut files = unpacked(&zip.body);
    let (name, report) = files.remove(0);
    assert_eq!(name, "self-test.txt");
    assert!(
        String::from_utf8(report)
            .unwrap()
            .contains("TỰ KIỂM TRA NHÃN: ĐẠT")
    );
    assert_eq!(files.len(), 10);
    let texts: Vec<_> = place.office.run_texts(&run).await.unwrap().collect();
    for ((name, content), text) in files.iter().zip(&texts) {
        assert_eq!(*name, format!("{}-{:010}.png", place.ours, text.count));
        assert_eq!(read::read(content).unwrap(), text.text);
    }
    // Nothing but the ZIP is left over.
    let folder = place
        .office
        .data()
        .join("label-runs")
        .join(run.id.to_string());
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    // Ordered again as it was: the same bytes.
    place
        .office
        .order_label_files(&place.owner, run.id, &wanted("png", 4))
        .await
        .unwrap();
    make_label_files(Arc::clone(&place.office.office))
        .await
        .unwrap();
    assert_eq!(place.get(&owner, &path).await.body, zip.body);
}

async fn what_was_made_before_a_stop_is_not_made_again(engine: Engine) {
    let place = Place::on(engine).await;
    let ordered = NewLabelRun {
        files: Some(wanted("svg", 2)),
        ..asked(place.ours, 6)
    };
    let run = place
        .office
        .begin_label_run(&place.owner, None, &ordered)
        .await
        .unwrap();
    let mark = |name: &str| LabelFile {
        name: name.to_owned(),
        content: b"made before".to_vec(),
    };
    let mut job = place.office.take_label_job().await.unwrap().unwrap();
    // Another program on this folder keeps away meanwhile.
    let other = place.office.again(crate::support::now()).await;
    assert!(other.take_label_job().await.unwrap().is_none());
    let first = job.next_part().unwrap().map(|text| text.count);
    assert_eq!(first.collect::<Vec<_>>(), [1, 2]);
    assert!(
        place
            .office
            .keep_label_part(&mut job, vec![mark("a")])
            .await
            .unwrap()
    );
    // The program ends here.
    drop(job);
    make_label_files(other).await.unwrap();
    let files = place
        .office
        .label_files(&place.owner, run.id)
        .await
        .unwrap();
    let names: HashSet<String> = unpacked(&std::fs::read(files.path).unwrap())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let made = [3, 4, 5, 6].map(|count| format!("{}-{count:010}.svg", place.ours));
    let expected: HashSet<String> = made.into_iter().chain(["a".to_owned()]).collect();
    assert_eq!(names, expected);
}

async fn a_problem_is_told_until_the_files_are_ordered_again(engine: Engine) {
    let place = Place::on(engine).await;
    let ordered = NewLabelRun {
        files: Some(wanted("papyrus", 2)),
        ..asked(place.ours, 2)
    };
    let run = place
        .office
        .begin_label_run(&place.owner, None, &ordered)
        .await
        .unwrap();
    let good = NewLabelRun {
        files: Some(wanted("svg", 2)),
        ..asked(place.ours, 2)
    };
    let good = place
        .office
        .begin_label_run(&place.owner, None, &good)
        .await
        .unwrap();
    make_label_files(Arc::clone(&place.office.office))
        .await
        .unwrap();
    let run = place.office.label_run(&place.owner, run.id).await.unwrap();
    assert_eq!(run.state, RunState::StandsStill);
    assert_eq!(run.problem.as_ref().unwrap().code, "order_unreadable");
    let files = place.office.label_files(&place.owner, run.id).await;
    assert_eq!(files.unwrap_err().code(), "label_run_stands_still");
    let good = place.office.label_run(&place.owner, good.id).await.unwrap();
    assert_eq!(
        good.state,
        RunState::Finished,
        "one problem stops no other run"
    );
    let again = place
        .office
        .order_label_files(&place.owner, run.id, &wanted("svg", 2))
        .await;
    assert_eq!(again.unwrap().state, RunState::Making);
    make_label_files(Arc::clone(&place.office.office))
        .await
        .unwrap();
    let run = place.office.label_run(&place.owner, run.id).await.unwrap();
    assert_eq!((run.state, run.first), (RunState::Finished, 1));
    // Its files are lost with their disk: it is said, and they can be ordered again.
    let files = place
        .office
        .label_files(&place.owner, run.id)
        .await
        .unwrap();
    std::fs::remove_file(files.path).unwrap();
    let lost = place.office.label_files(&place.owner, run.id).await;
    assert_eq!(lost.unwrap_err().code(), "label_files_missing");
}

async fn a_register_that_does_not_answer_for_a_while_is_no_problem_of_a_run(engine: Engine) {
    let place = Place::on(engine).await;
    let ordered = NewLabelRun {
        files: Some(wanted("svg", 2)),
        ..asked(place.ours, 2)
    };
    let begun = place.office.begin_label_run(&place.owner, None, &ordered);
    let id = begun.await.unwrap().id;
    let run = async || place.office.label_run(&place.owner, id).await.unwrap();
    let make = || make_label_files(Arc::clone(&place.office.office));
    let book = &place.office.book;
    book.raw("alter table serial_keys rename to away").await;
    assert!(make().await.is_err());
    let silent = run().await;
    assert_eq!((silent.state, silent.problem), (RunState::Making, None));
    book.raw("alter table away rename to serial_keys").await;
    make().await.unwrap();
    assert_eq!(run().await.state, RunState::Finished);
}

#[tokio::test]
async fn each_format_holds_every_label_of_its_run_once() {
    let place = Place::on(Engine::Sqlite).await;
    let pdf = WantedFiles {
        sheet: Some("l7160".to_owned()),
        design: "full".to_owned(),
        ..wanted("pdf", 21)
    };
    let zpl = wanted("zpl", 20);
    for (first, files) in [(1, pdf), (31, zpl)] {
        let format = files.format.clone();
        let ordered = NewLabelRun {
            files: Some(files),
            ..asked(place.ours, 30)
        };
        let begun = place.office.begin_label_run(&place.owner, None, &ordered);
        let run = begun.await.unwrap();
        make_label_files(Arc::clone(&place.office.office))
            .await
            .unwrap();
        let made = place
            .office
            .label_files(&place.owner, run.id)
            .await
            .unwrap();
        let files = unpacked(&std::fs::read(made.path).unwrap());
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let part = if format == "pdf" { 21 } else { 20 };
        let named = |from: u64, to: u64| format!("{}-{from:010}-{to:010}.{format}", place.ours);
        assert_eq!(
            names,
            [
                "self-test.txt",
                &named(first, first + part - 1),
                &named(first + part, first + 29)
            ]
        );
        let holds = |content: &[u8], text: &str| {
            let found = content
                .windows(text.len())
                .filter(|at| *at == text.as_bytes());
            found.count()
        };
        if format == "zpl" {
            let labels: usize = files.iter().map(|(_, file)| holds(file, "^XA")).sum();
            assert_eq!(labels, 30);
        } else {
            assert!(files[1].1.starts_with(b"%PDF") && files[2].1.starts_with(b"%PDF"));
        }
    }
}

#[tokio::test]
async fn a_run_of_compact_codes_bears_the_compact_token_and_takes_one() {
    let place = Place::on(Engine::Sqlite).await;
    let ordered = NewLabelRun {
        kind: CodeKind::Compact,
        ..asked(place.ours, 3)
    };
    let refused = place
        .office
        .begin_label_run(&place.owner, None, &ordered)
        .await;
    assert!(matches!(
        refused,
        Err(Error::Refused(refusals)) if refusals[0].code == "no_compact_code"
    ));
    let wanted = CompactWanted::These(Which::Numbers(vec![place.ours.to_string()]));
    crate::codes::compact(&place.office, &wanted).await.unwrap();
    let begun = place.office.begin_label_run(&place.owner, None, &ordered);
    let run = begun.await.unwrap();
    let code = place
        .office
        .code_text(place.ours, CodeKind::Compact)
        .await
        .unwrap();
    let token = code.split_once("/v/").unwrap().1;
    let texts = place.office.run_texts(&run).await.unwrap();
    for text in texts {
        assert!(text.text.ends_with(&format!("/s/{}{token}", text.serial)));
        assert!(text.text.len() < place.code.len());
    }
}
