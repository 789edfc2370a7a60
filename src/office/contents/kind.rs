//! What a file is, by its first bytes; and in words where it is none that is taken.

use crate::scheme::words::Text;

/// A kind of content that is taken, here or there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::office) enum Content {
    Jpeg,
    Png,
    WebP,
    Pdf,
}

impl Content {
    /// What a content begins with.
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Self::WebP),
            _ if head.starts_with(b"\x89PNG\r\n\x1a\n") => Some(Self::Png),
            _ if head.starts_with(b"%PDF-") => Some(Self::Pdf),
            _ => None,
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// How names of such files end; the first is the usual one.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png"],
            Self::WebP => &["webp"],
            Self::Pdf => &["pdf"],
        }
    }

    pub fn words(self) -> Text {
        match self {
            Self::Jpeg => Text::new("ảnh JPEG", "a JPEG picture"),
            Self::Png => Text::new("ảnh PNG", "a PNG picture"),
            Self::WebP => Text::new("ảnh WebP", "a WebP picture"),
            Self::Pdf => Text::new("tài liệu PDF", "a PDF document"),
        }
    }
}

/// What a content seems to be that is not taken.
pub(in crate::office) fn other(head: &[u8]) -> Text {
    if head.is_empty() {
        return Text::new("tệp rỗng", "an empty file");
    }
    static KNOWN: [(&[u8], Text); 13] = [
        (
            b"MZ",
            Text::new("chương trình Windows", "a Windows program"),
        ),
        (
            b"\x7fELF",
            Text::new("chương trình Linux", "a Linux program"),
        ),
        (b"#!", Text::new("tập lệnh", "a script")),
        (
            b"PK\x03\x04",
            Text::new(
                "tệp nén ZIP hoặc tài liệu Office",
                "a ZIP archive or an Office document",
            ),
        ),
        (
            b"\xd0\xcf\x11\xe0",
            Text::new("tài liệu Office cũ", "an old Office document"),
        ),
        (b"Rar!", Text::new("tệp nén RAR", "a RAR archive")),
        (b"7z\xbc\xaf", Text::new("tệp nén 7z", "a 7z archive")),
        (b"\x1f\x8b", Text::new("tệp nén gzip", "a gzip archive")),
        (b"GIF8", Text::new("ảnh GIF", "a GIF picture")),
        (b"BM", Text::new("ảnh BMP", "a BMP picture")),
        (b"II*\0", Text::new("ảnh TIFF", "a TIFF picture")),
        (b"MM\0*", Text::new("ảnh TIFF", "a TIFF picture")),
        (b"{\\rtf", Text::new("tài liệu RTF", "an RTF document")),
    ];
    let known = KNOWN.iter().find(|(magic, _)| head.starts_with(magic));
    if let Some((_, words)) = known {
        return words.clone();
    }
    match head.get(4..12) {
        Some(b"ftypheic" | b"ftypheix" | b"ftypmif1" | b"ftypmsf1") => {
            return Text::new("ảnh HEIC của điện thoại", "a HEIC picture of a telephone");
        }
        Some([b'f', b't', b'y', b'p', ..]) => return Text::new("video", "a video"),
        _ => {}
    }
    let text = String::from_utf8_lossy(head)
        .trim_start()
        .to_ascii_lowercase();
    if text.starts_with("<svg") || text.starts_with("<?xml") {
        Text::new("tệp XML hoặc SVG", "an XML or SVG file")
    } else if text.starts_with('<') {
        Text::new("trang web HTML", "an HTML page")
    } else if !head.contains(&0) && std::str::from_utf8(head).is_ok() {
        Text::new("văn bản thuần", "plain text")
    } else {
        Text::new("tệp không rõ loại", "a file of an unknown kind")
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, other};

    #[test]
    fn a_content_is_told_by_its_first_bytes() {
        assert_eq!(Content::of(b"\xff\xd8\xff\xe0"), Some(Content::Jpeg));
        assert_eq!(Content::of(b"\x89PNG\r\n\x1a\n\0"), Some(Content::Png));
        assert_eq!(Content::of(b"%PDF-1.7\n"), Some(Content::Pdf));
        assert_eq!(Content::of(b"RIFF\0\0\0\0WEBP"), Some(Content::WebP));
        for (head, en) in [
            (b"".as_slice(), "an empty file"),
            (b"MZ\x90\0", "a Windows program"),
            (b"PK\x03\x04", "a ZIP archive or an Office document"),
            (b"\0\0\0\x18ftypheic", "a HEIC picture of a telephone"),
            (b"\0\0\0\x18ftypmp42", "a video"),
            (b"  <svg xmlns", "an XML or SVG file"),
            (b"<!DOCTYPE html>", "an HTML page"),
            ("Bản".as_bytes(), "plain text"),
            (b"\0\x01", "a file of an unknown kind"),
        ] {
            assert_eq!(Content::of(head), None);
            assert_eq!(other(head).en, en);
        }
    }
}
