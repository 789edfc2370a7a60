//! Committing, and what is said when nobody knows whether it was done.

use std::cell::Cell;
use std::sync::LazyLock;

use sqlx::{Postgres, Transaction};
use tracing::instrument::WithSubscriber;
use tracing::level_filters::LevelFilter;
use tracing::{Dispatch, Event, Level, Metadata, Subscriber, span};

use crate::register::Error;

/// The classes of SQLSTATE that a refused commit has: nothing was kept.
const REFUSED: [&str; 4] = ["23", "25", "2D", "40"];

tokio::task_local! {
    /// Whether the server warned while it committed.
    static WARNED: Cell<bool>;
}

/// Commits. An answer that does not come, or comes with a warning, is [`Error::Unknown`]: the
/// server may have committed before the connection was lost; and who cancels the wait for a
/// synchronous standby is told of success with a warning, while a failover would lose the entry.
pub(in crate::register) async fn commit(
    transaction: Transaction<'static, Postgres>,
) -> Result<(), Error> {
    static LISTENING: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Warnings));
    let committing = transaction.commit().with_subscriber(LISTENING.clone());
    let (outcome, warned) = WARNED
        .scope(Cell::new(false), async move {
            let outcome = committing.await;
            (outcome, WARNED.with(Cell::get))
        })
        .await;
    match outcome {
        Ok(()) if warned => Err(Error::Unknown("committed with a warning".to_owned())),
        Ok(()) => Ok(()),
        Err(error) if was_refused(&error) => Err(error.into()),
        Err(error) => Err(Error::Unknown(error.to_string())),
    }
}

fn was_refused(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| REFUSED.iter().any(|class| code.starts_with(class)))
}

/// Hears the server's warnings, which sqlx passes to the log and to nobody else. Their texts are
/// in the server's language; that there is one is enough.
struct Warnings;

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::postgres::notice" && *metadata.level() <= Level::WARN
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::WARN)
    }

    fn event(&self, _: &Event<'_>) {
        // Outside of a commit nobody listens.
        let _outside = WARNED.try_with(|warned| warned.set(true));
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
