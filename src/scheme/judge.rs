//! The one judge: a code, the lists and an instant give a verdict. Pure (specification,
//! section 6).

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::certificate::Certificate;
use super::check::Outcome::Fail;
use super::check::{Check, Detail, Finding};
use super::day;
use super::proof::{Proof, Unproven};
use super::stars::Stars;
use super::status::{RegisterData, Status, StatusList, StatusLists};
use super::token::Claims;
use super::trust::{Council, CouncilKey, KeyState, TrustList};
use super::verdict::{AsOf, Kind, Verdict};

/// How far a clock may be behind the sealing.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// From when on data must know a certificate.
const DATA_DELAY: TimeDelta = TimeDelta::hours(1);
/// Older status lists are shown as old. Not 24 hours: that alarms when a daily list is a little
/// late.
const STATUS_STALE: TimeDelta = TimeDelta::hours(48);

/// Judges a code.
///
/// `trust` is the list that the verifier trusts. `status` and `register` are what it knows
/// beyond the signature; without them the checks of that name are `unknown` and the verdict is
/// decided by the rest. `at` is the clock's instant: the latest signed instant is its floor.
pub fn judge(
    qr_text: &str,
    trust: &TrustList,
    status: Option<&StatusLists>,
    register: Option<&RegisterData>,
    at: DateTime<Utc>,
    stars_on_package: Option<Stars>,
) -> Verdict {
    let proof = Proof::of_code(qr_text, trust);
    judge_proof(
        proof.as_ref().map_err(Unproven::clone),
        trust,
        status,
        register,
        at,
        stars_on_package,
    )
}

/// Judges a code for an instant that was written down earlier, by what is known since. Nothing
/// is said of the clock, so this is never for a check that is being made: a clock set back would
/// have an expired certificate in force again.
pub fn judge_past(
    qr_text: &str,
    trust: &TrustList,
    status: Option<&StatusLists>,
    register: Option<&RegisterData>,
    at: DateTime<Utc>,
    stars_on_package: Option<Stars>,
) -> Verdict {
    let proof = Proof::of_code(qr_text, trust);
    conclude(
        proof.as_ref().map_err(Unproven::clone),
        trust,
        (status, register),
        (at, None),
        stars_on_package,
    )
}

/// Judges a code whose proof is at hand: `proof` must be of the same `trust`.
pub fn judge_proof(
    proof: Result<&Proof, Unproven>,
    trust: &TrustList,
    status: Option<&StatusLists>,
    register: Option<&RegisterData>,
    at: DateTime<Utc>,
    stars_on_package: Option<Stars>,
) -> Verdict {
    let floor = status
        .and_then(StatusLists::latest)
        .max(Some(trust.issued_at()));
    let floor = floor.filter(|&floor| at < floor);
    conclude(
        proof,
        trust,
        (status, register),
        (at, floor),
        stars_on_package,
    )
}

fn conclude(
    proof: Result<&Proof, Unproven>,
    trust: &TrustList,
    (status, register): (Option<&StatusLists>, Option<&RegisterData>),
    (clock, floor): (DateTime<Utc>, Option<DateTime<Utc>>),
    stars_on_package: Option<Stars>,
) -> Verdict {
    let mut verdict = Verdict {
        kind: Kind::NotOcop,
        findings: [const { Finding::SKIPPED }; 9],
        certificate: None,
        council: None,
        stars_on_package,
        as_of: AsOf {
            judged_at: floor.unwrap_or(clock),
            trust_list: trust.issued_at(),
            trust_list_version: trust.version(),
            status: None,
            register: None,
        },
    };
    let at = verdict.as_of.judged_at;

    // Format, issuer and signature.
    let Proof {
        claims,
        council,
        key,
        digest,
    } = match proof {
        Ok(proof) => proof,
        Err(Unproven::NoToken { kind, detail }) => {
            verdict.kind = kind;
            verdict.findings[Check::Format as usize] = Finding::fail(detail);
            return verdict;
        }
        Err(Unproven::NoSuchKey) => {
            verdict.kind = Kind::UnknownIssuer;
            verdict.findings[Check::Format as usize] = Finding::PASS;
            verdict.findings[Check::Issuer as usize] = Finding::unknown(Detail::NoSuchKey {
                list_of: trust.issued_at(),
            });
            return verdict;
        }
        Err(Unproven::WrongSignature) => {
            verdict.kind = Kind::Forged;
            verdict.findings[Check::Format as usize] = Finding::PASS;
            verdict.findings[Check::Issuer as usize] = issuer(trust, at);
            verdict.findings[Check::Signature as usize] = Finding::fail(Detail::WrongSignature);
            return verdict;
        }
    };
    verdict.findings[Check::Format as usize] = Finding::PASS;
    verdict.findings[Check::Signature as usize] = Finding::PASS;

    // What the council says of the certificate since.
    let list = status.and_then(|lists| lists.get(council.code));
    verdict.as_of.status = list.map(|list| list.as_of);
    let tokens = register.and_then(|data| Some((data, data.councils.get(&council.code)?)));
    verdict.as_of.register = tokens.map(|(data, _)| data.as_of);
    let registered = tokens.map(|(_, tokens)| tokens.contains(digest));

    let compromised = key.state == KeyState::Compromised;
    let vouched = registered == Some(true);
    let since = key.compromised_on;
    verdict.findings[Check::Issuer as usize] = match (compromised, vouched) {
        (false, _) => issuer(trust, at),
        (true, true) => Finding::warn(Detail::CompromisedButRegistered { since }),
        (true, false) => Finding::fail(Detail::Compromised { since }),
    };
    let (mandate, validity_period) = entitlement(council, key, claims);
    let (status_finding, said) = status_of(list, claims, at);
    let register_finding = match (registered, verdict.as_of.register) {
        (Some(true), _) => Finding::PASS,
        (Some(false), Some(as_of)) if knows(as_of, claims) => {
            Finding::fail(Detail::NotInRegister { as_of })
        }
        (_, Some(as_of)) => Finding::unknown(Detail::RegisterTooOld { as_of }),
        (_, None) => Finding::unknown(Detail::NoRegister),
    };
    // Subtracted from the sealing, which is a printable year; `at` may be the calendar's last.
    let early = at < claims.sealed_at - CLOCK_TOLERANCE;
    let expired = at.timestamp() >= day::ends(claims.valid_through);
    let dates = if early {
        Finding::fail(Detail::NotYetValid {
            sealed_at: claims.sealed_at,
        })
    } else if expired {
        Finding::fail(Detail::Expired {
            valid_through: claims.valid_through,
        })
    } else if let Some(floor) = floor {
        Finding::warn(Detail::ClockBehind { at: clock, floor })
    } else {
        Finding::PASS
    };
    let certified = claims.stars;
    let stars = match stars_on_package {
        None => Finding::unknown(Detail::StarsNotGiven),
        Some(on_package) if on_package == certified => Finding::PASS,
        Some(on_package) => Finding::fail(Detail::OtherStars {
            on_package,
            certified,
        }),
    };

    let never_issued = register_finding.outcome == Fail
        || matches!(status_finding.detail, Some(Detail::BeyondStatusList { .. }));
    verdict.kind = if mandate.outcome == Fail || validity_period.outcome == Fail {
        Kind::OutOfMandate
    } else if compromised && !vouched {
        Kind::CompromisedKey
    } else if never_issued {
        Kind::NotRegistered
    } else if said == Status::Revoked {
        Kind::Revoked
    } else if said == Status::Superseded {
        Kind::Superseded
    } else if early {
        Kind::NotYetValid
    } else if expired {
        Kind::Expired
    } else if said == Status::Suspended {
        Kind::Suspended
    } else if stars.outcome == Fail {
        Kind::Mismatch
    } else {
        Kind::Genuine
    };
    verdict.findings[Check::Mandate as usize] = mandate;
    verdict.findings[Check::ValidityPeriod as usize] = validity_period;
    verdict.findings[Check::Register as usize] = register_finding;
    verdict.findings[Check::Status as usize] = status_finding;
    verdict.findings[Check::Dates as usize] = dates;
    verdict.findings[Check::StarsOnPackage as usize] = stars;
    verdict.council = Some(Arc::clone(council));
    verdict.certificate = Some(Certificate::new(council.code, claims.clone()));
    verdict
}

