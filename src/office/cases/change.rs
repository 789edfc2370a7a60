//! What a case says is changed, while it is not closed.

use serde_json::json;

use super::acting::{Act, Change};
use super::{CaseRefused, CaseView, TypedCase, facts};
use crate::office::{Access, Error, Office};

impl Office {
    /// Changes what a case says.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong; [`CaseRefused`]; [`Error::Stale`].
    pub async fn change_case(
        &self,
        access: &Access,
        (id, seen): (i64, i64),
        written: &TypedCase,
    ) -> Result<CaseView, Error> {
        let (record, person) = self.case_to_work_on(access, id, seen).await?;
        if !record.state.takes_more() {
            return Err(CaseRefused::State(record.state).into());
        }
        let facts = facts::facts(written).map_err(Error::Refused)?;
        let (old, new) = (&record.facts, &facts);
        let fields = [
            ("kind", old.kind != new.kind),
            ("statement", old.statement != new.statement),
            ("province", old.province != new.province),
            ("place", old.place != new.place),
            ("shop", old.shop != new.shop),
            ("shop_address", old.shop_address != new.shop_address),
        ];
        let changed: Vec<&str> = fields
            .into_iter()
            .filter_map(|(name, changed)| changed.then_some(name))
            .collect();
        let act = Act {
            name: "case_changed",
            body: json!({ "fields": changed }),
            moved: Some(("changed", None)),
            change: Change::Facts(facts),
        };
        self.act_on_case(access, (&record, person), act).await
    }
}
