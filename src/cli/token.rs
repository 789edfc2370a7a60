//! `ocop token`: API tokens, by which programs are let in.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{Error, Output};
use super::typed;
use crate::office::{ApiToken, NewToken, Scope, TokenSecret, TokenState};
use crate::scheme::check;
use crate::scheme::council::CouncilCode;
use crate::scheme::words::Text;

#[derive(Subcommand)]
pub enum Act {
    /// Make a token and show it, this once: the register keeps only its hash.
    Create(Create),
    /// List tokens: what they allow, until when, and when each was last used.
    List,
    /// Revoke a token, at once and for good.
    Revoke(Revoke),
}

#[derive(Args)]
pub struct Create {
    /// What it is called: the program that holds it.
    name: String,
    /// What it allows, separated by commas: life (revoke, suspend, lift, supersede, renew, allow
    /// reprints), keys (retire, compromise, succeed), publish (the trust list).
    #[arg(long, value_name = "SCOPE", required = true, value_delimiter = ',', value_parser = typed::scope)]
    scope: Vec<Scope>,
    /// The council that it may act for [default: all]
    #[arg(long, value_parser = typed::council)]
    council: Option<CouncilCode>,
    /// The last day on which it works, at most two years ahead [default: a year ahead]
    #[arg(long, value_name = "DATE", value_parser = typed::date)]
    expires: Option<NaiveDate>,
}

#[derive(Args)]
pub struct Revoke {
    /// Its number, as `ocop token list` prints it.
    #[arg(value_parser = typed::token_id)]
    id: i64,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    match act {
        Act::Create(asked) => {
            let new = NewToken {
                name: asked.name,
                scopes: asked.scope,
                council: asked.council,
                account: None,
                expires_on: asked.expires,
            };
            let secret = TokenSecret::fresh()?;
            let token = office.create_token(new, &secret).await?;
            created(&token, &secret, output)?;
        }
        Act::List => list(&office.tokens().await?, output)?,
        Act::Revoke(Revoke { id }) => {
            let token = office.revoke_token(id).await?;
            if output.json {
                output.line(&token)?;
            }
            output.say(format_args!(
                "Mã truy cập {id} ({name}) đã bị thu hồi / token {id} is revoked",
                name = token.name
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn created(token: &ApiToken, secret: &TokenSecret, output: Output) -> Result<(), Error> {
    if output.json {
        let mut made = json!(token);
        made["token"] = secret.show().into();
        return output.line(&made);
    }
    output.say(secret.show())?;
    output.say(format_args!(
        "Mã truy cập {} ({}), dùng đến hết ngày {} / token, works through",
        token.id,
        token.name,
        check::date(token.expires_on)
    ))?;
    output.say("CHỈ HIỆN MỘT LẦN: hãy cất ngay như cất mật khẩu / shown this once: keep it as a password is kept")
}

fn list(tokens: &[ApiToken], output: Output) -> Result<(), Error> {
    if output.json {
        return output.line(&json!({ "tokens": tokens }));
    }
    let heading = [
        "",
        "tên / name",
        "quyền / scopes",
        "hội đồng / council",
        "đến hết / through",
        "dùng lần cuối / last used",
        "",
    ];
    let mut rows = vec![heading.map(str::to_owned)];
    for token in tokens {
        let council = token.council.map(|code| code.to_string());
        let state = words(token.state);
        rows.push([
            token.id.to_string(),
            token.name.clone(),
            token.scopes.join(","),
            council.unwrap_or_else(|| "mọi / all".to_owned()),
            check::date(token.expires_on),
            token.last_used_on.map_or("–".to_owned(), check::date),
            format!("{} / {}", state.vi, state.en),
        ]);
    }
    output.table(&rows)
}

fn words(state: TokenState) -> Text {
    match state {
        TokenState::Active => Text::new("đang dùng", "active"),
        TokenState::Expired => Text::new("đã hết hạn", "expired"),
        TokenState::Revoked => Text::new("đã thu hồi", "revoked"),
    }
}
