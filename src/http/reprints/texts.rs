//! The words of permits for labels.

use crate::scheme::words::Language;

/// Every text, one static a language.
pub struct Texts {
    pub title: &'static str,
    pub intro: &'static str,
    pub reason: &'static str,
    pub reason_hint: &'static str,
    pub allow: &'static str,
    pub withdraw: &'static str,
    pub standing: &'static str,
    pub none: &'static str,
    pub by: &'static str,
    pub at: &'static str,
    pub back: &'static str,
    pub allowed: &'static str,
    pub withdrawn: &'static str,
}

impl Texts {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }

    /// What is said when an act was done, by its name in addresses.
    pub fn done(&self, act: &str) -> Option<&'static str> {
        match act {
            "reprints" => Some(self.allowed),
            "no-reprints" => Some(self.withdrawn),
            _ => None,
        }
    }
}

static VI: Texts = Texts {
    title: "In lại tem",
    intro: "Giấy đang tạm đình chỉ thì không được in tem. Chủ tịch hội đồng có thể cho phép in lại, ví dụ để thay tem hỏng; phép hết hiệu lực khi hết tạm đình chỉ. Người quét mã vẫn thấy giấy đang bị tạm đình chỉ.",
    reason: "Lý do cho phép",
    reason_hint: "Một câu, ví dụ: Thay tem bị hỏng của lô hàng đã bán.",
    allow: "Cho phép in lại tem",
    withdraw: "Rút phép in lại",
    standing: "Đang cho phép in lại tem",
    none: "Chưa cho phép in lại tem.",
    by: "Người cho phép",
    at: "Lúc",
    back: "Về giấy chứng nhận",
    allowed: "Đã cho phép in lại tem.",
    withdrawn: "Đã rút phép in lại tem.",
};

static EN: Texts = Texts {
    title: "Reprints of labels",
    intro: "No label of a suspended certificate is given. The chair of its council may allow reprints, to replace damaged labels for example; the permit ends with the suspension. Who scans the code still sees that the certificate is suspended.",
    reason: "Why reprints are allowed",
    reason_hint: "A sentence, such as: To replace damaged labels of a batch that was sold.",
    allow: "Allow reprints",
    withdraw: "Withdraw the permit",
    standing: "Reprints are allowed",
    none: "Reprints are not allowed.",
    by: "Allowed by",
    at: "At",
    back: "Back to the certificate",
    allowed: "Reprints of labels are allowed.",
    withdrawn: "The permit for reprints was withdrawn.",
};
