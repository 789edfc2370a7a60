//! The public part of an audit, from outside: what a programme publishes is fetched, compared
//! with its transparency log and with what was seen the last time. Nothing that the server says
//! is believed without its proof, and the first thing that is wrong is named.

mod certificates;
mod fetched;
mod found;
mod log;
mod pack;
mod state;
mod status;
mod trust;

use std::collections::HashMap;
use std::path::Path;

use serde::Serialize;

use crate::clock::Clock;
use crate::scheme::council::CouncilCode;
use crate::scheme::log::replay::{Key, Replay};
use crate::scheme::log::{Checkpoint, Edge, Note, NoteKey};
use crate::scheme::seal::{KeyId, PublicKey};
use crate::scheme::status::StatusList;

use certificates::Listed;
use fetched::Fetcher;
pub use fetched::{Answer, Fetch};
pub use found::{Found, Stopped};
use state::Store;
use trust::Trusted;

/// What a monitor goes by.
pub struct Monitored<'a> {
    /// The programme's root key, from a channel that the server does not control.
    pub root: Option<PublicKey>,
    /// Witnesses that must have cosigned.
    pub witnesses: &'a [NoteKey],
    /// The file that remembers what was seen.
    pub state: Option<&'a Path>,
    /// The clock.
    pub clock: &'a dyn Clock,
}

/// What was looked at, and found to be in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Watched {
    /// The log's name.
    pub log: String,
    /// Leaves of its newest checkpoint.
    pub size: u64,
    /// Its root.
    pub root: String,
    /// Leaves that were fetched; the others were fetched another time.
    pub fetched: u64,
    /// The size that was held from last time.
    pub since: Option<u64>,
    /// The trust list's version.
    pub trust_list: u64,
    /// Whether the trust list was checked against a root key from elsewhere.
    pub root_key_checked: bool,
    /// Witnesses that cosigned, of those that were asked for.
    pub witnesses: usize,
    /// Councils.
    pub councils: usize,
    /// Status lists that agree with the log.
    pub status_lists: usize,
    /// Certificates that were listed and judged.
    pub certificates: usize,
    /// The number of the pack that agrees with the log; none where the programme makes none.
    pub pack: Option<u64>,
}

/// A monitor at work.
struct Monitor<'a> {
    asked: &'a Monitored<'a>,
    fetcher: Fetcher<'a>,
    wait: &'a mut dyn FnMut(),
    trusted: Trusted,
    store: Store,
    edge: Edge,
    replay: Replay,
    /// The keys as they were when the trust list that is looked at was published.
    keys_then: HashMap<KeyId, Key>,
    checkpoint: Option<(Checkpoint, Note)>,
    leaves_fetched: u64,
}

/// Looks at everything. `wait` waits some seconds: it is called where something was published so
/// recently that the log's next checkpoint, or a witness's cosignature, is still to come.
///
/// # Errors
/// [`Stopped`] with the first thing that is wrong, or cannot be reached.
pub fn watch(
    asked: &Monitored<'_>,
    fetch: &mut Fetch<'_>,
    wait: &mut dyn FnMut(),
) -> Result<Watched, Stopped> {
    let store = Store::open(asked.state)?;
    let began_at = asked.clock.now();
    let mut fetcher = Fetcher::new(fetch);
    let trusted = Trusted::fetch(&mut fetcher, asked, store.memory.as_ref())?;
    let mut monitor = Monitor {
        asked,
        fetcher,
        wait,
        trusted,
        store,
        edge: Edge::default(),
        replay: Replay::default(),
        keys_then: HashMap::new(),
        checkpoint: None,
        leaves_fetched: 0,
    };
    monitor.read_log()?;
    let lists = monitor.status_lists()?;
    let listed = monitor.certificates(&lists, began_at)?;
    let pack = monitor.pack()?;
    if !monitor.settled(&lists, &listed, pack.as_ref()) {
        // A leaf is durable with what it records; the checkpoint over it follows.
        (monitor.wait)();
        monitor.read_log()?;
    }
    monitor.check_trust()?;
    monitor.check_status_lists(&lists)?;
    monitor.check_listed(&listed)?;
    if let Some(pack) = &pack {
        monitor.check_pack(pack)?;
    }
    let pack = pack.map(|fetched| fetched.pack.sequence);
    monitor.finish(&lists, &listed, pack)
}

impl Monitor<'_> {
    /// Whether the log knows all that was fetched beside it.
    fn settled(
        &self,
        lists: &HashMap<CouncilCode, StatusList>,
        listed: &Listed,
        pack: Option<&pack::Fetched>,
    ) -> bool {
        self.check_trust().is_ok()
            && listed.late.is_empty()
            && self.check_status_lists(lists).is_ok()
            && pack.is_none_or(|pack| self.check_pack(pack).is_ok())
    }

    fn finish(
        mut self,
        lists: &HashMap<CouncilCode, StatusList>,
        listed: &Listed,
        pack: Option<u64>,
    ) -> Result<Watched, Stopped> {
        let since = self
            .store
            .memory
            .as_ref()
            .map(|memory| memory.checkpoint.size);
        let (checkpoint, note) = self.checkpoint.ok_or(Stopped::Inconsistent)?;
        self.store.remember(&self.trusted, &checkpoint, &note)?;
        Ok(Watched {
            size: checkpoint.size,
            root: checkpoint.root.to_base64(),
            log: checkpoint.origin,
            fetched: self.leaves_fetched,
            since,
            trust_list: self.trusted.list.version(),
            root_key_checked: self.asked.root.is_some(),
            witnesses: self.asked.witnesses.len(),
            councils: self.trusted.list.councils().len(),
            status_lists: lists.len(),
            certificates: listed.count(),
            pack,
        })
    }
}
