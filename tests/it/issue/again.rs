//! A line becomes exactly one certificate, however often its list is sent.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::collections::HashSet;

use futures_util::future::join_all;
use ocop::office::Error;

use super::pointed;
use crate::support::{
    Engine, Office, PRODUCTS, codes, csv, list_of, now, on_both_engines, order, row,
};

on_both_engines!(
    fourteen_products_become_fourteen_certificates,
    the_same_list_again_issues_nothing,
    a_corrected_list_issues_only_the_rest,
    a_list_with_one_bad_row_issues_nothing,
    bad_rows_are_left_out_when_that_is_asked,
    a_line_that_was_issued_otherwise_is_refused,
    several_batches_are_one_order,
    two_officers_at_once_issue_each_line_once,
    another_office_sees_what_was_issued_after_it_refreshes,
);

async fn fourteen_products_become_fourteen_certificates(engine: Engine) {
    let office = Office::on(engine).await;
    let issued = office.issue_list(PRODUCTS).await.unwrap();
    assert_eq!((issued.issued, issued.already_issued), (14, 0));
    assert_eq!(issued.decision, "852/QĐ-UBND");
    assert!(issued.left_out.is_empty() && issued.warnings.is_empty());
    let rows: Vec<usize> = issued.certificates.iter().map(|c| c.row).collect();
    assert_eq!(rows, (2..=15).collect::<Vec<_>>());
    let indices: Vec<u32> = issued
        .certificates
        .iter()
        .map(|c| c.certificate.index)
        .collect();
    assert_eq!(indices, (0..14).collect::<Vec<_>>());
    let first = &issued.certificates[0].certificate;
    assert_eq!(first.product, "Miến dong Phja Đén");
    assert_eq!(first.valid_through.to_string(), "2029-08-05");
    for code in codes(&issued) {
        assert!(code.starts_with("https://ocop.example.vn/v/"), "{code}");
        assert_eq!(office.verify(&code, None).verdict.kind.name(), "genuine");
    }
}

async fn the_same_list_again_issues_nothing(engine: Engine) {
    let office = Office::on(engine).await;
    let first = office.issue_list(PRODUCTS).await.unwrap();
    let size = office.register().size().await.unwrap();
    let again = office.issue_list(PRODUCTS).await.unwrap();
    assert_eq!((again.issued, again.already_issued), (0, 14));
    assert_eq!(codes(&again), codes(&first));
    assert_eq!(office.register().size().await.unwrap(), size);
    // The same texts, typed otherwise.
    let windows = PRODUCTS.replace('\n', "\r\n");
    let again = office.issue_list(windows).await.unwrap();
    assert_eq!((again.issued, again.already_issued), (0, 14));
}

async fn a_corrected_list_issues_only_the_rest(engine: Engine) {
    let office = Office::on(engine).await;
    let first = office.issue_list(list_of(3)).await.unwrap();
    let more = office.issue_list(list_of(5)).await.unwrap();
    assert_eq!((more.issued, more.already_issued), (2, 3));
    assert_eq!(codes(&more)[..3], codes(&first));
    assert_eq!(office.count().await, 5);
}

async fn a_list_with_one_bad_row_issues_nothing(engine: Engine) {
    let office = Office::on(engine).await;
    let list = csv(&[row(&[]), row(&[("product", "Chè"), ("stars", "9")])]);
    let size = office.register().size().await.unwrap();
    let refusals = office.refusals(order("CB", list)).await;
    assert_eq!(pointed(&refusals), [(Some(3), Some("stars"), "not_stars")]);
    assert_eq!(office.count().await, 0);
    assert_eq!(office.register().size().await.unwrap(), size);
}

