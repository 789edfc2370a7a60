//! Configuration: `ocop.toml` in the data folder, and `OCOP_…` in the environment.

mod limits;
mod network;
mod oidc;
mod scans;
mod smtp;
mod traceability;
mod watching;

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::scheme::log::{KeyKind, NoteKey};
pub use limits::LimitsConfig;
pub use network::{Network, NotANetwork};
pub use oidc::{OidcConfig, ProviderName};
pub use scans::ScanConfig;
pub use smtp::{SmtpConfig, SmtpTls};
pub use traceability::TraceabilityConfig;
pub use watching::{AuditConfig, LogConfig, LoggedRequests, MetricsConfig, OtelConfig};

/// The file's name in the data folder.
pub const FILE: &str = "ocop.toml";

/// How this service is set up. Everything has a default but the host name.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The host name that labels carry, such as `ocop.gov.vn`; a port may follow in a
    /// demonstration. Nothing is issued without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// A demonstration: marked on every page and label, and its codes begin with `http://`.
    #[serde(default)]
    pub demonstration: bool,
    /// Where `ocop serve` listens.
    #[serde(default = "listen")]
    pub listen: SocketAddr,
    /// A `postgres://` URL in place of the SQLite file. It can hold a password: give it as
    /// `OCOP_DATABASE` rather than in the file.
    #[serde(default, skip_serializing)]
    pub database: Option<String>,
    /// The file that holds the keys' passphrase, relative to the data folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passphrase_file: Option<PathBuf>,
    /// Labels.
    #[serde(default)]
    pub label: LabelConfig,
    /// Counting the scans of labels with serials.
    #[serde(default)]
    pub scans: ScanConfig,
    /// The mail server that takes notices; without it none are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smtp: Option<SmtpConfig>,
    /// The identity provider through which people may sign in; without it by password alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oidc: Option<OidcConfig>,
    /// The portal that producers' traceability codes lead to; without it they are shown as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceability: Option<TraceabilityConfig>,
    /// The proxies whose `X-Forwarded-For` is believed; without any, whoever connects is who asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trusted_proxies: Vec<Network>,
    /// Who is asked to cosign the log's checkpoints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<WitnessConfig>,
    /// How much is taken at once.
    #[serde(default, skip_serializing_if = "is_default")]
    pub limits: LimitsConfig,
    /// Figures for Prometheus.
    #[serde(default, skip_serializing_if = "is_default")]
    pub metrics: MetricsConfig,
    /// The log.
    #[serde(default, skip_serializing_if = "is_default")]
    pub log: LogConfig,
    /// The stream of acts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub audit: AuditConfig,
    /// Traces.
    #[serde(default, skip_serializing_if = "is_default")]
    pub otel: OtelConfig,
}

/// A witness of the log.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WitnessConfig {
    /// Its verifier key, `witness.example+1f2e3d4c+BA…`.
    pub key: NoteKey,
    /// Where it takes checkpoints, without `/add-checkpoint`.
    pub url: String,
}

/// How labels are printed unless a command says otherwise.
#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabelConfig {
    /// Size of a module, in millimetres.
    pub module_mm: f64,
    /// The printer's resolution, in dots per inch.
    pub dpi: u32,
    /// Whether a compact code is sealed of each certificate as it is issued.
    pub compact: bool,
}

impl Default for LabelConfig {
    /// 0.4 mm at 300 dpi: GS1's 0.396 mm for general retail, on an office printer.
    fn default() -> Self {
        Self {
            module_mm: 0.4,
            dpi: 300,
            compact: false,
        }
    }
}

/// What is as it would be anyway is not written.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value is missing, of another type, or unknown.
    #[error("{0}")]
    Value(String),
    /// The host is no host name.
    #[error(
        "host = \"{0}\" is not a host name: write it in lower case without https:// or a path, such as ocop.gov.vn"
    )]
    Host(String),
    /// The key is not a witness's.
    #[error("{0} is not the key of a witness: its third part begins with B")]
    Witness(String),
    /// The identity provider would be asked without protection.
    #[error("oidc.issuer = \"{0}\" does not begin with https://")]
    Issuer(String),
    /// The portal's address cannot be one.
    #[error(
        "traceability.portal = \"{0}\" must begin with https:// and have {{code}} once, after the host"
    )]
    Portal(String),
}

