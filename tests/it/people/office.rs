//! The acts on both engines.

use ocop::office::{Access, Error, Grant, NewPerson, PeopleQuery, Role, SignIn};
use secrecy::SecretString;

use super::browser::{PASSWORD, known};
use crate::support::{Engine, Office, on_both_engines};

on_both_engines!(
    somebody_is_invited_signs_in_and_is_closed,
    an_address_is_taken_once,
    people_are_searched,
);

async fn somebody_is_invited_signs_in_and_is_closed(engine: Engine) {
    let office = Office::on(engine).await;
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let person = known(&office, "hoa", chair).await;
    let password = || SecretString::from(PASSWORD);
    let half = match office
        .sign_in("  HOA@example.vn ", password())
        .await
        .unwrap()
    {
        SignIn::Half(secret) => secret,
        SignIn::Entered(_) => panic!("without a second factor"),
    };
    let code = person.code(0);
    let entered = office.sign_in_with_code(half.show(), &code).await.unwrap();
    assert_eq!(
        (entered.account, entered.with_factor),
        (person.account, true)
    );
    let again = office.sign_in_with_code(half.show(), &person.code(1)).await;
    assert_eq!(again.unwrap_err().code(), "sign_in_over");
    let program = Access::of_program();
    office
        .close_account(&program, person.account)
        .await
        .unwrap();
    let refused = office.sign_in(&person.email, password()).await.unwrap_err();
    assert_eq!(refused.code(), "sign_in_refused");
    office
        .reopen_account(&program, person.account)
        .await
        .unwrap();
    assert!(office.sign_in(&person.email, password()).await.is_ok());
    let stored = office.book.texts("select password from accounts").await;
    assert!(
        stored[0].starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{}",
        stored[0]
    );
}

async fn an_address_is_taken_once(engine: Engine) {
    let office = Office::on(engine).await;
    let new = |email: &str| NewPerson {
        name: "Nguyễn Thị Hoa".to_owned(),
        email: email.to_owned(),
        language: "vi".to_owned(),
        grants: vec![Grant::of_programme(Role::Auditor)],
    };
    let program = Access::of_program();
    office
        .invite(&program, new("hoa@example.vn"))
        .await
        .unwrap();
    let taken = office
        .invite(&program, new("Hoa@Example.VN"))
        .await
        .unwrap_err();
    let Error::Refused(refusals) = taken else {
        panic!("{taken}");
    };
    assert_eq!(refusals[0].code, "email_taken");
    assert_eq!(office.register().accounts(0, 9).await.unwrap().len(), 1);
}

async fn people_are_searched(engine: Engine) {
    let office = Office::on(engine).await;
    let program = Access::of_program();
    for (name, email) in [
        ("Đặng Thị Hòa", "a@example.vn"),
        ("Lê 50%", "b_c@example.vn"),
    ] {
        let new = NewPerson {
            name: name.to_owned(),
            email: email.to_owned(),
            language: "vi".to_owned(),
            grants: vec![Grant::of_programme(Role::Auditor)],
        };
        office.invite(&program, new).await.unwrap();
    }
    for (text, found) in [
        ("dang thi hoa", 1),
        ("HÒA", 1),
        ("%", 1),
        ("_", 1),
        ("!", 0),
        ("example", 2),
        (" ", 2),
    ] {
        let query = PeopleQuery {
            text: Some(text.to_owned()),
            after: 0,
            limit: 10,
        };
        let people = office.people(&program, &query).await.unwrap().people;
        assert_eq!(people.len(), found, "{text}");
    }
}
