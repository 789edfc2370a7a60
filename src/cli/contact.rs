//! `ocop contact`: where producers are written to. Personal data.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output, written};
use super::spreadsheet;
use super::typed::council;
use super::verify::read_up_to;
use crate::office::{ContactsSet, LARGEST_LIST};
use crate::scheme::council::CouncilCode;
use crate::scheme::words::Text;

#[derive(Subcommand)]
pub enum Act {
    /// Set the contacts of a CSV with the columns council, producer and email.
    Import(Import),
    /// Set one contact.
    Set(Set),
    /// List the contacts.
    List(List),
    /// Remove a contact.
    Remove(Remove),
}

#[derive(Args)]
pub struct Import {
    /// The list, CSV in UTF-8.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

#[derive(Args)]
pub struct Set {
    /// The council whose decisions name the producer.
    #[arg(long, value_parser = council)]
    council: CouncilCode,
    /// The producer, as the decisions name it.
    #[arg(long)]
    producer: String,
    /// Its e-mail address.
    #[arg(long)]
    email: String,
}

#[derive(Args)]
pub struct List {
    /// Of this council only.
    #[arg(long, value_parser = council)]
    council: Option<CouncilCode>,
    /// Print CSV, as `ocop contact import` takes it.
    #[arg(long)]
    csv: bool,
}

#[derive(Args)]
pub struct Remove {
    /// The council whose decisions name the producer.
    #[arg(long, value_parser = council)]
    council: CouncilCode,
    /// The producer, as the decisions name it.
    #[arg(long)]
    producer: String,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    match act {
        Act::Import(asked) => {
            let list = read_up_to(&asked.from, LARGEST_LIST)?;
            report(&office.import_contacts(&list).await?, output)?;
        }
        Act::Set(asked) => {
            let set = office.set_contact(asked.council, &asked.producer, &asked.email);
            report(&set.await?, output)?;
        }
        Act::List(asked) => {
            let contacts = office.contacts(asked.council).await?;
            let rows = contacts
                .into_iter()
                .map(|contact| [contact.council.to_string(), contact.producer, contact.email]);
            if asked.csv {
                let mut text = Vec::new();
                spreadsheet::write(&mut text, ["council", "producer", "email"], rows)?;
                written(io::stdout().lock().write_all(&text))?;
            } else if output.json {
                for [council, producer, email] in rows {
                    output.line(
                        &json!({ "council": council, "producer": producer, "email": email }),
                    )?;
                }
            } else {
                output.table(&rows.collect::<Vec<_>>())?;
            }
        }
        Act::Remove(asked) => {
            if !office
                .remove_contact(asked.council, &asked.producer)
                .await?
            {
                return Err(Error::Asked(
                    "no_such_contact",
                    Text::new(
                        "Không có địa chỉ của chủ thể này; không thay đổi gì. Hãy xem tên bằng `ocop contact list`.",
                        "There is no address of this producer; nothing was changed. See the names with `ocop contact list`.",
                    ),
                ));
            }
            if output.json {
                output.line(&json!({ "removed": 1 }))?;
            }
            output.say("Đã xóa / removed")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn report(set: &ContactsSet, output: Output) -> Result<(), Error> {
    if output.json {
        return output.line(set);
    }
    output.say(format_args!("Đã ghi {} địa chỉ / contacts set", set.set))?;
    output.notes(&set.warnings);
    Ok(())
}
