//! How notices are sent by mail: `[smtp]` of the configuration.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The mail server that takes notices. Its password is in a file or a credential, never here.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    /// Its name, which its certificate must carry.
    pub host: String,
    /// Its port; 587 with STARTTLS, 465 with TLS from the beginning, 25 without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub tls: SmtpTls,
    /// Who writes, such as `OCOP Cao Bằng <ocop@caobang.gov.vn>`.
    pub from: String,
    /// The user who logs in; without one there is no login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The file of the user's password, relative to the data folder, mode 0600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// The councils' own addresses, by code: each gets a copy of what is written in its name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub copies: BTreeMap<String, String>,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// TLS before anything is said; a server that does not offer it is refused.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Implicit,
    /// None: for a server on the same machine.
    None,
}

impl SmtpConfig {
    /// The port that applies.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            SmtpTls::Starttls => 587,
            SmtpTls::Implicit => 465,
            SmtpTls::None => 25,
        })
    }

    /// Whether what is said to the server could be read on the way.
    pub fn is_exposed(&self) -> bool {
        let is_here = self.host == "localhost"
            || self
                .host
                .parse()
                .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        self.tls == SmtpTls::None && !is_here
    }
}