impl Config {
    /// A configuration for a host.
    ///
    /// # Errors
    /// [`Error::Host`].
    pub fn new(host: Option<String>, demonstration: bool) -> Result<Self, Error> {
        let config = Self {
            host,
            demonstration,
            listen: listen(),
            database: None,
            passphrase_file: None,
            label: LabelConfig::default(),
            scans: ScanConfig::default(),
            trusted_proxies: Vec::new(),
            witnesses: Vec::new(),
            limits: LimitsConfig::default(),
            metrics: MetricsConfig::default(),
            log: LogConfig::default(),
            audit: AuditConfig::default(),
            otel: OtelConfig::default(),
            smtp: None,
            oidc: None,
            traceability: None,
        };
        config.checked()
    }

    /// Reads the configuration of a data folder; what is not said has its default.
    ///
    /// # Errors
    /// When the file or a variable holds what cannot be used.
    pub fn read(data: &Path) -> Result<Self, Error> {
        config::Config::builder()
            .add_source(config::File::from(data.join(FILE)).required(false))
            .add_source(
                config::Environment::with_prefix("OCOP")
                    .prefix_separator("_")
                    .separator("__")
                    .try_parsing(true),
            )
            .build()
            .and_then(config::Config::try_deserialize::<Self>)
            .map_err(|error| Error::Value(error.to_string()))?
            .checked()
    }

    /// The configuration, if what it says can be used.
    ///
    /// # Errors
    /// [`Error::Host`], [`Error::Witness`], [`Error::Issuer`], [`Error::Portal`], [`Error::Value`].
    pub fn checked(self) -> Result<Self, Error> {
        let other = |witness: &&WitnessConfig| witness.key.kind != KeyKind::Cosignature;
        if let Some(other) = self.witnesses.iter().find(other) {
            return Err(Error::Witness(other.key.to_string()));
        }
        let exposed = |oidc: &&OidcConfig| !oidc.is_protected(self.demonstration);
        if let Some(oidc) = self.oidc.as_ref().filter(exposed) {
            return Err(Error::Issuer(oidc.issuer.clone()));
        }
        if let Some(fault) = self.scans.fault().or_else(|| self.limits.fault()) {
            return Err(Error::Value(fault.to_owned()));
        }
        let portal = self.traceability.as_ref();
        if let Some(portal) = portal.filter(|portal| !portal.is_sound(self.demonstration)) {
            return Err(Error::Portal(portal.portal.clone()));
        }
        match &self.host {
            Some(host) if !is_host(host, self.demonstration) => Err(Error::Host(host.clone())),
            _ => Ok(self),
        }
    }

    /// Writes the file of a data folder, readable by its owner only. The whole file appears or
    /// none of it.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn write(&self, data: &Path) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        let draft = data.join(".ocop.toml.draft");
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(draft, data.join(FILE))
    }

    /// What the codes begin with: `https://` and the host; in a demonstration `http://`.
    pub fn origin(&self) -> Option<String> {
        let scheme = if self.demonstration { "http" } else { "https" };
        self.host.as_ref().map(|host| format!("{scheme}://{host}"))
    }
}

/// A DNS name or address in lower case; a port only where the codes are no real ones.
fn is_host(host: &str, demonstration: bool) -> bool {
    let (name, port) = host
        .split_once(':')
        .map_or((host, None), |(name, port)| (name, Some(port)));
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    host.len() <= 100
        && name.split('.').all(label)
        && port.is_none_or(|port| demonstration && port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn a_host_is_a_name_in_lower_case_without_scheme_or_path() {
        assert!(is_host("ocop.gov.vn", false) && is_host("192.168.1.7:8080", true));
        for wrong in [
            "",
            "OCOP.gov.vn",
            "https://ocop.gov.vn",
            "ocop.gov.vn/v",
            "a..b",
            "-a.vn",
            "a:1",
        ] {
            assert!(!is_host(wrong, false), "{wrong}");
        }
    }
}
