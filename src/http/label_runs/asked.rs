//! What is asked for with a run, read from JSON or from a form.

use super::look::{LookNames, RunLook};
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{Form, NUMBER, TEXT};
use crate::http::front::Front;
use crate::office::{self, Access, NewLabelRun, Refusal, WantedFiles};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

/// A certificate's number.
static CERTIFICATE: Form<CertificateNumber> = Form {
    read: |value| value.as_str()?.trim().parse().ok(),
    code: "not_a_certificate_number",
    vi: "không phải số giấy chứng nhận, hoặc gõ sai. Hãy chép đúng số, ví dụ \"CB-12345-E\".",
    en: "is no certificate number, or is mistyped. Copy the number, such as \"CB-12345-E\".",
};

/// What a code holds.
static KIND: Form<CodeKind> = Form {
    read: |value| CodeKind::named(value.as_str()?),
    code: "not_a_code_kind",
    vi: "phải là full, compact hoặc short.",
    en: "must be full, compact or short.",
};

/// A name of a choice, or a number that is one.
static DESIGNATION: Form<String> = Form {
    read: |value| match value.as_u64() {
        Some(number) => Some(number.to_string()),
        None => value.as_str().map(|text| text.trim().to_owned()),
    },
    code: TEXT.code,
    vi: TEXT.vi,
    en: TEXT.en,
};

/// A run that is asked for, and how its labels look if files are, read from fields.
///
/// # Errors
/// Everything that is wrong with them.
pub fn new_run(mut fields: Fields) -> Result<(NewLabelRun, Option<RunLook>), Error> {
    let number = fields.required("number", &CERTIFICATE);
    let count = fields.required("count", &NUMBER);
    let kind = fields.optional("kind", &KIND);
    let lot = fields.optional("lot", &TEXT);
    let printer = fields.optional("printer", &TEXT);
    let look = look(&mut fields);
    let (number, count) = fields.finish(number.zip(count))?;
    let run = NewLabelRun {
        number,
        kind: kind.unwrap_or(CodeKind::Full),
        count,
        lot: lot.unwrap_or_default(),
        printer: printer.unwrap_or_default(),
        files: None,
    };
    Ok((run, look))
}

/// How the labels of an order look, read from fields.
///
/// # Errors
/// Everything that is wrong with them.
pub fn files(mut fields: Fields) -> Result<RunLook, Error> {
    let faults = fields.faults_so_far();
    let look = look(&mut fields);
    if look.is_none() && fields.faults_so_far() == faults {
        fields.refuse(
            "format",
            "missing_field",
            "Chưa chọn dạng tệp. Hãy chọn một dạng.".to_owned(),
            "No format is chosen. Choose one.".to_owned(),
        );
    }
    fields.finish(look)
}

fn look(fields: &mut Fields) -> Option<RunLook> {
    let names = ["format", "design", "wording", "sheet", "dpi"];
    let given = names.map(|name| fields.optional(name, &DESIGNATION).unwrap_or_default());
    let [format, design, wording, sheet, dpi] = &given;
    let names = LookNames {
        format,
        design,
        wording,
        sheet,
        dpi,
    };
    match RunLook::read(names) {
        Ok(look) => look,
        Err(refusals) => {
            for refusal in refusals {
                let (vi, en) = (refusal.message.vi, refusal.message.en);
                let field = refusal.column.unwrap_or("format");
                fields.refuse(field, refusal.code, vi.into_owned(), en.into_owned());
            }
            None
        }
    }
}

/// The order of files of a look. Labels are tried out before counts are spent on them.
///
/// # Errors
/// [`office::Error::Refused`] with the reason why labels cannot be made so, or that there is no
/// such certificate in reach.
pub async fn wanted(
    front: &Front,
    access: &Access,
    (number, kind): (CertificateNumber, CodeKind),
    look: RunLook,
) -> Result<WantedFiles, office::Error> {
    let access = access.clone();
    let trying = front.act(async move |office| {
        let certificate = office.certificate_to_label(&access, number).await?;
        let code = office.code_text(number, kind).await.map_err(of_kind)?;
        // To draw a label and read it back takes a core for a while.
        let trying =
            tokio::task::spawn_blocking(move || look.wanted(&office, &certificate, (kind, &code)));
        let tried = trying.await.map_err(|_| office::Error::Stopped)?;
        tried.map_err(|error| {
            office::Error::Refused(vec![Refusal {
                row: None,
                column: Some("design"),
                code: error.code(),
                message: Text::of(error.vi(), error.en()),
            }])
        })
    });
    trying.await
}

/// That there is no code of a kind, as the fault of that field.
fn of_kind(error: office::Error) -> office::Error {
    match error {
        office::Error::Code(refused) => office::Error::Refused(vec![Refusal {
            row: None,
            column: Some("kind"),
            code: refused.code(),
            message: refused.words(),
        }]),
        other => other,
    }
}
