//! `ocop revoke`, `suspend`, `lift`, `supersede`, `renew`: the life of a certificate after issuing.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Args;

use super::output::{Error, Output};
use super::typed;
use crate::office::{Actor, Changed, Lifting, Reach, Which, Withdrawal};
use crate::scheme::council::CouncilCode;
use crate::scheme::ground::Ground;
use crate::scheme::words::Text;

/// Certificates that are named before it is asked for --json.
const SHOWN: usize = 40;

/// Which certificates.
#[derive(Args)]
pub struct Named {
    /// Certificate numbers, such as CB-12345-E.
    #[arg(value_name = "NUMBER", required_unless_present = "all_of")]
    numbers: Vec<String>,
    /// Every certificate of this decision, in place of numbers.
    #[arg(long, value_name = "DECISION", conflicts_with = "numbers")]
    all_of: Option<String>,
    /// The council of --all-of, where several have a decision of that number.
    #[arg(long, requires = "all_of", value_parser = typed::council)]
    council: Option<CouncilCode>,
    /// The year of --all-of.
    #[arg(long, requires = "all_of")]
    year: Option<i32>,
}

impl Named {
    fn which(self) -> Which {
        match self.all_of {
            Some(decision) => Which::AllOf {
                decision,
                council: self.council,
                year: self.year,
            },
            None => Which::Numbers(self.numbers),
        }
    }
}

#[derive(Args)]
pub struct Withdraw {
    #[command(flatten)]
    named: Named,
    /// The number of the decision that withdraws them, such as 900/QĐ-UBND.
    #[arg(long)]
    decision: String,
    /// The day that decision was signed, such as 2026-08-05.
    #[arg(long, value_name = "DATE", value_parser = typed::date)]
    decided_on: NaiveDate,
    /// Why: not-re-evaluated, mandatory-criteria, process, food-safety, records,
    /// production-stopped or other.
    #[arg(long, value_parser = typed::ground)]
    ground: Ground,
}

impl Withdraw {
    fn order(self) -> Withdrawal {
        Withdrawal {
            which: self.named.which(),
            within: Reach::All,
            actor: Actor::Program,
            decision: self.decision,
            decided_on: self.decided_on,
            ground: self.ground,
        }
    }
}

#[derive(Args)]
pub struct Lift {
    #[command(flatten)]
    named: Named,
    /// The number of the decision that lifts the suspension.
    #[arg(long)]
    decision: String,
    /// The day that decision was signed, such as 2026-08-05.
    #[arg(long, value_name = "DATE", value_parser = typed::date)]
    decided_on: NaiveDate,
}

#[derive(Args)]
pub struct Supersede {
    /// The number of the older certificate.
    old: String,
    /// The number of the newer certificate, which takes its place.
    #[arg(long, value_name = "NEW")]
    by: String,
}

#[derive(Args)]
pub struct Renew {
    /// The number of the older certificate, which runs on to its own end.
    old: String,
    /// The number of the newer certificate, which a new decision made.
    #[arg(long, value_name = "NEW")]
    by: String,
}

pub async fn revoke(asked: Withdraw, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let changed = office.revoke(&asked.order()).await?;
    report(&changed, Text::new("Đã thu hồi", "revoked"), output)
}

pub async fn suspend(asked: Withdraw, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let changed = office.suspend(&asked.order()).await?;
    report(&changed, Text::new("Đã tạm đình chỉ", "suspended"), output)
}

pub async fn lift(asked: Lift, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let lifting = Lifting {
        which: asked.named.which(),
        within: Reach::All,
        actor: Actor::Program,
        decision: asked.decision,
        decided_on: asked.decided_on,
    };
    let changed = office.lift(&lifting).await?;
    let done = Text::new("Đã bỏ tạm đình chỉ", "in force again");
    report(&changed, done, output)
}

pub async fn supersede(asked: Supersede, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let changed = office.supersede(&asked.old, &asked.by).await?;
    report(
        &changed,
        Text::new("Đã thay bằng giấy mới", "superseded"),
        output,
    )
}

pub async fn renew(asked: Renew, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let renewed = office.renew(&asked.old, &asked.by).await?;
    if output.json {
        output.line(&renewed)?;
        return Ok(ExitCode::SUCCESS);
    }
    let (old, new) = (renewed.old, renewed.renewed_by);
    if renewed.changed {
        output.say(format_args!(
            "Giấy {old} có giấy mới {new} / {old} is renewed by {new}"
        ))?;
    } else {
        output.say(format_args!(
            "Đã ghi từ trước: giấy {old} có giấy mới {new} / recorded before: {old} is renewed by {new}"
        ))?;
    }
    output.notes(&renewed.warnings);
    Ok(ExitCode::SUCCESS)
}

fn report(changed: &Changed, done: Text, output: Output) -> Result<ExitCode, Error> {
    if output.json {
        output.line(changed)?;
        return Ok(ExitCode::SUCCESS);
    }
    for number in changed.changed.iter().take(SHOWN) {
        output.say(number)?;
    }
    if let Some(more) = changed
        .changed
        .len()
        .checked_sub(SHOWN)
        .filter(|&more| more > 0)
    {
        output.say(format_args!(
            "… và {more} giấy nữa / and {more} more (--json)"
        ))?;
    }
    output.say(format_args!(
        "{}: {} giấy; từ trước: {} giấy / {}, done before",
        done.vi,
        changed.changed.len(),
        changed.unchanged.len(),
        done.en
    ))?;
    output.notes(&changed.warnings);
    Ok(ExitCode::SUCCESS)
}
