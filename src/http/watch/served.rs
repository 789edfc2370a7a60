//! `/metrics`, on an address of its own.

mod edge;
mod lists;
mod office;
mod process;
mod tasks;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::time::timeout;

use super::exposition::{Exposition, Metric};
use super::{Class, Watch};
use crate::http::error::Error;
use crate::http::headers::AroundLayer;
use crate::http::limits::Cut;
use crate::http::problem;
use crate::office::{Edge, Office};
use crate::scheme::verdict::Kind;

/// How long the register may take to say what waits in it. While it is away a connection to it is
/// waited for as long as Prometheus waits for the whole answer, and then no figure would be had.
const QUEUES: Duration = Duration::from_secs(1);

/// What stands behind the door, with figures of its own.
#[derive(Clone)]
pub enum Behind {
    /// A service.
    Office(Arc<Office>),
    /// An edge.
    Edge(Arc<Edge>),
}

/// The figures of a door and of what stands behind it, and whether it lives.
pub fn router(watch: Arc<Watch>, behind: Behind) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get("ok"))
        .fallback(async || Error::new(&problem::NOT_FOUND))
        .method_not_allowed_fallback(async || Error::new(&problem::METHOD))
        .layer(AroundLayer)
        .with_state((watch, behind))
}

async fn metrics(State((watch, behind)): State<(Arc<Watch>, Behind)>) -> Response {
    let mut text = Exposition::default();
    watch.write(&mut text);
    match behind {
        Behind::Office(office) => {
            office::write(&mut text, &office.figures());
            // While the register does not answer, the rest is worth the more.
            if let Ok(Ok(queues)) = timeout(QUEUES, office.queues()).await {
                office::write_queues(&mut text, queues);
            }
        }
        Behind::Edge(edge) => edge::write(&mut text, &edge.figures()),
    }
    process::write(&mut text);
    let kind = [
        (
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (kind, text.into_text()).into_response()
}

impl Watch {
    /// What the door itself counted.
    fn write(&self, text: &mut Exposition) {
        let name = "ocop_verdicts_total";
        text.metric(name, Metric::Counter, "Verdicts that were given, by kind.");
        for kind in Kind::ALL {
            let count = self.verdicts[kind as usize].load(Ordering::Relaxed);
            text.figure(name, &[("verdict", kind.name())], count);
        }
        self.write_durations(text);
        let per_gate = |text: &mut Exposition, name: &str, of: &dyn Fn(usize) -> u64| {
            for (gate, class) in Class::GATED.into_iter().enumerate() {
                text.figure(name, &[("class", class.name())], of(gate));
            }
        };
        let name = "ocop_requests_in_flight";
        text.metric(name, Metric::Gauge, "Requests that are worked on.");
        per_gate(text, name, &|gate| self.gates[gate].count().0 as u64);
        let name = "ocop_requests_waiting";
        text.metric(name, Metric::Gauge, "Requests that wait for their turn.");
        per_gate(text, name, &|gate| self.gates[gate].count().1 as u64);
        let name = "ocop_requests_shed_total";
        text.metric(
            name,
            Metric::Counter,
            "Requests sent away because too much was asked.",
        );
        per_gate(text, name, &|gate| self.shed[gate].load(Ordering::Relaxed));
        let limited = self.limited.load(Ordering::Relaxed);
        text.one(
            "ocop_requests_limited_total",
            Metric::Counter,
            "Requests sent away because their address asked too often.",
            limited,
        );
        text.one(
            "ocop_requests_took_too_long_total",
            Metric::Counter,
            "Requests that were ended because they took too long.",
            self.late.load(Ordering::Relaxed),
        );
        text.one(
            "ocop_addresses_known",
            Metric::Gauge,
            "Addresses whose requests are counted now.",
            self.addresses.known(),
        );
        let name = "ocop_bodies_cut_total";
        text.metric(
            name,
            Metric::Counter,
            "Bodies that were not read to their end.",
        );
        for (why, reason) in [(Cut::Slow, "slow"), (Cut::NoRoom, "no_room")] {
            let cut: u64 = self.bodies.iter().map(|bodies| bodies.cut(why)).sum();
            text.figure(name, &[("reason", reason)], cut);
        }
        let held: usize = self.bodies.iter().map(|bodies| bodies.held()).sum();
        text.one(
            "ocop_bodies_held_bytes",
            Metric::Gauge,
            "Bytes of bodies that are held.",
            held,
        );
        text.one(
            "ocop_connections_open",
            Metric::Gauge,
            "Connections that are open, of those that ask for pages or by the API.",
            self.connections.open(),
        );
        text.one(
            "ocop_lag_seconds",
            Metric::Gauge,
            "How late work is begun, as it stands.",
            self.lag.standing().as_secs_f64(),
        );
    }

    fn write_durations(&self, text: &mut Exposition) {
        let name = "ocop_request_duration_seconds";
        text.metric(
            name,
            Metric::Histogram,
            "How long answers took, by route and kind of status.",
        );
        for (place, status, cells) in self.durations.counted() {
            let route = self.routes.name(place);
            let labels = [("route", route), ("status", status)];
            let (counts, seconds) = cells.read();
            let bounds = super::durations::BOUNDS.iter().map(|(_, written)| *written);
            for (bound, count) in bounds.chain(["+Inf"]).zip(counts) {
                let labels = [labels[0], labels[1], ("le", bound)];
                text.figure(&format!("{name}_bucket"), &labels, count);
            }
            text.figure(&format!("{name}_sum"), &labels, seconds);
            text.figure(&format!("{name}_count"), &labels, counts[counts.len() - 1]);
        }
    }
}
