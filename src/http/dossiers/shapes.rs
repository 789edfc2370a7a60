//! The shapes of producers, dossiers and files, for the OpenAPI document only. A test compares
//! them with real answers.

#![expect(dead_code, reason = "descriptions: nothing constructs them")]

use utoipa::{IntoResponses, ToSchema};

use crate::http::document::{Problem, ProblemError};

/// What is not there, or was changed.
#[derive(IntoResponses)]
pub enum NotDone {
    /// `no_such_producer`, `no_such_dossier`, `no_such_file`, `no_such_council`: there is none, or none in reach
    #[response(status = 404, content_type = "application/problem+json")]
    NotThere(Problem),
    /// `stale`: it was changed since that version, and the detail says how, to offices also by whom; `dossier_state`: not from where the dossier is; `council_succeeded`
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
}

/// A producer, to be registered or changed.
#[derive(ToSchema)]
#[schema(example = json!({
    "kind": "cooperative", "name": "Hợp tác xã Bản Mới", "address": "Xã Thử, tỉnh Cao Bằng",
    "unit": "VN-04@2", "council": "CB"
}))]
pub struct NewProducer {
    /// `enterprise`, `cooperative`, `cooperative_group`, `household` or `other`.
    kind: String,
    name: String,
    address: String,
    /// Its province with its period.
    unit: String,
    /// The council that it is registered with.
    council: String,
    /// The number of its registration.
    business_code: Option<String>,
    representative: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

/// A producer as it is to be, and the version that was looked at.
#[derive(ToSchema)]
#[schema(example = json!({
    "kind": "cooperative", "name": "Hợp tác xã Bản Mới", "address": "Xã Thử, tỉnh Cao Bằng",
    "unit": "VN-04@2", "council": "CB", "version": 1
}))]
pub struct ChangedProducer {
    #[schema(inline)]
    #[serde(flatten)]
    producer: NewProducer,
    /// The version that was looked at.
    version: i64,
}

/// A producer.
#[derive(ToSchema)]
pub struct Producer {
    id: i64,
    kind: String,
    name: String,
    address: String,
    #[schema(example = "VN-04@2")]
    unit: String,
    #[schema(example = "CB")]
    council: String,
    business_code: Option<String>,
    representative: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    #[schema(format = DateTime)]
    registered_at: String,
    /// How often it was changed, from 1.
    version: i64,
}

/// A producer as it stands now.
#[derive(ToSchema)]
pub struct RegisteredProducer {
    producer: Producer,
    /// What to look at: another producer of the same name.
    warnings: Vec<ProblemError>,
}

/// A page of producers.
#[derive(ToSchema)]
pub struct ProducerList {
    producers: Vec<Producer>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// A dossier, to be begun. What is needed to lodge it may come later. Of a renewal, `renews` or
/// `copies` fills in what is left out.
#[derive(ToSchema)]
#[schema(example = json!({
    "producer": 1, "council": "CB", "set_no": 6, "product": "Chè Shan tuyết Bản Mới",
    "description": "Chè hái tay.", "address": "Xóm Thử 1", "commune": "Xã Thử"
}))]
pub struct NewDossier {
    /// Whose it is; that of the copied dossier if not given.
    producer: Option<i64>,
    /// A dossier to begin with what it says.
    copies: Option<i64>,
    /// The council that it goes to.
    council: Option<String>,
    /// The product's set in the catalogue in force, 1 to 26.
    set_no: Option<i64>,
    product: Option<String>,
    /// What it is, of what, how it is made; may have several lines.
    #[schema(max_length = 4000)]
    description: Option<String>,
    /// Where it is made.
    address: Option<String>,
    commune: Option<String>,
    product_code: Option<String>,
    gtin: Option<String>,
    /// The certificate that it is to renew.
    #[schema(example = "CB-0-8")]
    renews: Option<String>,
}

/// What a dossier is to say, and the version that was looked at. What is left out becomes empty.
#[derive(ToSchema)]
#[schema(example = json!({
    "version": 1, "council": "CB", "set_no": 6, "product": "Chè Shan tuyết Bản Mới",
    "description": "Chè hái tay.", "address": "Xóm Thử 1", "commune": "Xã Thử"
}))]
pub struct ChangedDossier {
    version: i64,
    council: String,
    set_no: i64,
    product: String,
    #[schema(max_length = 4000)]
    description: Option<String>,
    address: Option<String>,
    commune: Option<String>,
    product_code: Option<String>,
    gtin: Option<String>,
    renews: Option<String>,
}

/// The version that was looked at.
#[derive(ToSchema)]
#[schema(as = DossierVersion, example = json!({ "version": 2 }))]
pub struct Version {
    version: i64,
}

/// Why a dossier is handed back.
#[derive(ToSchema)]
#[schema(example = json!({ "version": 2, "reason": "Thiếu ảnh bao bì." }))]
pub struct Return {
    version: i64,
    /// What its producer is to complete; may have several lines.
    #[schema(max_length = 4000)]
    reason: String,
}

/// Whose a dossier is.
#[derive(ToSchema)]
pub struct ProducerOfDossier {
    id: i64,
    kind: String,
    name: String,
    address: String,
    version: i64,
}

/// A dossier, but for its files.
#[derive(ToSchema)]
pub struct Dossier {
    id: i64,
    /// `draft`, `lodged`, `returned`, `at_district`, `at_province`, `proposed_to_centre`,
    /// `decided`, `refused` or `withdrawn`.
    state: String,
    #[schema(example = "CB")]
    council: String,
    producer: ProducerOfDossier,
    product: String,
    #[schema(example = "2023")]
    catalogue: String,
    set_no: u32,
    description: String,
    address: String,
    commune: String,
    product_code: Option<String>,
    gtin: Option<String>,
    renews: Option<String>,
    edition: Option<String>,
    stars: Option<u8>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    lodged_at: Option<String>,
    #[schema(format = DateTime)]
    changed_at: String,
    version: i64,
}

/// A dossier in a list.
#[derive(ToSchema)]
pub struct DossierLine {
    id: i64,
    state: String,
    #[schema(example = "CB")]
    council: String,
    producer: i64,
    producer_name: String,
    product: String,
    #[schema(example = "2023")]
    catalogue: String,
    set_no: u32,
    stars: Option<u8>,
    #[schema(format = DateTime)]
    lodged_at: Option<String>,
    #[schema(format = DateTime)]
    changed_at: String,
    version: i64,
}

/// A page of dossiers.
#[derive(ToSchema)]
pub struct DossierList {
    dossiers: Vec<DossierLine>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// A file of a dossier.
#[derive(ToSchema)]
pub struct DossierFile {
    id: i64,
    /// `picture` or `document`.
    kind: String,
    name: String,
    /// `image/jpeg`, `image/png` or `application/pdf`.
    media_type: String,
    /// Bytes.
    size: i64,
    /// Of its content, hexadecimal.
    sha256: String,
    #[schema(format = DateTime)]
    added_at: String,
}

/// The files of a dossier.
#[derive(ToSchema)]
pub struct DossierFiles {
    files: Vec<DossierFile>,
}

/// A file, to be added.
#[derive(ToSchema)]
pub struct NewFile {
    /// `picture` (JPEG or PNG) or `document` (PDF, JPEG or PNG).
    kind: String,
    /// 20 MB at most.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}
