//! Invitations: what they lead to, once.

use axum::http::StatusCode;
use ocop::office::{Access, Grant, NewPerson, Role, TotpSecret};

use super::browser::{Browser, PASSWORD, hidden, known};
use crate::support::{Office, at, now};

fn new(email: &str, grant: Grant) -> NewPerson {
    NewPerson {
        name: "Nguyễn Thị Hoa".to_owned(),
        email: email.to_owned(),
        language: "vi".to_owned(),
        grants: vec![grant],
    }
}

fn auditor() -> Grant {
    Grant::of_programme(Role::Auditor)
}

#[tokio::test]
async fn an_invitation_leads_to_a_password_and_an_authenticator_and_in_once() {
    let office = Office::new().await;
    let invited = office
        .invite(&Access::of_program(), new("hoa@example.vn", auditor()))
        .await
        .unwrap();
    let mut browser = Browser::at(&office);
    let page = browser.get(&invited.path()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("hoa@example.vn"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "strict-origin");
    let shared = hidden(&page)[0].1.clone();
    assert_eq!(shared.len(), 32 + 7, "{shared}");
    let code = TotpSecret::read(&shared).unwrap().code(now()).unwrap();
    // What is wrong is said at once, and the authenticator need not scan again.
    let wrong = [
        ("password", "ocop hoa@example.vn"),
        ("repeated", "khác"),
        ("totp", shared.as_str()),
        ("one_time_code", "000000"),
    ];
    let refused = browser.post(&invited.path(), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "tên chương trình",
        "không giống nhau",
        "Mã xác thực không đúng",
    ] {
        assert!(
            refused.text().contains(words),
            "{words}: {}",
            refused.text()
        );
    }
    assert_eq!(hidden(&refused)[0].1, shared);
    let right = [
        ("password", PASSWORD),
        ("repeated", PASSWORD),
        ("totp", shared.as_str()),
        ("one_time_code", code.as_str()),
    ];
    let done = browser.post(&invited.path(), &right).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
    let again = browser.get(&invited.path()).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert!(again.text().contains("no_such_invitation"));
    assert_eq!(
        browser.post(&invited.path(), &right).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_picture_holds_what_an_authenticator_reads() {
    let office = Office::new().await;
    let invited = office
        .invite(&Access::of_program(), new("hoa@example.vn", auditor()))
        .await
        .unwrap();
    let page = Browser::at(&office).get(&invited.path()).await;
    let shared = hidden(&page)[0].1.replace(' ', "");
    let svg = page.text().split("<svg").nth(1).unwrap();
    let width: usize = svg
        .split("viewBox=\"0 0 ")
        .nth(1)
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let mut grey = vec![255_u8; width * width * 64];
    let path = svg
        .split("fill=\"#000\" d=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    for piece in path.split_terminator('z') {
        let (x, rest) = piece.strip_prefix('M').unwrap().split_once(' ').unwrap();
        let (y, rest) = rest.split_once('h').unwrap();
        let (length, _) = rest.split_once('v').unwrap();
        let (x, y, length): (usize, usize, usize) = (
            x.parse().unwrap(),
            y.parse().unwrap(),
            length.parse().unwrap(),
        );
        for row in y * 8..y * 8 + 8 {
            grey[row * width * 8 + x * 8..row * width * 8 + (x + length) * 8].fill(0);
        }
    }
    let side = u32::try_from(width * 8).unwrap();
    let picture = image::GrayImage::from_raw(side, side, grey).unwrap();
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let read = ocop::label::read::read(png.get_ref()).unwrap();
    assert!(
        read.starts_with("otpauth://totp/OCOP%20ocop.example.vn:hoa%40example.vn?"),
        "{read}"
    );
    assert!(read.contains(&format!("secret={shared}")), "{read}");
}

#[tokio::test]
async fn an_invitation_works_for_72_hours() {
    let office = Office::new().await;
    let invited = office
        .invite(&Access::of_program(), new("hoa@example.vn", auditor()))
        .await
        .unwrap();
    let secret = invited.secret.show();
    let last = office.again(at("2026-08-13T02:59:59Z")).await;
    assert!(last.welcome(secret).await.is_ok());
    let over = office.again(at("2026-08-13T03:00:00Z")).await;
    assert_eq!(
        over.welcome(secret).await.err().unwrap().code(),
        "no_such_invitation"
    );
}

#[tokio::test]
async fn inviting_again_ends_whatever_let_somebody_in_before() {
    let office = Office::new().await;
    let person = known(&office, "hoa", auditor()).await;
    let mut browser = Browser::of(&office, &person).await;
    let made = browser
        .post("/account/tokens", &[("name", "máy chấm")])
        .await;
    let token = made
        .text()
        .split("<span class=\"secret\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    assert!(office.admit(&token).await.unwrap().is_ok());
    let program = Access::of_program();
    let first = office.invite_again(&program, person.account).await.unwrap();
    let second = office.invite_again(&program, person.account).await.unwrap();
    assert!(office.welcome(first.secret.show()).await.is_err());
    assert!(office.welcome(second.secret.show()).await.is_ok());
    assert_eq!(browser.get("/desk").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        office.admit(&token).await.unwrap().unwrap_err().code(),
        "token_revoked"
    );
    let mut browser = Browser::at(&office);
    let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
    assert_eq!(
        browser.post("/sign-in", &fields).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    office
        .close_account(&program, person.account)
        .await
        .unwrap();
    assert!(office.welcome(second.secret.show()).await.is_err());
}
