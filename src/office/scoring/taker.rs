//! Which council takes a dossier that goes on to another level.

use crate::office::Refusal;
use crate::register::{CouncilRecord, CouncilSessionRecord};
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::province::Province;
use crate::scheme::words::Text;

/// The council of a level that takes a dossier from another: the one that is asked for; else the
/// one that scored it before, or whoever took its place; else the only one of the same province.
///
/// # Errors
/// When the one asked for cannot take it, or it must be said which does.
pub(super) fn taker(
    level: Level,
    from: &CouncilRecord,
    asked: Option<CouncilCode>,
    councils: &[CouncilRecord],
    before: &[CouncilSessionRecord],
) -> Result<CouncilCode, Refusal> {
    let able = |council: &&CouncilRecord| council.level == level && council.successor.is_none();
    let find = |code| councils.iter().find(|council| council.code == code);
    if let Some(asked) = asked {
        let found = find(asked).filter(able);
        return found.map(|council| council.code).ok_or_else(|| {
            let level = level.words();
            Refusal::of(
                "council",
                "council_cannot_take",
                Text::of(
                    format!(
                        "{asked} không phải hội đồng {} đang hoạt động. Hãy chọn hội đồng khác.",
                        level.vi.to_lowercase()
                    ),
                    format!(
                        "{asked} is no working council of the level “{}”. Choose another.",
                        level.en
                    ),
                ),
            )
        });
    }
    let scored = before.iter().rev().find(|session| session.level == level);
    let scored = scored.and_then(|session| living(session.council, councils));
    if let Some(council) = scored.filter(able) {
        return Ok(council.code);
    }
    let units = lineage(&from.unit);
    let of_province = |council: &&CouncilRecord| {
        level == Level::Central || units.contains(&province_of(&council.unit))
    };
    let mut near = councils.iter().filter(able).filter(of_province);
    match (near.next(), near.next()) {
        (Some(only), None) => Ok(only.code),
        _ => {
            let able = councils.iter().filter(able);
            let codes: Vec<String> = able.map(|council| council.code.to_string()).collect();
            let (level, codes) = (level.words(), codes.join(", "));
            Err(Refusal::of(
                "council",
                "which_council",
                Text::of(
                    format!(
                        "Hồ sơ sẽ chuyển đến {}, nhưng chưa rõ hội đồng nào. Hãy chọn hội đồng tiếp nhận: {codes}.",
                        level.vi.to_lowercase()
                    ),
                    format!(
                        "The dossier goes on to the level “{}”, but not to which council. Choose the one that takes it: {codes}.",
                        level.en
                    ),
                ),
            ))
        }
    }
}

/// A council, or whoever took its place.
fn living(code: CouncilCode, councils: &[CouncilRecord]) -> Option<&CouncilRecord> {
    let mut council = councils.iter().find(|council| council.code == code)?;
    // As many steps as councils: a circle, which cannot be, would end too.
    for _ in councils {
        let Some(successor) = council.successor else {
            return Some(council);
        };
        council = councils.iter().find(|council| council.code == successor)?;
    }
    None
}

/// The province of a unit, `VN-04@1` of `VN-04@1/D`.
fn province_of(unit: &str) -> &str {
    unit.split_once('/').map_or(unit, |(province, _)| province)
}

/// The province of a unit, and those that took its place.
fn lineage(unit: &str) -> Vec<&str> {
    let mut units = vec![province_of(unit)];
    let mut last = Province::find(province_of(unit));
    while let Some(next) = last.and_then(|unit| unit.successor_unit_id.as_deref()) {
        if units.contains(&next) {
            break;
        }
        units.push(next);
        last = Province::find(next);
    }
    units
}
