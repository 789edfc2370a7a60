//! How often somebody may try to get in: by account, and by the address that they ask from.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use sha2::{Digest, Sha256};

use crate::http::error::Error;
use crate::http::peer::Peer;
use crate::http::problem;
use crate::office::Office;

/// Attempts of one account at once; then one a minute.
const OF_ACCOUNT: NonZeroU32 = NonZeroU32::new(10).expect("more than none");
const EACH_OF_ACCOUNT: Duration = Duration::from_secs(60);
/// Attempts from one address at once, which a whole office may share; then one in six seconds.
const OF_ADDRESS: NonZeroU32 = NonZeroU32::new(60).expect("more than none");
const EACH_OF_ADDRESS: Duration = Duration::from_secs(6);
/// Reports of shoppers from one address at once, which many telephones may share; then one in 36
/// minutes. That is 60 in a day: few of all that are taken.
const OF_SHOPPERS: NonZeroU32 = NonZeroU32::new(20).expect("more than none");
const EACH_OF_SHOPPERS: Duration = Duration::from_secs(36 * 60);
/// Keys in memory before those are forgotten that may try as often as anybody.
const MANY: usize = 10_000;

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attempt {
    /// A password.
    Password,
    /// A second factor.
    Factor,
    /// An invitation.
    Invitation,
    /// A passkey.
    Passkey,
    /// An identity provider.
    Provider,
    /// The number of a shopper's report.
    ReportNumber,
}

/// Who tried to get in, and how often. In memory: each replica counts for itself.
pub struct Attempts {
    accounts: Limiter<(Attempt, [u8; 32])>,
    addresses: Limiter<(Attempt, IpAddr)>,
    shoppers: Limiter<IpAddr>,
}

impl Attempts {
    /// Nobody, so far.
    pub fn new(office: Arc<Office>) -> Self {
        Self {
            accounts: Limiter::new(OF_ACCOUNT, EACH_OF_ACCOUNT, Arc::clone(&office)),
            addresses: Limiter::new(OF_ADDRESS, EACH_OF_ADDRESS, Arc::clone(&office)),
            shoppers: Limiter::new(OF_SHOPPERS, EACH_OF_SHOPPERS, office),
        }
    }

    /// Counts an attempt from an address.
    ///
    /// # Errors
    /// 429 when there were too many, with the seconds to wait.
    pub fn from(&self, attempt: Attempt, peer: Peer) -> Result<(), Error> {
        self.addresses.count(&(attempt, peer.counted()))
    }

    /// Counts a shopper's report from an address.
    ///
    /// # Errors
    /// 429 when there were too many, with the seconds to wait.
    pub fn report(&self, peer: Peer) -> Result<(), Error> {
        self.shoppers.count(&peer.counted_by_site()).map_err(|error| {
            let minutes = error.retry_after.unwrap_or(1).div_ceil(60);
            error.saying(
                format!("Từ mạng bạn đang dùng vừa có quá nhiều phản ánh. Hãy chờ {minutes} phút rồi gửi lại."),
                format!("Too many reports came from the network that you use. Wait {minutes} minutes, then send again."),
            )
        })
    }

    /// Counts an attempt on an account, known or not, by whatever names it.
    ///
    /// # Errors
    /// 429 when there were too many, with the seconds to wait.
    pub fn on(&self, attempt: Attempt, account: &str) -> Result<(), Error> {
        let name = account.trim().to_lowercase();
        self.accounts.count(&(attempt, Sha256::digest(name).into()))
    }
}

struct Limiter<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, OfficeClock, NoOpMiddleware<Duration>>,
    clock: OfficeClock,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    fn new(burst: NonZeroU32, each: Duration, office: Arc<Office>) -> Self {
        let quota = Quota::with_period(each).expect("longer than nothing");
        let clock = OfficeClock(office);
        Self {
            limiter: RateLimiter::dashmap_with_clock(quota.allow_burst(burst), clock.clone()),
            clock,
        }
    }

    fn count(&self, key: &K) -> Result<(), Error> {
        if self.limiter.len() > MANY {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).max(1);
            let mut error = Error::new(&problem::TOO_MANY).saying(
                format!("Đã thử quá nhiều lần. Hãy chờ {seconds} giây rồi thử lại."),
                format!("There were too many attempts. Wait {seconds} seconds, then try again."),
            );
            error.retry_after = Some(seconds);
            error
        })
    }
}

/// The office's clock, as the limiter reads one.
#[derive(Clone)]
struct OfficeClock(Arc<Office>);

impl Clock for OfficeClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let seconds = self.0.clock().now().timestamp();
        Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
    }
}
