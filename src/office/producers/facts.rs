//! What is typed of a producer, and what is wrong with it.

use lettre::Address;

use crate::office::typed::Typed;
use crate::office::{Access, Office, Right};
use crate::register::ProducerFacts;
use crate::scheme::producer::ProducerKind;
use crate::scheme::province::Province;
use crate::scheme::words::Text;

/// What a form says of a producer, as it was typed. Empty is not given.
#[derive(Clone, Default)]
pub struct TypedProducer {
    /// `cooperative`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its province: `VN-04@2`.
    pub unit: String,
    /// The code of the council that it is registered with.
    pub council: String,
    /// The number of its registration.
    pub business_code: String,
    /// Who represents it.
    pub representative: String,
    /// Where it is called.
    pub phone: String,
    /// Where it is written to.
    pub email: String,
}

impl Office {
    /// What is to be registered, if nothing is wrong with it. A council that is out of reach is
    /// as if it were not there.
    pub(super) fn producer_facts(
        &self,
        access: &Access,
        written: &TypedProducer,
        typed: &mut Typed,
    ) -> Option<ProducerFacts> {
        let kind = kind(typed, &written.kind);
        let name = typed.line("name", &written.name);
        let address = typed.line("address", &written.address);
        let unit = unit(typed, &written.unit);
        let council = typed.council("council", &written.council).filter(|&code| {
            let held = self.held();
            let there = held.trust.council(code).is_some();
            let reached = there && access.reaches(Right::Producers, code);
            if !reached {
                typed.refuse(
                    "council",
                    "no_such_council",
                    Text::of(
                        format!("Không có hội đồng {code} trong phạm vi của bạn. Hãy chọn hội đồng khác."),
                        format!("There is no council {code} in your reach. Choose another."),
                    ),
                );
            }
            reached
        });
        let business_code = typed.optional_line("business_code", &written.business_code);
        let representative = typed.optional_line("representative", &written.representative);
        let phone = phone(typed, &written.phone);
        let email = email(typed, &written.email);
        Some(ProducerFacts {
            kind: kind?,
            name: name?,
            address: address?,
            unit: unit?,
            council: council?,
            business_code,
            representative,
            phone,
            email,
        })
    }
}

fn kind(typed: &mut Typed, written: &str) -> Option<ProducerKind> {
    let kind = ProducerKind::named(written.trim());
    if kind.is_none() {
        typed.refuse(
            "kind",
            "not_a_producer_kind",
            Text::new(
                "Chưa chọn loại hình. Hãy chọn enterprise, cooperative, cooperative_group, household hoặc other.",
                "No kind is chosen. Choose enterprise, cooperative, cooperative_group, household or other.",
            ),
        );
    }
    kind
}

fn unit(typed: &mut Typed, written: &str) -> Option<String> {
    let province = Province::find(written.trim());
    if province.is_none() {
        typed.refuse(
            "unit",
            "not_a_province",
            Text::new(
                "Chưa chọn tỉnh, thành phố. Hãy chọn trong danh sách, ví dụ VN-04@2 là Cao Bằng.",
                "No province is chosen. Choose one of the list: VN-04@2 is Cao Bằng.",
            ),
        );
    }
    province.map(|province| province.unit_id.clone())
}

/// A number as people write it; it is not dialled here.
fn phone(typed: &mut Typed, written: &str) -> Option<String> {
    let number = written.trim();
    if number.is_empty() {
        return None;
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let written_so = number
        .chars()
        .all(|c| c.is_ascii_digit() || " +.-()".contains(c));
    if (6..=15).contains(&digits) && written_so && number.len() <= 30 {
        return Some(number.to_owned());
    }
    typed.refuse(
        "phone",
        "not_a_phone_number",
        Text::new(
            "Đây không phải số điện thoại. Hãy ghi 6 đến 15 chữ số, ví dụ 0912 345 678.",
            "This is not a telephone number. Write 6 to 15 digits, such as 0912 345 678.",
        ),
    );
    None
}

fn email(typed: &mut Typed, written: &str) -> Option<String> {
    let address = written.trim();
    if address.is_empty() {
        return None;
    }
    let sound = address.is_ascii() && address.len() <= 254 && address.parse::<Address>().is_ok();
    if sound {
        return Some(address.to_owned());
    }
    typed.refuse(
        "email",
        "not_an_email",
        Text::new(
            "Đây không phải địa chỉ thư điện tử. Hãy ghi như ten@vidu.vn, không dấu.",
            "This is not an e-mail address. Write one such as name@example.vn, without accents.",
        ),
    );
    None
}
