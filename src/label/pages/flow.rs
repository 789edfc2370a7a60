//! Blocks flow down pages: where each line, picture and code stands, in points from the lower
//! left.

use super::super::lettering::Weight;
use super::super::{QUIET_ZONE, Symbol};
use super::jpeg::Jpeg;
use super::lines::{anywhere, broken, drawable, width};

/// A4, in points.
pub(in super::super) const PAGE: (f32, f32) = (595.28, 841.89);
const LEFT: f32 = 51.0;
const TOP: f32 = 790.0;
const BOTTOM: f32 = 62.0;
const WIDTH: f32 = PAGE.0 - 2.0 * LEFT;
/// Where what a row is begins.
const VALUES: f32 = 150.0;
/// A module of a code: 14 dots of a printer of 600 dots an inch.
const MODULE: f32 = 14.0 * 72.0 / 600.0;
/// The largest photograph.
const PICTURE: (f32, f32) = (340.0, 300.0);
/// Between lines, as a part of the size of letters.
const LEADING: f32 = 1.38;

const BODY: f32 = 9.5;
const SMALL: f32 = 8.0;

/// Something that is drawn on a page.
#[derive(Clone, Debug)]
pub(in super::super) enum Mark {
    /// A line of text, from its first letter on the baseline.
    Line {
        weight: Weight,
        size: f32,
        at: (f32, f32),
        /// 0 is black.
        grey: f32,
        text: String,
    },
    /// A hairline across.
    Rule { at: (f32, f32), width: f32 },
    /// A picture, by its number, within a rectangle.
    Picture { number: usize, within: [f32; 4] },
    /// The modules of a code, each a square; their upper left corner.
    Modules {
        symbol: Box<Symbol>,
        at: (f32, f32),
        module: f32,
    },
}

/// What was laid out: the marks of each page, and the pictures that they name.
#[derive(Debug, Default)]
pub(in super::super) struct Sheet {
    pub pages: Vec<Vec<Mark>>,
    pub pictures: Vec<Jpeg>,
}

/// How a line looks.
#[derive(Clone, Copy)]
struct Look {
    weight: Weight,
    size: f32,
    grey: f32,
}

const PLAIN: Look = Look {
    weight: Weight::Regular,
    size: BODY,
    grey: 0.0,
};
const FINE: Look = Look {
    weight: Weight::Regular,
    size: SMALL,
    grey: 0.25,
};

pub(super) struct Flow {
    foot: String,
    sheet: Sheet,
    /// Where the next line's top is.
    y: f32,
}

impl Flow {
    pub fn new(foot: &str) -> Self {
        Self {
            foot: drawable(foot, Weight::Regular),
            sheet: Sheet {
                pages: vec![Vec::new()],
                pictures: Vec::new(),
            },
            y: TOP,
        }
    }

    pub fn new_page(&mut self) {
        if self.sheet.pages.last().is_some_and(|page| !page.is_empty()) {
            self.sheet.pages.push(Vec::new());
        }
        self.y = TOP;
    }

    pub fn title(&mut self, text: &str) {
        let look = Look {
            weight: Weight::Bold,
            size: 17.0,
            grey: 0.0,
        };
        self.paragraph(text, look, LEFT, WIDTH);
        self.y -= 6.0;
    }

    pub fn heading(&mut self, text: &str) {
        let look = Look {
            weight: Weight::Bold,
            size: 12.5,
            grey: 0.0,
        };
        // Never alone at the foot of a page.
        self.room(80.0);
        self.y -= 12.0;
        self.paragraph(text, look, LEFT, WIDTH);
        let at = (LEFT, self.y + 1.0);
        self.mark(Mark::Rule { at, width: WIDTH });
        self.y -= 6.0;
    }

    pub fn subheading(&mut self, text: &str) {
        let look = Look {
            weight: Weight::Bold,
            size: 10.5,
            grey: 0.0,
        };
        self.room(60.0);
        self.y -= 7.0;
        self.paragraph(text, look, LEFT, WIDTH);
        self.y -= 2.0;
    }

