//! The words of a producer's certificates.

use crate::scheme::words::Language;

/// Every text, one static a language.
pub struct Texts {
    pub title: &'static str,
    pub none: &'static str,
    pub number: &'static str,
    pub product: &'static str,
    pub stars: &'static str,
    pub status: &'static str,
    pub valid_through: &'static str,
    pub print_labels: &'static str,
    pub runs: &'static str,
    pub shopper: &'static str,
    pub traceability: &'static str,
    pub renew: &'static str,
    pub what_next: &'static str,
    pub of_producer: &'static str,
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
    title: "Giấy chứng nhận của tôi",
    none: "Chưa có giấy chứng nhận nào. Khi hồ sơ của bạn có quyết định, giấy sẽ hiện ở đây. Giấy không có hồ sơ trên hệ thống (cấp theo danh sách, tiếp nhận từ giấy cũ) chỉ hiện khi ghi đúng tên bạn đã đăng ký, do hội đồng của bạn cấp và không có chủ thể nào khác cùng tên ở hội đồng đó. Nếu thiếu giấy, hãy liên hệ thư ký của hội đồng đã cấp giấy: thư ký in được tem.",
    number: "Số giấy",
    product: "Sản phẩm",
    stars: "Hạng sao",
    status: "Tình trạng",
    valid_through: "Có giá trị đến hết ngày",
    print_labels: "In tem nhãn",
    runs: "Đợt in tem có số sê-ri",
    shopper: "Trang người mua thấy",
    traceability: "Mã truy xuất nguồn gốc",
    renew: "Lập hồ sơ công nhận lại",
    what_next: "Việc tiếp theo",
    of_producer: "Chủ thể số",
};

static EN: Texts = Texts {
    title: "My certificates",
    none: "No certificates yet. When a dossier of yours is decided, its certificate appears here. One that has no dossier here (of a list, or taken over from paper) appears only if it bears the name that you are registered with, your council issued it, and no other producer there has that name. If one is missing, ask the secretary of the council that issued it, who can print its labels.",
    number: "Number",
    product: "Product",
    stars: "Stars",
    status: "Status",
    valid_through: "Valid through",
    print_labels: "Print labels",
    runs: "Labels with serials",
    shopper: "What shoppers see",
    traceability: "Traceability code",
    renew: "Begin the renewal",
    what_next: "Next",
    of_producer: "Producer no.",
};
