//! What was typed: values read from arguments, and in both languages what is wrong with them.

use std::borrow::Cow;
use std::error::Error as _;
use std::fmt;
use std::net::SocketAddr;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use ureq::http::Uri;
use ureq::http::uri::Authority;

use super::output::{Error, Output};
use crate::office::{Role, Scope, Within};
use crate::scheme::council::CouncilCode;
use crate::scheme::ground::Ground;
use crate::scheme::log::NoteKey;
use crate::scheme::number::{CertificateNumber, NotANumber};
use crate::scheme::seal::{KeyId, PublicKey};
use crate::scheme::stars::Stars;
use crate::scheme::words::Text;
use crate::signer::{self, TokenError};

/// Why a value cannot be what it should be.
#[derive(Clone, Debug)]
pub struct Wrong {
    code: &'static str,
    words: Text,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.en)
    }
}

impl std::error::Error for Wrong {}

fn wrong(code: &'static str, vi: &'static str, en: &'static str) -> Wrong {
    let words = Text::new(vi, en);
    Wrong { code, words }
}

/// A day, `2026-08-05`.
pub fn date(text: &str) -> Result<NaiveDate, Wrong> {
    text.trim().parse().map_err(|_| {
        wrong(
            "not_a_date",
            "không phải ngày trên lịch. Hãy ghi năm-tháng-ngày, ví dụ 2026-08-05.",
            "is no day of the calendar. Write year-month-day, such as 2026-08-05.",
        )
    })
}

/// A council's code.
pub fn council(text: &str) -> Result<CouncilCode, Wrong> {
    text.parse().map_err(|_| {
        wrong(
            "not_a_council_code",
            "không phải mã hội đồng. Hãy ghi 2 đến 8 chữ cái A-Z và chữ số, ví dụ CB.",
            "is not a council code. Write 2 to 8 letters A-Z and digits, such as CB.",
        )
    })
}

/// A certificate's number.
pub fn number(text: &str) -> Result<CertificateNumber, Wrong> {
    text.parse().map_err(|error| match error {
        NotANumber::Form => wrong(
            "not_a_number",
            "không phải số giấy chứng nhận. Hãy ghi ba phần như trên nhãn, ví dụ CB-12345-E.",
            "is not a certificate number. Write its three parts as on the label, such as CB-12345-E.",
        ),
        NotANumber::Check => wrong(
            "mistyped_number",
            "bị gõ sai: ký tự kiểm tra ở cuối không khớp. Hãy so lại với nhãn.",
            "is mistyped: its check character does not fit. Compare it with the label.",
        ),
    })
}

/// A key's id.
pub fn kid(text: &str) -> Result<KeyId, Wrong> {
    text.parse().map_err(|_| {
        wrong(
            "not_a_kid",
            "không phải mã khóa. Hãy ghi 6 ký tự như `ocop key list` in ra, ví dụ RJahWA.",
            "is no key id. Write its 6 characters as `ocop key list` prints them, such as RJahWA.",
        )
    })
}

/// The public half of a key.
pub fn public_key(text: &str) -> Result<PublicKey, Wrong> {
    PublicKey::from_base64(text).map_err(|_| {
        wrong(
            "not_a_public_key",
            "không phải khóa công khai. Hãy ghi 43 ký tự như `ocop root public` in ra.",
            "is no public key. Write its 43 characters as `ocop root public` prints them.",
        )
    })
}

/// The verifier key of a log or a witness.
pub fn note_key(text: &str) -> Result<NoteKey, Wrong> {
    text.parse().map_err(|_| {
        wrong(
            "not_a_verifier_key",
            "không phải khóa kiểm tra. Hãy chép cả dòng như `ocop log key` hoặc `ocop witness init` in ra.",
            "is no verifier key. Copy the whole line as `ocop log key` or `ocop witness init` prints it.",
        )
    })
}

/// How many days ahead.
pub fn within(text: &str) -> Result<Within, Wrong> {
    Within::read(text).ok_or_else(|| {
        wrong(
            "not_a_duration",
            "không phải số ngày. Hãy ghi từ 1d đến 1100d, ví dụ 90d.",
            "is no number of days. Write 1d to 1100d, such as 90d.",
        )
    })
}

/// The ground of a withdrawal.
pub fn ground(text: &str) -> Result<Ground, Wrong> {
    text.parse().map_err(|_| {
        wrong(
            "not_a_ground",
            "không phải lý do. Hãy ghi not-re-evaluated, mandatory-criteria, process, food-safety, records, production-stopped hoặc other.",
            "is not a ground. Write not-re-evaluated, mandatory-criteria, process, food-safety, records, production-stopped or other.",
        )
    })
}

/// What an API token allows.
pub fn scope(text: &str) -> Result<Scope, Wrong> {
    text.trim().parse().map_err(|_| {
        wrong(
            "not_a_scope",
            "không phải quyền. Hãy ghi life, keys hoặc publish, cách nhau bằng dấu phẩy.",
            "is not a scope. Write life, keys or publish, separated by commas.",
        )
    })
}

/// The number of an API token.
pub fn token_id(text: &str) -> Result<i64, Wrong> {
    text.parse().map_err(|_| {
        wrong(
            "not_a_token_id",
            "không phải số của mã truy cập. Hãy ghi số như `ocop token list` in ra, không ghi chính mã đó.",
            "is no token's number. Write the number that `ocop token list` prints, never the token itself.",
        )
    })
}

