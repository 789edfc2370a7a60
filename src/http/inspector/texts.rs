//! The words of the inspector's page that stand in it before any script runs.

use crate::scheme::words::Language;

/// Every text of the page.
pub struct Texts {
    pub title: &'static str,
    pub short_title: &'static str,
    pub intro: &'static str,
    pub parts: &'static str,
    pub check: &'static str,
    pub journal: &'static str,
    pub scan: &'static str,
    pub stop: &'static str,
    pub torch: &'static str,
    pub zoom: &'static str,
    pub photo: &'static str,
    pub shelf: &'static str,
    pub shelf_hint: &'static str,
    pub another_shelf: &'static str,
    pub number: &'static str,
    pub look_up: &'static str,
    pub no_script: &'static str,
    pub to_start: &'static str,
    pub limits: &'static str,
    pub online: &'static str,
    pub state: &'static str,
}

impl Texts {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }
}

static VI: Texts = Texts {
    title: "Kiểm tra OCOP tại chỗ",
    short_title: "Kiểm tra OCOP",
    intro: "Kiểm tra mã, ghi nhật ký, kể cả khi không có mạng.",
    parts: "Các phần của trang",
    check: "Kiểm tra",
    journal: "Nhật ký",
    scan: "Quét mã",
    stop: "Dừng",
    torch: "Đèn",
    zoom: "Phóng to",
    photo: "Đọc mã từ ảnh",
    shelf: "Quét liên tục cả kệ hàng",
    shelf_hint: "Mỗi mã chỉ đếm một lần trong một kệ.",
    another_shelf: "Bắt đầu kệ khác",
    number: "Số giấy chứng nhận, hoặc nội dung mã",
    look_up: "Tra",
    no_script: "Trang này cần JavaScript. Không có JavaScript, bạn vẫn kiểm tra được khi có mạng:",
    to_start: "trang kiểm tra trực tuyến",
    limits: "Mã chứng minh giấy chứng nhận là thật, không chứng minh món hàng là thật. Hãy luôn so sản phẩm, chủ thể và số sao với bao bì.",
    online: "Kiểm tra trực tuyến",
    state: "Tình trạng dữ liệu trên máy",
};

static EN: Texts = Texts {
    title: "OCOP checks on the spot",
    short_title: "OCOP check",
    intro: "Check codes and keep a journal, also without a network.",
    parts: "Parts of the page",
    check: "Check",
    journal: "Journal",
    scan: "Scan a code",
    stop: "Stop",
    torch: "Light",
    zoom: "Zoom",
    photo: "Read a code from a photo",
    shelf: "Scan a whole shelf, one code after the other",
    shelf_hint: "Each code is counted once on a shelf.",
    another_shelf: "Begin another shelf",
    number: "Certificate number, or text of the code",
    look_up: "Look up",
    no_script: "This page needs JavaScript. Without it you can still check with a network:",
    to_start: "the online page",
    limits: "A code proves that the certificate is genuine, not that the item is. Always compare product, producer and stars with the package.",
    online: "Check online",
    state: "State of the data on this device",
};
