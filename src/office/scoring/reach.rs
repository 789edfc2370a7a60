//! What somebody reaches of sessions, and whether a session can go on.

use super::ScoringRefused;
use crate::office::{Access, Error, Office, Right};
use crate::register::{self, CouncilRecord, CouncilSessionRecord, DossierRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::edition::Edition;

/// How the trail names a session.
pub(super) fn subject(session: i64) -> String {
    format!("session {session}")
}

impl Office {
    /// A session within a right. Another council's is as if it were not there.
    pub(super) async fn session_in_reach(
        &self,
        access: &Access,
        right: Right,
        id: i64,
    ) -> Result<CouncilSessionRecord, Error> {
        let found = self.register.council_session(id).await?;
        let found = found.filter(|session| access.reaches(right, session.council));
        found.ok_or_else(|| ScoringRefused::NoSuchSession(id).into())
    }

    /// The dossier of a session, which the register must have.
    pub(super) async fn dossier_of(
        &self,
        session: &CouncilSessionRecord,
    ) -> Result<DossierRecord, Error> {
        let missing = || register::Error::Missing(format!("dossier {}", session.dossier));
        let found = self.register.dossier(session.dossier).await?;
        Ok(found.ok_or_else(missing)?)
    }

    /// Whether an open session can be scored and concluded.
    pub(super) fn goes_on(
        &self,
        session: &CouncilSessionRecord,
        dossier: &DossierRecord,
    ) -> Result<(), ScoringRefused> {
        if session.conclusion.is_some() {
            return Err(ScoringRefused::Concluded(session.id));
        }
        if self.is_overtaken(session, dossier) {
            return Err(ScoringRefused::Overtaken(session.id));
        }
        let with_council = dossier.facts.council == session.council
            && dossier.state.level() == Some(session.level);
        match with_council {
            true => Ok(()),
            false => Err(ScoringRefused::DossierLeft(dossier.id)),
        }
    }

    /// Whether the edition changed, or the dossier was lodged anew, since a session was opened:
    /// its sheets are of other maxima, or of another file.
    pub(super) fn is_overtaken(
        &self,
        session: &CouncilSessionRecord,
        dossier: &DossierRecord,
    ) -> bool {
        self.edition_today() != Some(session.edition)
            || dossier
                .lodged_at
                .is_none_or(|lodged| lodged > session.opened_at)
    }

    /// The edition in force.
    pub(super) fn edition_today(&self) -> Option<&'static Edition> {
        Edition::on(day::of(self.clock.now()))
    }

    /// Every council.
    pub(super) async fn all_councils(&self) -> Result<Vec<CouncilRecord>, Error> {
        Ok(self.register.councils().await?)
    }
}

/// The council with a code, which the register must have.
pub(super) fn council(
    councils: &[CouncilRecord],
    code: CouncilCode,
) -> Result<&CouncilRecord, Error> {
    let found = councils.iter().find(|council| council.code == code);
    Ok(found.ok_or_else(|| register::Error::Missing(format!("council {code}")))?)
}
