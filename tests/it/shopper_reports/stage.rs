//! An office with certificates of two councils, an inspector, and what shoppers send.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use http_body_util::BodyExt;
use ocop::office::{self, Access, Error, Grant, Role, TypedShopperReport};
use ocop::scheme::report_number::ReportNumber;
use std::net::SocketAddr;
use tower::ServiceExt;

use crate::door::Reply;
use crate::support::{Engine, HOST, Office, Person, codes, csv, order, row};

/// What is written in the contact, and must stand nowhere else.
pub const CONTACT: &str = "nguoi.mua@example.vn";

pub struct Stage {
    pub office: Office,
    /// The code of CB's certificate, and its number.
    pub code: String,
    pub number: String,
    /// The code of TW's certificate.
    pub foreign: String,
}

impl std::ops::Deref for Stage {
    type Target = office::Office;

    fn deref(&self) -> &office::Office {
        &self.office
    }
}

impl Stage {
    pub async fn on(engine: Engine) -> Self {
        let office = Office::on(engine).await;
        let list = csv(&[row(&[("product", "Chè Shan tuyết")])]);
        let issued = office.issue_list(list).await.unwrap();
        let five = row(&[("score_a", "38"), ("score_c", "34"), ("stars", "5")]);
        let by_tw = office.issue_order(order("TW", csv(&[five]))).await.unwrap();
        Self {
            code: codes(&issued)[0].clone(),
            number: issued.certificates[0].certificate.number.to_string(),
            foreign: codes(&by_tw)[0].clone(),
            office,
        }
    }

    /// An inspector.
    pub fn inspector(&self) -> Access {
        Access::of_account(81, vec![Grant::of_programme(Role::Inspector)], None)
    }

    /// A report about CB's code, as a shopper types it.
    pub fn typed(&self) -> TypedShopperReport {
        TypedShopperReport {
            code: self.code.clone(),
            reason: "more_stars".to_owned(),
            description: "Bao bì in 5 sao.\nTrang kiểm tra ghi 3 sao.".to_owned(),
            shop: "Cửa hàng Thử".to_owned(),
            shop_address: "Chợ Thử".to_owned(),
            province: "VN-04@2".to_owned(),
            contact: CONTACT.to_owned(),
            ..TypedShopperReport::default()
        }
    }

    pub async fn report(&self, typed: &TypedShopperReport) -> Result<ReportNumber, Error> {
        self.report_suspicion(typed, Vec::new()).await
    }

    /// A report that was received, and its identity.
    pub async fn received(&self) -> i64 {
        let number = self.report(&self.typed()).await.unwrap();
        let found = self.register().shopper_report_numbered(number).await;
        found.unwrap().unwrap().id
    }

    /// Sends a photograph's bytes and then the report.
    pub async fn report_with(&self, photographs: &[Vec<u8>]) -> Result<ReportNumber, Error> {
        let mut arriving = Vec::new();
        for bytes in photographs {
            let mut incoming = self.receive_report_photograph().await?;
            incoming.write(bytes).await?;
            arriving.push(incoming);
        }
        self.report_suspicion(&self.typed(), arriving).await
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let answer = self.office.router().oneshot(request).await.unwrap();
        reply(answer).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        let request = Request::get(path).header("accept-language", "en");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// An inspector who signed in.
    pub async fn signed_in(&self) -> Person {
        let grant = Grant::of_programme(Role::Inspector);
        self.office.person(&[grant]).await
    }
}

pub async fn reply(answer: axum::response::Response) -> Reply {
    let (parts, body) = answer.into_parts();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

/// The form as a browser sends it.
pub fn form(peer: &str, fields: &[(&str, &str)], photographs: &[Vec<u8>]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend(head.as_bytes());
        body.extend(value.as_bytes());
        body.extend(b"\r\n");
    }
    for bytes in photographs {
        body.extend(
            b"--xyz\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\
              Content-Type: image/jpeg\r\n\r\n",
        );
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--xyz--\r\n");
    let peer: SocketAddr = peer.parse().unwrap();
    Request::post("/report")
        .extension(ConnectInfo(peer))
        .header("origin", format!("https://{HOST}"))
        .header("accept-language", "en")
        .header("content-type", "multipart/form-data; boundary=xyz")
        .body(Body::from(body))
        .unwrap()
}

/// What an act was refused for.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<&'static str> {
    match outcome.expect_err("it is refused") {
        Error::Refused(refusals) => refusals.iter().map(|refusal| refusal.code).collect(),
        other => vec![other.code()],
    }
}
