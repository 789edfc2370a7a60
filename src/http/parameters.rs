//! What the parameters of addresses may be, for the OpenAPI document: the names and forms that
//! their readers take. Whatever the document allows is not refused as unreadable; a test asks.

use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::schema::{
    AnyOf, ArrayItems, KnownFormat, Object, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{OpenApi, RefOr, Schema};

use crate::office::Condition;
use crate::scheme::case::{CaseKind, CaseState};
use crate::scheme::dossier::DossierState;
use crate::scheme::preparation::PreparationState;
use crate::scheme::product::{Catalogue, ProductSet};
use crate::scheme::province::{COUNTRY, Province};
use crate::scheme::shopper_report::{ReportReason, ReportState};
use crate::scheme::verdict::Kind;

/// A text that is not any text.
enum Form {
    /// One of some names.
    OneOf(fn() -> Vec<String>),
    /// A text of a pattern.
    Like(&'static str),
    /// Several texts of a pattern.
    Each(&'static str),
    /// A day, or nothing, as a form sends it.
    Day,
    /// A whole number.
    Number,
    /// 0 or 1.
    Ticked,
}

/// Where: below the API, or everywhere (an empty path); which parameter; its form.
const FORMS: [(&str, &str, Form); 26] = [
    ("", "council", Form::Like("^([A-Za-z][A-Za-z0-9]{1,7})?$")),
    ("", "order", Form::OneOf(|| names(["score", "day"]))),
    ("", "size", Form::OneOf(|| names(["small"]))),
    ("", "mine", Form::Ticked),
    ("", "unseen", Form::Ticked),
    ("", "scored", Form::Ticked),
    (
        "/cases",
        "kind",
        Form::OneOf(|| CaseKind::ALL.map(|kind| kind.name().to_owned()).into()),
    ),
    (
        "/cases",
        "state",
        Form::OneOf(|| CaseState::ALL.map(|state| state.name().to_owned()).into()),
    ),
    ("/cases", "province", Form::OneOf(provinces)),
    ("/certificates", "province", Form::OneOf(places)),
    ("/certificates", "set", Form::OneOf(sets)),
    (
        "/certificates",
        "status",
        Form::OneOf(|| Condition::ALL.map(|one| one.name().to_owned()).into()),
    ),
    (
        "/dossiers",
        "state",
        Form::OneOf(|| {
            DossierState::ALL
                .map(|state| state.name().to_owned())
                .into()
        }),
    ),
    (
        "/expiring",
        "within",
        Form::Like("^([1-9][0-9]{0,2}|10[0-9]{2}|1100)d$"),
    ),
    (
        "/journal",
        "device",
        Form::Like("^([A-Za-z0-9_-]{21}[AQgw])?$"),
    ),
    ("/journal", "from", Form::Day),
    ("/journal", "until", Form::Day),
    (
        "/journal",
        "verdict",
        Form::OneOf(|| Kind::ALL.map(|kind| kind.name().to_owned()).into()),
    ),
    (
        "/preparations",
        "state",
        Form::OneOf(|| {
            PreparationState::ALL
                .map(|state| state.name().to_owned())
                .into()
        }),
    ),
    (
        "/preparations/{id}/lines",
        "line",
        Form::Each("^([1-9][0-9]{0,15}|all)$"),
    ),
    ("/sessions", "after", Form::Number),
    (
        "/sessions",
        "state",
        Form::OneOf(|| names(["to_score", "open", "concluded"])),
    ),
    (
        "/shopper-reports",
        "reason",
        Form::OneOf(|| ReportReason::ALL.map(|one| one.name().to_owned()).into()),
    ),
    (
        "/shopper-reports",
        "state",
        Form::OneOf(|| ReportState::ALL.map(|state| state.name().to_owned()).into()),
    ),
    ("/shopper-reports", "province", Form::OneOf(provinces)),
    ("/trail", "after", Form::Number),
];

fn names<const COUNT: usize>(names: [&str; COUNT]) -> Vec<String> {
    names.map(str::to_owned).into()
}

fn provinces() -> Vec<String> {
    let all = Province::all().iter();
    all.map(|province| province.unit_id.clone()).collect()
}

/// A province, or the centre.
fn places() -> Vec<String> {
    let mut places = provinces();
    places.push(COUNTRY.to_owned());
    places
}

/// A set with its catalogue, or its number in the one in force.
fn sets() -> Vec<String> {
    let all = ProductSet::all().iter();
    let with_catalogue = all.map(|set| format!("{}-{}", set.catalogue.name(), set.set_no));
    let in_force = ProductSet::all().iter();
    let in_force = in_force.filter(|set| set.catalogue == Catalogue::Of2023);
    with_catalogue
        .chain(in_force.map(|set| set.set_no.to_string()))
        .collect()
}

/// Says of every parameter of the API what it may be.
pub fn describe(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let Some(path) = path.strip_prefix("/api/v1") else {
            continue;
        };
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            describe_operation(path, operation);
        }
    }
}

fn describe_operation(path: &str, operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else {
            continue;
        };
        if parameter.parameter_in != ParameterIn::Query {
            continue;
        }
        let form = FORMS
            .iter()
            .find(|(at, name, _)| (at.is_empty() || *at == path) && *name == parameter.name);
        if let Some((_, _, form)) = form {
            describe_parameter(parameter, form);
        }
    }
}

fn describe_parameter(parameter: &mut Parameter, form: &Form) {
    let Some(RefOr::T(schema)) = &mut parameter.schema else {
        return;
    };
    match (form, &mut *schema) {
        (Form::OneOf(names), Schema::Object(text)) if is_text(text) => {
            text.enum_values = Some(values(names()));
        }
        (Form::Like(pattern), Schema::Object(text)) => text.pattern = Some((*pattern).to_owned()),
        (Form::Each(pattern), Schema::Array(list)) => {
            if let ArrayItems::RefOrSchema(items) = &mut list.items
                && let RefOr::T(Schema::Object(text)) = &mut **items
            {
                text.pattern = Some((*pattern).to_owned());
            }
        }
        (Form::Day, _) => {
            let mut day = Object::with_type(SchemaType::Type(Type::String));
            day.format = Some(SchemaFormat::KnownFormat(KnownFormat::Date));
            let mut nothing = Object::with_type(SchemaType::Type(Type::String));
            nothing.max_length = Some(0);
            let mut either = AnyOf::new();
            either.items = vec![
                RefOr::T(Schema::Object(day)),
                RefOr::T(Schema::Object(nothing)),
            ];
            *schema = Schema::AnyOf(either);
        }
        (Form::Number, _) => {
            let mut number = Object::with_type(SchemaType::Type(Type::Integer));
            number.format = Some(SchemaFormat::KnownFormat(KnownFormat::Int64));
            *schema = Schema::Object(number);
        }
        (Form::Ticked, Schema::Object(number)) => {
            number.enum_values = Some(vec![0.into(), 1.into()]);
        }
        _ => {}
    }
}

fn is_text(schema: &Object) -> bool {
    schema.schema_type == SchemaType::Type(Type::String)
}

fn values(names: Vec<String>) -> Vec<serde_json::Value> {
    names.into_iter().map(Into::into).collect()
}
