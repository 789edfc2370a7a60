//! `ocop monitor`: what a programme publishes, watched from outside.

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::json;
use ureq::Agent;

use super::output::{Error, NOT_GENUINE, Output, complain};
use super::typed;
use crate::clock::MachineClock;
use crate::office;
use crate::office::monitor::{Answer, Monitored, Stopped, Watched, watch};
use crate::scheme::log::{KeyKind, NoteKey};
use crate::scheme::seal::PublicKey;
use crate::scheme::words::Text;

/// How long the server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a checkpoint may take to cover what was just recorded, with some to spare.
const CHECKPOINT: Duration = Duration::from_secs(3);

#[derive(Args)]
pub struct Arguments {
    /// The service, such as https://ocop.gov.vn.
    url: String,
    /// The programme's root key, which must have signed the trust list. Not from the service:
    /// from the programme's records.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true, value_parser = typed::public_key)]
    root: Option<PublicKey>,
    /// A file that remembers what was seen, so that the next run notices what was rewritten. The
    /// leaves are kept beside it.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// A witness that must have cosigned the checkpoint, by its verifier key. Again for another.
    #[arg(long = "witness", value_name = "VKEY", value_parser = typed::note_key)]
    witnesses: Vec<NoteKey>,
}

pub async fn run(arguments: Arguments, output: Output) -> Result<ExitCode, Error> {
    let is_witness = |key: &NoteKey| key.kind == KeyKind::Cosignature;
    if !arguments.witnesses.iter().all(is_witness) {
        return Err(Error::Asked(
            "not_a_witness_key",
            Text::new(
                "--witness không phải khóa của nhân chứng. Hãy chép khóa mà `ocop witness init` in ra: phần thứ ba bắt đầu bằng B.",
                "--witness is not a witness's key. Copy the key that `ocop witness init` prints: its third part begins with B.",
            ),
        ));
    }
    if arguments.root.is_none() {
        complain("lưu ý: chưa kiểm tra khóa gốc đã ký danh sách tin cậy; hãy thêm --root KHÓA");
        complain("note: the root key that signed the trust list was not checked; add --root KEY");
    }
    let watched = tokio::task::spawn_blocking(move || watch_over_http(&arguments))
        .await
        .map_err(|_| office::Error::Stopped)?;
    match watched {
        Ok(watched) => {
            tell(&watched, output)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(Stopped::Found(found)) => {
            if output.json {
                output.line(&json!({ "found": found }))?;
            }
            output.say(format_args!("✗ [{}] {}", found.code, found.message.vi))?;
            output.say(format_args!("  {}", found.message.en))?;
            output.say(format_args!("  Mong đợi / expected: {}", found.expected))?;
            output.say(format_args!("  Nhận được / found: {}", found.found))?;
            Ok(ExitCode::from(NOT_GENUINE))
        }
        Err(stopped) => Err(Error::Asked(stopped.code(), stopped.words())),
    }
}

fn watch_over_http(arguments: &Arguments) -> Result<Watched, Stopped> {
    let base = arguments.url.trim_end_matches('/');
    let agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .build()
        .new_agent();
    let asked = Monitored {
        root: arguments.root,
        witnesses: &arguments.witnesses,
        state: arguments.state.as_deref(),
        clock: &MachineClock,
    };
    let mut fetch = |path: &str, most: u64| fetch(&agent, &format!("{base}{path}"), most);
    watch(&asked, &mut fetch, &mut || std::thread::sleep(CHECKPOINT))
}

fn fetch(agent: &Agent, url: &str, most: u64) -> Result<Answer, String> {
    let answer = agent.get(url).call();
    let mut answer = answer.map_err(|error| error.to_string())?;
    match answer.status().as_u16() {
        200 => {}
        404 | 410 => return Ok(Answer::Absent),
        status => return Ok(Answer::Status(status)),
    }
    let mut body = Vec::new();
    let reader = answer.body_mut().as_reader();
    let read = reader.take(most.saturating_add(1)).read_to_end(&mut body);
    read.map_err(|error| error.to_string())?;
    Ok(if body.len() as u64 > most {
        Answer::TooLarge
    } else {
        Answer::Body(body)
    })
}

fn tell(watched: &Watched, output: Output) -> Result<(), Error> {
    if output.json {
        return output.line(&json!({ "found": null, "watched": watched }));
    }
    let since = watched.since.map_or_else(
        || "lần đầu / for the first time".to_owned(),
        |since| format!("nối tiếp / continues {since}"),
    );
    output.say("✓ Mọi thứ đã công bố đều khớp / everything that is published agrees")?;
    output.table(&[
        ["  Nhật ký / log".to_owned(), watched.log.clone()],
        [
            "  Số mục / leaves".to_owned(),
            format!("{} ({since})", watched.size),
        ],
        ["  Giá trị gốc / root".to_owned(), watched.root.clone()],
        [
            "  Danh sách tin cậy / trust list".to_owned(),
            watched.trust_list.to_string(),
        ],
        [
            "  Hội đồng / councils".to_owned(),
            watched.councils.to_string(),
        ],
        [
            "  Danh sách tình trạng / status lists".to_owned(),
            watched.status_lists.to_string(),
        ],
        [
            "  Giấy chứng nhận / certificates".to_owned(),
            watched.certificates.to_string(),
        ],
        [
            "  Gói ngoại tuyến / pack".to_owned(),
            watched.pack.map_or_else(
                || "chương trình không tạo gói / the programme makes none".to_owned(),
                |sequence| sequence.to_string(),
            ),
        ],
        [
            "  Nhân chứng / witnesses".to_owned(),
            watched.witnesses.to_string(),
        ],
    ])
}
