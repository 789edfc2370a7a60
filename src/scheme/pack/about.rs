//! What a pack says of itself: which it is, how old, and whether that is too old.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Pack, STALE};
use crate::scheme::check::instant;
use crate::scheme::words::Text;

impl Pack {
    /// The clock's instant, or the pack's own when the clock is behind it.
    pub(super) fn at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now.max(self.made_at)
    }

    /// What the pack is, and how old, as JSON.
    pub fn about(&self, now: DateTime<Utc>) -> Value {
        let Self {
            sequence,
            made_at,
            expires_at,
            ..
        } = self;
        let age = self.at(now) - *made_at;
        let (since_vi, since_en) = age_words(age);
        let (warn_vi, warn_en) = if *expires_at <= now {
            (
                " GÓI ĐÃ HẾT HẠN: có thể đã có giấy mới cấp hoặc mới bị thu hồi. Hãy tải gói mới.",
                " THE PACK HAS EXPIRED: certificates may have been issued or revoked since. Get a newer one.",
            )
        } else if STALE < age {
            (
                " Gói đã cũ quá 48 giờ: có thể đã có giấy mới cấp hoặc mới bị thu hồi. Hãy tải gói mới.",
                " The pack is older than 48 hours: certificates may have been issued or revoked since. Get a newer one.",
            )
        } else {
            ("", "")
        };
        let (mark_vi, mark_en) = if self.is_demonstration {
            (
                " ĐÂY LÀ GÓI CỦA BẢN THỬ NGHIỆM: không giấy nào trong đó có giá trị.",
                " THIS IS THE PACK OF A DEMONSTRATION: no certificate in it is valid.",
            )
        } else {
            ("", "")
        };
        json!({
            "sequence": sequence, "made_at": made_at, "expires_at": expires_at,
            "trust_list": self.trust.version(), "trust_list_at": self.trust.issued_at(),
            "root": self.root.to_string(),
            "age_hours": age.num_hours(), "stale": STALE < age, "expired": *expires_at <= now,
            "names": self.names.is_some(), "certificates": self.certificates(),
            "demonstration": self.is_demonstration,
            "words": Text::of(
                format!("Theo gói ngoại tuyến số {sequence}, tạo lúc {} ({since_vi}).{warn_vi}{mark_vi}", instant(*made_at)),
                format!("By pack number {sequence}, made at {} ({since_en}).{warn_en}{mark_en}", instant(*made_at)),
            ),
        })
    }

    /// How many tokens its digests are of.
    fn certificates(&self) -> usize {
        self.register.councils.values().map(|one| one.len()).sum()
    }
}

fn age_words(age: TimeDelta) -> (String, String) {
    match (age.num_days(), age.num_hours(), age.num_minutes()) {
        (0, 0, 0) => ("vừa xong".to_owned(), "just now".to_owned()),
        (0, 0, minutes) => (
            format!("{minutes} phút trước"),
            format!("{minutes} minutes ago"),
        ),
        (0 | 1, hours, _) => (format!("{hours} giờ trước"), format!("{hours} hours ago")),
        (days, ..) => (format!("{days} ngày trước"), format!("{days} days ago")),
    }
}
