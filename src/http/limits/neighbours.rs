//! How many connections one address holds: so many that nobody meets the bound, and too few to
//! take all that there are.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::http::peer::Peer;

/// Connections of one address; the machine itself has as many as it likes.
const MOST: usize = 1_024;

/// Who holds how many connections.
#[derive(Default)]
pub struct Neighbours(Mutex<HashMap<IpAddr, usize>>);

impl Neighbours {
    /// Another connection of an address, unless it holds too many.
    pub fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Neighbour> {
        let peer = Peer(address.to_canonical());
        if peer.0.is_loopback() {
            return Some(Neighbour(None));
        }
        let address = peer.counted();
        let mut held = self.held();
        let count = held.entry(address).or_default();
        if *count == MOST {
            return None;
        }
        *count += 1;
        Some(Neighbour(Some((Arc::clone(self), address))))
    }

    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, usize>> {
        // A poisoned lock still holds whole counts.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that is counted until it ends.
pub struct Neighbour(Option<(Arc<Neighbours>, IpAddr)>);

impl Drop for Neighbour {
    fn drop(&mut self) {
        let Some((neighbours, address)) = &self.0 else {
            return;
        };
        let mut held = neighbours.held();
        if let Some(count) = held.get_mut(address) {
            *count -= 1;
            if *count == 0 {
                held.remove(address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Neighbours};
    use std::net::IpAddr;
    use std::sync::Arc;

    #[test]
    fn one_address_cannot_hold_every_connection() {
        let neighbours = Arc::new(Neighbours::default());
        let address: IpAddr = "203.0.113.9".parse().unwrap();
        let enter = || neighbours.enter(address);
        let mut held: Vec<_> = (0..MOST).map(|_| enter().unwrap()).collect();
        assert!(enter().is_none());
        assert!(neighbours.enter("203.0.113.8".parse().unwrap()).is_some());
        held.pop();
        assert!(enter().is_some());
        drop(held);
        assert!(neighbours.held().is_empty());
        let own: IpAddr = "::ffff:127.0.0.1".parse().unwrap();
        let many: Vec<_> = (0..=MOST).map(|_| neighbours.enter(own)).collect();
        assert!(many.iter().all(Option::is_some));
    }
}
