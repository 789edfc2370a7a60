//! The specification's vectors as files, for tests in other languages.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::super::output::{Error, Output};
use crate::office::conformance::FILES;

/// Writes them where nothing stands in their place.
pub fn run(folder: &Path, output: Output) -> Result<ExitCode, Error> {
    fs::create_dir_all(folder).map_err(Error::file(folder))?;
    for (name, bytes) in FILES {
        let path = folder.join(name);
        let written = fs::File::create_new(&path).and_then(|mut file| file.write_all(bytes));
        match written {
            // The same file of an earlier run is what was asked for.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let there = fs::read(&path).map_err(Error::file(&path))?;
                if there != bytes {
                    return Err(Error::file(&path)(error));
                }
            }
            written => written.map_err(Error::file(&path))?,
        }
        let shown = path.display().to_string();
        if output.json {
            output.line(&json!({ "file": shown }))?;
        }
        output.say(shown)?;
    }
    Ok(ExitCode::SUCCESS)
}
