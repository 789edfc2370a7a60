//! Names of files: tidied to be shown and saved, and compared with what the files are.

use unicode_normalization::UnicodeNormalization;

use crate::office::contents::Content;
use crate::scheme::text;

/// Characters of a name, without its ending.
const LONGEST: usize = 100;

/// A name as it was sent: its stem, tidied, and its ending in lower case.
pub(super) struct Name {
    stem: String,
    pub ending: Option<String>,
}

impl Name {
    /// Reads a name: without folders, without invisible characters, without what shells and
    /// file systems take for something else.
    pub fn of(sent: &str) -> Self {
        let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
        let visible: String = last
            .nfc()
            .filter(|c| text::check(&format!("a{c}a")).is_ok() && !"<>:\"|?*".contains(*c))
            .collect();
        let visible = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        let visible = visible.trim_matches(['.', ' ', '-']);
        let (stem, ending) = match visible.rsplit_once('.') {
            Some((stem, ending)) => (stem, Some(ending.to_lowercase())),
            None => (visible, None),
        };
        Self {
            stem: stem.chars().take(LONGEST).collect(),
            ending,
        }
    }

    /// Whether it says another kind of content than it is.
    pub fn belies(&self, content: Content) -> bool {
        let endings = content.endings();
        self.ending
            .as_deref()
            .is_some_and(|ending| !endings.contains(&ending))
    }

    /// The name to be kept, with the usual ending.
    pub fn kept(&self, content: Content) -> String {
        let stem = self.stem.trim();
        let stem = if stem.is_empty() { "tep" } else { stem };
        format!("{stem}.{}", content.endings()[0])
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, Name};

    #[test]
    fn a_name_is_kept_without_folders_and_what_cannot_be_seen() {
        for (sent, kept) in [
            ("ảnh chè.JPG", "ảnh chè.jpg"),
            ("C:\\Users\\a\\che.jpeg", "che.jpg"),
            ("../../etc/passwd.jpg", "passwd.jpg"),
            ("che\u{202e}gpj.jpg", "chegpj.jpg"),
            ("  a \u{0}\n b .jpg", "a b.jpg"),
            ("<img src=x>.jpg", "img src=x.jpg"),
            ("", "tep.jpg"),
            ("....", "tep.jpg"),
            ("không đuôi", "không đuôi.jpg"),
        ] {
            assert_eq!(Name::of(sent).kept(Content::Jpeg), kept, "{sent:?}");
        }
        assert_eq!(Name::of(&"a".repeat(500)).kept(Content::Pdf).len(), 104);
        assert!(Name::of("a.pdf").belies(Content::Jpeg));
        assert!(Name::of("a.pdf.exe").belies(Content::Pdf));
        assert!(!Name::of("a").belies(Content::Pdf));
    }
}
