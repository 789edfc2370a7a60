//! The words of the reports.

use crate::scheme::words::Language;

/// Every text, one static a language.
pub struct Texts {
    pub intro: &'static str,
    pub on: &'static str,
    pub by_province: &'static str,
    pub by_stars: &'static str,
    pub by_group: &'static str,
    pub by_year: &'static str,
    pub expiring: &'static str,
    pub expiring_text: &'static str,
    pub province: &'static str,
    pub stars: &'static str,
    pub group: &'static str,
    pub year: &'static str,
    pub month: &'static str,
    pub certified: &'static str,
    pub in_force: &'static str,
    pub suspended: &'static str,
    pub expired: &'static str,
    pub revoked: &'static str,
    pub superseded: &'static str,
    pub ending: &'static str,
    pub download: &'static str,
    pub report: &'static str,
    pub line: &'static str,
    pub nothing: &'static str,
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
    intro: "Số giấy chứng nhận của các hội đồng trong phạm vi của bạn.",
    on: "Tính đến ngày",
    by_province: "Theo tỉnh, thành phố",
    by_stars: "Theo hạng sao",
    by_group: "Theo ngành sản phẩm",
    by_year: "Theo năm công nhận",
    expiring: "Sắp hết hạn trong 12 tháng",
    expiring_text: "Giấy còn hiệu lực hoặc đang tạm đình chỉ, theo tháng của ngày cuối cùng.",
    province: "Tỉnh, thành phố",
    stars: "Hạng sao",
    group: "Ngành",
    year: "Năm",
    month: "Tháng",
    certified: "Đã cấp",
    in_force: "Còn hiệu lực",
    suspended: "Tạm đình chỉ",
    expired: "Hết hạn",
    revoked: "Thu hồi",
    superseded: "Đã thay thế",
    ending: "Sắp hết hạn",
    download: "Tải về:",
    report: "Báo cáo",
    line: "Mục",
    nothing: "Chưa có giấy chứng nhận nào trong phạm vi của bạn.",
};

static EN: Texts = Texts {
    intro: "Certificates of the councils within your reach.",
    on: "As of",
    by_province: "By province",
    by_stars: "By stars",
    by_group: "By group of products",
    by_year: "By year of recognition",
    expiring: "Ending within 12 months",
    expiring_text: "Certificates in force or suspended, by the month of their last day.",
    province: "Province",
    stars: "Stars",
    group: "Group",
    year: "Year",
    month: "Month",
    certified: "Certified",
    in_force: "In force",
    suspended: "Suspended",
    expired: "Expired",
    revoked: "Revoked",
    superseded: "Superseded",
    ending: "Ending",
    download: "Download:",
    report: "Report",
    line: "Line",
    nothing: "There is no certificate within your reach yet.",
};
