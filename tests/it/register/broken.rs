//! Rows that somebody else wrote: each is named, none is guessed at.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::register::{Error, Filter, Register};

use super::{add_certificates, add_council, add_decision, certificate};
use crate::support::{Book, Engine, Office, on_both_engines};

on_both_engines!(
    garbage_in_a_column_is_named_with_table_row_and_column,
    a_decision_on_no_day_is_named,
    a_programme_without_its_root_key_is_named,
);

#[track_caller]
fn named<T: std::fmt::Debug>(read: Result<T, Error>, expected: (&str, &str, &str)) {
    match read {
        Err(Error::Inconsistent { table, key, column }) => {
            assert_eq!((table, key.as_str(), column), expected);
        }
        other => panic!("{expected:?} was not named: {other:?}"),
    }
}

/// Puts garbage into a column, reads, and puts back what stood there.
async fn spoiled(book: &Book, table: &str, column: &str, garbage: &str) -> String {
    let kept = book
        .texts(&format!(
            "select cast({column} as text) from {table} limit 1"
        ))
        .await;
    book.raw(&format!("update {table} set {column} = {garbage}"))
        .await;
    let number = kept[0].parse::<i64>().is_ok();
    let text = kept[0].replace('\'', "''");
    if number { text } else { format!("'{text}'") }
}

async fn all(register: &Register) -> Result<usize, Error> {
    let filter = Filter {
        limit: 10,
        ..Filter::default()
    };
    Ok(register.certificates(&filter).await?.len())
}

async fn garbage_in_a_column_is_named_with_table_row_and_column(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let decision = add_decision(&register, "CB", "1/QĐ").await.unwrap();
    add_certificates(&register, decision, vec![certificate("CB", 4)])
        .await
        .unwrap();
    for (column, garbage) in [
        ("stars", "6"),
        ("stars", "-1"),
        ("issued_on", "'2026-02-30'"),
        ("valid_through", "'tomorrow'"),
        ("token", "'not base64!'"),
        ("set_no", "-3"),
    ] {
        let kept = spoiled(&book, "certificates", column, garbage).await;
        named(all(&register).await, ("certificates", "CB 4", column));
        book.raw(&format!("update certificates set {column} = {kept}"))
            .await;
    }
    let kept = spoiled(&book, "certificates", "status", "9").await;
    let read = register.not_valid().await;
    named(read, ("certificates", "CB 4", "status"));
    book.raw(&format!("update certificates set status = {kept}"))
        .await;
    let kept = spoiled(&book, "certificates", "token", "'='").await;
    let sealed = register.sealed_since(0).await;
    named(sealed, ("certificates", "CB 4", "token"));
    book.raw(&format!("update certificates set token = {kept}"))
        .await;
    for (table, column, garbage) in [
        ("councils", "level", "'galaxy'"),
        ("mandates", "stars", "'3 4 9'"),
        ("mandates", "from_on", "''"),
        ("mandates", "until_on", "'never'"),
        ("mandates", "months", "-36"),
    ] {
        // One mandate, so that there is one value to put back.
        if table == "mandates" {
            book.raw("delete from mandates where from_on > '2019-12-31'")
                .await;
        }
        let kept = spoiled(&book, table, column, garbage).await;
        named(register.councils().await, (table, "CB", column));
        book.raw(&format!("update {table} set {column} = {kept}"))
            .await;
    }
    assert_eq!(all(&register).await.unwrap(), 1);
    assert_eq!(register.councils().await.unwrap().len(), 1);
}

async fn a_decision_on_no_day_is_named(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let id = add_decision(&register, "CB", "1/QĐ").await.unwrap();
    book.raw("update decisions set decided_on = 'soon'").await;
    let read = register.decisions_since(0).await;
    named(read, ("decisions", &id.to_string(), "decided_on"));
}

async fn a_programme_without_its_root_key_is_named(engine: Engine) {
    let office = Office::on(engine).await;
    let register = office.register();
    let kid = register.keys().await.unwrap()[0].key.kid.to_string();
    for (column, garbage) in [
        ("seals_from", "'x'"),
        ("state", "'sleepy'"),
        ("alg", "'RSA'"),
        ("public_key", "'AAAA'"),
    ] {
        let kept = office
            .book
            .texts(&format!(
                "select {column} from keys order by position limit 1"
            ))
            .await
            .remove(0);
        let only = format!("where kid = '{kid}'");
        let set = |value: &str| format!("update keys set {column} = {value} {only}");
        office.book.raw(&set(garbage)).await;
        named(register.keys().await, ("keys", &kid, column));
        office.book.raw(&set(&format!("'{kept}'"))).await;
    }
    office
        .book
        .raw("update programme set root_key = 'AAAA'")
        .await;
    named(register.programme().await, ("programme", "1", "root_key"));
}
