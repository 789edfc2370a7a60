//! Reading: as from the pool itself, but nobody waits for a host that is left.

use std::fmt;
use std::io;
use std::ops::Deref;
use std::task::Poll;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, Stream};
use sqlx::postgres::{PgQueryResult, PgRow, PgStatement, PgTypeInfo};
use sqlx::{Describe, Either, Error, Execute, Executor, PgPool, SqlStr};

use super::Postgres;
use super::pool::Here;

impl Deref for Postgres {
    type Target = PgPool;

    fn deref(&self) -> &PgPool {
        self.pool()
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pool().fmt(f)
    }
}

impl<'p> Executor<'p> for &'p Postgres {
    type Database = sqlx::Postgres;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, sqlx::Postgres>,
    {
        Box::pin(unless_left(self.here(), self.pool().fetch_many(query)))
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, sqlx::Postgres>,
    {
        let (mut here, reading) = (self.here(), self.pool().fetch_optional(query));
        async move { here.unless_left(reading).await.unwrap_or_else(left) }.boxed()
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, Error>>
    where
        'p: 'e,
    {
        self.pool().prepare_with(sql, parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<sqlx::Postgres>, Error>>
    where
        'p: 'e,
    {
        self.pool().describe(sql)
    }
}

/// What is read, and an error in place of the rest once the host is left: what ends early would
/// look like the whole.
fn unless_left<'e, T: 'e>(
    mut here: Here,
    mut reading: BoxStream<'e, Result<T, Error>>,
) -> impl Stream<Item = Result<T, Error>> + 'e {
    let mut leaving = Box::pin(async move { here.left().await });
    stream::poll_fn(move |context| {
        if let Poll::Ready(item) = reading.as_mut().poll_next(context) {
            return Poll::Ready(item);
        }
        leaving.as_mut().poll(context).map(|()| Some(left()))
    })
}

fn left<T>() -> Result<T, Error> {
    Err(Error::Io(io::Error::new(
        io::ErrorKind::TimedOut,
        "the primary moved",
    )))
}
