//! The words of an inspector's journal.

use crate::scheme::words::Language;

macro_rules! texts {
    ($($name:ident: $vi:literal, $en:literal;)+) => {
        /// Every text, one static a language.
        pub struct Texts {
            $(pub $name: &'static str,)+
        }

        static VI: Texts = Texts { $($name: $vi,)+ };

        static EN: Texts = Texts { $($name: $en,)+ };
    };
}

texts! {
    intro: "Những gì các thiết bị của bạn đã kiểm tra và đã đồng bộ. Chỉ bạn xem được nhật ký này. Mỗi mục mang mã băm của mục trước, nên không thể sửa, bớt hay chèn mà không lộ.",
        "What your devices checked and have synchronised. Only you see this journal. Each entry names the hash of the one before, so none can be changed, taken out or put in without being found.";
    inspect: "Mở trang kiểm tra tại chỗ", "Open the inspector's page";
    verdict: "Kết luận", "Conclusion";
    any: "Tất cả", "All";
    device: "Thiết bị", "Device";
    from: "Từ ngày", "From";
    until: "Đến hết ngày", "Until the end of";
    show: "Xem", "Show";
    choose: "Chọn", "Choose";
    choose_check: "Chọn lần kiểm tra số", "Choose check";
    checked_at: "Lúc kiểm tra", "Checked at";
    product: "Sản phẩm", "Product";
    producer: "Chủ thể", "Producer";
    number: "Số giấy", "Certificate";
    stars_on_package: "Sao trên bao bì", "Stars on the package";
    more: "Ghi thêm", "More";
    additions: "phần bổ sung", "additions";
    shelf: "Quét theo kệ", "Along a shelf";
    clock_ahead: "Đồng hồ thiết bị chạy nhanh", "The device's clock was ahead";
    again: "Máy chủ", "The server";
    typed: "Tra theo số, không quét mã", "Looked up by number, no code scanned";
    open_case: "Lập vụ việc từ các mục đã chọn", "Open a case from what is chosen";
    open_case_hint: "Chọn một hoặc nhiều lần kiểm tra, rồi bấm nút dưới bảng.", "Choose one or several checks, then press the button below the table.";
    open_this: "Lập vụ việc từ lần kiểm tra này", "Open a case from this check";
    nothing: "Không có lần kiểm tra nào như vậy. Lần kiểm tra mới hiện ở đây sau khi thiết bị đồng bộ.", "There is no such check. A new one is shown here once the device has synchronised.";
    csv: "Tải bảng này về (CSV)", "Save this table (CSV)";
    devices: "Các thiết bị", "Devices";
    entries: "Số mục", "Entries";
    synchronised: "Đồng bộ lần cuối", "Last synchronised";
    title: "Lần kiểm tra", "Check";
    three: "Kết luận lúc đó và bây giờ", "The conclusion then and now";
    on_device: "Trên thiết bị, lúc kiểm tra", "On the device, when it was checked";
    when_received: "Tại máy chủ, khi nhận", "Here, when it came in";
    by_today: "Theo dữ liệu hôm nay", "By what is known today";
    same_instant: "Máy chủ xét lại cùng mã, cùng thời điểm kiểm tra.", "The server judged the same code again, for the instant of the check.";
    differs: "Các kết luận khác nhau: danh sách trên thiết bị có thể cũ hơn, hoặc tình trạng giấy đã được ghi sau đó. Trước khi lập vụ việc, hãy xem kỹ lý do và ngày.", "The conclusions differ: the device's lists may have been older, or something was decided of the certificate since. Look at the reason and the dates before you open a case.";
    not_judged: "Chỉ tra theo số giấy nên không có mã để xét. Số giấy đúng không chứng minh được gì về bao bì.", "Only a number was looked up, so there is no code to judge. A right number proves nothing about the package.";
    facts: "Chi tiết", "Details";
    certified_stars: "Sao trong giấy chứng nhận", "Stars of the certificate";
    judged_for: "Thời điểm được xét", "Judged for";
    clock: "Đồng hồ thiết bị", "The device's clock";
    clock_behind: "đồng hồ chạy chậm hơn danh sách đã ký, nên xét theo thời điểm của danh sách", "it was behind the signed lists, so their instant was judged for";
    clock_ahead_more: "muộn hơn lúc máy chủ nhận mục này: đồng hồ sai", "later than when this came in: the clock was wrong";
    lists: "Danh sách đã dùng", "Lists that were used";
    trust_list: "danh sách tin cậy", "trust list";
    pack: "gói", "pack";
    made_at: "lập lúc", "made at";
    received_at: "Máy chủ nhận lúc", "Came in at";
    code: "Nội dung mã", "Text of the code";
    added: "Ghi chú, vị trí, ảnh", "Notes, places, photographs";
    nothing_added: "Không có gì được bổ sung.", "Nothing was added.";
    place: "Vị trí", "Place";
    photograph: "Ảnh chụp lúc", "Photograph of";
    photograph_awaited: "Ảnh chưa được gửi lên. Hãy mở trang kiểm tra tại chỗ trên thiết bị khi có mạng.", "The photograph has not come yet. Open the inspector's page on the device while there is a network.";
    proof: "Để đối chiếu", "To compare";
    entry_of: "Mục số", "Entry";
    hash: "Mã băm SHA-256", "SHA-256";
    text: "Nguyên văn mục", "The entry's own text";
    back: "Về nhật ký", "Back to the journal";
    notes: "Ghi chú", "Notes";
    latitude: "Vĩ độ", "Latitude";
    longitude: "Kinh độ", "Longitude";
    accuracy: "Sai số (m)", "Accuracy (m)";
    photographs: "Số ảnh", "Photographs";
    verdict_again: "Kết luận của máy chủ khi nhận", "Conclusion here when it came in";
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
