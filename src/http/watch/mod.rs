//! What the door watches: how many requests of which route were answered how fast, what was sent
//! away, which verdicts were given. Counters are made once; a request adds to some of them, takes
//! no lock and writes no text.

mod class;
mod durations;
mod exposition;
mod passing;
mod request_id;
mod routes;
mod served;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, Method};
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing::field::Empty;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::limits::{Addresses, Budget, Gate, Lag, Limits};
use super::serve::Connections;
use crate::config::{Config, LoggedRequests};
use crate::scheme::verdict::Kind;

pub use class::Class;
pub use passing::DoorLayer;
pub use request_id::current as current_request;
pub use served::{Behind, router};

use durations::Durations;
use passing::ReadyMade;
use request_id::{RequestId, RequestIds};
use routes::{Route, Routes};

/// How late work may be begun, as a rule, before a class of requests is sent away, by its gate:
/// a late verdict is better than none, and whoever works at a desk waits longest.
const LATE: [Duration; 3] = [
    Duration::from_millis(1_000),
    Duration::from_millis(300),
    Duration::from_millis(2_000),
];

/// What the door watches, and the gates that requests go through: of a service and of an edge
/// alike, whose routes are some of the service's.
pub struct Watch {
    config: Config,
    connections: Connections,
    routes: Routes,
    durations: Durations,
    verdicts: [AtomicU64; Kind::ALL.len()],
    gates: [Gate; 3],
    shed: [AtomicU64; 3],
    bodies: [Budget; 2],
    limited: AtomicU64,
    late: AtomicU64,
    begun: Instant,
    said: AtomicU64,
    sent_away: ReadyMade,
    addresses: Addresses,
    lag: Lag,
    ids: RequestIds,
    log_all: bool,
    traced: bool,
}

impl Watch {
    /// Nothing seen so far.
    pub fn new(config: &Config) -> Arc<Self> {
        let limits = &config.limits;
        let routes = Routes::new();
        let bytes = limits.bodies_mb.saturating_mul(1024 * 1024);
        Arc::new(Self {
            durations: Durations::new(routes.len()),
            routes,
            verdicts: Default::default(),
            gates: [limits.checks, limits.pages, limits.desk].map(Gate::new),
            shed: Default::default(),
            bodies: [Budget::new(bytes), Budget::new(bytes)],
            limited: AtomicU64::new(0),
            late: AtomicU64::new(0),
            begun: Instant::now(),
            said: AtomicU64::new(0),
            sent_away: ReadyMade::default(),
            addresses: Addresses::new(limits),
            lag: Lag::default(),
            ids: RequestIds::new(),
            log_all: config.log.requests == LoggedRequests::All,
            traced: config.otel.endpoint.is_some(),
            connections: Connections::default(),
            config: config.clone(),
        })
    }

    /// The connections that are open, for whoever accepts them.
    pub fn connections(&self) -> &Connections {
        &self.connections
    }

    /// Counts a verdict.
    pub fn verdict(&self, kind: Kind) {
        self.verdicts[kind as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// The span of a request, for traces; with the headers of a trusted proxy it goes on with the
    /// trace that they name.
    fn span(
        &self,
        route: Route,
        method: &Method,
        id: RequestId,
        headers: Option<&HeaderMap>,
    ) -> Span {
        let route = self.routes.name(route.place);
        let span = tracing::info_span!(
            target: "ocop::requests",
            "request",
            otel.name = %format_args!("{method} {route}"),
            otel.kind = "server",
            otel.status_code = Empty,
            http.request.method = %method,
            http.route = route,
            http.response.status_code = Empty,
            request = %id,
        );
        if let Some(headers) = headers {
            let parent = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
            // Of a span that nobody collects there is nothing to be a child of.
            drop(span.set_parent(parent));
        }
        span
    }

    /// Measures how far the program is behind, for as long as somebody holds this.
    pub async fn measure_lag(self: Arc<Self>) {
        let of = Arc::downgrade(&self);
        drop(self);
        Lag::measure(of, |watch: &Self| &watch.lag).await;
    }

    /// Whether the program is so far behind that a class is sent away before it waits.
    fn is_behind(&self, class: Class) -> bool {
        let late = class.gate().map(|gate| LATE[gate]);
        late.is_some_and(|late| self.lag.standing() > late)
    }
}

impl Limits for Watch {
    fn gate(&self, class: usize) -> Option<&Gate> {
        self.gates.get(class)
    }

    fn budget(&self, class: usize) -> &Budget {
        &self.bodies[usize::from(class == Class::Desk as usize)]
    }
}
