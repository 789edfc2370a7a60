//! The transparency log: its tree and texts, how the book becomes it, and who finds it altered.

mod texts;
mod tree;
