//! How long the public register, the desk's pages and searches take with 250,000 certificates and
//! 50,000 dossiers, on SQLite and on PostgreSQL.
//!
//! The figures are times, since what they must keep is a time: 50 ms for a page, 30 ms for a
//! search, at the 99th percentile. Beside each stands how often the reading of one certificate
//! goes into it, measured in the same run.

mod measure;
mod programme;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use measure::{Report, Target, median};
use ocop::clock::{Clock, StoppedClock};
use ocop::config::Config;
use ocop::http;
use ocop::office::{Office, Secret};
use ocop::register::{NewAccount, Register, Shelf};
use ocop::scheme::province::Province;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};
use tower::ServiceExt;

const CERTIFICATES: i64 = 250_000;
const DOSSIERS: i64 = 50_000;
const DECISIONS: i64 = 1_800;
const PRODUCERS: i64 = 8_000;
/// Places of the book before those that are made here.
const BEFORE: i64 = 1_000;
/// Requests of each kind.
const ASKED: usize = 300;
/// What a page may take, and a search, in milliseconds.
const PAGE: f64 = 50.0;
const SEARCH: f64 = 30.0;

/// What is asked for: a name, an address, and the most milliseconds that it may take.
const PAGES: [(&str, &str, f64); 11] = [
    (
        "search \"che shan\"",
        "/api/v1/certificates?q=che%20shan",
        SEARCH,
    ),
    (
        "search \"hop tac xa\"",
        "/api/v1/certificates?q=hop%20tac%20xa",
        SEARCH,
    ),
    (
        "search with filters",
        "/api/v1/certificates?q=che%20shan&province=VN-04%402&stars=4&status=in_force&year=2025",
        SEARCH,
    ),
    (
        "search that finds nothing",
        "/api/v1/certificates?q=che%20zz%20shan",
        SEARCH,
    ),
    ("/register", "/register", PAGE),
    (
        "/register, expired",
        "/register?status=expired&stars=5",
        PAGE,
    ),
    ("/producers/…", "/producers/", PAGE),
    (
        "/desk/certificates, searched",
        "/desk/certificates?q=che%20shan",
        PAGE,
    ),
    ("/desk/reports", "/desk/reports", PAGE),
    ("/desk/dossiers", "/desk/dossiers", PAGE),
    (
        "/desk/dossiers, searched",
        "/desk/dossiers?text=che%20shan",
        PAGE,
    ),
];

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut report = Report::default();
    runtime.block_on(async {
        run(&mut report, "SQLite", None).await;
        match std::env::var("OCOP_TEST_POSTGRES") {
            Ok(server) => {
                let name = format!("ocop_bench_{}", std::process::id());
                let (host, _) = server.rsplit_once('/').expect("a URL with a database");
                on_server(&server, &format!("create database {name}")).await;
                run(&mut report, "PostgreSQL", Some(format!("{host}/{name}"))).await;
                on_server(&server, &format!("drop database {name} with (force)")).await;
            }
            Err(_) => println!(
                "NOT MEASURED ON POSTGRESQL: set OCOP_TEST_POSTGRES to a server's postgres:// URL"
            ),
        }
    });
    report.finish()
}

async fn on_server(server: &str, sql: &str) {
    let mut connection = PgConnection::connect(server)
        .await
        .expect("the server answers");
    let done = connection.execute(AssertSqlSafe(sql.to_owned())).await;
    done.expect("the statement runs");
}

