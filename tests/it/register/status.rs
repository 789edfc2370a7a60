//! Status changes and signed lists on both engines.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use ocop::register::{Error, Register, StatusChange, StatusListRecord};
use ocop::scheme::ground::Ground;
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::status::Status;

use super::{add_certificates, add_council, add_decision, certificate, code};
use crate::support::{Book, Engine, day, now, on_both_engines};

on_both_engines!(
    a_change_is_one_event_and_one_row,
    of_many_changes_all_are_kept_or_none,
    a_list_is_put_only_in_the_place_of_the_one_that_was_seen,
    a_list_is_put_only_if_it_says_what_was_decided_by_its_instant,
    no_list_holds_a_change_of_a_later_instant_wherever_it_stands_in_the_book,
);

fn number(index: u32) -> CertificateNumber {
    let council = code("CB");
    CertificateNumber { council, index }
}

fn change(index: u32, from: Status, to: Status) -> StatusChange {
    StatusChange {
        number: number(index),
        from,
        to,
        ground: (to == Status::Revoked).then_some(Ground::Records),
        decision: Some(("900/QĐ-UBND".to_owned(), day("2026-08-09"))),
        replaced_by: None,
    }
}

async fn make(register: &Register, changes: Vec<StatusChange>) -> Result<(), Error> {
    make_at(register, changes, now()).await
}

