//! The folder of the questions: of this run alone, readable by its owner, gone with it.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use serde_json::Value;

use super::super::output::Error;

/// A folder that is removed with its value.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes one.
    pub fn new() -> Result<Self, Error> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(io::Error::from)?;
        let name = format!("ocop-conformance-{:016x}", u64::from_ne_bytes(random));
        let path = std::env::temp_dir().join(name);
        let made = DirBuilder::new().mode(0o700).create(&path);
        made.map_err(Error::file(&path))?;
        Ok(Self(path))
    }

    /// Writes a question, and says where.
    pub fn write(&self, name: &str, question: &Value) -> Result<PathBuf, Error> {
        let path = self.0.join(name);
        fs::write(&path, question.to_string()).map_err(Error::file(&path))?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed holds nothing but vectors.
        drop(fs::remove_dir_all(&self.0));
    }
}
