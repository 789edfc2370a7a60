//! What a case file says: Vietnamese first, English beside it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

use super::shown;
use crate::label::Block;
use crate::office::{CaseFileContents, CaseView, EntryView, EvidenceView};
use crate::scheme::check::{Check, instant};
use crate::scheme::qr_text::QrText;
use crate::scheme::words::{Language, Text};

/// Both languages in one line.
fn both(text: &Text) -> String {
    match text.vi == text.en {
        true => text.vi.to_string(),
        false => format!("{} / {}", text.vi, text.en),
    }
}

fn row(name: &str, value: impl Into<String>) -> Block {
    Block::Row(name.to_owned(), value.into())
}

fn heading(vi: &str, en: &str) -> Block {
    Block::Heading(format!("{vi} / {en}"))
}

/// Everything that a case file says, from its first page.
pub(super) fn blocks(contents: &CaseFileContents) -> Vec<Block> {
    let case = &contents.case;
    let mut blocks = vec![
        Block::Title(format!("Hồ sơ vụ việc {}", case.reference)),
        Block::Text(format!("Case file {}", case.reference)),
    ];
    blocks.extend(facts(case));
    blocks.extend(history(case));
    blocks.push(heading("Chứng cứ", "Evidence"));
    for held in &case.evidence {
        blocks.extend(evidence(held, contents));
    }
    blocks.push(Block::NewPage);
    blocks.extend(check_it_yourself(contents));
    blocks
}

fn facts(case: &CaseView) -> Vec<Block> {
    let mut blocks = vec![
        row("Loại / Kind", both(&case.kind.words())),
        row("Trạng thái / State", both(&case.state.words())),
    ];
    if let Some(result) = case.result {
        blocks.push(row("Kết quả / Result", both(&result.words())));
    }
    let optional = [
        ("Nội dung kết quả / Outcome", &case.outcome),
        ("Số quyết định / Decision", &case.decision),
        ("Sản phẩm / Product", &case.product),
        ("Chủ thể / Producer", &case.producer),
        ("Vị trí / Position", &case.position),
    ];
    for (name, value) in optional {
        blocks.extend(value.iter().map(|value| row(name, value.as_str())));
    }
    if let Some(number) = case.number {
        blocks.push(row("Giấy chứng nhận / Certificate", number.to_string()));
    }
    if let Some(set) = &case.product_set {
        let (vi, en) = (Language::Vi, Language::En);
        let set = Text::of(shown::product_set(set, vi), shown::product_set(set, en));
        blocks.push(row("Bộ sản phẩm / Product set", both(&set)));
    }
    let province = case.province.as_deref().map(shown::province);
    let lines = [
        ("Tỉnh, thành phố / Province", province.unwrap_or_default()),
        ("Địa điểm / Place", case.place.clone()),
        ("Cơ sở bán / Shop", case.shop.clone()),
        ("Địa chỉ cơ sở / Its address", case.shop_address.clone()),
    ];
    let filled = lines.into_iter().filter(|(_, value)| !value.is_empty());
    blocks.extend(filled.map(|(name, value)| row(name, value)));
    let opened = format!("{}, {}", case.opened_by.name, instant(case.opened_at));
    blocks.push(row("Người lập / Opened by", opened));
    if let Some(assignee) = &case.assignee {
        blocks.push(row("Phụ trách / Assigned to", assignee.name.as_str()));
    }
    blocks.push(heading("Nội dung", "Statement"));
    blocks.push(Block::Text(case.statement.clone()));
    blocks
}

fn history(case: &CaseView) -> Vec<Block> {
    let mut blocks = vec![heading("Diễn biến", "History")];
    for made in &case.history {
        let mut value = format!("{}, {}", both(&shown::act(made)), made.by.name);
        if let Some(note) = &made.note {
            value.push_str(": ");
            value.push_str(note);
        }
        blocks.push(row(&instant(made.at), value));
    }
    if !case.told.is_empty() {
        blocks.push(heading("Đã thông báo", "Who was told"));
    }
    for told in &case.told {
        let mut value = format!(
            "{} ({})",
            both(&told.name),
            both(&shown::because(&told.because))
        );
        match (&told.seen_by, told.seen_at) {
            (Some(by), Some(at)) => {
                value.push_str(&format!("; đã xem / read: {}, {}", by.name, instant(at)));
            }
            _ => value.push_str("; chưa xác nhận / not acknowledged yet"),
        }
        blocks.push(row(&instant(told.told_at), value));
    }
    blocks
}

