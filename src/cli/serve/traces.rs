//! Traces of requests, sent by OTLP over HTTP to where the configuration says.

use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

use crate::cli::output::Error;
use crate::config::OtelConfig;
use crate::scheme::words::Text;

/// How long the collector may take: a thread of its own waits, no request does.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of its answer, which says little.
const LARGEST: u64 = 64 * 1024;

/// Where traces go. Dropped, the last are sent.
pub struct Traces(SdkTracerProvider);

/// Sends traces, if somebody is named who takes them.
pub fn start(config: &OtelConfig) -> Result<Option<Traces>, Error> {
    let Some(endpoint) = &config.endpoint else {
        return Ok(None);
    };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Client::new())
        .with_endpoint(endpoint)
        .with_timeout(PATIENCE)
        .build()
        .map_err(|error| unusable(endpoint, &error))?;
    let share = f64::from(config.per_thousand.unwrap_or(1_000)) / 1_000.0;
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(share)));
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(sampler)
        .with_resource(Resource::builder_empty().with_service_name("ocop").build())
        .build();
    Ok(Some(Traces(provider)))
}

impl Traces {
    /// What hands spans of requests over.
    pub fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(&self) -> impl Layer<S> + use<S> {
        let tracer = self.0.tracer("ocop");
        tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(filter_fn(|of| {
                of.is_span() && of.target() == "ocop::requests"
            }))
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        if let Err(error) = self.0.shutdown_with_timeout(PATIENCE) {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

fn unusable(endpoint: &str, error: &dyn std::fmt::Display) -> Error {
    Error::Asked(
        "configuration",
        Text::of(
            format!(
                "Không gửi được dấu vết tới otel.endpoint = \"{endpoint}\": {error}. Hãy ghi dạng http://127.0.0.1:4318/v1/traces."
            ),
            format!(
                "Traces cannot be sent to otel.endpoint = \"{endpoint}\": {error}. Write it as http://127.0.0.1:4318/v1/traces."
            ),
        ),
    )
}

/// The client that the service has already. It blocks: the exporter has a thread of its own.
#[derive(Debug)]
struct Client(ureq::Agent);

impl Client {
    fn new() -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .new_agent();
        Self(agent)
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, body.to_vec());
        let (parts, mut body) = self.0.run(request)?.into_parts();
        let body = body.with_config().limit(LARGEST).read_to_vec()?;
        Ok(Response::from_parts(parts, body.into()))
    }
}
