//! Councils: adding one.

use super::issue::vi_of;
use super::{Error, Office, Refusal};
use crate::register::{self, CouncilRecord};
use crate::scheme::council::{CouncilCode, Level, mandates_of};
use crate::scheme::province;
use crate::scheme::text;
use crate::scheme::words::Text;

/// A council to be added.
pub struct NewCouncil {
    /// Its code.
    pub code: CouncilCode,
    /// Its administrative unit, `VN-04@2`.
    pub unit: String,
    /// Its level, which decides its mandates by the editions of the rules.
    pub level: Level,
    /// Its name.
    pub name: Text,
}

impl Office {
    /// Adds a council with the mandates that the editions give to its level. Verifiers know it
    /// once the trust list is published.
    ///
    /// # Errors
    /// [`Error::CouncilExists`]; [`Error::Refused`] when the unit or a name cannot stand.
    pub async fn add_council(&self, new: NewCouncil) -> Result<CouncilRecord, Error> {
        let mut refusals = Vec::new();
        if !province::is_unit(&new.unit) {
            refusals.push(Refusal::of(
                "unit",
                "no_such_unit",
                Text::of(
                    format!("Không có đơn vị hành chính \"{}\". Ví dụ: VN-04@2 là Cao Bằng từ tháng 7/2025; VN là cả nước.", new.unit),
                    format!("There is no administrative unit \"{}\". For example, VN-04@2 is Cao Bằng since July 2025; VN is the whole country.", new.unit),
                ),
            ));
        }
        let mut tidied = |field: &'static str, name: &str| {
            text::tidy(name).unwrap_or_else(|refused| {
                let message = Text::of(
                    format!("Tên không dùng được: {} Hãy gõ lại tên.", vi_of(refused)),
                    format!("The name cannot stand: {refused}. Type it again."),
                );
                refusals.push(Refusal::of(field, "name_refused", message));
                String::new()
            })
        };
        let name = Text::of(
            tidied("name", &new.name.vi),
            tidied("name_en", &new.name.en),
        );
        let mandates = mandates_of(new.level);
        if mandates.is_empty() {
            refusals.push(Refusal::of(
                "level",
                "no_mandate",
                Text::new(
                    "Hội đồng cấp xã không cấp giấy chứng nhận theo bất kỳ bộ tiêu chí nào.",
                    "A commune's council certifies nothing under any edition of the rules.",
                ),
            ));
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        let record = CouncilRecord {
            code: new.code,
            unit: new.unit,
            level: new.level,
            name,
            successor: None,
            mandates,
            next_index: 0,
        };
        let (added, now) = (record.clone(), self.clock.now());
        self.writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.add_council(&record, now).await }))
            .await
            .map_err(|error| match error {
                register::Error::Exists(_) => Error::CouncilExists(added.code),
                error => error.into(),
            })?;
        Ok(added)
    }

    /// Leaves numbers out: the next certificate of a council gets an index after `through`. For a
    /// register that lost entries, whose numbers are printed on labels and must not be given
    /// twice. Says what the next index is; where it is greater already, nothing is changed.
    ///
    /// # Errors
    /// [`Error::NoSuchCouncil`], or when another took its place.
    pub async fn skip_numbers(&self, council: CouncilCode, through: u32) -> Result<u64, Error> {
        self.acting_council(council).await?;
        let wanted = u64::from(through) + 1;
        let next = self
            .writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move {
                    let next = entry.reserve_indices(council, 0).await?;
                    let more = usize::try_from(wanted.saturating_sub(next)).unwrap_or(0);
                    entry.reserve_indices(council, more).await?;
                    Ok(next.max(wanted))
                })
            })
            .await?;
        self.refresh().await?;
        Ok(next)
    }
}
