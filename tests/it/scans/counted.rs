//! Counting: exact after writing, without anybody's name, and never in the way of a verdict.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its shop fails there"
)]

use std::collections::BTreeSet;
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use ocop::office::ScanFigures;

use super::shop::Shop;
use crate::support::{Engine, at, on_both_engines};

on_both_engines!(
    each_scan_is_counted_once_by_its_label_day_and_province,
    what_does_not_fit_is_dropped_and_counted_and_the_verdict_is_the_same,
    invented_serials_make_a_row_for_a_certificate_and_day_whatever_they_are,
    nothing_of_who_scans_is_in_the_register,
    scans_that_could_not_be_written_wait,
);

async fn each_scan_is_counted_once_by_its_label_day_and_province(engine: Engine) {
    let shop = Shop::on(engine).await;
    let mut labels = Vec::new();
    for count in 1..=40 {
        for _ in 0..count {
            labels.push(shop.label(0, count));
        }
    }
    // Several at once, and more than one batch.
    for some in labels.chunks(8) {
        let scans = some.iter().map(|path| shop.scan(path));
        futures_util::future::join_all(scans).await;
    }
    assert_eq!(shop.office.scan_figures().waiting, 820);
    shop.written().await;
    let rows = shop.rows().await;
    let expected: Vec<String> = (1..=40)
        .map(|count| format!("{count} 2026-08-10  {count}"))
        .collect();
    assert_eq!(rows, expected);
    // The next day begins at 17:00 in UTC.
    shop.scan_at(&shop.label(0, 1), at("2026-08-10T16:59:59Z"))
        .await;
    shop.scan_at(&shop.label(0, 1), at("2026-08-10T17:00:00Z"))
        .await;
    let label = shop
        .office
        .register()
        .scanned_label(shop.numbers[0], 1)
        .await;
    let label = label.unwrap().unwrap();
    assert_eq!(
        (label.counts.in_all, label.counts.on_a_day, label.days),
        (3, 2, 2)
    );
    assert_eq!(label.first_on.to_string(), "2026-08-10");
    assert_eq!(label.last_on.to_string(), "2026-08-11");
}

#[tokio::test]
async fn only_the_address_of_a_label_is_a_scan_and_the_api() {
    let shop = Shop::on(Engine::Sqlite).await;
    let path = shop.label(0, 3);
    let head = Request::builder().method(Method::HEAD).uri(&path);
    shop.send(head.body(Body::empty()).unwrap()).await;
    // Links of the page itself.
    for query in ["?lang=en", "?stars=4", "?placed=1"] {
        shop.scan(&format!("{path}{query}")).await;
    }
    shop.written().await;
    assert_eq!(shop.rows().await, Vec::<String>::new());
    let code = serde_json::json!({ "code": format!("https://host{path}") });
    let request = Request::post("/api/v1/verify").header("content-type", "application/json");
    let request = request.body(Body::from(code.to_string())).unwrap();
    let answer = shop.send(request).await.json();
    assert_eq!(answer["label"]["times_checked"], 1);
    shop.scan(&path).await;
    shop.written().await;
    assert_eq!(shop.rows().await, ["3 2026-08-10  2"]);
}

async fn what_does_not_fit_is_dropped_and_counted_and_the_verdict_is_the_same(engine: Engine) {
    let shop = Shop::with(engine, |config| config.scans.queue = 3).await;
    let path = shop.label(0, 9);
    let mut verdicts = BTreeSet::new();
    for _ in 0..10 {
        let answer = shop.judge(&path).await;
        verdicts.insert(answer.to_string());
    }
    assert_eq!(verdicts.len(), 1, "{verdicts:?}");
    assert!(
        verdicts
            .first()
            .unwrap()
            .contains("\"verdict\":\"genuine\"")
    );
    let figures = |waiting, written, dropped| ScanFigures {
        waiting,
        written,
        dropped,
    };
    assert_eq!(shop.office.scan_figures(), figures(3, 0, 7));
    shop.written().await;
    assert_eq!(shop.office.scan_figures(), figures(0, 3, 7));
    assert_eq!(shop.rows().await, ["9 2026-08-10  3"]);
}

