//! The catalogue of product groups and sets, in its two generations.

use std::sync::LazyLock;

use serde::Deserialize;

use super::words::Text;

/// A generation of the catalogue. Groups 4 and 5 changed their meaning between the two, so a
/// set's number is stored with its catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Catalogue {
    /// Of Decision 1048/QĐ-TTg.
    #[serde(rename = "2019")]
    Of2019,
    /// Of Decision 148/QĐ-TTg and later.
    #[serde(rename = "2023")]
    Of2023,
}

impl Catalogue {
    /// The name in data, `2023`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Of2019 => "2019",
            Self::Of2023 => "2023",
        }
    }

    /// The catalogue of a name in data.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Of2019, Self::Of2023]
            .into_iter()
            .find(|catalogue| catalogue.name() == name)
    }
}

/// A set (bộ sản phẩm) of the catalogue.
#[derive(Debug, Deserialize)]
pub struct ProductSet {
    /// The generation that its number belongs to.
    pub catalogue: Catalogue,
    /// 1 to 26.
    pub set_no: u32,
    /// The group's name in data, `food`.
    pub group: String,
    /// Ngành.
    pub group_vi: String,
    /// Nhóm.
    pub subgroup_vi: String,
    /// Bộ sản phẩm.
    pub set_vi: String,
    /// The set in English.
    pub set_en: String,
}

static SETS: LazyLock<Vec<ProductSet>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../../assets/data/product_sets.csv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the embedded catalogue is well-formed, as a test reads it whole")
});

impl ProductSet {
    /// Every set of both catalogues.
    pub fn all() -> &'static [Self] {
        &SETS
    }

    /// The set with a number in a catalogue.
    pub fn find(catalogue: Catalogue, set_no: u32) -> Option<&'static Self> {
        SETS.iter()
            .find(|set| set.catalogue == catalogue && set.set_no == set_no)
    }
}

/// A group of products in words, by its name in data. Where the catalogues name it differently,
/// both names are said.
pub fn group_words(group: &str) -> Text {
    match group {
        "food" => Text::new("Thực phẩm", "Food"),
        "beverage" => Text::new("Đồ uống", "Beverages"),
        "herbal" => Text::new("Dược liệu, thảo dược", "Herbal products"),
        "craft" => Text::new("Thủ công mỹ nghệ", "Handicrafts"),
        "textile" => Text::new("Vải, may mặc", "Textiles, clothing"),
        "ornamental" => Text::new("Sinh vật cảnh", "Ornamental plants and animals"),
        "tourism" => Text::new("Dịch vụ du lịch", "Tourism services"),
        other => Text::of(other.to_owned(), other.to_owned()),
    }
}
