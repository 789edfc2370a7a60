//! The writer: entries become transactions, and on SQLite concurrent ones share a commit.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use super::leadership::term_of_this;
use super::postgres::Postgres;
use super::{Engine, Entry, Error};

/// Entries that wait for the writer; more wait in their callers.
const QUEUE: usize = 256;
/// Most entries of one commit. A single fdatasync is about 4 ms: sharing it is what makes many
/// small entries fast, never a weaker pragma.
const SHARED: usize = 64;
/// How long a commit on PostgreSQL is waited for: that of a synchronous standby has no other end.
const COMMIT: Duration = Duration::from_secs(30);
/// Pages in the WAL from which on they are brought into the file: SQLite's own figure. It would
/// do so by itself, and would not say when the disk fails.
const PAGES: i64 = 1_000;

type Outcome = Result<Box<dyn Any + Send>, Error>;
type Act = Box<dyn for<'e> FnOnce(&'e mut Entry) -> BoxFuture<'e, Outcome> + Send>;

pub(super) struct Job {
    act: Act,
    reply: oneshot::Sender<Outcome>,
}

/// Where entries are handed in.
#[derive(Clone)]
pub(super) enum Writer {
    /// To the task that owns the one writing connection.
    Sqlite(mpsc::Sender<Job>, watch::Receiver<bool>),
    /// To a task of their own.
    Postgres(Postgres),
}

impl Writer {
    pub(super) fn sqlite(connection: SqliteConnection) -> Self {
        let (sender, jobs) = mpsc::channel(QUEUE);
        let (told, failed) = watch::channel(false);
        tokio::spawn(write(connection, jobs, told));
        Self::Sqlite(sender, failed)
    }

    /// One that makes no entry.
    pub(super) fn closed() -> Self {
        Self::Sqlite(mpsc::channel(1).0, watch::channel(false).1)
    }

    /// See [`super::Register::failed`].
    pub(super) async fn failed(&self) {
        if let Self::Sqlite(_, failed) = self
            && failed.clone().wait_for(|&failed| failed).await.is_ok()
        {
            return;
        }
        std::future::pending().await
    }

    /// See [`super::Register::failure`].
    pub(super) fn failure(&self) -> Option<Error> {
        let Self::Sqlite(_, failed) = self else {
            return None;
        };
        failed
            .borrow()
            .then(|| Error::Failing("nothing is written since".to_owned()))
    }

    /// Why nothing is taken any more.
    fn gone(&self) -> Error {
        self.failure().unwrap_or(Error::Closed)
    }

    /// See [`super::Register::enter`].
    pub(super) async fn enter<T, F>(&self, act: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'e> FnOnce(&'e mut Entry) -> BoxFuture<'e, Result<T, Error>> + Send + 'static,
    {
        match self {
            Self::Sqlite(jobs, _) => {
                let (reply, answer) = oneshot::channel();
                let act: Act = Box::new(move |entry| {
                    let made = act(entry);
                    Box::pin(async {
                        made.await
                            .map(|value| Box::new(value) as Box<dyn Any + Send>)
                    })
                });
                jobs.send(Job { act, reply })
                    .await
                    .map_err(|_| self.gone())?;
                let value = answer.await.map_err(|_| self.gone())??;
                Ok(*value
                    .downcast()
                    .expect("the answer has the type of the act it was asked with"))
            }
            // A task of its own: `begin` is not cancel-safe, and a caller may be dropped when
            // its client disconnects.
            Self::Postgres(postgres) => {
                let (postgres, term) = (postgres.clone(), term_of_this());
                tokio::spawn(async move {
                    let (mut entry, mut here) = postgres.begin().await?;
                    let writing = async {
                        if let Some(term) = term {
                            entry.check_term(term).await?;
                        }
                        act(&mut entry).await
                    };
                    let written = here.unless_left(writing).await;
                    let value = written.unwrap_or(Err(Error::Silent))?;
                    let committing = here.unless_left(entry.commit());
                    let unknown = |why: &str| Error::Unknown(why.to_owned());
                    match timeout(COMMIT, committing).await {
                        Ok(Some(committed)) => committed.map(|()| value),
                        Ok(None) => Err(unknown("the primary moved")),
                        Err(_) => Err(unknown("no answer in time")),
                    }
                })
                .await
                .map_err(|_| Error::Closed)?
            }
        }
    }
}

