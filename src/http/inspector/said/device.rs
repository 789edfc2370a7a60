//! Of the device: its data, clock, camera and photographs, and of sending the journal.

use super::{Said, said};

pub const OF_THE_DEVICE: &[Said] = &[
    // The state of the device.
    said(
        "no_pack",
        "Máy này CHƯA CÓ gói dữ liệu nên chưa kiểm tra được khi mất mạng. Hãy nối mạng và bấm:",
        "This device has NO data pack yet, so it cannot check without a network. Go online and press:",
    ),
    said(
        "pack_age",
        "Gói dữ liệu số {n}: {ago}.",
        "Data pack {n}: {ago}.",
    ),
    said(
        "trust_age",
        "Danh sách tin cậy số {n}: {ago}.",
        "Trust list {n}: {ago}.",
    ),
    said("old_short", "CŨ QUÁ 48 GIỜ.", "OLDER THAN 48 HOURS."),
    said("expired_short", "ĐÃ HẾT HẠN.", "EXPIRED."),
    said("clock_short", "ĐỒNG HỒ MÁY SAI.", "THE CLOCK IS WRONG."),
    said(
        "pack_old",
        "GÓI ĐÃ CŨ QUÁ 48 GIỜ: có thể đã có giấy mới cấp hoặc mới bị thu hồi. Hãy nối mạng và cập nhật.",
        "THE PACK IS OLDER THAN 48 HOURS: certificates may have been issued or revoked since. Go online and update.",
    ),
    said(
        "pack_expired",
        "GÓI ĐÃ HẾT HẠN: không còn biết giấy nào mới bị thu hồi. Hãy nối mạng và cập nhật.",
        "THE PACK HAS EXPIRED: it no longer knows what was revoked. Go online and update.",
    ),
    said("update", "Cập nhật", "Update"),
    said("updating", "Đang tải gói mới…", "Getting a newer pack…"),
    said(
        "updating_of",
        "Đang tải gói mới: {n} / {of} kB…",
        "Getting a newer pack: {n} of {of} kB…",
    ),
    said(
        "updated",
        "Gói dữ liệu là bản mới nhất.",
        "The data pack is the newest.",
    ),
    said(
        "update_network",
        "Mạng bị gián đoạn. Đã giữ {n} kB; sẽ tự tải tiếp khi có mạng.",
        "The network was cut. {n} kB are kept; the rest follows when there is a network.",
    ),
    said(
        "update_refused",
        "KHÔNG NHẬN gói mới.",
        "The newer pack was REFUSED.",
    ),
    said(
        "held_stays",
        "Gói đang có vẫn được dùng. Nếu lặp lại, hãy báo cho văn phòng điều phối chương trình.",
        "The pack that is held stays in use. If it happens again, tell the programme's office.",
    ),
    said(
        "update_not_stored",
        "Chưa lưu được gói mới: {why}",
        "The newer pack could not be stored: {why}",
    ),
    said(
        "clock_behind",
        "ĐỒNG HỒ MÁY CHẠY CHẬM: máy ghi {clock}, trong khi chương trình đã ký dữ liệu lúc {signed}. Việc kiểm tra dùng thời điểm đã ký. Hãy đặt lại ngày giờ của máy.",
        "THE DEVICE'S CLOCK IS BEHIND: it shows {clock}, but the programme signed data at {signed}. Checks use the signed instant. Set the device's date and time.",
    ),
    said(
        "not_persisted",
        "Máy có thể tự xóa dữ liệu của trang này khi thiếu chỗ. Hãy thêm trang vào màn hình chính và đồng bộ nhật ký thường xuyên.",
        "The device may delete this page's data when room is short. Add the page to the home screen, and synchronise the journal often.",
    ),
    said(
        "little_room",
        "MÁY SẮP HẾT CHỖ: trang này chỉ còn {n} MB. Hãy xóa bớt ảnh hoặc ứng dụng, và đồng bộ nhật ký.",
        "THE DEVICE IS NEARLY FULL: {n} MB are left for this page. Delete photos or apps, and synchronise the journal.",
    ),
    said(
        "ask_again",
        "Xin máy giữ dữ liệu",
        "Ask the device to keep it",
    ),
    said(
        "no_storage",
        "Trình duyệt không cho lưu dữ liệu ({error}), nên không kiểm tra được khi mất mạng và không ghi được nhật ký. Hãy mở trang này ngoài chế độ ẩn danh.",
        "The browser does not let this page store data ({error}), so there are neither checks without a network nor a journal. Open the page outside a private window.",
    ),
    said(
        "other_root",
        "CẢNH BÁO: máy chủ đưa ra khóa gốc khác với khóa đã ghim khi cài đặt. Khóa mới KHÔNG được nhận; việc kiểm tra vẫn theo khóa đã ghim. Hãy hỏi văn phòng điều phối chương trình trước khi làm tiếp.",
        "WARNING: the server shows another root key than the one pinned at installation. It is NOT accepted; checks go on by the pinned one. Ask the programme's office before you go on.",
    ),
    said(
        "not_secure",
        "Trang được mở không qua https, nên không cài đặt được và không mở được máy ảnh. Hãy mở địa chỉ bắt đầu bằng https.",
        "The page was not opened by https, so it can be neither installed nor use the camera. Open the address that begins with https.",
    ),
    said(
        "no_worker",
        "Trình duyệt này không giữ được trang để dùng khi mất mạng. Hãy dùng Chrome, Safari hoặc Firefox bản mới, ngoài chế độ ẩn danh.",
        "This browser cannot keep the page for use without a network. Use a recent Chrome, Safari or Firefox, outside a private window.",
    ),
    said(
        "worker_failed",
        "Chưa giữ được trang để dùng khi mất mạng. Hãy mở lại trang khi mạng tốt hơn.",
        "The page could not be kept for use without a network. Open it again when the network is better.",
    ),
    said(
        "opens_offline",
        "Trang này mở được khi không có mạng.",
        "This page opens without a network.",
    ),
    said(
        "newer_page",
        "Đã tải xong bản mới của trang này.",
        "A newer version of this page is ready.",
    ),
    said("use_newer_page", "Dùng bản mới", "Use it"),
    said(
        "may_install",
        "Cài trang này vào máy để mở nhanh, kể cả khi mất mạng.",
        "Install this page to open it at once, also without a network.",
    ),
    said("install", "Cài đặt", "Install"),
    // The camera and photographs.
    said(
        "camera_refused",
        "Trình duyệt chưa được phép dùng máy ảnh. Hãy cho phép trong phần cài đặt của trang (biểu tượng cạnh địa chỉ) rồi bấm quét lại; hoặc dùng ảnh chụp, hoặc gõ số giấy.",
        "The browser may not use the camera. Allow it in the page's settings (the sign beside the address) and press scan again; or use a photo, or type the number.",
    ),
    said(
        "camera_none",
        "Không tìm thấy máy ảnh. Hãy dùng ảnh chụp mã QR hoặc gõ số giấy chứng nhận.",
        "No camera was found. Use a photo of the code, or type the certificate number.",
    ),
    said(
        "camera_busy",
        "Máy ảnh đang bị ứng dụng khác chiếm hoặc vừa bị ngắt. Hãy đóng ứng dụng đó rồi bấm quét lại.",
        "Another app holds the camera, or it was taken away. Close that app, then press scan again.",
    ),
    said(
        "camera_failed",
        "Không mở được máy ảnh. Hãy bấm quét lại; nếu vẫn không được, hãy dùng ảnh chụp mã QR hoặc gõ số giấy.",
        "The camera could not be opened. Press scan again; if it still fails, use a photo of the code or type the number.",
    ),
    said(
        "camera_insecure",
        "Máy ảnh chỉ dùng được khi địa chỉ bắt đầu bằng https. Hãy mở lại bằng https, hoặc dùng ảnh chụp, hoặc gõ số giấy.",
        "The camera works only at an address that begins with https. Open the page by https, or use a photo, or type the number.",
    ),
    said(
        "camera_hidden",
        "Máy ảnh đã tắt khi bạn rời trang. Bấm quét để tiếp tục.",
        "The camera was switched off when you left the page. Press scan to go on.",
    ),
    said(
        "camera_nothing",
        "Một phút không thấy mã nào nên máy ảnh đã tắt để đỡ tốn pin. Bấm quét để tiếp tục; hãy đưa máy gần mã hơn, đủ sáng.",
        "No code was seen for a minute, so the camera was switched off to save the battery. Press scan to go on; hold it nearer, in good light.",
    ),
    said("reading_photo", "Đang đọc ảnh…", "Reading the photo…"),
    said(
        "photo_no_code",
        "Không thấy mã QR nào trong ảnh. Hãy chụp gần hơn, đủ sáng, mã chiếm phần lớn ảnh; hoặc gõ số giấy in dưới mã.",
        "No QR code was found in the photo. Take it nearer and in good light, so that the code fills most of it; or type the number printed below.",
    ),
    said(
        "photo_too_large",
        "Ảnh {n} megapixel quá lớn với máy này. Hãy chụp lại ở cỡ nhỏ hơn, hoặc cắt lấy phần có mã.",
        "A photo of {n} megapixels is too large for this device. Take a smaller one, or cut out the part with the code.",
    ),
    said(
        "photo_unreadable",
        "Tệp này không phải ảnh mà máy đọc được. Hãy chọn ảnh PNG, JPEG hoặc WebP.",
        "This file is no picture that the device can read. Choose a PNG, JPEG or WebP.",
    ),
    said(
        "photo_alt",
        "Ảnh đã ghi vào nhật ký",
        "A photo of the journal",
    ),
    said(
        "several_codes",
        "Trong ảnh có {n} mã",
        "There are {n} codes in the picture",
    ),
    said(
        "choose_code",
        "Hãy chọn mã cần kiểm tra, hoặc quét lại sát một mã.",
        "Choose the one to check, or scan again close to one code.",
    ),
    // Synchronising.
    said(
        "synced",
        "Nhật ký đã đồng bộ.",
        "The journal is synchronised.",
    ),
    said("send", "Đồng bộ ngay", "Send now"),
    said(
        "sync_signed_out",
        "Chưa đăng nhập nên chưa đồng bộ được; các mục vẫn nằm an toàn trên máy.",
        "Nobody is signed in, so nothing is sent; the entries are safe on this device.",
    ),
    said("sign_in", "Đăng nhập", "Sign in"),
    said(
        "sync_not_allowed",
        "Tài khoản này không phải kiểm tra viên nên không gửi được nhật ký. Hãy đăng nhập bằng tài khoản kiểm tra viên.",
        "This account is no inspector's, so the journal cannot be sent. Sign in with an inspector's account.",
    ),
    said(
        "sync_other_account",
        "Nhật ký trên máy này thuộc tài khoản khác nên chưa gửi. Hãy đăng nhập bằng tài khoản đó. Nếu các mục chờ là của bạn, hãy bắt đầu nhật ký mới cho tài khoản này:",
        "The journal on this device belongs to another account, so it was not sent. Sign in with that account. If the entries that wait are yours, begin a new journal for this account:",
    ),
    said("begin_anew", "Bắt đầu nhật ký mới", "Begin a new journal"),
    said(
        "sync_refused",
        "Máy chủ không nhận nhật ký; các mục vẫn nằm trên máy. Hãy xuất ra tệp và báo cho người quản trị.",
        "The server did not take the journal; the entries stay on this device. Export them, and tell the administrator.",
    ),
    said(
        "sync_offline",
        "Chưa có mạng; sẽ tự gửi khi có mạng.",
        "There is no network; they are sent when there is one.",
    ),
];
