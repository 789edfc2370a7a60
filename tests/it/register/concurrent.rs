//! Many at once: positions without gaps, indices without repetition, failures without traces.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::collections::HashSet;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use ocop::register::{Error, Filter};

use super::{add_certificates, add_council, add_decision, certificate, code};
use crate::support::{Book, Engine, now, on_both_engines};

on_both_engines!(
    fifty_entries_at_once_have_dense_positions,
    an_act_that_fails_leaves_no_trace_while_its_neighbours_stay,
    an_entry_is_made_although_its_caller_is_gone,
    no_index_is_reserved_twice,
    a_batch_with_one_line_that_exists_is_refused_whole,
    two_openings_of_one_register_write_side_by_side,
    an_act_that_panics_ends_alone,
);

const POSITIONS: &str = "select cast(position as text) from events order by events.position";

async fn fifty_entries_at_once_have_dense_positions(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    let entries = (0..50).map(|number| {
        register.enter(move |entry| {
            async move {
                let body = serde_json::json!({ "number": number });
                entry
                    .record(now(), "tested", format!("s{number}"), body)
                    .await
            }
            .boxed()
        })
    });
    let given: HashSet<i64> = join_all(entries)
        .await
        .into_iter()
        .map(|position| position.unwrap())
        .collect();
    assert_eq!(given, (0..50).collect());
    assert_eq!(register.size().await.unwrap(), 50);
    let kept = book.texts(POSITIONS).await;
    let dense: Vec<String> = (0..50).map(|position: u32| position.to_string()).collect();
    assert_eq!(kept, dense);
}

async fn an_act_that_fails_leaves_no_trace_while_its_neighbours_stay(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    let entries = (0..40).map(|number: i64| {
        register.enter(move |entry| {
            async move {
                let body = serde_json::Value::Null;
                let position = entry
                    .record(now(), "tested", number.to_string(), body)
                    .await?;
                if number % 3 == 0 {
                    return Err(Error::Missing("what it wanted".to_owned()));
                }
                Ok(position)
            }
            .boxed()
        })
    });
    let outcomes = join_all(entries).await;
    for (number, outcome) in outcomes.iter().enumerate() {
        assert_eq!(outcome.is_err(), number % 3 == 0, "{number}: {outcome:?}");
    }
    let subjects = book.texts("select subject from events").await;
    let subjects: HashSet<i64> = subjects.iter().map(|text| text.parse().unwrap()).collect();
    assert_eq!(subjects, (0..40).filter(|number| number % 3 != 0).collect());
    let kept = book.texts(POSITIONS).await;
    let dense: Vec<String> = (0..26).map(|position: u32| position.to_string()).collect();
    assert_eq!(kept, dense, "a failure leaves no gap either");
}

async fn an_entry_is_made_although_its_caller_is_gone(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    let (started, begun) = tokio::sync::oneshot::channel();
    let entering = {
        let register = register.clone();
        tokio::spawn(async move {
            let entry = register.enter(move |entry| {
                async move {
                    started.send(()).unwrap();
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    let body = serde_json::Value::Null;
                    entry.record(now(), "tested", "kept".to_owned(), body).await
                }
                .boxed()
            });
            entry.await.unwrap();
        })
    };
    begun.await.unwrap();
    entering.abort();
    assert!(entering.await.unwrap_err().is_cancelled());
    for _ in 0..100 {
        if register.size().await.unwrap() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(book.texts("select subject from events").await, ["kept"]);
}

async fn no_index_is_reserved_twice(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let reserve = |count: usize| {
        register.enter(move |entry| {
            async move { entry.reserve_indices(code("CB"), count).await }.boxed()
        })
    };
    let reservations =
        join_all((1..=30).map(|count| reserve(count).map(move |r| (r, count)))).await;
    let mut taken = HashSet::new();
    for (first, count) in reservations {
        let first = first.unwrap();
        for index in first..first + count as u64 {
            assert!(taken.insert(index), "{index} was given twice");
        }
    }
    let reserved = (1..=30).sum::<u64>();
    assert_eq!(taken.len() as u64, reserved);
    assert_eq!(register.councils().await.unwrap()[0].next_index, reserved);
    let unknown = register
        .enter(|entry| async move { entry.reserve_indices(code("XX"), 1).await }.boxed())
        .await;
    assert!(matches!(unknown, Err(Error::Missing(_))), "{unknown:?}");
}

async fn a_batch_with_one_line_that_exists_is_refused_whole(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let decision = add_decision(&register, "CB", "1/QĐ").await.unwrap();
    let batch = |indices: &[u32]| indices.iter().map(|&i| certificate("CB", i)).collect();
    add_certificates(&register, decision, batch(&[0, 1]))
        .await
        .unwrap();
    let size = register.size().await.unwrap();
    let same_number = add_certificates(&register, decision, batch(&[2, 1])).await;
    assert!(
        matches!(same_number, Err(Error::Exists(_))),
        "{same_number:?}"
    );
    let mut line = certificate("CB", 7);
    line.product = certificate("CB", 0).product;
    let same_line = add_certificates(&register, decision, vec![certificate("CB", 3), line]).await;
    assert!(matches!(same_line, Err(Error::Exists(_))), "{same_line:?}");
    assert_eq!(register.size().await.unwrap(), size);
    let all = Filter {
        limit: 9,
        ..Filter::default()
    };
    assert_eq!(register.certificates(&all).await.unwrap().len(), 2);
}

async fn two_openings_of_one_register_write_side_by_side(engine: Engine) {
    let book = Book::on(engine).await;
    let registers = [book.open().await, book.open().await];
    add_council(&registers[0], "CB").await.unwrap();
    let entries = (0..40).map(|number: usize| {
        registers[number % 2]
            .enter(move |entry| async move { entry.reserve_indices(code("CB"), 1).await }.boxed())
    });
    let indices: HashSet<u64> = join_all(entries)
        .await
        .into_iter()
        .map(|index| index.unwrap())
        .collect();
    assert_eq!(indices, (0..40).collect());
    for register in &registers {
        assert_eq!(register.councils().await.unwrap()[0].next_index, 40);
    }
}

async fn an_act_that_panics_ends_alone(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    let panics = register.enter(|entry| {
        async move {
            let body = serde_json::Value::Null;
            entry
                .record(now(), "tested", "lost".to_owned(), body)
                .await?;
            if entry.reserve_indices(code("XX"), 1).await.is_err() {
                panic!("a defect in an act");
            }
            Ok(())
        }
        .boxed()
    });
    assert!(matches!(panics.await, Err(Error::Closed)));
    add_council(&register, "CB").await.unwrap();
    let kinds = book.texts("select kind from events").await;
    assert_eq!(kinds, ["council_added"]);
}
