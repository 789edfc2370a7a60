//! The `ocop` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ocop::cli::run()
}
