//! The doctor: what is not as it should be, and what to do about it.

mod files;
mod leader;
mod log;
mod machine;
mod programme_keys;
mod provider;
mod status_lists;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use chrono::TimeDelta;
use serde::Serialize;

use crate::office::{Error, Office, keys};
use crate::scheme::check::{date, instant};
use crate::scheme::day;
use crate::scheme::trust::KeyState;
use crate::scheme::words::Text;

/// How long before its end a list or key is spoken of.
const AHEAD: TimeDelta = TimeDelta::days(30);

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// As it should be.
    Good,
    /// Will need somebody soon.
    Attention,
    /// Keeps work from being done.
    Bad,
}

/// Something that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was looked at, stable.
    pub subject: &'static str,
    /// How it is.
    pub health: Health,
    /// What was found, and what to do.
    pub message: Text,
}

fn finding(subject: &'static str, health: Health, vi: String, en: String) -> Finding {
    Finding {
        subject,
        health,
        message: Text::of(vi, en),
    }
}

impl Office {
    /// Looks at everything that the office needs.
    ///
    /// # Errors
    /// When the register does not answer at all.
    pub async fn doctor(&self) -> Result<Vec<Finding>, Error> {
        let mut findings = vec![self.host(), self.register_size().await?, self.trust_list()];
        findings.push(self.publication().await?);
        findings.push(private("keys_folder", &keys::folder(&self.data)));
        findings.push(self.root_key());
        findings.extend(self.council_keys());
        findings.extend(self.status_findings().await?);
        findings.push(self.log_finding().await?);
        findings.extend(self.programme_key_findings());
        findings.extend(self.leader_finding().await?);
        findings.extend(self.provider_finding().await);
        Ok(findings)
    }

    fn root_key(&self) -> Finding {
        if self.keeps_root_key() {
            return private("root_key", &keys::root_file(&self.data));
        }
        finding(
            "root_key",
            Health::Good,
            "Khóa gốc được giữ ở nơi khác".to_owned(),
            "The root key is kept elsewhere".to_owned(),
        )
    }

    fn host(&self) -> Finding {
        match self.config.origin() {
            Some(origin) => finding(
                "host",
                Health::Good,
                format!("Mã QR sẽ bắt đầu bằng {origin}/v/"),
                format!("Codes will begin with {origin}/v/"),
            ),
            None => {
                let words = Error::NoHost.words();
                finding(
                    "host",
                    Health::Bad,
                    words.vi.into_owned(),
                    words.en.into_owned(),
                )
            }
        }
    }

    async fn register_size(&self) -> Result<Finding, Error> {
        let size = self.register.size().await?;
        let engine = self.register.engine_name();
        Ok(finding(
            "register",
            Health::Good,
            format!("Sổ đăng ký ({engine}) có {size} mục"),
            format!("The register ({engine}) holds {size} entries"),
        ))
    }

    fn trust_list(&self) -> Finding {
        let held = self.held();
        let (version, expires_at) = (held.trust.version(), held.trust.expires_at());
        let now = self.clock.now();
        let health = if now >= expires_at {
            Health::Bad
        } else if now + AHEAD >= expires_at {
            Health::Attention
        } else {
            Health::Good
        };
        let (vi, en) = match health {
            Health::Good => ("", ""),
            _ => (
                ". Hãy chạy `ocop trust publish`",
                ". Run `ocop trust publish`",
            ),
        };
        let until = instant(expires_at);
        finding(
            "trust_list",
            health,
            format!("Danh sách tin cậy phiên bản {version}, dùng đến {until}{vi}"),
            format!("Trust list version {version}, to be used until {until}{en}"),
        )
    }

    async fn publication(&self) -> Result<Finding, Error> {
        let keys = self.keys(None).await?;
        let unpublished = keys.iter().filter(|key| key.awaits_publication()).count();
        Ok(if unpublished == 0 {
            finding(
                "publication",
                Health::Good,
                "Mọi khóa đều đã công bố".to_owned(),
                "Every key is published".to_owned(),
            )
        } else {
            finding(
                "publication",
                Health::Bad,
                format!(
                    "{unpublished} khóa chưa công bố (khóa mới, ngừng dùng hoặc bị lộ): người kiểm tra chưa biết. Hãy chạy `ocop trust publish`"
                ),
                format!(
                    "{unpublished} keys, new or retired or compromised, are not published so: verifiers do not know yet. Run `ocop trust publish`"
                ),
            )
        })
    }

    fn council_keys(&self) -> Vec<Finding> {
        let today = day::of(self.clock.now());
        let held = self.held();
        let councils = held.trust.councils().iter();
        // A council with a successor needs no key any more.
        let councils = councils.filter(|council| council.successor.is_none());
        councils
            .map(|council| {
                let code = council.code;
                // The next one counts before its first day, if it begins without a gap.
                let active = council.keys.iter();
                let active = active.filter(|key| key.state == KeyState::Active);
                match status_lists::covered(active, today) {
                    Some(last) if today + AHEAD <= last => finding(
                        "council_key",
                        Health::Good,
                        format!("Khóa của {code} ký đến hết ngày {}", date(last)),
                        format!("The key of {code} seals through {}", date(last)),
                    ),
                    Some(last) => finding(
                        "council_key",
                        Health::Attention,
                        format!("Khóa của {code} chỉ ký đến hết ngày {}. Hãy tạo khóa mới bằng `ocop key generate --council {code}`", date(last)),
                        format!("The key of {code} seals only through {}. Generate the next with `ocop key generate --council {code}`", date(last)),
                    ),
                    None => {
                        let words = Error::NoKey { council: code, day: today }.words();
                        finding("council_key", Health::Attention, words.vi.into_owned(), words.en.into_owned())
                    }
                }
            })
            .collect()
    }
}

/// Whether only its owner can read a file or folder.
fn private(subject: &'static str, path: &Path) -> Finding {
    let shown = path.display();
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.permissions().mode() & 0o077 == 0 => finding(
            subject,
            Health::Good,
            format!("{shown}: chỉ chủ sở hữu đọc được"),
            format!("{shown}: only its owner reads it"),
        ),
        Ok(_) => finding(
            subject,
            Health::Bad,
            format!("{shown}: người khác đọc được. Hãy chạy `chmod go= {shown}`"),
            format!("{shown}: others can read it. Run `chmod go= {shown}`"),
        ),
        Err(error) => finding(
            subject,
            Health::Bad,
            format!("{shown}: không mở được ({error}). Hãy khôi phục từ bản sao lưu"),
            format!("{shown}: cannot be opened ({error}). Restore it from its backup"),
        ),
    }
}
