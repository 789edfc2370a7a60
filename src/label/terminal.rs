//! A symbol for a terminal: two modules a character, black on white whatever the theme.

use super::{Matrix, QUIET_ZONE};

/// Black on white by the 256-colour palette: themes may redefine the first
/// sixteen colours, not these.
const BLACK_ON_WHITE: &str = "\x1b[38;5;16;48;5;231m";
const RESET: &str = "\x1b[0m";

/// The modules with their quiet zone, one line of text for two rows.
pub(super) fn write(modules: &Matrix) -> String {
    let quiet = QUIET_ZONE as usize;
    let side = modules.width() + 2 * quiet;
    let is_dark =
        |x: usize, y: usize| x >= quiet && y >= quiet && modules.is_dark(x - quiet, y - quiet);
    let mut text = String::new();
    for y in (0..side).step_by(2) {
        text.push_str(BLACK_ON_WHITE);
        text.extend((0..side).map(|x| match (is_dark(x, y), is_dark(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        }));
        text.push_str(RESET);
        text.push('\n');
    }
    text
}
