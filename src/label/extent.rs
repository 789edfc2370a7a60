//! How large a whole label is, and the largest that fits a given room.

use super::layout::{Layout, Room};
use super::size::{ADVISED_MM, DPI, modules_across, smallest_dots};
use super::{Design, Error, Label, Size, Symbol};

/// Sides of a label, in millimetres: less holds no symbol, more is a hoarding.
pub(super) const SIDE_MM: std::ops::RangeInclusive<f64> = 5.0..=1_000.0;

/// The size of a label: of its modules, and of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    size: Size,
    room: Room,
    width: u32,
    height: u32,
    version: u8,
}

impl Extent {
    pub(super) fn of(layout: &Layout, symbol: &Symbol, room: Room) -> Self {
        Self {
            size: layout.size,
            room,
            width: layout.width,
            height: layout.height,
            version: symbol.version(),
        }
    }

    pub(super) fn within(
        label: &Label,
        width_mm: f64,
        height_mm: Option<f64>,
        dpi: u32,
    ) -> Result<Self, Error> {
        if !DPI.contains(&dpi) {
            return Err(Error::DpiOutOfBounds { dpi });
        }
        for side_mm in [Some(width_mm), height_mm].into_iter().flatten() {
            Self::check_side(side_mm)?;
        }
        let symbol = Symbol::encode(&label.text)?;
        let in_dots = |mm: f64| Size::of_dots(1, dpi).in_dots(mm).floor().max(1.0) as u32;
        let room = Room {
            width: Some(in_dots(width_mm)),
            height: height_mm.map(in_dots),
        };
        let modules = symbol.side();
        let least = smallest_dots(dpi);
        let mut dots = most_dots(label.design, room, modules, dpi).max(least);
        loop {
            let size = Size::of_dots(dots, dpi);
            let layout = Layout::new(label, &symbol, size, room)?;
            if layout.fits(room) {
                return Ok(Self::of(&layout, &symbol, room));
            }
            if dots == least {
                let narrowest = Layout::narrowest(label, &symbol, size, room)?;
                return Err(Error::LabelTooSmall {
                    width_mm,
                    height_mm,
                    works_mm: (
                        round_up(size.mm(narrowest.width)),
                        round_up(size.mm(narrowest.height)),
                    ),
                });
            }
            dots -= 1;
        }
    }

    /// Whether a label may be so wide or high at all.
    ///
    /// # Errors
    /// [`Error::SideOutOfBounds`].
    pub fn check_side(side_mm: f64) -> Result<(), Error> {
        match SIDE_MM.contains(&side_mm) {
            true => Ok(()),
            false => Err(Error::SideOutOfBounds { side_mm }),
        }
    }

    /// The size of its modules.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// Millimetres across.
    #[must_use]
    pub fn width_mm(&self) -> f64 {
        self.size.mm(self.width)
    }

    /// Millimetres from top to bottom.
    #[must_use]
    pub fn height_mm(&self) -> f64 {
        self.size.mm(self.height)
    }

    /// The version of its symbol, 1 to 40.
    #[must_use]
    pub fn version(&self) -> u8 {
        self.version
    }

    pub(super) fn room(&self) -> Room {
        self.room
    }
}

/// The largest module, in dots, that a design could have in a room.
fn most_dots(design: Design, room: Room, modules: u32, dpi: u32) -> u32 {
    let width = room.width.unwrap_or(u32::MAX);
    let across = match design {
        Design::Code | Design::Number => width,
        // The words take half, unless the code would become smaller than advised.
        Design::Full => {
            let advised = Size::of_dots(1, dpi).in_dots(ADVISED_MM).ceil() as u32 * modules;
            (width / 2).max(advised.min(width))
        }
        Design::Plaque => width / 100 * 62,
    };
    across.min(room.height.unwrap_or(u32::MAX)) / modules
}

/// To whole tenths of a millimetre, so that what is said to work does.
fn round_up(mm: f64) -> f64 {
    (mm * 10.0).ceil() / 10.0
}

impl Symbol {
    /// Modules a side with the quiet zone.
    pub(super) fn side(&self) -> u32 {
        modules_across(self.version())
    }
}
