//! `ocop notice`: telling producers that their certificates end.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::output::{Error, NOT_GENUINE, Output, complain, written};
use super::spreadsheet;
use crate::config::Config;
use crate::office::{BYTE_ORDER_MARK, Exported, MailPassword, MailRun, NoticeView};
use crate::scheme::check::{date, instant};
use crate::scheme::words::Text;
use crate::signer::PassphraseSource;

/// The systemd credential's name.
const CREDENTIAL: &str = "ocop-smtp-password";

#[derive(Subcommand)]
pub enum Act {
    /// Queue what is due today; a service does so by itself, once a day.
    Queue,
    /// List the notices and what became of them.
    List(List),
    /// Write notices out for letters, as CSV, and mark them as exported.
    Export(Export),
    /// Send the queued notices by mail, one mail a producer, each at most once.
    Send(Send),
}

#[derive(Args)]
pub struct List {
    /// Only those that nobody was told yet, and that still have to be.
    #[arg(long)]
    unsent: bool,
    /// Print CSV, in place of a table.
    #[arg(long)]
    csv: bool,
}

#[derive(Args)]
pub struct Export {
    /// The file to make; it holds personal data, and must not be there yet.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Only producers that have no e-mail address.
    #[arg(long)]
    without_contact: bool,
    /// Also notices whose mail may not have arrived.
    #[arg(long)]
    unknown: bool,
}

