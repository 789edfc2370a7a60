//! Word of what another service wrote.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Book, Engine, now};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_service_writes_the_others_look_at_at_once() {
    let book = Book::on(Engine::Postgres).await;
    let (one, two) = (book.open().await, book.open().await);
    let mut changes = two.changes();
    // It begins to listen, and looks once.
    changes.next().await;
    for round in 0..5 {
        let begun = Instant::now();
        let entering = one.enter(move |entry| {
            let subject = format!("round {round}");
            Box::pin(async move { entry.record(now(), "test", subject, json!({})).await })
        });
        let (made, ()) = tokio::join!(entering, changes.next());
        made.unwrap();
        assert_eq!(two.size().await.unwrap(), round + 1);
        // Without word it would take five seconds.
        assert!(begun.elapsed() < Duration::from_secs(2));
    }
    // What is taken back is no word.
    let begun = Instant::now();
    let failing = one.enter(|entry| {
        Box::pin(async move {
            entry
                .record(now(), "test", "taken back".to_owned(), json!({}))
                .await?;
            Err::<(), _>(ocop::register::Error::Missing("anything".to_owned()))
        })
    });
    let (failed, ()) = tokio::join!(failing, changes.next());
    assert!(failed.is_err());
    assert!(begun.elapsed() > Duration::from_secs(4));
}
