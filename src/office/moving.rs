//! A programme's register moves to another engine: copied whole, and audited where it arrived.

use std::path::Path;

use super::audit::audit_register;
use super::{Audited, Error, Fault, location};
use crate::clock::Clock;
use crate::config::Config;
use crate::register::{Location, Register, Transferred};

/// A register that was copied.
pub struct Moved {
    /// What was copied.
    pub copied: Transferred,
    /// What the copy was found to hold, or its first row that is wrong.
    pub audited: Result<Audited, Fault>,
}

/// Copies the register of a data folder into an empty one, and audits that as the folder's own.
/// Files that lie beside the register are not touched.
///
/// # Errors
/// When there is no register, the other one is not empty, or either does not answer. Then the
/// other one holds nothing.
pub async fn move_register(
    data: &Path,
    config: &Config,
    to: &str,
    clock: &dyn Clock,
) -> Result<Moved, Error> {
    let source = location(data, config)?;
    if let Location::File(file) = &source
        && !file.exists()
    {
        return Err(Error::NotInitialised(data.to_path_buf()));
    }
    let target: Location = to.parse()?;
    let (from, into) = (
        Register::open(&source).await?,
        Register::open(&target).await?,
    );
    let copied = from.transfer_to(&into).await?;
    from.close().await;
    let audited = audit_register(data, &into, clock).await?;
    into.close().await;
    Ok(Moved { copied, audited })
}
