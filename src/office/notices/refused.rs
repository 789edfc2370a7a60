//! Why no mail can be sent, in both languages. Never says an address, a password or what the
//! server answered in words: answers repeat addresses.

use crate::scheme::words::Text;

/// Why mails cannot be sent. What was not sent stays queued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailRefused {
    /// There is no `[smtp]` in the configuration.
    #[error("no mail server is configured")]
    NotConfigured,
    /// An address of the configuration is none; which key.
    #[error("smtp.{0} of the configuration is no e-mail address")]
    NotAnAddress(&'static str),
    /// Mails would cross a network unprotected.
    #[error("mails would cross a network unprotected")]
    Exposed,
    /// There is a user, and no password.
    #[error("the mail server's password is missing")]
    NoPassword,
    /// The server does not answer, or not over TLS as it should.
    #[error("the mail server cannot be reached ({0})")]
    Unreachable(&'static str),
    /// The server does not take the user and password.
    #[error("the mail server refuses the login")]
    Login,
    /// The server does not take the sender, with its code.
    #[error("the mail server refuses the sender ({0})")]
    Sender(String),
}

impl MailRefused {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotConfigured => "smtp_not_configured",
            Self::NotAnAddress(_) => "smtp_not_an_address",
            Self::Exposed => "smtp_exposed",
            Self::NoPassword => "smtp_no_password",
            Self::Unreachable(_) => "smtp_unreachable",
            Self::Login => "smtp_login",
            Self::Sender(_) => "smtp_sender",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(&self) -> Text {
        match self {
            Self::NotConfigured => Text::new(
                "Chưa khai báo máy chủ thư. Hãy ghi mục [smtp] vào ocop.toml, hoặc dùng `ocop notice export`.",
                "No mail server is configured. Write a section [smtp] into ocop.toml, or use `ocop notice export`.",
            ),
            Self::NotAnAddress(key) => Text::of(
                format!(
                    "smtp.{key} trong ocop.toml không phải địa chỉ thư. Hãy ghi như ocop@caobang.gov.vn."
                ),
                format!(
                    "smtp.{key} in ocop.toml is no e-mail address. Write one such as ocop@caobang.gov.vn."
                ),
            ),
            Self::Exposed => Text::new(
                "smtp.tls = \"none\" chỉ dùng cho máy chủ thư trên chính máy này. Hãy chọn \"starttls\" hoặc \"implicit\".",
                "smtp.tls = \"none\" is for a mail server on this very machine only. Choose \"starttls\" or \"implicit\".",
            ),
            Self::NoPassword => Text::new(
                "Thiếu mật khẩu của máy chủ thư. Hãy đặt smtp.password_file, chứng danh systemd ocop-smtp-password, hoặc --password-file.",
                "The mail server's password is missing. Set smtp.password_file, the systemd credential ocop-smtp-password, or --password-file.",
            ),
            Self::Unreachable(why) => Text::of(
                format!(
                    "Không kết nối được máy chủ thư ({why}); thư chưa gửi vẫn chờ. Hãy kiểm tra smtp.host, cổng và TLS rồi chạy lại."
                ),
                format!(
                    "The mail server cannot be reached ({why}); what was not sent stays queued. Check smtp.host, port and TLS, then run again."
                ),
            ),
            Self::Login => Text::new(
                "Máy chủ thư không nhận tài khoản hoặc mật khẩu; chưa gửi gì. Hãy kiểm tra smtp.user và tệp mật khẩu.",
                "The mail server refuses the user or the password; nothing was sent. Check smtp.user and the password file.",
            ),
            Self::Sender(code) => Text::of(
                format!(
                    "Máy chủ thư không nhận người gửi (mã {code}); thư chưa gửi vẫn chờ. Hãy kiểm tra smtp.from."
                ),
                format!(
                    "The mail server refuses the sender (code {code}); what was not sent stays queued. Check smtp.from."
                ),
            ),
        }
    }
}
