//! Taking a photograph in: its content is durable, and no row names it yet.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::{LARGEST_PHOTOGRAPH, LARGEST_SENT};
use crate::office::contents::{self, Content, Decoded, HEAD, other};
use crate::office::{Error, Office, Refusal};
use crate::register::Photograph;
use crate::scheme::words::Text;

/// Pixels of the longer side of what is encoded anew: the small print of a label can be read.
const LONGEST_KEPT: u32 = 4_096;
/// Of 100: what is encoded anew shows no difference.
const QUALITY: u8 = 88;

impl Office {
    /// Keeps a photograph's content, and says what it is. It is encoded anew, the right side up,
    /// so that nothing is kept of where, when and by which camera it was taken; unless that is
    /// wanted: then it stays as it came.
    ///
    /// Decoding takes a core and memory: the door sees to how many do so at once.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is too large, no picture, or cannot be opened.
    pub async fn take_photograph(
        &self,
        bytes: Vec<u8>,
        keep_position: bool,
    ) -> Result<Photograph, Error> {
        let data = self.data.clone();
        let taking = tokio::task::spawn_blocking(move || {
            if bytes.len() > LARGEST_SENT {
                return Err(Error::Refused(vec![too_large_sent()]));
            }
            let (content, decoded) = examine(&bytes)?;
            if keep_position {
                return keep(&data, &bytes, content, &decoded, decoded.size());
            }
            let encoded = decoded.encoded(LONGEST_KEPT, QUALITY);
            let encoded = encoded.ok_or_else(|| unreadable(content))?;
            let size = (encoded.width, encoded.height);
            keep(&data, &encoded.jpeg, Content::Jpeg, &decoded, size)
        });
        taking.await.map_err(|_| Error::Stopped)?
    }

    /// Keeps the content of a photograph whose hash stands elsewhere already, so that it must
    /// stay as it is.
    ///
    /// # Errors
    /// [`Error::Refused`] when it has another hash, is too large, no picture, or cannot be
    /// opened.
    pub async fn keep_as_it_is(
        &self,
        bytes: Vec<u8>,
        expected_sha256: [u8; 32],
    ) -> Result<Photograph, Error> {
        let data = self.data.clone();
        let keeping = tokio::task::spawn_blocking(move || {
            let hash: [u8; 32] = Sha256::digest(&bytes).into();
            if hash != expected_sha256 {
                return Err(refused("wrong_hash", another()));
            }
            if bytes.len() > LARGEST_PHOTOGRAPH {
                return Err(refused("photograph_too_large", too_large(5)));
            }
            let (content, decoded) = examine(&bytes)?;
            keep(&data, &bytes, content, &decoded, decoded.size())
        });
        keeping.await.map_err(|_| Error::Stopped)?
    }
}

/// What bytes are, if they are a photograph that is taken.
fn examine(bytes: &[u8]) -> Result<(Content, Decoded), Error> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let content = match Content::of(head) {
        Some(Content::Pdf) => return Err(not_taken(&Content::Pdf.words())),
        Some(content) => content,
        None => return Err(not_taken(&other(head))),
    };
    let decoded = Decoded::of(bytes, content);
    Ok((content, decoded.ok_or_else(|| unreadable(content))?))
}

fn keep(
    data: &Path,
    bytes: &[u8],
    content: Content,
    decoded: &Decoded,
    (width, height): (u32, u32),
) -> Result<Photograph, Error> {
    let small = decoded.small().ok_or_else(|| unreadable(content))?;
    let hash = Sha256::digest(bytes).into();
    let draft = contents::write_draft(data, bytes)?;
    contents::put(data, &hash, &draft, Some(&small))?;
    Ok(Photograph {
        hash,
        media_type: content.media_type().to_owned(),
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        width: width.into(),
        height: height.into(),
    })
}

fn refused(code: &'static str, message: Text) -> Error {
    Error::Refused(vec![Refusal::of("photograph", code, message)])
}

fn unreadable(content: Content) -> Error {
    refused("photograph_unreadable", contents::unreadable(content))
}

fn not_taken(what: &Text) -> Error {
    let message = Text::of(
        format!(
            "Tệp này là {}. Ảnh chụp phải là JPEG, PNG hoặc WebP. Hãy chụp lại hoặc lưu theo dạng đó rồi tải lên.",
            what.vi
        ),
        format!(
            "This is {}. A photograph must be JPEG, PNG or WebP. Take it again, or save it in that form, then send it.",
            what.en
        ),
    );
    refused("photograph_kind", message)
}

/// That a photograph that was sent to be encoded anew is too large.
pub(in crate::office) fn too_large_sent() -> Refusal {
    Refusal::of("photograph", "photograph_too_large", too_large(10))
}

fn too_large(megabytes: u32) -> Text {
    Text::of(
        format!(
            "Ảnh lớn hơn {megabytes} MB nên không được nhận. Hãy chọn cỡ ảnh nhỏ hơn trong máy ảnh, hoặc cắt bớt rồi tải lên."
        ),
        format!(
            "The photograph has more than {megabytes} MB, so it was not taken. Choose a smaller size in the camera, or crop it, then send it."
        ),
    )
}

fn another() -> Text {
    Text::new(
        "Nội dung ảnh không khớp với mã băm đã ghi: ảnh bị hỏng trên đường truyền hoặc là ảnh khác. Hãy gửi lại đúng ảnh đó.",
        "The photograph does not have the hash that was written down: it was damaged on its way, or is another. Send that very photograph again.",
    )
}
