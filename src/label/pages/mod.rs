//! Pages of words, pictures and codes: what is written down about labels, such as a case file.
//!
//! ```text
//! blocks -> flow (lines, page breaks) -> marks on pages -> pdf
//! ```
//!
//! The same blocks make the same bytes: nothing in the file says when it was written.

mod flow;
mod jpeg;
mod lines;

use flow::Flow;
pub(super) use flow::{Mark, PAGE, Sheet};
pub(super) use jpeg::Jpeg;

use super::pdf;
use super::{Error, Symbol};

/// What stands on the pages, from the top.
#[derive(Clone, Debug)]
pub enum Block {
    /// What the whole is.
    Title(String),
    /// What follows.
    Heading(String),
    /// A heading within what follows.
    Subheading(String),
    /// A name with what it is.
    Row(String, String),
    /// A paragraph; its line breaks stand.
    Text(String),
    /// A paragraph in small letters.
    Small(String),
    /// What is copied character by character: broken anywhere, no space added.
    Code(String),
    /// A photograph, and what is said of it.
    Picture {
        /// A JPEG, PNG or WebP.
        bytes: Vec<u8>,
        /// Below it.
        caption: String,
    },
    /// A code to be scanned, and what is said of it.
    Symbol {
        /// The text that it holds.
        text: String,
        /// Below it.
        caption: String,
    },
    /// What follows begins on a page of its own.
    NewPage,
}

/// Writes blocks on pages of A4, each with a line at its foot.
///
/// # Errors
/// [`Error::TextTooLong`] for a code that no symbol holds.
pub fn write_pages(title: &str, foot: &str, blocks: &[Block]) -> Result<Vec<u8>, Error> {
    let mut flow = Flow::new(foot);
    for block in blocks {
        match block {
            Block::Title(text) => flow.title(text),
            Block::Heading(text) => flow.heading(text),
            Block::Subheading(text) => flow.subheading(text),
            Block::Row(name, value) => flow.row(name, value),
            Block::Text(text) => flow.text(text),
            Block::Small(text) => flow.small(text),
            Block::Code(text) => flow.code(text),
            Block::Picture { bytes, caption } => match Jpeg::of(bytes) {
                Some(jpeg) => flow.picture(jpeg, caption),
                None => flow.text(caption),
            },
            Block::Symbol { text, caption } => flow.symbol(Symbol::encode(text)?, caption),
            Block::NewPage => flow.new_page(),
        }
    }
    Ok(pdf::pages(title, &flow.finish()))
}