async fn run(report: &mut Report, engine: &str, database: Option<String>) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let (office, _) = programme::set_up(folder.path(), database.clone()).await;
    drop(office);
    let began = Instant::now();
    for sql in rows() {
        raw(folder.path(), database.as_deref(), &sql).await;
    }
    println!("{engine}: rows {:.1} s", began.elapsed().as_secs_f64());
    let mut config = Config::new(Some("verify.example.vn".to_owned()), false).expect("a host");
    config.database = database.clone();
    let clock: Arc<dyn Clock> = Arc::new(StoppedClock(
        "2026-08-05T02:30:00Z".parse().expect("an instant"),
    ));
    let began = Instant::now();
    let office = Office::open(folder.path().to_owned(), config, clock).await;
    let office = Arc::new(office.expect("the office opens"));
    println!(
        "{engine}: opened with all taken in for searching after {:.1} s",
        began.elapsed().as_secs_f64()
    );
    dossier_words(office.register()).await;
    if database.is_some() {
        // As the server does by itself after a while.
        raw(folder.path(), database.as_deref(), "analyze").await;
    }
    let cookie = signed_in(&office).await;
    let router = http::router(Arc::clone(&office));
    let (number, producer) = some_certificate(&router).await;
    let one = times(&router, &format!("/api/v1/certificates/{number}"), "").await;
    let one = median(one);
    println!("{engine}: one certificate {:.2} ms", one * 1e3);
    for (name, address, most) in PAGES {
        let address = match name {
            "/producers/…" => format!("{address}{producer}"),
            _ => address.to_owned(),
        };
        let mut times = times(&router, &address, &cookie).await;
        if times.is_empty() {
            println!("{engine}: {name} NOT MEASURED: there is no such page");
            continue;
        }
        times.sort_by(f64::total_cmp);
        let worst = times[times.len() * 99 / 100] * 1e3;
        let middle = median(times);
        println!(
            "{engine}: {name}: median {:.2} ms, {:.1} times one certificate",
            middle * 1e3,
            middle / one
        );
        let name = format!("{name} on {engine}, ms at the 99th percentile");
        report.ratio(&name, worst, Target::AtMost(most));
    }
}

/// Seconds that an address takes, each time; none when there is no such page.
async fn times(router: &Router, address: &str, cookie: &str) -> Vec<f64> {
    let mut times = Vec::with_capacity(ASKED);
    for _ in 0..ASKED {
        let began = Instant::now();
        let (status, _) = get(router, address, cookie).await;
        if status == StatusCode::NOT_FOUND {
            return Vec::new();
        }
        assert_eq!(status, StatusCode::OK, "{address}");
        times.push(began.elapsed().as_secs_f64());
    }
    times
}

async fn get(router: &Router, address: &str, cookie: &str) -> (StatusCode, Vec<u8>) {
    let request = Request::get(address)
        .header("cookie", cookie)
        .body(Body::empty());
    let response = router.clone().oneshot(request.expect("a request")).await;
    let response = response.expect("an answer");
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await;
    (status, body.expect("a body").into())
}

/// The number of a certificate, and of one whose producer has several.
async fn some_certificate(router: &Router) -> (String, String) {
    let (status, body) = get(router, "/api/v1/certificates?q=che%20shan", "").await;
    let page: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(status, StatusCode::OK, "{page}");
    let found = page["certificates"].as_array().expect("a list");
    assert_eq!(found.len(), 100, "a full page of tea");
    let number = |place: usize| {
        found[place]["number"]
            .as_str()
            .expect("a number")
            .to_owned()
    };
    (number(0), number(50))
}

async fn signed_in(office: &Office) -> String {
    let new = NewAccount {
        name: "Người đo".to_owned(),
        email: "bench@example.vn".to_owned(),
        language: "vi".to_owned(),
    };
    let at = office.clock().now();
    let entering = office.register().enter(move |entry| {
        Box::pin(async move {
            let account = entry.add_account(&new, at).await?;
            entry.add_grant(account, "auditor", None, None, at).await?;
            Ok(account)
        })
    });
    let account = entering.await.expect("an account");
    let secret = Secret::fresh().expect("randomness");
    let session = office.begin_session(account, true, &secret).await;
    session.expect("a session");
    format!("__Host-ocop={}", secret.show())
}

