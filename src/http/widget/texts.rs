//! The words of the page about the element.

use crate::scheme::words::Language;

/// Every text, one static a language.
pub struct Texts {
    pub heading: &'static str,
    pub intro: &'static str,
    pub live: &'static str,
    pub without_script: &'static str,
    pub embed: &'static str,
    pub embed_text: &'static str,
    pub attributes: &'static str,
    /// What each attribute is for, in the order of the page.
    pub attribute: [(&'static str, &'static str); 5],
    pub event: &'static str,
    pub event_text: &'static str,
    pub pin: &'static str,
    pub pin_text: &'static str,
    pub policy: &'static str,
    pub policy_text: &'static str,
    pub limits: &'static str,
    pub limit: [&'static str; 5],
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
    heading: "Kiểm tra mã OCOP ngay trên trang của bạn",
    intro: "Cửa hàng, sàn thương mại và trang của chủ thể có thể đặt ô kiểm tra này vào trang của mình. Mã được kiểm tra trong trình duyệt của khách, không gửi đi đâu; không có cookie.",
    live: "Dùng thử",
    without_script: "Trình duyệt này không chạy JavaScript: hãy kiểm tra ở",
    embed: "Cách đặt vào trang",
    embed_text: "Chép hai dòng này vào trang. Khóa gốc của chương trình nằm trong thuộc tính root: hãy so với khóa mà chương trình công bố bằng đường khác, vì mọi kết luận dựa vào nó.",
    attributes: "Thuộc tính",
    attribute: [
        (
            "root",
            "Bắt buộc: khóa gốc của chương trình. Thiếu thì không kết luận gì.",
        ),
        (
            "code",
            "Nội dung mã QR cần kiểm tra. Không có thì khách dán mã hoặc chọn ảnh.",
        ),
        (
            "stars",
            "Số sao mà trang đang ghi, từ 1 đến 5, để so với giấy chứng nhận.",
        ),
        ("lang", "vi hoặc en; không có thì theo ngôn ngữ của trang."),
        (
            "service",
            "Máy chủ của chương trình; không có thì là nơi tải đoạn mã này.",
        ),
    ],
    event: "Sự kiện",
    event_text: "Mỗi lần kiểm tra xong, phần tử phát sự kiện ocop-verdict; detail là kết luận đầy đủ, hoặc verdict là null khi không kiểm tra được.",
    pin: "Cố định một phiên bản",
    pin_text: "Địa chỉ sau không bao giờ đổi nội dung, và integrity buộc trình duyệt kiểm tra đúng từng byte, kể cả bộ kiểm tra mà nó tải. Sau khi hệ thống nâng cấp, địa chỉ này có thể mất: hãy lấy dòng mới ở trang này.",
    policy: "Trang có Content-Security-Policy",
    policy_text: "Thêm vào chính sách của trang:",
    limits: "Giới hạn",
    limit: [
        "Không tải được dữ liệu đã ký, hoặc dữ liệu không do khóa gốc này ký: ô chỉ báo “KHÔNG KIỂM TRA ĐƯỢC”, không bao giờ báo giấy chứng nhận còn hiệu lực.",
        "Khi dữ liệu cũ hơn 48 giờ, ô kiểm tra nói rõ. Ô không nhớ dữ liệu lần trước, nên không phát hiện được việc đưa lại dữ liệu cũ còn hạn.",
        "Số giấy chứng nhận chỉ để tra cứu, không chứng minh được gì: hãy dùng nội dung mã QR.",
        "Số sê-ri của tem không được kiểm tra ở đây; trang của chương trình kiểm tra được.",
        "Trang đặt ô này có thể sửa mọi thứ trên trang của họ: khách nghi ngờ thì quét mã bằng máy ảnh điện thoại.",
    ],
};

static EN: Texts = Texts {
    heading: "Check OCOP codes on your own page",
    intro: "Shops, marketplaces and producers can put this box into their pages. The code is checked in the visitor's browser and sent nowhere; there are no cookies.",
    live: "Try it",
    without_script: "This browser runs no JavaScript: check at",
    embed: "How to embed it",
    embed_text: "Copy these two lines into the page. The attribute root holds the programme's root key: compare it with the key that the programme publishes by another way, because every conclusion rests on it.",
    attributes: "Attributes",
    attribute: [
        (
            "root",
            "Required: the programme's root key. Without it nothing is concluded.",
        ),
        (
            "code",
            "What the QR code says. Without it, visitors paste a code or choose a photo.",
        ),
        (
            "stars",
            "The stars that the page advertises, 1 to 5, to compare with the certificate.",
        ),
        ("lang", "vi or en; without it, the language of the page."),
        (
            "service",
            "The programme's server; without it, where this script came from.",
        ),
    ],
    event: "Event",
    event_text: "After each check the element fires ocop-verdict; its detail is the whole answer, or has a verdict of null where nothing could be checked.",
    pin: "Pin a version",
    pin_text: "What stands at this address never changes, and integrity makes the browser compare every byte, also of the checking program that it loads. After an upgrade of the service the address may be gone: take the new line from this page.",
    policy: "Pages with a Content-Security-Policy",
    policy_text: "Add to the policy of the page:",
    limits: "Limits",
    limit: [
        "When the signed data cannot be loaded, or this root key did not sign them: “COULD NOT BE CHECKED”, never genuine.",
        "Data older than 48 hours are said to be. The box remembers nothing, so it cannot notice older data that are still in time being sent again.",
        "A certificate's number is only looked up and proves nothing: use what the QR code says.",
        "The serial of a label is not checked here; the programme's page does that.",
        "Whoever embeds the box can change anything on their page: who doubts it scans the code with the phone's camera.",
    ],
};
