//! The words of the pages about producers and dossiers.

use crate::scheme::words::Language;

macro_rules! texts {
    ($($name:ident: $vi:literal, $en:literal;)+) => {
        /// Every text, one static a language.
        pub(super) struct Texts {
            $(pub $name: &'static str,)+
        }
        static VI: Texts = Texts { $($name: $vi,)+ };
        static EN: Texts = Texts { $($name: $en,)+ };
    };
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

texts! {
    producers: "Chủ thể", "Producers";
    producer: "Chủ thể", "Producer";
    new_producer: "Đăng ký chủ thể", "Register a producer";
    register: "Đăng ký", "Register";
    kind: "Loại hình", "Kind";
    name: "Tên", "Name";
    address: "Địa chỉ", "Address";
    unit: "Tỉnh, thành phố", "Province";
    council: "Hội đồng", "Council";
    business_code: "Mã số đăng ký kinh doanh", "Business registration number";
    representative: "Người đại diện", "Representative";
    phone: "Điện thoại", "Telephone";
    email: "Thư điện tử", "E-mail";
    choose: "Hãy chọn", "Choose";
    optional: "không bắt buộc", "optional";
    save: "Lưu", "Save";
    saved: "Đã lưu.", "Saved.";
    search_name: "Tên có chữ (không cần dấu)", "Name holds (without diacritics)";
    search_product: "Tên sản phẩm có chữ (không cần dấu)", "Product holds (without diacritics)";
    show: "Xem", "Show";
    nothing: "Không có gì ở đây.", "There is nothing here.";
    number: "Số", "No.";
    dossiers: "Hồ sơ", "Dossiers";
    dossier: "Hồ sơ", "Dossier";
    my_dossiers: "Hồ sơ của tôi", "My dossiers";
    new_dossier: "Lập hồ sơ mới", "Write a new dossier";
    for_producer: "Lập hồ sơ cho chủ thể này", "Write a dossier for this producer";
    edit_for_producer: "Sửa hồ sơ thay chủ thể", "Change it for its producer";
    their_dossiers: "Hồ sơ của chủ thể này", "Dossiers of this producer";
    state: "Trạng thái", "State";
    scored: "Hồ sơ hội đồng đã chấm, dù nay ở đâu", "Dossiers that the council scored, wherever they are";
    all_states: "Mọi trạng thái", "Every state";
    product: "Sản phẩm", "Product";
    product_hint: "Đúng như sẽ ghi trên giấy chứng nhận.", "As it is to stand on the certificate.";
    set: "Bộ sản phẩm", "Product set";
    description: "Mô tả", "Description";
    description_hint: "Sản phẩm là gì, từ nguyên liệu nào, làm ra sao. Cần có trước khi nộp.", "What it is, of what, how it is made. Needed before it is lodged.";
    made_at: "Địa chỉ sản xuất", "Where it is made";
    commune: "Xã, phường, đặc khu", "Commune";
    needed_to_lodge: "Cần có trước khi nộp.", "Needed before it is lodged.";
    product_code: "Mã sản phẩm OCOP", "OCOP product code";
    gtin: "Mã vạch (GTIN)", "Bar code (GTIN)";
    gtin_hint: "Dãy 8, 12, 13 hoặc 14 chữ số dưới mã vạch, nếu có.", "The 8, 12, 13 or 14 digits under the bar code, if there is one.";
    renews: "Công nhận lại giấy chứng nhận số", "Renews certificate";
    renews_hint: "Số giấy cũ, ví dụ CB-12345-E, nếu là công nhận lại.", "The old certificate's number, such as CB-12345-E, of a renewal.";
    council_hint: "Hội đồng sẽ nhận hồ sơ này.", "The council that this dossier goes to.";
    edition: "Bộ tiêu chí", "Edition of the rules";
    stars: "Hạng sao", "Stars";
    lodged_at: "Nộp lúc", "Lodged at";
    changed_at: "Sửa lần cuối", "Changed";
    not_yet: "(chưa có)", "(not yet)";
    facts: "Nội dung", "What it says";
    pictures: "Ảnh", "Pictures";
    documents: "Tài liệu", "Documents";
    no_pictures: "Chưa có ảnh.", "No pictures yet.";
    no_documents: "Chưa có tài liệu.", "No documents yet.";
    add_pictures: "Thêm ảnh (JPEG hoặc PNG, mỗi ảnh tối đa 20 MB)", "Add pictures (JPEG or PNG, 20 MB each at most)";
    add_documents: "Thêm tài liệu (PDF, JPEG hoặc PNG, mỗi tệp tối đa 20 MB)", "Add documents (PDF, JPEG or PNG, 20 MB each at most)";
    send_files: "Tải lên", "Send";
    remove: "Gỡ", "Remove";
    history: "Lịch sử", "History";
    what_next: "Việc tiếp theo", "What is next";
    nothing_to_do: "Không có việc nào cho bạn ở bước này.", "There is nothing for you to do at this step.";
    take_in: "Tiếp nhận", "Take in";
    open_session: "Mở phiên chấm điểm", "Open a scoring session";
    hand_back: "Trả lại để bổ sung", "Return for completion";
    reason: "Lý do, chủ thể sẽ đọc được", "Reason, which the producer reads";
    returned_because: "Hội đồng trả lại để bổ sung, lý do:", "The council returned it for completion, because:";
    edit: "Sửa nội dung", "Change what it says";
    edit_title: "Sửa hồ sơ", "Change dossier";
    lodge: "Nộp hồ sơ", "Lodge";
    lodge_intro: "Sau khi nộp, hồ sơ không sửa được nữa, trừ khi hội đồng trả lại.", "Once lodged, it cannot be changed unless the council returns it.";
    withdraw: "Rút hồ sơ", "Withdraw";
    withdraw_intro: "Rút rồi thì không mở lại được; có thể lập hồ sơ mới từ hồ sơ này.", "A withdrawn dossier cannot be opened again; a new one can be begun from it.";
    begin_again: "Lập hồ sơ mới từ hồ sơ này", "Begin a new dossier from this one";
    begun_from: "Đã điền sẵn từ hồ sơ hoặc giấy cũ. Hãy xem lại từng ô.", "Filled in from the old dossier or certificate. Look each field over.";
    stands_now: "Đang có trong sổ", "Stands now";
    stands_intro: "Những ô dưới đây khác với nội dung đang có trong sổ. Lưu lại sẽ thay bằng những gì bạn đã gõ.", "The fields below differ from what stands in the register. Saving again puts what you typed in their place.";
    not_sent: "Chưa nhận được các tệp sau:", "These files were not taken:";
    warnings: "Cần xem lại", "To look at";
    next_page: "Trang sau", "Next page";
    next_draft: "Hồ sơ đang là bản nháp. Hãy điền đủ nội dung, thêm ít nhất một ảnh, rồi nộp.", "You are writing it. Fill everything in, add at least one picture, then lodge it.";
    next_lodged: "Đã nộp. Thư ký hội đồng sẽ xem và tiếp nhận, hoặc trả lại để bổ sung.", "Lodged. The council's secretary will look at it and take it in, or return it for completion.";
    next_returned: "Hội đồng trả lại. Hãy bổ sung theo lý do dưới đây, rồi nộp lại.", "The council returned it. Complete it as the reason below says, then lodge it again.";
    next_at_district: "Hội đồng cấp huyện đang chấm điểm. Bạn không cần làm gì.", "The district's council is scoring it. There is nothing for you to do.";
    next_at_province: "Hội đồng cấp tỉnh đang chấm điểm. Bạn không cần làm gì.", "The province's council is scoring it. There is nothing for you to do.";
    next_proposed: "Cấp tỉnh đề nghị 5 sao; hội đồng trung ương đang xét. Trong lúc chờ, giấy 4 sao có hiệu lực khi được cấp.", "The province proposes 5 stars, and the central council is considering it. Meanwhile a certificate of 4 stars is valid once it is given.";
    next_decided: "Đã có quyết định. Giấy chứng nhận và tem nhãn ở trang Giấy chứng nhận của tôi.", "It was decided. Certificate and labels are at My certificates.";
    next_refused: "Sản phẩm không đạt 3 sao trở lên nên không có giấy chứng nhận. Bạn có thể lập hồ sơ mới từ hồ sơ này.", "The product did not reach 3 stars, so there is no certificate. You can begin a new dossier from this one.";
    next_withdrawn: "Bạn đã rút hồ sơ này. Bạn có thể lập hồ sơ mới từ hồ sơ này.", "You withdrew it. You can begin a new dossier from it.";
}
