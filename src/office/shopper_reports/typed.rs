//! What a shopper types: everything that is wrong is said at once.

use crate::office::typed::Typed;
use crate::office::{Error, Refusal};
use crate::scheme::province::Province;
use crate::scheme::shopper_report::ReportReason;
use crate::scheme::words::Text;

/// Characters of a code.
const LONGEST_CODE: usize = 4_000;
/// Characters of what a form draws: 16 bytes in base64url.
const ONCE: usize = 22;
/// Characters of a contact.
const LONGEST_CONTACT: usize = 200;

/// What a shopper typed.
#[derive(Clone, Debug, Default)]
pub struct TypedShopperReport {
    /// The code as it was scanned, or a certificate number; may be empty.
    pub code: String,
    /// What the form drew; may be empty.
    pub once: String,
    /// `more_stars`.
    pub reason: String,
    /// The product, where no code names it; may be empty.
    pub product: String,
    /// What was seen.
    pub description: String,
    /// The shop's name; may be empty.
    pub shop: String,
    /// Where it is; may be empty.
    pub shop_address: String,
    /// The province of today; may be empty.
    pub province: String,
    /// How to reach them; may be empty.
    pub contact: String,
}

/// The same, read.
pub(super) struct Facts {
    pub code: Option<String>,
    pub once: Option<String>,
    pub reason: ReportReason,
    pub product: Option<String>,
    pub description: String,
    pub shop: Option<String>,
    pub shop_address: Option<String>,
    pub province: Option<String>,
    pub contact: Option<String>,
}

impl TypedShopperReport {
    /// What is wrong with it, so that it is said with whatever else is wrong.
    pub fn refusals(&self) -> Vec<Refusal> {
        match self.read() {
            Err(Error::Refused(refusals)) => refusals,
            _ => Vec::new(),
        }
    }

    pub(super) fn read(&self) -> Result<Facts, Error> {
        let mut typed = Typed::default();
        let code = self.code.trim();
        if code.chars().count() > LONGEST_CODE || code.chars().any(char::is_control) {
            typed.refuse("code", "code_refused", NOT_A_CODE);
        }
        let once = self.once.trim();
        let drawn = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !once.is_empty() && (once.len() != ONCE || !once.chars().all(drawn)) {
            typed.refuse("once", "not_drawn", NOT_DRAWN);
        }
        let reason = self.reason.trim().parse().ok();
        if reason.is_none() {
            typed.refuse("reason", "no_reason", NO_REASON);
        }
        let product = typed.optional_line("product", &self.product);
        let description = typed.prose("description", &self.description);
        let shop = typed.optional_line("shop", &self.shop);
        let shop_address = typed.optional_line("shop_address", &self.shop_address);
        let province = self.province.trim();
        let today = |unit: &Province| unit.unit_id == province && unit.valid_to.is_none();
        if !province.is_empty() && !Province::all().iter().any(today) {
            typed.refuse("province", "no_such_province", NO_SUCH_PROVINCE);
        }
        let contact = typed.optional_line("contact", &self.contact);
        if contact
            .as_ref()
            .is_some_and(|contact| contact.chars().count() > LONGEST_CONTACT)
        {
            typed.refuse("contact", "contact_too_long", CONTACT_TOO_LONG);
        }
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let read = reason.zip(description).map(|(reason, description)| Facts {
            code: given(code),
            once: given(once),
            reason,
            product,
            description,
            shop,
            shop_address,
            province: given(province),
            contact,
        });
        typed.finish(read)
    }
}

const NOT_A_CODE: Text = Text::new(
    "Mã dài quá 4.000 ký tự hoặc có ký tự không hiển thị. Hãy quay lại trang kiểm tra và mở lại biểu mẫu từ đó.",
    "The code has more than 4,000 characters, or some that cannot be seen. Go back to the page of the verdict and open the form from there.",
);

const NOT_DRAWN: Text = Text::new(
    "once phải gồm 22 ký tự base64url của 16 byte ngẫu nhiên, hoặc để trống.",
    "once must be 22 characters of base64url, of 16 random bytes, or empty.",
);

const NO_REASON: Text = Text::new(
    "Chưa chọn điều nghi vấn. Hãy chọn một dòng, hoặc “Điều khác”.",
    "It is not chosen what seems to be wrong. Choose one, or “Something else”.",
);

const NO_SUCH_PROVINCE: Text = Text::new(
    "Không có tỉnh, thành phố này hiện nay. Hãy chọn lại trong danh sách, hoặc để trống.",
    "There is no such province today. Choose one of the list, or none.",
);

const CONTACT_TOO_LONG: Text = Text::new(
    "Thông tin liên hệ dài quá 200 ký tự. Chỉ cần một số điện thoại hoặc một địa chỉ thư điện tử.",
    "The contact has more than 200 characters. One telephone number or e-mail address is enough.",
);
