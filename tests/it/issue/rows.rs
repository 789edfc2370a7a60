//! Every reason for which a row is refused, with its row and column.

use super::pointed;
use crate::support::{HEADER, Office, codes, csv, order, row};

/// Columns to change, and the refusal that follows.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

const CASES: [Case<'_>; 34] = [
    (&[("product", "")], "product", "empty"),
    (&[("product", "   ")], "product", "empty"),
    (&[("producer", "")], "producer", "empty"),
    (&[("address", "")], "address", "empty"),
    (&[("product", "=1+1")], "product", "formula"),
    (&[("product", "@SUM(A1)")], "product", "formula"),
    (&[("producer", "+84 912 345 678")], "producer", "formula"),
    (&[("address", "-Xã")], "address", "formula"),
    (&[("product_code", "=A1")], "product_code", "formula"),
    (&[("product", "Chè\u{202e}naht")], "product", "text_refused"),
    (&[("product", "Chè\u{2067}x")], "product", "text_refused"),
    (
        &[("producer", "HTX\u{200b}Tân")],
        "producer",
        "text_refused",
    ),
    (&[("address", "Xã\tA")], "address", "text_refused"),
    (&[("address", "Xã\nA")], "address", "text_refused"),
    (&[("product", "Chè\u{7}")], "product", "text_refused"),
    (
        &[("product_code", "04\u{ad}01")],
        "product_code",
        "text_refused",
    ),
    (
        &[("producer_kind", "company")],
        "producer_kind",
        "no_such_kind",
    ),
    (&[("producer_kind", "")], "producer_kind", "no_such_kind"),
    (&[("set_no", "27")], "set_no", "no_such_set"),
    (&[("set_no", "0")], "set_no", "no_such_set"),
    (&[("set_no", "six")], "set_no", "no_such_set"),
    (
        &[("set_no", "99999999999999999999")],
        "set_no",
        "no_such_set",
    ),
    (&[("score_a", "40.01")], "score_a", "score_too_high"),
    (&[("score_b", "25.5")], "score_b", "score_too_high"),
    (&[("score_c", "36")], "score_c", "score_too_high"),
    (&[("score_a", "")], "score_a", "not_a_score"),
    (&[("score_b", "20.755")], "score_b", "not_a_score"),
    (&[("score_c", "-1")], "score_c", "not_a_score"),
    (&[("stars", "four")], "stars", "not_stars"),
    (&[("stars", "6")], "stars", "not_stars"),
    (&[("stars", "2")], "stars", "no_certificate"),
    (&[("stars", "5")], "stars", "out_of_mandate"),
    (&[("stars", "3")], "stars", "stars_below_score"),
    (&[("gtin", "8938501234567")], "gtin", "not_a_gtin"),
];

#[tokio::test]
async fn every_reason_is_given_at_once_with_row_and_column() {
    let office = Office::new().await;
    let rows: Vec<String> = CASES.iter().map(|(changes, ..)| row(changes)).collect();
    let refusals = office.refusals(order("CB", csv(&rows))).await;
    let expected: Vec<_> = (2..)
        .zip(CASES)
        .map(|(number, (_, column, code))| (Some(number), Some(column), code))
        .collect();
    assert_eq!(pointed(&refusals), expected);
    assert_eq!(office.count().await, 0);
}

#[tokio::test]
async fn every_column_of_one_row_is_looked_at() {
    let office = Office::new().await;
    let bad: Vec<(&str, &str)> = HEADER
        .split(',')
        .filter(|column| *column != "lowered_because")
        .map(|column| (column, "=x"))
        .collect();
    let refusals = office.refusals(order("CB", csv(&[row(&bad)]))).await;
    let columns: Vec<&str> = refusals.iter().filter_map(|r| r.column).collect();
    let mut expected: Vec<&str> = bad.iter().map(|(column, _)| *column).collect();
    expected.sort_unstable();
    let mut found = columns.clone();
    found.sort_unstable();
    assert_eq!(found, expected);
    pointed(&refusals);
}

#[tokio::test]
async fn too_few_points_for_the_stars_are_refused() {
    let office = Office::new().await;
    let few = [("score_a", "24"), ("score_b", "14"), ("score_c", "20")];
    let refusals = office.refusals(order("CB", csv(&[row(&few)]))).await;
    assert_eq!(
        pointed(&refusals),
        [(Some(2), Some("stars"), "stars_above_score")]
    );
    assert!(refusals[0].message.en.contains("58.00 points earn 3"));
}

