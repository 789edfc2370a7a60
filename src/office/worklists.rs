//! What waits for somebody, with its count, when they come to their desk.

use super::{Access, Error, Office, Reach, Right, Role};
use crate::scheme::council::CouncilCode;
use crate::scheme::dossier::DossierState;
use crate::scheme::words::Text;

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WorkList {
    /// What it is.
    pub words: Text,
    /// How many wait.
    pub count: i64,
    /// The page that lists them.
    pub page: String,
}

impl WorkList {
    fn new(page: impl Into<String>, count: i64, vi: &'static str, en: &'static str) -> Self {
        Self {
            words: Text::new(vi, en),
            count,
            page: page.into(),
        }
    }
}

/// The sum of what is counted under some names.
fn sum(counts: &[(String, i64)], names: &[&str]) -> i64 {
    let counted = counts.iter();
    counted
        .filter(|(name, _)| names.contains(&name.as_str()))
        .map(|(_, count)| count)
        .sum()
}

impl Office {
    /// What waits for somebody: by their roles, of the councils and producers for which they have
    /// them. What is theirs to do is listed with a count of nothing too.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn work_lists(&self, access: &Access) -> Result<Vec<WorkList>, Error> {
        let mut lists = Vec::new();
        let is = |role: Role| access.grants().iter().any(|grant| grant.role == role);
        if is(Role::Producer) {
            lists.extend(self.of_producer(access).await?);
        }
        if is(Role::Secretary) {
            lists.extend(self.of_secretary(access).await?);
        }
        if is(Role::Scorer) {
            let mut count = 0;
            for council in councils(access, Right::Score) {
                let scorer = access.account().unwrap_or_default();
                count += self.register.sessions_to_score(council, scorer).await?;
            }
            lists.push(WorkList::new(
                "/desk/sessions",
                count,
                "Phiên chờ bạn chấm điểm",
                "Sessions for you to score",
            ));
        }
        if is(Role::Chair) {
            let mut count = 0;
            for council in councils(access, Right::Approve) {
                let counts = self.register.preparation_counts(Some(&[council])).await?;
                count += sum(&counts, &["submitted"]);
            }
            lists.push(WorkList::new(
                "/desk/decisions?state=submitted",
                count,
                "Quyết định chờ bạn duyệt",
                "Decisions for you to approve",
            ));
        }
        if is(Role::Secretary) || is(Role::Chair) {
            let mut count = 0;
            for council in councils(access, Right::Cases) {
                count += self.register.unseen_cases(council).await?;
            }
            lists.push(WorkList::new(
                "/desk/cases?unseen=1",
                count,
                "Vụ việc mới, chờ hội đồng xác nhận đã xem",
                "New cases for the council to acknowledge",
            ));
        }
        if is(Role::Inspector) {
            let account = access.account().unwrap_or_default();
            lists.push(WorkList::new(
                "/desk/cases?mine=1",
                self.register.cases_assigned_to(account).await?,
                "Vụ việc giao cho bạn",
                "Cases assigned to you",
            ));
            lists.push(WorkList::new(
                "/desk/shopper-reports?state=received",
                self.register.shopper_reports_waiting().await?,
                "Phản ánh của người mua chờ xem xét",
                "Shoppers' reports to look at",
            ));
        }
        if is(Role::Programme) || is(Role::Auditor) {
            let counts = self.register.dossiers_by_state(None).await?;
            for state in DossierState::ALL {
                if state.is_final() || state == DossierState::Draft {
                    continue;
                }
                lists.push(WorkList {
                    words: state.words(),
                    count: sum(&counts, &[state.name()]),
                    page: format!("/desk/dossiers?state={}", state.name()),
                });
            }
        }
        Ok(lists)
    }

    async fn of_producer(&self, access: &Access) -> Result<Vec<WorkList>, Error> {
        let mut counts = Vec::new();
        for producer in access.producers(Right::Lodge) {
            counts.extend(
                self.register
                    .dossiers_of_producer_by_state(producer)
                    .await?,
            );
        }
        let page = "/my/dossiers";
        let under_way = ["lodged", "at_district", "at_province", "proposed_to_centre"];
        Ok(vec![
            WorkList::new(
                page,
                sum(&counts, &["returned"]),
                "Hồ sơ phải bổ sung",
                "Dossiers to complete",
            ),
            WorkList::new(
                page,
                sum(&counts, &["draft"]),
                "Hồ sơ bản nháp",
                "Dossiers being written",
            ),
            WorkList::new(
                page,
                sum(&counts, &under_way),
                "Hồ sơ đang được xét",
                "Dossiers under way",
            ),
        ])
    }

    async fn of_secretary(&self, access: &Access) -> Result<Vec<WorkList>, Error> {
        let (mut dossiers, mut prepared, mut open) = (Vec::new(), Vec::new(), 0);
        for council in councils(access, Right::Receive) {
            dossiers.extend(self.register.dossiers_by_state(Some(council)).await?);
            prepared.extend(self.register.preparation_counts(Some(&[council])).await?);
            open += self.register.open_sessions(council).await?;
        }
        let here = ["at_district", "at_province", "proposed_to_centre"];
        Ok(vec![
            WorkList::new(
                "/desk/dossiers?state=lodged",
                sum(&dossiers, &["lodged"]),
                "Hồ sơ chờ tiếp nhận",
                "Dossiers to take in",
            ),
            WorkList::new(
                "/desk/dossiers",
                sum(&dossiers, &here),
                "Hồ sơ tại hội đồng",
                "Dossiers with the council",
            ),
            WorkList::new(
                "/desk/sessions",
                open,
                "Phiên chấm điểm đang mở",
                "Open sessions",
            ),
            WorkList::new(
                "/desk/decisions?state=draft",
                sum(&prepared, &["draft"]),
                "Quyết định đang soạn",
                "Decisions being prepared",
            ),
            WorkList::new(
                "/desk/decisions?state=approved",
                sum(&prepared, &["approved"]),
                "Quyết định đang cấp giấy",
                "Decisions being released",
            ),
        ])
    }
}

/// The councils of a role that is held for councils.
fn councils(access: &Access, right: Right) -> Vec<CouncilCode> {
    match access.reach(right) {
        // No role of a council reaches all.
        Reach::All => Vec::new(),
        Reach::Of(councils) => councils,
    }
}
