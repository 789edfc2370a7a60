//! What a client sends to be checked: JSON, or a form with a photograph; read strictly.

use std::fmt;

use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use futures_util::FutureExt;
use futures_util::future::Either;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use tokio::time::timeout;

use super::body::{BODY_TIMEOUT, declared_length, media_type, whole};
use super::error::Error;
use super::problem;
use super::visitor::read_stars;
use crate::scheme::stars::Stars;

/// Bytes of a photograph that are taken.
pub const LARGEST_PHOTO: usize = 10_000_000;
/// Bytes of a JSON body, or of a text field of a form.
const LARGEST_TEXT: usize = 64 * 1024;
/// Characters of a code.
pub const LONGEST_CODE: usize = 4_000;

/// A code or a photograph of one, and what the package shows.
#[derive(Debug)]
pub struct Asked {
    /// What to judge.
    pub subject: Subject,
    /// The stars that the package shows.
    pub stars_on_package: Option<Stars>,
}

/// What to judge.
#[derive(Debug)]
pub enum Subject {
    /// A scanned, pasted or typed text.
    Code(String),
    /// A picture that holds a code.
    Photo(Bytes),
}

/// Bytes of a body with a photograph: the photograph and the form around it.
const LARGEST_FORM: usize = LARGEST_PHOTO + LARGEST_TEXT;

impl Asked {
    /// Reads a request's body.
    ///
    /// No async function, and boxed where it is rare and large: the room of a future is copied
    /// several times on its way to the first poll, and a request is most of it.
    ///
    /// # Errors
    /// Everything that can be wrong with one, each with its own code.
    pub fn read(request: Request) -> impl Future<Output = Result<Self, Error>> + Send {
        let read = match kind(&request) {
            Some(Kind::Json) => {
                let declared = declared_length(request.headers());
                Either::Left(Self::of_json_body(declared, request.into_body()))
            }
            other => Either::Right(Box::pin(Self::of_other(other, request))),
        };
        timeout(BODY_TIMEOUT, read)
            .map(|read| read.unwrap_or_else(|_| Err(Error::new(&problem::BODY_TIMEOUT))))
    }

    async fn of_json_body(declared: Option<usize>, body: Body) -> Result<Self, Error> {
        Self::of_json(&whole(declared, body, LARGEST_TEXT).await?)
    }

    async fn of_other(kind: Option<Kind>, request: Request) -> Result<Self, Error> {
        match kind {
            Some(Kind::Multipart) => Self::of_multipart(request).await,
            _ => Err(Error::new(&problem::CONTENT_TYPE)),
        }
    }

    fn of_json(body: &[u8]) -> Result<Self, Error> {
        let fields: Fields = serde_json::from_slice(body).map_err(|error| {
            let malformed = Error::new(&problem::MALFORMED_JSON);
            if error.is_data() {
                return malformed;
            }
            let (line, column) = (error.line(), error.column());
            malformed.saying(
                format!("Nội dung không phải JSON hợp lệ (dòng {line}, cột {column})."),
                format!("The body is not valid JSON (line {line}, column {column})."),
            )
        })?;
        let code = match fields.code {
            Value::String(text) => Some(text),
            Value::Null => None,
            _ => return Err(Error::new(&problem::CODE_TYPE).of_field("code")),
        };
        let stars = match fields.stars_on_package {
            Value::Null => None,
            value => {
                let level = value.as_u64().and_then(|level| Stars::new(level).ok());
                Some(level.ok_or_else(out_of_range)?)
            }
        };
        match fields.unknown {
            Some(unknown) => Err(unknown_field(&unknown)),
            None => Self::new(code, None, stars),
        }
    }

