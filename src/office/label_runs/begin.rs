//! Beginning a run: some labels of a certificate get their counts, once.

use chrono::Datelike;
use serde_json::json;
use zeroize::Zeroizing;

use super::files::too_many;
use super::{LabelRunRefused, LabelRunView, MOST_OF_A_RUN, WantedFiles, subject};
use crate::office::typed::Typed;
use crate::office::{Access, CodeRefused, Error, Office, PreparationRefused, Refusal};
use crate::register::{self, Deed, LabelRunRecord};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::serial::{KEY_BYTES, MOST_LABELS};
use crate::scheme::text::fold;
use crate::scheme::words::Text;
use crate::signer;

/// Characters of a lot.
const LONGEST_LOT: usize = 60;
/// Characters of a printer's name.
const LONGEST_PRINTER: usize = 80;

/// A run that somebody asks for.
#[derive(Clone, Debug)]
pub struct NewLabelRun {
    /// Of which certificate.
    pub number: CertificateNumber,
    /// What its codes are to hold.
    pub kind: CodeKind,
    /// How many labels.
    pub count: i64,
    /// The producer's lot, as typed.
    pub lot: String,
    /// Who prints, as typed.
    pub printer: String,
    /// Which files are to be made.
    pub files: Option<WantedFiles>,
}

/// What was typed, without fault.
struct Read {
    count: u64,
    lot: Option<String>,
    printer: Option<String>,
}

