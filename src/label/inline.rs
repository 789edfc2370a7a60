//! A symbol alone as an SVG that stands in a page: dark on light, whatever the page's colours.

use std::fmt::Write;

use super::{QUIET_ZONE, Symbol};

/// Writes a symbol with its quiet zone. One unit is one module; the page decides how large.
pub fn inline_svg(symbol: &Symbol) -> String {
    let modules = symbol.modules();
    let quiet = QUIET_ZONE as usize;
    let width = modules.width() + 2 * quiet;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {width}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{width}v{width}h-{width}z\"/>\
         <path fill=\"#000\" d=\""
    );
    for y in 0..modules.width() {
        for (x, length) in modules.runs(y) {
            let (left, top) = (x + quiet, y + quiet);
            let _ = write!(svg, "M{left} {top}h{length}v1h-{length}z");
        }
    }
    svg.push_str("\"/></svg>");
    svg
}
