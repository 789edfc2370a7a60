//! `ocop verify --pack`: by a pack alone, without register or network.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::output::{Error, complain};
use super::verify::read_up_to;
use crate::office;
use crate::scheme::check::{Check, Outcome, date, instant};
use crate::scheme::day;
use crate::scheme::judge::judge;
use crate::scheme::number::{CertificateNumber, NotANumber};
use crate::scheme::pack::{HeldPack, LARGEST, NamedCertificate, Names, Pack, STALE};
use crate::scheme::qr_text::QrText;
use crate::scheme::seal::PublicKey;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;
use crate::scheme::words::Text;

/// A pack, and how it was come by.
pub struct Packed {
    pack: Pack,
    root_checked: bool,
}

/// What was seen of each programme, by its root key.
type Held = BTreeMap<String, HeldPack>;

impl Packed {
    /// Opens the pack in a file. What is held is read from a file of its own, if one is named,
    /// and brought up to date there.
    pub fn open(
        file: &Path,
        root: Option<&PublicKey>,
        held_file: Option<&Path>,
    ) -> Result<Self, Error> {
        let bytes = read_up_to(file, LARGEST)?;
        let Some(root) = root else {
            complain(format_args!(
                "lưu ý: chưa kiểm tra gói này là của chương trình nào; hãy thêm --root KHÓA"
            ));
            complain(format_args!(
                "note: it was not checked whose pack this is; add --root KEY"
            ));
            let pack = Pack::open_unrooted(&bytes, None).map_err(office::Error::from)?;
            return Ok(Self {
                pack,
                root_checked: false,
            });
        };
        let mut held = held_file.map(read_held).transpose()?.unwrap_or_default();
        let of_root = held.get(&root.to_base64()).copied();
        let pack = Pack::open(&bytes, root, of_root).map_err(office::Error::from)?;
        if let Some(file) = held_file.filter(|_| of_root != Some(pack.held())) {
            held.insert(root.to_base64(), pack.held());
            write_held(file, &held)?;
        }
        Ok(Self {
            pack,
            root_checked: true,
        })
    }

    /// The answer on a code, or what the names say of a number.
    pub fn answer(
        &self,
        code: &str,
        stars: Option<Stars>,
        now: DateTime<Utc>,
    ) -> Result<Value, Error> {
        let short = match QrText::read(code) {
            QrText::Short(number) => Some(number),
            _ => None,
        };
        let number = short.as_deref().unwrap_or(code);
        let number = number.parse::<CertificateNumber>();
        let mut answer = match (number, short) {
            (Ok(number), _) => self.look_up(number, now)?,
            (Err(_), Some(_)) | (Err(NotANumber::Check), _) => {
                return Err(office::Error::MistypedNumber.into());
            }
            (Err(NotANumber::Form), None) => self.judged(code, stars, now),
        };
        answer["pack"] = self.about(now);
        Ok(answer)
    }

    fn judged(&self, code: &str, stars: Option<Stars>, now: DateTime<Utc>) -> Value {
        let Pack {
            trust,
            status,
            register,
            names,
            ..
        } = &self.pack;
        let mut verdict = judge(code, trust, Some(status), Some(register), now, stars);
        let number = verdict.certificate.as_ref().map(|one| one.number());
        // What is said of a number is said of the token that the digests hold, and of no other
        // that bears the number.
        let registered = verdict.outcome(Check::Register) == Outcome::Pass;
        let named = number
            .filter(|_| registered)
            .and_then(|number| names.as_ref()?.find(number));
        if let (Some(certificate), Some(named)) = (&mut verdict.certificate, named) {
            certificate.product.get_or_insert(named.product.clone());
            certificate.producer.get_or_insert(named.producer.clone());
        }
        let mut answer = serde_json::to_value(&verdict).unwrap_or_default();
        answer["decision"] = json!(named.map(|named| json!({
            "number": named.decision, "decided_on": named.issued_on,
        })));
        answer
    }

