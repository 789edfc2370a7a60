//! A request on its way through the door: counted, let in or sent away, watched until its answer.
//!
//! A service rather than an axum middleware function, which boxes what it surrounds anew for each
//! request: what is asked most allocates nothing here.

mod hold;
mod ready_made;
mod refusal;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::{self, HeaderMap, HeaderValue, Method};
use axum::response::Response;
use pin_project_lite::pin_project;
use tokio::time::{Sleep, sleep};
use tower_layer::Layer;
use tower_service::Service;
use tracing::Span;

use super::request_id::{self, RequestId};
use super::routes::Route;
use super::{Class, Watch};
use crate::http::peer::Peer;
use crate::http::visitor::Visitor;
use hold::Hold;
pub use ready_made::ReadyMade;
use refusal::{Refused, refuse};

/// Puts the door's watch around a service.
#[derive(Clone)]
pub struct DoorLayer(pub Arc<Watch>);

impl<S> Layer<S> for DoorLayer {
    type Service = Door<S>;

    fn layer(&self, inner: S) -> Door<S> {
        let watch = Arc::clone(&self.0);
        Door { inner, watch }
    }
}

/// A service with the door's watch around it.
#[derive(Clone)]
pub struct Door<S> {
    inner: S,
    watch: Arc<Watch>,
}

impl<S, B> Service<Request> for Door<S>
where
    S: Service<Request, Response = http::Response<B>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Passing<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let passage = Passage::begin(&self.watch, &request);
        let phase = match passage.may_enter(&request) {
            Err(refused) => Phase::Refused {
                response: Some(refuse(&self.watch, &request, refused)),
            },
            Ok(true) => {
                let hold = Hold::new(&self.watch, passage.route.class, &mut request);
                let inner = self.inner.call(request);
                Phase::Running { inner, hold }
            }
            Ok(false) => {
                // The service that is ready goes on with this request; its copy takes the next.
                let copy = self.inner.clone();
                let inner = std::mem::replace(&mut self.inner, copy);
                let watch = Arc::clone(&self.watch);
                let waiting = wait(watch, passage.route.class, inner, request);
                Phase::Waiting {
                    waiting: Box::pin(waiting),
                }
            }
        };
        Passing { phase, passage }
    }
}

/// Waits for a turn, and then for the answer.
async fn wait<S, B>(watch: Arc<Watch>, class: Class, mut inner: S, mut request: Request) -> Response
where
    S: Service<Request, Response = http::Response<B>, Error = Infallible>,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let entered = match class.gate() {
        Some(gate) => watch.gates[gate].enter().await,
        None => true,
    };
    if !entered {
        return refuse(&watch, &request, Refused::Shed(class));
    }
    let visitor = refusal::visitor(&request);
    let hold = Hold::new(&watch, class, &mut request);
    let Ok(answer) = inner.call(request).await;
    match hold.cut() {
        Some(cut) => refusal::say(&watch, &visitor, Refused::Cut(cut)),
        None => answer.map(Body::new),
    }
}

pin_project! {
    /// A request on its way.
    pub struct Passing<F> {
        #[pin]
        phase: Phase<F>,
        passage: Passage,
    }
}

pin_project! {
    #[project = InPhase]
    enum Phase<F> {
        Refused { response: Option<Response> },
        Waiting { waiting: Pin<Box<dyn Future<Output = Response> + Send>> },
        Running { #[pin] inner: F, hold: Hold },
    }
}

impl<F, B> Future for Passing<F>
where
    F: Future<Output = Result<http::Response<B>, Infallible>>,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let passage = this.passage;
        let response = match this.phase.project() {
            InPhase::Refused { response } => response.take().unwrap_or_default(),
            InPhase::Waiting { waiting } => {
                match passage.within(|| waiting.as_mut().poll(context)) {
                    Poll::Ready(response) => response,
                    Poll::Pending => ready!(passage.late(context)),
                }
            }
            InPhase::Running { inner, hold } => match passage.within(|| inner.poll(context)) {
                Poll::Ready(Ok(answer)) => match hold.cut() {
                    Some(cut) => passage.refuse(Refused::Cut(cut)),
                    None => answer.map(Body::new),
                },
                Poll::Pending => ready!(passage.late(context)),
            },
        };
        Poll::Ready(Ok(passage.end(response)))
    }
}

