//! Asking the provider, over HTTP, within bounds of time and size. Blocks.

use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer that is read: discovery documents and key sets have some kilobytes.
const LARGEST: u64 = 1024 * 1024;

/// The provider did not answer.
#[derive(Debug, thiserror::Error)]
#[error("the identity provider does not answer: {0}")]
pub(super) struct NoAnswer(#[from] Box<ureq::Error>);

/// Sends a request. Redirects are not followed: they could lead a secret elsewhere.
pub(super) fn call(request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build()
        .new_agent();
    let answer = if request.body().is_empty() {
        agent.run(request.map(|_| ()))
    } else {
        agent.run(request)
    };
    let (parts, mut body) = answer.map_err(Box::new)?.into_parts();
    let bytes = body.with_config().limit(LARGEST).read_to_vec();
    Ok(HttpResponse::from_parts(parts, bytes.map_err(Box::new)?))
}
