//! The wall plaque of a tourism service: from the top product, producer and stars, the symbol,
//! and below it number, dates, council and host, in a thin frame.

use super::super::lettering::Weight;
use super::super::{Error, Label, QUIET_ZONE, Size, Symbol};
use super::below::ONLINE_ONLY;
use super::beside::mark_below;
use super::rows::{Place, Row, set};
use super::wrap::dots;
use super::{Band, Layout, Room};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::words::Text;

/// The share of the plaque's width that the symbol with its quiet zone takes.
const SYMBOL_SHARE: f64 = 0.62;
/// The width in millimetres at which the words have the sizes below: A5.
const USUAL_WIDTH_MM: f64 = 148.0;

const SCAN: Text = Text::new("Quét mã để kiểm tra tại", "Scan to verify at");

pub(super) fn lay_out(
    label: &Label,
    symbol: &Symbol,
    size: Size,
    room: Room,
) -> Result<Layout, Error> {
    let facts = label.facts()?;
    let of = |text: &Text| label.wording.of(text);
    let side = symbol.side() * size.dots();
    let least_width = dots((f64::from(side) / SYMBOL_SHARE).ceil());
    let width = room.width.unwrap_or(least_width).max(least_width);
    let scale = size.mm(width) / USUAL_WIDTH_MM;

    let above = [
        Row::words(&facts.product, Weight::Bold, 10.0)?,
        Row::Gap(1.0),
        Row::words(&facts.producer, Weight::Regular, 6.0)?,
        Row::Gap(2.0),
        Row::Stars(facts.stars.get(), of(&facts.level()), 12.0),
    ];
    let mut below = vec![
        Row::words(&label.number, Weight::Bold, 8.0)?,
        Row::Gap(1.5),
        Row::words(&of(&facts.validity()), Weight::Regular, 5.0)?,
        Row::words(&of(&facts.council), Weight::Regular, 5.0)?,
        Row::Gap(1.5),
        Row::words(&of(&SCAN), Weight::Regular, 5.0)?,
        Row::words(&facts.host, Weight::Bold, 6.0)?,
    ];
    if label.kind == CodeKind::Short {
        below.push(Row::words(&of(&ONLINE_ONLY), Weight::Regular, 5.0)?);
    }

    let margin = f64::from(width) * 0.06;
    let place = Place {
        left: margin,
        top: margin,
        width: f64::from(width) - 2.0 * margin,
        centred: true,
    };
    let above = set(&above, size, scale, place)?;
    let symbol_top = dots(margin) + above.height;
    let below = set(
        &below,
        size,
        scale,
        Place {
            top: f64::from(symbol_top + side),
            ..place
        },
    )?;
    let mut height = symbol_top + side + below.height + dots(margin);
    let mut bands = frame(size, scale, width, height);
    let mut lines = above.lines;
    lines.extend(below.lines);
    if let Some(mark) = label.mark()? {
        let mut marked = Vec::new();
        let band = mark_below(&mark, size, width, &mut marked)?;
        for line in &mut marked {
            line.baseline += height as f32;
        }
        lines.append(&mut marked);
        bands.push(Band {
            left: 0,
            top: height,
            width,
            height: band,
        });
        height += band;
    }
    let quiet = QUIET_ZONE * size.dots();
    let mut stars = above.stars;
    stars.extend(below.stars);
    Ok(Layout {
        size,
        width,
        height,
        symbol: ((width - side) / 2 + quiet, symbol_top + quiet),
        lines,
        stars,
        bands,
    })
}

/// A thin frame inside the edges.
fn frame(size: Size, scale: f64, width: u32, height: u32) -> Vec<Band> {
    let inset = dots(size.in_dots(3.5) * scale);
    let line = dots(size.in_dots(0.6) * scale).max(2);
    let (across, down) = (width - 2 * inset, height - 2 * inset);
    let rule = |left, top, width, height| Band {
        left,
        top,
        width,
        height,
    };
    vec![
        rule(inset, inset, across, line),
        rule(inset, inset + down - line, across, line),
        rule(inset, inset, line, down),
        rule(inset + across - line, inset, line, down),
    ]
}