/// Runs a statement past the office: these rows are many, and none is sealed.
async fn raw(folder: &Path, database: Option<&str>, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    let done = match database {
        None => {
            let file = folder.join("register.sqlite");
            let options = SqliteConnectOptions::new().filename(file);
            let mut connection = options.connect().await.expect("a connection");
            connection.execute(sql).await.map(drop)
        }
        Some(url) => {
            let mut connection = PgConnection::connect(url).await.expect("a connection");
            connection.execute(sql).await.map(drop)
        }
    };
    done.expect("the statement runs");
}

/// The statements that make councils, decisions, certificates, producers and dossiers. The same
/// for both engines.
fn rows() -> Vec<String> {
    let provinces: Vec<&Province> = Province::all()
        .iter()
        .filter(|unit| unit.valid_to.is_none())
        .collect();
    let councils: Vec<String> = (0..)
        .zip(&provinces)
        .map(|(place, unit)| {
            format!(
                "('P{place}', '{}', 'province', '{name}', '{name}', {CERTIFICATES}, {})",
                unit.unit_id,
                100 + place,
                name = unit.name
            )
        })
        .collect();
    let of = provinces.len() as i64;
    let decisions: Vec<String> = (0..DECISIONS)
        .map(|place| {
            // From the first edition's days to the clock's.
            let month = place * 83 / DECISIONS;
            let day = format!(
                "{}-{:02}-{:02}",
                2019 + (month + 8) / 12,
                (month + 8) % 12 + 1,
                place % 28 + 1
            );
            let year = &day[..4];
            format!(
                "({}, 'P{}', 'UBND tỉnh {}', '{place}/QĐ-UBND', {year}, '{day}')",
                1_000_000 + place,
                place % of,
                place % of
            )
        })
        .collect();
    let numbers = |most: i64| {
        format!(
            "with recursive n (i) as (select 0 union all select i + 1 from n where i < {most} - 1)"
        )
    };
    let product = "case i % 25 when 0 then 'Chè Shan tuyết' when 1 then 'Trà hoa vàng' \
         when 2 then 'Miến dong' when 3 then 'Mật ong bạc hà' when 4 then 'Gạo nếp nương' \
         when 5 then 'Chè Ô long' when 6 then 'Rượu ngô men lá' when 7 then 'Thịt trâu gác bếp' \
         when 8 then 'Cà phê rang xay' when 9 then 'Nước mắm cá cơm' when 10 then 'Bưởi da xanh' \
         when 11 then 'Hạt điều rang muối' when 12 then 'Tinh bột nghệ' when 13 then 'Cao atiso' \
         when 14 then 'Khăn thổ cẩm' when 15 then 'Giỏ mây tre đan' when 16 then 'Chả cá thu' \
         when 17 then 'Tôm khô' when 18 then 'Hồng sấy dẻo' when 19 then 'Lạp xưởng hun khói' \
         when 20 then 'Xoài cát' when 21 then 'Sâm Ngọc Linh' when 22 then 'Nấm hương rừng' \
         when 23 then 'Bún ngũ sắc' else 'Kẹo dừa' end";
    let village = "case (i / 25) % 20 when 0 then 'Suối Giàng' when 1 then 'Tà Xùa' \
         when 2 then 'Bản Mới' when 3 then 'Hoà Bình' when 4 then 'Đồng Văn' when 5 then 'Tú Lệ' \
         when 6 then 'Phú Quốc' when 7 then 'Bến Tre' when 8 then 'Mường Khương' \
         when 9 then 'Kỳ Sơn' when 10 then 'Quỳnh Nhai' when 11 then 'Ba Vì' \
         when 12 then 'Cù Lao Dung' when 13 then 'Trà My' when 14 then 'Nậm Lành' \
         when 15 then 'Sơn Dương' when 16 then 'Yên Minh' when 17 then 'Cần Giờ' \
         when 18 then 'Lạc Thuỷ' else 'Vị Xuyên' end";
    let producer = format!("'Hợp tác xã Nông nghiệp số ' || (i % {PRODUCERS})");
    let stars = "case when i % 10 < 7 then 3 when i % 10 < 9 then 4 else 5 end";
    vec![
        format!(
            "insert into councils (code, unit, level, name_vi, name_en, next_index, position) values {}",
            councils.join(", ")
        ),
        format!(
            "insert into decisions (id, council, authority, number, year, decided_on) values {}",
            decisions.join(", ")
        ),
        format!(
            "insert into events (position, happened_at, kind, subject, body) {} \
             select {BEFORE} + i, '2026-08-05T02:30:00Z', 'certificate_issued', 'certificate ' || i, '{{}}' from n",
            numbers(CERTIFICATES)
        ),
        format!(
            "insert into certificates (council, certificate_index, decision, product, producer, \
               producer_kind, address, catalogue, set_no, score_a, score_b, score_c, stars, \
               issued_on, valid_through, sealed_at, token, status, position) {} \
             select d.council, i, d.id, {product} || ' ' || {village} || ' ' || (i / 500), {producer}, \
               'cooperative', 'Xã Thử', case when d.decided_on < '2023-02-24' then '2019' else '2023' end, \
               i % 26 + 1, 3000, 2000, 2500, {stars}, d.decided_on, \
               cast(cast(substr(d.decided_on, 1, 4) as bigint) + 3 as text) || substr(d.decided_on, 5), \
               '2026-08-05T02:30:00Z', cast(10000000 + i as text), \
               case when i % 50 = 0 then 1 when i % 77 = 0 then 3 when i % 991 = 0 then 2 else 0 end, \
               {BEFORE} + i \
             from n join decisions d on d.id = 1000000 + i * {DECISIONS} / {CERTIFICATES}",
            numbers(CERTIFICATES)
        ),
        format!("update log_head set size = {}", BEFORE + CERTIFICATES),
        format!(
            "insert into producers (id, kind, name, folded, address, unit, council, registered_at, version) {} \
             select i + 1, 'cooperative', {producer}, 'hop tac xa nong nghiep so ' || i, 'Xã Thử', \
               'VN-04@2', 'P' || (i % {of}), '2026-08-05T02:30:00Z', 1 from n",
            numbers(PRODUCERS)
        ),
        format!(
            "insert into dossiers (id, producer, council, state, catalogue, set_no, product, folded, \
               description, address, commune, created_at, changed_at, version) {} \
             select i + 1, i % {PRODUCERS} + 1, 'P' || (i % {of}), \
               case i % 5 when 0 then 'draft' when 1 then 'lodged' when 2 then 'at_province' \
                 when 3 then 'decided' else 'refused' end, \
               '2023', i % 26 + 1, {product} || ' ' || {village}, 'folded ' || i, '', 'Xã Thử', 'Xã Thử', \
               '2026-08-05T02:30:00Z', '2026-08-05T02:30:00Z', 1 from n",
            numbers(DOSSIERS)
        ),
    ]
}

/// What the desk writes with each dossier.
async fn dossier_words(register: &Register) {
    const BATCH: i64 = 2_000;
    let began = Instant::now();
    for first in (1..=DOSSIERS).step_by(BATCH as usize) {
        let entering = register.enter(move |entry| {
            Box::pin(async move {
                for id in first..first + BATCH {
                    let product = if id % 25 == 1 {
                        "Chè Shan tuyết"
                    } else {
                        "Mật ong rừng"
                    };
                    let text = format!("{product} Hợp tác xã Nông nghiệp số {}", id % PRODUCERS);
                    entry.index_words(Shelf::Dossiers, id, &text).await?;
                }
                Ok(())
            })
        });
        entering.await.expect("words");
    }
    println!(
        "words of {DOSSIERS} dossiers: {:.1} s",
        began.elapsed().as_secs_f64()
    );
    let mut times = Vec::new();
    for _ in 0..ASKED {
        let began = Instant::now();
        let found = register.find(Shelf::Dossiers, "che shan", None, 50).await;
        assert_eq!(found.expect("an answer").len(), 50);
        times.push(began.elapsed().as_secs_f64());
    }
    println!(
        "dossiers with \"che shan\": median {:.2} ms",
        median(times) * 1e3
    );
}
