//! Orders of files: which parts are an order's own, who may take it, and what it leaves behind.

use std::sync::Arc;

use ocop::http::make_label_files;
use ocop::office::{LabelFile, NewLabelRun, RunState, WantedFiles};

use super::files::unpacked;
use super::{Place, asked, wanted};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    parts_of_a_run_that_was_lost_are_not_those_of_the_next,
    a_run_is_taken_by_no_order_that_was_replaced,
);

async fn parts_of_a_run_that_was_lost_are_not_those_of_the_next(engine: Engine) {
    let place = Place::on(engine).await;
    let begin = async |number| {
        let ordered = NewLabelRun {
            files: Some(wanted("svg", 2)),
            ..asked(number, 4)
        };
        let begun = place
            .office
            .begin_label_run(&place.secretary, None, &ordered);
        begun.await.unwrap()
    };
    let lost = begin(place.ours).await;
    let mut job = place.office.take_label_job().await.unwrap().unwrap();
    let part = vec![LabelFile {
        name: "lost".to_owned(),
        content: b"of another certificate".to_vec(),
    }];
    place.office.keep_label_part(&mut job, part).await.unwrap();
    drop(job);
    // As after a restore of the register, when the data folder stayed.
    place.office.book.raw("delete from label_runs").await;
    let run = begin(place.theirs).await;
    assert_eq!(run.id, lost.id);
    make_label_files(Arc::clone(&place.office.office))
        .await
        .unwrap();
    let files = place.office.label_files(&place.secretary, run.id).await;
    let files = unpacked(&std::fs::read(files.unwrap().path).unwrap());
    assert_eq!(files.len(), 5, "the report and four labels");
    assert!(files.iter().all(|(name, _)| name != "lost"));
}

async fn a_run_is_taken_by_no_order_that_was_replaced(engine: Engine) {
    let place = Place::on(engine).await;
    let ordered = NewLabelRun {
        files: Some(wanted("svg", 2)),
        ..asked(place.ours, 2)
    };
    let begun = place.office.begin_label_run(&place.owner, None, &ordered);
    let id = begun.await.unwrap().id;
    let order = async || {
        let kept = "select wanted from label_runs";
        place.office.book.texts(kept).await.remove(0)
    };
    let replaced = order().await;
    let other = wanted("png", 2);
    let ordering = place.office.order_label_files(&place.owner, id, &other);
    ordering.await.unwrap();
    for (order, takes) in [(replaced, false), (order().await, true)] {
        let now = crate::support::now();
        let taking = place.office.register().enter(move |entry| {
            Box::pin(async move {
                let run = (id, order.as_str());
                entry.take_label_run(run, ("worker", 0), now, now).await
            })
        });
        assert_eq!(taking.await.unwrap(), takes);
    }
}

#[tokio::test]
async fn a_zip_that_cannot_be_finished_leaves_no_half_behind() {
    let place = Place::on(Engine::Sqlite).await;
    let ordered = NewLabelRun {
        files: Some(wanted("svg", 2)),
        ..asked(place.ours, 4)
    };
    let begun = place.office.begin_label_run(&place.owner, None, &ordered);
    let id = begun.await.unwrap().id;
    let mut job = place.office.take_label_job().await.unwrap().unwrap();
    place
        .office
        .keep_label_part(&mut job, vec![])
        .await
        .unwrap();
    // The second part is not there.
    assert!(place.office.finish_label_job(job).await.is_err());
    let folder = place.office.data().join("label-runs").join(id.to_string());
    let left = std::fs::read_dir(folder).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0].extension().unwrap() == "part", "{left:?}");
}

#[tokio::test]
async fn files_are_made_for_whatever_printer_is_configured() {
    let place = Place::on(Engine::Sqlite).await;
    // No form offers these dots an inch; `label.dpi` may say them.
    let files = WantedFiles {
        dpi: 360,
        ..wanted("svg", 2)
    };
    let ordered = NewLabelRun {
        files: Some(files),
        ..asked(place.ours, 2)
    };
    let begun = place.office.begin_label_run(&place.owner, None, &ordered);
    let id = begun.await.unwrap().id;
    make_label_files(Arc::clone(&place.office.office))
        .await
        .unwrap();
    let run = place.office.label_run(&place.owner, id).await.unwrap();
    assert_eq!((run.state, run.problem), (RunState::Finished, None));
}
