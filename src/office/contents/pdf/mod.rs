//! A PDF that does nothing but be read: no scripts, programs, embedded files or actions on
//! opening.
//!
//! ```text
//! names    what is named in some bytes, with `#xx` read   -> scripts, programs, files, locks
//! objects  the object streams, found as a viewer does     -> unpacked, and their names
//! tokens   names, texts, comments, each as what it is
//! ```
//!
//! What cannot be looked into is not taken: what is encrypted, and objects that are packed in
//! another way than all usual programs pack them.

mod names;
mod objects;
mod tokens;

use crate::scheme::words::Text;

/// Bytes before the end in which its mark must stand (ISO 32000-1, annex H, note 18).
const TAIL: usize = 1024;

/// Why a PDF is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::office) enum Unfit {
    /// It has no end: it was cut off.
    CutOff,
    /// It holds this.
    Holds(&'static str),
    /// It is locked.
    Sealed,
    /// Objects of it are packed so that nobody can look into them here.
    Packed,
}

/// What is wrong with a PDF. It is read from its beginning to its end a few times at most,
/// whatever it says of itself.
pub(in crate::office) fn examine(bytes: &[u8]) -> Result<(), Unfit> {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    if find(tail, b"%%EOF").is_none() {
        return Err(Unfit::CutOff);
    }
    names::look(bytes)?;
    objects::look(bytes)
}

impl Unfit {
    /// Stable, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::CutOff => "pdf_cut_off",
            Self::Holds(_) => "pdf_active",
            Self::Sealed => "pdf_sealed",
            Self::Packed => "pdf_not_examinable",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(self) -> Text {
        match self {
            Self::CutOff => Text::new(
                "Tệp bắt đầu như tài liệu PDF nhưng không có phần cuối: bị cắt ngang. Hãy tải lại bản đủ.",
                "The file begins as a PDF document but has no end: it was cut off. Send the whole.",
            ),
            Self::Holds(name) => Text::of(
                format!(
                    "Tài liệu PDF này có nội dung tự chạy hoặc tệp đính kèm ({name}) nên không được nhận. Hãy in ra PDF mới rồi tải lên."
                ),
                format!(
                    "This PDF document holds something that runs, or files of its own ({name}), so it was not taken. Print it to a new PDF and send that."
                ),
            ),
            Self::Sealed => Text::new(
                "Tài liệu PDF này bị khóa bằng mật khẩu nên không kiểm tra được. Hãy lưu lại không có mật khẩu rồi tải lên.",
                "This PDF document is locked by a password, so it cannot be checked. Save it without a password, then send it.",
            ),
            Self::Packed => Text::new(
                "Tài liệu PDF này bị hỏng hoặc được nén theo cách không kiểm tra được nên không được nhận. Hãy in ra PDF mới rồi tải lên.",
                "This PDF document is damaged, or packed in a way that cannot be checked, so it was not taken. Print it to a new PDF and send that.",
            ),
        }
    }
}

/// Where some bytes stand first.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == first) {
        at += found;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Unfit, examine};

    fn pdf(inside: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog {inside} >>\nendobj\n%%EOF\n").into_bytes()
    }

    #[test]
    fn a_document_that_only_shows_pages_is_taken() {
        for inside in [
            "",
            "/OpenAction [3 0 R /Fit]",
            "/OpenAction 5 0 R",
            "/OpenAction << /S /GoTo /D [3 0 R /Fit] >>",
            "/JSomething true /Launched false",
            "/Outlines << /First 5 0 R /Last 5 0 R /Count 1 >>",
            "/Title (obj << \\) of \\( a (script)) /Id <0a>",
        ] {
            assert_eq!(examine(&pdf(inside)), Ok(()), "{inside}");
        }
    }

    #[test]
    fn a_document_that_does_more_is_not_taken_however_it_is_written() {
        for (inside, name) in [
            (
                "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
                "/OpenAction",
            ),
            ("/AA << /O << /S /JavaScript >> >>", "/JavaScript"),
            ("/AA << /O << /S /J#61vaScript >> >>", "/JavaScript"),
            ("/Foo << /JS(app.alert(1)) >>", "/JS"),
            ("/Foo << /JS 7 0 R >>", "/JS"),
            ("/Foo << /JS %\n(app.alert(1)) >>", "/JS"),
            ("/Foo << /JS 7%\n0 R >>", "/JS"),
            ("/A << /S /Launch /F (cmd.exe) >>", "/Launch"),
            ("/Names << /EmbeddedFiles 9 0 R >>", "/EmbeddedFile"),
            (
                "/OpenAction << /S /URI /URI (http://a.example) >>",
                "/OpenAction",
            ),
            ("/OpenAction << /S /GoToR /F (b.pdf) >>", "/OpenAction"),
        ] {
            assert_eq!(examine(&pdf(inside)), Err(Unfit::Holds(name)), "{inside}");
        }
        let far = format!("/Foo << /JS{}(app.alert(1)) >>", " ".repeat(1_000));
        assert_eq!(examine(&pdf(&far)), Err(Unfit::Holds("/JS")));
        assert_eq!(examine(&pdf("/Encrypt 8 0 R")), Err(Unfit::Sealed));
        assert_eq!(examine(b"%PDF-1.7\n1 0 obj\n"), Err(Unfit::CutOff));
    }
}