    async fn of_multipart(mut request: Request) -> Result<Self, Error> {
        DefaultBodyLimit::max(LARGEST_FORM).apply(&mut request);
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|_| Error::new(&problem::MALFORMED_MULTIPART))?;
        let (mut code, mut photo, mut stars) = (None, None, None);
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            // A file is the photograph, whatever a client's form calls it.
            let name = if field.file_name().is_some() {
                "photo"
            } else {
                name.as_str()
            };
            let repeated = match name {
                "code" => code.replace(text(field, "code").await?).is_some(),
                "photo" => photo
                    .replace(bytes(field, LARGEST_PHOTO, "photo").await?)
                    .is_some(),
                "stars_on_package" => {
                    let text = text(field, "stars_on_package").await?;
                    // A form sends an empty field for "I did not look".
                    let level = match text.trim() {
                        "" => None,
                        text => Some(read_stars(text).ok_or_else(out_of_range)?),
                    };
                    stars.replace(level).is_some()
                }
                unknown => return Err(unknown_field(unknown)),
            };
            if repeated {
                return Err(Error::new(&problem::REPEATED_FIELD));
            }
        }
        Self::new(code, photo, stars.flatten())
    }

    fn new(
        code: Option<String>,
        photo: Option<Bytes>,
        stars_on_package: Option<Stars>,
    ) -> Result<Self, Error> {
        let code = code.filter(|code| !code.trim().is_empty());
        // A form sends an empty file where none was chosen.
        let photo = photo.filter(|photo| !photo.is_empty());
        let subject = match (code, photo) {
            (Some(_), Some(_)) => return Err(Error::new(&problem::CODE_AND_PHOTO)),
            (None, None) => return Err(Error::new(&problem::MISSING_CODE).of_field("code")),
            (None, Some(photo)) => Subject::Photo(photo),
            (Some(code), None) => {
                if code.chars().count() > LONGEST_CODE {
                    return Err(Error::new(&problem::CODE_TOO_LONG).of_field("code"));
                }
                let trimmed = code.trim();
                let is_trimmed = trimmed.len() == code.len();
                Subject::Code(if is_trimmed { code } else { trimmed.to_owned() })
            }
        };
        Ok(Self {
            subject,
            stars_on_package,
        })
    }
}

/// The fields of a JSON body, each as it came; of one that comes twice the last.
#[derive(Default)]
struct Fields {
    code: Value,
    stars_on_package: Value,
    unknown: Option<String>,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Name {
    Code,
    StarsOnPackage,
    Other(String),
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OfFields)
    }
}

struct OfFields;

impl<'de> Visitor<'de> for OfFields {
    type Value = Fields;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = map.next_key()? {
            match name {
                Name::Code => fields.code = map.next_value()?,
                Name::StarsOnPackage => fields.stars_on_package = map.next_value()?,
                Name::Other(name) => {
                    let _: IgnoredAny = map.next_value()?;
                    fields.unknown.get_or_insert(name);
                }
            }
        }
        Ok(fields)
    }
}

enum Kind {
    Json,
    Multipart,
}

fn kind(request: &Request) -> Option<Kind> {
    let essence = media_type(request.headers())?;
    if essence.eq_ignore_ascii_case("application/json") {
        Some(Kind::Json)
    } else if essence.eq_ignore_ascii_case("multipart/form-data") {
        Some(Kind::Multipart)
    } else {
        None
    }
}

/// A field's bytes, up to a limit, so that one field cannot take the room of a photograph.
async fn bytes(mut field: Field<'_>, limit: usize, name: &'static str) -> Result<Bytes, Error> {
    let mut all = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if all.len() + chunk.len() > limit {
            return Err(Error::new(&problem::TOO_LARGE).of_field(name));
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.into())
}

async fn text(field: Field<'_>, name: &'static str) -> Result<String, Error> {
    let bytes = bytes(field, LARGEST_TEXT, name).await?;
    String::from_utf8(bytes.into()).map_err(|_| Error::new(&problem::CODE_TYPE).of_field(name))
}

fn broken(error: MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::new(&problem::TOO_LARGE)
    } else {
        Error::new(&problem::MALFORMED_MULTIPART)
    }
}

fn out_of_range() -> Error {
    Error::new(&problem::STARS_OUT_OF_RANGE).of_field("stars_on_package")
}

fn unknown_field(name: &str) -> Error {
    let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
    Error::new(&problem::UNKNOWN_FIELD).saying(
        format!("Không có trường “{name}”. Chỉ nhận code, photo và stars_on_package."),
        format!("There is no field “{name}”. Only code, photo and stars_on_package are taken."),
    )
}
