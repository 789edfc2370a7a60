//! The words of the pages on which shoppers report. Calm, and nobody is accused: what is
//! reported is a suspicion.

use crate::scheme::shopper_report::{ReportReason, ReportState};
use crate::scheme::words::{Language, Text};

/// Every text, one static a language.
pub struct Texts {
    pub report_loud: &'static str,
    pub report_calm: &'static str,
    pub title: &'static str,
    pub intro: &'static str,
    pub to_mend: &'static str,
    pub photos_again: &'static str,
    pub about: &'static str,
    pub no_code: &'static str,
    pub product: &'static str,
    pub producer: &'static str,
    pub product_hint: &'static str,
    pub reason: &'static str,
    reasons: [&'static str; ReportReason::ALL.len()],
    pub description: &'static str,
    pub description_hint: &'static str,
    pub place: &'static str,
    pub shop: &'static str,
    pub shop_address: &'static str,
    pub province: &'static str,
    pub choose: &'static str,
    pub optional: &'static str,
    pub photo: &'static str,
    pub photo_hint: &'static str,
    pub contact: &'static str,
    pub contact_hint: &'static str,
    pub person: &'static str,
    pub send: &'static str,
    pub after: &'static str,
    pub have_number: &'static str,
    pub thanks: &'static str,
    pub thanks_next: &'static str,
    pub state_title: &'static str,
    pub number: &'static str,
    pub number_hint: &'static str,
    pub look: &'static str,
    pub state: &'static str,
    meanings: [&'static str; ReportState::ALL.len()],
    pub merged: &'static str,
    pub answer: &'static str,
    pub received_at: &'static str,
    pub changed_at: &'static str,
    pub nothing_personal: &'static str,
    pub erase_contact: &'static str,
    pub erase_contact_hint: &'static str,
}

impl Texts {
    /// What is asked of whoever sends a form in which a program may have typed.
    pub const PERSON_ASKED: Text = Text::new(
        "Biểu mẫu có vẻ đã được điền tự động. Hãy đánh dấu vào ô cuối biểu mẫu, chọn lại ảnh nếu có, rồi gửi lại.",
        "The form seems to have been filled in by a program. Tick the box at its end, choose your photographs again, then send it.",
    );

    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VI,
            Language::En => &EN,
        }
    }

    /// A reason, as a shopper would say it.
    pub fn reason(&self, reason: ReportReason) -> &'static str {
        self.reasons[reason as usize]
    }

    /// What a state means for whoever reported.
    pub fn meaning(&self, state: ReportState) -> &'static str {
        self.meanings[state as usize]
    }
}

static VI: Texts = Texts {
    report_loud: "Phản ánh sản phẩm có nghi vấn này",
    report_calm: "Thấy điều chưa đúng? Phản ánh sản phẩm có nghi vấn",
    title: "Phản ánh sản phẩm có nghi vấn",
    intro: "Kiểm tra viên của chương trình sẽ xem phản ánh của bạn. Đây là nghi vấn, chưa phải kết luận: người bán và chủ thể có thể không có lỗi. Không cần tài khoản.",
    to_mend: "Chưa gửi được. Hãy sửa:",
    photos_again: "Những gì đã ghi vẫn còn trong biểu mẫu. Riêng ảnh phải chọn lại.",
    about: "Mã được phản ánh",
    no_code: "Nếu trên bao bì có mã QR, hãy kiểm tra mã trước rồi mở biểu mẫu này từ trang kết quả: kiểm tra viên sẽ thấy ngay mã nào.",
    product: "Sản phẩm",
    producer: "Chủ thể",
    product_hint: "Tên in trên bao bì.",
    reason: "Điều bạn nghi ngờ",
    reasons: [
        "Bao bì in nhiều sao hơn giấy chứng nhận",
        "Giấy chứng nhận đã hết hạn mà bao bì vẫn in sao",
        "Mã nằm trên sản phẩm khác với sản phẩm ghi trong giấy",
        "Mã có vẻ bị sao chép, ví dụ nhiều gói có cùng một số sê-ri",
        "Điều khác",
    ],
    description: "Bạn đã thấy gì?",
    description_hint: "Vài câu là đủ: bao bì ghi gì, khác với kết quả kiểm tra ở chỗ nào. Xin đừng ghi tên hay số điện thoại của người khác.",
    place: "Nơi bán",
    shop: "Tên cửa hàng, chợ hoặc gian hàng",
    shop_address: "Địa chỉ, hoặc địa chỉ trang bán hàng trực tuyến",
    province: "Tỉnh, thành phố",
    choose: "Chưa chọn",
    optional: "có thể để trống",
    photo: "Ảnh chụp bao bì",
    photo_hint: "Nhiều nhất 3 ảnh JPEG, PNG hoặc WebP, mỗi ảnh tối đa 10 MB. Vị trí và thông tin máy ảnh ghi kèm trong ảnh được xóa khi nhận.",
    contact: "Điện thoại hoặc thư điện tử của bạn",
    contact_hint: "Để trống cũng được. Nếu bạn ghi, bạn đồng ý cho kiểm tra viên dùng thông tin này để hỏi thêm về phản ánh, không dùng vào việc khác (Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15). Mỗi lần xem đều được ghi lại. Thông tin được xóa khi bạn yêu cầu (ở trang xem kết quả), 180 ngày sau khi phản ánh kết thúc, và muộn nhất sau 2 năm.",
    person: "Tôi là người đang gửi phản ánh này",
    send: "Gửi phản ánh",
    after: "Sau khi gửi, bạn nhận một số để xem kết quả xử lý.",
    have_number: "Đã có số phản ánh? Xem kết quả xử lý",
    thanks: "Cảm ơn bạn. Phản ánh đã được tiếp nhận.",
    thanks_next: "Hãy ghi lại hoặc chụp màn hình số này: chỉ với số này mới xem được kết quả xử lý. Nếu được, hãy giữ lại bao bì.",
    state_title: "Kết quả xử lý phản ánh",
    number: "Số phản ánh",
    number_hint: "Ví dụ: PA-7K3M-Q9TD. Viết hoa hay viết thường đều được.",
    look: "Xem",
    state: "Trạng thái",
    meanings: [
        "Phản ánh đang chờ kiểm tra viên xem.",
        "Kiểm tra viên đang xem phản ánh này.",
        "Kiểm tra viên đã lập vụ việc và đang kiểm tra. Đây chưa phải kết luận.",
        "Việc xem xét phản ánh này đã kết thúc.",
    ],
    merged: "Phản ánh này nói về cùng một việc với phản ánh khác nên được xem xét chung.",
    answer: "Trả lời của kiểm tra viên",
    received_at: "Nhận lúc",
    changed_at: "Thay đổi gần nhất",
    nothing_personal: "Trang này không hiện nội dung phản ánh, ảnh hay thông tin liên hệ.",
    erase_contact: "Xóa thông tin liên hệ của tôi",
    erase_contact_hint: "Cùng với phản ánh có thông tin liên hệ. Sau khi xóa, kiểm tra viên không hỏi thêm bạn được nữa; phản ánh vẫn được xem xét.",
};

