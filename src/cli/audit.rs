//! `ocop audit`: the whole book, against itself, its keys and what was published.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::output::{Error, NOT_GENUINE, Output, complain};
use crate::clock::MachineClock;
use crate::config::Config;
use crate::office::{Audited, Fault, audit_folder};

pub async fn run(data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let config = Config::read(&data)?;
    match audit_folder(&data, &config, &MachineClock).await? {
        Ok(audited) => {
            if output.json {
                output.line(&json!({ "sound": true, "audited": audited }))?;
            }
            tell(&audited, output)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(fault) => {
            if output.json {
                output.line(&json!({ "sound": false, "fault": fault }))?;
            } else {
                complain_of(&fault);
            }
            Ok(ExitCode::from(NOT_GENUINE))
        }
    }
}

/// Says what is wrong first.
pub fn complain_of(fault: &Fault) {
    let (table, row) = (fault.table, &fault.row);
    complain(format_args!(
        "dòng sai đầu tiên / first wrong row: {table} {row}"
    ));
    complain(&fault.message.vi);
    complain(&fault.message.en);
}

/// Says what was found sound.
pub fn tell(audited: &Audited, output: Output) -> Result<(), Error> {
    let Audited {
        entries,
        certificates,
        compact_tokens,
        trust_lists,
        status_lists,
        checkpoints,
        covered,
        trail,
        journal_entries,
    } = audited;
    output.say("Mọi mục đều đúng / everything is sound")?;
    let row = |vi_en: &str, count: &u64| [vi_en.to_owned(), count.to_string()];
    output.table(&[
        row("mục / entries", entries),
        row("giấy chứng nhận / certificates", certificates),
        row("mã rút gọn / compact codes", compact_tokens),
        row("danh sách tin cậy / trust lists", trust_lists),
        row("danh sách tình trạng / status lists", status_lists),
        row("điểm chốt / checkpoints", checkpoints),
        row("mục đã chốt / entries under a checkpoint", covered),
        row("dòng nhật ký / lines of the trail", trail),
        row(
            "mục nhật ký kiểm tra / entries of inspectors' journals",
            journal_entries,
        ),
    ])
}
