//! `ocop serve --edge`: fetches the programme's pack again and again, and verifies by it.

use std::io::Read;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use ureq::Agent;
use ureq::http::{StatusCode, Uri, header};

use super::{asked_to_end, listen, metrics, supervisor};
use crate::cli::output::{Error, Output};
use crate::cli::typed;
use crate::clock::MachineClock;
use crate::config::Config;
use crate::http;
use crate::office::{Edge, EdgeRefused, Taken};
use crate::scheme::check::instant;
use crate::scheme::pack::LARGEST;
use crate::scheme::seal::PublicKey;

/// How long the programme may take to send a pack.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long after a first failure a pack is fetched again; then twice as long each time.
const AGAIN: Duration = Duration::from_secs(2);

#[derive(Args)]
pub struct EdgeArguments {
    /// Verify by the programme's signed pack alone: no register, no keys, no sign-in.
    #[arg(
        long,
        requires = "pack",
        requires = "root",
        conflicts_with = "passphrase_file"
    )]
    edge: bool,
    /// Where the pack is fetched from: the programme's address, such as https://ocop.gov.vn,
    /// another edge's, or a file's on a server.
    #[arg(long, value_name = "URL", requires = "edge", value_parser = typed::web_address)]
    pack: Option<Uri>,
    /// The programme's root key, which must vouch for the pack. Not from the service: from the
    /// programme's records.
    #[arg(long, value_name = "KEY", allow_hyphen_values = true, value_parser = typed::public_key, requires = "edge")]
    root: Option<PublicKey>,
    /// How many seconds after a pack was fetched it is looked for the next.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, requires = "edge", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every: u64,
}

/// What an edge is asked to do.
pub struct Asked {
    pack: Uri,
    root: PublicKey,
    every: Duration,
}

impl EdgeArguments {
    /// What is asked, if it is an edge.
    pub fn asked(&self) -> Option<Asked> {
        let (true, Some(pack), Some(root)) = (self.edge, &self.pack, self.root) else {
            return None;
        };
        Some(Asked {
            pack: pack.clone(),
            root,
            every: Duration::from_secs(self.every),
        })
    }
}

impl From<EdgeRefused> for Error {
    fn from(refused: EdgeRefused) -> Self {
        Self::Asked(refused.code(), refused.words())
    }
}

/// Serves until the process is asked to end.
pub async fn run(
    asked: Asked,
    address: Option<SocketAddr>,
    drain: Duration,
    folder: &Path,
    output: Output,
) -> Result<(), Error> {
    let mut config = Config::read(folder)?;
    let served_by = origin(&asked.pack);
    let main = config.origin().unwrap_or_else(|| served_by.clone());
    if config.host.is_none() {
        // For the foot of pages; a pack may come from an address that is no programme's name.
        let named = Config::new(main.strip_prefix("https://").map(str::to_owned), false);
        config.host = named.ok().and_then(|named| named.host);
    }
    let address = address.unwrap_or(config.listen);
    let figures = metrics::listen(&config)?;
    let (listener, _traces) = listen(address, figures.as_ref(), &config, output)?;
    let edge = Edge::open(folder, config, asked.root, Arc::new(MachineClock))?;
    let edge = Arc::new(edge);
    if let Some(held) = edge.held() {
        let (sequence, made_at) = (held.pack.sequence, instant(held.pack.made_at));
        tracing::info!(sequence, made_at, "the pack of the folder is held");
    }
    let fetching = Fetching::of(&asked);
    let fetched = tokio::spawn(keep(Arc::clone(&edge), fetching, asked.every));
    let doors = http::edge_doors(edge, main);
    metrics::serve(figures, doors.metrics);
    let end = supervisor::told(asked_to_end()?);
    let served = http::serve_and_drain(listener, doors.public, doors.connections, end, drain).await;
    fetched.abort();
    Ok(served?)
}

/// Scheme, host and port of an address.
fn origin(address: &Uri) -> String {
    let scheme = address.scheme_str().unwrap_or("https");
    let authority = address
        .authority()
        .map_or("", |authority| authority.as_str());
    format!("{scheme}://{authority}")
}