static EN: Texts = Texts {
    report_loud: "Report this suspected product",
    report_calm: "Does something look wrong? Report a suspected product",
    title: "Report a suspected product",
    intro: "Inspectors of the programme will look at what you report. It is a suspicion, not a conclusion: the seller and the producer may have done nothing wrong. You need no account.",
    to_mend: "It was not sent. Please mend:",
    photos_again: "What you typed is still in the form. Only photographs must be chosen again.",
    about: "The code that is reported",
    no_code: "If the package has a QR code, check it first and open this form from the result: then the inspector sees which code it is.",
    product: "Product",
    producer: "Producer",
    product_hint: "The name on the package.",
    reason: "What do you suspect?",
    reasons: [
        "The package shows more stars than the certificate",
        "The certificate has expired and the package still shows the stars",
        "The code is on another product than the certificate names",
        "The code seems to be a copy; many packages have the same serial, for example",
        "Something else",
    ],
    description: "What did you see?",
    description_hint: "A few sentences are enough: what the package says, and where it differs from the result. Please do not give names or telephone numbers of other people.",
    place: "Where it is sold",
    shop: "Name of the shop, market or stall",
    shop_address: "Address, or address of the online shop",
    province: "Province or city",
    choose: "Not chosen",
    optional: "may be left empty",
    photo: "Photographs of the package",
    photo_hint: "At most 3 photographs, JPEG, PNG or WebP, of 10 MB each. The position and the camera's data within them are removed when they arrive.",
    contact: "Your telephone number or e-mail address",
    contact_hint: "You may leave this empty. If you fill it in, you agree that inspectors use it to ask you about this report and for nothing else (Law on Personal Data Protection, 91/2025/QH15). Each look at it is written down. It is erased when you ask for it (on the page with the state), 180 days after the report is closed, and after 2 years at the latest.",
    person: "I am a person, and I send this report",
    send: "Send the report",
    after: "You will be given a number with which to see what becomes of it.",
    have_number: "You have a number already? See what became of your report",
    thanks: "Thank you. Your report was received.",
    thanks_next: "Write this number down, or take a picture of the screen: only with it can you see what becomes of your report. If you can, keep the package.",
    state_title: "What became of a report",
    number: "Number of the report",
    number_hint: "For example: PA-7K3M-Q9TD. Capitals or not, both will do.",
    look: "Show",
    state: "State",
    meanings: [
        "The report waits for an inspector.",
        "An inspector looks at this report.",
        "An inspector opened a case and is checking. This is not a conclusion yet.",
        "The work on this report is finished.",
    ],
    merged: "This report is about the same as another, so they are looked at together.",
    answer: "The inspectors' answer",
    received_at: "Received",
    changed_at: "Last change",
    nothing_personal: "This page shows neither what was reported nor photographs nor contacts.",
    erase_contact: "Erase my contact",
    erase_contact_hint: "A contact is kept with this report. Once it is erased, inspectors cannot ask you any more; the report is looked at all the same.",
};