async fn bad_rows_are_left_out_when_that_is_asked(engine: Engine) {
    let office = Office::on(engine).await;
    let list = csv(&[
        row(&[]),
        row(&[("product", "Chè"), ("stars", "9")]),
        "too,few,cells".to_owned(),
        row(&[("product", "Gạo")]),
        row(&[]),
    ]);
    let mut asked = order("CB", &list);
    asked.skip_bad_rows = true;
    let issued = office.issue_order(asked).await.unwrap();
    assert_eq!(issued.issued, 2);
    let rows: Vec<usize> = issued.certificates.iter().map(|c| c.row).collect();
    assert_eq!(rows, [2, 5]);
    assert_eq!(
        pointed(&issued.left_out),
        [
            (Some(3), Some("stars"), "not_stars"),
            (Some(4), None, "wrong_cell_count"),
            (Some(6), Some("product"), "line_twice"),
        ]
    );

    // A bad row does not stand in the way of a good one with its names.
    let list = csv(&[
        row(&[("gtin", "1"), ("product", "Trà")]),
        row(&[("product", "Trà")]),
    ]);
    let mut asked = order("CB", list);
    asked.skip_bad_rows = true;
    assert_eq!(office.issue_order(asked).await.unwrap().issued, 1);

    // Nothing good is left: that is no success.
    let mut asked = order("CB", csv(&[row(&[("stars", "x")])]));
    asked.skip_bad_rows = true;
    assert_eq!(office.refusals(asked).await.len(), 1);
    // What concerns the whole is never skipped.
    let mut asked = order("CB", csv(&[row(&[])]));
    (asked.skip_bad_rows, asked.decision) = (true, "none".to_owned());
    assert_eq!(office.refusals(asked).await.len(), 1);
    assert_eq!(office.count().await, 3);
}

async fn a_line_that_was_issued_otherwise_is_refused(engine: Engine) {
    let office = Office::on(engine).await;
    office.issue_list(csv(&[row(&[])])).await.unwrap();
    let threes = [
        ("stars", "3"),
        ("score_a", "24"),
        ("score_b", "14"),
        ("score_c", "20"),
    ];
    let refusals = office.refusals(order("CB", csv(&[row(&threes)]))).await;
    assert_eq!(
        pointed(&refusals),
        [(Some(2), Some("stars"), "line_differs")]
    );
    let other_set = csv(&[row(&[("set_no", "7")])]);
    let refusals = office.refusals(order("CB", other_set)).await;
    assert_eq!(refusals[0].code, "line_differs");
    assert!(refusals[0].message.en.contains("CB-0-"), "{refusals:?}");
    assert_eq!(office.count().await, 1);
}

async fn several_batches_are_one_order(engine: Engine) {
    let office = Office::on(engine).await;
    let told = std::sync::Mutex::new(Vec::new());
    let signer = crate::support::signer("CB");
    let issued = office
        .office
        .issue(order("CB", list_of(2_300)), signer, |done, total| {
            told.lock().unwrap().push((done, total));
        })
        .await
        .unwrap();
    assert_eq!(issued.issued, 2_300);
    assert_eq!(
        told.into_inner().unwrap(),
        [(1_000, 2_300), (2_000, 2_300), (2_300, 2_300)]
    );
    let indices: HashSet<u32> = issued
        .certificates
        .iter()
        .map(|c| c.certificate.index)
        .collect();
    assert_eq!(indices.len(), 2_300);
    let decisions = office.register().decisions_since(0).await.unwrap();
    assert_eq!(decisions.len(), 1);
}

async fn two_officers_at_once_issue_each_line_once(engine: Engine) {
    let office = Office::on(engine).await;
    let others = [office.again(now()).await, office.again(now()).await];
    let list = list_of(300);
    let runs = others.iter().cycle().take(4).map(|other| {
        let signer = crate::support::signer("CB");
        other.issue(order("CB", &list), signer, |_, _| {})
    });
    for outcome in join_all(runs).await {
        match outcome {
            Ok(issued) => assert_eq!(issued.issued + issued.already_issued, 300),
            Err(error) => assert!(matches!(error, Error::Contended), "{error:?}"),
        }
    }
    let last = office.issue_list(&list).await.unwrap();
    assert_eq!(last.certificates.len(), 300);
    assert_eq!(office.count().await, 300);
    let unique: HashSet<String> = codes(&last).into_iter().collect();
    assert_eq!(unique.len(), 300);
}

async fn another_office_sees_what_was_issued_after_it_refreshes(engine: Engine) {
    let office = Office::on(engine).await;
    let other = office.again(now()).await;
    let issued = office.issue_list(list_of(2)).await.unwrap();
    let code = &codes(&issued)[0];
    // Sealed in the very second that its list speaks of: nothing is held against it.
    let before = other.verify(code, None);
    assert_eq!(before.verdict.kind.name(), "genuine");
    assert_eq!(before.decision, None, "the list in memory is older");
    other.refresh().await.unwrap();
    let examined = other.verify(code, None);
    assert_eq!(examined.verdict.kind.name(), "genuine");
    assert_eq!(examined.decision.unwrap().number, "852/QĐ-UBND");
}
