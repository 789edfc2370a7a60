//! Files of a multipart body: each goes to the disk as it arrives.

use std::time::Duration;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use tokio::time::timeout;

use crate::http::error::Error;
use crate::http::front::Front;
use crate::http::problem;
use crate::office::{self, Access, DossierFileView, FileKind, Incoming, LARGEST_FILE, MOST_FILES};

/// How long a part of a file may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long all of a body may take: 20 MB over a slow line, several times.
const LONGEST: Duration = Duration::from_secs(20 * 60);
/// Bytes of a text field.
const LARGEST_TEXT: usize = 1024;

/// What became of one file.
pub(super) struct Sent {
    /// Its name, as it was sent.
    pub name: String,
    /// It is kept, or why not.
    pub kept: Result<DossierFileView, office::Error>,
}

/// Takes in the files of a body for a dossier, so many at most. Each is kept or refused by
/// itself.
pub(super) async fn receive(
    front: &Front,
    access: &Access,
    dossier: i64,
    request: Request,
    most: usize,
) -> Result<Vec<Sent>, Error> {
    let reading = read(front, access, dossier, request, most);
    let arrived = timeout(LONGEST, reading).await;
    let (kind, arrived) = arrived.map_err(|_| Error::new(&problem::BODY_TIMEOUT))??;
    let mut all = Vec::with_capacity(arrived.len());
    for (name, incoming) in arrived {
        let kept = match incoming {
            Err(refused) => Err(refused),
            Ok(incoming) => {
                let turn = front.picture_turn().await?;
                let (access, sent) = (access.clone(), name.clone());
                let keeping = async move |office: std::sync::Arc<office::Office>| {
                    let _turn = turn;
                    office
                        .keep_file(&access, dossier, kind, &sent, incoming)
                        .await
                };
                front.act(keeping).await
            }
        };
        all.push(Sent { name, kept });
    }
    Ok(all)
}

type Arrived = (String, Result<Incoming, office::Error>);

async fn read(
    front: &Front,
    access: &Access,
    dossier: i64,
    mut request: Request,
    most: usize,
) -> Result<(FileKind, Vec<Arrived>), Error> {
    let multipart = crate::http::body::media_type(request.headers())
        .is_some_and(|written| written.eq_ignore_ascii_case("multipart/form-data"));
    if !multipart {
        return Err(Error::new(&problem::CONTENT_TYPE)
            .saying("Hãy gửi multipart/form-data.", "Send multipart/form-data."));
    }
    let files = most.min(usize::try_from(MOST_FILES).unwrap_or(most));
    let largest = usize::try_from(LARGEST_FILE).unwrap_or(usize::MAX);
    // The forms around them need some bytes too; a file by itself is counted as it arrives.
    let whole = (largest + 64 * 1024).saturating_mul(files) + 64 * 1024;
    DefaultBodyLimit::max(whole).apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Error::new(&problem::MALFORMED_MULTIPART))?;
    let (mut kind, mut arrived) = (None, Vec::new());
    while let Some(field) = soon(form.next_field()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        match (name.as_str(), field.file_name().map(str::to_owned)) {
            ("kind", None) => kind = Some(text(field).await?),
            ("file", Some(sent)) => {
                // A form in which nothing was chosen sends one nameless, empty file.
                if sent.is_empty() {
                    continue;
                }
                if arrived.len() == files {
                    return Err(Error::new(&problem::REPEATED_FIELD).of_field("file"));
                }
                arrived.push((sent, file(front, access, dossier, field).await?));
            }
            (unknown, _) => {
                let name: String = unknown
                    .chars()
                    .filter(|c| !c.is_control())
                    .take(40)
                    .collect();
                return Err(Error::new(&problem::UNKNOWN_FIELD).saying(
                    format!("Không có trường “{name}”, hoặc trường này phải là tệp. Chỉ nhận kind và file."),
                    format!("There is no field “{name}”, or it must be a file. Only kind and file are taken."),
                ));
            }
        }
    }
    let kind = kind.as_deref().and_then(FileKind::named).ok_or_else(|| {
        Error::new(&problem::REFUSED).of_field("kind").saying(
            "Thiếu loại tệp. Hãy gửi kind là picture hoặc document.",
            "The kind of the file is missing. Send kind as picture or document.",
        )
    })?;
    if arrived.is_empty() {
        return Err(Error::new(&problem::REFUSED).of_field("file").saying(
            "Chưa chọn tệp nào. Hãy chọn tệp rồi gửi lại.",
            "No file is chosen. Choose one, then send again.",
        ));
    }
    Ok((kind, arrived))
}

/// One file. That it is refused is its own affair; that the body breaks off is everybody's.
async fn file(
    front: &Front,
    access: &Access,
    dossier: i64,
    mut field: Field<'_>,
) -> Result<Result<Incoming, office::Error>, Error> {
    let mut incoming = front.office().receive_file(access, dossier).await?;
    let mut refused = None;
    while let Some(part) = soon(field.chunk()).await? {
        // The rest of what is refused is read and let go, so that the answer arrives.
        if refused.is_none() {
            refused = incoming.write(&part).await.err();
        }
    }
    Ok(match refused {
        None => Ok(incoming),
        Some(refused) => Err(refused),
    })
}

async fn text(mut field: Field<'_>) -> Result<String, Error> {
    let mut all = Vec::new();
    while let Some(part) = soon(field.chunk()).await? {
        if all.len() + part.len() > LARGEST_TEXT {
            return Err(Error::new(&problem::TOO_LARGE).of_field("kind"));
        }
        all.extend_from_slice(&part);
    }
    Ok(String::from_utf8_lossy(&all).trim().to_owned())
}

async fn soon<T>(part: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Error> {
    let part = timeout(PATIENCE, part).await;
    let part = part.map_err(|_| Error::new(&problem::BODY_TIMEOUT))?;
    part.map_err(|error| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Error::new(&problem::TOO_LARGE).of_field("file").saying(
                "Nội dung gửi lên quá lớn: mỗi tệp tối đa 20 MB. Hãy gửi ít tệp hơn mỗi lần.",
                "The body is too large: a file may have 20 MB. Send fewer files at once.",
            )
        } else {
            Error::new(&problem::MALFORMED_MULTIPART)
        }
    })
}
