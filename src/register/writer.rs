//! The writer: entries become transactions, and on SQLite concurrent ones share a commit.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;
use tokio::sync::{mpsc, oneshot};
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
    Sqlite(mpsc::Sender<Job>),
    /// To a task of their own.
    Postgres(Postgres),
}

impl Writer {
    pub(super) fn sqlite(connection: SqliteConnection) -> Self {
        let (sender, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(write(connection, jobs));
        Self::Sqlite(sender)
    }

    /// One that makes no entry.
    pub(super) fn closed() -> Self {
        Self::Sqlite(mpsc::channel(1).0)
    }

    /// See [`super::Register::enter`].
    pub(super) async fn enter<T, F>(&self, act: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'e> FnOnce(&'e mut Entry) -> BoxFuture<'e, Result<T, Error>> + Send + 'static,
    {
        match self {
            Self::Sqlite(jobs) => {
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
                    .map_err(|_| Error::Closed)?;
                let value = answer.await.map_err(|_| Error::Closed)??;
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

/// Makes entries until every register is gone.
async fn write(connection: SqliteConnection, mut jobs: mpsc::Receiver<Job>) {
    let mut entry = Entry::of(Engine::Sqlite(connection));
    while let Some(first) = jobs.recv().await {
        let mut shared = vec![first];
        while shared.len() < SHARED
            && let Ok(next) = jobs.try_recv()
        {
            shared.push(next);
        }
        commit_together(&mut entry, shared).await;
    }
}

/// Runs several acts in one transaction, each within a savepoint of its own, and answers all
/// of them after the commit.
async fn commit_together(entry: &mut Entry, jobs: Vec<Job>) {
    if let Err(error) = entry.statement("begin immediate").await {
        for job in jobs {
            // A caller that went away no longer asks.
            drop(job.reply.send(Err(error.repeated())));
        }
        return;
    }
    let mut answers = Vec::with_capacity(jobs.len());
    for Job { act, reply } in jobs {
        let outcome = within_savepoint(entry, act).await;
        answers.push((reply, outcome));
    }
    let committed = entry.statement("commit").await;
    if committed.is_err() {
        // After some failures SQLite has rolled back by itself; then this fails too, and both
        // leave nothing behind.
        drop(entry.statement("rollback").await);
    }
    for (reply, outcome) in answers {
        let answer = match (&committed, outcome) {
            (Err(error), Ok(_)) => Err(error.repeated()),
            (_, outcome) => outcome,
        };
        drop(reply.send(answer));
    }
}

async fn within_savepoint(entry: &mut Entry, act: Act) -> Outcome {
    entry.statement("savepoint act").await?;
    let outcome = unless_it_panics(act(entry)).await;
    if outcome.is_err() {
        entry.statement("rollback to act").await?;
    }
    entry.statement("release act").await?;
    outcome
}

/// A panic in an act is that act's failure, and not the end of the only writer.
async fn unless_it_panics(mut act: BoxFuture<'_, Outcome>) -> Outcome {
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| act.as_mut().poll(context)))
            .unwrap_or(Poll::Ready(Err(Error::Closed)))
    })
    .await
}
