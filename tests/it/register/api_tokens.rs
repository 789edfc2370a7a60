//! API tokens in the book: found by their hash alone, revoked once, and no part of the log.

use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use ocop::register::{Error, NewApiToken, Register};

use super::{add_council, code};
use crate::support::{Book, Engine, at, day, now, on_both_engines};

fn token(first: u8) -> NewApiToken {
    NewApiToken {
        name: "Phần mềm của Sở".to_owned(),
        hash: [first; 32],
        scopes: vec!["life", "keys"],
        council: Some(code("CB")),
        account: None,
        created_at: now(),
        expires_on: day("2027-08-10"),
    }
}

async fn add(register: &Register, token: NewApiToken) -> Result<i64, Error> {
    register
        .enter(move |entry| async move { entry.add_api_token(&token).await }.boxed())
        .await
}

async fn revoke(register: &Register, id: i64, at: DateTime<Utc>) -> Result<(), Error> {
    register
        .enter(move |entry| async move { entry.revoke_api_token(id, at).await }.boxed())
        .await
}

async fn a_token_is_found_by_its_hash_and_by_nothing_else(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    assert_eq!(add(&register, token(1)).await.unwrap(), 1);
    assert_eq!(add(&register, token(2)).await.unwrap(), 2);
    let again = add(&register, token(2)).await;
    assert!(matches!(again, Err(Error::Exists(_))), "{again:?}");
    let found = register.api_token_of(&[2; 32]).await.unwrap().unwrap();
    assert_eq!((found.id, found.council), (2, Some(code("CB"))));
    assert_eq!(found.scopes, ["life", "keys"]);
    assert_eq!(
        (found.created_at, found.expires_on),
        (now(), day("2027-08-10"))
    );
    assert_eq!((found.revoked_at, found.last_used_on), (None, None));
    assert!(register.api_token_of(&[3; 32]).await.unwrap().is_none());
    let mut foreign = token(4);
    foreign.council = Some(code("XX"));
    assert!(add(&register, foreign).await.is_err());
}

async fn a_revoked_token_keeps_the_instant_of_the_first_time(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let id = add(&register, token(1)).await.unwrap();
    revoke(&register, id, now()).await.unwrap();
    revoke(&register, id, at("2026-09-01T00:00:00Z"))
        .await
        .unwrap();
    let all = register.api_tokens().await.unwrap();
    assert_eq!(all[0].revoked_at, Some(now()));
    let missing = revoke(&register, 9, now()).await;
    assert!(matches!(missing, Err(Error::Missing(_))), "{missing:?}");
}

async fn tokens_leave_no_event(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let size = register.size().await.unwrap();
    let id = add(&register, token(1)).await.unwrap();
    let used = register.enter(move |entry| {
        async move { entry.note_use_of_api_token(id, day("2026-08-11")).await }.boxed()
    });
    used.await.unwrap();
    revoke(&register, id, now()).await.unwrap();
    let all = register.api_tokens().await.unwrap();
    assert_eq!(all[0].last_used_on, Some(day("2026-08-11")));
    assert_eq!(register.size().await.unwrap(), size);
}

on_both_engines!(
    a_token_is_found_by_its_hash_and_by_nothing_else,
    a_revoked_token_keeps_the_instant_of_the_first_time,
    tokens_leave_no_event,
);
