//! Files that councils really send, and files that are no list at all.

use super::pointed;
use crate::support::{HEADER, Office, PRODUCTS, csv, list_of, order, row};

async fn refused(office: &Office, list: impl AsRef<[u8]>) -> Vec<String> {
    let refusals = office.refusals(order("CB", list)).await;
    let codes = pointed(&refusals).into_iter().map(|(_, _, code)| code);
    codes.map(str::to_owned).collect()
}

#[tokio::test]
async fn what_spreadsheets_write_is_read() {
    let office = Office::new().await;
    let lists = [
        format!("\u{feff}{PRODUCTS}"),
        PRODUCTS.replace('\n', "\r\n"),
        PRODUCTS.trim_end().to_owned(),
        format!("{PRODUCTS},,,,,,,,,,\n\n   \n"),
        PRODUCTS.replacen("product,producer", " Product ,PRODUCER", 1),
    ];
    for list in lists {
        let issued = office.issue_list(&list).await.unwrap();
        assert_eq!(issued.issued + issued.already_issued, 14);
    }
    assert_eq!(office.count().await, 14);
}

#[tokio::test]
async fn the_columns_may_stand_in_any_order() {
    let office = Office::new().await;
    let turned = |line: String| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells.reverse();
        cells.join(",")
    };
    let list = format!("{}\n{}\n", turned(HEADER.to_owned()), turned(row(&[])));
    let issued = office.issue_list(list).await.unwrap();
    assert_eq!(issued.certificates[0].certificate.product, "Miến dong");
}

#[tokio::test]
async fn a_row_has_the_number_that_a_spreadsheet_shows() {
    let office = Office::new().await;
    let bad = row(&[("stars", "x")]);
    let two_lines = row(&[("address", "one\ntwo"), ("product", "Chè")]);
    for end in ["\n", "\r\n"] {
        // Rows: 1 header, 2 empty, 3 bad, 4 of two lines in one cell, 5 blank cells, 6 empty,
        // 7 empty, 8 bad.
        let lines = [HEADER, "", &bad, &two_lines, ",,,,,,,,,,,", "", "", &bad];
        let list = lines.join(end);
        let refusals = office.refusals(order("CB", list)).await;
        assert_eq!(
            pointed(&refusals),
            [
                (Some(3), Some("stars"), "not_stars"),
                (Some(4), Some("address"), "text_refused"),
                (Some(8), Some("stars"), "not_stars"),
            ],
            "{end:?}"
        );
    }
}

#[tokio::test]
async fn another_delimiter_is_named() {
    let office = Office::new().await;
    for (delimiter, shown) in [(";", "\";\""), ("\t", "\"tab\""), ("|", "\"|\"")] {
        let list = csv(&[row(&[])]).replace(',', delimiter);
        let refusals = office.refusals(order("CB", list)).await;
        assert_eq!(pointed(&refusals), [(None, None, "wrong_delimiter")]);
        assert!(refusals[0].message.en.contains(shown), "{refusals:?}");
    }
}

#[tokio::test]
async fn the_header_is_checked_whole() {
    let office = Office::new().await;
    let list = "product,product,tên,producer_kind,address,set_no,score_a,score_b,stars\nx\n";
    let refusals = office.refusals(order("CB", list)).await;
    assert_eq!(
        pointed(&refusals),
        [
            (Some(1), Some("product"), "column_twice"),
            (Some(1), None, "unknown_column"),
            (Some(1), Some("producer"), "column_missing"),
            (Some(1), Some("score_c"), "column_missing"),
        ]
    );
}

#[tokio::test]
async fn ragged_rows_are_refused_beside_the_other_reasons() {
    let office = Office::new().await;
    let list = csv(&[
        "a,b".to_owned(),
        row(&[("stars", "x")]),
        format!("{},more", row(&[])),
    ]);
    let refusals = office.refusals(order("CB", list)).await;
    assert_eq!(
        pointed(&refusals),
        [
            (Some(2), None, "wrong_cell_count"),
            (Some(3), Some("stars"), "not_stars"),
            (Some(4), None, "wrong_cell_count"),
        ]
    );
}

#[tokio::test]
async fn what_is_no_text_is_said_to_be_none() {
    let office = Office::new().await;
    let list = csv(&[row(&[])]);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(list.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(refused(&office, utf16).await, ["list_not_utf8"]);
    let bare_utf16: Vec<u8> = "product,producer"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(refused(&office, bare_utf16).await, ["list_not_text"]);
    let windows_1258 = [HEADER.as_bytes(), b"\nMi\xeA\xECn dong\n"].concat();
    let refusals = office.refusals(order("CB", windows_1258)).await;
    assert_eq!(pointed(&refusals), [(None, None, "list_not_utf8")]);
    assert!(refusals[0].message.en.contains("line 2"));
    let zero = list.replace("Miến", "Mi\0n");
    assert_eq!(refused(&office, zero).await, ["list_not_text"]);
    assert_eq!(
        refused(&office, b"PK\x03\x04\x14\0").await,
        ["workbook_unreadable"]
    );
}

#[tokio::test]
async fn nothing_is_no_list() {
    let office = Office::new().await;
    let missing = refused(&office, "").await;
    assert!(
        missing.iter().all(|code| code == "column_missing"),
        "{missing:?}"
    );
    assert_eq!(refused(&office, format!("{HEADER}\n")).await, ["no_rows"]);
    assert_eq!(
        refused(&office, format!("{HEADER}\n,,,,,,,,,,,\n\n")).await,
        ["no_rows"]
    );
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_read() {
    let office = Office::new().await;
    let rubbish: Vec<u8> = (0..10 << 20).map(|place: u32| (place * 7) as u8).collect();
    assert_eq!(refused(&office, rubbish).await, ["list_too_large"]);
    let long_line = "x".repeat(7 << 20);
    let codes = refused(&office, long_line).await;
    assert!(codes.contains(&"unknown_column".to_owned()));
    let commas = ",".repeat(1 << 20);
    let codes = refused(&office, commas).await;
    assert!(codes.len() < 40, "one is enough to say so: {}", codes.len());
    assert_eq!(refused(&office, list_of(10_001)).await, ["too_many_rows"]);
    assert_eq!(office.count().await, 0);
}

#[tokio::test]
async fn a_quote_that_is_never_closed_is_refused() {
    let office = Office::new().await;
    let list = format!("{HEADER}\n\"{}\n{}\n", row(&[]), row(&[]));
    assert_eq!(refused(&office, list).await, ["wrong_cell_count"]);
}
