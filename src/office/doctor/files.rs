//! The doctor looks at the contents of dossiers' files and of photographs.

use super::{Finding, Health, finding};
use crate::office::{Error, Office};

/// Files that are named; the rest is counted.
const NAMED: usize = 5;

impl Office {
    /// Whether every file is there as it was taken. It reads them all, so a page does not ask
    /// for it.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn files_finding(&self) -> Result<Finding, Error> {
        let contents = self.contents().await?;
        let (missing, altered) = (&contents.missing, &contents.altered);
        if missing.is_empty() && altered.is_empty() {
            let sound = contents.sound;
            return Ok(finding(
                "files",
                Health::Good,
                format!("Thư mục files có đủ {sound} tệp của hồ sơ và ảnh chụp"),
                format!("The folder files holds all {sound} files of dossiers and photographs"),
            ));
        }
        let named = |files: &[String]| {
            let named = files
                .iter()
                .take(NAMED)
                .cloned()
                .collect::<Vec<_>>()
                .join("; ");
            match files.len().saturating_sub(NAMED) {
                0 => named,
                more => format!("{named}; +{more}"),
            }
        };
        let none = |files: &[String]| {
            if files.is_empty() {
                "0".to_owned()
            } else {
                format!("{} ({})", files.len(), named(files))
            }
        };
        Ok(finding(
            "files",
            Health::Bad,
            format!(
                "Tệp của hồ sơ hoặc ảnh chụp bị mất: {}; bị thay đổi: {}. Hãy khôi phục thư mục files từ bản sao lưu",
                none(missing),
                none(altered)
            ),
            format!(
                "Files of dossiers or photographs that are missing: {}; altered: {}. Restore the folder files from the backup",
                none(missing),
                none(altered)
            ),
        ))
    }
}
