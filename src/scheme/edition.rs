//! The editions of the rules: parts, bands, who recognises which stars, months. Chosen by date.

use chrono::NaiveDate;

use super::council::Level;
use super::product::Catalogue;
use super::score::Score;
use super::stars::Stars;

/// One edition of the programme's criteria, in force between two dates.
#[derive(Debug, PartialEq, Eq)]
pub struct Edition {
    /// The decision that made it, `148/QĐ-TTg (2023)`.
    pub name: &'static str,
    /// First day in force.
    pub from: NaiveDate,
    /// Last day in force; `None` while it is the newest.
    pub until: Option<NaiveDate>,
    /// Greatest score of parts A, B and C; together 100.
    pub parts: [Score; 3],
    /// Who recognises 3, 4 and 5 stars.
    pub recognises: [Level; 3],
    /// Whether districts score first; provinces do otherwise.
    pub has_districts: bool,
    /// The catalogue of groups and sets that its dossiers use.
    pub catalogue: Catalogue,
    /// How long a certificate is valid.
    pub months: u32,
    /// Whether the bands are written with whole numbers, so that a score between two bands
    /// needs a person's confirmation (Decision 1048/QĐ-TTg).
    pub whole_bands: bool,
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("a date of the calendar"),
    }
}

const fn parts(a: u32, b: u32, c: u32) -> [Score; 3] {
    [Score::points(a), Score::points(b), Score::points(c)]
}

/// Every edition, from the oldest, without gaps.
pub static EDITIONS: [Edition; 4] = [
    Edition {
        name: "1048/QĐ-TTg (2019)",
        from: day(2019, 8, 21),
        until: Some(day(2023, 2, 23)),
        parts: parts(35, 25, 40),
        recognises: [Level::Province, Level::Province, Level::Central],
        has_districts: true,
        catalogue: Catalogue::Of2019,
        months: 36,
        whole_bands: true,
    },
    Edition {
        name: "148/QĐ-TTg (2023)",
        from: day(2023, 2, 24),
        until: Some(day(2025, 7, 5)),
        parts: parts(40, 25, 35),
        recognises: [Level::District, Level::Province, Level::Central],
        has_districts: true,
        catalogue: Catalogue::Of2023,
        months: 36,
        whole_bands: false,
    },
    // Districts were abolished on 2025-07-01; the amendment is in force from 2025-07-06.
    Edition {
        name: "1489/QĐ-TTg (2025)",
        from: day(2025, 7, 6),
        until: Some(day(2026, 5, 21)),
        parts: parts(40, 25, 35),
        recognises: [Level::Province, Level::Province, Level::Central],
        has_districts: false,
        catalogue: Catalogue::Of2023,
        months: 36,
        whole_bands: false,
    },
    Edition {
        name: "26/2026/QĐ-TTg",
        from: day(2026, 5, 22),
        until: None,
        parts: parts(40, 25, 35),
        recognises: [Level::Province, Level::Province, Level::Central],
        has_districts: false,
        catalogue: Catalogue::Of2023,
        months: 36,
        whole_bands: false,
    },
];

/// The stars that a score earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// Exactly these.
    Stars(Stars),
    /// Between two bands of an edition that writes whole numbers: a person confirms which.
    Between(Stars, Stars),
}

impl Edition {
    /// The edition in force on a day; `None` before the programme's criteria existed.
    pub fn on(date: NaiveDate) -> Option<&'static Self> {
        EDITIONS
            .iter()
            .find(|edition| edition.from <= date && edition.until.is_none_or(|until| date <= until))
    }

    /// The edition with a name, as a dossier keeps it.
    pub fn named(name: &str) -> Option<&'static Self> {
        EDITIONS.iter().find(|edition| edition.name == name)
    }

    /// The level of the councils that dossiers are lodged with.
    pub fn first_level(&self) -> Level {
        if self.has_districts {
            Level::District
        } else {
            Level::Province
        }
    }

    /// Whether councils of a level score. Communes only check parts of the file, and since
    /// Decision 1489/QĐ-TTg there are two levels above them.
    pub fn is_scored_by(&self, level: Level) -> bool {
        match level {
            Level::Commune => false,
            Level::District => self.has_districts,
            Level::Province | Level::Central => true,
        }
    }

    /// The stars of a total score: [0,30) 1, [30,50) 2, [50,70) 3, [70,90) 4, [90,100] 5.
    pub fn band(&self, total: Score) -> Band {
        let band = |score: Score| {
            let level = match score.0 / 100 {
                0..30 => 1,
                30..50 => 2,
                50..70 => 3,
                70..90 => 4,
                _ => 5,
            };
            Stars::ALL[level - 1]
        };
        let lower = band(total);
        let upper = band(Score::points(total.0.div_ceil(100)));
        if self.whole_bands && lower != upper {
            Band::Between(lower, upper)
        } else {
            Band::Stars(lower)
        }
    }

    /// The level of the council that recognises these stars; `None` for 1 and 2, which get no
    /// certificate.
    pub fn recognised_by(&self, stars: Stars) -> Option<Level> {
        stars
            .get()
            .checked_sub(3)
            .map(|above| self.recognises[usize::from(above)])
    }
}
