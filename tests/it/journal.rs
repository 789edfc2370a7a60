//! Journals of inspectors: taken in exactly once, judged again, and read by their inspector alone.

mod audited;
pub mod device;
mod door;
mod pages;
mod read;
mod taken_in;
