//! Runs are recorded whole, once, one after the other.

use futures_util::future::join_all;
use ocop::office::{Access, Error, Grant, LabelRunQuery, NewLabelRun, Role};
use ocop::scheme::code_kind::CodeKind;
use ocop::scheme::serial::Serial;

use super::{Place, asked};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    runs_follow_one_another_and_never_overlap,
    the_same_request_is_the_same_run,
    a_serial_finds_its_run_and_key,
    a_run_that_was_lost_has_its_serials_again_when_it_is_recorded_again,
    everything_that_is_wrong_with_a_run_is_said_at_once,
    whose_runs_somebody_sees,
    the_key_of_a_year_is_made_once_and_told_nowhere,
    a_certificate_has_only_so_many_serials,
);

async fn runs_follow_one_another_and_never_overlap(engine: Engine) {
    let place = Place::on(engine).await;
    let begun = join_all((1..=12).map(|count| place.begin(count))).await;
    let mut ranges: Vec<(u64, u64)> = begun.iter().map(|run| (run.first, run.last)).collect();
    ranges.sort_unstable();
    assert_eq!(ranges[0].0, 1);
    for pair in ranges.windows(2) {
        assert_eq!(pair[0].1 + 1, pair[1].0, "{ranges:?}");
    }
    assert_eq!(ranges[11].1, (1..=12).sum::<u64>());
    // Another certificate counts for itself.
    let other = asked(place.theirs, 5);
    let other = place.office.begin_label_run(&place.secretary, None, &other);
    assert_eq!(other.await.unwrap().first, 1);
    // Whatever a program does, two runs cannot begin alike.
    let twice = "insert into label_runs (id, council, certificate_index, kind, first, count,
                   key_year, producer, made_by, made_at, parts)
                 select 99, council, certificate_index, kind, first, 1, key_year, producer,
                   made_by, made_at, 0 from label_runs where id = 1";
    assert!(!place.office.book.tries(twice).await);
}

async fn the_same_request_is_the_same_run(engine: Engine) {
    let place = Place::on(engine).await;
    let asked = asked(place.ours, 10);
    let begin = |asked: NewLabelRun| {
        let place = &place;
        async move {
            let begun = place
                .office
                .begin_label_run(&place.owner, Some("k1"), &asked);
            begun.await
        }
    };
    let runs = join_all((0..6).map(|_| begin(asked.clone()))).await;
    let runs: Vec<_> = runs.into_iter().map(Result::unwrap).collect();
    assert!(
        runs.iter()
            .all(|run| run.id == runs[0].id && run.first == 1)
    );
    let other = NewLabelRun {
        count: 11,
        ..asked.clone()
    };
    assert_eq!(
        begin(other).await.unwrap_err().code(),
        "idempotency_key_reused"
    );
    // Somebody else's key of the same text is another.
    let theirs = place
        .office
        .begin_label_run(&place.secretary, Some("k1"), &asked);
    assert_eq!(theirs.await.unwrap().first, 11);
    let bad = place
        .office
        .begin_label_run(&place.owner, Some("k ế"), &asked)
        .await;
    assert_eq!(bad.unwrap_err().code(), "not_an_idempotency_key");
}

