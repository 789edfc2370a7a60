//! The words of the register's pages.

use crate::office::Condition;
use crate::scheme::words::Language;

/// Every text, one static a language.
pub struct Texts {
    pub heading: &'static str,
    pub intro: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub find: &'static str,
    pub filters: &'static str,
    pub province: &'static str,
    pub centre: &'static str,
    pub stars: &'static str,
    pub star_unit: &'static str,
    pub group: &'static str,
    pub status: &'static str,
    pub year: &'static str,
    pub any: &'static str,
    pub results: &'static str,
    pub nothing: &'static str,
    pub try_this: [&'static str; 3],
    pub clear: &'static str,
    pub producer: &'static str,
    pub valid_through: &'static str,
    pub number: &'static str,
    pub next: &'static str,
    pub first: &'static str,
    pub open_data: &'static str,
    pub open_data_text: &'static str,
    pub producer_intro: &'static str,
    pub producer_same_name: &'static str,
    pub more: &'static str,
    pub to_certificate: &'static str,
    pub to_register: &'static str,
    conditions: [&'static str; 5],
}

impl Texts {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }

    /// What a certificate is worth, in words.
    pub fn condition(&self, condition: Condition) -> &'static str {
        self.conditions[condition as usize]
    }
}

static VI: Texts = Texts {
    heading: "Sổ đăng ký giấy chứng nhận OCOP",
    intro: "Mọi giấy chứng nhận đã cấp, kể cả đã hết hạn hoặc bị thu hồi. Giấy mới nhất đứng trước.",
    search: "Tìm theo tên sản phẩm, chủ thể hoặc số giấy",
    search_hint: "Không cần gõ dấu: “che shan” tìm được “Chè Shan”.",
    find: "Tìm",
    filters: "Lọc",
    province: "Tỉnh, thành phố",
    centre: "Trung ương",
    stars: "Hạng sao",
    star_unit: "sao",
    group: "Ngành sản phẩm",
    status: "Tình trạng",
    year: "Năm công nhận",
    any: "Tất cả",
    results: "Kết quả",
    nothing: "Không tìm thấy giấy chứng nhận nào.",
    try_this: [
        "Hãy bớt từ, hoặc chỉ gõ vài chữ đầu của từ cuối.",
        "Hãy bỏ bộ lọc.",
        "Nếu có tem, hãy gõ số giấy chứng nhận ghi trên tem.",
    ],
    clear: "Xem toàn bộ sổ",
    producer: "Chủ thể",
    valid_through: "Có giá trị đến hết ngày",
    number: "Số giấy",
    next: "Trang sau",
    first: "Về trang đầu",
    open_data: "Dữ liệu mở",
    open_data_text: "Tải danh sách này:",
    producer_intro: "Các giấy chứng nhận OCOP của chủ thể này. Mỗi sản phẩm có giấy riêng: giấy của sản phẩm này không dùng cho sản phẩm khác.",
    producer_same_name: "Chủ thể được nhận biết theo tên trên giấy; có thể có chủ thể khác trùng tên.",
    more: "Xem tất cả",
    to_certificate: "Về giấy chứng nhận",
    to_register: "Sổ đăng ký",
    conditions: [
        "Còn hiệu lực",
        "Đang tạm đình chỉ",
        "Đã hết hạn",
        "Đã thu hồi",
        "Đã thay bằng giấy mới",
    ],
};

static EN: Texts = Texts {
    heading: "Register of OCOP certificates",
    intro: "Every certificate that was issued, also those that expired or were revoked. The newest come first.",
    search: "Search by product, producer or certificate number",
    search_hint: "Marks may be left out: “che shan” finds “Chè Shan”.",
    find: "Search",
    filters: "Filter",
    province: "Province",
    centre: "Central",
    stars: "Stars",
    star_unit: "stars",
    group: "Group of products",
    status: "Status",
    year: "Year of recognition",
    any: "All",
    results: "Results",
    nothing: "No certificate was found.",
    try_this: [
        "Leave out words, or type only the first letters of the last word.",
        "Remove the filters.",
        "If you have a label, type the certificate number that stands on it.",
    ],
    clear: "Show the whole register",
    producer: "Producer",
    valid_through: "Valid through",
    number: "Number",
    next: "Next page",
    first: "First page",
    open_data: "Open data",
    open_data_text: "Download this list:",
    producer_intro: "The OCOP certificates of this producer. Each product has its own: the certificate of one product does not serve another.",
    producer_same_name: "Producers are told apart by the name on the certificate; another may bear the same.",
    more: "Show all",
    to_certificate: "Back to the certificate",
    to_register: "Register",
    conditions: ["In force", "Suspended", "Expired", "Revoked", "Superseded"],
};
