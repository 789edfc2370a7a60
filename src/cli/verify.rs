//! `ocop verify`: a code, a URL, a number or a picture; by the register, a server, a pack, or a
//! trust list alone.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::output::{Error, NOT_GENUINE, Output, complain};
use super::typed::stars;
use super::verify_pack::Packed;
use crate::clock::{Clock, MachineClock};
use crate::label;
use crate::office::LabelCheck;
use crate::scheme::check::{Check, Outcome, date};
use crate::scheme::judge::judge;
use crate::scheme::number::{CertificateNumber, NotANumber};
use crate::scheme::qr_text::{QrText, without_query};
use crate::scheme::seal::PublicKey;
use crate::scheme::stars::Stars;
use crate::scheme::trust::{LARGEST, TrustList};
use crate::scheme::verdict::Verdict;
use crate::scheme::words::Text;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Args)]
pub struct Arguments {
    /// The text of a code, its URL, a certificate number, or the file of a picture.
    code: String,
    /// How many stars the package shows.
    #[arg(long, value_name = "1-5", value_parser = stars)]
    stars: Option<Stars>,
    /// Ask a server, such as https://ocop.gov.vn.
    #[arg(long, value_name = "URL", conflicts_with_all = ["pack", "trust", "root"])]
    server: Option<String>,
    /// Verify without any network by this pack, which `ocop pack` writes and a server sends.
    #[arg(long, value_name = "FILE", conflicts_with = "trust")]
    pack: Option<PathBuf>,
    /// Verify without any network by this trust list, signed or its JSON twin.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// The root key that must have signed the list of --trust, or that of the --pack.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    root: Option<String>,
    /// The file that remembers the newest pack of each root key: an older one is refused.
    #[arg(long, value_name = "FILE", requires_all = ["pack", "root"])]
    held: Option<PathBuf>,
}

pub async fn run(arguments: Arguments, data: PathBuf, output: Output) -> Result<ExitCode, Error> {
    let picture = picture(&arguments.code)?;
    let code = picture.as_deref().unwrap_or(&arguments.code);
    let root = arguments.root.as_deref().map(root_key).transpose()?;
    let mut answer = match (&arguments.server, &arguments.pack, &arguments.trust) {
        (Some(server), ..) => ask(server, code, arguments.stars)?,
        (None, Some(file), _) => {
            let packed = Packed::open(file, root.as_ref(), arguments.held.as_deref())?;
            packed.answer(code, arguments.stars, MachineClock.now())?
        }
        (None, None, Some(file)) => offline(file, root.as_ref(), code, arguments.stars)?,
        (None, None, None) if root.is_some() => {
            return Err(Error::Asked(
                "root_of_nothing",
                Text::new(
                    "--root chỉ dùng cùng --pack hoặc --trust. Hãy thêm một trong hai.",
                    "--root goes with --pack or --trust. Add one of them.",
                ),
            ));
        }
        (None, None, None) => {
            let office = super::office(data).await?;
            let examined = office.examine(code, arguments.stars).await?;
            let mut answer = value(&examined.verdict);
            answer["decision"] = json!(examined.decision);
            answer["status"] = json!(examined.status);
            answer["replaces"] = json!(examined.replaces);
            answer["renewed_by"] = json!(examined.renewed_by);
            answer["renews"] = json!(examined.renews);
            if let Some(label) = &examined.label {
                answer["label"] = json!(label);
            }
            answer
        }
    };
    if picture.is_some() {
        answer["code"] = Value::from(code);
    }
    if output.json {
        output.line(&answer)?;
    } else {
        tell(&answer, output)?;
    }
    let genuine = answer["verdict"] == "genuine";
    Ok(if genuine {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOT_GENUINE)
    })
}

fn value(verdict: &Verdict) -> Value {
    serde_json::to_value(verdict).unwrap_or_default()
}

/// The code in a picture, when the argument names a file.
fn picture(code: &str) -> Result<Option<String>, Error> {
    let path = Path::new(code);
    if code.len() > 1_000 || !path.is_file() {
        return Ok(None);
    }
    let bytes = read_up_to(path, label::read::MOST_BYTES)?;
    Ok(Some(label::read::read(&bytes)?))
}

