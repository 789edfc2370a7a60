//! Labels in a PDF: the symbol as one path of whole modules, words in an embedded subset of the
//! font, black as DeviceGray 0, which presses print with the black ink alone.
//!
//! It does not claim to be PDF/X: that needs the printing condition of a press, which nobody
//! knows here. It has what such a file may have, and a trim box.

mod content;
mod document;
mod fonts;
mod pages;

pub(super) use document::{Document, Form, Sheet as Page};
pub(super) use pages::pages;

use super::layout::Layout;
use super::{Error, Label, Symbol};

/// A laid out label on a page of its own size.
///
/// # Errors
/// [`Error::NotReadBack`].
pub(super) fn label(layout: &Layout, symbol: &Symbol, label: &Label) -> Result<Vec<u8>, Error> {
    let mut document = Document::new(&label.number);
    let form = document.form(layout, symbol)?;
    let mut page = Page::new(form.width(), form.height());
    page.place(form, 0.0, form.height());
    document.page(page);
    Ok(document.finish())
}
