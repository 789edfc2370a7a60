//! What the doctor looks at in order that revocations reach those who verify without the
//! register: each council's status key and newest signed list, and the service's passphrase.

use chrono::NaiveDate;

use super::{AHEAD, Finding, Health, finding, private};
use crate::office::{Error, Held, Office};
use crate::scheme::check::{date, instant};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::status_list::{TERM, TTL};
use crate::scheme::trust::{Council, CouncilKey, KeyState};
use crate::scheme::words::Text;

impl Office {
    /// Every council's status key and list, and whether a service here can sign.
    pub(super) async fn status_findings(&self) -> Result<Vec<Finding>, Error> {
        let held = self.held();
        let registered = self.register.status_keys().await?;
        let mut findings = Vec::new();
        for council in held.trust.councils() {
            let mut keys = registered
                .iter()
                .map(|record| (record.council, &record.key));
            let unpublished = keys.any(|(code, key)| {
                code == council.code && key.state == KeyState::Active && !knows(council, key)
            });
            let signs = self.status_key(council, &registered).is_some();
            findings.push(self.status_key_finding(council, unpublished, signs));
            // Without any key there is no list, and that is said already.
            if !council.status_keys.is_empty() {
                findings.push(self.list_finding(&held, council));
            }
        }
        if !registered.is_empty() {
            findings.push(self.passphrase_finding());
        }
        Ok(findings)
    }

    fn status_key_finding(&self, council: &Council, unpublished: bool, signs: bool) -> Finding {
        let (code, today) = (council.code, day::of(self.clock.now()));
        let of = |health, vi, en| finding("status_key", health, vi, en);
        if unpublished {
            return of(
                Health::Bad,
                format!(
                    "Khóa ký danh sách tình trạng của {code} chưa công bố: không ai tin danh sách nó ký. Hãy chạy `ocop trust publish`"
                ),
                format!(
                    "The status key of {code} is not published: nobody believes what it signs. Run `ocop trust publish`"
                ),
            );
        }
        let active = || {
            council
                .status_keys
                .iter()
                .filter(|key| key.state == KeyState::Active)
        };
        let Some(until) = covered(active(), today) else {
            return match active()
                .map(|key| key.seals_until)
                .filter(|&day| day < today)
                .max()
            {
                None => of(
                    Health::Attention,
                    format!(
                        "{code} chưa có khóa ký danh sách tình trạng: việc thu hồi không đến được người kiểm tra ngoại tuyến. {}",
                        next_key(code).vi
                    ),
                    format!(
                        "{code} has no status key: revocations do not reach those who verify offline. {}",
                        next_key(code).en
                    ),
                ),
                Some(ended) => of(
                    Health::Bad,
                    format!(
                        "Khóa ký danh sách tình trạng của {code} đã hết hạn ngày {}. {}",
                        date(ended),
                        next_key(code).vi
                    ),
                    format!(
                        "The status key of {code} ended on {}. {}",
                        date(ended),
                        next_key(code).en
                    ),
                ),
            };
        };
        if until < today + AHEAD {
            return of(
                Health::Attention,
                format!(
                    "Khóa ký danh sách tình trạng của {code} chỉ ký đến hết ngày {}. {}",
                    date(until),
                    next_key(code).vi
                ),
                format!(
                    "The status key of {code} signs only through {}. {}",
                    date(until),
                    next_key(code).en
                ),
            );
        }
        if !signs {
            return of(
                Health::Attention,
                format!(
                    "Tệp khóa ký danh sách tình trạng của {code} không có ở máy này. Hãy khôi phục tệp từ bản sao lưu, hoặc ký bằng `ocop status sign` trên máy giữ tệp"
                ),
                format!(
                    "The file of {code}'s status key is not on this machine. Restore it from its backup, or sign with `ocop status sign` where it is"
                ),
            );
        }
        of(
            Health::Good,
            format!(
                "Khóa ký danh sách tình trạng của {code} ký đến hết ngày {}",
                date(until)
            ),
            format!("The status key of {code} signs through {}", date(until)),
        )
    }

