//! Labels with serials: checked beside the verdict, counted without anybody's name, and shown
//! where they stand out.

mod checked;
mod counted;
mod ended;
mod listed;
mod placed;
pub mod shop;
