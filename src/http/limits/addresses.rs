//! How often one address may ask. It is counted in memory, and neither logged nor kept.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::config::LimitsConfig;
use crate::http::peer::Peer;

/// How often those are forgotten who may ask as often as anybody: it bounds the memory by what
/// can be asked in that time.
const FORGET: Duration = Duration::from_secs(1);
/// Addresses that are not worth forgetting.
const FEW: usize = 1_000;

/// Who asked, and how often.
pub struct Addresses {
    limiter: Option<DefaultKeyedRateLimiter<IpAddr>>,
    clock: DefaultClock,
    begun: Instant,
    forgot: AtomicU64,
    warned: AtomicBool,
}

impl Addresses {
    /// Nobody, so far.
    pub fn new(config: &LimitsConfig) -> Self {
        let rate = NonZeroU32::new(config.address_per_second);
        let burst = NonZeroU32::new(config.address_burst);
        let quota = rate.zip(burst);
        let quota = quota.map(|(rate, burst)| Quota::per_second(rate).allow_burst(burst));
        Self {
            limiter: quota.map(RateLimiter::keyed),
            clock: DefaultClock::default(),
            begun: Instant::now(),
            forgot: AtomicU64::new(0),
            warned: AtomicBool::new(false),
        }
    }

    /// Counts a request.
    ///
    /// The machine itself is not limited: its tools ask from there, and a proxy beside the service
    /// that nobody named would make everybody one address.
    ///
    /// # Errors
    /// The seconds to wait, when there were too many.
    pub fn count(&self, peer: Peer, forwarded: bool) -> Result<(), u32> {
        let Some(limiter) = &self.limiter else {
            return Ok(());
        };
        if peer.0.is_loopback() || peer.0.is_unspecified() {
            return Ok(());
        }
        self.forget(limiter);
        limiter.check_key(&peer.counted()).map_err(|not_until| {
            if forwarded && !self.warned.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    "an address that forwards for others is limited as one: if it is your proxy, name it in trusted_proxies"
                );
            }
            let wait = not_until.wait_time_from(self.clock.now());
            u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
        })
    }

    fn forget(&self, limiter: &DefaultKeyedRateLimiter<IpAddr>) {
        let now = self.begun.elapsed().as_millis() as u64;
        let forgot = self.forgot.load(Ordering::Relaxed);
        if now < forgot + FORGET.as_millis() as u64 {
            return;
        }
        let (set, known) = (Ordering::Relaxed, Ordering::Relaxed);
        let mine = (self.forgot)
            .compare_exchange(forgot, now, set, known)
            .is_ok();
        if mine && limiter.len() > FEW {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    /// Addresses in memory.
    pub fn known(&self) -> usize {
        self.limiter.as_ref().map_or(0, |limiter| limiter.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Addresses;
    use crate::config::LimitsConfig;
    use crate::http::peer::Peer;
    use std::net::{IpAddr, Ipv6Addr};

    fn addresses(rate: u32, burst: u32) -> Addresses {
        let (address_per_second, address_burst) = (rate, burst);
        Addresses::new(&LimitsConfig {
            address_per_second,
            address_burst,
            ..LimitsConfig::default()
        })
    }

    #[test]
    fn an_address_is_sent_away_after_its_burst_and_another_is_not() {
        let addresses = addresses(1, 3);
        let of = |text: &str| Peer(text.parse().unwrap());
        for _ in 0..3 {
            assert_eq!(addresses.count(of("203.0.113.9"), false), Ok(()));
        }
        assert_eq!(addresses.count(of("203.0.113.9"), false), Err(1));
        assert_eq!(addresses.count(of("203.0.113.8"), false), Ok(()));
        // The networks of one subscriber are one.
        for last in 0..3 {
            let address = format!("2001:db8::{last}");
            assert_eq!(addresses.count(of(&address), false), Ok(()));
        }
        assert_eq!(addresses.count(of("2001:db8::ffff:1"), false), Err(1));
        for _ in 0..10 {
            assert_eq!(addresses.count(of("127.0.0.1"), false), Ok(()));
        }
    }

    #[test]
    fn without_a_rate_nobody_is_counted() {
        let addresses = addresses(0, 0);
        for _ in 0..2_000 {
            let peer = Peer("203.0.113.9".parse().unwrap());
            assert_eq!(addresses.count(peer, false), Ok(()));
        }
        assert_eq!(addresses.known(), 0);
    }

    #[test]
    fn addresses_that_ask_no_more_are_forgotten() {
        let addresses = addresses(1_000, 10);
        let ask = |from: u128, to: u128| {
            for network in from..to {
                let address = Ipv6Addr::from_bits(0x2001_0db8 << 96 | network << 64);
                let counted = addresses.count(Peer(IpAddr::V6(address)), false);
                assert_eq!(counted, Ok(()));
            }
        };
        ask(0, 50_000);
        assert!(addresses.known() > 0);
        std::thread::sleep(super::FORGET);
        ask(50_000, 50_001);
        assert!(addresses.known() < 10, "{}", addresses.known());
    }
}