    pub fn row(&mut self, name: &str, value: &str) {
        let names = broken(name, FINE.weight, (VALUES - 10.0) / FINE.size);
        let values = broken(value, PLAIN.weight, (WIDTH - VALUES) / PLAIN.size);
        let step = BODY * LEADING;
        for row in 0..names.len().max(values.len()) {
            self.room(step);
            let y = self.y - BODY;
            if let Some(name) = names.get(row) {
                self.line(FINE, (LEFT, y), name);
            }
            if let Some(value) = values.get(row) {
                self.line(PLAIN, (LEFT + VALUES, y), value);
            }
            self.y -= step;
        }
        self.y -= 2.0;
    }

    pub fn text(&mut self, text: &str) {
        self.paragraph(text, PLAIN, LEFT, WIDTH);
        self.y -= 4.0;
    }

    pub fn small(&mut self, text: &str) {
        self.paragraph(text, FINE, LEFT, WIDTH);
        self.y -= 3.0;
    }

    pub fn code(&mut self, text: &str) {
        let look = Look { grey: 0.0, ..FINE };
        let inset = 10.0;
        for part in text.split('\n') {
            let part = drawable(part, look.weight);
            for line in anywhere(&part, look.weight, (WIDTH - inset) / look.size) {
                self.next(look, LEFT + inset, &line);
            }
        }
        self.y -= 4.0;
    }

    pub fn picture(&mut self, jpeg: Jpeg, caption: &str) {
        let (across, down) = (jpeg.width.max(1) as f32, jpeg.height.max(1) as f32);
        let scale = (PICTURE.0 / across).min(PICTURE.1 / down);
        let (across, down) = (across * scale, down * scale);
        self.room(down + 30.0);
        let number = self.sheet.pictures.len();
        self.sheet.pictures.push(jpeg);
        self.y -= down;
        let within = [LEFT, self.y, across, down];
        self.mark(Mark::Picture { number, within });
        self.y -= 4.0;
        self.small(caption);
        self.y -= 4.0;
    }

    pub fn symbol(&mut self, symbol: Symbol, caption: &str) {
        let quiet = QUIET_ZONE as f32 * MODULE;
        let side = symbol.modules().width() as f32 * MODULE;
        self.room(side + 2.0 * quiet + 40.0);
        let at = (LEFT + quiet, self.y - quiet);
        let symbol = Box::new(symbol);
        let module = MODULE;
        self.mark(Mark::Modules { symbol, at, module });
        self.y -= side + 2.0 * quiet;
        self.small(caption);
    }

    /// The pages, each with its foot.
    pub fn finish(mut self) -> Sheet {
        let count = self.sheet.pages.len();
        for (number, page) in (1..).zip(&mut self.sheet.pages) {
            let of = format!("{number}/{count}");
            let right = LEFT + WIDTH - width(&of, FINE.weight) * FINE.size;
            let foot = [(LEFT, self.foot.clone()), (right, of)];
            for (x, text) in foot {
                page.push(Mark::Line {
                    weight: FINE.weight,
                    size: FINE.size,
                    at: (x, 36.0),
                    grey: FINE.grey,
                    text,
                });
            }
        }
        self.sheet
    }

    fn paragraph(&mut self, text: &str, look: Look, x: f32, wide: f32) {
        for line in broken(text, look.weight, wide / look.size) {
            self.next(look, x, &line);
        }
    }

    fn next(&mut self, look: Look, x: f32, text: &str) {
        let step = look.size * LEADING;
        self.room(step);
        let y = self.y - look.size;
        self.line(look, (x, y), text);
        self.y -= step;
    }

    fn line(&mut self, look: Look, at: (f32, f32), text: &str) {
        if text.is_empty() {
            return;
        }
        let Look { weight, size, grey } = look;
        let text = text.to_owned();
        self.mark(Mark::Line {
            weight,
            size,
            at,
            grey,
            text,
        });
    }

    /// Goes on to another page where so much no longer fits.
    fn room(&mut self, high: f32) {
        if self.y - high < BOTTOM {
            self.new_page();
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.sheet.pages.last_mut() {
            page.push(mark);
        }
    }
}
