//! A council's desk: who prepares, who approves, who may do neither.

use ocop::config::Config;
use ocop::office::{
    Access, Error, Grant, Imported, NewPreparation, PreparationView, Receipt, Refusal, Role, Seen,
};
use ocop::scheme::council::CouncilCode;
use ocop::scheme::words::Language;

use crate::support::{Engine, Office, csv, day, now, row, signer};

/// An office with people of council CB, and one chair of TW.
pub struct Desk {
    pub office: Office,
    /// Prepares.
    pub secretary: Access,
    /// Prepares too.
    pub colleague: Access,
    /// Approves.
    pub chair: Access,
    /// Prepares and approves.
    pub both: Access,
    /// Prepares and approves for another council.
    pub foreign: Access,
}

pub fn code(text: &str) -> CouncilCode {
    text.parse().unwrap()
}

impl Desk {
    pub async fn on(engine: Engine) -> Self {
        Self::with(engine, |_| {}).await
    }

    /// The same in an office that is set up otherwise.
    pub async fn with(engine: Engine, configure: impl FnOnce(&mut Config)) -> Self {
        let office = Office::with(engine, now(), configure).await;
        let of = |role, council| Grant::of_council(role, code(council));
        let secretary = person(&office, &[of(Role::Secretary, "CB")]).await;
        let colleague = person(&office, &[of(Role::Secretary, "CB")]).await;
        let chair = person(&office, &[of(Role::Chair, "CB")]).await;
        let both = [of(Role::Secretary, "CB"), of(Role::Chair, "CB")];
        let both = person(&office, &both).await;
        let foreign = [of(Role::Secretary, "TW"), of(Role::Chair, "TW")];
        let foreign = person(&office, &foreign).await;
        Self {
            office,
            secretary,
            colleague,
            chair,
            both,
            foreign,
        }
    }

    /// A decision of 5 August 2026, with so many lines.
    pub async fn prepared(&self, lines: usize) -> Receipt {
        let begun = self
            .office
            .prepare_decision(&self.secretary, None, decision("852/QĐ-UBND"))
            .await
            .unwrap();
        self.import(begun, products(lines)).await
    }

    /// The same with a list.
    pub async fn import(&self, at: Receipt, list: impl Into<Vec<u8>>) -> Receipt {
        let import = self.office.import_lines(
            &self.secretary,
            None,
            seen(at),
            (list.into(), Some(Language::Vi)),
        );
        match import.await.unwrap() {
            Imported::Done(receipt) => receipt,
            Imported::Refused { refusals, .. } => panic!("{refusals:?}"),
        }
    }

    /// The same, handed in.
    pub async fn submitted(&self, lines: usize) -> Receipt {
        let prepared = self.prepared(lines).await;
        let submitting = self
            .office
            .submit_decision(&self.secretary, None, seen(prepared));
        submitting.await.unwrap()
    }

    /// The same, approved.
    pub async fn approved(&self, lines: usize) -> Receipt {
        let submitted = self.submitted(lines).await;
        self.approve(&self.chair, submitted).await.unwrap()
    }

    /// Approves what stands there.
    pub async fn approve(&self, by: &Access, at: Receipt) -> Result<Receipt, Error> {
        let digest = self.view(at.id).await.digest;
        self.office
            .approve_decision(by, None, seen(at), &digest)
            .await
    }

    pub async fn view(&self, id: i64) -> PreparationView {
        self.office.preparation(&self.secretary, id).await.unwrap()
    }

    /// Releases with the council's key.
    pub async fn release(&self, id: i64) -> Result<usize, Error> {
        let released = self
            .office
            .release_decision(id, signer("CB"), |_, _| {})
            .await?;
        Ok(released.issued)
    }

    /// How many certificates the register has.
    pub async fn certificates(&self) -> usize {
        self.office.count().await
    }
}

/// Somebody with roles, who showed a second factor just now.
async fn person(office: &Office, grants: &[Grant]) -> Access {
    let account = office.account(grants).await;
    Access::of_account(account, grants.to_vec(), Some(now()))
}

pub fn decision(number: &str) -> NewPreparation {
    NewPreparation {
        council: code("CB"),
        number: number.to_owned(),
        decided_on: day("2026-08-05"),
        authority: None,
    }
}

/// A list of so many products.
pub fn products(count: usize) -> Vec<u8> {
    let rows: Vec<String> = (1..=count)
        .map(|number| row(&[("product", &format!("Sản phẩm số {number}"))]))
        .collect();
    csv(&rows).into_bytes()
}

pub fn seen(at: Receipt) -> Seen {
    Seen {
        id: at.id,
        version: at.version,
    }
}

/// The refusals of an act.
pub fn refusals<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<Refusal> {
    match outcome {
        Err(Error::Refused(refusals)) => refusals,
        other => panic!("{other:?}"),
    }
}

/// The stable name of an error.
pub fn named<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.expect_err("a refusal").code()
}
