//! The server: connections with limits on their number, their silence and their headers.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::Request;
use axum::{Router, ServiceExt};
use axum_server::Handle;
use axum_server::accept::Accept;
use hyper_util::rt::TokioTimer;
use socket2::SockRef;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_service::Service;

use super::leaving::{Leaving, Left};
use super::limits::{Neighbour, Neighbours, Stalling};

/// How long a client may take for the head of a request, and stay silent between two.
const HEAD: Duration = Duration::from_secs(15);
/// Bytes of the head of a request: the longest code has 2,000 digits.
const HEAD_BYTES: usize = 32 * 1024;
/// Open connections.
const CONNECTIONS: usize = 4_096;
/// Connections that wait to be accepted. With the usual 128 a burst of them overflows, and each
/// that is left out tries again only after seconds.
const BACKLOG: i32 = 4_096;
/// How long running requests may take to end at a shutdown.
const FAREWELL: Duration = Duration::from_secs(20);

/// Serves until `shutdown` is done, then lets running requests end.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let connections = Connections::default();
    serve_and_drain(listener, router, connections, shutdown, Duration::ZERO).await
}

/// The same; but before connections are refused, everything is answered for a while, while
/// `/readyz` tells whoever balances the load to go elsewhere, and each answer ends its
/// connection.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve_and_drain(
    listener: TcpListener,
    router: Router,
    connections: Connections,
    shutdown: impl Future<Output = ()> + Send + 'static,
    drain: Duration,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    SockRef::from(&listener).listen(BACKLOG)?;
    let handle = Handle::new();
    let told = handle.clone();
    let left = Left::default();
    let leaving = left.clone();
    tokio::spawn(async move {
        shutdown.await;
        leaving.leave();
        tokio::time::sleep(drain).await;
        told.graceful_shutdown(Some(FAREWELL));
    });
    let mut server = axum_server::from_tcp(listener)?
        .handle(handle)
        .acceptor(connections)
        .first_request_timeout(HEAD)
        .http1_only();
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES);
    let service = Leaving::new(router, left);
    let service = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(service);
    server.serve(service).await
}

/// Accepts as many connections as there are permits, and not all of them of one address; the
/// others wait. All clones are one.
#[derive(Clone)]
pub struct Connections {
    permits: Arc<Semaphore>,
    neighbours: Arc<Neighbours>,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(CONNECTIONS)),
            neighbours: Arc::default(),
        }
    }
}

impl Connections {
    /// How many are open.
    pub fn open(&self) -> usize {
        CONNECTIONS - self.permits.available_permits()
    }
}

impl<S: Send + 'static> Accept<TcpStream, S> for Connections {
    type Stream = Stalling<TcpStream>;
    type Service = Held<S>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Stalling<TcpStream>, Held<S>)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let (permits, neighbours) = (Arc::clone(&self.permits), Arc::clone(&self.neighbours));
        Box::pin(async move {
            stream.set_nodelay(true)?;
            let neighbour = neighbours.enter(stream.peer_addr()?.ip());
            let neighbour = neighbour.ok_or_else(|| io::Error::other("too many connections"))?;
            let permit = permits.acquire_owned().await.map_err(io::Error::other)?;
            let permit = Arc::new((permit, neighbour));
            Ok((Stalling::new(stream), Held { service, permit }))
        })
    }
}

/// A connection's service, which holds its permit until the connection ends.
#[derive(Clone)]
pub struct Held<S> {
    service: S,
    #[expect(dead_code, reason = "held, not read: dropping it makes room")]
    permit: Arc<(OwnedSemaphorePermit, Neighbour)>,
}

impl<S: Service<R>, R> Service<R> for Held<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: R) -> S::Future {
        self.service.call(request)
    }
}