#[derive(Args)]
pub struct Send {
    /// A file with the mail server's password, which only its owner reads [default: as
    /// configured, or the systemd credential `ocop-smtp-password`]
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub async fn run(act: Act, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    match act {
        Act::Queue => queue(data, output).await,
        Act::List(asked) => list(&asked, data, output).await,
        Act::Export(asked) => export(&asked, data, output).await,
        Act::Send(asked) => send(&asked, data, output).await,
    }
}

async fn queue(data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let queued = office.queue_notices().await?;
    if output.json {
        output.line(&queued)?;
    }
    output.say(format_args!(
        "Đã xếp hàng / queued: 180 ngày {}, 90 ngày {}, 30 ngày {}",
        queued.days_180, queued.days_90, queued.days_30
    ))?;
    tell_given_up(queued.unknown);
    Ok(ExitCode::SUCCESS)
}

async fn list(asked: &List, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let notices = office.notices(asked.unsent).await?;
    if asked.csv {
        let header = [
            "council",
            "producer",
            "number",
            "product",
            "valid_through",
            "notice",
            "state",
            "changed_at",
            "has_contact",
            "needed",
            "message_id",
        ];
        let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
        let rows = notices.iter().map(|notice| {
            [
                notice.council.to_string(),
                notice.producer.clone(),
                notice.number.to_string(),
                notice.product.clone(),
                notice.valid_through.to_string(),
                notice.notice.to_string(),
                notice.state.to_owned(),
                instant(notice.changed_at),
                yes(notice.has_contact),
                yes(notice.needed),
                notice.message_id.clone().unwrap_or_default(),
            ]
        });
        let mut text = Vec::new();
        spreadsheet::write(&mut text, header, rows)?;
        written(io::stdout().lock().write_all(&text))?;
        return Ok(ExitCode::SUCCESS);
    }
    for notice in notices.iter().filter(|_| output.json) {
        output.line(notice)?;
    }
    output.table(&notices.iter().map(row).collect::<Vec<_>>())?;
    Ok(ExitCode::SUCCESS)
}

fn row(notice: &NoticeView) -> [String; 7] {
    let state = state(notice.state);
    [
        notice.number.to_string(),
        format!("{} ngày", notice.notice),
        date(notice.valid_through),
        match notice.needed {
            true => format!("{} / {}", state.vi, state.en),
            false => format!(
                "{} / {}, không còn cần / no longer needed",
                state.vi, state.en
            ),
        },
        instant(notice.changed_at),
        notice.producer.clone(),
        notice.message_id.clone().unwrap_or_default(),
    ]
}

fn state(name: &str) -> Text {
    match name {
        "sending" => Text::new("đang gửi", "sending"),
        "sent" => Text::new("đã gửi", "sent"),
        "refused" => Text::new("máy chủ từ chối", "refused"),
        "unknown" => Text::new("không rõ đã đến chưa", "unknown"),
        "exported" => Text::new("đã xuất", "exported"),
        _ => Text::new("đang chờ", "queued"),
    }
}

async fn export(asked: &Export, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data).await?;
    let exported = office.notices_to_export(asked.without_contact, asked.unknown);
    let rows = exported.await?;
    let path = asked.output.as_path();
    if !rows.is_empty() {
        write(path, &rows).map_err(Error::file(path))?;
    }
    // First the file: a notice that is marked and in no file would be told to nobody.
    let told = office.mark_exported(&rows).await?;
    if output.json {
        output.line(&json!({ "exported": rows.len(), "told_meanwhile": told }))?;
    }
    output.say(format_args!(
        "Đã xuất {} giấy / certificates written out",
        rows.len()
    ))?;
    if told > 0 {
        complain(format_args!(
            "lưu ý: {told} giấy trong tệp vừa được báo bằng cách khác / note: {told} certificates of the file were told otherwise meanwhile"
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the file for a mail merge, readable by its owner only, whole and durable.
fn write(path: &Path, rows: &[Exported]) -> io::Result<()> {
    let header = [
        "council",
        "producer",
        "address",
        "email",
        "number",
        "product",
        "stars",
        "valid_through",
        "valid_through_vi",
        "days_left",
    ];
    let cells = rows.iter().map(|row| {
        [
            row.number.council.to_string(),
            row.producer.clone(),
            row.address.clone(),
            row.email.clone().unwrap_or_default(),
            row.number.to_string(),
            row.product.clone(),
            row.stars.to_string(),
            row.valid_through.to_string(),
            date(row.valid_through),
            row.days_left.to_string(),
        ]
    });
    let mut text = BYTE_ORDER_MARK.as_bytes().to_vec();
    spreadsheet::write(&mut text, header, cells).map_err(io::Error::other)?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(&text)?;
    file.sync_all()
}

async fn send(asked: &Send, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let office = super::office(data.clone()).await?;
    let password = password(asked.password_file.as_deref(), &data, office.config())?;
    let run = office.send_notices(password).await?;
    report(&run, output)?;
    Ok(match &run.stopped {
        Some(refused) if !output.json => {
            let refused: crate::office::Error = refused.clone().into();
            output.error(&refused.into())
        }
        Some(_) => ExitCode::from(2),
        None if run.refused + run.unknown > 0 || run.given_up > 0 => ExitCode::from(NOT_GENUINE),
        None => ExitCode::SUCCESS,
    })
}

fn report(run: &MailRun, output: Output) -> Result<(), Error> {
    if output.json {
        let mut told = serde_json::to_value(run).unwrap_or_default();
        told["stopped"] = run.stopped.as_ref().map_or(
            Value::Null,
            |refused| json!({ "code": refused.code(), "message": refused.words() }),
        );
        return output.line(&told);
    }
    output.say(format_args!(
        "Thư đã gửi {}, còn chờ {}, bị từ chối {}, không rõ {} / mails sent, waiting, refused, unknown",
        run.sent, run.later, run.refused, run.unknown
    ))?;
    if run.unknown > 0 {
        complain(
            "lưu ý: mất kết nối sau khi thư đã đi, không gửi lại; hãy tra Message-ID (`ocop notice list`) trong nhật ký máy chủ thư",
        );
        complain(
            "note: the connection broke after a mail had left, it is not sent again; look its Message-ID (`ocop notice list`) up in the mail server's log",
        );
    }
    if run.refused > 0 {
        complain(
            "lưu ý: máy chủ từ chối người nhận; hãy sửa bằng `ocop contact set`, hoặc `ocop notice export`",
        );
        complain(
            "note: recipients were refused; mend them with `ocop contact set`, or use `ocop notice export`",
        );
    }
    if run.copies_refused > 0 {
        complain(format_args!(
            "lưu ý: {} bản sao cho hội đồng bị từ chối / note: copies for councils were refused",
            run.copies_refused
        ));
    }
    tell_given_up(run.given_up);
    if !run.without_contact.is_empty() {
        output.say(
            "Chủ thể chưa có địa chỉ thư (dùng `ocop notice export`) / producers without an e-mail address:",
        )?;
        for producer in &run.without_contact {
            output.say(format_args!("  {producer}"))?;
        }
    }
    Ok(())
}

fn tell_given_up(count: u64) {
    if count > 0 {
        complain(format_args!(
            "lưu ý: {count} thông báo của lần gửi bị ngắt trước đây: không rõ đã đến chưa (`ocop notice list`)"
        ));
        complain(format_args!(
            "note: {count} notices of an earlier run that was cut off may have arrived (`ocop notice list`)"
        ));
    }
}

/// The mail server's password, where it asks for one.
fn password(file: Option<&Path>, data: &Path, config: &Config) -> Result<MailPassword, Error> {
    let Some(smtp) = config.smtp.as_ref().filter(|smtp| smtp.user.is_some()) else {
        return Ok(None);
    };
    let directory = std::env::var_os("CREDENTIALS_DIRECTORY");
    let has_credential = directory
        .as_ref()
        .is_some_and(|folder| Path::new(folder).join(CREDENTIAL).exists());
    let source = match (file, &smtp.password_file) {
        (Some(file), _) => PassphraseSource::File(file.to_owned()),
        (None, Some(file)) => PassphraseSource::File(data.join(file)),
        (None, None) if has_credential => PassphraseSource::credential(directory, CREDENTIAL)?,
        (None, None) => return Ok(None),
    };
    Ok(Some(source.read()?))
}