    /// What the names say of a number. No verdict: a number holds no signature.
    fn look_up(&self, number: CertificateNumber, now: DateTime<Utc>) -> Result<Value, Error> {
        let named = self.names()?.find(number).ok_or_else(|| {
            let made_at = instant(self.pack.made_at);
            Error::Asked(
                "no_such_number",
                Text::of(
                    format!(
                        "Gói ngoại tuyến tạo lúc {made_at} không có giấy chứng nhận số {number}. Hãy so lại số với nhãn, hoặc dùng gói mới hơn."
                    ),
                    format!(
                        "The pack of {made_at} has no certificate {number}. Compare the number with the label, or use a newer pack."
                    ),
                ),
            )
        })?;
        let list = self.pack.status.get(number.council);
        let listed = list.and_then(|list| {
            let status = list.status(number.index).ok()?;
            // A list past its end can no longer say "valid".
            let ended = list.expires_at.is_some_and(|end| end <= self.at(now));
            (status != Status::Valid || !ended).then_some(status)
        });
        let reason = self.words_of(number, named, listed, now);
        Ok(json!({
            "verdict": null, "reason": reason, "number": number, "registered": named,
            "listed_status": listed.map(Status::name),
        }))
    }

    fn names(&self) -> Result<&Names, Error> {
        self.pack.names.as_ref().ok_or_else(|| {
            Error::Asked(
                "needs_names",
                Text::new(
                    "Gói này không kèm tên nên không tra được số giấy. Hãy tạo gói bằng `ocop pack --names` (hoặc tải /pack?names=1), hoặc quét mã QR đầy đủ.",
                    "This pack came without names, so a number cannot be looked up. Make one by `ocop pack --names` (or get /pack?names=1), or scan the full code.",
                ),
            )
        })
    }

    fn words_of(
        &self,
        number: CertificateNumber,
        named: &NamedCertificate,
        listed: Option<Status>,
        now: DateTime<Utc>,
    ) -> Text {
        let through = date(named.valid_through);
        let over = named.valid_through < day::of(self.at(now));
        let said = match listed {
            Some(status) if status != Status::Valid => status.words(),
            _ if over => Text::of(
                format!("Đã hết hạn từ sau ngày {through}"),
                format!("Expired after {through}"),
            ),
            Some(_) => Text::of(
                format!("Còn hiệu lực đến hết ngày {through}"),
                format!("In force through {through}"),
            ),
            None => Text::new(
                "Chưa kiểm tra được việc thu hồi",
                "Revocation could not be checked",
            ),
        };
        Text::of(
            format!(
                "Chương trình đã cấp giấy số {number}. {}. Số giấy không chứng minh được gì: hãy quét mã QR để kiểm tra chữ ký.",
                said.vi
            ),
            format!(
                "The programme issued the certificate {number}. {}. A number proves nothing: scan the code to have its signature checked.",
                said.en
            ),
        )
    }

    /// The clock's instant, or the pack's own when the clock is behind it.
    fn at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now.max(self.pack.made_at)
    }

    /// What the pack is, and how old.
    fn about(&self, now: DateTime<Utc>) -> Value {
        let Pack {
            sequence,
            made_at,
            expires_at,
            ..
        } = &self.pack;
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
        json!({
            "sequence": sequence, "made_at": made_at, "expires_at": expires_at,
            "age_hours": age.num_hours(), "stale": STALE < age, "expired": *expires_at <= now,
            "names": self.pack.names.is_some(), "root_checked": self.root_checked,
            "words": Text::of(
                format!("Theo gói ngoại tuyến số {sequence}, tạo lúc {} ({since_vi}).{warn_vi}", instant(*made_at)),
                format!("By pack number {sequence}, made at {} ({since_en}).{warn_en}", instant(*made_at)),
            ),
        })
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

fn read_held(file: &Path) -> Result<Held, Error> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Held::new()),
        Err(error) => return Err(Error::file(file)(error)),
    };
    serde_json::from_slice(&bytes).map_err(|error| {
        let file = file.display();
        Error::Asked(
            "held_unreadable",
            Text::of(
                format!(
                    "Không đọc được {file} ({error}), nên không biết gói này có cũ hơn gói đã dùng không. Hãy khôi phục tệp, hoặc xóa tệp để bắt đầu lại."
                ),
                format!(
                    "{file} cannot be read ({error}), so it is not known whether this pack is older than the one used before. Restore the file, or delete it to begin anew."
                ),
            ),
        )
    })
}

/// Writes the file whole or not at all.
fn write_held(file: &Path, held: &Held) -> Result<(), Error> {
    let folder = file
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let draft = folder.unwrap_or(Path::new(".")).join(format!(
        ".{}.draft",
        file.file_name().unwrap_or_default().to_string_lossy()
    ));
    let json = serde_json::to_vec(held).map_err(std::io::Error::from)?;
    fs::File::create(&draft)
        .and_then(|mut new| new.write_all(&json).and_then(|()| new.sync_all()))
        .and_then(|()| fs::rename(&draft, file))
        .map_err(Error::file(file))
}
