//! Verifying: what people paste and type, and a verdict that needs no database.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::office::{Actor, Error, Reach, Which, Withdrawal};
use ocop::scheme::check::{Check, Outcome};
use ocop::scheme::ground::Ground;
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::qr_text;
use ocop::scheme::stars::Stars;
use ocop::scheme::status::Status;

use crate::support::{Engine, Office, at, codes, csv, day, list_of, now, on_both_engines, row};

on_both_engines!(
    a_code_is_read_however_it_was_pasted,
    a_number_is_read_however_it_was_typed,
    a_mistyped_or_unknown_number_is_said_to_be_so,
    what_is_said_of_a_number_is_not_said_of_another_token_that_bears_it,
    more_stars_on_the_package_are_a_mismatch,
    a_certificate_expires_with_its_last_day,
    a_verdict_needs_no_database,
    no_change_is_known_beyond_the_size_that_was_read,
);

fn kind(office: &ocop::office::Office, code: &str) -> &'static str {
    office.verify(code, None).verdict.kind.name()
}

async fn a_code_is_read_however_it_was_pasted(engine: Engine) {
    let office = Office::on(engine).await;
    let code = codes(&office.issue_list(list_of(1)).await.unwrap()).remove(0);
    let digits = code.rsplit('/').next().unwrap();
    for pasted in [
        code.clone(),
        format!("  {code}\r\n"),
        format!("{code}?stars=5"),
        format!("{code}?lang=vi&stars=3#top"),
        code.replace("https://ocop.example.vn", "HTTPS://OTHER.EXAMPLE.VN"),
        digits.to_owned(),
    ] {
        assert_eq!(kind(&office, &pasted), "genuine", "{pasted}");
    }
    for (pasted, expected) in [
        ("", "not_ocop"),
        ("https://ocop.example.vn/menu", "not_ocop"),
        ("https://ocop.example.vn/v/12345", "malformed"),
        ("https://ocop.example.vn/v/", "malformed"),
        ("\u{0}\u{202e}?", "not_ocop"),
    ] {
        assert_eq!(kind(&office, pasted), expected, "{pasted:?}");
    }
    let huge = "9".repeat(1 << 20);
    assert_ne!(kind(&office, &huge), "genuine");
}

async fn a_number_is_read_however_it_was_typed(engine: Engine) {
    let office = Office::on(engine).await;
    let issued = office.issue_list(list_of(1)).await.unwrap();
    let number = issued.certificates[0].certificate.number.to_string();
    for typed in [
        number.clone(),
        number.to_lowercase(),
        number.replace('-', "–"),
        number.replace('-', "\u{2212}"),
        number.replace('-', " "),
        format!("\t{number} "),
        format!("https://ocop.example.vn/c/{number}"),
        format!("https://ocop.example.vn/c/{number}?lang=en"),
    ] {
        let examined = office.examine(&typed, None).await.unwrap();
        assert_eq!(examined.verdict.kind.name(), "genuine", "{typed}");
        let found = examined.verdict.certificate.unwrap().number().to_string();
        assert_eq!(found, number);
        assert_eq!(
            examined.decision.unwrap().authority,
            "Hội đồng tỉnh Cao Bằng"
        );
    }
}

async fn a_mistyped_or_unknown_number_is_said_to_be_so(engine: Engine) {
    let office = Office::on(engine).await;
    let number = CertificateNumber {
        council: "CB".parse().unwrap(),
        index: 41,
    };
    let text = number.to_string();
    let unknown = office.examine(&text, None).await.unwrap_err();
    assert!(matches!(unknown, Error::NoSuchNumber(asked) if asked == number));
    let slipped = text.replace("41", "14");
    let mistyped = office.examine(&slipped, None).await.unwrap_err();
    assert!(matches!(mistyped, Error::MistypedNumber));
    let short = office.examine("https://x.vn/c/nothing", None).await;
    assert!(matches!(short, Err(Error::MistypedNumber)));
    let other = office.examine("hello", None).await.unwrap();
    assert_eq!(other.verdict.kind.name(), "not_ocop");
}

