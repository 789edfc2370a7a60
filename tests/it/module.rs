//! The browser's module, run as a browser runs it: the committed file, and what this source makes.

mod answers;
mod loaded;
mod pictures;
mod rebuilt;