#[tokio::test]
async fn a_name_of_more_than_300_bytes_is_refused_and_one_of_300_is_not() {
    let office = Office::new().await;
    let long = "ặ".repeat(100);
    let list = csv(&[
        row(&[("product", &long), ("producer", &long)]),
        row(&[("product", &format!("{long}x"))]),
    ]);
    let refusals = office.refusals(order("CB", &list)).await;
    assert_eq!(
        pointed(&refusals),
        [(Some(3), Some("product"), "text_refused")]
    );
    let mut asked = order("CB", &list);
    asked.skip_bad_rows = true;
    assert_eq!(office.issue_order(asked).await.unwrap().issued, 1);
}

#[tokio::test]
async fn decomposed_text_is_written_composed() {
    let office = Office::new().await;
    let decomposed = "Che\u{300} Shan tuye\u{302}\u{301}t";
    let list = csv(&[row(&[("product", decomposed), ("address", "Xa\u{303} A")])]);
    let issued = office.issue_list(&list).await.unwrap();
    assert_eq!(issued.certificates[0].certificate.product, "Chè Shan tuyết");
    let address = office.book.texts("select address from certificates").await;
    assert_eq!(address, ["Xã A"]);
    // The composed list is the same list.
    let composed = csv(&[row(&[("product", "Chè Shan tuyết"), ("address", "Xã A")])]);
    let again = office.issue_list(&composed).await.unwrap();
    assert_eq!((again.issued, again.already_issued), (0, 1));
    let verdict = office.verify(&codes(&issued)[0], None).verdict;
    let product = verdict.certificate.unwrap().product.unwrap();
    assert_eq!(product, "Chè Shan tuyết");
}

#[tokio::test]
async fn a_suspected_wrong_encoding_is_warned_of_and_issued() {
    let office = Office::new().await;
    let list = csv(&[row(&[("product", "Miáº¿n dong")]), row(&[])]);
    let issued = office.issue_list(&list).await.unwrap();
    assert_eq!(issued.issued, 2);
    assert_eq!(
        pointed(&issued.warnings),
        [(Some(2), Some("product"), "misencoded")]
    );
}

#[tokio::test]
async fn a_product_that_looks_like_another_is_warned_of_and_issued() {
    let office = Office::new().await;
    let named = |product: &str| row(&[("product", product)]);
    let list = csv(&[named("Miến dong"), named("MIẾN  dong")]);
    let issued = office.issue_list(&list).await.unwrap();
    assert_eq!(issued.issued, 2);
    let alike = [(Some(3), Some("product"), "line_alike")];
    assert_eq!(pointed(&issued.warnings), alike);
    // The same list again issues nothing, and names its own rows.
    let again = office.issue_list(&list).await.unwrap();
    assert_eq!(again.issued, 0);
    assert_eq!(pointed(&again.warnings), alike);
    // What the decision has a certificate for is named by that.
    let later = office.issue_list(csv(&[named("Mien dong")])).await.unwrap();
    assert_eq!(
        pointed(&later.warnings),
        [(Some(2), Some("product"), "line_alike")]
    );
    assert!(later.warnings[0].message.en.contains("certificate CB-"));
}

#[tokio::test]
async fn what_looks_like_markup_or_sql_is_text() {
    let office = Office::new().await;
    for name in [
        "<script>alert(1)</script>",
        "'); drop table certificates; --",
        "Mai's \"Homestay\", 20°N – ST25",
        "{{7*7}} ${x} %s \\n",
    ] {
        let list = csv(&[row(&[("product", name)])]);
        let mut asked = order("CB", list);
        asked.decision = format!("{}/QĐ", name.len());
        let issued = office.issue_order(asked).await.unwrap();
        assert_eq!(issued.certificates[0].certificate.product, name);
    }
}

#[tokio::test]
async fn codes_and_trade_numbers_are_kept() {
    let office = Office::new().await;
    let list = csv(&[row(&[
        ("product_code", "83-829-28780-3-2022"),
        ("gtin", "8938501234568"),
        ("score_a", "34,50"),
    ])]);
    let issued = office.issue_list(&list).await.unwrap();
    assert_eq!(issued.issued, 1);
    let kept = office
        .book
        .texts("select product_code || ' ' || gtin from certificates")
        .await;
    assert_eq!(kept, ["83-829-28780-3-2022 8938501234568"]);
}
