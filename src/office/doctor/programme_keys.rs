//! What the doctor says of the programme's own keys, before checkpoints and packs end with them.

use super::status_lists::covered;
use super::{AHEAD, Finding, Health, finding};
use crate::office::Office;
use crate::scheme::check::date;
use crate::scheme::day;
use crate::scheme::trust::{KeyState, ProgrammePurpose};

impl Office {
    /// How long they sign; nothing of a purpose that no key was ever published for.
    pub(super) fn programme_key_findings(&self) -> Vec<Finding> {
        let purposes = ProgrammePurpose::ALL.into_iter();
        let findings = purposes.filter_map(|purpose| self.programme_key_finding(purpose));
        findings.collect()
    }

    fn programme_key_finding(&self, purpose: ProgrammePurpose) -> Option<Finding> {
        let (held, today) = (self.held(), day::of(self.clock.now()));
        let published = held.trust.programme_keys().iter();
        let active: Vec<_> = published
            .filter(|own| own.purpose == purpose && own.key.state == KeyState::Active)
            .map(|own| &own.key)
            .collect();
        let subject = match purpose {
            ProgrammePurpose::Log => "log_key",
            ProgrammePurpose::Pack => "pack_key",
        };
        let name = purpose.words();
        let generate = format!("`ocop key generate --purpose {}`", purpose.name());
        let (health, vi, en) = match covered(active.iter().copied(), today) {
            Some(until) if today + AHEAD <= until => (
                Health::Good,
                format!("Khóa ký {} ký đến hết ngày {}", name.vi, date(until)),
                format!("The key of {} signs through {}", name.en, date(until)),
            ),
            Some(until) => (
                Health::Attention,
                format!(
                    "Khóa ký {} chỉ ký đến hết ngày {}. Hãy chạy {generate} rồi `ocop trust publish`",
                    name.vi,
                    date(until)
                ),
                format!(
                    "The key of {} signs only through {}. Run {generate}, then `ocop trust publish`",
                    name.en,
                    date(until)
                ),
            ),
            None => {
                let ends = active.iter().map(|key| key.seals_until);
                let ended = ends.filter(|&day| day < today).max()?;
                (
                    Health::Bad,
                    format!(
                        "Khóa ký {} đã hết hạn ngày {}. Hãy chạy {generate} rồi `ocop trust publish`",
                        name.vi,
                        date(ended)
                    ),
                    format!(
                        "The key of {} ended on {}. Run {generate}, then `ocop trust publish`",
                        name.en,
                        date(ended)
                    ),
                )
            }
        };
        Some(finding(subject, health, vi, en))
    }
}