/// What is known of a request on its way.
struct Passage {
    watch: Arc<Watch>,
    route: Route,
    method: Method,
    began: Instant,
    id: RequestId,
    given: Option<HeaderValue>,
    /// Of a request that may be refused after it was handed on.
    visitor: Option<Visitor>,
    span: Option<Span>,
    /// When it has taken too long; set when it first waits for anything.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Passage {
    fn begin(watch: &Arc<Watch>, request: &Request) -> Self {
        let path = request.extensions().get::<MatchedPath>();
        let path = path.map(MatchedPath::as_str);
        let route = watch.routes.of(path);
        let method = request.method().clone();
        let id = watch.ids.next();
        let given = request_id::given(request.headers());
        let given = given.filter(|_| is_from_proxy(watch, request));
        let span = watch.traced.then(|| {
            let headers = is_from_proxy(watch, request).then(|| request.headers());
            watch.span(route, &method, id, headers)
        });
        Self {
            watch: Arc::clone(watch),
            span,
            route,
            began: Instant::now(),
            id,
            given,
            visitor: refusal::late_visitor(request),
            method,
            deadline: None,
        }
    }

    /// Whether the request may go on at once; otherwise it waits for its turn.
    fn may_enter(&self, request: &Request) -> Result<bool, Refused> {
        let Some(gate) = self.route.class.gate() else {
            return Ok(true);
        };
        let (config, headers) = (&self.watch.config, request.headers());
        let peer = Peer::of(config, request.extensions(), headers);
        let forwarded = Peer::is_forwarded(headers);
        let counted = self.watch.addresses.count(peer, forwarded);
        counted.map_err(Refused::Address)?;
        if self.watch.is_behind(self.route.class) {
            return Err(Refused::Shed(self.route.class));
        }
        Ok(self.watch.gates[gate].try_enter())
    }

    fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        match &self.span {
            None => request_id::within(self.id, work),
            Some(span) => span.in_scope(|| request_id::within(self.id, work)),
        }
    }

    /// The answer to a request that has taken too long.
    fn late(&mut self, context: &mut Context<'_>) -> Poll<Response> {
        let longest = longest(self.route.class, self.method.is_safe());
        let deadline = self
            .deadline
            .get_or_insert_with(|| Box::pin(sleep(longest)));
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(self.refuse(Refused::TookTooLong))
    }

    fn refuse(&self, refused: Refused) -> Response {
        let visitor = self.visitor.unwrap_or_else(|| {
            let mut visitor = Visitor::of(None, &HeaderMap::new());
            visitor.json = true;
            visitor
        });
        refusal::say(&self.watch, &visitor, refused)
    }

    fn end(&mut self, mut response: Response) -> Response {
        let (status, took) = (response.status(), self.began.elapsed());
        let watch = &self.watch;
        watch.durations.add(self.route.place, status.as_u16(), took);
        let failed = status.is_server_error() && !refusal::is_refused(&response);
        if failed || watch.log_all {
            let (request, route) = (self.name(), watch.routes.name(self.route.place));
            let (method, status) = (&self.method, status.as_u16());
            let took_ms = took.as_millis();
            if failed {
                tracing::warn!(request, %method, route, status, took_ms, "failed");
            } else {
                tracing::info!(request, %method, route, status, took_ms, "answered");
            }
        }
        if let Some(span) = &self.span {
            span.record("http.response.status_code", status.as_u16());
            if status.is_server_error() {
                span.record("otel.status_code", "ERROR");
            }
        }
        // An answer that went well needs no name, unless somebody keeps a list of them.
        let named = status.as_u16() >= 400 || watch.log_all || watch.traced;
        let id = match self.given.take() {
            None if named => self.id.header(),
            given => given,
        };
        if let Some(id) = id {
            response.headers_mut().insert(request_id::HEADER, id);
        }
        response
    }

    /// What the request is called.
    fn name(&self) -> String {
        let given = self.given.as_ref().and_then(|given| given.to_str().ok());
        given.map_or_else(|| self.id.to_string(), str::to_owned)
    }
}

/// How long a request may take in all; sending files takes long on slow networks.
fn longest(class: Class, safe: bool) -> Duration {
    Duration::from_secs(match (class, safe) {
        (Class::Health, _) => 10,
        (Class::Checks, true) => 30,
        (Class::Checks, false) => 2 * 60,
        (Class::Pages, true) => 60,
        (Class::Pages, false) => 12 * 60,
        (Class::Desk, true) => 5 * 60,
        (Class::Desk, false) => 30 * 60,
    })
}

/// Whether the connection is a trusted proxy's.
fn is_from_proxy(watch: &Watch, request: &Request) -> bool {
    let connected = request.extensions().get::<ConnectInfo<SocketAddr>>();
    connected.is_some_and(|connected| {
        let address = connected.0.ip().to_canonical();
        let proxies = &watch.config.trusted_proxies;
        proxies.iter().any(|network| network.holds(address))
    })
}
