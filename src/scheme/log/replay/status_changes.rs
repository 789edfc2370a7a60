//! What councils decided of certificates after issuing, replayed.

use chrono::NaiveDate;
use serde::Deserialize;

use super::certificates::certificate_number;
use super::{Entry, Replay, StatusChange, Wrong};
use crate::scheme::ground::Ground;
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changed {
    decision: Option<String>,
    decided_on: Option<NaiveDate>,
    ground: Option<String>,
    replaced_by: Option<String>,
}

impl Replay {
    pub(super) fn status_changed(&mut self, entry: &Entry<'_>, to: Status) -> Result<(), Wrong> {
        let number: CertificateNumber = entry.subject()?;
        let changed: Changed = entry.body()?;
        let ground = changed.ground.map(|ground| ground.parse::<Ground>());
        let ground = ground.transpose().map_err(|_| Wrong::Fact("ground"))?;
        let replaced_by = changed.replaced_by.as_deref();
        let replaced_by = replaced_by
            .map(|newer| certificate_number(newer, "replaced_by"))
            .transpose()?;
        let decision = match (changed.decision, changed.decided_on) {
            (Some(number), Some(day)) => Some((number, day)),
            (None, None) => None,
            _ => return Err(Wrong::Fact("decision")),
        };
        let withdrawn = matches!(to, Status::Revoked | Status::Suspended);
        let replaced = to == Status::Superseded;
        for (field, is_there, belongs) in [
            ("ground", ground.is_some(), withdrawn),
            ("replaced_by", replaced_by.is_some(), replaced),
            // A replacement needs no decision: that of the newer certificate is one.
            ("decision", decision.is_some(), !replaced),
        ] {
            if is_there != belongs {
                return Err(Wrong::Fact(field));
            }
        }
        if replaced_by == Some(number) {
            return Err(Wrong::Fact("replaced_by"));
        }
        if let Some(newer) = replaced_by {
            self.check_in_force(newer)?;
        }
        let known = self.certificates.get_mut(&number);
        let known = known.ok_or_else(|| Wrong::Unfounded(number.to_string()))?;
        if !known.status.may_become(to) {
            return Err(Wrong::Move {
                from: known.status.name(),
                to: to.name(),
            });
        }
        known.status = to;
        self.status_changes.push(StatusChange {
            position: entry.position(),
            number,
            status: to,
            ground,
            decision,
            replaced_by,
            changed_at: entry.at,
        });
        Ok(())
    }
}
