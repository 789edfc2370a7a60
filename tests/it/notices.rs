//! Notices of what ends soon: queued once, sent at most once, and nothing personal told to others.

mod program;
mod queueing;
mod sending;
mod sink;

use ocop::config::{SmtpConfig, SmtpTls};
use ocop::office::Order;

use crate::support::{Engine, Office, csv, day, now, order, row};
use sink::Sink;

const PRODUCER: &str = "Hợp tác xã Bản Mới";
const OTHER: &str = "Hộ Bản Xa";

/// The configuration that leads to a sink.
fn smtp(port: u16) -> SmtpConfig {
    SmtpConfig {
        host: "127.0.0.1".to_owned(),
        port: Some(port),
        tls: SmtpTls::None,
        from: "OCOP Cao Bằng <ocop@caobang.example.vn>".to_owned(),
        user: None,
        password_file: None,
        copies: Default::default(),
    }
}

/// An office that sends to a sink, with certificates that end in 22, 71 and 163 days.
async fn office(engine: Engine, sink: &Sink) -> Office {
    let port = sink.port();
    let office = Office::with(engine, now(), |config| config.smtp = Some(smtp(port))).await;
    issue(&office, "1/QĐ", "2023-09-01", PRODUCER, &["Chè Bản Mới"]).await;
    issue(
        &office,
        "2/QĐ",
        "2023-10-20",
        PRODUCER,
        &["Miến dong Bản Mới"],
    )
    .await;
    issue(&office, "3/QĐ", "2024-01-20", OTHER, &["Mật ong Bản Xa"]).await;
    office
}

async fn issue(
    office: &Office,
    decision: &str,
    on: &str,
    producer: &str,
    names: &[&str],
) -> Vec<String> {
    let rows = names.iter();
    let rows: Vec<String> = rows
        .map(|name| row(&[("product", name), ("producer", producer)]))
        .collect();
    let order = Order {
        decision: decision.to_owned(),
        decided_on: day(on),
        ..order("CB", csv(&rows))
    };
    let issued = office.issue_order(order).await.expect("issued");
    let issued = issued.certificates.into_iter();
    issued
        .map(|issued| issued.certificate.number.to_string())
        .collect()
}

/// Number of days and state of every notice.
async fn states(office: &Office) -> Vec<(u32, &'static str)> {
    let notices = office.notices(false).await.expect("the register answers");
    let notices = notices.iter();
    notices
        .map(|notice| (notice.notice, notice.state))
        .collect()
}