/// Makes entries until every register is gone, or the disk has failed.
///
/// After a sync that failed the kernel may take for written what the disk does not hold, and the
/// next sync says that all is well. So nothing is built on it: the next program reads what is
/// there, and writes it anew before anything else.
async fn write(
    connection: SqliteConnection,
    mut jobs: mpsc::Receiver<Job>,
    told: watch::Sender<bool>,
) {
    let mut entry = Entry::of(Engine::Sqlite(connection));
    let mut full = false;
    while let Some(first) = jobs.recv().await {
        let mut shared = vec![first];
        while shared.len() < SHARED
            && let Ok(next) = jobs.try_recv()
        {
            shared.push(next);
        }
        let written = match commit_together(&mut entry, shared).await {
            Ok(()) => keep_the_wal_short(&mut entry).await,
            failed => failed,
        };
        if let Err(error @ Error::Failing(_)) = &written {
            tracing::error!(%error, "nothing more is written: the program must begin again");
            told.send_replace(true);
            return;
        }
        let is_full = matches!(written, Err(Error::Full));
        match (full, is_full) {
            (false, true) => tracing::error!("the disk is full: nothing is written"),
            (true, false) => tracing::info!("there is room again: the register is written"),
            _ => {}
        }
        full = is_full;
    }
}

/// Runs several acts in one transaction, each within a savepoint of its own, and answers all
/// of them after the commit.
///
/// # Errors
/// When the transaction as a whole was not committed.
async fn commit_together(entry: &mut Entry, jobs: Vec<Job>) -> Result<(), Error> {
    let mut whole = entry.statement("begin immediate").await;
    let mut answers = Vec::with_capacity(jobs.len());
    for Job { act, reply } in jobs {
        let outcome = match &whole {
            Ok(()) => match within_savepoint(entry, act).await {
                Ok(outcome) => outcome,
                Err(lost) => {
                    let told = Err(lost.repeated());
                    whole = Err(lost);
                    told
                }
            },
            Err(error) => Err(error.repeated()),
        };
        answers.push((reply, outcome));
    }
    if whole.is_ok() {
        whole = entry.statement("commit").await;
    }
    if whole.is_err() {
        // After some failures SQLite has rolled back by itself; then this fails too, and both
        // leave nothing behind.
        drop(entry.statement("rollback").await);
    }
    for (reply, outcome) in answers {
        let answer = match (&whole, outcome) {
            (Err(error), Ok(_)) => Err(error.repeated()),
            (_, outcome) => outcome,
        };
        // A caller that went away no longer asks.
        drop(reply.send(answer));
    }
    whole
}

/// What an act led to.
///
/// # Errors
/// When the transaction is lost with it: on a full or failing disk SQLite undoes all of it, and
/// what came next would be a transaction of its own.
async fn within_savepoint(entry: &mut Entry, act: Act) -> Result<Outcome, Error> {
    entry.statement("savepoint act").await?;
    let outcome = unless_it_panics(act(entry)).await;
    if let Err(error) = &outcome {
        if let Error::Failing(_) = error {
            return Err(error.repeated());
        }
        if let Err(lost) = entry.statement("rollback to act").await {
            return Err(match error {
                Error::Full => Error::Full,
                _ => lost,
            });
        }
    }
    entry.statement("release act").await?;
    Ok(outcome)
}

/// Brings what is in the WAL into the file when it has become much, without waiting for anybody.
async fn keep_the_wal_short(entry: &mut Entry) -> Result<(), Error> {
    let Engine::Sqlite(connection) = entry.connection() else {
        return Ok(());
    };
    let held: (i64, i64, i64) = sqlx::query_as("pragma wal_checkpoint(noop)")
        .fetch_one(&mut *connection)
        .await?;
    let (_, pages, done) = held;
    if pages - done < PAGES {
        return Ok(());
    }
    checkpoint(connection).await
}

/// Writes into the file what a program before left in the WAL. If that program ended because a
/// sync had failed, the kernel shows pages that the disk does not hold: these are written, and
/// synced, anew.
pub(super) async fn write_anew(connection: &mut SqliteConnection) -> Result<(), Error> {
    match checkpoint(connection).await {
        // Verifying goes on without room.
        Err(Error::Full) => Ok(()),
        outcome => outcome,
    }
}

async fn checkpoint(connection: &mut SqliteConnection) -> Result<(), Error> {
    sqlx::raw_sql("pragma wal_checkpoint(passive)")
        .execute(connection)
        .await?;
    Ok(())
}

/// A panic in an act is that act's failure, and not the end of the only writer.
async fn unless_it_panics(mut act: BoxFuture<'_, Outcome>) -> Outcome {
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| act.as_mut().poll(context)))
            .unwrap_or(Poll::Ready(Err(Error::Closed)))
    })
    .await
}
