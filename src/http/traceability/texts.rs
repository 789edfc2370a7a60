//! The words of traceability codes.

use crate::scheme::words::Language;

/// Every text, one static a language.
pub struct Texts {
    pub title: &'static str,
    pub intro: &'static str,
    pub code: &'static str,
    pub hint: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub shown_as: &'static str,
    pub back: &'static str,
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
    title: "Mã truy xuất nguồn gốc",
    intro: "Nếu sản phẩm có mã trên cổng truy xuất nguồn gốc quốc gia, hãy ghi ở đây: người quét mã OCOP sẽ thấy mã này cạnh giấy chứng nhận. Mã do bạn khai, hội đồng không chứng nhận mã này.",
    code: "Mã hoặc đường dẫn trên cổng truy xuất",
    hint: "Để trống để bỏ mã đã ghi.",
    save: "Lưu",
    saved: "Đã lưu.",
    shown_as: "Người mua thấy",
    back: "Về giấy chứng nhận của tôi",
};

static EN: Texts = Texts {
    title: "Traceability code",
    intro: "If the product has a code on the national traceability portal, write it here: who scans the OCOP code sees it beside the certificate. It is your own statement; the council does not certify it.",
    code: "Code or link on the traceability portal",
    hint: "Leave it empty to take the code away.",
    save: "Save",
    saved: "Saved.",
    shown_as: "Shoppers see",
    back: "Back to my certificates",
};
