//! Where the files of runs lie, and ordering them again.

use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{LabelRunRefused, LabelRunView, RunState, WantedFiles, subject};
use crate::office::typed::Typed;
use crate::office::{Access, Error, Office};
use crate::register::Deed;
use crate::scheme::words::Text;

/// The finished files of a run.
#[derive(Clone, Debug)]
pub struct LabelFiles {
    /// The ZIP.
    pub path: PathBuf,
    /// What it is called where it is saved.
    pub name: String,
}

/// The folder of every run's files in the data folder.
pub(super) fn folder(data: &Path) -> PathBuf {
    data.join("label-runs")
}

/// Where the files of one order lie. Those of another order of the same run lie beside it, and so
/// do those of a run that had the same identity before the register was set back: what was made
/// as ordered is never taken for something else.
pub(super) struct Places {
    folder: PathBuf,
    order: String,
}

impl Places {
    pub fn new(data: &Path, run: &LabelRunView, wanted: &WantedFiles) -> Self {
        let (number, kind, at) = (run.number, run.kind.name(), run.made_at.to_rfc3339());
        let (first, count, wanted) = (run.first, run.count, wanted.written());
        let order = format!("{number} {kind} {first} {count} {at} {wanted}");
        let hash = Sha256::digest(order.as_bytes());
        let order = hex::encode(&hash[..6]);
        Self {
            folder: folder(data).join(run.id.to_string()),
            order,
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A part, from 0.
    pub fn part(&self, part: u64) -> PathBuf {
        self.folder.join(format!("{}-{part:05}.part", self.order))
    }

    /// Everything.
    pub fn whole(&self) -> PathBuf {
        self.folder.join(format!("{}.zip", self.order))
    }

    /// Everything, while it is being written.
    pub fn draft(&self) -> PathBuf {
        self.folder.join(format!(".{}.zip.draft", self.order))
    }
}

impl Office {
    /// The finished files of a run.
    ///
    /// # Errors
    /// Why they are not there: [`LabelRunRefused`].
    pub async fn label_files(&self, access: &Access, id: i64) -> Result<LabelFiles, Error> {
        let run = self.label_run_to_print(access, id).await?;
        let (made, parts) = (run.parts_made, run.parts);
        let wanted = match (run.state, &run.files) {
            (RunState::Making, _) => {
                return Err(LabelRunRefused::NotFinished { id, made, parts }.into());
            }
            (RunState::StandsStill, _) => return Err(LabelRunRefused::StandsStill(id).into()),
            (RunState::Finished, Some(wanted)) => wanted,
            _ => return Err(LabelRunRefused::NoFiles(id).into()),
        };
        let path = Places::new(&self.data, &run, wanted).whole();
        if !path.is_file() {
            return Err(LabelRunRefused::FilesMissing(id).into());
        }
        let name = format!("{}-{}-{}.zip", run.number, run.first, run.last);
        Ok(LabelFiles { path, name })
    }

    /// Orders files of a recorded run, again or others. Its serials stay as they are.
    ///
    /// # Errors
    /// As [`Office::begin_label_run`].
    pub async fn order_label_files(
        &self,
        access: &Access,
        id: i64,
        wanted: &WantedFiles,
    ) -> Result<LabelRunView, Error> {
        let run = self.label_run_to_print(access, id).await?;
        let mut typed = Typed::default();
        let most = WantedFiles::most(&wanted.format);
        if run.count > most {
            typed.refuse("format", "too_many_for_files", too_many(most));
        }
        typed.finish(Some(()))?;
        let (at, actor) = (self.clock.now(), access.actor.written());
        let (written, parts) = (wanted.written(), wanted.parts(run.count));
        let body = json!({ "format": wanted.format, "design": wanted.design });
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.order_label_files(id, &written, parts).await?;
                let (act, subject) = ("label_files_ordered", subject(id));
                let deed = Deed {
                    at,
                    actor,
                    act,
                    subject,
                    body,
                };
                entry.trail(&deed).await
            })
        });
        entering.await?;
        self.run_again(id).await
    }
}

/// That so many labels have no such files.
pub(super) fn too_many(most: u64) -> Text {
    Text::of(
        format!(
            "Dạng tệp này chỉ tạo cho tối đa {most} tem một đợt. Hãy chia đợt in, hoặc bỏ chọn tệp và dùng tệp CSV để nhà in ghép mã."
        ),
        format!(
            "Such files are made of at most {most} labels. Split the run, or order no files and give the press the CSV."
        ),
    )
}
