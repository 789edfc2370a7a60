//! A label as an SVG in millimetres, and what a finished SVG says.

use std::fmt::Write;

use super::design::Label;
use super::layout::{Layout, Line};
use super::lettering::Stroke;
use super::{Error, Matrix, QUIET_ZONE, Size, Symbol, reread};

/// How the path of the modules begins, to find it again.
const MODULES: &str = "<path id=\"modules\" d=\"";

/// Writes a laid out label. One unit is one printer dot, so edges fall on whole
/// numbers; `width` and `height` give the millimetres.
pub(super) fn write(layout: &Layout, label: &Label) -> String {
    let (width, height) = (layout.width, layout.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.3}mm\" height=\"{:.3}mm\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title description\">\n",
        layout.size.mm(width),
        layout.size.mm(height),
    );
    let description = match &label.demonstration {
        Some(mark) => format!("{mark} · {}", label.caption),
        None => label.caption.clone(),
    };
    let _ = writeln!(svg, "<title id=\"title\">{}</title>", escape(&label.number));
    let _ = writeln!(
        svg,
        "<desc id=\"description\">{}</desc>",
        escape(&description)
    );
    let _ = writeln!(
        svg,
        "<path fill=\"#fff\" d=\"M0 0h{width}v{height}h-{width}z\"/>"
    );
    svg.push_str(MODULES);
    push_modules(&mut svg, layout);
    svg.push_str("\" shape-rendering=\"crispEdges\"/>\n");
    if let Some((left, top, width, height)) = layout.band {
        let _ = writeln!(
            svg,
            "<path d=\"M{left} {top}h{width}v{height}h-{width}z\"/>"
        );
    }
    for line in &layout.lines {
        let fill = if line.light { " fill=\"#fff\"" } else { "" };
        let _ = writeln!(svg, "<path{fill} d=\"{}\"/>", outline(line));
    }
    svg.push_str("</svg>\n");
    svg
}

/// Parses the path of the modules in a finished SVG back into modules and
/// refuses the file unless their text is exactly the symbol's.
///
/// # Errors
///
/// [`Error::NotReadBack`].
pub(super) fn check(svg: &str, size: Size, symbol: &Symbol) -> Result<(), Error> {
    let modules = measure(svg, size, symbol.modules().width()).ok_or(Error::NotReadBack)?;
    reread::compare(&modules, symbol)
}

/// Each dark run as one rectangle: `Mx ywidth…`.
fn push_modules(svg: &mut String, layout: &Layout) {
    let dots = layout.size.dots() as usize;
    let quiet = QUIET_ZONE as usize * dots;
    let modules = layout.symbol.modules();
    for y in 0..modules.width() {
        for (x, length) in modules.runs(y) {
            let (left, top, width) = (quiet + x * dots, quiet + y * dots, length * dots);
            let _ = write!(svg, "M{left} {top}h{width}v{dots}h-{width}z");
        }
    }
}

fn outline(line: &Line) -> String {
    let mut path = String::new();
    for stroke in line
        .weight
        .outline(&line.text, line.em, (line.x, line.baseline), false)
    {
        let _ = match stroke {
            Stroke::Move(x, y) => write!(path, "M{x:.2} {y:.2}"),
            Stroke::Line(x, y) => write!(path, "L{x:.2} {y:.2}"),
            Stroke::Curve(x1, y1, x, y) => write!(path, "Q{x1:.2} {y1:.2} {x:.2} {y:.2}"),
            Stroke::Close => write!(path, "Z"),
        };
    }
    path
}

fn measure(svg: &str, size: Size, width: usize) -> Option<Matrix> {
    let (_, from_path) = svg.split_once(MODULES)?;
    let (path, _) = from_path.split_once('"')?;
    let dots = size.dots() as usize;
    let mut dark = vec![false; width * width];
    for rectangle in path.split_terminator('z') {
        let (left, rest) = rectangle.strip_prefix('M')?.split_once(' ')?;
        let (top, rest) = rest.split_once('h')?;
        let (across, rest) = rest.split_once('v')?;
        let (down, back) = rest.split_once("h-")?;
        if back != across || down.parse() != Ok(dots) {
            return None;
        }
        let module = |text: &str| {
            let place: usize = text.parse().ok()?;
            place.is_multiple_of(dots).then_some(place / dots)
        };
        let x = module(left)?.checked_sub(QUIET_ZONE as usize)?;
        let y = module(top)?.checked_sub(QUIET_ZONE as usize)?;
        let end = x.checked_add(module(across)?).filter(|end| *end <= width)?;
        dark.get_mut(y * width + x..y * width + end)?.fill(true);
    }
    Some(Matrix::from_fn(width, |x, y| dark[y * width + x]))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
