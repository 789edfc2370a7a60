//! What the office does with passkeys, and refuses, on both engines.

use std::sync::{Arc, LazyLock};

use chrono::TimeDelta;
use ocop::office::{
    self, Access, Entered, Error, Grant, PasskeyChallenge, Role, Secret, SignIn, TrailFilter,
};
use serde_json::json;

use super::authenticator::Authenticator;
use crate::support::{Engine, HOST, Office, now, on_both_engines};

static PAGE: LazyLock<String> = LazyLock::new(|| format!("https://{HOST}"));

fn chair() -> Grant {
    Grant::of_council(Role::Chair, "CB".parse().unwrap())
}

/// Somebody who has just shown a second factor.
async fn fresh(office: &Office, grant: Grant) -> Access {
    let account = office.account(&[grant]).await;
    Access::of_account(account, vec![grant], Some(now()))
}

/// Somebody with a passkey.
async fn with_passkey(office: &Office, number: u8) -> (Access, Authenticator) {
    let access = fresh(office, chair()).await;
    let mut authenticator = Authenticator::new(number);
    add(office, &access, &mut authenticator).await.unwrap();
    (access, authenticator)
}

async fn add(
    office: &Office,
    access: &Access,
    authenticator: &mut Authenticator,
) -> Result<(), Error> {
    let asked = office.begin_adding_passkey(access, &PAGE).await?;
    let answer = authenticator.make(&asked.options);
    let ceremony = asked.ceremony.show();
    let adding = office.add_passkey(access, &PAGE, "Điện thoại", ceremony, answer);
    adding.await.map(drop)
}

async fn ask(office: &office::Office) -> PasskeyChallenge {
    office.begin_passkey_sign_in(&PAGE).await.unwrap()
}

async fn sign_in(
    office: &office::Office,
    authenticator: &mut Authenticator,
) -> Result<Entered, Error> {
    let asked = ask(office).await;
    let answer = authenticator.show(&asked.options);
    let signing = office.sign_in_with_passkey(&PAGE, asked.ceremony.show(), answer);
    signing.await
}

fn code<T: std::fmt::Debug>(done: Result<T, Error>) -> &'static str {
    done.unwrap_err().code()
}

async fn acts(office: &Office, account: i64) -> Vec<(String, serde_json::Value)> {
    let filter = TrailFilter {
        subject: Some(format!("account {account}")),
        limit: 20,
        ..TrailFilter::default()
    };
    let lines = office.trail(&filter).await.unwrap();
    let mut acts: Vec<_> = lines
        .into_iter()
        .map(|line| (line.act, line.body))
        .collect();
    acts.reverse();
    acts
}

on_both_engines!(
    a_passkey_alone_lets_its_person_in,
    any_replica_takes_the_second_request_and_only_once,
    a_passkey_of_somebody_else_confirms_nothing,
    a_counter_that_goes_back_is_a_copy
);

async fn a_passkey_alone_lets_its_person_in(engine: Engine) {
    let office = Office::on(engine).await;
    let (access, mut authenticator) = with_passkey(&office, 1).await;
    let account = access.account().unwrap();
    let entered = sign_in(&office, &mut authenticator).await.unwrap();
    let expected = Entered {
        account,
        way: "passkey",
        with_factor: true,
    };
    assert_eq!(entered, expected);
    let secret = Secret::fresh().unwrap();
    office.sign_in_as(entered, &secret, None).await.unwrap();
    let admitted = office.admit_session(secret.show()).await.unwrap().unwrap();
    assert!(admitted.is_fresh(now()), "it is a second factor too");
    let kept = office.own_passkeys(&access).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (kept[0].name.as_str(), kept[0].used_at),
        ("Điện thoại", Some(now()))
    );
    assert_eq!(
        acts(&office, account).await,
        [
            ("passkey_added".to_owned(), json!({ "name": "Điện thoại" })),
            ("signed_in".to_owned(), json!({ "by": "passkey" })),
        ]
    );
}

