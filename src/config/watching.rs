//! How a running service is watched: metrics, logs, the audit stream, traces.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Figures for Prometheus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetricsConfig {
    /// The address of `/metrics`, apart from the pages: nobody else should reach it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
}

/// Which requests have a line in the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LoggedRequests {
    /// Those that failed inside.
    #[default]
    Failed,
    /// All of them.
    All,
}

/// The log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    /// Which requests have a line.
    pub requests: LoggedRequests,
}

/// The stream of acts for who keeps watch elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuditConfig {
    /// The file that lines are added to, relative to the data folder; `-` is standard output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
}

/// Traces, by OpenTelemetry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct OtelConfig {
    /// Where spans are sent, by OTLP over HTTP: `http://127.0.0.1:4318/v1/traces`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Of a thousand requests so many are traced; a trace that another began is always followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_thousand: Option<u32>,
}