async fn make_at(
    register: &Register,
    changes: Vec<StatusChange>,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    register
        .enter(move |entry| {
            async move {
                for change in &changes {
                    entry.change_status(change, at).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await
}

async fn register(book: &Book) -> Register {
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let decision = add_decision(&register, "CB", "1/QĐ").await.unwrap();
    let batch = (0..3).map(|index| certificate("CB", index)).collect();
    add_certificates(&register, decision, batch).await.unwrap();
    register
}

async fn status(register: &Register, index: u32) -> Status {
    register
        .standing(number(index))
        .await
        .unwrap()
        .unwrap()
        .status
}

async fn a_change_is_one_event_and_one_row(engine: Engine) {
    let book = Book::on(engine).await;
    let register = register(&book).await;
    let size = register.size().await.unwrap();
    let revoked = change(1, Status::Valid, Status::Revoked);
    make(&register, vec![revoked]).await.unwrap();
    assert_eq!(register.size().await.unwrap(), size + 1);
    assert_eq!(status(&register, 1).await, Status::Revoked);
    let mut superseded = change(0, Status::Valid, Status::Superseded);
    (superseded.decision, superseded.replaced_by) = (None, Some(number(2)));
    make(&register, vec![superseded]).await.unwrap();
    let since = register.status_changes_since(size).await.unwrap();
    let read: Vec<_> = since
        .iter()
        .map(|said| (said.number.index, said.status))
        .collect();
    assert_eq!(read, [(1, Status::Revoked), (0, Status::Superseded)]);
    assert_eq!(since[0].ground, Some(Ground::Records));
    assert_eq!(
        since[0].decision,
        Some(("900/QĐ-UBND".to_owned(), day("2026-08-09")))
    );
    assert_eq!(
        (since[1].replaced_by, since[1].changed_at),
        (Some(number(2)), now())
    );
    let last = register.last_status_change(number(1)).await.unwrap();
    assert_eq!(last.as_ref(), since.first());
    let found = register.decisions_numbered("1/QĐ").await.unwrap();
    assert_eq!(register.standings_of(&found[0]).await.unwrap().len(), 3);
}

async fn of_many_changes_all_are_kept_or_none(engine: Engine) {
    let book = Book::on(engine).await;
    let register = register(&book).await;
    let size = register.size().await.unwrap();
    // The second begins with a status that the certificate has not; the other replacement
    // would be by one that is no longer in force.
    let mut dead = change(2, Status::Valid, Status::Superseded);
    dead.replaced_by = Some(number(0));
    for second in [change(1, Status::Suspended, Status::Valid), dead] {
        let refused = make(
            &register,
            vec![change(0, Status::Valid, Status::Revoked), second],
        )
        .await;
        assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
        assert_eq!(status(&register, 0).await, Status::Valid);
        assert_eq!(register.size().await.unwrap(), size);
        assert!(register.status_changes_since(0).await.unwrap().is_empty());
    }
}

async fn a_list_is_put_only_in_the_place_of_the_one_that_was_seen(engine: Engine) {
    let book = Book::on(engine).await;
    let register = register(&book).await;
    add_council(&register, "TW").await.unwrap();
    let put = async |council: &str, jwt: &str, replaces: i64| {
        let list = StatusListRecord {
            council: code(council),
            serial: 0,
            signed_at: now(),
            cwt: jwt.as_bytes().to_vec(),
            jwt: jwt.to_owned(),
        };
        let entered = register.enter(move |entry| {
            async move { entry.put_status_list(&list, replaces, i64::MAX).await }.boxed()
        });
        entered.await.unwrap()
    };
    assert!(put("CB", "one", 0).await);
    assert!(put("TW", "two", 0).await);
    assert!(!put("CB", "late", 0).await);
    assert!(put("CB", "three", 1).await);
    let since = register.status_lists_since(0).await.unwrap();
    let read: Vec<_> = since
        .iter()
        .map(|list| (list.serial, list.jwt.as_str()))
        .collect();
    assert_eq!(read, [(2, "two"), (3, "three")]);
    assert_eq!(since[1].cwt, b"three");
    assert_eq!(register.status_lists_since(2).await.unwrap().len(), 1);
    assert!(register.status_lists_since(3).await.unwrap().is_empty());
}

async fn a_list_is_put_only_if_it_says_what_was_decided_by_its_instant(engine: Engine) {
    let book = Book::on(engine).await;
    let register = register(&book).await;
    let before = register.size().await.unwrap();
    make(&register, vec![change(1, Status::Valid, Status::Revoked)])
        .await
        .unwrap();
    let after = register.size().await.unwrap();
    let put = async |seconds: i64, known_to: i64, council: &str| {
        let list = StatusListRecord {
            council: code(council),
            serial: 0,
            signed_at: now() + TimeDelta::seconds(seconds),
            cwt: Vec::new(),
            jwt: String::new(),
        };
        let entered = register.enter(move |entry| {
            async move { entry.put_status_list(&list, 0, known_to).await }.boxed()
        });
        entered.await.unwrap()
    };
    add_council(&register, "TW").await.unwrap();
    add_council(&register, "HN").await.unwrap();
    // The change is of an earlier second than the list, which does not know it.
    assert!(!put(1, before, "CB").await);
    // It knows what is of a later second.
    assert!(!put(-1, after, "CB").await);
    assert!(put(1, after, "CB").await);
    // In the very second it may be known or not; and another council's need not be.
    assert!(put(0, before, "TW").await);
    assert!(put(1, before, "HN").await);
}

async fn no_list_holds_a_change_of_a_later_instant_wherever_it_stands_in_the_book(engine: Engine) {
    let book = Book::on(engine).await;
    let register = register(&book).await;
    add_council(&register, "TW").await.unwrap();
    // The clock of one replica is ahead: what it recorded first has the later instant.
    for (index, seconds) in [(1, 5), (0, 3)] {
        let revoked = vec![change(index, Status::Valid, Status::Revoked)];
        let at = now() + TimeDelta::seconds(seconds);
        make_at(&register, revoked, at).await.unwrap();
    }
    let known_to = register.size().await.unwrap();
    let put = async |seconds: i64, council: &str| {
        let list = StatusListRecord {
            council: code(council),
            serial: 0,
            signed_at: now() + TimeDelta::seconds(seconds),
            cwt: Vec::new(),
            jwt: String::new(),
        };
        let entered = register.enter(move |entry| {
            async move { entry.put_status_list(&list, 0, known_to).await }.boxed()
        });
        entered.await.unwrap()
    };
    assert!(!put(4, "CB").await);
    // Another council's list holds neither.
    assert!(put(2, "TW").await);
    assert!(put(5, "CB").await);
}
