//! How long answers took: a histogram a route and kind of status.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds, in microseconds: from what a check takes out of memory to what nobody waits for.
pub const BOUNDS: [(u64, &str); 12] = [
    (100, "0.0001"),
    (250, "0.00025"),
    (500, "0.0005"),
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (500_000, "0.5"),
    (2_000_000, "2"),
    (10_000_000, "10"),
];
/// Kinds of status.
pub const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The histogram of a route and a kind of status.
#[derive(Default)]
pub struct Cells {
    counts: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
}

impl Cells {
    /// Counts of each bound and beyond, each with those below it; and the sum in seconds.
    pub fn read(&self) -> ([u64; BOUNDS.len() + 1], f64) {
        let mut all = 0;
        let counts = self.counts.each_ref().map(|count| {
            all += count.load(Ordering::Relaxed);
            all
        });
        let micros = self.micros.load(Ordering::Relaxed);
        (counts, Duration::from_micros(micros).as_secs_f64())
    }
}

/// The histograms of all routes.
pub struct Durations(Box<[[Cells; STATUSES.len()]]>);

impl Durations {
    /// For so many routes.
    pub fn new(routes: usize) -> Self {
        Self((0..routes).map(|_| Default::default()).collect())
    }

    /// Counts an answer.
    pub fn add(&self, place: usize, status: u16, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let status = usize::from(status / 100).clamp(1, STATUSES.len()) - 1;
        let cells = &self.0[place][status];
        let bound = BOUNDS.iter().position(|&(most, _)| micros <= most);
        let bound = bound.unwrap_or(BOUNDS.len());
        cells.counts[bound].fetch_add(1, Ordering::Relaxed);
        cells.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// Those that counted something: place, kind of status, histogram.
    pub fn counted(&self) -> impl Iterator<Item = (usize, &'static str, &Cells)> {
        let places = self.0.iter().enumerate();
        let all = places.flat_map(|(place, statuses)| {
            let named = statuses.iter().zip(STATUSES);
            named.map(move |(cells, status)| (place, status, cells))
        });
        all.filter(|(_, _, cells)| cells.read().0[BOUNDS.len()] > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{BOUNDS, Durations};
    use std::time::Duration;

    #[test]
    fn an_answer_is_counted_at_its_bound_and_at_every_larger_one() {
        let durations = Durations::new(2);
        durations.add(1, 200, Duration::from_micros(100));
        durations.add(1, 204, Duration::from_micros(600));
        durations.add(1, 503, Duration::from_secs(60));
        let counted: Vec<_> = durations.counted().collect();
        assert_eq!(counted.len(), 2);
        let (place, status, cells) = counted[0];
        assert_eq!((place, status), (1, "2xx"));
        let (counts, seconds) = cells.read();
        assert_eq!(counts[..5], [1, 1, 1, 2, 2]);
        assert!((seconds - 0.0007).abs() < 1e-9);
        let (counts, _) = counted[1].2.read();
        assert_eq!((counts[BOUNDS.len() - 1], counts[BOUNDS.len()]), (0, 1));
    }

    #[test]
    fn bounds_are_written_as_they_are() {
        for (micros, written) in BOUNDS {
            let seconds: f64 = written.parse().unwrap();
            assert_eq!(
                Duration::from_secs_f64(seconds).as_micros(),
                u128::from(micros)
            );
        }
    }
}