async fn a_serial_finds_its_run_and_key(engine: Engine) {
    let place = Place::on(engine).await;
    let (first, second) = (place.begin(10).await, place.begin(5).await);
    let texts: Vec<_> = place.office.run_texts(&second).await.unwrap().collect();
    let register = place.office.register();
    for text in &texts {
        let run = register
            .serial_run(place.ours, text.count)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(run.id, second.id);
        assert!(run.key.made(place.ours, text.serial));
        assert!(!run.key.made(place.theirs, text.serial));
        let digits = text.serial.to_string();
        let read = Serial::read(&digits).unwrap();
        assert_eq!(read, text.serial);
        assert_eq!(text.serial.digits().as_slice(), digits.as_bytes());
        assert_eq!(text.serial.printed().replace('-', ""), digits);
    }
    let of = async |count| {
        let found = register.serial_run(place.ours, count).await.unwrap();
        found.map(|run| run.id)
    };
    assert_eq!(of(10).await, Some(first.id));
    assert_eq!(of(11).await, Some(second.id));
    assert_eq!((of(0).await, of(16).await), (None, None));
    assert_eq!(of(u64::MAX).await, None);
    assert!(
        register
            .serial_run(place.theirs, 1)
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_run_that_was_lost_has_its_serials_again_when_it_is_recorded_again(engine: Engine) {
    let place = Place::on(engine).await;
    place.begin(10).await;
    let mut lost = Vec::new();
    for count in [3, 4] {
        let run = place.begin(count).await;
        lost.extend(place.office.run_texts(&run).await.unwrap());
    }
    // As after a restore of a backup that has the first run and the key.
    let later = "delete from label_runs where first > 1";
    place.office.book.raw(later).await;
    // As one run, of however many.
    let again = place.begin(7).await;
    let texts = place.office.run_texts(&again).await.unwrap();
    assert!(texts.eq(lost));
}

async fn everything_that_is_wrong_with_a_run_is_said_at_once(engine: Engine) {
    let place = Place::on(engine).await;
    let wrong = NewLabelRun {
        kind: CodeKind::Short,
        count: 10_000_000,
        lot: "L".repeat(61),
        printer: "in\u{202e}ấn".to_owned(),
        ..asked(place.ours, 1)
    };
    let refused = place
        .office
        .begin_label_run(&place.owner, None, &wrong)
        .await;
    let Err(Error::Refused(refusals)) = refused else {
        panic!("{refused:?}")
    };
    let mut codes: Vec<_> = refusals.iter().map(|refusal| refusal.code).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "run_too_large",
            "short_has_no_serial",
            "text_refused",
            "too_long"
        ]
    );
    let large = refusals
        .iter()
        .find(|one| one.code == "run_too_large")
        .unwrap();
    assert!(large.message.en.contains("10 runs"), "{}", large.message.en);
    for count in [0, -1, i64::MIN] {
        let none = place
            .office
            .begin_label_run(&place.owner, None, &asked(place.ours, count))
            .await;
        assert!(matches!(
            none,
            Err(Error::Refused(refusals)) if refusals[0].code == "count_too_small"
        ));
    }
    let most = NewLabelRun {
        lot: "ễ".repeat(60),
        printer: " Nhà in Đỉnh Mây ".to_owned(),
        ..asked(place.ours, 1_000_000)
    };
    let run = place
        .office
        .begin_label_run(&place.owner, None, &most)
        .await
        .unwrap();
    assert_eq!(
        (run.last, run.printer.as_deref()),
        (1_000_000, Some("Nhà in Đỉnh Mây"))
    );
    // Of what is not in force none are printed.
    let what = format!(
        "update certificates set status = 2 where certificate_index = {}",
        place.ours.index
    );
    place.office.book.raw(&what).await;
    let refused = place
        .office
        .begin_label_run(&place.owner, None, &asked(place.ours, 1))
        .await;
    assert_eq!(refused.unwrap_err().code(), "not_in_force");
    let print = place.office.label_run_to_print(&place.owner, run.id).await;
    assert_eq!(print.unwrap_err().code(), "not_in_force");
}

