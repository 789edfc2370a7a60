//! What a leader writes, and that nobody writes it who leads no more.

use super::{Entry, Error, Register, on};

/// The term that has begun last.
pub(super) const NEWEST_TERM: &str = "select term from leadership where id = 1";

tokio::task_local! {
    /// The term that what runs now is done in.
    static TERM: Option<i64>;
}

impl Register {
    /// Whether this service leads, as far as it knows. On SQLite every one does.
    pub fn leads(&self) -> bool {
        self.lead().term().is_some()
    }

    /// Does something as the leader: each entry that it makes is made only if this term of
    /// leading still lasts, and is [`Error::NotLeader`] otherwise. What it spawns is not included.
    ///
    /// # Errors
    /// [`Error::NotLeader`] when this service does not lead.
    pub async fn as_leader<F: Future>(&self, act: F) -> Result<F::Output, Error> {
        let term = self.lead().term().ok_or(Error::NotLeader)?;
        Ok(TERM.scope(term, act).await)
    }

    /// Begins another term. It waits for the entries that are being made, so that none of an
    /// earlier term is made after this one has begun.
    pub(super) async fn raise_term(&self) -> Result<i64, Error> {
        self.enter(|entry| Box::pin(entry.raise_term())).await
    }
}

impl Entry {
    async fn raise_term(&mut self) -> Result<i64, Error> {
        let sql = "update leadership set term = term + 1 where id = 1 returning term";
        let term = on!(self.connection(), connection => sqlx::query_scalar(sql).fetch_one(connection).await)?;
        Ok(term)
    }

    /// Refuses what is done in an earlier term. Asked after the lock of the entry.
    pub(super) async fn check_term(&mut self, term: i64) -> Result<(), Error> {
        let now: i64 = on!(self.connection(), connection => sqlx::query_scalar(NEWEST_TERM).fetch_one(connection).await)?;
        if now == term {
            Ok(())
        } else {
            Err(Error::NotLeader)
        }
    }
}

/// The term that what runs now is done in, if it is a leader's.
pub(super) fn term_of_this() -> Option<i64> {
    TERM.try_with(|term| *term).ok().flatten()
}
