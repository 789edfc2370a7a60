//! Which certificates labels are given of: those in force, and a suspended one while the chair of
//! its council allows it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;
use ocop::office::{
    self, Access, Grant, Lifting, Order, Reach, Role, TrailFilter, Which, Withdrawal,
};
use ocop::scheme::ground::Ground;

use super::number;
use crate::acts::desk::Desk;
use crate::support::{Engine, Office, Person, day, list_of, now, on_both_engines, order};

on_both_engines!(
    labels_are_given_of_what_is_in_force_alone,
    the_chair_allows_labels_of_a_suspended_certificate_until_that_ends,
    nobody_else_allows_them,
);

fn withdrawal(index: u32) -> Withdrawal {
    Withdrawal {
        which: Which::Numbers(vec![number(index).to_string()]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
        within: Reach::All,
        actor: ocop::office::Actor::Program,
    }
}

fn lifting(index: u32) -> Lifting {
    Lifting {
        which: Which::Numbers(vec![number(index).to_string()]),
        decision: "950/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-10"),
        within: Reach::All,
        actor: ocop::office::Actor::Program,
    }
}

fn of(account: i64, role: Role, council: &str) -> Access {
    let grant = Grant::of_council(role, council.parse().unwrap());
    Access::of_account(account, vec![grant], Some(now()))
}

async fn chair(office: &Office) -> Access {
    let grant = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    of(office.account(&[grant]).await, Role::Chair, "CB")
}

/// What is said of a certificate whose labels are not given.
async fn refused(office: &office::Office, index: u32) -> (String, String) {
    let error = office.may_print(number(index)).await.unwrap_err();
    assert_eq!(error.code(), "not_in_force");
    let words = error.words();
    (words.vi.into_owned(), words.en.into_owned())
}

async fn labels_are_given_of_what_is_in_force_alone(engine: Engine) {
    let office = Office::on(engine).await;
    let old = Order {
        decision: "417/QĐ-UBND".to_owned(),
        decided_on: day("2023-05-05"),
        ..order("CB", list_of(1))
    };
    office.issue_order(old).await.unwrap();
    office.issue_list(list_of(4)).await.unwrap();
    for index in 1..=4 {
        office.may_print(number(index)).await.unwrap();
    }
    let (vi, en) = refused(&office, 0).await;
    assert!(vi.contains("đã hết hạn sau ngày 05/05/2026"), "{vi}");
    assert!(en.contains("expired after 05/05/2026"), "{en}");
    assert!(en.ends_with("Begin its renewal."), "{en}");
    let (older, newer) = (number(0).to_string(), number(4).to_string());
    office.renew(&older, &newer).await.unwrap();
    let (vi, _) = refused(&office, 0).await;
    assert!(
        vi.contains(&format!("Hãy in tem của giấy {}", number(4))),
        "{vi}"
    );

    office.revoke(&withdrawal(1)).await.unwrap();
    office.suspend(&withdrawal(2)).await.unwrap();
    let (old, new) = (number(3).to_string(), number(4).to_string());
    office.supersede(&old, &new).await.unwrap();
    for (index, said) in [
        (1, "đã bị thu hồi theo quyết định ngày 09/08/2026"),
        (2, "đang bị tạm đình chỉ theo quyết định ngày 09/08/2026"),
        (3, "đã được thay bằng giấy khác ngày 10/08/2026"),
    ] {
        let (vi, _) = refused(&office, index).await;
        assert!(vi.contains(said), "{vi}");
    }
    let (_, en) = refused(&office, 3).await;
    assert!(
        en.contains(&format!("Print labels of certificate {new}")),
        "{en}"
    );
    let unknown = office.may_print(number(9)).await.unwrap_err();
    assert_eq!(unknown.code(), "no_such_number");
}

async fn the_chair_allows_labels_of_a_suspended_certificate_until_that_ends(engine: Engine) {
    let office = Office::on(engine).await;
    office.issue_list(list_of(2)).await.unwrap();
    let chair = chair(&office).await;
    let allow = async |reason: &str| office.allow_reprints(&chair, number(0), reason).await;
    assert_eq!(allow("Tem hỏng").await.unwrap_err().code(), "not_suspended");
    office.suspend(&withdrawal(0)).await.unwrap();
    refused(&office, 0).await;
    assert_eq!(allow(" ").await.unwrap_err().code(), "refused");
    let permit = allow(" Tem hỏng ").await.unwrap();
    assert_eq!(permit.reason, "Tem hỏng");
    assert!(permit.name.unwrap().starts_with("Người thử"));
    office.may_print(number(0)).await.unwrap();
    assert_eq!(allow("Lại").await.unwrap_err().code(), "reprints_allowed");

    // Withdrawn, it is allowed no more, and may be allowed again.
    office.withdraw_reprints(&chair, number(0)).await.unwrap();
    refused(&office, 0).await;
    let twice = office.withdraw_reprints(&chair, number(0)).await;
    assert_eq!(twice.unwrap_err().code(), "no_reprints");
    allow("Tem hỏng lần nữa").await.unwrap();
    // Past its last day no permit helps.
    let late = office.again(now() + TimeDelta::days(1_200)).await;
    assert!(late.may_print(number(0)).await.is_err());

    // The permit ends with its suspension: another one takes another.
    office.lift(&lifting(0)).await.unwrap();
    office.may_print(number(0)).await.unwrap();
    assert_eq!(office.reprints(&chair, number(0)).await.unwrap(), None);
    let moot = office.withdraw_reprints(&chair, number(0)).await;
    assert_eq!(moot.unwrap_err().code(), "no_reprints");
    let mut again = withdrawal(0);
    again.decision = "960/QĐ-UBND".to_owned();
    again.decided_on = day("2026-08-10");
    office.suspend(&again).await.unwrap();
    refused(&office, 0).await;
    allow("Vì lần đình chỉ mới").await.unwrap();
    office.may_print(number(0)).await.unwrap();
    office.revoke(&withdrawal(0)).await.unwrap();
    refused(&office, 0).await;

    let filter = TrailFilter {
        limit: 100,
        ..TrailFilter::default()
    };
    let trail = office.trail(&filter).await;
    let acts: Vec<String> = trail.unwrap().into_iter().map(|line| line.act).collect();
    let of_labels = acts.iter().filter(|act| act.starts_with("reprints"));
    assert_eq!(of_labels.count(), 4);
    assert!(office.audit().await.unwrap().is_ok());
}

