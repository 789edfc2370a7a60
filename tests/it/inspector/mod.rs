//! The inspector's page, in the browser of a small phone with a camera that plays a film.

mod anew;
mod device;
mod exported;
mod film;
mod long;
mod offline;
mod served;
mod shelf;
mod shell;
mod tabs;
mod trouble;
mod updates;
