//! What bodies and forms say of producers and dossiers, as the office reads it.

use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::{NUMBER, TEXT};
use crate::office::{TypedDossier, TypedProducer};

/// A producer of a JSON body.
pub(super) fn producer(fields: &mut Fields) -> TypedProducer {
    let mut text = |name| fields.optional(name, &TEXT).unwrap_or_default();
    TypedProducer {
        kind: text("kind"),
        name: text("name"),
        address: text("address"),
        unit: text("unit"),
        council: text("council"),
        business_code: text("business_code"),
        representative: text("representative"),
        phone: text("phone"),
        email: text("email"),
    }
}

/// A producer of a page's form.
pub(super) fn typed_producer(typed: &Typed) -> TypedProducer {
    let text = |name| typed.get(name).to_owned();
    TypedProducer {
        kind: text("kind"),
        name: text("name"),
        address: text("address"),
        unit: text("unit"),
        council: text("council"),
        business_code: text("business_code"),
        representative: text("representative"),
        phone: text("phone"),
        email: text("email"),
    }
}

/// A dossier of a JSON body; what is left out is as it was `before`.
pub(super) fn dossier(fields: &mut Fields, before: TypedDossier) -> TypedDossier {
    let set_no = fields.optional("set_no", &NUMBER);
    let set_no = set_no.map_or(before.set_no, |set_no| set_no.to_string());
    let mut text = |name, before: String| fields.optional(name, &TEXT).unwrap_or(before);
    TypedDossier {
        set_no,
        council: text("council", before.council),
        product: text("product", before.product),
        description: text("description", before.description),
        address: text("address", before.address),
        commune: text("commune", before.commune),
        product_code: text("product_code", before.product_code),
        gtin: text("gtin", before.gtin),
        renews: text("renews", before.renews),
    }
}

/// A dossier of a page's form.
pub(super) fn typed_dossier(typed: &Typed) -> TypedDossier {
    let text = |name| typed.get(name).to_owned();
    TypedDossier {
        council: text("council"),
        set_no: text("set_no"),
        product: text("product"),
        description: text("description"),
        address: text("address"),
        commune: text("commune"),
        product_code: text("product_code"),
        gtin: text("gtin"),
        renews: text("renews"),
    }
}

/// The version that a body or form is of, and nothing else.
pub(super) fn version_alone(mut fields: Fields) -> Result<i64, Error> {
    let version = fields.required("version", &NUMBER);
    fields.finish(version)
}
