//! The tables that say how things stand now, against what the events lead to.

use std::collections::HashMap;

use chrono::Datelike;

use super::fault::{Fault, Stop};
use crate::register::{CouncilRecord, Placed, Register, StatusChangeRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::log::replay::{Key, KeyUse, Replay, StatusChange};
use crate::scheme::status::Status;
use crate::scheme::trust::CouncilKey;

/// Compares every such table.
pub(super) async fn check(register: &Register, replay: &Replay) -> Result<(), Stop> {
    programme(register, replay).await?;
    councils(register, replay).await?;
    keys(register, replay).await?;
    decisions(register, replay).await?;
    renewals(register, replay).await?;
    statuses(register, replay).await
}

/// Compares the row of a status change with the event at its position.
pub(super) fn check_change(
    position: u64,
    said: Option<&StatusChange>,
    row: Option<&(u64, StatusChangeRecord)>,
) -> Result<(), Fault> {
    let same = match (said, row) {
        (None, None) => true,
        (Some(said), Some((_, row))) => {
            said.number == row.number
                && said.status == row.status
                && said.ground == row.ground
                && said.decision == row.decision
                && said.replaced_by == row.replaced_by
                && said.changed_at == row.changed_at
        }
        _ => false,
    };
    if same {
        Ok(())
    } else {
        Err(Fault::differs("status_changes", position))
    }
}

async fn programme(register: &Register, replay: &Replay) -> Result<(), Stop> {
    let (row, said) = (register.programme().await?, replay.programme.as_ref());
    let same = match (&row, said) {
        (None, None) => true,
        (Some(row), Some(said)) => {
            row.name == said.name
                && row.root_key == said.root_key
                && row.created_at == said.created_at
        }
        _ => false,
    };
    if same {
        Ok(())
    } else {
        Err(Fault::differs("programme", 1).into())
    }
}

async fn councils(register: &Register, replay: &Replay) -> Result<(), Stop> {
    let rows = register.councils().await?;
    let mut said: Vec<_> = replay.councils.iter().collect();
    said.sort_by_key(|(_, council)| council.position);
    let places = said
        .iter()
        .map(|(code, council)| (code.to_string(), council.position));
    same_places(register, Placed::Councils, "councils", places.collect()).await?;
    let rows: HashMap<CouncilCode, CouncilRecord> =
        rows.into_iter().map(|row| (row.code, row)).collect();
    for (&code, said) in said {
        let row = rows.get(&code);
        let row = row.ok_or_else(|| Fault::differs("councils", code))?;
        let same = row.unit == said.unit
            && row.level == said.level
            && row.name == said.name
            && row.successor == said.successor;
        if !same {
            return Err(Fault::differs("councils", code).into());
        }
        // Indices are reserved before they are issued, so there may be more.
        if row.next_index < said.issued {
            return Err(Fault::of(
                "councils",
                code,
                format!("next_index {} nhỏ hơn số đã cấp", row.next_index),
                format!("next_index {} is below what it issued", row.next_index),
            )
            .into());
        }
        // Rows have no order of their own; the register reads them by their first day.
        let mut mandates = said.mandates.clone();
        mandates.sort_by_key(|mandate| mandate.from);
        if mandates != row.mandates {
            return Err(Fault::differs("mandates", code).into());
        }
    }
    Ok(())
}

async fn keys(register: &Register, replay: &Replay) -> Result<(), Stop> {
    let mut said: Vec<&Key> = replay.keys.values().collect();
    said.sort_by_key(|key| key.position);
    let places = |of_programme: bool| {
        said.iter()
            .filter(|key| matches!(key.of, KeyUse::Programme(_)) == of_programme)
            .map(|key| (key.key.kid.to_string(), key.position))
            .collect()
    };
    same_places(register, Placed::Keys, "keys", places(false)).await?;
    same_places(
        register,
        Placed::ProgrammeKeys,
        "programme_keys",
        places(true),
    )
    .await?;
    let mut rows: Vec<(KeyUse, CouncilKey)> = Vec::with_capacity(said.len());
    for row in register.keys().await? {
        rows.push((KeyUse::Certificates(row.council), row.key));
    }
    for row in register.status_keys().await? {
        rows.push((KeyUse::StatusLists(row.council), row.key));
    }
    for row in register.programme_keys().await? {
        rows.push((KeyUse::Programme(row.purpose), row.key));
    }
    for (of, row) in &rows {
        let said = replay.keys.get(&row.kid);
        if said.is_none_or(|said| said.of != *of || said.key != *row) {
            let table = match of {
                KeyUse::Programme(_) => "programme_keys",
                KeyUse::Certificates(_) | KeyUse::StatusLists(_) => "keys",
            };
            return Err(Fault::differs(table, row.kid).into());
        }
    }
    // A purpose that is none of these is read by nobody.
    match said
        .iter()
        .find(|said| rows.iter().all(|(_, row)| row.kid != said.key.kid))
    {
        None => Ok(()),
        Some(unread) => Err(Fault::differs("keys", unread.key.kid).into()),
    }
}

async fn decisions(register: &Register, replay: &Replay) -> Result<(), Stop> {
    let places = replay.decisions.iter();
    let places = places.map(|(&position, said)| (said.number.clone(), position));
    same_places(register, Placed::Decisions, "decisions", places.collect()).await?;
    let years: HashMap<i64, i64> = register.years_of_decisions().await?.into_iter().collect();
    for row in register.decisions_since(0).await? {
        let said = u64::try_from(row.id).ok();
        let said = said.and_then(|position| replay.decisions.get(&position));
        let same = said.is_some_and(|said| {
            said.council == row.council
                && said.authority == row.authority
                && said.number == row.number
                && said.decided_on == row.decided_on
                && years.get(&row.id) == Some(&i64::from(said.decided_on.year()))
        });
        if !same {
            return Err(Fault::differs("decisions", row.id).into());
        }
    }
    Ok(())
}

async fn renewals(register: &Register, replay: &Replay) -> Result<(), Stop> {
    let mut rows = register.recorded_renewals().await?.into_iter();
    for said in &replay.renewals {
        let row = rows.next();
        let same = row.is_some_and(|(position, renewal, at)| {
            position == said.position
                && (renewal.old, renewal.new) == (said.number, said.renewed_by)
                && at == said.recorded_at
        });
        if !same {
            return Err(Fault::differs("renewals", said.position).into());
        }
    }
    match rows.next() {
        None => Ok(()),
        Some((position, ..)) => Err(Fault::differs("renewals", position).into()),
    }
}

/// How many compact tokens there are: no row that no event recorded.
pub(super) async fn compact_tokens(register: &Register, replay: &Replay) -> Result<u64, Stop> {
    let said = replay.certificates.values();
    let said = said.filter(|known| known.compact.is_some()).count() as u64;
    let rows = register.count_of_compact_tokens().await?;
    if rows == said {
        return Ok(said);
    }
    Err(Fault::of(
        "compact_tokens",
        "*",
        format!("có {rows} dòng, nhật ký ghi {said}"),
        format!("there are {rows} rows; the log recorded {said}"),
    )
    .into())
}

async fn statuses(register: &Register, replay: &Replay) -> Result<(), Stop> {
    let rows: HashMap<_, _> = register.not_valid().await?.into_iter().collect();
    let mut said: Vec<_> = replay.certificates.iter().collect();
    said.sort_by_key(|(_, said)| said.position);
    for (number, said) in said {
        let row = rows.get(number).copied().unwrap_or(Status::Valid);
        if row != said.status {
            return Err(Fault::of(
                "certificates",
                number,
                format!(
                    "tình trạng là {}, các quyết định nói {}",
                    row.name(),
                    said.status.name()
                ),
                format!(
                    "its status is {}; the decisions say {}",
                    row.name(),
                    said.status.name()
                ),
            )
            .into());
        }
    }
    Ok(())
}

/// The rows of a table are those that were recorded, each at its place.
async fn same_places(
    register: &Register,
    placed: Placed,
    table: &'static str,
    said: Vec<(String, u64)>,
) -> Result<(), Stop> {
    let rows = register.placed(placed).await?;
    let mut rows = rows.into_iter();
    for (name, position) in said {
        let row = rows.next();
        let is_it = |(row, at): &(String, i64)| *row == name && u64::try_from(*at) == Ok(position);
        if !row.as_ref().is_some_and(is_it) {
            return Err(Fault::differs(table, name).into());
        }
    }
    match rows.next() {
        None => Ok(()),
        Some((name, _)) => Err(Fault::of(
            table,
            name,
            "dòng này không có trong nhật ký".to_owned(),
            "the log does not have this row".to_owned(),
        )
        .into()),
    }
}
