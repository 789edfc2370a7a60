//! A market: two councils that issued, an inspector with a device, and people of the councils.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use http_body_util::BodyExt;
use ocop::office::{
    Access, CaseView, Error, Grant, Role, TypedCase, TypedEvidence, Which, Withdrawal,
};
use ocop::scheme::ground::Ground;
use ocop::scheme::verdict::Kind;
use serde_json::Value;
use tower::ServiceExt;

use crate::door::Reply;
use crate::journal::device::{Device, addition, check};
use crate::support::{Engine, Office, Person, at, codes, csv, day, now, open, order, row};

pub struct Market {
    pub office: Office,
    /// Two of CB's and one of TW's.
    pub numbers: Vec<String>,
    pub codes: Vec<String>,
    pub inspector: Person,
    pub access: Access,
    pub secretary: Person,
    pub central: Person,
}

/// A photograph that a device took.
pub fn jpeg() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(320, 200, |x, y| {
        image::Rgb([(x % 255) as u8, (y % 255) as u8, 90])
    });
    let written = picture.write_to(&mut bytes, image::ImageFormat::Jpeg);
    written.expect("a picture");
    bytes.into_inner()
}

/// What an inspector types, unless a test says otherwise.
pub fn typed() -> TypedCase {
    let text = str::to_owned;
    TypedCase {
        kind: text("false_claim"),
        statement: text("Bao bì in 5 sao, giấy chứng nhận 4 sao.\nChủ sạp nói nhập từ nơi khác."),
        province: text("VN-04@2"),
        place: text("Chợ Bản Mới, dãy hàng khô"),
        shop: text("Cửa hàng Thử Nghiệm"),
        shop_address: text("Số 5, phố Thử"),
    }
}

/// Codes as evidence.
pub fn of_codes(codes: &[&str]) -> TypedEvidence {
    TypedEvidence {
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        ..TypedEvidence::default()
    }
}

/// Entries as evidence.
pub fn of_entries(entries: &[i64]) -> TypedEvidence {
    TypedEvidence {
        entries: entries.to_vec(),
        ..TypedEvidence::default()
    }
}

impl Market {
    pub async fn on(engine: Engine) -> Self {
        let office = Office::on(engine).await;
        let list = csv(&[
            row(&[("product", "Chè Shan tuyết")]),
            row(&[("product", "Miến dong")]),
        ]);
        let issued = office.issue_list(list).await.expect("issued");
        let five = row(&[("score_a", "38"), ("score_c", "34"), ("stars", "5")]);
        let central = office.issue_order(order("TW", csv(&[five]))).await;
        let central = central.expect("issued");
        let mut texts = codes(&issued);
        texts.extend(codes(&central));
        let certificates = issued.certificates.iter().chain(&central.certificates);
        let numbers = certificates.map(|issued| issued.certificate.number.to_string());
        let numbers = numbers.collect();
        office.refresh().await.expect("the office answers");
        let grant = Grant::of_programme(Role::Inspector);
        let inspector = office.person(&[grant]).await;
        let of = |role, code: &str| Grant::of_council(role, code.parse().expect("a code"));
        let secretary = office.person(&[of(Role::Secretary, "CB")]).await;
        let chair = office.person(&[of(Role::Chair, "TW")]).await;
        Self {
            access: Access::of_account(inspector.account, vec![grant], None),
            numbers,
            codes: texts,
            inspector,
            secretary,
            central: chair,
            office,
        }
    }

    /// What a council's officer may do.
    pub fn officer(&self, person: &Person, role: Role, code: &str) -> Access {
        let grant = Grant::of_council(role, code.parse().expect("a code"));
        Access::of_account(person.account, vec![grant], None)
    }

    /// A check of CB's first code in the inspector's journal, on a package with 5 stars, with a
    /// note, a place and a photograph; its identity.
    pub async fn journal(&self) -> i64 {
        let mut device = Device::new(7);
        let mut first = check(&self.codes[0], Kind::Mismatch);
        first.trust_list = self.office.held().trust.version();
        first.stars_on_package = Some(ocop::scheme::stars::Stars::new(5).expect("stars"));
        device.check("2026-08-10T03:00:00Z", first);
        device.add(
            "2026-08-10T03:00:00Z",
            addition(1, Some("Tem dán đè lên tem cũ"), true, Some(&jpeg())),
        );
        let taking = self
            .office
            .take_journal_in(&self.access, device.id, device.texts);
        taking.await.expect("taken in");
        1
    }

    /// The case of that check.
    pub async fn case(&self) -> CaseView {
        let entry = self.journal().await;
        self.open(&of_entries(&[entry])).await.expect("opened")
    }

    /// Opens a case with some evidence.
    pub async fn open(&self, wanted: &TypedEvidence) -> Result<CaseView, Error> {
        self.office.open_case(&self.access, &typed(), wanted).await
    }

    /// Revokes a certificate an hour after now, in the same register.
    pub async fn revoke_later(&self, number: &str) -> Arc<ocop::office::Office> {
        let later = self.office.again(at("2026-08-10T04:00:00Z")).await;
        let withdrawal = Withdrawal {
            which: Which::Numbers(vec![number.to_owned()]),
            decision: "900/QĐ-UBND".to_owned(),
            decided_on: day("2026-08-09"),
            ground: Ground::FoodSafety,
            within: ocop::office::Reach::All,
            actor: ocop::office::Actor::Program,
        };
        later.revoke(&withdrawal).await.expect("revoked");
        later.refresh().await.expect("the office answers");
        later
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let answer = self.office.router().oneshot(request).await;
        let (parts, body) = answer.expect("an answer").into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    pub async fn get(&self, person: &Person, path: &str) -> Reply {
        let request = person.sends(Request::get(path));
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    pub async fn post(&self, person: &Person, path: &str, body: &Value) -> Reply {
        self.json(person, Request::post(path), body).await
    }

    pub async fn json(&self, person: &Person, request: Builder, body: &Value) -> Reply {
        let request = person
            .sends(request)
            .header("content-type", "application/json");
        let body = Body::from(body.to_string());
        self.send(request.body(body).expect("a request")).await
    }
}

/// The same programme at another time, for what is only read.
pub async fn at_another_time(market: &Market, when: &str) -> Arc<ocop::office::Office> {
    let office = open(
        market.office.data(),
        market.office.config().clone(),
        at(when),
    )
    .await;
    office.refresh().await.expect("the office answers");
    assert!(now() < at(when));
    office
}
