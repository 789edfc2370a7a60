//! The text of a mail: one for each producer and run, Vietnamese first.

use std::fmt::Write;

use chrono::NaiveDate;

use crate::register::NoticeRecord;
use crate::scheme::check::date;
use crate::scheme::words::Text;

/// What a mail says.
pub(super) struct Letter {
    pub subject: String,
    pub body: String,
}

impl Letter {
    /// Tells one producer what ends; a certificate is named once, however many of its notices
    /// are due.
    pub fn new(
        notices: &[NoticeRecord],
        council: &Text,
        origin: Option<&str>,
        today: NaiveDate,
    ) -> Self {
        let mut named: Vec<&NoticeRecord> = Vec::new();
        for notice in notices {
            if named
                .iter()
                .all(|other| other.key.number != notice.key.number)
            {
                named.push(notice);
            }
        }
        let producer = named.first().map_or("", |notice| notice.producer.as_str());
        let (mut vi, mut en) = (String::new(), String::new());
        for (place, notice) in (1..).zip(&named) {
            let (number, stars, product) = (notice.key.number, notice.stars, &notice.product);
            let (through, left) = (date(notice.valid_through), notice.valid_through - today);
            let left = left.num_days();
            let (left_vi, left_en) = match left {
                0 => (
                    "hôm nay là ngày cuối".to_owned(),
                    "today is its last day".to_owned(),
                ),
                1 => ("còn 1 ngày".to_owned(), "1 day left".to_owned()),
                _ => (format!("còn {left} ngày"), format!("{left} days left")),
            };
            // Writing to a String cannot fail.
            let _ = write!(
                vi,
                "{place}. {product} ({stars} sao), giấy số {number}\n   Có giá trị đến hết ngày {through}, {left_vi}.\n"
            );
            let _ = write!(
                en,
                "{place}. {product} ({stars} stars), certificate {number}\n   Valid through {through}, {left_en}.\n"
            );
            if let Some(origin) = origin {
                let _ = writeln!(vi, "   {origin}/c/{number}");
                let _ = writeln!(en, "   {origin}/c/{number}?lang=en");
            }
        }
        let body = format!(
            "Kính gửi: {producer}\n\n\
             Giấy chứng nhận sản phẩm OCOP sau đây của quý chủ thể sắp hết hạn:\n\n{vi}\n\
             Để được tiếp tục sử dụng hạng sao OCOP, quý chủ thể cần nộp hồ sơ đánh giá, công nhận lại trước ngày hết hạn. \
             Sau ngày đó, bao bì không được mang hạng sao OCOP cho đến khi có giấy chứng nhận mới.\n\n\
             Nếu quý chủ thể đã nộp hồ sơ, xin bỏ qua thư này. Thư được gửi tự động.\n\n\
             {council_vi}\n\n\
             ----\n\n\
             To: {producer}\n\n\
             These OCOP certificates of yours are about to end:\n\n{en}\n\
             To go on using the OCOP stars, please lodge a dossier for re-evaluation before that day. \
             After it, packages may not carry OCOP stars until there is a new certificate.\n\n\
             If you have lodged your dossier already, please disregard this message. It was sent automatically.\n\n\
             {council_en}\n",
            council_vi = council.vi,
            council_en = council.en,
        );
        Self {
            subject: "Giấy chứng nhận OCOP sắp hết hạn / OCOP certificates about to end".to_owned(),
            body,
        }
    }
}
