//! Making the files of runs in the background.

use std::sync::Arc;

use super::look::RunLook;
use crate::label;
use crate::office::{self, LabelFile, LabelJob, Office, RunTexts};
use crate::scheme::words::Text;

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
            Err(error) => {
                let words = Text::of(error.vi(), error.en());
                return office.fail_label_job(job, error.code(), words).await;
            }
        };
        if !office.keep_label_part(&mut job, files).await? {
            // Other files were ordered meanwhile, or another service took it.
            return Ok(());
        }
    }
    office.finish_label_job(job).await
}

/// The files of a part. Each label is read back as it is made.
async fn part(
    office: &Arc<Office>,
    look: &Arc<RunLook>,
    job: &LabelJob,
    texts: RunTexts,
) -> Result<Result<Vec<LabelFile>, label::Error>, office::Error> {
    let (office, look) = (Arc::clone(office), Arc::clone(look));
    let (certificate, kind) = (job.certificate.clone(), job.run.kind);
    let making =
        tokio::task::spawn_blocking(move || look.files(&office, &certificate, kind, texts));
    making.await.map_err(|_| office::Error::Stopped)
}