async fn nobody_else_allows_them(engine: Engine) {
    let office = Office::on(engine).await;
    office.issue_list(list_of(1)).await.unwrap();
    office.suspend(&withdrawal(0)).await.unwrap();
    for (role, council) in [(Role::Chair, "TW"), (Role::Secretary, "CB")] {
        let other = of(1, role, council);
        let allowed = office.allow_reprints(&other, number(0), "Tem hỏng").await;
        assert_eq!(allowed.unwrap_err().code(), "no_such_number");
        let withdrawn = office.withdraw_reprints(&other, number(0)).await;
        assert_eq!(withdrawn.unwrap_err().code(), "no_such_number");
    }
    refused(&office, 0).await;
}

async fn page(desk: &Desk, person: &Person, address: &str) -> (StatusCode, String) {
    let request = person.sends(Request::get(address));
    let reply = desk.send(request.body(Body::empty()).unwrap()).await;
    (reply.status, String::from_utf8(reply.body).unwrap())
}

async fn send(desk: &Desk, person: &Person, address: &str, body: &str) -> (StatusCode, String) {
    let request = person
        .sends(Request::post(address))
        .header("content-type", "application/x-www-form-urlencoded");
    let reply = desk
        .send(request.body(Body::from(body.to_owned())).unwrap())
        .await;
    let to = reply.header("location").to_owned();
    let text = String::from_utf8(reply.body).unwrap();
    (reply.status, if to.is_empty() { text } else { to })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_and_the_api_allow_and_withdraw() {
    let desk = Desk::open().await;
    desk.office.suspend(&withdrawal(0)).await.unwrap();
    let cb = "CB".parse().unwrap();
    let chair = desk
        .office
        .person(&[Grant::of_council(Role::Chair, cb)])
        .await;
    let scorer = desk
        .office
        .person(&[Grant::of_council(Role::Scorer, cb)])
        .await;
    let one = format!("/desk/certificates/{}", desk.numbers[0]);
    let (_, shown) = page(&desk, &scorer, &one).await;
    assert!(shown.contains("Chưa cho phép in lại tem.") && !shown.contains("/reprints"));
    let (_, shown) = page(&desk, &chair, &one).await;
    assert!(shown.contains(&format!("{one}/reprints")), "{shown}");
    let form = format!("{one}/reprints");
    let (status, shown) = page(&desk, &chair, &form).await;
    assert!(
        status == StatusCode::OK && shown.contains("name=\"reason\""),
        "{shown}"
    );
    let (status, shown) = send(&desk, &chair, &form, "reason=").await;
    assert!(
        status.is_client_error() && shown.contains("Lý do"),
        "{shown}"
    );
    let (status, to) = send(&desk, &chair, &form, "reason=Tem+h%E1%BB%8Fng").await;
    assert_eq!(
        (status, to),
        (StatusCode::SEE_OTHER, format!("{one}?done=reprints"))
    );
    let (_, shown) = page(&desk, &chair, &format!("{one}?done=reprints")).await;
    assert!(shown.contains("Đã cho phép in lại tem.") && shown.contains("Tem hỏng"));
    let (_, shown) = page(&desk, &chair, &form).await;
    assert!(
        shown.contains("Người thử") && !shown.contains("name=\"reason\""),
        "{shown}"
    );
    let (status, _) = send(&desk, &chair, &format!("{form}/withdraw"), "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, shown) = send(&desk, &chair, &format!("{form}/withdraw"), "").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(shown.contains("Không có phép in lại tem nào"), "{shown}");

    let token = desk.token(&[ocop::office::Scope::Life], Some("CB")).await;
    let path = format!("/api/v1/certificates/{}/reprints", desk.numbers[0]);
    let reason = serde_json::json!({ "reason": "Tem hỏng" });
    let reply = desk.post(&path, &token, reason.clone()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.json()["reason"], "Tem hỏng");
    let mut named = desk.described("ReprintPermit").await;
    named.sort_unstable();
    assert_eq!(crate::acts::desk::fields(&reply.json()), named);
    let again = desk.post(&path, &token, reason.clone()).await;
    assert_eq!(
        (again.status, &again.json()["code"]),
        (StatusCode::CONFLICT, &"reprints_allowed".into())
    );
    let other = format!("/api/v1/certificates/{}/reprints", desk.numbers[1]);
    let other = desk.post(&other, &token, reason).await;
    assert_eq!(
        (other.status, &other.json()["code"]),
        (StatusCode::CONFLICT, &"not_suspended".into())
    );
    for expected in [StatusCode::NO_CONTENT, StatusCode::NOT_FOUND] {
        let delete = Request::delete(&path).header("authorization", format!("Bearer {token}"));
        let reply = desk.send(delete.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, expected);
    }
}
