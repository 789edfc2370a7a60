//! The words of the page that checks a case's codes again.

use crate::scheme::words::Language;

/// Every text, one static a language.
pub struct Texts {
    pub title: &'static str,
    pub intro: &'static str,
    pub code: &'static str,
    pub said_then: &'static str,
    pub checked_at: &'static str,
    pub repeated: &'static str,
    pub by: &'static str,
    pub trust_list: &'static str,
    pub now: &'static str,
    pub no_such_number: &'static str,
    pub text_of_code: &'static str,
    pub same: &'static str,
    pub differs: &'static str,
    pub nothing: &'static str,
    pub files: &'static str,
    pub files_how: &'static str,
    pub no_files: &'static str,
    pub version: &'static str,
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
    title: "Kiểm tra lại vụ việc",
    intro: "Trang này chạy lại việc kiểm tra mã, ngay bây giờ, từ chính nội dung mã. “Lặp lại cho thời điểm kiểm tra” dùng danh sách tin cậy của phiên bản khi ấy, các giấy chứng nhận và thay đổi tình trạng mà sổ đăng ký đã ghi đến lúc ấy. Trang không nêu người hay nơi chốn nào.",
    code: "Chứng cứ",
    said_then: "Khi kiểm tra đã kết luận",
    checked_at: "Kiểm tra lúc",
    repeated: "Lặp lại cho thời điểm kiểm tra",
    by: "Theo",
    trust_list: "danh sách tin cậy phiên bản",
    now: "Bây giờ",
    no_such_number: "Sổ đăng ký không có số này.",
    text_of_code: "Nội dung mã",
    same: "Giống kết luận khi kiểm tra",
    differs: "Khác kết luận khi kiểm tra: thiết bị có thể đã dùng dữ liệu cũ hơn, hoặc không biết số sao trên bao bì.",
    nothing: "Vụ việc không có mã nào để kiểm tra lại.",
    files: "Hồ sơ vụ việc đã xuất",
    files_how: "Nếu bạn giữ một hồ sơ PDF, hãy so SHA-256 của tệp với danh sách này (dạng base64url và hệ 16). Không khớp nghĩa là tệp đã bị sửa, hoặc không phải do dịch vụ này xuất.",
    no_files: "Chưa xuất hồ sơ nào.",
    version: "bản",
};

static EN: Texts = Texts {
    title: "A case, checked again",
    intro: "This page checks the codes again, now, from their very text. “Repeated for the time of the check” goes by the version of the trust list of then, and by the certificates and changes of status that the register had recorded until then. It names no people or places.",
    code: "Evidence",
    said_then: "The check said",
    checked_at: "Checked at",
    repeated: "Repeated for the time of the check",
    by: "By",
    trust_list: "trust list version",
    now: "Now",
    no_such_number: "The register has no such number.",
    text_of_code: "Text of the code",
    same: "As the check said",
    differs: "Not as the check said: the device may have had older data, or did not know the stars on the package.",
    nothing: "The case has no code to check again.",
    files: "Case files that were handed out",
    files_how: "If you hold a case file, compare its SHA-256 with this list (base64url and hexadecimal). If it is not there, the file was altered, or this service did not write it.",
    no_files: "None was handed out yet.",
    version: "version",
};
