//! A label as an SVG in millimetres, and what a finished SVG says.

use std::fmt::Write;

use super::layout::{Layout, Line};
use super::lettering::Stroke;
use super::{Error, Label, Matrix, Symbol, reread};

/// How the path of the modules begins, to find it again.
const MODULES: &str = "<path id=\"modules\" d=\"";

/// A laid out label. The path of its modules is parsed again from the finished file and its text
/// compared before it is returned; the words are not part of that check.
///
/// # Errors
///
/// [`Error::NotReadBack`].
pub(super) fn file(layout: &Layout, symbol: &Symbol, label: &Label) -> Result<String, Error> {
    let file = write(layout, symbol, label);
    let modules = measure(&file, layout, symbol.modules().width()).ok_or(Error::NotReadBack)?;
    reread::compare(&modules, symbol)?;
    Ok(file)
}

/// One unit is one printer dot, so edges fall on whole numbers; `width` and `height` give the
/// millimetres.
fn write(layout: &Layout, symbol: &Symbol, label: &Label) -> String {
    let (width, height) = (layout.width, layout.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.3}mm\" height=\"{:.3}mm\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title description\">\n",
        layout.size.mm(width),
        layout.size.mm(height),
    );
    let words: Vec<&str> = layout.lines.iter().map(|line| line.text.as_str()).collect();
    let _ = writeln!(svg, "<title id=\"title\">{}</title>", escape(&label.number));
    let _ = writeln!(
        svg,
        "<desc id=\"description\">{}</desc>",
        escape(&words.join(" · "))
    );
    let _ = writeln!(
        svg,
        "<path fill=\"#fff\" d=\"M0 0h{width}v{height}h-{width}z\"/>"
    );
    svg.push_str(MODULES);
    push_modules(&mut svg, layout, symbol);
    svg.push_str("\" shape-rendering=\"crispEdges\"/>\n");
    for band in &layout.bands {
        let (left, top, width, height) = (band.left, band.top, band.width, band.height);
        let _ = writeln!(
            svg,
            "<path d=\"M{left} {top}h{width}v{height}h-{width}z\"/>"
        );
    }
    for star in &layout.stars {
        let _ = writeln!(svg, "<path d=\"{}\"/>", path(star));
    }
    for line in &layout.lines {
        let fill = if line.light { " fill=\"#fff\"" } else { "" };
        let _ = writeln!(svg, "<path{fill} d=\"{}\"/>", outline(line));
    }
    svg.push_str("</svg>\n");
    svg
}

/// Each dark run as one rectangle: `Mx ywidth…`.
fn push_modules(svg: &mut String, layout: &Layout, symbol: &Symbol) {
    let dots = layout.size.dots() as usize;
    let (from, above) = (layout.symbol.0 as usize, layout.symbol.1 as usize);
    let modules = symbol.modules();
    for y in 0..modules.width() {
        for (x, length) in modules.runs(y) {
            let (left, top, width) = (from + x * dots, above + y * dots, length * dots);
            let _ = write!(svg, "M{left} {top}h{width}v{dots}h-{width}z");
        }
    }
}

fn outline(line: &Line) -> String {
    let place = (line.x, line.baseline);
    path(&line.weight.outline(&line.text, line.em, place, false))
}

fn path(strokes: &[Stroke]) -> String {
    let mut path = String::new();
    for stroke in strokes {
        let _ = match stroke {
            Stroke::Move(x, y) => write!(path, "M{x:.2} {y:.2}"),
            Stroke::Line(x, y) => write!(path, "L{x:.2} {y:.2}"),
            Stroke::Curve(x1, y1, x, y) => write!(path, "Q{x1:.2} {y1:.2} {x:.2} {y:.2}"),
            Stroke::Close => write!(path, "Z"),
        };
    }
    path
}

fn measure(svg: &str, layout: &Layout, width: usize) -> Option<Matrix> {
    let (_, from_path) = svg.split_once(MODULES)?;
    let (path, _) = from_path.split_once('"')?;
    let rectangles = path.split_terminator('z').map(|rectangle| {
        let (left, rest) = rectangle.strip_prefix('M')?.split_once(' ')?;
        let (top, rest) = rest.split_once('h')?;
        let (across, rest) = rest.split_once('v')?;
        let (down, back) = rest.split_once("h-")?;
        let number = |text: &str| text.parse().ok();
        let sides = [number(left)?, number(top)?, number(across)?, number(down)?];
        (back == across).then_some(sides)
    });
    reread::of_rectangles(rectangles, layout, width)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
