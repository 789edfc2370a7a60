//! `ocop account`: people, before there is anybody who could sign in to invite them, and when
//! nobody can any more.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::typed;
use crate::office::{
    Access, Grant, Invited, NewPerson, Office, PeopleQuery, PersonGrant, PersonView, Role,
};
use crate::scheme::check::instant;
use crate::scheme::council::CouncilCode;

/// People that are read at once.
const PAGE: u32 = 500;

#[derive(Subcommand)]
pub enum Act {
    /// Invite somebody and show the link that leads them to their password, this once.
    Invite(Invite),
    /// Invite somebody again who lost their password or second factor: the old ones, sessions and
    /// tokens end at once.
    InviteAgain(Account),
    /// List people, their roles, and whether they may sign in.
    List(List),
    /// Give and take roles; either signs the person out.
    #[command(subcommand)]
    Role(RoleAct),
    /// Close an account: its person is signed out and cannot sign in.
    Close(Account),
    /// Open a closed account again.
    Reopen(Account),
    /// Show the one-time code of an account of a demonstration, in place of an authenticator.
    Code(Code),
}

#[derive(Subcommand)]
pub enum RoleAct {
    /// Give somebody a role.
    Give(Give),
    /// Take a role from somebody.
    Take(Take),
}

#[derive(Args)]
pub struct Invite {
    /// The person's name.
    #[arg(long)]
    name: String,
    /// The address that they will sign in with.
    #[arg(long)]
    email: String,
    #[command(flatten)]
    role: RoleArguments,
    /// The language of their pages: vi or en.
    #[arg(long, default_value = "vi")]
    language: String,
}

#[derive(Args)]
pub struct RoleArguments {
    /// What they are: programme, secretary, chair, scorer, producer, inspector or auditor.
    #[arg(long, value_parser = typed::role)]
    role: Role,
    /// The council of a secretary, chair or scorer.
    #[arg(long, value_parser = typed::council)]
    council: Option<CouncilCode>,
    /// The number of the producer for whom they act.
    #[arg(long, value_name = "NUMBER", value_parser = typed::account)]
    producer: Option<i64>,
}

#[derive(Args)]
pub struct Account {
    /// The account's number, as `ocop account list` prints it.
    #[arg(value_name = "ACCOUNT", value_parser = typed::account)]
    id: i64,
}

#[derive(Args)]
pub struct Code {
    /// The address that they sign in with.
    email: String,
}

#[derive(Args)]
pub struct List {
    /// Only those whose name or address holds this, diacritics or not.
    #[arg(long)]
    text: Option<String>,
}

#[derive(Args)]
pub struct Give {
    #[command(flatten)]
    account: Account,
    #[command(flatten)]
    role: RoleArguments,
}

#[derive(Args)]
pub struct Take {
    #[command(flatten)]
    account: Account,
    /// The role's number, as `ocop account list` prints it.
    #[arg(value_name = "ROLE", value_parser = typed::account)]
    role: i64,
}

impl RoleArguments {
    fn grant(&self) -> Grant {
        Grant {
            role: self.role,
            council: self.council,
            producer: self.producer,
        }
    }
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let access = Access::of_program();
    match act {
        Act::Invite(asked) => {
            let new = NewPerson {
                grants: vec![asked.role.grant()],
                name: asked.name,
                email: asked.email,
                language: asked.language,
            };
            let invited = office.invite(&access, new).await?;
            show_link(&office, &invited, output)?;
        }
        Act::InviteAgain(Account { id }) => {
            let invited = office.invite_again(&access, id).await?;
            show_link(&office, &invited, output)?;
        }
        Act::Code(Code { email }) => {
            let code = office.demonstration_code(&email).await?;
            if output.json {
                output.line(&json!({ "code": code }))?;
            }
            output.say(code)?;
        }
        Act::List(List { text }) => {
            let mut query = PeopleQuery {
                text,
                after: 0,
                limit: PAGE,
            };
            let mut people = Vec::new();
            loop {
                let page = office.people(&access, &query).await?;
                people.extend(page.people);
                let Some(next) = page.next else { break };
                query.after = next;
            }
            list(&people, output)?;
        }
        Act::Role(RoleAct::Give(asked)) => {
            let (id, grant) = (asked.account.id, asked.role.grant());
            office.give_role(&access, id, grant).await?;
            show(&office, &access, id, output).await?;
        }
        Act::Role(RoleAct::Take(asked)) => {
            let id = asked.account.id;
            office.take_role(&access, id, asked.role).await?;
            show(&office, &access, id, output).await?;
        }
        Act::Close(Account { id }) => {
            office.close_account(&access, id).await?;
            show(&office, &access, id, output).await?;
        }
        Act::Reopen(Account { id }) => {
            office.reopen_account(&access, id).await?;
            show(&office, &access, id, output).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show_link(office: &Office, invited: &Invited, output: Output) -> Result<(), Error> {
    let origin = office.config().origin().unwrap_or_default();
    let link = format!("{origin}{}", invited.path());
    if output.json {
        return output.line(&json!({
            "account": invited.account,
            "link": link,
            "expires_at": invited.expires_at,
        }));
    }
    output.say(link)?;
    output.say(format_args!(
        "Tài khoản {}, dùng được đến {} / account, works until",
        invited.account,
        instant(invited.expires_at)
    ))?;
    output.say("CHỈ HIỆN MỘT LẦN: hãy trao tận tay / shown this once: hand it over in person")
}

async fn show(office: &Office, access: &Access, id: i64, output: Output) -> Result<(), Error> {
    let person = office.person_view(access, id).await?;
    if output.json {
        return output.line(&person);
    }
    list(&[person], output)
}

fn list(people: &[PersonView], output: Output) -> Result<(), Error> {
    if output.json {
        return output.line(&json!({ "people": people }));
    }
    let heading = [
        "",
        "tên / name",
        "email",
        "vai trò / roles",
        "tình trạng / state",
    ];
    let mut rows = vec![heading.map(str::to_owned)];
    for person in people {
        let roles: Vec<String> = person.roles.iter().map(role).collect();
        let state = match person {
            _ if person.closed_at.is_some() => "đã đóng / closed",
            _ if person.has_password => "đang dùng / active",
            _ => "chờ nhận lời mời / invited",
        };
        rows.push([
            person.id.to_string(),
            person.name.clone(),
            person.email.clone(),
            roles.join(", "),
            state.to_owned(),
        ]);
    }
    output.table(&rows)
}

/// A role with the number by which it is taken, `3:chair CB`.
fn role(held: &PersonGrant) -> String {
    let mut written = format!("{}:{}", held.id, held.grant.role.name());
    if let Some(council) = held.grant.council {
        written.push(' ');
        written.push_str(council.as_str());
    }
    if let Some(producer) = held.grant.producer {
        written.push_str(&format!(" {producer}"));
    }
    written
}
