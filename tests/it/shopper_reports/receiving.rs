//! A report comes in.

use ocop::office::TypedShopperReport;
use ocop::scheme::shopper_report::ReportState;

use super::stage::{Stage, refused};
use crate::photographs::of_a_telephone;
use crate::support::{Engine, on_both_engines};

async fn a_report_is_kept_with_what_its_code_says_and_found_by_its_number(engine: Engine) {
    let stage = Stage::on(engine).await;
    let number = stage.report(&stage.typed()).await.unwrap().to_string();
    let report = stage.shopper_report(&stage.inspector(), 1).await.unwrap();
    assert_eq!(report.number, number);
    assert_eq!(report.state, ReportState::Received);
    assert_eq!(report.certificate.unwrap().to_string(), stage.number);
    assert_eq!(report.verdict.as_deref(), Some("genuine"));
    let now = report.verdict_now.unwrap();
    assert_eq!(now.verdict, "genuine");
    assert_eq!(now.product.as_deref(), Some("Chè Shan tuyết"));
    for typed in [number.clone(), number.to_lowercase().replace('-', " ")] {
        let state = stage.public_report_state(&typed).await.unwrap();
        assert_eq!(state.number, number);
        assert_eq!((state.state, state.merged), (ReportState::Received, false));
    }
    let wrong = |text: &str| {
        let text = text.to_owned();
        let stage = &stage;
        async move { refused(stage.public_report_state(&text).await) }
    };
    assert_eq!(wrong("CB-12345-K").await, ["not_a_report_number"]);
    let other = if number.ends_with('2') { "3" } else { "2" };
    let mistyped = format!("{}{other}", &number[..number.len() - 1]);
    assert_eq!(wrong(&mistyped).await, ["mistyped_report_number"]);
}

async fn a_report_needs_no_code_and_may_be_about_a_number_never_issued(engine: Engine) {
    let stage = Stage::on(engine).await;
    let inspector = stage.inspector();
    for (code, certificate, verdict) in [
        ("", None, None),
        ("CB-77777-N", None, None),
        ("https://example.vn/khac", None, Some("not_ocop")),
        (
            stage.number.as_str(),
            Some(stage.number.as_str()),
            Some("genuine"),
        ),
    ] {
        let typed = TypedShopperReport {
            code: code.to_owned(),
            product: "Trà không mã".to_owned(),
            ..stage.typed()
        };
        let number = stage.report(&typed).await.unwrap();
        let found = stage.register().shopper_report_numbered(number).await;
        let found = found.unwrap().unwrap();
        let view = stage.shopper_report(&inspector, found.id).await.unwrap();
        let named = view.certificate.map(|number| number.to_string());
        assert_eq!(named.as_deref(), certificate, "{code}");
        assert_eq!(view.verdict.as_deref(), verdict, "{code}");
        assert_eq!(view.product.as_deref(), Some("Trà không mã"));
    }
}

async fn everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(engine: Engine) {
    let stage = Stage::on(engine).await;
    let typed = TypedShopperReport {
        code: "x".repeat(4_001),
        once: "short".to_owned(),
        reason: "fraud".to_owned(),
        description: " ".to_owned(),
        shop: "a\u{202e}b".to_owned(),
        province: "VN-04@1".to_owned(),
        contact: "a".repeat(201),
        ..TypedShopperReport::default()
    };
    let codes = refused(stage.report(&typed).await);
    assert_eq!(
        codes,
        [
            "code_refused",
            "not_drawn",
            "no_reason",
            "empty",
            "text_refused",
            "no_such_province",
            "contact_too_long"
        ]
    );
    assert_eq!(stage.register().shopper_report(1).await.unwrap(), None);
}

async fn a_report_that_is_sent_again_is_the_same(engine: Engine) {
    let stage = Stage::on(engine).await;
    let typed = TypedShopperReport {
        once: "AAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        ..stage.typed()
    };
    let (first, second) = tokio::join!(stage.report(&typed), stage.report(&typed));
    let first = first.unwrap();
    assert_eq!(first, second.unwrap());
    assert_eq!(first, stage.report(&typed).await.unwrap());
    assert_eq!(stage.register().shopper_reports_waiting().await.unwrap(), 1);
}

async fn photographs_are_kept_without_position_and_a_bad_one_names_its_place(engine: Engine) {
    let stage = Stage::on(engine).await;
    let sent = of_a_telephone();
    stage
        .report_with(&[sent.clone(), sent.clone()])
        .await
        .unwrap();
    let inspector = stage.inspector();
    let report = stage.shopper_report(&inspector, 1).await.unwrap();
    // The same content is one photograph, in two places.
    assert_eq!(report.photographs.len(), 2);
    assert_eq!(report.photographs[0].id, report.photographs[1].id);
    let id = report.photographs[0].id;
    let stored = stage
        .shopper_report_photograph(&inspector, 1, id, false)
        .await;
    let bytes = std::fs::read(stored.unwrap().path).unwrap();
    assert!(!bytes.windows(4).any(|part| part == b"Exif"));
    let bad = stage.report_with(&[sent.clone(), b"<svg/>".to_vec()]).await;
    let Err(ocop::office::Error::Refused(refusals)) = bad else {
        panic!("{bad:?}")
    };
    assert_eq!(
        (refusals[0].code, refusals[0].row),
        ("photograph_kind", Some(2))
    );
    let many = stage
        .report_with(&[sent.clone(), sent.clone(), sent.clone(), sent])
        .await;
    assert_eq!(refused(many), ["too_many_photographs"]);
    // Another report's photograph is not there.
    let other = stage.received().await;
    let elsewhere = stage
        .shopper_report_photograph(&inspector, other, id, true)
        .await;
    assert_eq!(refused(elsewhere), ["no_such_photograph"]);
}

on_both_engines!(
    a_report_is_kept_with_what_its_code_says_and_found_by_its_number,
    a_report_needs_no_code_and_may_be_about_a_number_never_issued,
    everything_that_is_wrong_is_said_at_once_and_nothing_is_kept,
    a_report_that_is_sent_again_is_the_same,
    photographs_are_kept_without_position_and_a_bad_one_names_its_place
);
