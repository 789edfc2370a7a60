//! Judging again what a device judged: the same code at the same instant, by what is known here.

use crate::office::Office;
use crate::register::NewJournalEntry;
use crate::scheme::journal::Entry;
use crate::scheme::judge::judge_past;
use crate::scheme::qr_text::without_query;
use crate::scheme::verdict::Verdict;

impl Office {
    /// Adds to an entry that came in what the judge says of it.
    pub(super) fn judge_new(&self, new: &mut NewJournalEntry) {
        match self.judge_again(&new.entry) {
            Some(verdict) => {
                new.judged_again = Some(verdict.kind);
                new.number = verdict.certificate.map(|certificate| certificate.number());
            }
            None => new.number = new.entry.check().and_then(|check| check.number),
        }
    }

    /// What the judge says here and now of what an entry checked then; `None` where there is no
    /// code to judge.
    pub(super) fn judge_again(&self, entry: &Entry) -> Option<Verdict> {
        let check = entry.check()?;
        check.verdict?;
        let held = self.held();
        Some(judge_past(
            without_query(check.code.trim()),
            &held.trust,
            Some(&held.status),
            Some(&held.register),
            entry.at,
            check.stars_on_package,
        ))
    }
}
