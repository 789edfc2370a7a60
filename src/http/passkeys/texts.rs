//! The words of passkeys.

use crate::scheme::words::Language;

/// Every text, one static a language.
pub struct Texts {
    pub sign_in: &'static str,
    pub confirm: &'static str,
    pub wait: &'static str,
    pub failed: &'static str,
    pub passkeys: &'static str,
    pub intro: &'static str,
    pub none: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub add: &'static str,
    pub added: &'static str,
    pub used: &'static str,
    pub never: &'static str,
    pub remove: &'static str,
    pub confirm_first: &'static str,
    pub confirm_button: &'static str,
    pub no_script: &'static str,
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
    sign_in: "Đăng nhập bằng khóa truy cập",
    confirm: "Xác nhận bằng khóa truy cập",
    wait: "Hãy làm theo hướng dẫn của trình duyệt…",
    failed: "Chưa dùng được khóa truy cập: thiết bị không trả lời, hoặc bạn đã bấm hủy. Hãy bấm nút lần nữa, hoặc dùng cách khác.",
    passkeys: "Khóa truy cập",
    intro: "Khóa truy cập nằm trong điện thoại, máy tính hoặc khóa bảo mật của bạn và mở bằng vân tay, khuôn mặt hoặc mã PIN. Có khóa thì đăng nhập không cần mật khẩu, và không ai lừa lấy được.",
    none: "Chưa có khóa truy cập nào.",
    name: "Tên khóa",
    name_hint: "Để bạn nhận ra thiết bị, ví dụ “Điện thoại” hoặc “Máy cơ quan”.",
    add: "Thêm khóa truy cập",
    added: "Đã thêm",
    used: "Dùng gần nhất",
    never: "chưa dùng",
    remove: "Gỡ",
    confirm_first: "Để thêm hoặc gỡ khóa, hãy xác nhận chính bạn đang làm.",
    confirm_button: "Xác nhận",
    no_script: "Cần trình duyệt cho chạy JavaScript để thêm khóa. Nếu không, hãy dùng mã xác thực.",
};

static EN: Texts = Texts {
    sign_in: "Sign in with a passkey",
    confirm: "Confirm with a passkey",
    wait: "Follow what your browser says…",
    failed: "The passkey was not used: the device did not answer, or you cancelled. Press the button again, or use another way.",
    passkeys: "Passkeys",
    intro: "A passkey is in your phone, computer or security key, and opens with your finger, face or PIN. With one you sign in without a password, and nobody can trick you out of it.",
    none: "There is no passkey yet.",
    name: "Name of the passkey",
    name_hint: "So that you know the device, such as “Phone” or “Office computer”.",
    add: "Add a passkey",
    added: "Added",
    used: "Last used",
    never: "not yet",
    remove: "Remove",
    confirm_first: "To add or remove a passkey, confirm that it is you.",
    confirm_button: "Confirm",
    no_script: "To add a passkey the browser must run JavaScript. Otherwise use the code of your authenticator.",
};