async fn what_is_said_of_a_number_is_not_said_of_another_token_that_bears_it(engine: Engine) {
    let office = Office::on(engine).await;
    let own = codes(&office.issue_list(list_of(1)).await.unwrap()).remove(0);
    let own = office.examine(&own, None).await.unwrap();
    assert!(own.decision.is_some());
    // A copy of the register that went its own way, with the same keys.
    let other = Office::on(Engine::Sqlite).await;
    let list = csv(&[row(&[("product", "Chè của bản sao")])]);
    let issued = other.issue_list(list).await.unwrap();
    let number = issued.certificates[0].certificate.number;
    crate::codes::compact(&other, &crate::codes::named(&[number.index]))
        .await
        .unwrap();
    let compact = other.register().compact_token(number).await.unwrap();
    let compact = qr_text::write("https://ocop.test", &compact.unwrap());
    for code in [codes(&issued).remove(0), compact.clone()] {
        let examined = office.examine(&code, None).await.unwrap();
        let certificate = examined.verdict.certificate.as_ref().unwrap();
        assert_eq!(
            Some(certificate.number()),
            own.verdict.certificate.as_ref().map(|own| own.number())
        );
        assert_ne!(examined.verdict.outcome(Check::Register), Outcome::Pass);
        assert_eq!(examined.decision, None);
        if code == compact {
            assert_eq!(
                (&certificate.product, &certificate.producer),
                (&None, &None)
            );
        }
    }
}

async fn more_stars_on_the_package_are_a_mismatch(engine: Engine) {
    let office = Office::on(engine).await;
    let issued = office.issue_list(list_of(1)).await.unwrap();
    let code = codes(&issued).remove(0);
    let number = issued.certificates[0].certificate.number.to_string();
    for (stars, expected) in [(4, "genuine"), (5, "mismatch")] {
        let stars = Some(Stars::new(stars).unwrap());
        for text in [&code, &number] {
            let examined = office.examine(text, stars).await.unwrap();
            assert_eq!(examined.verdict.kind.name(), expected);
        }
    }
}

async fn a_certificate_expires_with_its_last_day(engine: Engine) {
    let office = Office::on(engine).await;
    let code = codes(&office.issue_list(list_of(1)).await.unwrap()).remove(0);
    // Valid through 5 August 2029, in Vietnam; by then the trust list is old.
    for (at, expired) in [
        (at("2029-08-05T16:59:59Z"), false),
        (at("2029-08-05T17:00:00Z"), true),
    ] {
        let later = office.again(at).await;
        assert_eq!(kind(&later, &code) == "expired", expired, "{at}");
    }
}

async fn a_verdict_needs_no_database(engine: Engine) {
    let office = Office::on(engine).await;
    let code = codes(&office.issue_list(list_of(1)).await.unwrap()).remove(0);
    office
        .book
        .raw("alter table certificates rename to hidden_certificates")
        .await;
    office
        .book
        .raw("alter table trust_lists rename to hidden_trust_lists")
        .await;
    if engine == Engine::Sqlite {
        std::fs::remove_file(office.data().join("register.sqlite")).unwrap();
    }
    assert_eq!(kind(&office, &code), "genuine");
    assert_eq!(kind(&office, "hello"), "not_ocop");
    let examined = office.examine(&code, None).await.unwrap();
    assert_eq!(
        examined.verdict.certificate.unwrap().product.as_deref(),
        Some("Sản phẩm số 1")
    );
}

async fn no_change_is_known_beyond_the_size_that_was_read(engine: Engine) {
    let office = Office::on(engine).await;
    let issued = office.issue_list(list_of(2)).await.unwrap();
    let number = issued.certificates[0].certificate.number;
    let before = office.register().size().await.unwrap();
    let withdrawal = Withdrawal {
        which: Which::Numbers(vec![number.to_string()]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
        within: Reach::All,
        actor: Actor::Program,
    };
    office.revoke(&withdrawal).await.unwrap();
    let after = office.register().size().await.unwrap();
    // So it is for whoever reads the size a moment before the revocation is recorded.
    let sized = async |size: i64| {
        let sql = format!("update log_head set size = {size} where id = 1");
        office.book.raw(&sql).await;
    };
    sized(before).await;
    let reading = office.again(now()).await;
    let status = || {
        let held = reading.held();
        let list = held.status.get(number.council).unwrap();
        list.status(number.index)
    };
    assert_eq!(status(), Ok(Status::Valid));
    sized(after).await;
    reading.refresh().await.unwrap();
    assert_eq!(status(), Ok(Status::Revoked));
}

#[tokio::test]
async fn a_refresh_that_fails_keeps_the_lists_and_their_age() {
    let office = Office::new().await;
    let code = codes(&office.issue_list(list_of(1)).await.unwrap()).remove(0);
    let later = office.again(at("2026-08-11T03:00:00Z")).await;
    let before = later.held().register.as_of;
    office
        .book
        .raw("update councils set level = 'galaxy'")
        .await;
    assert!(later.refresh().await.is_err());
    assert_eq!(later.held().register.as_of, before);
    assert_eq!(kind(&later, &code), "genuine");
    assert_ne!(before, now());
}