async fn any_replica_takes_the_second_request_and_only_once(engine: Engine) {
    let office = Office::on(engine).await;
    let (_, mut authenticator) = with_passkey(&office, 1).await;
    let replica = office.again(now()).await;
    let asked = ask(&office).await;
    let answer = authenticator.show(&asked.options);
    let end = async |office: &Arc<office::Office>| {
        let (ceremony, answer) = (asked.ceremony.show(), answer.clone());
        office.sign_in_with_passkey(&PAGE, ceremony, answer).await
    };
    assert!(end(&replica).await.is_ok());
    for office in [&office.office, &replica] {
        assert_eq!(code(end(office).await), "passkey_over");
    }
    // Five minutes later it would be too late.
    let asked = ask(&office).await;
    let answer = authenticator.show(&asked.options);
    let late = office.again(now() + TimeDelta::minutes(5)).await;
    let ending = late.sign_in_with_passkey(&PAGE, asked.ceremony.show(), answer);
    assert_eq!(code(ending.await), "passkey_over");
}

async fn a_passkey_of_somebody_else_confirms_nothing(engine: Engine) {
    let office = Office::on(engine).await;
    let (access, mut own) = with_passkey(&office, 1).await;
    let (other, mut others) = with_passkey(&office, 2).await;
    let person = office.signed_in(access.account().unwrap()).await;
    let (_, session) = person.cookie.split_once('=').unwrap();
    let freshen = async |asked: PasskeyChallenge, access: &Access, answer| {
        let ceremony = asked.ceremony.show();
        let freshening = office.freshen_with_passkey(access, &PAGE, session, ceremony, answer);
        freshening.await
    };
    let ask = async |access: &Access| {
        let asking = office.begin_passkey_factor(access, &PAGE);
        asking.await.unwrap()
    };
    let asked = ask(&access).await;
    let answer = others.show(&asked.options);
    assert_eq!(
        code(freshen(asked, &access, answer).await),
        "passkey_unknown"
    );
    let asked = ask(&other).await;
    let answer = others.show(&asked.options);
    assert_eq!(code(freshen(asked, &access, answer).await), "passkey_over");
    let asked = ask(&access).await;
    let answer = own.show(&asked.options);
    freshen(asked, &access, answer).await.unwrap();
    // Nor is it theirs to remove, nor to be added by another.
    let removing = office.remove_passkey(&access, &others.credential);
    assert_eq!(code(removing.await), "no_such_passkey");
    let adding = add(&office, &access, &mut others).await;
    assert_eq!(code(adding), "passkey_exists");
}

async fn a_counter_that_goes_back_is_a_copy(engine: Engine) {
    let office = Office::on(engine).await;
    let (_, mut authenticator) = with_passkey(&office, 1).await;
    let mut copy = authenticator.clone();
    sign_in(&office, &mut authenticator).await.unwrap();
    sign_in(&office, &mut authenticator).await.unwrap();
    assert_eq!(code(sign_in(&office, &mut copy).await), "passkey_copied");
    assert_eq!(code(sign_in(&office, &mut copy).await), "passkey_copied");
    assert!(
        sign_in(&office, &mut copy).await.is_ok(),
        "it counted further"
    );
    assert_eq!(
        code(sign_in(&office, &mut authenticator).await),
        "passkey_copied"
    );
}

