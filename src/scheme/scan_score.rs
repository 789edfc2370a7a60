//! The score of a label by how often it was scanned: points with their reasons, never a judgement.

use super::words::Text;

/// What a label's scans may reach before they earn points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanLimits {
    /// Scans in all.
    pub in_all: u64,
    /// Scans on one day.
    pub on_a_day: u64,
    /// Provinces in all.
    pub provinces: u64,
    /// Provinces on one day.
    pub provinces_on_a_day: u64,
}

/// How often and where a label was scanned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScanCounts {
    /// Scans in all.
    pub in_all: u64,
    /// Scans on the day that had the most.
    pub on_a_day: u64,
    /// Provinces in all.
    pub provinces: u64,
    /// Provinces on the day that had the most.
    pub provinces_on_a_day: u64,
}

/// What earns points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    InAll,
    OnADay,
    Provinces,
    ProvincesOnADay,
}

/// Points for one measure that is over its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanReason {
    measure: Measure,
    counted: u64,
    limit: u64,
    /// How many.
    pub points: u64,
}

/// Doublings of a limit that still earn points: beyond them a number says nothing new.
const DOUBLINGS: u32 = 4;

impl Measure {
    /// Points for being over the limit, and again for each time that it is doubled. A label is in
    /// one place: that it is seen in several weighs more than that it is seen often, and on one
    /// day most.
    fn weight(self) -> u64 {
        match self {
            Self::InAll | Self::OnADay => 10,
            Self::Provinces => 20,
            Self::ProvincesOnADay => 30,
        }
    }
}

impl ScanCounts {
    /// Why these scans are more than those of one package; nothing when they are not.
    pub fn reasons(&self, limits: &ScanLimits) -> Vec<ScanReason> {
        let measured = [
            (Measure::InAll, self.in_all, limits.in_all),
            (Measure::OnADay, self.on_a_day, limits.on_a_day),
            (Measure::Provinces, self.provinces, limits.provinces),
            (
                Measure::ProvincesOnADay,
                self.provinces_on_a_day,
                limits.provinces_on_a_day,
            ),
        ];
        let over = measured
            .into_iter()
            .filter(|(_, counted, limit)| counted > limit);
        over.map(|(measure, counted, limit)| {
            let doublings = (counted / limit.max(1)).max(1).ilog2().min(DOUBLINGS);
            ScanReason {
                measure,
                counted,
                limit,
                points: measure.weight() * (1 + u64::from(doublings)),
            }
        })
        .collect()
    }

    /// The sum of the points; 0 for what one package explains.
    pub fn score(&self, limits: &ScanLimits) -> u64 {
        let reasons = self.reasons(limits);
        reasons.iter().map(|reason| reason.points).sum()
    }
}

impl ScanReason {
    /// The reason in words, with its points.
    pub fn words(&self) -> Text {
        let Self {
            counted,
            limit,
            points,
            ..
        } = self;
        let (vi, en) = match self.measure {
            Measure::InAll => (
                format!("Được quét {counted} lần, nhiều hơn {limit} lần"),
                format!("Scanned {counted} times, more than {limit}"),
            ),
            Measure::OnADay => (
                format!("Được quét {counted} lần trong một ngày, nhiều hơn {limit} lần"),
                format!("Scanned {counted} times on one day, more than {limit}"),
            ),
            Measure::Provinces => (
                format!("Được quét ở {counted} tỉnh, thành phố, nhiều hơn {limit}"),
                format!("Scanned in {counted} provinces, more than {limit}"),
            ),
            Measure::ProvincesOnADay => (
                format!(
                    "Được quét ở {counted} tỉnh, thành phố trong cùng một ngày, nhiều hơn {limit}"
                ),
                format!("Scanned in {counted} provinces on the same day, more than {limit}"),
            ),
        };
        Text::of(
            format!("{vi}: {points} điểm"),
            format!("{en}: {points} points"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{ScanCounts, ScanLimits};

    const LIMITS: ScanLimits = ScanLimits {
        in_all: 30,
        on_a_day: 10,
        provinces: 3,
        provinces_on_a_day: 2,
    };

    fn counts(of: [u64; 4]) -> ScanCounts {
        let [in_all, on_a_day, provinces, provinces_on_a_day] = of;
        ScanCounts {
            in_all,
            on_a_day,
            provinces,
            provinces_on_a_day,
        }
    }

    #[test]
    fn what_one_package_explains_earns_no_points() {
        for within in [[0; 4], [1, 1, 0, 0], [30, 10, 3, 2]] {
            assert_eq!(counts(within).score(&LIMITS), 0, "{within:?}");
        }
    }

    #[test]
    fn each_measure_over_its_limit_earns_points_and_more_with_each_doubling() {
        for (of, points) in [
            ([31, 1, 0, 0], 10),
            ([60, 1, 0, 0], 20),
            ([119, 1, 0, 0], 20),
            ([480, 1, 0, 0], 50),
            ([1_000_000, 1, 0, 0], 50),
            ([11, 11, 0, 0], 10),
            ([9, 9, 4, 1], 20),
            ([9, 9, 3, 3], 30),
            ([240, 60, 8, 5], 40 + 30 + 40 + 60),
        ] {
            let counts = counts(of);
            assert_eq!(counts.score(&LIMITS), points, "{of:?}");
        }
    }

    #[test]
    fn every_point_has_a_reason_in_words() {
        let reasons = counts([240, 60, 8, 5]).reasons(&LIMITS);
        let words: Vec<String> = reasons
            .iter()
            .map(|reason| reason.words().en.into_owned())
            .collect();
        assert_eq!(
            words,
            [
                "Scanned 240 times, more than 30: 40 points",
                "Scanned 60 times on one day, more than 10: 30 points",
                "Scanned in 8 provinces, more than 3: 40 points",
                "Scanned in 5 provinces on the same day, more than 2: 60 points",
            ]
        );
        let vi = reasons[3].words().vi;
        assert_eq!(
            vi,
            "Được quét ở 5 tỉnh, thành phố trong cùng một ngày, nhiều hơn 2: 60 điểm"
        );
    }

    #[test]
    fn a_limit_of_nothing_is_one_that_anything_is_over() {
        let none = ScanLimits {
            in_all: 0,
            ..LIMITS
        };
        assert_eq!(counts([1, 1, 0, 0]).score(&none), 10);
    }
}
