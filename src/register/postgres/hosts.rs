//! The hosts that a URL names, and which of them is the primary.

use std::str::FromStr;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::time::{Instant, sleep, timeout};

use crate::register::Error;

/// How long a host may take to say what it is.
pub(super) const ANSWER: Duration = Duration::from_secs(2);
/// How long a primary is looked for when the register is opened.
const OPENING: Duration = Duration::from_secs(10);
/// How long between two looks.
const BETWEEN: Duration = Duration::from_millis(250);

/// What a host is: the timeline that a primary writes on, nothing for a standby. Each promotion
/// begins another timeline, and a greater one.
const STANDING: &str = "select case when pg_is_in_recovery() then null
    else substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end";

/// The hosts of one database: `postgres://user@one:5432,two:5433/name`.
pub(super) struct Hosts {
    all: Vec<PgConnectOptions>,
}

/// The primary, as it was found.
pub(super) struct Found {
    /// Which host.
    pub host: usize,
    /// What it writes on, in hexadecimal digits that compare as text.
    pub timeline: String,
    /// The connection that it was asked through.
    pub connection: PgConnection,
}

impl Hosts {
    /// Reads a URL with one host or several, divided by commas, each with its own port.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(url: &str) -> Result<Self, Error> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(end);
        let (user, hosts) = match authority.rfind('@') {
            Some(at) => authority.split_at(at + 1),
            None => ("", authority),
        };
        let options = hosts.split(',').map(|host| {
            let options = PgConnectOptions::from_str(&format!("{scheme}://{user}{host}{tail}"))?;
            Ok(options.application_name("ocop").disable_statement_logging())
        });
        let all = options.collect::<Result<_, sqlx::Error>>()?;
        Ok(Self { all })
    }

    pub fn are_several(&self) -> bool {
        self.all.len() > 1
    }

    pub fn options(&self, host: usize) -> PgConnectOptions {
        self.all[host].clone()
    }

    /// A host, as the log names it.
    pub fn shown(&self, host: usize) -> String {
        let options = &self.all[host];
        format!("{}:{}", options.get_host(), options.get_port())
    }

    /// Finds the primary, and waits a while for one that is just being promoted.
    ///
    /// # Errors
    /// Why the last host that was asked is none.
    pub async fn open(&self) -> Result<Found, Error> {
        let begun = Instant::now();
        loop {
            // One host is waited for: there is no other to ask.
            let patience = if self.are_several() { ANSWER } else { OPENING };
            match self.ask_all("", patience).await {
                Ok(found) => return Ok(found),
                // One host says by itself why it cannot be used.
                Err(error) if !self.are_several() || begun.elapsed() > OPENING => {
                    return Err(error.into());
                }
                Err(_) => sleep(BETWEEN).await,
            }
        }
    }

    /// Asks every host at once. Of two that both say they are primary it is the one that was
    /// promoted last, and never one from before `newest`: a primary that was replaced and came
    /// back does not know what was written since.
    pub async fn find(&self, newest: &str) -> Result<Found, sqlx::Error> {
        self.ask_all(newest, ANSWER).await
    }

    async fn ask_all(&self, newest: &str, patience: Duration) -> Result<Found, sqlx::Error> {
        let mut best: Result<Found, sqlx::Error> = Err(sqlx::Error::PoolTimedOut);
        let hosts = (0..self.all.len()).map(|host| self.ask(host, patience));
        let mut asking: FuturesUnordered<_> = hosts.collect();
        while let Some(asked) = asking.next().await {
            match (asked, &best) {
                // Promoted since: the others, of whom one may never answer, cannot know better.
                (Ok(found), _) if !newest.is_empty() && found.timeline.as_str() > newest => {
                    return Ok(found);
                }
                (Ok(found), _) if found.timeline.as_str() < newest => {}
                (Ok(found), Ok(other)) if found.timeline <= other.timeline => {}
                (Ok(found), _) => best = Ok(found),
                (Err(error), Err(_)) => best = Err(error),
                (Err(_), Ok(_)) => {}
            }
        }
        best
    }

    async fn ask(&self, host: usize, patience: Duration) -> Result<Found, sqlx::Error> {
        let asking = async {
            let mut connection = self.all[host].connect().await?;
            let timeline = timeline(&mut connection).await?;
            Ok(Found {
                host,
                timeline,
                connection,
            })
        };
        timeout(patience, asking)
            .await
            .unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }
}

impl Found {
    /// Whether it is still what it was.
    pub async fn holds(&mut self) -> bool {
        let asked = timeout(ANSWER, timeline(&mut self.connection)).await;
        asked.is_ok_and(|timeline| timeline.is_ok_and(|timeline| timeline == self.timeline))
    }
}

/// The timeline of a primary.
async fn timeline(connection: &mut PgConnection) -> Result<String, sqlx::Error> {
    let timeline: Option<String> = sqlx::query_scalar(STANDING).fetch_one(connection).await?;
    timeline.ok_or_else(|| sqlx::Error::Protocol("the host is a standby".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn a_url_names_one_host_or_several_each_with_its_port() {
        let read = |url: &str| {
            let hosts = Hosts::read(url).unwrap().all;
            let shown = |host: &sqlx::postgres::PgConnectOptions| {
                format!(
                    "{}@{}:{}/{}",
                    host.get_username(),
                    host.get_host(),
                    host.get_port(),
                    host.get_database().unwrap_or_default()
                )
            };
            hosts.iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(
            read("postgres://u:p%2C%40@one:5433/book"),
            ["u@one:5433/book"]
        );
        assert_eq!(
            read("postgresql://u:p@one:5433,10.0.0.2,[::1]:5434/book?sslmode=disable"),
            [
                "u@one:5433/book",
                "u@10.0.0.2:5432/book",
                "u@[::1]:5434/book"
            ]
        );
        assert!(Hosts::read("postgres://u:p@one:x,two/book").is_err());
    }
}