impl Office {
    /// Records a run: its counts follow those of the certificate's runs before it. With the key
    /// of a request, the same request again is the same run.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong, [`CodeRefused::NotInForce`],
    /// [`Error::NoSuchNumber`] when the certificate is not in reach, or when the register does
    /// not answer.
    pub async fn begin_label_run(
        &self,
        access: &Access,
        request: Option<&str>,
        asked: &NewLabelRun,
    ) -> Result<LabelRunView, Error> {
        let request = request.map(|key| key_of(access, key)).transpose()?;
        let certificate = self.certificate_for_labels(access, asked.number).await?;
        let no_code = match self.code_token(asked.number, asked.kind).await {
            Ok(_) => None,
            Err(Error::Code(refused)) => Some(refused),
            Err(error) => return Err(error),
        };
        let read = read(asked, no_code)?;
        if let Some(known) = self
            .run_of_request(request.as_deref(), asked, &read)
            .await?
        {
            return Ok(known);
        }
        self.may_print(asked.number).await?;
        let (at, actor) = (self.clock.now(), access.actor.written());
        let wanted = asked.files.as_ref();
        let mut run = register::NewLabelRun {
            number: asked.number,
            kind: asked.kind,
            first: 1,
            count: read.count,
            key_year: day::of(at).year(),
            lot: read.lot.clone(),
            printer: read.printer.clone(),
            producer: fold(&certificate.producer),
            made_by: actor.clone(),
            request: request.clone(),
            wanted: wanted.map(WantedFiles::written),
            parts: wanted.map_or(0, |wanted| wanted.parts(read.count)),
        };
        let key = fresh_key()?;
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                run.first = entry.next_label(run.number).await?;
                let left = (MOST_LABELS + 1).saturating_sub(run.first);
                if run.count > left {
                    return Ok(Err(left));
                }
                entry.keep_serial_key(run.key_year, &key, at).await?;
                let id = entry.add_label_run(&run, at).await?;
                let body = json!({
                    "number": run.number.to_string(), "kind": run.kind.name(),
                    "first": run.first, "count": run.count,
                    "lot": run.lot, "printer": run.printer,
                });
                let (act, subject) = ("label_run_made", subject(id));
                let deed = Deed {
                    at,
                    actor,
                    act,
                    subject,
                    body,
                };
                entry.trail(&deed).await?;
                Ok(Ok(id))
            })
        });
        match entering.await {
            Ok(Ok(id)) => {
                let recorded = self.register.label_run(id).await?;
                Ok(recorded.ok_or(LabelRunRefused::NoSuchRun(id))?.into())
            }
            Ok(Err(left)) => Err(Error::Refused(vec![too_few_left(left)])),
            // The same request came twice at once.
            Err(register::Error::Exists(_)) => {
                let known = self
                    .run_of_request(request.as_deref(), asked, &read)
                    .await?;
                known.ok_or(Error::Contended)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The run that a request began before.
    async fn run_of_request(
        &self,
        request: Option<&str>,
        asked: &NewLabelRun,
        read: &Read,
    ) -> Result<Option<LabelRunView>, Error> {
        let Some(request) = request else {
            return Ok(None);
        };
        let Some(known) = self.register.label_run_of_request(request).await? else {
            return Ok(None);
        };
        if is_same(&known, asked, read) {
            Ok(Some(known.into()))
        } else {
            Err(PreparationRefused::IdempotencyKeyReused.into())
        }
    }
}

/// Everything that is wrong with what was typed; `no_code` is why there is no code of its kind.
fn read(asked: &NewLabelRun, no_code: Option<CodeRefused>) -> Result<Read, Error> {
    let mut typed = Typed::default();
    let lot = typed.optional_line("lot", &asked.lot);
    let printer = typed.optional_line("printer", &asked.printer);
    short_enough(&mut typed, "lot", lot.as_deref(), LONGEST_LOT);
    short_enough(&mut typed, "printer", printer.as_deref(), LONGEST_PRINTER);
    match asked.kind {
        CodeKind::Full => {}
        CodeKind::Compact => {
            if let Some(refused) = no_code {
                typed.refuse("kind", refused.code(), refused.words());
            }
        }
        CodeKind::Short => typed.refuse(
            "kind",
            "short_has_no_serial",
            Text::new(
                "Mã ngắn không mang số sê-ri: mã chỉ chứa số giấy và giống nhau trên mọi tem, nên không cần đợt in. Hãy chọn mã đầy đủ, hoặc tải một tem mã ngắn ở trang giấy chứng nhận.",
                "A short code bears no serial: it holds the certificate's number alone and is the same on every label, so it takes no run. Choose the full code, or download one label with a short code on the certificate's page.",
            ),
        ),
    }
    let count = u64::try_from(asked.count).ok().filter(|count| *count > 0);
    match count {
        None => typed.refuse(
            "count",
            "count_too_small",
            Text::new(
                "Số tem phải từ 1 trở lên. Hãy ghi số tem cần in.",
                "A run has 1 label or more. Write how many are to be printed.",
            ),
        ),
        Some(count) if count > MOST_OF_A_RUN => {
            typed.refuse("count", "run_too_large", too_large(count))
        }
        Some(count) => {
            let most = asked
                .files
                .as_ref()
                .map(|files| WantedFiles::most(&files.format));
            if let Some(most) = most.filter(|most| count > *most) {
                typed.refuse("format", "too_many_for_files", too_many(most));
            }
        }
    }
    typed.finish(count.map(|count| Read {
        count,
        lot,
        printer,
    }))
}

fn short_enough(typed: &mut Typed, field: &'static str, text: Option<&str>, most: usize) {
    let length = text.map_or(0, |text| text.chars().count());
    if length > most {
        typed.refuse(
            field,
            "too_long",
            Text::of(
                format!("Ô này có {length} ký tự; tối đa {most}. Hãy ghi ngắn lại."),
                format!("This has {length} characters; at most {most} are taken. Shorten it."),
            ),
        );
    }
}

fn too_large(count: u64) -> Text {
    let runs = count.div_ceil(MOST_OF_A_RUN);
    Text::of(
        format!(
            "Mỗi đợt in có tối đa 1.000.000 tem. Hãy chia thành {runs} đợt: số sê-ri của đợt sau nối tiếp đợt trước."
        ),
        format!(
            "A run has 1,000,000 labels at most. Make {runs} runs of it: the serials of each go on where the one before ended."
        ),
    )
}

fn too_few_left(left: u64) -> Refusal {
    Refusal::of(
        "count",
        "too_few_left",
        Text::of(
            format!(
                "Giấy này chỉ còn {left} số sê-ri trong 9.999.999.999 số. Hãy in ít hơn; khi công nhận lại, giấy mới đếm từ đầu."
            ),
            format!(
                "This certificate has {left} serials left of its 9,999,999,999. Print fewer; its renewal counts from the beginning."
            ),
        ),
    )
}

/// The key of a request, as the register keeps it: with who sent it.
fn key_of(access: &Access, key: &str) -> Result<String, Error> {
    let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
    if !visible || !(1..=128).contains(&key.len()) {
        return Err(PreparationRefused::NotAnIdempotencyKey.into());
    }
    Ok(format!("{} {key}", access.actor.written()))
}

fn is_same(known: &LabelRunRecord, asked: &NewLabelRun, read: &Read) -> bool {
    known.number == asked.number
        && known.kind == asked.kind
        && known.count == read.count
        && known.lot == read.lot
        && known.printer == read.printer
        && known.wanted == asked.files.as_ref().map(WantedFiles::written)
}

/// A key for the year, in case that it has none.
fn fresh_key() -> Result<Zeroizing<[u8; KEY_BYTES]>, Error> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    getrandom::fill(key.as_mut_slice()).map_err(|_| signer::Error::NoRandomness)?;
    Ok(key)
}