/// Reads a file, but at most one byte more than is of use: its reader says that it is too
/// large.
pub fn read_up_to(path: &Path, most: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(most as u64 + 1).read_to_end(&mut bytes))
        .map_err(Error::file(path))?;
    Ok(bytes)
}

/// Judges by a trust list alone: no register, no status list, no network.
fn offline(
    file: &Path,
    root: Option<&PublicKey>,
    code: &str,
    stars: Option<Stars>,
) -> Result<Value, Error> {
    let trust = read_list(file, root)?;
    let code = without_query(code.trim());
    let short = matches!(QrText::read(code), QrText::Short(_));
    if short || !matches!(code.parse::<CertificateNumber>(), Err(NotANumber::Form)) {
        return Err(Error::Asked(
            "needs_the_register",
            Text::new(
                "Mã ngắn hoặc số giấy không có chữ ký: cần sổ đăng ký. Hãy dùng --server, hoặc quét mã đầy đủ.",
                "A short code or a number holds no signature: it needs the register. Use --server, or scan the full code.",
            ),
        ));
    }
    Ok(value(&judge(
        code,
        &trust,
        None,
        None,
        MachineClock.now(),
        stars,
    )))
}

/// The list in a file. The person who names the file trusts it; a signed one is also checked
/// against the root key, if that is given.
fn read_list(file: &Path, root: Option<&PublicKey>) -> Result<TrustList, Error> {
    let bytes = read_up_to(file, LARGEST)?;
    let Some(root) = root else {
        if let Ok(json) = serde_json::from_slice(&bytes) {
            return Ok(TrustList::from_json(json)?);
        }
        complain(format_args!(
            "lưu ý: chưa kiểm tra chữ ký của danh sách tin cậy; hãy thêm --root KHÓA"
        ));
        complain(format_args!(
            "note: the trust list's own signature was not checked; add --root KEY"
        ));
        return Ok(TrustList::from_unchecked(&bytes)?);
    };
    Ok(TrustList::from_sealed(&bytes, root)?)
}

fn root_key(written: &str) -> Result<PublicKey, Error> {
    PublicKey::from_base64(written).map_err(|_| {
        Error::Asked(
            "not_a_key",
            Text::new(
                "--root không phải khóa công khai. Hãy chép khóa gốc do chương trình công bố.",
                "--root is not a public key. Copy the root key that the programme publishes.",
            ),
        )
    })
}

/// Asks a server's API.
fn ask(server: &str, code: &str, stars: Option<Stars>) -> Result<Value, Error> {
    let unreachable = |error: &dyn std::fmt::Display| {
        Error::Asked(
            "server_unreachable",
            Text::of(
                format!(
                    "Không hỏi được máy chủ ({error}). Hãy kiểm tra địa chỉ và mạng, hoặc dùng --trust."
                ),
                format!(
                    "The server could not be asked: {error}. Check the address and the network, or use --trust."
                ),
            ),
        )
    };
    let url = format!("{}/api/v1/verify", server.trim_end_matches('/'));
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .build()
        .new_agent();
    let asked = json!({ "code": code, "stars_on_package": stars }).to_string();
    let mut answer = agent
        .post(&url)
        .content_type("application/json")
        .send(asked)
        .map_err(|error| unreachable(&error))?;
    let body = answer
        .body_mut()
        .read_to_string()
        .map_err(|error| unreachable(&error))?;
    let body: Value = serde_json::from_str(&body).map_err(|error| unreachable(&error))?;
    if body["verdict"].is_string() {
        return Ok(body);
    }
    // The server's own refusal, in both languages.
    let said = |field: &str| body[field].as_str().unwrap_or("?").to_owned();
    Err(Error::Asked(
        "server_refused",
        Text::of(said("detail_vi"), said("detail")),
    ))
}