#[tokio::test]
async fn what_was_made_for_another_site_or_by_nobody_lets_nobody_in() {
    let office = Office::new().await;
    let (_, authenticator) = with_passkey(&office, 1).await;
    let wrong = |change: fn(&mut Authenticator)| {
        let mut wrong = authenticator.clone();
        change(&mut wrong);
        wrong
    };
    for (mut wrong, expected) in [
        (
            wrong(|one| one.origin = "https://evil.example".to_owned()),
            "passkey_other_origin",
        ),
        (
            wrong(|one| one.origin = format!("http://{HOST}")),
            "passkey_other_origin",
        ),
        (
            wrong(|one| one.name = "evil.example".to_owned()),
            "passkey_other_origin",
        ),
        (
            wrong(|one| one.verifies = false),
            "passkey_person_not_verified",
        ),
        (Authenticator::new(9), "passkey_malformed"),
    ] {
        assert_eq!(code(sign_in(&office, &mut wrong).await), expected);
    }
    let asked = ask(&office).await;
    let mut other = authenticator.clone();
    let answer = other.show(&ask(&office).await.options);
    let ending = office.sign_in_with_passkey(&PAGE, asked.ceremony.show(), answer);
    assert_eq!(code(ending.await), "passkey_refused");
    let asked = ask(&office).await;
    let mut answer = other.show(&asked.options);
    answer["response"]["signature"] = json!("MEUCIQ");
    let ending = office.sign_in_with_passkey(&PAGE, asked.ceremony.show(), answer);
    assert_eq!(code(ending.await), "passkey_refused");
    let asked = ask(&office).await;
    let ending = office.sign_in_with_passkey(&PAGE, asked.ceremony.show(), json!([]));
    assert_eq!(code(ending.await), "passkey_malformed");
    for page in ["https://evil.example", "http://ocop.example", "null", ""] {
        let asking = office.begin_passkey_sign_in(page).await;
        assert_eq!(code(asking), "passkey_other_address");
    }
    assert_eq!(
        office
            .book
            .texts("select account from sessions")
            .await
            .len(),
        0
    );
}

#[tokio::test]
async fn a_closed_account_and_a_removed_passkey_are_not_told_apart() {
    let office = Office::new().await;
    let (access, mut authenticator) = with_passkey(&office, 1).await;
    let (closed, mut others) = with_passkey(&office, 2).await;
    add(&office, &access, &mut Authenticator::new(3))
        .await
        .unwrap();
    let removing = office.remove_passkey(&access, &authenticator.credential);
    removing.await.unwrap();
    let account = closed.account().unwrap();
    let closing = office.register().enter(move |entry| {
        Box::pin(async move { entry.close_account(account, Some(now())).await })
    });
    closing.await.unwrap();
    for authenticator in [&mut authenticator, &mut others] {
        assert_eq!(
            code(sign_in(&office, authenticator).await),
            "passkey_unknown"
        );
    }
    let acts = acts(&office, access.account().unwrap()).await;
    assert_eq!(acts.last().unwrap().0, "passkey_removed");
}

#[tokio::test]
async fn who_has_a_second_factor_shows_it_before_passkeys_change() {
    let office = Office::new().await;
    let (access, authenticator) = with_passkey(&office, 1).await;
    let account = access.account().unwrap();
    let stale = Access::of_account(account, vec![chair()], None);
    let adding = add(&office, &stale, &mut Authenticator::new(2)).await;
    assert_eq!(code(adding), "factor_needed");
    let removing = office.remove_passkey(&stale, &authenticator.credential);
    assert_eq!(code(removing.await), "factor_needed");
    // A chair's last second factor stays.
    let removing = office.remove_passkey(&access, &authenticator.credential);
    assert_eq!(code(removing.await), "last_factor");
    // A producer has none at first, and may add one.
    let producer = Grant::of_producer(1);
    let producer = Access::of_account(office.account(&[producer]).await, vec![producer], None);
    add(&office, &producer, &mut Authenticator::new(3))
        .await
        .unwrap();
}

#[tokio::test]
async fn after_a_password_a_passkey_is_the_second_factor() {
    let office = Office::new().await;
    let (access, mut authenticator) = with_passkey(&office, 1).await;
    let account = access.account().unwrap();
    let record = office.register().account(account).await.unwrap().unwrap();
    let signing = office.past_first(&record, "password", None);
    let SignIn::Half(half) = signing.await.unwrap() else {
        panic!("a passkey is a second factor")
    };
    let asked = office.begin_passkey_half(&PAGE, half.show()).await.unwrap();
    let answer = authenticator.show(&asked.options);
    let ceremony = asked.ceremony.show();
    let ending = office.end_half_with_passkey(&PAGE, half.show(), ceremony, answer);
    let entered = ending.await.unwrap();
    assert_eq!((entered.account, entered.with_factor), (account, true));
    let again = office.begin_passkey_half(&PAGE, half.show()).await;
    assert_eq!(code(again), "sign_in_over");
}
