//! The words of the page of scans.

use crate::scheme::words::Language;

/// Every text, one static a language.
pub struct Texts {
    pub intro: &'static str,
    pub intro_meaning: &'static str,
    pub council: &'static str,
    pub certificate: &'static str,
    pub order: &'static str,
    pub by_score: &'static str,
    pub by_day: &'static str,
    pub show: &'static str,
    pub label: &'static str,
    pub score: &'static str,
    pub points: &'static str,
    pub ordinary: &'static str,
    pub why: &'static str,
    pub times: &'static str,
    pub days: &'static str,
    pub first_and_last: &'static str,
    pub provinces: &'static str,
    pub unknown_place: &'static str,
    pub nothing: &'static str,
    pub invented: &'static str,
    pub invented_meaning: &'static str,
    pub day: &'static str,
    pub wrong_macs: &'static str,
    pub unknown_counts: &'static str,
    pub no_invented: &'static str,
}

impl Texts {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }
}

static VI: Texts = Texts {
    intro: "Tem có số sê-ri đã được quét bao nhiêu lần, vào bao nhiêu ngày và ở những tỉnh nào. Hệ thống không lưu gì về người quét.",
    intro_meaning: "Điểm là gợi ý để kiểm tra, không phải kết luận: một hộp hàng được quét vài lần ở một nơi, còn tem bị sao chép được quét nhiều lần ở nhiều tỉnh. Trước khi kết luận, hãy hỏi chủ thể và xem hàng tại chỗ.",
    council: "Hội đồng",
    certificate: "Số giấy chứng nhận",
    order: "Xếp theo",
    by_score: "Điểm cao nhất trước",
    by_day: "Ngày quét mới nhất trước",
    show: "Xem",
    label: "Tem thứ",
    score: "Điểm",
    points: "điểm",
    ordinary: "Bình thường",
    why: "Lý do",
    times: "Lượt quét",
    days: "Số ngày",
    first_and_last: "Ngày đầu – ngày cuối",
    provinces: "Tỉnh, thành phố",
    unknown_place: "Chưa rõ",
    nothing: "Chưa có tem nào được quét trong phạm vi này.",
    invented: "Số sê-ri không do hệ thống cấp",
    invented_meaning: "Mã có chữ ký thật nhưng số sê-ri sai, trong 90 ngày gần đây. Nhiều lượt trong một ngày thường là tem bị sao chép và đánh số bừa; một hai lượt có thể chỉ là in lỗi.",
    day: "Ngày",
    wrong_macs: "Số kiểm tra không khớp",
    unknown_counts: "Số chưa từng cấp",
    no_invented: "Chưa gặp số sê-ri nào như vậy.",
};

static EN: Texts = Texts {
    intro: "How often labels with serials were scanned, on how many days and in which provinces. Nothing is kept of who scans.",
    intro_meaning: "The score is a hint where to look, not a conclusion: a package is scanned a few times in one place, a copied label many times in many provinces. Before you conclude, ask the producer and look at the goods.",
    council: "Council",
    certificate: "Certificate number",
    order: "Order",
    by_score: "Highest score first",
    by_day: "Newest day first",
    show: "Show",
    label: "Label no.",
    score: "Score",
    points: "points",
    ordinary: "Ordinary",
    why: "Reasons",
    times: "Scans",
    days: "Days",
    first_and_last: "First – last day",
    provinces: "Provinces",
    unknown_place: "Not known",
    nothing: "No label within this reach was scanned yet.",
    invented: "Serials that the system never gave",
    invented_meaning: "Codes with a genuine signature and a wrong serial, of the last 90 days. Many on one day usually are copied labels with numbers made up; one or two may only be misprinted.",
    day: "Day",
    wrong_macs: "Wrong check digits",
    unknown_counts: "Never given",
    no_invented: "No such serial was met yet.",
};