    fn list_finding(&self, held: &Held, council: &Council) -> Finding {
        let (code, now) = (council.code, self.clock.now());
        let of = |health, vi, en| finding("status_list", health, vi, en);
        let Some(list) = held.signed_list(code) else {
            return if held.stored_serial(code) == 0 {
                of(
                    Health::Attention,
                    format!("Chưa ký danh sách tình trạng nào của {code}. {SIGN_VI}"),
                    format!("No status list of {code} was signed yet. {SIGN_EN}"),
                )
            } else {
                of(
                    Health::Bad,
                    format!(
                        "Danh sách tình trạng của {code} trong sổ không được chấp nhận (khóa hoặc nội dung sai) nên không được gửi đi. {SIGN_VI}"
                    ),
                    format!(
                        "The status list of {code} in the register is refused (its key or content is wrong), so it is not sent. {SIGN_EN}"
                    ),
                )
            };
        };
        let signed = list.record.signed_at;
        let health = match now - signed {
            age if age > TERM => Health::Bad,
            age if age > TTL => Health::Attention,
            _ => Health::Good,
        };
        let (next_vi, next_en) = match health {
            Health::Good => (String::new(), String::new()),
            Health::Attention => (
                format!("; danh sách dùng được 12 giờ nên đã cũ. {SIGN_VI}"),
                format!("; a list serves for 12 hours, so it is old. {SIGN_EN}"),
            ),
            Health::Bad => (
                format!("; nó đã hết hạn sau 7 ngày và không ai tin nữa. {SIGN_VI}"),
                format!("; it ended after 7 days, and nobody believes it. {SIGN_EN}"),
            ),
        };
        let signed = instant(signed);
        of(
            health,
            format!("Danh sách tình trạng của {code} ký lúc {signed}{next_vi}"),
            format!("The status list of {code} was signed at {signed}{next_en}"),
        )
    }

    /// A systemd credential cannot be seen from here: only the service is given it.
    fn passphrase_finding(&self) -> Finding {
        match &self.config.passphrase_file {
            Some(file) => private("service_passphrase", &self.data.join(file)),
            None => finding(
                "service_passphrase",
                Health::Attention,
                "Cấu hình không có passphrase_file: nếu systemd không đưa `ocop-passphrase` cho dịch vụ thì dịch vụ không ký danh sách tình trạng. Hãy đặt một trong hai, hoặc chạy `ocop status sign` mỗi ngày và sau mỗi thay đổi".to_owned(),
                "The configuration has no passphrase_file: unless systemd gives the service `ocop-passphrase`, it signs no status lists. Set one of them, or run `ocop status sign` daily and after each change".to_owned(),
            ),
        }
    }
}

const SIGN_VI: &str = "Hãy xem nhật ký của dịch vụ, hoặc chạy `ocop status sign`";
const SIGN_EN: &str = "Look at the service's log, or run `ocop status sign`";

fn next_key(code: CouncilCode) -> Text {
    Text::of(
        format!(
            "Hãy chạy `ocop key generate --council {code} --purpose status` rồi `ocop trust publish`"
        ),
        format!(
            "Run `ocop key generate --council {code} --purpose status`, then `ocop trust publish`"
        ),
    )
}

/// Whether the trust list names the key.
fn knows(council: &Council, key: &CouncilKey) -> bool {
    council.status_keys.iter().any(|known| known.x == key.x)
}

/// The last day through which some key signs without a gap from today; `None` if none does
/// today.
pub(super) fn covered<'a>(
    keys: impl Iterator<Item = &'a CouncilKey>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let mut periods: Vec<_> = keys.map(|key| (key.seals_from, key.seals_until)).collect();
    periods.sort_unstable();
    let mut until = None;
    for (from, last) in periods {
        let next = until.map_or(Some(today), |until: NaiveDate| until.succ_opt());
        if next.is_some_and(|next| from <= next && next <= last) {
            until = Some(last);
        }
    }
    until
}
