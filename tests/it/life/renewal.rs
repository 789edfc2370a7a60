//! Renewals: two certificates that link to each other, and neither changes the other's end.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use axum::http::HeaderMap;
use ocop::http;
use ocop::office::{Examined, Order, Which, Withdrawal};
use ocop::scheme::ground::Ground;
use ocop::scheme::qr_text::{self, QrText};
use ocop::scheme::seal::{Alg, KeyId};
use ocop::scheme::token::{Claims, Token};
use serde_json::json;

use super::acts::{codes, refusals};
use crate::support::{Engine, HEADER, Office, day, on_both_engines, order, row, signer};

on_both_engines!(
    an_expired_certificate_and_the_one_that_renewed_it_link_to_each_other,
    a_list_records_its_renewals_with_its_certificates,
    a_list_is_refused_for_what_it_cannot_renew,
    renewing_again_changes_nothing_and_says_so,
    a_renewal_that_cannot_be_is_refused,
    what_was_renewed_by_a_revoked_certificate_can_be_renewed_again,
    the_reason_of_lowered_stars_is_kept,
);

/// A list whose rows renew a certificate, or nothing where it is empty.
fn list(rows: &[(&str, &[(&str, &str)])]) -> String {
    let lines = rows
        .iter()
        .map(|(renews, changes)| format!("{},{renews}", row(changes)));
    let lines: Vec<String> = lines.collect();
    format!("{HEADER},renews\n{}\n", lines.join("\n"))
}

fn decided(decision: &str, on: &str, list: String) -> Order {
    Order {
        decision: decision.to_owned(),
        decided_on: day(on),
        ..order("CB", list)
    }
}

/// Issues one product; its number and code.
async fn issue(office: &Office, decision: &str, on: &str, renews: &str) -> (String, String) {
    let list = list(&[(renews, &[])]);
    let issued = office.issue_order(decided(decision, on, list)).await;
    let one = issued.unwrap().certificates.remove(0).certificate;
    (one.number.to_string(), one.url.unwrap())
}

fn page(office: &Office, examined: &Examined, query: &str) -> String {
    let visitor = http::Visitor::of(Some(query), &HeaderMap::new());
    http::verdict_page(examined, office.config(), &visitor, false).unwrap()
}