async fn invented_serials_make_a_row_for_a_certificate_and_day_whatever_they_are(engine: Engine) {
    let shop = Shop::on(engine).await;
    for count in 0..30 {
        shop.judge(&shop.wrong_mac(0, count + 1)).await;
        shop.judge(&shop.label(0, 2_000 + count)).await;
    }
    shop.judge(&shop.wrong_mac(1, 1)).await;
    shop.written().await;
    shop.judge(&shop.wrong_mac(0, 1)).await;
    shop.written().await;
    let sql = "select wrong_macs || ' ' || unknown_counts from invented_serials
               order by wrong_macs";
    let book = &shop.office.book;
    assert_eq!(book.texts(sql).await, ["1 0", "31 30"]);
    assert_eq!(shop.rows().await, Vec::<String>::new());
}

async fn nothing_of_who_scans_is_in_the_register(engine: Engine) {
    let shop = Shop::with(engine, |config| {
        config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        config.scans.region_header = Some("x-region".to_owned());
    })
    .await;
    let mut request = Request::get(shop.label(0, 1))
        .header("accept", "text/html")
        .header("user-agent", "Điện thoại của An")
        .header("cookie", "who=an")
        .header("x-forwarded-for", "198.51.100.77")
        .header("x-region", "VN-04")
        .body(Body::empty())
        .unwrap();
    let proxy: SocketAddr = "10.0.0.2:4711".parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(proxy));
    shop.send(request).await;
    shop.judge(&shop.wrong_mac(0, 1)).await;
    shop.written().await;
    let book = &shop.office.book;
    let columns = match engine {
        Engine::Sqlite => {
            "select t.name || '.' || c.name from sqlite_master t
             join pragma_table_info(t.name) c
             where t.name in ('scanned_labels', 'label_scans', 'invented_serials')"
        }
        Engine::Postgres => {
            "select table_name || '.' || column_name from information_schema.columns
             where table_name in ('scanned_labels', 'label_scans', 'invented_serials')"
        }
    };
    let mut columns = book.texts(columns).await;
    columns.sort_unstable();
    assert_eq!(
        columns,
        [
            "invented_serials.certificate_index",
            "invented_serials.council",
            "invented_serials.scanned_on",
            "invented_serials.unknown_counts",
            "invented_serials.wrong_macs",
            "label_scans.label",
            "label_scans.province",
            "label_scans.scanned_on",
            "label_scans.times",
            "scanned_labels.certificate_index",
            "scanned_labels.council",
            "scanned_labels.days",
            "scanned_labels.first_on",
            "scanned_labels.id",
            "scanned_labels.last_on",
            "scanned_labels.most_on_a_day",
            "scanned_labels.most_provinces_on_a_day",
            "scanned_labels.provinces",
            "scanned_labels.score",
            "scanned_labels.serial_count",
            "scanned_labels.times",
        ]
    );
    assert_eq!(shop.rows().await, ["1 2026-08-10 VN-04@2 1"]);
    // Days, not instants.
    let days = "select scanned_on from label_scans union all
                select first_on from scanned_labels union all
                select last_on from scanned_labels union all
                select scanned_on from invented_serials";
    for day in book.texts(days).await {
        assert_eq!(day, "2026-08-10");
    }
}

async fn scans_that_could_not_be_written_wait(engine: Engine) {
    let shop = Shop::on(engine).await;
    shop.scan(&shop.label(0, 2)).await;
    shop.scan(&shop.label(0, 2)).await;
    shop.office
        .book
        .raw("alter table label_scans rename to away")
        .await;
    assert!(shop.office.write_scans().await.is_err());
    assert_eq!(shop.office.scan_figures().waiting, 2);
    // Whoever scans meanwhile sees nothing of it.
    let answer = shop.judge(&shop.label(0, 2)).await;
    assert_eq!(answer["verdict"], "genuine");
    assert_eq!(answer["label"]["check"], "known");
    shop.office
        .book
        .raw("alter table away rename to label_scans")
        .await;
    shop.written().await;
    assert_eq!(shop.rows().await, ["2 2026-08-10  3"]);
    assert_eq!(shop.office.scan_figures().waiting, 0);
}

#[tokio::test]
async fn what_the_queue_does_not_hold_is_dropped_and_counted() {
    let shop = Shop::on(Engine::Sqlite).await;
    let code = format!("https://host{}", shop.label(0, 1));
    let mut examined = shop.office.examine(&code, None).await.unwrap();
    for _ in 0..20_000 {
        shop.office.count_scan(&mut examined, None);
    }
    assert_eq!(shop.office.scan_figures().dropped, 10_000);
}
