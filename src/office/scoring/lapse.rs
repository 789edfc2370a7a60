//! A session lapses: it comes to no conclusion, and waits for nobody.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::reach;
use crate::register::{self, Conclusion, Deed, Entry};
use crate::scheme::assessment::Outcome;

/// Lets every open session lapse about a dossier that was returned or withdrawn.
pub(in crate::office) async fn lapse_sessions_about(
    entry: &mut Entry,
    dossier: i64,
    actor: &str,
    at: DateTime<Utc>,
) -> Result<(), register::Error> {
    for session in entry.open_sessions_about(dossier).await? {
        lapse(entry, (session, None), actor, at).await?;
    }
    Ok(())
}

/// Lets an open session lapse, at the version that was looked at if one is given.
pub(super) async fn lapse(
    entry: &mut Entry,
    (session, seen): (i64, Option<i64>),
    actor: &str,
    at: DateTime<Utc>,
) -> Result<(), register::Error> {
    let version = entry.touch_council_session(session, seen).await?;
    let lapsed = Conclusion {
        outcome: Outcome::Lapsed,
        score: None,
        cap: None,
        failed: None,
        stars: None,
        confirmed: None,
        minutes: None,
        certifier: None,
        concluded_at: at,
    };
    entry.conclude_council_session(session, &lapsed).await?;
    let deed = Deed {
        at,
        actor: actor.to_owned(),
        act: "session_lapsed",
        subject: reach::subject(session),
        body: json!({ "version": version }),
    };
    entry.trail(&deed).await.map(drop)
}
