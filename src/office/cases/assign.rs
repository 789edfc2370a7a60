//! A case is given to an inspector: to oneself, or to somebody else, whose desk then lists it.

use serde_json::json;

use super::acting::{Act, Change};
use super::{CaseRefused, CaseView, NamedAccount};
use crate::office::{Access, Error, Office};

impl Office {
    /// Assigns a case to an inspector.
    ///
    /// # Errors
    /// [`CaseRefused::NoSuchInspector`], another [`CaseRefused`], or [`Error::Stale`].
    pub async fn assign_case(
        &self,
        access: &Access,
        (id, seen): (i64, i64),
        assignee: i64,
    ) -> Result<CaseView, Error> {
        let (record, person) = self.case_to_work_on(access, id, seen).await?;
        if !record.state.takes_more() {
            return Err(CaseRefused::State(record.state).into());
        }
        let inspectors = self.register.inspectors().await?;
        let Some((_, name)) = inspectors.into_iter().find(|(id, _)| *id == assignee) else {
            return Err(CaseRefused::NoSuchInspector(assignee).into());
        };
        let act = Act {
            name: "case_assigned",
            body: json!({ "account": assignee }),
            change: Change::Assigned(assignee),
            moved: Some(("assigned", Some(name))),
        };
        self.act_on_case(access, (&record, person), act).await
    }

    /// To whom cases may be assigned.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn inspectors(&self) -> Result<Vec<NamedAccount>, Error> {
        let found = self.register.inspectors().await?;
        let named = |(id, name)| NamedAccount { id, name };
        Ok(found.into_iter().map(named).collect())
    }
}
