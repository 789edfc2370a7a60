//! What the doctor looks at in order that nothing is taken back: the log's key, its newest
//! checkpoint, and whether the register holds what was published.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Finding, Health, finding};
use crate::office::{Error, Office};
use crate::scheme::trust::ProgrammePurpose;

/// How long an entry waits for a checkpoint before it is spoken of: a service takes a second.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);

impl Office {
    pub(super) async fn log_finding(&self) -> Result<Finding, Error> {
        let of = |health, vi: String, en: String| Ok(finding("log", health, vi, en));
        match self.check_published().await {
            Err(Error::Log(refused)) => {
                let words = refused.words();
                return of(Health::Bad, words.vi.into(), words.en.into());
            }
            outcome => outcome?,
        }
        if let Err(error) = self.programme_key(ProgrammePurpose::Log).await {
            let words = error.words();
            return of(Health::Attention, words.vi.into(), words.en.into());
        }
        let newest = self.register.newest_checkpoint().await?;
        let covered = newest.map_or(0, |newest| newest.size);
        let waiting = self.register.leaves(covered, 1).await?;
        let since = waiting
            .first()
            .and_then(|leaf| leaf.happened_at.parse().ok());
        let now = self.clock.now();
        if since.is_some_and(|since: DateTime<Utc>| since + PATIENCE < now) {
            return of(
                Health::Attention,
                format!(
                    "Điểm chốt mới nhất của nhật ký chỉ có {covered} mục, các mục sau chưa được chốt. Hãy cấu hình mật khẩu cho dịch vụ, hoặc chạy `ocop log checkpoint`"
                ),
                format!(
                    "The log's newest checkpoint covers {covered} entries; those after it wait. Configure the service's passphrase, or run `ocop log checkpoint`"
                ),
            );
        }
        of(
            Health::Good,
            format!("Nhật ký có điểm chốt với {covered} mục"),
            format!("The log has a checkpoint over {covered} entries"),
        )
    }
}
