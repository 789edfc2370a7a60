//! A document of labels: each drawn once, and placed as often as wanted.

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib;
use pdf_writer::{Chunk, Content, Filter, Finish, Name, Pdf, Rect, Ref, TextStr};

use super::super::layout::Layout;
use super::super::lettering::Weight;
use super::super::{Error, Symbol, reread};
use super::content;
use super::fonts::Used;

/// Points an inch: a PDF's own unit.
const POINTS: f32 = 72.0;
/// Deflate's usual effort.
const EFFORT: u8 = 6;

/// A document while it grows.
pub(in super::super) struct Document {
    pdf: Pdf,
    last: i32,
    title: String,
    catalog: Ref,
    tree: Ref,
    pages: Vec<Ref>,
    fonts: Vec<Used>,
}

/// A label that stands in a document, to be placed on its pages.
#[derive(Clone, Copy)]
pub(in super::super) struct Form {
    id: Ref,
    width: u32,
    height: u32,
    /// Points a dot.
    scale: f32,
}

impl Form {
    /// Points across.
    pub(in super::super) fn width(self) -> f32 {
        self.width as f32 * self.scale
    }

    /// Points from top to bottom.
    pub(in super::super) fn height(self) -> f32 {
        self.height as f32 * self.scale
    }
}

/// A page while it is filled; all in points from the lower left.
pub(in super::super) struct Sheet {
    width: f32,
    height: f32,
    content: Content,
    forms: Vec<Ref>,
}

impl Sheet {
    pub(in super::super) fn new(width: f32, height: f32) -> Self {
        Self {
            width,
            height,
            content: Content::new(),
            forms: Vec::new(),
        }
    }

    /// Places a label with its upper left corner there.
    pub(in super::super) fn place(&mut self, form: Form, left: f32, top: f32) {
        let name = name_of(form.id);
        self.content
            .save_state()
            .transform([form.scale, 0.0, 0.0, -form.scale, left, top])
            .x_object(Name(name.as_bytes()))
            .restore_state();
        if !self.forms.contains(&form.id) {
            self.forms.push(form.id);
        }
    }

    /// White paper in a rectangle.
    pub(in super::super) fn paper(&mut self, [left, bottom, width, height]: [f32; 4]) {
        self.content
            .set_fill_gray(1.0)
            .rect(left, bottom, width, height)
            .fill_nonzero();
    }

    /// A hairline for the knife.
    pub(in super::super) fn mark(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.content
            .set_stroke_gray(0.0)
            .set_line_width(0.25)
            .move_to(from.0, from.1)
            .line_to(to.0, to.1)
            .stroke();
    }
}

impl Document {
    pub(in super::super) fn new(title: &str) -> Self {
        let mut document = Self {
            pdf: Pdf::new(),
            last: 0,
            title: title.to_owned(),
            catalog: Ref::new(1),
            tree: Ref::new(1),
            pages: Vec::new(),
            fonts: Vec::new(),
        };
        document.catalog = document.fresh();
        document.tree = document.fresh();
        for weight in Weight::ALL {
            let id = document.fresh();
            document.fonts.push(Used::new(weight, id));
        }
        document
    }

    fn fresh(&mut self) -> Ref {
        self.last += 1;
        Ref::new(self.last)
    }

    /// Draws a label, to be placed on pages. What was packed is unpacked again, and its modules
    /// are measured.
    ///
    /// # Errors
    /// [`Error::NotReadBack`].
    pub(in super::super) fn form(
        &mut self,
        layout: &Layout,
        symbol: &Symbol,
    ) -> Result<Form, Error> {
        let written = content::write(layout, symbol, &mut self.fonts);
        let packed = compress_to_vec_zlib(&written, EFFORT);
        let unpacked = decompress_to_vec_zlib(&packed).map_err(|_| Error::NotReadBack)?;
        let modules = content::measure(&unpacked, layout, symbol.modules().width());
        reread::compare(&modules.ok_or(Error::NotReadBack)?, symbol)?;

        let id = self.fresh();
        let (width, height) = (layout.width, layout.height);
        let mut form = self.pdf.form_xobject(id, &packed);
        form.filter(Filter::FlateDecode);
        form.bbox(Rect::new(0.0, 0.0, width as f32, height as f32));
        let mut resources = form.resources();
        let mut fonts = resources.fonts();
        for font in &self.fonts {
            if layout.lines.iter().any(|line| line.weight == font.weight) {
                fonts.pair(font.name(), font.id);
            }
        }
        fonts.finish();
        resources.finish();
        form.finish();
        Ok(Form {
            id,
            width,
            height,
            scale: POINTS / layout.size.dpi() as f32,
        })
    }

    /// Adds a page.
    pub(in super::super) fn page(&mut self, sheet: Sheet) {
        let (id, contents) = (self.fresh(), self.fresh());
        packed(&mut self.pdf, contents, sheet.content.finish().as_slice());
        let mut page = self.pdf.page(id);
        let whole = Rect::new(0.0, 0.0, sheet.width, sheet.height);
        page.parent(self.tree)
            .media_box(whole)
            .trim_box(whole)
            .contents(contents);
        let mut resources = page.resources();
        let mut forms = resources.x_objects();
        for form in sheet.forms {
            forms.pair(Name(name_of(form).as_bytes()), form);
        }
        forms.finish();
        resources.finish();
        page.finish();
        self.pages.push(id);
    }

    /// The finished file. It says no date: the same labels make the same bytes.
    pub(in super::super) fn finish(mut self) -> Vec<u8> {
        let fonts = std::mem::take(&mut self.fonts);
        for font in fonts.iter().filter(|font| font.is_used()) {
            let mut last = self.last;
            font.embed(&mut self.pdf, || {
                last += 1;
                Ref::new(last)
            });
            self.last = last;
        }
        let count = i32::try_from(self.pages.len()).expect("pages are counted by a sheet's labels");
        self.pdf
            .pages(self.tree)
            .kids(self.pages.iter().copied())
            .count(count);
        let info = self.fresh();
        self.pdf
            .document_info(info)
            .title(TextStr(&self.title))
            .producer(TextStr("ocop"));
        let mut catalog = self.pdf.catalog(self.catalog);
        catalog.pages(self.tree).lang(TextStr("vi-VN"));
        // Printed larger or smaller, modules are no whole dots any more.
        catalog
            .viewer_preferences()
            .display_doc_title(true)
            .pair(Name(b"PrintScaling"), Name(b"None"));
        catalog.finish();
        self.pdf.finish()
    }
}

fn name_of(form: Ref) -> String {
    format!("L{}", form.get())
}

/// Writes a stream, deflated.
pub(super) fn packed(chunk: &mut Chunk, id: Ref, bytes: &[u8]) {
    let packed = compress_to_vec_zlib(bytes, EFFORT);
    chunk.stream(id, &packed).filter(Filter::FlateDecode);
}
