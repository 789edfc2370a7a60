//! Of issuing, the readers of a list: CSV and workbooks.

#[path = "../../../src/office/issue/comma_separated.rs"]
mod comma_separated;
#[path = "../../../src/office/issue/headings.rs"]
pub mod headings;
#[path = "../../../src/office/issue/list.rs"]
pub mod list;
#[path = "../../../src/office/issue/shared_texts.rs"]
mod shared_texts;
#[path = "../../../src/office/issue/unpacked.rs"]
mod unpacked;
#[path = "../../../src/office/issue/workbook.rs"]
mod workbook;