fn evidence(held: &EvidenceView, contents: &CaseFileContents) -> Vec<Block> {
    let title = format!("{}. {}", held.place, both(&shown::kind(held)));
    let mut blocks = vec![Block::Subheading(title)];
    if let Some(struck) = &held.struck {
        let who = format!(
            "{}, {}: {}",
            struck.by.name,
            instant(struck.at),
            struck.reason
        );
        blocks.push(row("ĐÃ GẠCH / STRUCK", who));
    }
    if let Some(verdict) = &held.verdict {
        let mut said = both(&shown::verdict(verdict));
        if let Some(at) = held.checked_at {
            said.push_str(&format!(" ({})", instant(at)));
        }
        blocks.push(row("Khi kiểm tra / When checked", said));
    }
    if let Some(judged) = &held.judged {
        blocks.extend(judged_again(judged));
    }
    if let Some(number) = held.number {
        blocks.push(row("Giấy chứng nhận / Certificate", number.to_string()));
    }
    if let Some(report) = held.report {
        blocks.push(row("Phản ánh / Report", report.to_string()));
    }
    if let Some(note) = &held.note {
        blocks.push(row("Ghi chú / Note", note.as_str()));
    }
    let added = format!("{}, {}", held.added_by.name, instant(held.added_at));
    blocks.push(row("Thêm bởi / Added by", added));
    if let Some(code) = &held.code {
        blocks.push(Block::Small("Nội dung mã / Text of the code".to_owned()));
        blocks.push(Block::Code(code.clone()));
        if let QrText::Token { bytes, .. } = QrText::read(code) {
            let encoded = BASE64_URL_SAFE_NO_PAD.encode(&bytes);
            let title = "Byte của mã ký, base64url / The token's bytes, base64url";
            blocks.push(Block::Small(title.to_owned()));
            blocks.push(Block::Code(encoded));
        }
    }
    if let Some(entry) = &held.entry {
        blocks.extend(of_journal(entry));
    }
    if let Some(proof) = &held.proof {
        let title = "Bằng chứng trong nhật ký công khai (C2SP tlog-proof) / Proof of inclusion in the public log";
        blocks.push(Block::Small(title.to_owned()));
        blocks.push(Block::Code(proof.clone()));
    }
    if let Some(hash) = &held.photograph {
        blocks.extend(photograph(hash, contents));
    }
    blocks
}

/// What the judge said again, with its checks and the lists it judged by.
fn judged_again(judged: &Value) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(name) = judged["verdict"].as_str() {
        let verdict = both(&shown::verdict(name));
        blocks.push(row("Máy chủ lặp lại / Judged again", verdict));
    }
    if let Some(reason) = shown::reason(judged) {
        blocks.push(row("Lý do / Reason", both(&reason)));
    }
    for check in Check::ALL {
        let detail = judged["details"][check.name()].clone();
        if let Ok(detail) = serde_json::from_value::<Text>(detail) {
            blocks.push(row(&both(&check.words()), both(&detail)));
        }
    }
    let of = &judged["as_of"];
    let said = |name: &str| of[name].as_str().unwrap_or("–").to_owned();
    let lists = format!(
        "danh sách tin cậy / trust list {} ({}); tình trạng / status {}; sổ đăng ký / register {}; lúc / at {}",
        of["trust_list_version"],
        said("trust_list"),
        said("status"),
        said("register"),
        said("judged_at"),
    );
    blocks.push(row("Theo dữ liệu / By the lists", lists));
    blocks
}

/// Where an entry stands in its device's journal, and what it says.
fn of_journal(entry: &EntryView) -> Vec<Block> {
    let said: Value = serde_json::from_str(&entry.text).unwrap_or_default();
    let mut blocks = vec![
        row(
            "Nhật ký thiết bị / Device's journal",
            format!("{}, mục / entry {}", entry.device, entry.counter),
        ),
        row("SHA-256 của mục / of the entry", entry.hash.as_str()),
        row(
            "SHA-256 của mục trước / of the one before",
            said["previous"].as_str().unwrap_or_default(),
        ),
        row("Nhận lúc / Received at", instant(entry.received_at)),
    ];
    if said["pack"].is_number() {
        let pack = format!(
            "{} ({}); danh sách tin cậy / trust list {}",
            said["pack"],
            said["pack_made_at"].as_str().unwrap_or("–"),
            said["trust_list"]
        );
        blocks.push(row("Gói dữ liệu / Pack", pack));
    }
    let title = "Mục nhật ký, đúng như thiết bị đã ghi / The entry, as the device wrote it";
    blocks.push(Block::Small(title.to_owned()));
    blocks.push(Block::Code(entry.text.clone()));
    blocks
}

