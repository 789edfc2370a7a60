//! Certificates at the desk: within reach, with their history, and what may be done.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Role, TrailFilter};

use super::{PRODUCTS, Shelf};
use crate::door::Reply;
use crate::support::{Engine, Person, on_both_engines};

on_both_engines!(
    a_chair_revokes_from_the_certificates_page_and_the_trail_says_who,
    what_is_refused_stands_above_the_form_with_what_was_typed,
    another_councils_certificates_are_not_there,
    an_act_that_fits_no_more_is_not_offered,
);

async fn person(shelf: &Shelf, role: Role) -> Person {
    let grant = match role.is_of_a_council() {
        true => Grant::of_council(role, "CB".parse().unwrap()),
        false => Grant::of_programme(role),
    };
    shelf.office.person(&[grant]).await
}

async fn post(shelf: &Shelf, person: &Person, path: &str, form: &'static str) -> Reply {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    let request = person.sends(request).body(Body::from(form));
    shelf.ask(request.unwrap()).await
}

const REVOCATION: &str = "decision=900%2FQ%C4%90-UBND&decided_on=2026-08-09&ground=food-safety";

async fn a_chair_revokes_from_the_certificates_page_and_the_trail_says_who(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    let chair = person(&shelf, Role::Chair).await;
    let number = &shelf.numbers[0];
    let path = format!("/desk/certificates/{number}");
    let page = shelf.by(&chair, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    for words in [
        PRODUCTS[0].0,
        "Xã Thành Công",
        "34,50 + 20,75 + 28,25 = 83,50",
        "852/QĐ-UBND",
    ] {
        assert!(page.text().contains(words), "{words}");
    }
    let form = shelf.by(&chair, &format!("{path}/revoke")).await;
    assert!(form.text().contains("name=\"ground\"") && form.text().contains("type=\"date\""));
    let done = post(&shelf, &chair, &format!("{path}/revoke"), REVOCATION).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(done.header("location"), format!("{path}?done=revoke"));
    let page = shelf.by(&chair, done.header("location")).await;
    for words in ["Đã thu hồi giấy chứng nhận.", "900/QĐ-UBND", "09/08/2026"] {
        assert!(page.text().contains(words), "{words}");
    }
    assert_eq!(shelf.products("status=revoked").await, [PRODUCTS[0].0]);
    let about = TrailFilter {
        subject: Some(format!("certificate {number}")),
        limit: 10,
        ..TrailFilter::default()
    };
    let trail = shelf.office.trail(&about).await.unwrap();
    assert_eq!(trail.len(), 1);
    assert_eq!(trail[0].act, "certificate_revoked");
    assert_eq!(trail[0].actor, format!("account {}", chair.account));
}

async fn what_is_refused_stands_above_the_form_with_what_was_typed(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    let chair = person(&shelf, Role::Chair).await;
    let path = format!("/desk/certificates/{}/revoke", shelf.numbers[0]);
    let form = "decision=900%2FQ%C4%90-UBND&decided_on=2027-01-01&ground=&extra=1";
    let refused = post(&shelf, &chair, &path, form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("value=\"900/QĐ-UBND\"") && page.contains("value=\"2027-01-01\""));
    assert!(
        page.contains("href=\"#ground\"") && page.contains("extra"),
        "all at once: {page}"
    );
    let form = "decision=900%2FQ%C4%90-UBND&decided_on=2027-01-01&ground=records";
    let refused = post(&shelf, &chair, &path, form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("href=\"#decided_on\""));
    assert!(refused.text().contains("value=\"records\" selected"));
    assert!(shelf.products("status=revoked").await.is_empty());
}

async fn another_councils_certificates_are_not_there(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    let foreign = &shelf.foreign;
    for role in [Role::Chair, Role::Secretary, Role::Scorer] {
        let person = person(&shelf, role).await;
        let page = shelf.by(&person, "/desk/certificates?q=che+shan").await;
        assert!(page.text().contains(PRODUCTS[0].0), "{role:?}");
        assert!(!page.text().contains("Chè Shan cổ thụ"), "{role:?}");
        for query in [format!("?q={foreign}"), "?council=TW".to_owned()] {
            let page = shelf
                .by(&person, &format!("/desk/certificates{query}"))
                .await;
            assert!(!page.text().contains("Chè Shan cổ thụ"), "{role:?} {query}");
        }
        let one = shelf
            .by(&person, &format!("/desk/certificates/{foreign}"))
            .await;
        assert_eq!(one.status, StatusCode::NOT_FOUND, "{role:?}");
    }
    let chair = person(&shelf, Role::Chair).await;
    let path = format!("/desk/certificates/{foreign}/revoke");
    assert_eq!(shelf.by(&chair, &path).await.status, StatusCode::NOT_FOUND);
    let refused = post(&shelf, &chair, &path, REVOCATION).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let auditor = person(&shelf, Role::Auditor).await;
    let page = shelf.by(&auditor, "/desk/certificates?q=che+shan").await;
    assert!(
        page.text().contains("Chè Shan cổ thụ"),
        "an auditor reads all"
    );
}

async fn an_act_that_fits_no_more_is_not_offered(engine: Engine) {
    let shelf = Shelf::on(engine).await;
    let chair = person(&shelf, Role::Chair).await;
    let path = format!("/desk/certificates/{}", shelf.numbers[0]);
    let offered = async |person: &Person| {
        let page = shelf.by(person, &path).await;
        ["revoke", "suspend", "lift", "supersede", "renew"]
            .map(|act| page.text().contains(&format!("{path}/{act}")))
    };
    assert_eq!(offered(&chair).await, [true, true, false, true, true]);
    let secretary = person(&shelf, Role::Secretary).await;
    assert_eq!(offered(&secretary).await, [false; 5]);
    let done = post(&shelf, &chair, &format!("{path}/suspend"), REVOCATION).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(offered(&chair).await, [true, false, true, true, true]);
    let form = "decision=901%2FQ%C4%90-UBND&decided_on=2026-08-10";
    let done = post(&shelf, &chair, &format!("{path}/lift"), form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let by = post(&shelf, &chair, &format!("{path}/supersede"), "by=CB-1-A").await;
    assert_eq!(by.status, StatusCode::NOT_FOUND);
    assert!(by.text().contains("value=\"CB-1-A\""));
    let none = shelf.by(&chair, &format!("{path}/burn")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
