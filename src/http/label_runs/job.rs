//! Making the files of runs in the background.

use std::sync::Arc;

use super::look::RunLook;
use crate::label;
use crate::office::{self, LabelFile, LabelJob, Office, RunTexts};
use crate::scheme::words::Text;

/// The report of the self-test, among the files.
const SELF_TEST: &str = "self-test.txt";

/// Makes the files of every run that waits for them. What is wrong with one is noted with it; the
/// others are made all the same.
///
/// # Errors
/// When register or disk do not answer; what was made stands, and the next call goes on there.
pub async fn make_label_files(office: Arc<Office>) -> Result<(), office::Error> {
    while let Some(job) = office.take_label_job().await? {
        make(&office, job).await?;
    }
    Ok(())
}

async fn make(office: &Arc<Office>, mut job: LabelJob) -> Result<(), office::Error> {
    let Some(look) = RunLook::of(&job.wanted) else {
        let words = Text::new(
            "Dịch vụ này không biết mẫu tem đã đặt. Hãy đặt lại tệp.",
            "This service does not know the design that was ordered. Order the files again.",
        );
        return office.fail_label_job(job, "order_unreadable", words).await;
    };
    let look = Arc::new(look);
    while let Some(texts) = job.next_part() {
        let made = part(office, &look, &job, texts).await?;
        let files = match made {
            Ok(files) => files,
            Err((code, words)) => return office.fail_label_job(job, code, words).await,
        };
        if !office.keep_label_part(&mut job, files).await? {
            // Other files were ordered meanwhile, or another service took it.
            return Ok(());
        }
    }
    office.finish_label_job(job).await
}

/// Files, or why they cannot be made.
type Made = Result<Vec<LabelFile>, (&'static str, Text)>;

/// The files of a part. Each label is read back as it is made; the first is tried as phones see
/// it, and the report goes with the files.
async fn part(
    office: &Arc<Office>,
    look: &Arc<RunLook>,
    job: &LabelJob,
    texts: RunTexts,
) -> Result<Made, office::Error> {
    let (office, look) = (Arc::clone(office), Arc::clone(look));
    let (certificate, kind) = (job.certificate.clone(), job.run.kind);
    let first = texts.clone().next();
    let first = first.filter(|text| text.count == job.run.first);
    let making = tokio::task::spawn_blocking(move || {
        let why = |error: label::Error| (error.code(), Text::of(error.vi(), error.en()));
        let mut files = Vec::new();
        if let Some(text) = first {
            let report = look.self_test(&office, &certificate, kind, &text);
            let report = report.map_err(why)?;
            report.check().map_err(why)?;
            files.push(LabelFile {
                name: SELF_TEST.to_owned(),
                content: report.to_text().into_bytes(),
            });
        }
        let labels = look.files(&office, &certificate, kind, texts);
        files.extend(labels.map_err(why)?);
        Ok(files)
    });
    making.await.map_err(|_| office::Error::Stopped)
}
