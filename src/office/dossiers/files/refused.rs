//! Why a file is not taken, in words.

use super::name::Name;
use super::{FileKind, MOST_BYTES_A_DAY, MOST_FILES, MOST_FILES_A_DAY};
use crate::office::Refusal;
use crate::office::contents::Content;
use crate::scheme::words::Text;

pub(super) fn too_large() -> Refusal {
    Refusal::of(
        "file",
        "file_too_large",
        Text::new(
            "Tệp lớn hơn 20 MB nên không được nhận. Hãy giảm kích thước ảnh hoặc chia tài liệu thành nhiều tệp.",
            "The file has more than 20 MB, so it was not taken. Make the picture smaller, or split the document.",
        ),
    )
}

pub(super) fn too_many() -> Refusal {
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

pub(super) fn too_many_today() -> Refusal {
    let mb = MOST_BYTES_A_DAY >> 20;
    Refusal::of(
        "file",
        "too_many_files_today",
        Text::of(
            format!(
                "Hôm nay các hồ sơ của chủ thể đã nhận đủ {MOST_FILES_A_DAY} tệp hoặc {mb} MB, là nhiều nhất trong một ngày, kể cả tệp đã gỡ. Hãy thêm tệp này vào ngày mai."
            ),
            format!(
                "The producer's dossiers have taken {MOST_FILES_A_DAY} files or {mb} MB today, the most in a day, with those that were removed. Add this one tomorrow."
            ),
        ),
    )
}

pub(super) fn not_taken(kind: FileKind, what: &Text) -> Text {
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

pub(super) fn belied(name: &Name, content: Content) -> Text {
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
