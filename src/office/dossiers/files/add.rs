//! Adding a file to a dossier: looked at, put in its place, and only then said to be there.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::name::Name;
use super::pdf::Unfit;
use super::{DossierFileView, FileKind, LARGEST_FILE, MOST_FILES, pdf};
use crate::office::contents::{self, Content, Decoded, HEAD, Incoming, other};
use crate::office::dossiers::{DossierRefused, subject};
use crate::office::{Access, Error, Office, Refusal};
use crate::register::{Deed, NewDossierFile};
use crate::scheme::words::Text;

impl Office {
    /// Lets a file arrive for a dossier that somebody may write, and that is open.
    ///
    /// # Errors
    /// That there is no such dossier, that it is not open, or has too many files.
    pub async fn receive_file(&self, access: &Access, dossier: i64) -> Result<Incoming, Error> {
        let record = self.dossier_to_write(access, dossier).await?;
        if !record.state.is_open() {
            return Err(DossierRefused::State(record.state).into());
        }
        let files = self.register.dossier_files(dossier).await?.len();
        if i64::try_from(files).is_ok_and(|files| files >= MOST_FILES) {
            return Err(Error::Refused(vec![too_many()]));
        }
        Incoming::begin(&self.data, LARGEST_FILE, too_large).await
    }

    /// Keeps a file that arrived whole.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is not what its name says, or none that is taken.
    pub async fn keep_file(
        &self,
        access: &Access,
        dossier: i64,
        kind: FileKind,
        name: &str,
        mut incoming: Incoming,
    ) -> Result<DossierFileView, Error> {
        let arrived = incoming.finish().await?;
        let (data, sent, looked_at) = (self.data.clone(), name.to_owned(), arrived.clone());
        let examining = tokio::task::spawn_blocking(move || {
            let examined = examine(kind, &sent, &looked_at.path)?;
            let small = examined.small.as_deref();
            contents::put(&data, &looked_at.hash, &looked_at.path, small)?;
            Ok::<_, Error>(examined)
        });
        let examined = examining.await.map_err(|_| Error::Stopped)??;
        let (at, actor) = (self.clock.now(), access.actor.written());
        let new = NewDossierFile {
            dossier,
            kind: kind.name(),
            name: examined.name,
            media_type: examined.content.media_type(),
            size: i64::try_from(arrived.size).unwrap_or(i64::MAX),
            hash: arrived.hash,
            added_by: actor.clone(),
        };
        let view = DossierFileView::new(&new, at);
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                // As the dossier is now: while the file arrived it may have been lodged.
                let state = entry.dossier_state(dossier).await?;
                if !state.is_open() {
                    return Ok(Err(Error::from(DossierRefused::State(state))));
                }
                if entry.count_dossier_files(dossier, None).await? >= MOST_FILES {
                    return Ok(Err(Error::Refused(vec![too_many()])));
                }
                let id = entry.add_dossier_file(&new, at).await?;
                let body = json!({ "file": id, "name": new.name, "size": new.size });
                let (act, subject) = ("dossier_file_added", subject(dossier));
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
        let id = entering.await??;
        Ok(DossierFileView { id, ..view })
    }
}

struct Examined {
    content: Content,
    name: String,
    small: Option<Vec<u8>>,
}

/// What a file is, and whether it may stand where it is meant to.
fn examine(kind: FileKind, sent: &str, path: &Path) -> Result<Examined, Error> {
    let refuse = |code, message| Error::Refused(vec![Refusal::of("file", code, message)]);
    let bytes = fs::read(path).map_err(Error::file(path))?;
    let head = &bytes[..bytes.len().min(HEAD)];
    let name = Name::of(sent);
    let Some(content) = Content::of(head) else {
        return Err(refuse("file_kind", not_taken(kind, &other(head))));
    };
    if name.belies(content) {
        return Err(refuse("file_belies_its_name", belied(&name, content)));
    }
    if (kind, content) == (FileKind::Picture, Content::Pdf) || content == Content::WebP {
        return Err(refuse("file_kind", not_taken(kind, &content.words())));
    }
    let small = match content {
        Content::Pdf => {
            pdf::examine(&bytes).map_err(|unfit| refuse(code_of(unfit), words_of(unfit)))?;
            None
        }
        Content::Jpeg | Content::Png | Content::WebP => {
            let decoded = Decoded::of(&bytes, content);
            let small = decoded.and_then(|decoded| decoded.small());
            let words = || contents::unreadable(content);
            Some(small.ok_or_else(|| refuse("picture_unreadable", words()))?)
        }
    };
    Ok(Examined {
        name: name.kept(content),
        content,
        small,
    })
}