fn revocation(number: &str) -> Withdrawal {
    Withdrawal {
        which: Which::Numbers(vec![number.to_owned()]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
    }
}

async fn an_expired_certificate_and_the_one_that_renewed_it_link_to_each_other(engine: Engine) {
    let office = Office::on(engine).await;
    let (old, old_code) = issue(&office, "417/QĐ-UBND", "2023-05-05", "").await;
    let (new, new_code) = issue(&office, "852/QĐ-UBND", "2026-08-05", "").await;
    let renewed = office.renew(&old, &new).await.unwrap();
    assert!(renewed.changed && renewed.warnings.is_empty());

    let older = office.verify(&old_code, None);
    assert_eq!(older.verdict.kind.name(), "expired");
    assert_eq!(
        serde_json::to_value(older.renewed_by).unwrap(),
        json!({ "number": new, "stars": 4, "valid_through": "2029-08-05", "status": "valid" })
    );
    let vi = page(&office, &older, "lang=vi");
    for said in [
        "HẾT HẠN",
        &format!("href=\"/c/{new}?lang=vi\""),
        "Sản phẩm đã được công nhận lại: giấy",
        "chỉ giấy mới có giá trị",
        "4 sao, có giá trị đến hết ngày 05/08/2029",
    ] {
        assert!(vi.contains(said), "{said}: {vi}");
    }
    let newer = office.verify(&new_code, None);
    assert_eq!(newer.verdict.kind.name(), "genuine");
    assert!(newer.renewed_by.is_none());
    let en = page(&office, &newer, "lang=en");
    assert!(en.contains(&format!("href=\"/c/{old}?lang=en\"")), "{en}");

    let told = office
        .book
        .texts("select subject || body from events where kind = 'certificate_renewed'")
        .await;
    assert_eq!(told, [format!("{old}{{\"renewed_by\":\"{new}\"}}")]);
    // Another service reads it from the book.
    let other = office.again(crate::support::now()).await;
    assert_eq!(other.verify(&old_code, None).renewed_by, older.renewed_by);
}

async fn a_list_records_its_renewals_with_its_certificates(engine: Engine) {
    let office = Office::on(engine).await;
    let (old, old_code) = issue(&office, "417/QĐ-UBND", "2023-09-05", "").await;
    let (new, new_code) = issue(&office, "852/QĐ-UBND", "2026-08-05", &old).await;
    let older = office.verify(&old_code, None);
    // It runs on to its own end.
    assert_eq!(older.verdict.kind.name(), "genuine");
    assert_eq!(older.renewed_by.unwrap().number.to_string(), new);
    assert_eq!(office.verify(&new_code, None).renews[0].to_string(), old);

    // The list again records nothing twice; one that names the renewal too late is told how.
    let size = office.register().size().await.unwrap();
    let again = list(&[(&old, &[])]);
    let again = decided("852/QĐ-UBND", "2026-08-05", again);
    let again = office.issue_order(again).await.unwrap();
    assert_eq!((again.issued, again.warnings.len()), (0, 0));
    let (later, _) = issue(&office, "900/QĐ-UBND", "2026-08-06", "").await;
    let named = list(&[(&new, &[])]);
    let named = office
        .issue_order(decided("900/QĐ-UBND", "2026-08-06", named))
        .await
        .unwrap();
    assert_eq!(codes(&named.warnings), ["renewal_not_recorded"]);
    let command = format!("ocop renew {new} --by {later}");
    assert!(named.warnings[0].message.en.contains(&command));
    assert_eq!(office.register().size().await.unwrap(), size + 2);
}

async fn a_list_is_refused_for_what_it_cannot_renew(engine: Engine) {
    let office = Office::on(engine).await;
    let (old, _) = issue(&office, "417/QĐ-UBND", "2025-09-05", "").await;
    let (gone, _) = issue(&office, "418/QĐ-UBND", "2025-09-05", "").await;
    office.revoke(&revocation(&gone)).await.unwrap();
    let never = crate::door::number_never_issued();
    let product = |name| [("product", name)];
    let rows = list(&[
        (&old, &product("A")),
        (&old, &product("B")),
        (&gone, &product("C")),
        (&never, &product("D")),
        ("CB-0-0", &product("E")),
        ("cũ", &product("F")),
        ("", &product("G")),
    ]);
    let found = office
        .refusals(decided("852/QĐ-UBND", "2026-08-05", rows.clone()))
        .await;
    let pointed: Vec<_> = found.iter().map(|r| (r.row.unwrap(), r.code)).collect();
    assert_eq!(
        pointed,
        [
            (3, "renewed_twice"),
            (4, "old_revoked"),
            (5, "no_such_number"),
            (6, "mistyped_number"),
            (7, "not_a_number"),
        ]
    );
    assert!(found.iter().all(|r| r.column == Some("renews")));
    // A decision of the old one's day or before renews nothing.
    let early = list(&[(&old, &[("producer", "Hộ khác")])]);
    let found = office
        .refusals(decided("400/QĐ-UBND", "2025-09-05", early))
        .await;
    assert_eq!(codes(&found), ["newer_is_older"]);
    // The good rows can be issued without the bad ones; another producer is warned of.
    let mut asked = decided("852/QĐ-UBND", "2026-08-05", rows);
    asked.skip_bad_rows = true;
    let issued = office.issue_order(asked).await.unwrap();
    assert_eq!((issued.issued, issued.left_out.len()), (2, 5));
    let other = list(&[(
        &issued.certificates[1].certificate.number.to_string(),
        &[("producer", "Hộ khác")],
    )]);
    let other = office
        .issue_order(decided("853/QĐ-UBND", "2026-08-06", other))
        .await;
    assert_eq!(codes(&other.unwrap().warnings), ["other_producer"]);
}

async fn renewing_again_changes_nothing_and_says_so(engine: Engine) {
    let office = Office::on(engine).await;
    let (old, _) = issue(&office, "417/QĐ-UBND", "2023-09-05", "").await;
    let (new, _) = issue(&office, "852/QĐ-UBND", "2026-08-05", "").await;
    let other = office.again(crate::support::now()).await;
    let (one, two) = tokio::join!(office.renew(&old, &new), other.renew(&old, &new));
    let changed = [one.unwrap().changed, two.unwrap().changed];
    assert_eq!(changed.iter().filter(|&&changed| changed).count(), 1);
    let size = office.register().size().await.unwrap();
    assert!(!office.renew(&old, &new).await.unwrap().changed);
    assert_eq!(office.register().size().await.unwrap(), size);
}

async fn a_renewal_that_cannot_be_is_refused(engine: Engine) {
    let office = Office::on(engine).await;
    let (old, _) = issue(&office, "417/QĐ-UBND", "2023-09-05", "").await;
    let (new, _) = issue(&office, "852/QĐ-UBND", "2026-08-05", "").await;
    let (newest, _) = issue(&office, "853/QĐ-UBND", "2026-08-06", "").await;
    let refused = async |old: &str, new: &str| codes(&refusals(office.renew(old, new).await));
    assert_eq!(refused(&old, &old).await, ["renews_itself"]);
    assert_eq!(refused(&new, &old).await, ["newer_is_older"]);
    let never = crate::door::number_never_issued();
    assert_eq!(
        refused("rubbish", &never).await,
        ["not_a_number", "no_such_number"]
    );
    office.renew(&old, &new).await.unwrap();
    assert_eq!(refused(&old, &newest).await, ["already_renewed"]);
    office.supersede(&new, &newest).await.unwrap();
    office.revoke(&revocation(&newest)).await.unwrap();
    assert_eq!(
        refused(&new, &newest).await,
        ["old_superseded", "newer_not_in_force"]
    );
    assert_eq!(refused(&newest, &new).await.first(), Some(&"old_revoked"));
}

async fn what_was_renewed_by_a_revoked_certificate_can_be_renewed_again(engine: Engine) {
    let office = Office::on(engine).await;
    let (old, old_code) = issue(&office, "417/QĐ-UBND", "2023-05-05", "").await;
    let (new, _) = issue(&office, "852/QĐ-UBND", "2026-08-05", &old).await;
    office.revoke(&revocation(&new)).await.unwrap();
    let older = office.verify(&old_code, None);
    let vi = page(&office, &older, "lang=vi");
    assert!(vi.contains("05/08/2029 (Thu hồi)"), "{vi}");
    assert!(vi.contains("cho đến khi được công nhận lại"), "{vi}");
    let (newest, _) = issue(&office, "853/QĐ-UBND", "2026-08-06", &old).await;
    let older = office.verify(&old_code, None);
    assert_eq!(older.renewed_by.unwrap().number.to_string(), newest);
}

async fn the_reason_of_lowered_stars_is_kept(engine: Engine) {
    let office = Office::on(engine).await;
    let lowered = [("stars", "3"), ("lowered_because", "Chưa có mã số cơ sở")];
    let list = list(&[("", &lowered), ("", &[("product", "Chè")])]);
    let issued = office
        .issue_order(decided("852/QĐ-UBND", "2026-08-05", list))
        .await;
    assert_eq!(issued.unwrap().issued, 2);
    let kept = office
        .book
        .texts("select coalesce(lowered_because, '') from certificates order by position")
        .await;
    assert_eq!(kept, ["Chưa có mã số cơ sở", ""]);
}

#[tokio::test]
async fn another_token_under_the_number_gets_no_link() {
    let office = Office::new().await;
    let (old, old_code) = issue(&office, "417/QĐ-UBND", "2023-05-05", "").await;
    issue(&office, "852/QĐ-UBND", "2026-08-05", &old).await;
    let QrText::Token { bytes, .. } = QrText::read(&old_code) else {
        panic!("a code");
    };
    let claims = Claims {
        issued_on: day("2023-05-06"),
        ..Token::from_bytes(&bytes).unwrap().claims
    };
    let key = signer("CB");
    let unsealed = Token::prepare(claims, Alg::Ed25519, KeyId::of(&key.public_key()));
    let signature = key.sign(unsealed.to_be_signed()).unwrap();
    let token = unsealed.seal(signature).message.to_bytes();
    let code = qr_text::write("https://ocop.example.vn", &token);
    let examined = office.verify(&code, None);
    assert_eq!(
        examined.verdict.certificate.unwrap().number().to_string(),
        old
    );
    assert!(examined.renewed_by.is_none() && examined.renews.is_empty());
}
