//! What is typed into a dossier, and what is wrong with it.

use chrono::NaiveDate;

use crate::office::typed::Typed;
use crate::office::{Office, Refusal};
use crate::register::DossierFacts;
use crate::scheme::council::{CouncilCode, Level};
use crate::scheme::edition::Edition;
use crate::scheme::gtin::is_gtin;
use crate::scheme::number::CertificateNumber;
use crate::scheme::product::{Catalogue, ProductSet};
use crate::scheme::words::Text;

/// What a form says of a dossier, as it was typed. Empty is not given; what is not needed yet
/// may be left empty in a draft.
#[derive(Clone, Debug, Default)]
pub struct TypedDossier {
    /// The code of the council that it goes to.
    pub council: String,
    /// The product's set, 1 to 26.
    pub set_no: String,
    /// The product's name.
    pub product: String,
    /// What it is, of what, how it is made; may have several lines.
    pub description: String,
    /// Where it is made.
    pub address: String,
    /// The commune of that address.
    pub commune: String,
    /// The programme's product code.
    pub product_code: String,
    /// The trade item number.
    pub gtin: String,
    /// The number of the certificate that it is to renew.
    pub renews: String,
}

impl TypedDossier {
    /// What a dossier says, as somebody would type it.
    pub fn of(facts: &DossierFacts) -> Self {
        Self {
            council: facts.council.to_string(),
            set_no: facts.set_no.to_string(),
            product: facts.product.clone(),
            description: facts.description.clone(),
            address: facts.address.clone(),
            commune: facts.commune.clone(),
            product_code: facts.product_code.clone().unwrap_or_default(),
            gtin: facts.gtin.clone().unwrap_or_default(),
            renews: facts
                .renews
                .map(|number| number.to_string())
                .unwrap_or_default(),
        }
    }
}

impl Office {
    /// What a dossier is to say, if nothing is wrong with it.
    pub(super) fn dossier_facts(
        &self,
        producer: i64,
        written: &TypedDossier,
        today: NaiveDate,
        typed: &mut Typed,
    ) -> Option<DossierFacts> {
        let edition = Edition::on(today);
        let council = typed.council("council", &written.council);
        if let Some(refusal) = council.and_then(|code| self.not_first(code, edition)) {
            typed.refuse("council", refusal.code, refusal.message);
        }
        let catalogue = edition.map_or(Catalogue::Of2023, |edition| edition.catalogue);
        let set_no = set(typed, catalogue, &written.set_no);
        let product = typed.line("product", &written.product);
        let description = match written.description.trim() {
            "" => Some(String::new()),
            written => typed.prose("description", written),
        };
        let address = or_empty(typed, "address", &written.address);
        let commune = or_empty(typed, "commune", &written.commune);
        let product_code = typed.optional_line("product_code", &written.product_code);
        let gtin = gtin(typed, &written.gtin);
        let renews = renews(typed, &written.renews);
        Some(DossierFacts {
            producer,
            council: council?,
            catalogue,
            set_no: set_no?,
            product: product?,
            description: description?,
            address: address?,
            commune: commune?,
            product_code,
            gtin,
            renews,
        })
    }

    /// Why dossiers cannot be lodged with a council: it is not there, another took its place, or
    /// it is not of the level that scores first.
    pub(super) fn not_first(
        &self,
        code: CouncilCode,
        edition: Option<&'static Edition>,
    ) -> Option<Refusal> {
        let held = self.held();
        let refuse = |code, message| Some(Refusal::of("council", code, message));
        let Some(council) = held.trust.council(code) else {
            return refuse(
                "no_such_council",
                Text::of(
                    format!("Không có hội đồng {code}. Hãy chọn trong danh sách."),
                    format!("There is no council {code}. Choose one of the list."),
                ),
            );
        };
        if let Some(successor) = council.successor {
            return refuse(
                "council_succeeded",
                Text::of(
                    format!("Hội đồng {code} đã được {successor} kế thừa. Hãy chọn {successor}."),
                    format!("Council {successor} took the place of {code}. Choose {successor}."),
                ),
            );
        }
        let first = edition.map_or(Level::Province, Edition::first_level);
        if council.level != first {
            let level = first.words();
            return refuse(
                "not_the_first_level",
                Text::of(
                    format!(
                        "Theo bộ tiêu chí đang có hiệu lực, hồ sơ được nộp ở: {}. Hội đồng {code} không thuộc cấp này. Hãy chọn hội đồng khác.",
                        level.vi.to_lowercase()
                    ),
                    format!(
                        "By the rules in force, dossiers are lodged at the level: {}. Council {code} is not of it. Choose another.",
                        level.en.to_lowercase()
                    ),
                ),
            );
        }
        None
    }
}

fn or_empty(typed: &mut Typed, field: &'static str, written: &str) -> Option<String> {
    match written.trim() {
        "" => Some(String::new()),
        written => typed.line(field, written),
    }
}

fn set(typed: &mut Typed, catalogue: Catalogue, written: &str) -> Option<u32> {
    let number = written.trim().parse().ok();
    let set = number.and_then(|number| ProductSet::find(catalogue, number));
    if set.is_none() {
        typed.refuse(
            "set_no",
            "no_such_set",
            Text::new(
                "Chưa chọn bộ sản phẩm. Hãy chọn một bộ, số 1 đến 26, của danh mục đang có hiệu lực.",
                "No product set is chosen. Choose a set, 1 to 26, of the catalogue in force.",
            ),
        );
    }
    set.map(|set| set.set_no)
}

fn gtin(typed: &mut Typed, written: &str) -> Option<String> {
    let number = written.trim();
    if number.is_empty() || is_gtin(number) {
        return Some(number.to_owned()).filter(|number| !number.is_empty());
    }
    typed.refuse(
        "gtin",
        "not_a_gtin",
        Text::new(
            "Đây không phải mã GTIN đúng (8, 12, 13 hoặc 14 chữ số, số cuối là số kiểm tra). Hãy gõ lại dãy số dưới mã vạch.",
            "This is not a valid GTIN: 8, 12, 13 or 14 digits, the last a check digit. Type again what stands under the bar code.",
        ),
    );
    None
}

fn renews(typed: &mut Typed, written: &str) -> Option<CertificateNumber> {
    let number = written.trim();
    if number.is_empty() {
        return None;
    }
    let read = number.parse().ok();
    if read.is_none() {
        typed.refuse(
            "renews",
            "not_a_number",
            Text::new(
                "Đây không phải số giấy chứng nhận, hoặc gõ sai. Số đúng có dạng như CB-12345-E.",
                "This is not a certificate number, or it is mistyped. A number looks like CB-12345-E.",
            ),
        );
    }
    read
}