/// The number of an account, a role or a producer.
pub fn account(text: &str) -> Result<i64, Wrong> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| {
        wrong(
            "not_an_account_number",
            "không phải số trong danh sách. Hãy ghi số như `ocop account list` in ra, ví dụ 7.",
            "is no number of the list. Write the number that `ocop account list` prints, such as 7.",
        )
    })
}

/// What a person is.
pub fn role(text: &str) -> Result<Role, Wrong> {
    text.parse().map_err(|_| {
        wrong(
            "not_a_role",
            "không phải vai trò. Hãy ghi programme, secretary, chair, scorer, producer, inspector hoặc auditor.",
            "is no role. Write programme, secretary, chair, scorer, producer, inspector or auditor.",
        )
    })
}

/// How many stars a package shows.
pub fn stars(text: &str) -> Result<Stars, Wrong> {
    let stars = text.parse().ok().and_then(|number| Stars::new(number).ok());
    stars.ok_or_else(|| {
        wrong(
            "not_stars",
            "không phải hạng sao. Hãy ghi từ 1 đến 5.",
            "is no star level. Write 1 to 5.",
        )
    })
}

/// An address to listen on.
pub fn address(text: &str) -> Result<SocketAddr, Wrong> {
    text.parse().map_err(|_| {
        wrong(
            "not_an_address",
            "không phải địa chỉ. Hãy ghi địa chỉ IP và cổng, ví dụ 127.0.0.1:8080.",
            "is no address. Write an IP address and a port, such as 127.0.0.1:8080.",
        )
    })
}

/// An address on the web.
pub fn web_address(text: &str) -> Result<Uri, Wrong> {
    let address = text.parse::<Uri>().ok().filter(|address| {
        let user = |authority: &Authority| authority.as_str().contains('@');
        matches!(address.scheme_str(), Some("http" | "https"))
            && address
                .authority()
                .is_some_and(|authority| !user(authority))
    });
    address.ok_or_else(|| {
        wrong(
            "not_a_web_address",
            "không phải địa chỉ web. Hãy ghi cả https://, ví dụ https://ocop.gov.vn.",
            "is no address on the web. Write it with https://, such as https://ocop.gov.vn.",
        )
    })
}

/// Prints what clap found wrong, or the help that was asked for.
pub fn refuse(error: &clap::Error, output: Output) -> ExitCode {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // A reader that left early has seen enough.
        drop(error.print());
        return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
    }
    // What is said repeats arguments, and a token's URI must not hold a PIN, but could.
    let pin = std::env::args_os().any(|argument| argument.to_string_lossy().contains("pin-value"));
    if pin {
        return output.error(&signer::Error::from(TokenError::PinInUri).into());
    }
    let (code, words) = words(error);
    output.error(&Error::Asked(code, words))
}

fn words(error: &clap::Error) -> (&'static str, Text) {
    let context = |kind| masked(&error.get(kind).map(shown).unwrap_or_default());
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    if let Some(wrong) = error
        .source()
        .and_then(|source| source.downcast_ref::<Wrong>())
    {
        let value: String = value.chars().take(60).collect();
        let (vi, en) = (&wrong.words.vi, &wrong.words.en);
        return (
            wrong.code,
            Text::of(
                format!("{argument}: \"{value}\" {vi}"),
                format!("{argument}: \"{value}\" {en}"),
            ),
        );
    }
    let vi = match error.kind() {
        ErrorKind::UnknownArgument => format!("Không có tùy chọn {argument}."),
        ErrorKind::InvalidSubcommand => {
            format!("Không có lệnh {}.", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("Còn thiếu {argument}."),
        ErrorKind::ArgumentConflict => format!(
            "{argument} không dùng cùng {}.",
            context(ContextKind::PriorArg)
        ),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} cần một giá trị."),
        ErrorKind::InvalidValue => format!(
            "{argument} không nhận \"{value}\"; hãy chọn: {}.",
            context(ContextKind::ValidValue)
        ),
        _ if !argument.is_empty() => format!("{argument} chưa đúng."),
        _ => "Lệnh chưa đúng.".to_owned(),
    };
    // clap's own words, up to its hints: "error: …".
    let said = masked(&error.to_string());
    let said = said.split("\n\n").next().unwrap_or_default();
    let said = said.trim_start_matches("error: ");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    (
        "usage",
        Text::of(
            format!("{vi} Hãy xem `ocop --help` hoặc `ocop LỆNH --help`."),
            format!("{said}. See `ocop --help` or `ocop COMMAND --help`."),
        ),
    )
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        _ => String::new(),
    }
}

/// Without the rest of an API token, or the password of an address: one that was typed in the
/// wrong place is not repeated.
fn masked(text: &str) -> String {
    let text = without_password(text);
    let mut parts = text.split("ocop_");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let secret = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        masked.push_str("ocop_…");
        masked.push_str(part.trim_start_matches(secret));
    }
    masked
}

/// An address without what stands before its host.
fn without_password(text: &str) -> Cow<'_, str> {
    if let Some((before, rest)) = text.split_once("://")
        && let Some((_, after)) = rest.rsplit_once('@')
    {
        return format!("{before}://…@{after}").into();
    }
    text.into()
}
