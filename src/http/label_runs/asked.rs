//! What is asked for with a run, read from JSON or from a form.

use super::look::RunLook;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{Form, NUMBER, TEXT};
use crate::http::front::Front;
use crate::office::{self, Access, CertificateView, NewLabelRun, Refusal, WantedFiles};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::number::CertificateNumber;
use crate::scheme::words::Text;

/// A certificate's number.
static CERTIFICATE: Form<CertificateNumber> = Form {
    read: |value| value.as_str()?.trim().parse().ok(),
    code: "not_a_number",
    vi: "không phải số giấy chứng nhận, hoặc gõ sai. Hãy chép đúng số, ví dụ \"CB-12345-K\".",
    en: "is no certificate number, or is mistyped. Copy the number, such as \"CB-12345-K\".",
};

/// What a code holds.
static KIND: Form<CodeKind> = Form {
    read: |value| CodeKind::named(value.as_str()?),
    code: "not_a_code_kind",
    vi: "phải là full, compact hoặc short.",
    en: "must be full, compact or short.",
};

/// A run that is asked for, read from fields.
///
/// # Errors
/// Everything that is wrong with them.
pub fn new_run(mut fields: Fields) -> Result<NewLabelRun, Error> {
    let number = fields.required("number", &CERTIFICATE);
    let count = fields.required("count", &NUMBER);
    let kind = fields.optional("kind", &KIND);
    let lot = fields.optional("lot", &TEXT);
    let printer = fields.optional("printer", &TEXT);
    let files = look(&mut fields);
    let (number, count) = fields.finish(number.zip(count))?;
    Ok(NewLabelRun {
        number,
        kind: kind.unwrap_or(CodeKind::Full),
        count,
        lot: lot.unwrap_or_default(),
        printer: printer.unwrap_or_default(),
        files: files.map(|look| look.wanted()),
    })
}

/// The files of an order, read from fields: there must be some.
///
/// # Errors
/// Everything that is wrong with them.
pub fn files(mut fields: Fields) -> Result<WantedFiles, Error> {
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
    fields.finish(look.map(|look| look.wanted()))
}

fn look(fields: &mut Fields) -> Option<RunLook> {
    let names = ["format", "design", "wording", "sheet"];
    let [format, design, wording, sheet] =
        names.map(|name| fields.optional(name, &TEXT).unwrap_or_default());
    match RunLook::read(&format, &design, &wording, &sheet) {
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

/// That labels can be made as they are ordered, before counts are spent on them.
///
/// # Errors
/// [`office::Error::Refused`] with the reason. Of a certificate that is not in reach nothing is
/// tried: the act says that it is not there.
pub async fn try_out(
    front: &Front,
    access: &Access,
    (number, kind): (CertificateNumber, CodeKind),
    wanted: Option<&WantedFiles>,
) -> Result<(), office::Error> {
    let Some(look) = wanted.and_then(RunLook::of) else {
        return Ok(());
    };
    let certificate: CertificateView =
        match front.office().certificate_to_label(access, number).await {
            Ok(certificate) => certificate,
            Err(office::Error::NoSuchNumber(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
    let tried = look.try_out(front.office(), &certificate, kind);
    tried.map_err(|error| {
        office::Error::Refused(vec![Refusal {
            row: None,
            column: Some("design"),
            code: error.code(),
            message: Text::of(error.vi(), error.en()),
        }])
    })
}
