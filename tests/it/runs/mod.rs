//! Runs of labels with serials: each serial once, texts that are always the same, files that are
//! made to their end.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its place fails there"
)]

mod door;
pub mod files;
mod killed;
mod orders;
mod pages;
mod recording;
mod texts;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use ocop::office::{Access, Grant, LabelRunView, NewLabelRun, Role, TypedProducer, WantedFiles};
use ocop::scheme::code_kind::CodeKind;
use ocop::scheme::number::CertificateNumber;
use serde_json::Value;
use tower::ServiceExt;

use crate::door::Reply;
use crate::support::{Engine, Office, Person, codes, csv, row};

/// An office with two certificates of CB: of our producer, who is registered, and of another.
pub struct Place {
    pub office: Office,
    pub ours: CertificateNumber,
    pub theirs: CertificateNumber,
    /// The text of our certificate's code.
    pub code: String,
    /// Somebody who acts for our producer.
    pub owner: Access,
    /// CB's secretary.
    pub secretary: Access,
}

impl Place {
    pub async fn on(engine: Engine) -> Self {
        Self::of(Office::on(engine).await).await
    }

    pub async fn of(office: Office) -> Self {
        let list = csv(&[
            row(&[
                ("product", "Chè, \"Shan\""),
                ("producer", "Hợp tác xã Bản Mới"),
            ]),
            row(&[("product", "Mật ong"), ("producer", "Hợp tác xã Bản Cũ")]),
        ]);
        let issued = office.issue_list(list).await.unwrap();
        let cb = "CB".parse().unwrap();
        let grant = Grant::of_council(Role::Secretary, cb);
        let account = office.account(&[grant]).await;
        let secretary = Access::of_account(account, vec![grant], None);
        let text = str::to_owned;
        let producer = TypedProducer {
            kind: text("cooperative"),
            name: text("Hợp Tác Xã BẢN MỚI"),
            address: text("Xã Bản Mới"),
            unit: text("VN-04@2"),
            council: text("CB"),
            ..TypedProducer::default()
        };
        let registered = office.register_producer(&secretary, &producer).await;
        let grant = Grant::of_producer(registered.unwrap().producer.id);
        let account = office.account(&[grant]).await;
        Self {
            ours: issued.certificates[0].certificate.number,
            theirs: issued.certificates[1].certificate.number,
            code: codes(&issued)[0].clone(),
            owner: Access::of_account(account, vec![grant], None),
            secretary,
            office,
        }
    }

    /// The owner, as signed in.
    pub async fn owner_signed_in(&self) -> Person {
        self.office.signed_in(self.owner.account().unwrap()).await
    }

    /// Some labels of our certificate.
    pub async fn begin(&self, count: i64) -> LabelRunView {
        let asked = asked(self.ours, count);
        let begun = self.office.begin_label_run(&self.owner, None, &asked);
        begun.await.unwrap()
    }

    /// Sends a request.
    pub async fn ask(&self, person: &Person, request: Request<Body>) -> Reply {
        let (mut parts, body) = request.into_parts();
        for (name, value) in [
            ("cookie", person.cookie.clone()),
            ("origin", format!("https://{}", crate::support::HOST)),
        ] {
            parts.headers.insert(name, value.parse().unwrap());
        }
        let request = Request::from_parts(parts, body);
        let answer = self.office.router().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    pub async fn get(&self, person: &Person, path: &str) -> Reply {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.ask(person, request).await
    }

    pub async fn post(&self, person: &Person, path: &str, body: Value) -> Reply {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        self.ask(person, request.unwrap()).await
    }

    pub async fn form(&self, person: &Person, path: &str, fields: &str) -> Reply {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(fields.to_owned()));
        self.ask(person, request.unwrap()).await
    }
}

/// A run that is asked for, of full codes and without files.
pub fn asked(number: CertificateNumber, count: i64) -> NewLabelRun {
    NewLabelRun {
        number,
        kind: CodeKind::Full,
        count,
        lot: String::new(),
        printer: String::new(),
        files: None,
    }
}

/// Files of one kind, some labels a part.
pub fn wanted(format: &str, per_part: u64) -> WantedFiles {
    WantedFiles {
        format: format.to_owned(),
        design: "number".to_owned(),
        wording: "vi-en".to_owned(),
        sheet: None,
        dpi: 300,
        per_part,
    }
}