async fn whose_runs_somebody_sees(engine: Engine) {
    let place = Place::on(engine).await;
    let office = &place.office;
    let ours = place.begin(1).await;
    let theirs = asked(place.theirs, 1);
    let theirs = office.begin_label_run(&place.secretary, None, &theirs);
    let theirs = theirs.await.unwrap();
    let seen = async |access: &Access, number| {
        let mut query = LabelRunQuery {
            number,
            limit: 1,
            after: None,
        };
        let mut ids = Vec::new();
        loop {
            let page = office.label_runs(access, &query).await.unwrap();
            ids.extend(page.runs.iter().map(|run| run.id));
            match page.next {
                Some(next) => query.after = Some(next),
                None => return ids,
            }
        }
    };
    assert_eq!(seen(&place.owner, None).await, [ours.id]);
    assert_eq!(seen(&place.secretary, None).await, [theirs.id, ours.id]);
    assert_eq!(
        seen(&Access::of_program(), None).await,
        [theirs.id, ours.id]
    );
    assert_eq!(
        seen(&place.secretary, Some(place.theirs)).await,
        [theirs.id]
    );
    assert_eq!(seen(&place.owner, Some(place.theirs)).await, [0; 0]);
    let grant = Grant::of_council(Role::Secretary, "TW".parse().unwrap());
    let stranger = Access::of_account(office.account(&[grant]).await, vec![grant], None);
    assert_eq!(seen(&stranger, None).await, [0; 0]);
    let grant = Grant::of_council(Role::Scorer, "CB".parse().unwrap());
    let scorer = Access::of_account(office.account(&[grant]).await, vec![grant], None);
    for access in [&stranger, &scorer] {
        let one = office.label_run(access, ours.id).await;
        assert_eq!(one.unwrap_err().code(), "no_such_label_run");
        let begun = office
            .begin_label_run(access, None, &asked(place.ours, 1))
            .await;
        assert_eq!(begun.unwrap_err().code(), "no_such_number");
    }
    let begun = office
        .begin_label_run(&place.owner, None, &asked(place.theirs, 1))
        .await;
    assert_eq!(begun.unwrap_err().code(), "no_such_number");
}

async fn the_key_of_a_year_is_made_once_and_told_nowhere(engine: Engine) {
    let place = Place::on(engine).await;
    let (first, second) = (place.begin(3).await, place.begin(3).await);
    let keys = place.office.book.texts("select key from serial_keys").await;
    assert_eq!(keys.len(), 1);
    let told = place.office.book.texts("select body from trail").await;
    let acts = place.office.book.texts("select act from trail").await;
    assert_eq!(
        acts.iter().filter(|act| *act == "label_run_made").count(),
        2
    );
    let events = place.office.book.texts("select body from events").await;
    let runs = serde_json::to_string(&[&first, &second]).unwrap();
    let texts = place.office.run_texts(&first).await.unwrap();
    let all = [told.concat(), events.concat(), runs, format!("{texts:?}")].concat();
    assert!(!all.contains(&keys[0]));
    // In the next year another is made, and the old one still knows its own.
    let later = place
        .office
        .again(crate::support::at("2026-12-31T17:00:00Z"))
        .await;
    let third = later
        .begin_label_run(&place.owner, None, &asked(place.ours, 1))
        .await
        .unwrap();
    let years = place
        .office
        .book
        .texts("select cast(year as text) from serial_keys order by year")
        .await;
    assert_eq!(years, ["2026", "2027"]);
    let run = later
        .register()
        .serial_run(place.ours, third.first)
        .await
        .unwrap()
        .unwrap();
    let serial = later
        .run_texts(&third)
        .await
        .unwrap()
        .next()
        .unwrap()
        .serial;
    assert!(run.key.made(place.ours, serial));
    let old = later
        .register()
        .serial_run(place.ours, 1)
        .await
        .unwrap()
        .unwrap();
    assert!(!old.key.made(place.ours, serial));
}

async fn a_certificate_has_only_so_many_serials(engine: Engine) {
    let place = Place::on(engine).await;
    place.begin(1).await;
    place
        .office
        .book
        .raw("update label_runs set first = 9999999990, count = 5")
        .await;
    let refused = place
        .office
        .begin_label_run(&place.owner, None, &asked(place.ours, 6))
        .await;
    let Err(Error::Refused(refusals)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refusals[0].code, "too_few_left");
    assert!(
        refusals[0].message.en.contains("has 5 serials left"),
        "{}",
        refusals[0].message.en
    );
    let last = place.begin(5).await;
    assert_eq!(last.last, 9_999_999_999);
}