/// Fetches for as long as the service runs; that it fails is said when it begins and when it
/// ends.
async fn keep(edge: Arc<Edge>, fetching: Fetching, every: Duration) {
    let mut fetching = fetching;
    let mut again = AGAIN.min(every);
    let mut failed = false;
    loop {
        let held = Arc::clone(&edge);
        let work = tokio::task::spawn_blocking(move || {
            let fetched = fetching.fetch_into(&held);
            (fetching, fetched)
        });
        let Ok((used, fetched)) = work.await else {
            edge.note_fetch(false);
            tracing::error!("fetching packs has stopped; the pack that is held grows old");
            return;
        };
        fetching = used;
        edge.note_fetch(fetched.is_ok());
        let wait = match fetched {
            Ok(taken) => {
                if failed {
                    tracing::info!("packs are fetched again");
                }
                if let (Taken::Newer, Some(held)) = (taken, edge.held()) {
                    let (sequence, made_at) = (held.pack.sequence, instant(held.pack.made_at));
                    tracing::info!(sequence, made_at, "a newer pack is held");
                }
                (failed, again) = (false, AGAIN.min(every));
                every
            }
            Err(failure) => {
                if !failed {
                    let code = failure.code();
                    tracing::error!(code, %failure, "no newer pack; the one that is held goes on");
                }
                failed = true;
                let wait = again;
                again = (again * 2).min(every);
                wait
            }
        };
        tokio::time::sleep(wait).await;
    }
}

/// Why there is no newer pack.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the programme cannot be reached: {0}")]
    Unreachable(String),
    #[error("the programme answers {0}")]
    Status(StatusCode),
    #[error(transparent)]
    Refused(#[from] EdgeRefused),
}

impl Failure {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "pack_unreachable",
            Self::Status(_) => "pack_status",
            Self::Refused(refused) => refused.code(),
        }
    }
}

/// How packs are fetched, and what is known of the last one.
struct Fetching {
    agent: Agent,
    address: String,
    /// The address that was asked last, with the tag of its answer.
    known: Option<(String, String)>,
    /// Whether the whole is to be asked for: what was new did not fit what is held.
    whole: bool,
}

impl Fetching {
    fn of(asked: &Asked) -> Self {
        let given = asked
            .pack
            .path_and_query()
            .map_or("/", |path| path.as_str());
        // A programme's address, not a file's: its pack with the names, which say more.
        let path = if given == "/" { "/pack?names=1" } else { given };
        Self {
            agent: Agent::config_builder()
                .timeout_global(Some(PATIENCE))
                .http_status_as_error(false)
                .build()
                .new_agent(),
            address: format!("{}{path}", origin(&asked.pack)),
            known: None,
            whole: false,
        }
    }

    fn fetch_into(&mut self, edge: &Edge) -> Result<Taken, Failure> {
        let mut address = self.address.clone();
        if let (Some(sequence), false) = (edge.sequence(), self.whole) {
            let joint = if address.contains('?') { '&' } else { '?' };
            address.push_str(&format!("{joint}since={sequence}"));
        }
        let mut asking = self.agent.get(&address);
        if let Some((of, tag)) = &self.known
            && *of == address
        {
            asking = asking.header(header::IF_NONE_MATCH, tag);
        }
        let unreachable = |error: ureq::Error| Failure::Unreachable(error.to_string());
        let mut answer = asking.call().map_err(unreachable)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED => return Ok(Taken::Same),
            status => return Err(Failure::Status(status)),
        }
        let tag = answer.headers().get(header::ETAG);
        let tag = tag.and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        let mut bytes = Vec::new();
        let reader = answer.body_mut().as_reader().take(LARGEST as u64 + 1);
        let read = { reader }.read_to_end(&mut bytes);
        read.map_err(|error| Failure::Unreachable(error.to_string()))?;
        let taken = edge.take(&bytes);
        // What was refused is asked for anew, and whole: perhaps it did not fit.
        self.whole = taken.is_err();
        self.known = tag.filter(|_| taken.is_ok()).map(|tag| (address, tag));
        Ok(taken?)
    }
}
