//! The words of the pages about cases.

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
    cases: "Vụ việc", "Cases";
    one: "Vụ việc", "Case";
    new: "Lập vụ việc", "Open a case";
    new_intro: "Chỉ ghi những gì đã thấy. Hội đồng đã cấp giấy và hội đồng cấp tỉnh nơi có chủ thể được thông báo ngay khi lập.", "Write only what was seen. The council that issued the certificate, and the province's where the producer is, are told at once.";
    kind: "Loại vụ việc", "Kind";
    choose: "Hãy chọn", "Choose";
    statement: "Nội dung", "Statement";
    statement_hint: "Thấy gì, ở đâu, vì sao nghi ngờ. Không quá 4.000 ký tự.", "What was seen, where, and why it is doubted. At most 4,000 characters.";
    where_it_was: "Nơi phát hiện", "Where it was found";
    province: "Tỉnh, thành phố", "Province";
    no_province: "Chưa rõ", "Not known";
    place: "Địa điểm", "Place";
    place_hint: "Chợ, đường, xã. Ghi vừa đủ để tìm lại.", "Market, street, commune: enough to find it again.";
    position: "Vị trí", "Position";
    with_position: "Lưu cả vị trí mà thiết bị đã ghi trong nhật ký", "Keep the position that the device noted in the journal";
    shop: "Cơ sở bán", "Shop";
    shop_address: "Địa chỉ cơ sở", "Its address";
    evidence: "Chứng cứ", "Evidence";
    entries: "Lần kiểm tra trong nhật ký", "Checks of the journal";
    entries_hint: "Số của lần kiểm tra, cách nhau bằng dấu phẩy. Ghi chú và ảnh đi kèm được đưa vào cùng.", "Numbers of checks, with commas between. Their notes and photographs come with them.";
    codes: "Mã hoặc số giấy chứng nhận", "Codes or certificate numbers";
    codes_hint: "Mỗi dòng một mã: nội dung quét được, hoặc số như CB-12345-E.", "One in each line: what was scanned, or a number such as CB-12345-E.";
    report: "Phản ánh của người mua", "Shopper's report";
    note: "Ghi chú", "Note";
    open_button: "Lập vụ việc", "Open the case";
    add_button: "Thêm chứng cứ", "Add evidence";
    add_heading: "Thêm chứng cứ", "Add evidence";
    evidence_stays: "Không gỡ chứng cứ ra được; chứng cứ sai thì gạch và ghi lý do.", "Nothing can be taken out; what is wrong is struck, with a reason.";
    strike_heading: "Gạch chứng cứ", "Strike evidence";
    strike_place: "Số của chứng cứ", "Its number";
    reason: "Lý do", "Reason";
    strike_button: "Gạch", "Strike";
    struck: "Đã gạch", "Struck";
    assign_heading: "Giao việc", "Assign";
    assignee: "Người phụ trách", "Assigned to";
    nobody: "Chưa giao", "Nobody yet";
    assign_button: "Giao", "Assign";
    change_heading: "Sửa nội dung", "Change what it says";
    save: "Lưu", "Save";
    outcome: "Nội dung kết quả hoặc lý do", "Outcome in words, or reason";
    result: "Kết quả", "Result";
    decision: "Số quyết định xử lý (nếu có)", "Number of the decision (if any)";
    decision_short: "Số quyết định xử lý", "Decision";
    what_next: "Việc tiếp theo", "What is next";
    acknowledge: "Hội đồng đã xem", "The council has read it";
    acknowledge_intro: "Hội đồng của bạn được thông báo về vụ việc này. Bấm để xác nhận đã xem.", "Your council was told of this case. Say that it was read.";
    told: "Đã thông báo cho", "Who was told";
    seen: "đã xem", "read";
    not_seen: "chưa xác nhận", "not acknowledged yet";
    nobody_told: "Chưa có giấy chứng nhận nào được xác định nên chưa thông báo cho hội đồng nào.", "No certificate is known yet, so no council was told.";
    history: "Diễn biến", "History";
    file_heading: "Hồ sơ vụ việc", "Case file";
    file: "Tải hồ sơ (PDF)", "Get the case file (PDF)";
    files: "Hồ sơ đã xuất, theo mã SHA-256", "Files that were handed out, by SHA-256";
    no_files: "Chưa xuất lần nào.", "None was handed out yet.";
    version: "bản", "version";
    check: "Trang kiểm tra lại", "Page that checks again";
    check_hint: "Ai có địa chỉ này đều tự kiểm tra lại được mã. Trang không nêu người, nơi chốn hay cơ sở nào.", "Whoever has the address can check the codes again. The page names no people, places or shops.";
    facts: "Nội dung vụ việc", "What it says";
    certificate: "Giấy chứng nhận", "Certificate";
    product: "Sản phẩm", "Product";
    producer: "Chủ thể", "Producer";
    opened: "Lập", "Opened";
    state: "Trạng thái", "State";
    reference: "Số vụ việc", "Reference";
    device_said: "Khi kiểm tra", "When it was checked";
    judged: "Máy chủ lặp lại cho thời điểm đó", "Repeated by the server for that time";
    code_text: "Nội dung mã", "Text of the code";
    journal_entry: "Mục nhật ký", "Entry of the journal";
    device: "Thiết bị", "Device";
    entry_no: "mục", "entry";
    hash: "SHA-256 của mục", "SHA-256 of the entry";
    photograph: "Ảnh, SHA-256", "Photograph, SHA-256";
    photograph_heading: "Thêm ảnh", "Add a photograph";
    photograph_file: "Ảnh (JPEG, PNG, WebP; tối đa 10 MB)", "Photograph (JPEG, PNG, WebP; at most 10 MB)";
    keep_position: "Giữ nguyên tệp, kể cả vị trí chụp", "Keep the file as it is, with where it was taken";
    photograph_hint: "Nếu không chọn, vị trí và thông tin máy ảnh bị xóa khỏi ảnh.", "If not ticked, the position and the camera's data are removed.";
    photograph_button: "Thêm ảnh", "Add the photograph";
    photograph_alt: "Ảnh chứng cứ", "Photograph in evidence";
    public_answer: "Trả lời người mua đã phản ánh (công khai, không bắt buộc)", "What the shoppers who reported are told (public, optional)";
    log_proof: "Có bằng chứng trong nhật ký công khai", "Proof in the public log";
    added: "Thêm", "Added";
    all: "Tất cả", "All";
    mine: "Giao cho tôi", "Assigned to me";
    filter: "Lọc", "Filter";
    every_kind: "Mọi loại", "Every kind";
    every_province: "Mọi tỉnh, thành phố", "Every province";
    every_set: "Mọi bộ sản phẩm", "Every set of products";
    set: "Bộ sản phẩm", "Set of products";
    unknown: "chưa rõ", "not known";
    csv: "Tải danh sách (CSV)", "Get the list (CSV)";
    nothing: "Không có vụ việc nào.", "There are no cases.";
    changed_at: "Thay đổi lần cuối", "Changed last";
}