fn too_large() -> Refusal {
    Refusal::of(
        "file",
        "file_too_large",
        Text::new(
            "Tệp lớn hơn 20 MB nên không được nhận. Hãy giảm kích thước ảnh hoặc chia tài liệu thành nhiều tệp.",
            "The file has more than 20 MB, so it was not taken. Make the picture smaller, or split the document.",
        ),
    )
}

fn too_many() -> Refusal {
    Refusal::of(
        "file",
        "too_many_files",
        Text::of(
            format!(
                "Hồ sơ đã có {MOST_FILES} tệp, là nhiều nhất. Hãy gỡ tệp không cần thiết rồi thêm lại."
            ),
            format!(
                "The dossier has {MOST_FILES} files, the most there may be. Remove one that is not needed, then add this."
            ),
        ),
    )
}

fn not_taken(kind: FileKind, what: &Text) -> Text {
    let (vi, en) = match kind {
        FileKind::Picture => ("Ảnh phải là JPEG hoặc PNG", "A picture must be JPEG or PNG"),
        FileKind::Document => (
            "Tài liệu phải là PDF, JPEG hoặc PNG",
            "A document must be PDF, JPEG or PNG",
        ),
    };
    Text::of(
        format!(
            "Tệp này là {}. {vi}. Hãy lưu lại theo dạng đó rồi tải lên.",
            what.vi
        ),
        format!(
            "This is {}. {en}. Save it in that form, then send it.",
            what.en
        ),
    )
}

fn belied(name: &Name, content: Content) -> Text {
    let ending = name.ending.clone().unwrap_or_default();
    let ending: String = ending.chars().take(10).collect();
    let (what, usual) = (content.words(), content.endings()[0]);
    Text::of(
        format!(
            "Tên tệp kết thúc bằng .{ending} nhưng nội dung là {}. Hãy kiểm tra có đúng tệp không, rồi đổi tên thành .{usual}.",
            what.vi
        ),
        format!(
            "The name ends in .{ending}, but the content is {}. See whether it is the right file, then name it .{usual}.",
            what.en
        ),
    )
}

fn code_of(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::CutOff => "pdf_cut_off",
        Unfit::Holds(_) => "pdf_active",
        Unfit::Sealed => "pdf_sealed",
    }
}

fn words_of(unfit: Unfit) -> Text {
    match unfit {
        Unfit::CutOff => Text::new(
            "Tệp bắt đầu như tài liệu PDF nhưng không có phần cuối: bị cắt ngang. Hãy tải lại bản đủ.",
            "The file begins as a PDF document but has no end: it was cut off. Send the whole.",
        ),
        Unfit::Holds(name) => Text::of(
            format!(
                "Tài liệu PDF này có nội dung tự chạy hoặc tệp đính kèm ({name}) nên không được nhận. Hãy in ra PDF mới rồi tải lên."
            ),
            format!(
                "This PDF document holds something that runs, or files of its own ({name}), so it was not taken. Print it to a new PDF and send that."
            ),
        ),
        Unfit::Sealed => Text::new(
            "Tài liệu PDF này bị khóa bằng mật khẩu hoặc không đọc được nên không kiểm tra được. Hãy lưu lại không có mật khẩu rồi tải lên.",
            "This PDF document is locked by a password or cannot be read, so it cannot be checked. Save it without a password, then send it.",
        ),
    }
}