fn issuer(trust: &TrustList, at: DateTime<Utc>) -> Finding {
    let expired_at = trust.expires_at();
    if at < expired_at {
        Finding::PASS
    } else {
        Finding::warn(Detail::TrustListExpired { expired_at })
    }
}

/// Mandate and validity period. The key's period is compared with the day of sealing, the
/// mandate with the day of the decision.
fn entitlement(council: &Council, key: &CouncilKey, claims: &Claims) -> (Finding, Finding) {
    let sealed_on = day::of(claims.sealed_at);
    let (stars, issued_on) = (claims.stars, claims.issued_on);
    let months = council
        .mandates
        .iter()
        .filter(|mandate| mandate.covers(stars, issued_on))
        .map(|mandate| mandate.months)
        .max();
    let mandate = if months.is_none() {
        Finding::fail(Detail::NoMandate { stars, issued_on })
    } else if sealed_on < key.seals_from || key.seals_until < sealed_on {
        let (from, until) = (key.seals_from, key.seals_until);
        Finding::fail(Detail::OutsideKeyPeriod {
            sealed_on,
            from,
            until,
        })
    } else {
        Finding::PASS
    };
    let validity_period = match months.and_then(|months| day::valid_through(issued_on, months)) {
        None => Finding::SKIPPED,
        Some(at_most) if claims.valid_through <= at_most => Finding::PASS,
        Some(at_most) => Finding::fail(Detail::TermTooLong {
            valid_through: claims.valid_through,
            at_most,
        }),
    };
    (mandate, validity_period)
}

/// Whether data of an instant must know a certificate.
fn knows(as_of: DateTime<Utc>, claims: &Claims) -> bool {
    claims.sealed_at + DATA_DELAY <= as_of
}

fn status_of(list: Option<&StatusList>, claims: &Claims, at: DateTime<Utc>) -> (Finding, Status) {
    let Some(list) = list else {
        return (Finding::unknown(Detail::NoStatusList), Status::Valid);
    };
    let as_of = list.as_of;
    let said = list
        .entries
        .get(&claims.index)
        .copied()
        .unwrap_or(Status::Valid);
    let finding = if u64::from(claims.index) >= list.size {
        return if knows(as_of, claims) {
            (
                Finding::fail(Detail::BeyondStatusList { as_of }),
                Status::Valid,
            )
        } else {
            (
                Finding::unknown(Detail::StatusListTooOld { as_of }),
                Status::Valid,
            )
        };
    } else if said != Status::Valid {
        // What a list withdrew stays withdrawn, however old the list is.
        Finding::fail(Detail::Status(said))
    } else if as_of < claims.sealed_at {
        Finding::unknown(Detail::StatusListTooOld { as_of })
    } else if let Some(expired_at) = list.expires_at.filter(|&expires_at| expires_at <= at) {
        Finding::unknown(Detail::StatusListExpired { expired_at })
    } else if STATUS_STALE < at - as_of {
        Finding::warn(Detail::StatusListStale { as_of })
    } else {
        Finding::PASS
    };
    (finding, said)
}
