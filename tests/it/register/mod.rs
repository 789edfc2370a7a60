//! The register on both engines: what is written is kept whole, in order, once.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

mod api_tokens;
mod broken;
mod concurrent;
mod plans;
mod programme_keys;
mod round_trips;
mod search;
mod sqlite;
mod status;

use chrono::NaiveDate;
use futures_util::FutureExt;
use ocop::register::{Error, NewCertificate, NewDecision, Register};
use ocop::scheme::council::{CouncilCode, Level, mandates_of};
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::producer::ProducerKind;
use ocop::scheme::product::Catalogue;
use ocop::scheme::score::{Score, ScoreSheet};
use ocop::scheme::stars::Stars;
use ocop::scheme::words::Text;

use crate::support::{day, now};

fn code(text: &str) -> CouncilCode {
    text.parse().unwrap()
}

fn council(text: &str) -> ocop::register::CouncilRecord {
    ocop::register::CouncilRecord {
        code: code(text),
        unit: "VN-04@2".to_owned(),
        level: Level::Province,
        name: Text::of(format!("Hội đồng {text}"), format!("Council {text}")),
        successor: None,
        mandates: mandates_of(Level::Province),
        next_index: 0,
    }
}

async fn add_council(register: &Register, text: &str) -> Result<(), Error> {
    let council = council(text);
    register
        .enter(move |entry| async move { entry.add_council(&council, now()).await }.boxed())
        .await
}

async fn add_decision(register: &Register, council: &str, number: &str) -> Result<i64, Error> {
    decided(register, council, number, day("2026-08-05"), "UBND tỉnh").await
}

async fn decided(
    register: &Register,
    council: &str,
    number: &str,
    decided_on: NaiveDate,
    authority: &str,
) -> Result<i64, Error> {
    let decision = NewDecision {
        council: code(council),
        authority: authority.to_owned(),
        number: number.to_owned(),
        decided_on,
    };
    register
        .enter(move |entry| async move { entry.add_decision(&decision, now()).await }.boxed())
        .await
}

fn certificate(council: &str, index: u32) -> NewCertificate {
    NewCertificate {
        number: CertificateNumber {
            council: code(council),
            index,
        },
        product: format!("Chè Shan tuyết {index}"),
        producer: "Hợp tác xã Đỉnh Mây".to_owned(),
        producer_kind: ProducerKind::Cooperative,
        address: "Xã Bản Mới".to_owned(),
        catalogue: Catalogue::Of2023,
        set_no: 11,
        score: ScoreSheet {
            a: Score(3450),
            b: Score(2075),
            c: Score(2825),
        },
        stars: Stars::ALL[3],
        product_code: None,
        gtin: None,
        issued_on: day("2026-08-05"),
        valid_through: day("2029-08-05"),
        sealed_at: now(),
        token: format!("token {council} {index}").into_bytes(),
        lowered_because: None,
        valid_through_reason: None,
        taken_over_at: None,
    }
}

async fn add_certificates(
    register: &Register,
    decision: i64,
    certificates: Vec<NewCertificate>,
) -> Result<(), Error> {
    register
        .enter(move |entry| {
            async move {
                entry
                    .add_certificates(decision, certificates, now())
                    .await
                    .map(drop)
            }
            .boxed()
        })
        .await
}
