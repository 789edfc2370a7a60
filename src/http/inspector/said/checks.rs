//! Of what was checked: verdicts, the shelf, the journal.

use super::{Said, said};

pub const OF_CHECKS: &[Said] = &[
    // Ages and days.
    said("just_now", "vừa xong", "just now"),
    said("minutes_ago", "{n} phút trước", "{n} minutes ago"),
    said("hours_ago", "{n} giờ trước", "{n} hours ago"),
    said("days_ago", "{n} ngày trước", "{n} days ago"),
    said("last_day", "hôm nay là ngày cuối", "today is its last day"),
    said("days_left", "còn {n} ngày", "{n} days left"),
    said("days_over", "đã hết hạn {n} ngày", "expired {n} days ago"),
    said("n_stars", "{n} sao", "{n} stars"),
    // The verdict.
    said("judging", "Đang kiểm tra…", "Checking…"),
    said(
        "judge_failed",
        "Bộ kiểm tra không chạy được ({error}). Hãy đóng trang và mở lại; nếu vẫn lỗi, hãy nối mạng rồi mở lại.",
        "The judge does not run ({error}). Close the page and open it again; if it fails again, go online and open it.",
    ),
    said(
        "no_pack_to_judge",
        "Chưa có mạng và máy này chưa có gói dữ liệu, nên chưa kiểm tra được mã này. Hãy nối mạng rồi quét lại.",
        "There is no network and this device has no data pack, so this code cannot be checked. Go online and scan it again.",
    ),
    said(
        "by_number_heading",
        "CHỈ TRA THEO SỐ",
        "LOOKED UP BY NUMBER ONLY",
    ),
    said(
        "no_names",
        "Mã rút gọn không ghi tên, và gói này không kèm tên của giấy này.",
        "The compact code holds no names, nor does this pack hold those of this certificate.",
    ),
    said(
        "all_of_producer",
        "Mọi giấy chứng nhận của chủ thể này",
        "All certificates of this producer",
    ),
    said("n_certificates", "{n} giấy chứng nhận", "certificates: {n}"),
    said("status_unknown", "Chưa rõ tình trạng", "Status not known"),
    said("row_expired", "Đã hết hạn", "Expired"),
    said("scan_next", "Quét mã tiếp theo", "Scan the next code"),
    // The shelf.
    said("shelf_total", "Đã kiểm tra {n} mã", "Codes checked: {n}"),
    said(
        "shelf_seen",
        "{n} lần gặp lại mã đã đếm",
        "Codes seen again, not counted: {n}",
    ),
    said(
        "shelf_again",
        "Mã này đã kiểm tra ở kệ này rồi, không đếm lại.",
        "This code was checked on this shelf already and is not counted again.",
    ),
    said(
        "shelf_register",
        "{words}; chưa đối chiếu được với sổ đăng ký",
        "{words}; could not be compared with the register",
    ),
    said(
        "shelf_serial",
        "{words}; chưa kiểm tra số sê-ri của tem",
        "{words}; the label's serial was not checked",
    ),
    // The journal.
    said(
        "keeping",
        "Đang ghi vào nhật ký…",
        "Writing it into the journal…",
    ),
    said(
        "kept",
        "Đã ghi vào nhật ký: mục {n}.",
        "Kept in the journal: entry {n}.",
    ),
    said(
        "not_kept",
        "LẦN KIỂM TRA NÀY KHÔNG ĐƯỢC GHI vào nhật ký: {why}",
        "THIS CHECK WAS NOT KEPT in the journal: {why}",
    ),
    said(
        "not_kept_short",
        "Không được ghi vào nhật ký",
        "Not kept in the journal",
    ),
    said(
        "because_full",
        "máy đã hết chỗ. Hãy xóa bớt ảnh hoặc ứng dụng, đồng bộ nhật ký, rồi kiểm tra lại mã này.",
        "the device is full. Delete photos or apps, synchronise the journal, then check this code again.",
    ),
    said(
        "because_failed",
        "máy báo lỗi ({error}). Hãy đóng trang, mở lại và làm lại.",
        "the device reported an error ({error}). Close the page, open it again and repeat.",
    ),
    said(
        "because_earlier",
        "lần kiểm tra này thuộc nhật ký trước của máy. Hãy kiểm tra lại mã này rồi thêm vào lần kiểm tra mới.",
        "this check is of an earlier journal of the device. Check the code again, and add to the new check.",
    ),
    said(
        "earlier_journal",
        "Lần kiểm tra này thuộc nhật ký trước của máy, nên không thêm được nữa. Hãy kiểm tra lại mã này rồi thêm vào lần kiểm tra mới.",
        "This check is of an earlier journal of the device, so nothing more is added to it. Check the code again, and add to the new check.",
    ),
    said(
        "add_heading",
        "Thêm vào lần kiểm tra này",
        "Add to this check",
    ),
    said("note", "Ghi chú", "Note"),
    said("keep_note", "Ghi lại ghi chú", "Keep the note"),
    said("add_photo", "Ảnh chụp bao bì", "Photo of the package"),
    said("add_place", "Ghi vị trí hiện tại", "Add where I am"),
    said(
        "place_hint",
        "Vị trí chỉ được lấy khi bạn bấm nút. Ảnh được mã hóa lại, không kèm vị trí và tên máy.",
        "The place is taken only when you press the button. Photos are encoded anew, without place and phone.",
    ),
    said("locating", "Đang xác định vị trí…", "Finding the place…"),
    said(
        "place_refused",
        "Trình duyệt chưa được phép dùng vị trí. Hãy cho phép trong phần cài đặt của trang, hoặc ghi địa chỉ vào ghi chú.",
        "The browser may not use the location. Allow it in the page's settings, or write the address into a note.",
    ),
    said(
        "place_unknown",
        "Chưa xác định được vị trí. Hãy ra chỗ thoáng và thử lại, hoặc ghi địa chỉ vào ghi chú.",
        "The place could not be found. Step outside and try again, or write the address into a note.",
    ),
    said(
        "place_at",
        "Vị trí: {latitude}, {longitude} (sai số {n} m)",
        "Place: {latitude}, {longitude} (within {n} m)",
    ),
    said("working", "Đang xử lý…", "Working…"),
    said("added", "Đã ghi: mục {n}.", "Kept: entry {n}."),
    said("not_added", "CHƯA GHI ĐƯỢC: {why}", "NOT KEPT: {why}"),
    said("journal_heading", "Nhật ký kiểm tra", "Journal of checks"),
    said(
        "n_checks",
        "{n} lần kiểm tra trên máy này.",
        "Checks on this device: {n}.",
    ),
    said(
        "genuine_then",
        "Giấy chứng nhận thật",
        "Genuine certificate",
    ),
    said(
        "n_waiting",
        "{n} mục chờ đồng bộ.",
        "Entries waiting to be sent: {n}.",
    ),
    said("every_verdict", "Mọi kết quả", "Every result"),
    said("of_verdict", "Kết quả", "Result"),
    said("of_day", "Ngày", "Day"),
    said("more", "Xem thêm", "Show more"),
    said(
        "no_entries",
        "Không có lần kiểm tra nào.",
        "There are no checks.",
    ),
    said("entry", "Mục", "Entry"),
    said("entry_device", "của máy {device}", "of device {device}"),
    said(
        "clock_then",
        "Đồng hồ máy lúc đó",
        "The device's clock then",
    ),
    said(
        "stars_on_package",
        "Số sao trên bao bì",
        "Stars on the package",
    ),
    said("judged_by", "Kiểm tra theo", "Checked by"),
    said(
        "judged_by_pack",
        "gói số {pack}, danh sách tin cậy số {trust}",
        "pack {pack}, trust list {trust}",
    ),
    said("code", "Nội dung mã", "Text of the code"),
    said("whole_journal", "Toàn bộ nhật ký", "The whole journal"),
    said("export", "Xuất ra tệp", "Export to a file"),
    said("exported", "Đã xuất {n} kB.", "{n} kB were exported."),
    said(
        "export_hint",
        "Mỗi dòng của tệp là một mục và ghi mã băm của mục trước, nên ai cũng kiểm tra được rằng không mục nào bị sửa hay bớt.",
        "Each line of the file is an entry that names the hash of the one before, so anybody can check that none was changed or left out.",
    ),
    said("verify_chain", "Kiểm tra chuỗi", "Check the chain"),
    said("verifying", "Đã kiểm tra {n} mục…", "Entries checked: {n}…"),
    said(
        "chain_holds",
        "Chuỗi nguyên vẹn: {n} mục.",
        "The chain holds: {n} entries.",
    ),
    said(
        "chain_broken",
        "CHUỖI BỊ ĐỨT ở mục {n}: dữ liệu trên máy đã bị thay đổi. Hãy xuất ra tệp và báo cho người quản trị.",
        "THE CHAIN IS BROKEN at entry {n}: the data on this device was changed. Export it, and tell the administrator.",
    ),
];