fn photograph(hash: &str, contents: &CaseFileContents) -> Vec<Block> {
    let mut kept = contents.photographs.iter();
    let caption = format!("SHA-256: {hash}");
    match kept.find(|(known, _)| known == hash) {
        Some((_, bytes)) => vec![Block::Picture {
            bytes: bytes.clone(),
            caption,
        }],
        None => vec![
            row("Ảnh / Photograph", caption),
            Block::Small(
                "Ảnh chưa được gửi lên máy chủ. / The photograph has not reached the server."
                    .to_owned(),
            ),
        ],
    }
}

fn check_it_yourself(contents: &CaseFileContents) -> Vec<Block> {
    let case = &contents.case;
    let mut blocks = vec![
        heading("Tự kiểm tra", "Check it yourself"),
        Block::Text(
            "Không cần tin hồ sơ này: chữ ký trong mã tự chứng minh. Hãy làm theo một trong ba cách. / \
             You need not believe this file: the signature within the code proves itself. Do any of the three."
                .to_owned(),
        ),
    ];
    let standing = || case.evidence.iter().filter(|held| held.struck.is_none());
    let code = standing().find_map(|held| {
        let code = held.code.as_deref()?;
        matches!(QrText::read(code), QrText::Token { .. }).then_some(code)
    });
    if let Some(code) = code {
        blocks.push(Block::Subheading(
            "1. Quét mã bằng điện thoại / Scan the code with a phone".to_owned(),
        ));
        blocks.push(Block::Symbol {
            text: code.to_owned(),
            caption: "Đúng mã đã kiểm tra, vẽ lại. / The very code that was checked, drawn again."
                .to_owned(),
        });
    }
    blocks.push(Block::Subheading(
        "2. Mở trang kiểm tra lại / Open the page that checks again".to_owned(),
    ));
    blocks.push(Block::Code(contents.check.clone()));
    blocks.push(Block::Small(
        "Trang lặp lại kết luận cho đúng thời điểm kiểm tra và cho hôm nay, và nêu SHA-256 của các hồ sơ đã xuất để so với tệp này (sha256sum). / \
         The page repeats the verdict for the time of the check and for today, and gives the SHA-256 of the files that were handed out, to compare with this one (sha256sum)."
            .to_owned(),
    ));
    if let Some(code) = code {
        let judged = standing().find(|held| held.code.as_deref() == Some(code));
        let judged = judged.and_then(|held| held.judged.as_ref());
        blocks.extend(by_command(contents, code, judged));
    }
    blocks
}

/// The commands of somebody who trusts neither this file nor the service.
fn by_command(contents: &CaseFileContents, code: &str, judged: Option<&Value>) -> Vec<Block> {
    let mut blocks = vec![Block::Subheading(
        "3. Không cần mạng, bằng phần mềm ocop / Offline, with the program ocop".to_owned(),
    )];
    blocks.push(Block::Code(format!(
        "curl -o ocop.pack {}/pack\nocop verify --pack ocop.pack --root '{}' '{code}'",
        contents.origin, contents.root
    )));
    if let Some(reason) = judged.and_then(shown::reason) {
        blocks.push(Block::Small(format!(
            "Tại thời điểm kiểm tra, câu trả lời là: {}. Nếu sau đó giấy hết hạn hoặc đổi tình trạng, lệnh trả lời theo ngày chạy lệnh. / \
             For the time of the check the answer is: {}. If the certificate has expired or its status has changed since, the command answers for the day on which it is run.",
            reason.vi, reason.en
        )));
    }
    blocks.push(Block::Small(
        "Khóa gốc ở trên phải khớp với khóa gốc do chương trình công bố; đừng chỉ lấy từ hồ sơ này. / \
         The root key above must be the one that the programme has published; do not take it from this file alone."
            .to_owned(),
    ));
    blocks
}
