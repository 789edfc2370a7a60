//! What the register looks like in the OpenAPI document.

#![expect(
    dead_code,
    reason = "fields that only the generated document reads: the answers are written elsewhere"
)]

use utoipa::ToSchema;

/// A page of the register.
#[derive(ToSchema)]
pub struct CertificatePage {
    certificates: Vec<CertificateRow>,
    /// The address of the next page; null on the last.
    next: Option<String>,
}

/// A certificate in the register.
#[derive(ToSchema)]
pub struct CertificateRow {
    #[schema(example = "CB-0-8")]
    number: String,
    council: String,
    index: u32,
    stars: u8,
    product: String,
    producer: String,
    #[schema(format = Date)]
    issued_on: String,
    #[schema(format = Date)]
    valid_through: String,
    /// The text of its QR code; null while the service has no host name.
    url: Option<String>,
    /// What it is worth today: `in_force`, `suspended`, `expired`, `revoked` or `superseded`.
    #[schema(example = "in_force")]
    status: String,
    /// The catalogue of the set, `2019` or `2023`.
    #[schema(example = "2023")]
    catalogue: String,
    set_no: u32,
    /// The group's name in data.
    #[schema(example = "beverage")]
    group: String,
}

/// A certificate and what became of it.
#[derive(ToSchema)]
pub struct CertificateHistory {
    #[serde(flatten)]
    certificate: CertificateRow,
    council_name: Words,
    decision: Option<Decision>,
    /// What was decided of it since, in that order.
    changes: Vec<Change>,
    /// The certificate in force that renewed it.
    renewed_by: Option<Newer>,
    renews: Vec<String>,
    replaces: Vec<String>,
    log: InLog,
    links: Links,
}

/// In both languages.
#[derive(ToSchema)]
pub struct Words {
    vi: String,
    en: String,
}

/// The decision that a certificate stands on.
#[derive(ToSchema)]
#[schema(as = CertificateDecision)]
pub struct Decision {
    number: String,
    #[schema(format = Date)]
    decided_on: String,
    authority: String,
}

/// A change of a certificate's status.
#[derive(ToSchema)]
#[schema(as = CertificateChange)]
pub struct Change {
    /// `valid` is the end of a suspension.
    status: String,
    ground: Option<String>,
    ground_words: Option<Words>,
    decision: Option<ChangedBy>,
    replaced_by: Option<String>,
    #[schema(format = DateTime)]
    changed_at: String,
}

/// The decision of a change.
#[derive(ToSchema)]
pub struct ChangedBy {
    number: String,
    #[schema(format = Date)]
    decided_on: String,
}

/// The certificate that renewed another.
#[derive(ToSchema)]
#[schema(as = NewerCertificate)]
pub struct Newer {
    number: String,
    stars: u8,
    #[schema(format = Date)]
    valid_through: String,
    status: String,
}

/// A place in the transparency log.
#[derive(ToSchema)]
pub struct InLog {
    position: u64,
    /// Leaves of the newest checkpoint; null before the first.
    checkpoint_size: Option<u64>,
    /// Whether that checkpoint commits to it.
    committed: bool,
}

/// Addresses of more.
#[derive(ToSchema)]
#[schema(as = CertificateLinks)]
pub struct Links {
    page: String,
    producer: String,
    proof: String,
}
