//! A programme whose certificates have labels with serials, and whoever scans them.

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use ocop::config::Config;
use ocop::register::NewLabelRun;
use ocop::scheme::code_kind::CodeKind;
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::serial::{KEY_BYTES, SerialKey};
use serde_json::Value;
use tower::ServiceExt;

use crate::door::Reply;
use crate::support::{Engine, HOST, Office, Person, codes, csv, now, order, row};

const KEY: [u8; KEY_BYTES] = [7; KEY_BYTES];

/// An office whose first certificates have 1,000 labels each.
pub struct Shop {
    pub office: Office,
    /// Two of CB's and one of TW's.
    pub numbers: Vec<CertificateNumber>,
    /// The paths of their codes without a serial.
    paths: Vec<String>,
    router: axum::Router,
}

impl Shop {
    pub async fn on(engine: Engine) -> Self {
        Self::with(engine, |_| {}).await
    }

    pub async fn with(engine: Engine, configure: impl FnOnce(&mut Config)) -> Self {
        let office = Office::with(engine, now(), configure).await;
        let product = |name: &str| row(&[("product", name)]);
        let list = csv(&[product("Miến dong"), product("Chè Shan")]);
        let mut issued = office.issue_list(list).await.expect("issued");
        let five = row(&[("score_a", "38"), ("score_c", "34"), ("stars", "5")]);
        let central = office.issue_order(order("TW", csv(&[five]))).await;
        let central = central.expect("issued");
        let mut urls = codes(&issued);
        urls.extend(codes(&central));
        issued.certificates.extend(central.certificates);
        let certificates = issued.certificates.iter();
        let numbers = certificates.map(|issued| issued.certificate.number);
        let host = format!("https://{HOST}");
        let path = |url: &String| url.strip_prefix(&host).expect("a code").to_owned();
        let shop = Self {
            numbers: numbers.collect(),
            paths: urls.iter().map(path).collect(),
            router: office.router(),
            office,
        };
        for number in shop.numbers.clone() {
            shop.print(number).await;
        }
        shop
    }

    async fn print(&self, number: CertificateNumber) {
        let run = NewLabelRun {
            number,
            kind: CodeKind::Full,
            first: 1,
            count: 1_000,
            key_year: 2026,
            lot: None,
            printer: None,
            producer: "hop tac xa".to_owned(),
            made_by: "program".to_owned(),
            request: None,
            wanted: None,
            parts: 0,
        };
        let printing = self.office.register().enter(move |entry| {
            Box::pin(async move {
                entry.keep_serial_key(2026, &KEY, now()).await?;
                entry.add_label_run(&run, now()).await
            })
        });
        printing.await.expect("a run");
    }

    /// The path of a label's code: certificates count from 0, labels from 1.
    pub fn label(&self, certificate: usize, count: u64) -> String {
        let serial = SerialKey::new(&KEY).serial(self.numbers[certificate], count);
        self.with_serial(certificate, &serial.to_string())
    }

    /// The same with any serial.
    pub fn with_serial(&self, certificate: usize, serial: &str) -> String {
        self.paths[certificate].replace("/v/", &format!("/s/{serial}"))
    }

    /// A label whose last digit was changed.
    pub fn wrong_mac(&self, certificate: usize, count: u64) -> String {
        let serial = SerialKey::new(&KEY).serial(self.numbers[certificate], count);
        let serial = serial.to_string();
        let (rest, last) = serial.split_at(15);
        let other = if last == "0" { '1' } else { '0' };
        self.with_serial(certificate, &format!("{rest}{other}"))
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        self.send_to(self.router.clone(), request).await
    }

    async fn send_to(&self, router: axum::Router, request: Request<Body>) -> Reply {
        let answer = router.oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    /// What a phone's camera opens.
    pub async fn scan(&self, path: &str) -> Reply {
        let request = Request::get(path).header("accept", "text/html");
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    /// The same as JSON, on some day.
    pub async fn scan_at(&self, path: &str, at: DateTime<Utc>) -> Value {
        let office = self.office.again(at).await;
        let request = Request::get(path).header("accept", "application/json");
        let request = request.body(Body::empty()).expect("a request");
        let router = ocop::http::router(std::sync::Arc::clone(&office));
        let reply = self.send_to(router, request).await.json();
        office.write_scans().await.expect("written");
        reply
    }

    /// The same as JSON.
    pub async fn judge(&self, path: &str) -> Value {
        let request = Request::get(path).header("accept", "application/json");
        let request = request.body(Body::empty()).expect("a request");
        self.send(request).await.json()
    }

    /// Sends the form of a verdict's page.
    pub async fn place(&self, path: &str, province: &str) -> Reply {
        let request = Request::post(format!("{path}/place"))
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded");
        let body = format!("province={}", province.replace('@', "%40"));
        self.send(request.body(Body::from(body)).expect("a request"))
            .await
    }

    /// Asks as somebody who signed in.
    pub async fn by(&self, person: &Person, path: &str) -> Reply {
        let request: Builder = person.sends(Request::get(path));
        let request = request.header("accept", "application/json");
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    pub async fn written(&self) {
        self.office.write_scans().await.expect("written");
    }

    /// Every row of what was counted: `label day province times`.
    pub async fn rows(&self) -> Vec<String> {
        let sql = "select serial_count || ' ' || scanned_on || ' ' || province || ' ' || s.times
                   from label_scans s join scanned_labels l on l.id = s.label
                   order by serial_count, scanned_on, province";
        self.office.book.texts(sql).await
    }
}
