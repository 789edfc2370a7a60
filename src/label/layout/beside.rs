//! The full label: the symbol at the left, and beside it what the certificate says.

use super::super::lettering::Weight;
use super::super::{Error, Facts, Label, QUIET_ZONE, Size, Symbol};
use super::below::ONLINE_ONLY;
use super::rows::{Place, Row, Set, set};
use super::wrap::{LEAST_DOTS, LEAST_MM, dots, fit, wording};
use super::{Band, Layout, Line, Room};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::words::Text;

/// The narrowest column of words that reads well, in millimetres.
const LEAST_COLUMN_MM: f64 = 20.0;
/// The column of words where no width is asked for.
const USUAL_COLUMN_MM: f64 = 32.0;
/// From the words to the label's edges.
const MARGIN_MM: f64 = 1.2;
/// The smallest words, as a multiple of the sizes in [`rows`]: what is still too small for people
/// is held up by the least em.
const LEAST_SCALE: f64 = 0.45;
/// Sizes that are tried above the smallest, up to three times the sizes in [`rows`].
const SCALE_STEPS: u32 = 64;
const SCALE_STEP: f64 = 0.04;

const SCAN: Text = Text::new("Quét để kiểm tra", "Scan to verify");

pub(super) fn lay_out(
    label: &Label,
    symbol: &Symbol,
    size: Size,
    room: Room,
) -> Result<Layout, Error> {
    let side = symbol.side() * size.dots();
    let margin = dots(size.in_dots(MARGIN_MM));
    let column = match room.width {
        Some(width) => width.saturating_sub(side + margin),
        None => dots(size.in_dots(USUAL_COLUMN_MM)).max(side * 9 / 10),
    }
    .max(dots(size.in_dots(LEAST_COLUMN_MM)));
    let width = side + column + margin;

    let mut lines = Vec::new();
    let mut bands = Vec::new();
    let band_height = match label.mark()? {
        Some(mark) => {
            let height = mark_below(&mark, size, width, &mut lines)?;
            bands.push(Band {
                left: 0,
                top: 0,
                width,
                height,
            });
            height
        }
        None => 0,
    };

    let rows = rows(label, label.facts()?)?;
    let body = room
        .height
        .map_or(side, |height| height.saturating_sub(band_height))
        .max(side);
    let place = Place {
        left: f64::from(side),
        top: 0.0,
        width: f64::from(column),
        centred: false,
    };
    let mut words = largest(&rows, size, place, body.saturating_sub(2 * margin))?;
    // No larger than its content where the room is higher.
    let body = side.max(words.height + 2 * margin);
    let down = ((body - words.height) / 2) as f32;
    for line in &mut words.lines {
        line.baseline += down;
    }
    for star in &mut words.stars {
        star.iter_mut().for_each(|stroke| stroke.move_down(down));
    }
    for line in &mut lines {
        line.baseline += body as f32;
    }
    for band in &mut bands {
        band.top += body;
    }
    lines.append(&mut words.lines);
    let quiet = QUIET_ZONE * size.dots();
    Ok(Layout {
        size,
        width,
        height: body + band_height,
        symbol: (quiet, (body - side) / 2 + quiet),
        lines,
        stars: words.stars,
        bands,
    })
}

/// The rows as large as a height allows, or else as small as people can read.
fn largest(rows: &[Row], size: Size, place: Place, height: u32) -> Result<Set, Error> {
    let at = |step: u32| {
        set(
            rows,
            size,
            LEAST_SCALE + f64::from(step) * SCALE_STEP,
            place,
        )
    };
    let (mut fits, mut exceeds) = (0, SCALE_STEPS);
    while exceeds - fits > 1 {
        let middle = (fits + exceeds) / 2;
        if at(middle)?.height <= height {
            fits = middle;
        } else {
            exceeds = middle;
        }
    }
    at(fits)
}

/// What the full label says, from the top.
fn rows(label: &Label, facts: &Facts) -> Result<Vec<Row>, Error> {
    let of = |text: &Text| label.wording.of(text);
    let mut rows = vec![
        Row::words(&facts.product, Weight::Bold, 3.4)?,
        Row::words(&facts.producer, Weight::Regular, 2.5)?,
        Row::Stars(facts.stars.get(), of(&facts.level()), 3.2),
        Row::words(&of(&facts.validity()), Weight::Regular, 2.3)?,
        Row::words(&of(&facts.council), Weight::Regular, 2.1)?,
        Row::Gap(0.5),
        Row::words(&label.number, Weight::Bold, 2.8)?,
    ];
    if let Some(serial) = &label.serial {
        let serial = Text {
            vi: format!("Tem số {serial}").into(),
            en: format!("Label {serial}").into(),
        };
        rows.push(Row::words(&serial.vi, Weight::Regular, 2.1)?);
    }
    rows.push(Row::words(&of(&SCAN), Weight::Regular, 2.1)?);
    rows.push(Row::words(&facts.host, Weight::Bold, 2.1)?);
    if label.kind == CodeKind::Short {
        rows.push(Row::words(&of(&ONLINE_ONLY), Weight::Regular, 2.1)?);
    }
    Ok(rows)
}

/// The mark of a demonstration in a band of its own, measured from its top; returns its height.
pub(super) fn mark_below(
    mark: &str,
    size: Size,
    width: u32,
    lines: &mut Vec<Line>,
) -> Result<u32, Error> {
    let least = size.in_dots(LEAST_MM).max(LEAST_DOTS).ceil();
    let wished = (f64::from(width) * 0.05)
        .clamp(least, size.in_dots(6.0).max(least))
        .round();
    let room = f64::from(width) * 0.94;
    let (em, wrapped) = fit(mark, Weight::Bold, (room, wished, least))?;
    let mut bottom = 0.0;
    for (index, line) in wrapped.into_iter().enumerate() {
        bottom += (em * if index == 0 { 1.25 } else { 1.3 }).round();
        lines.push(Line {
            x: ((width as f32 - Weight::Bold.width(&line)? * em) / 2.0).round(),
            baseline: bottom,
            text: line,
            weight: Weight::Bold,
            em,
            light: true,
        });
    }
    Ok(dots(f64::from(bottom + em * 0.4)))
}

impl Label {
    /// What the label says in words.
    pub(super) fn facts(&self) -> Result<&Facts, Error> {
        self.facts.as_ref().ok_or(Error::NoFacts)
    }

    /// The mark of a demonstration, if the label bears one.
    pub(super) fn mark(&self) -> Result<Option<String>, Error> {
        let mark = self.demonstration.as_deref();
        mark.filter(|mark| !mark.is_empty())
            .map(wording)
            .transpose()
    }
}

impl Facts {
    /// The level in words, behind the stars.
    pub(super) fn level(&self) -> Text {
        let stars = self.stars;
        Text {
            vi: format!("{stars} sao").into(),
            en: format!("{stars} stars").into(),
        }
    }

    /// The last day of validity.
    pub(super) fn validity(&self) -> Text {
        Text {
            vi: format!(
                "Có giá trị đến hết {}",
                self.valid_through.format("%d/%m/%Y")
            )
            .into(),
            en: format!("Valid through {}", self.valid_through.format("%Y-%m-%d")).into(),
        }
    }
}
