//! The pages of an inspector's journal.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Access, Grant, Role};
use ocop::scheme::verdict::Kind;

use super::device::{Device, addition, check};
use crate::acts::desk::Desk;
use crate::support::Person;

/// An inspector whose device has checked and added.
async fn filled() -> (Desk, Person) {
    let desk = Desk::open().await;
    let grant = Grant::of_programme(Role::Inspector);
    let person = desk.office.person(&[grant]).await;
    let mut device = Device::new(9);
    let mut other_number = check("https://shop.example/1", Kind::NotOcop);
    // What a device says of a number without a signature is no reason to show a product.
    other_number.number = Some(desk.numbers[1].parse().unwrap());
    device
        .check("2026-08-10T03:00:00Z", check(&desk.codes[0], Kind::Revoked))
        .add(
            "2026-08-10T03:01:00Z",
            addition(1, Some("=SUM(1)\u{202e} <b>kệ 3</b>"), true, Some(b"x")),
        )
        .check("2026-08-10T03:02:00Z", other_number);
    let access = Access::of_account(person.account, vec![grant], None);
    let texts = device.texts.clone();
    let taking = desk.office.take_journal_in(&access, device.id, texts);
    taking.await.unwrap();
    (desk, person)
}

async fn get(desk: &Desk, person: &Person, path: &str) -> crate::door::Reply {
    let request = person
        .sends(Request::get(path))
        .header("accept", "text/html");
    desk.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn what_a_device_found_genuine_is_not_listed_as_in_force() {
    let (desk, person) = filled().await;
    let mut device = Device::new(10);
    device.check("2026-08-10T03:00:00Z", check(&desk.codes[0], Kind::Genuine));
    let grant = Grant::of_programme(Role::Inspector);
    let access = Access::of_account(person.account, vec![grant], None);
    let texts = device.texts.clone();
    let taking = desk.office.take_journal_in(&access, device.id, texts);
    taking.await.unwrap();
    let page = get(&desk, &person, "/desk/journal?verdict=genuine").await;
    let text = page.text();
    assert!(text.contains("<span>Giấy chứng nhận thật</span>"), "{text}");
    assert!(!text.contains("<span>Giấy chứng nhận còn hiệu lực</span>"));
}

#[tokio::test]
async fn an_inspector_finds_what_they_checked_and_chooses_from_it() {
    let (desk, person) = filled().await;
    let page = get(&desk, &person, "/desk/journal").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    assert!(
        text.contains("Miến dong") && !text.contains("Chè"),
        "{text}"
    );
    // The device and the server say different things.
    assert!(text.contains("Giấy chứng nhận ĐÃ BỊ THU HỒI"));
    assert!(text.contains("<b>Máy chủ</b>: Giấy chứng nhận còn hiệu lực"));
    assert!(text.contains("1 phần bổ sung"));
    let revoked = get(&desk, &person, "/desk/journal?verdict=revoked&lang=en").await;
    let revoked = revoked.text();
    assert_eq!(revoked.matches("name=\"entries\"").count(), 1);
    let none = get(&desk, &person, "/desk/journal?until=2026-08-01").await;
    let none = none.text();
    assert!(none.contains("Không có lần kiểm tra nào"));
    // The boxes of a form without a script.
    let chosen = get(&desk, &person, "/desk/journal/case?entries=3&entries=1").await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    assert_eq!(chosen.header("location"), "/desk/cases/new?entries=3,1");
    let nothing = get(&desk, &person, "/desk/journal/case").await;
    assert_eq!(nothing.header("location"), "/desk/journal");
}

#[tokio::test]
async fn a_check_is_shown_with_the_conclusion_then_and_now() {
    let (desk, person) = filled().await;
    let page = get(&desk, &person, "/desk/journal/1").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    for said in [
        "Trên thiết bị, lúc kiểm tra",
        "Tại máy chủ, khi nhận",
        "Các kết luận khác nhau",
        "=SUM(1) &#60;b&#62;kệ 3&#60;/b&#62;",
        "22.66, 106.25 (± 30 m)",
        "Ảnh chưa được gửi lên",
        "/desk/cases/new?entries=1\"",
        "\\u202e",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(!text.contains('\u{202e}'));
    // An addition is no check, and what is not there is said to be so.
    for path in ["/desk/journal/2", "/desk/journal/99", "/desk/journal/x"] {
        let lost = get(&desk, &person, path).await;
        assert_eq!(lost.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_journal_is_saved_for_a_spreadsheet_without_formulas() {
    let (desk, person) = filled().await;
    let saved = get(&desk, &person, "/desk/journal.csv").await;
    assert_eq!(saved.header("content-type"), "text/csv; charset=utf-8");
    assert!(saved.header("content-disposition").contains("journal.csv"));
    let text = saved.text();
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let first = &rows[1];
    assert_eq!(&first[0], "1");
    assert_eq!(&first[8], "'=SUM(1) <b>kệ 3</b>");
    assert_eq!(
        (&first[9], &first[10], &first[11]),
        ("22.66", "106.25", "30")
    );
    assert_eq!(&first[12], "1");
}
