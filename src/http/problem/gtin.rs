//! The kinds of problem of article numbers.

use super::{Problem, problem};

/// Text that is no article number.
pub static NOT_A_GTIN: Problem = problem(
    "not_a_gtin",
    400,
    "Not a GTIN",
    "Đây không phải mã GTIN: 8, 12, 13 hoặc 14 chữ số, chữ số cuối là số kiểm tra. Hãy so lại với mã vạch.",
    "This is not a GTIN: 8, 12, 13 or 14 digits, the last a check digit. Compare it with the bar code.",
);
/// No certificate bears an article number.
pub static NO_SUCH_GTIN: Problem = problem(
    "no_such_gtin",
    404,
    "No certificate with this GTIN",
    "Không có giấy chứng nhận OCOP nào ghi mã GTIN này. Không phải sản phẩm OCOP nào cũng ghi mã GTIN: hãy quét mã QR OCOP trên tem.",
    "No OCOP certificate bears this GTIN. Not every OCOP product has one: scan the OCOP code on the label.",
);
/// An article number leads to no link of a type.
pub static NO_SUCH_LINK: Problem = problem(
    "no_such_link",
    404,
    "No link of this type",
    "Sản phẩm này không có đường dẫn loại đó. Hãy xem các đường dẫn đang có bằng linkType=linkset.",
    "There is no link of that type for this product. See those that there are by linkType=linkset.",
);