fn tell(answer: &Value, output: Output) -> Result<(), Error> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    output.say(text(&answer["reason"]["vi"]))?;
    output.say(text(&answer["reason"]["en"]))?;
    let label = &answer["label"];
    if label.is_object() {
        let (digits, times) = (text(&label["digits"]), &label["times_checked"]);
        let check = serde_json::from_value::<LabelCheck>(label["check"].clone()).ok();
        match check.and_then(LabelCheck::words) {
            Some(words) => {
                output.say(format_args!("Tem / label {digits}: {}", words.vi))?;
                output.say(words.en)?;
            }
            None => output.say(format_args!(
                "Tem {digits} do hệ thống cấp, đã kiểm tra {times} lần / label {digits} is known, checked {times} times"
            ))?,
        }
    }
    let said = &answer["status"];
    if said.is_object() {
        output.table(
            &[
                [
                    "Lý do / ground".to_owned(),
                    text(&said["ground_words"]["vi"]),
                ],
                [
                    "Quyết định / decision".to_owned(),
                    text(&said["decision"]["number"]),
                ],
                [
                    "Ngày ký / decided on".to_owned(),
                    text(&said["decision"]["decided_on"]),
                ],
                ["Giấy mới / newer".to_owned(), text(&said["replaced_by"])],
            ]
            .into_iter()
            .filter(|row| !row[1].is_empty())
            .collect::<Vec<_>>(),
        )?;
    }
    let newer = &answer["renewed_by"];
    if newer.is_object() {
        let number = text(&newer["number"]);
        let stars = &newer["stars"];
        let withdrawn = match newer["status"].as_str() {
            Some(status) if status != "valid" => format!(" ({status})"),
            _ => String::new(),
        };
        output.say(format_args!(
            "Đã được công nhận lại: giấy {number}, {stars} sao / renewed by {number}, {stars} stars{withdrawn}"
        ))?;
    }
    for older in answer["renews"].as_array().into_iter().flatten() {
        let older = text(older);
        output.say(format_args!("Giấy trước đó {older} / renews {older}"))?;
    }
    let certificate = &answer["certificate"];
    if certificate.is_object() {
        let day = |field: &str| {
            let day = certificate[field].as_str().and_then(|day| day.parse().ok());
            day.map(date).unwrap_or_default()
        };
        output.table(&[
            ["Số / number".to_owned(), text(&answer["number"])],
            [
                "Sản phẩm / product".to_owned(),
                text(&certificate["product"]),
            ],
            [
                "Chủ thể / producer".to_owned(),
                text(&certificate["producer"]),
            ],
            [
                "Hạng sao / stars".to_owned(),
                certificate["stars"].to_string(),
            ],
            [
                "Hội đồng / council".to_owned(),
                text(&certificate["council"]),
            ],
            ["Ngày cấp / issued on".to_owned(), day("issued_on")],
            ["Đến hết ngày / through".to_owned(), day("valid_through")],
        ])?;
    }
    let named = &answer["registered"];
    if named.is_object() {
        let day = |field: &str| {
            let day = named[field].as_str().and_then(|day| day.parse().ok());
            day.map(date).unwrap_or_default()
        };
        output.table(&[
            ["Số / number".to_owned(), text(&answer["number"])],
            ["Sản phẩm / product".to_owned(), text(&named["product"])],
            ["Chủ thể / producer".to_owned(), text(&named["producer"])],
            ["Hạng sao / stars".to_owned(), named["stars"].to_string()],
            ["Quyết định / decision".to_owned(), text(&named["decision"])],
            ["Ngày cấp / issued on".to_owned(), day("issued_on")],
            ["Đến hết ngày / through".to_owned(), day("valid_through")],
        ])?;
    }
    if answer["pack"].is_object() {
        output.say(text(&answer["pack"]["words"]["vi"]))?;
        output.say(text(&answer["pack"]["words"]["en"]))?;
    }
    if answer["verdict"].is_null() {
        return Ok(());
    }
    for check in Check::ALL {
        let outcome = text(&answer["checks"][check.name()]);
        let words = Outcome::ALL
            .into_iter()
            .find(|known| known.name() == outcome);
        let words = words.map_or(outcome, |outcome| outcome.words().vi.into_owned());
        let detail = text(&answer["details"][check.name()]["vi"]);
        output.say(format!("  {}: {words}. {detail}", check.words().vi).trim_end())?;
    }
    Ok(())
}
