//! The public register, its search and open data, certificates and reports at the desk.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

mod asked;
mod desk;
mod open_data;
mod register;
mod reports;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::door::Reply;
use crate::support::{Engine, Office, Person, csv, order, row};

/// A service with five certificates of CB and one of TW.
pub struct Shelf {
    pub office: Office,
    /// CB's, in the order of [`PRODUCTS`].
    pub numbers: Vec<String>,
    /// TW's.
    pub foreign: String,
}

/// Products, producers, sets and scores.
const PRODUCTS: [(&str, &str, &str); 5] = [
    ("Chè Shan tuyết Bản Mới", "Hợp tác xã Đỉnh Mây", "11"),
    ("Miến dong Bản Mới", "Hợp tác xã Đỉnh Mây", "6"),
    ("Kẹo dừa", "Hộ kinh doanh Thử <b>", "6"),
    ("Trà hoa vàng", "HỢP TÁC XÃ đỉnh mây", "11"),
    ("Mật ong Hoà Bình", "Hợp tác xã Rừng", "4"),
];

impl Shelf {
    async fn on(engine: Engine) -> Self {
        let office = Office::on(engine).await;
        let rows = PRODUCTS.map(|(product, producer, set)| {
            row(&[
                ("product", product),
                ("producer", producer),
                ("set_no", set),
            ])
        });
        let issued = office.issue_list(csv(&rows)).await.unwrap();
        let five = row(&[
            ("product", "Chè Shan cổ thụ"),
            ("score_a", "38"),
            ("score_c", "34"),
            ("stars", "5"),
        ]);
        let by_the_centre = office.issue_order(order("TW", csv(&[five]))).await.unwrap();
        let number =
            |issued: &ocop::office::IssuedCertificate| issued.certificate.number.to_string();
        Self {
            numbers: issued.certificates.iter().map(number).collect(),
            foreign: number(&by_the_centre.certificates[0]),
            office,
        }
    }

    async fn ask(&self, request: Request<Body>) -> Reply {
        let answer = self.office.router().oneshot(request).await;
        let (parts, body) = answer.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    async fn get(&self, path: &str) -> Reply {
        self.ask(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// A page that is there.
    async fn page(&self, path: &str) -> String {
        let reply = self.get(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text());
        reply.text().to_owned()
    }

    async fn by(&self, person: &Person, path: &str) -> Reply {
        let request = person.sends(Request::get(path)).body(Body::empty());
        self.ask(request.unwrap()).await
    }

    /// The products that a query of the API finds.
    async fn products(&self, query: &str) -> Vec<String> {
        let reply = self.get(&format!("/api/v1/certificates?{query}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{query}: {}", reply.text());
        let page = reply.json();
        let certificates = page["certificates"].as_array().unwrap().iter();
        certificates
            .map(|certificate| certificate["product"].as_str().unwrap().to_owned())
            .collect()
    }
}
