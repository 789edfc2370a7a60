//! The fields of a body, JSON or a page's form, taken one by one: everything that is wrong is said
//! at once.

use axum::body::Bytes;
use axum::extract::Request;
use serde_json::{Map, Value};
use tokio::time::timeout;

use super::body::{BODY_TIMEOUT, declared_length, media_type, whole};
use super::error::Error;
use super::forms::{Form, TEXT};
use super::problem;
use super::query;
use crate::office::{Refusal, SentForm};
use crate::scheme::words::Text;

/// Bytes of a body: some thousand certificate numbers, or a long description.
const LARGEST: usize = 64 * 1024;

/// What a page gives to a form of its own as `once`, so that a second click is the same request.
/// Where the machine has no randomness it gives nothing, and a second click is another request.
pub fn fresh_key() -> String {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => hex::encode(bytes),
        Err(_) => String::new(),
    }
}

/// What was typed into a page's form, to be shown again when something is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// What was typed into a field; nothing when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        let mut pairs = self.0.iter();
        let found = pairs.find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// What was typed into one of several fields of a name, counted from 0.
    pub fn nth(&self, name: &str, place: usize) -> &str {
        let mut pairs = self.0.iter().filter(|(known, _)| known == name);
        pairs.nth(place).map_or("", |(_, value)| value)
    }

    /// Everything that was sent, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a field was sent with a value, as a box that was ticked.
    pub fn has(&self, name: &str, value: &str) -> bool {
        let mut pairs = self.0.iter();
        pairs.any(|(known, sent)| known == name && sent == value)
    }

    /// What an address asks for.
    pub fn of_query(written: &str) -> Self {
        Self(query::pairs(written).collect())
    }

    /// What was typed, as a form that makes one thing however often it arrives at a route.
    pub fn sent_to(&self, route: &str) -> Option<SentForm> {
        SentForm::new(route, self.get("once"), &format!("{:?}", self.0))
    }

    /// Of the fields of another kind of form, in order.
    pub fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Of what stands in the register, before anything was typed.
    pub fn of<const N: usize>(pairs: [(&str, String); N]) -> Self {
        Self(pairs.map(|(name, value)| (name.to_owned(), value)).into())
    }
}

/// What is left of an object, and what was wrong with the rest.
#[derive(Debug, Default)]
pub struct Fields {
    object: Map<String, Value>,
    names: Vec<&'static str>,
    wrong: Vec<Refusal>,
}

impl Fields {
    /// Reads a request's body, a JSON object.
    ///
    /// # Errors
    /// When it is not one, too large, or too slow.
    pub async fn read(request: Request) -> Result<Self, Error> {
        Self::read_within(request, LARGEST).await
    }

    /// The same of a body that may be larger.
    ///
    /// # Errors
    /// When it is not one, too large, or too slow.
    pub async fn read_within(request: Request, largest: usize) -> Result<Self, Error> {
        let json = media_type(request.headers())
            .is_some_and(|written| written.eq_ignore_ascii_case("application/json"));
        if !json {
            return Err(Error::new(&problem::CONTENT_TYPE)
                .saying("Hãy gửi application/json.", "Send application/json."));
        }
        let body = Self::body(request, largest).await?;
        let value: Value = serde_json::from_slice(&body).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Error::new(&problem::MALFORMED_JSON).saying(
                format!("Nội dung không phải JSON hợp lệ (dòng {line}, cột {column})."),
                format!("The body is not valid JSON (line {line}, column {column})."),
            )
        })?;
        match value {
            Value::Object(object) => Ok(Self {
                object,
                ..Self::default()
            }),
            _ => Err(Error::new(&problem::MALFORMED_JSON)),
        }
    }

    /// Reads a page's form: what is empty was not given, and a name that comes several times is a
    /// list. What was typed is kept too.
    ///
    /// # Errors
    /// When it is no form, too large, or too slow.
    pub async fn of_form(request: Request) -> Result<(Self, Typed), Error> {
        Self::of_form_within(request, LARGEST).await
    }

    /// The same of a form that may be larger.
    ///
    /// # Errors
    /// When it is no form, too large, or too slow.
    pub async fn of_form_within(request: Request, largest: usize) -> Result<(Self, Typed), Error> {
        let form = media_type(request.headers()).is_some_and(|written| {
            written.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        if !form {
            return Err(Error::new(&problem::CONTENT_TYPE).saying(
                "Hãy gửi biểu mẫu của trang (application/x-www-form-urlencoded).",
                "Send the page's form (application/x-www-form-urlencoded).",
            ));
        }
        let body = Self::body(request, largest).await?;
        // What is no UTF-8 becomes U+FFFD, which no text may hold.
        let written = String::from_utf8_lossy(&body);
        let typed = Typed(query::pairs(&written).collect());
        Ok((Self::of_typed(&typed), typed))
    }

    /// The fields of a query: what is empty was not given, and a name that comes several times is
    /// a list. The language of the page is none of them.
    pub fn of_query(written: &str) -> Self {
        let mut typed = Typed::of_query(written);
        typed.0.retain(|(name, _)| name != "lang");
        Self::of_typed(&typed)
    }

    /// The fields of what was typed.
    pub fn of_typed(typed: &Typed) -> Self {
        let mut object = Map::new();
        for (name, value) in &typed.0 {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let value = Value::from(value);
            match object.get_mut(name) {
                None => {
                    object.insert(name.clone(), value);
                }
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
        Self {
            object,
            ..Self::default()
        }
    }

    async fn body(request: Request, largest: usize) -> Result<Bytes, Error> {
        let declared = declared_length(request.headers());
        let read = timeout(BODY_TIMEOUT, whole(declared, request.into_body(), largest));
        let read = read.await.map_err(|_| Error::new(&problem::BODY_TIMEOUT))?;
        read.map_err(|error| match error.problem.code {
            "body_too_large" if largest == LARGEST => error.saying(
                "Nội dung gửi lên quá lớn: tối đa 64 kB. Hãy chia thành nhiều lần, hoặc dùng all_of.",
                "The body is too large: at most 64 kB. Send it in parts, or use all_of.",
            ),
            "body_too_large" => error.saying(
                format!("Nội dung gửi lên quá lớn: tối đa {} kB. Hãy chia thành nhiều lần.", largest / 1024),
                format!("The body is too large: at most {} kB. Send it in parts.", largest / 1024),
            ),
            _ => error,
        })
    }

    /// The two certificates of an act that joins them, `old` and `by`.
    ///
    /// # Errors
    /// Everything that is wrong with the request.
    pub async fn older_and_newer(request: Request) -> Result<(String, String), Error> {
        let mut fields = Self::read(request).await?;
        let (old, by) = (fields.required("old", &TEXT), fields.required("by", &TEXT));
        fields.finish(old.zip(by))
    }

    /// A field that may be left out, or null.
    pub fn optional<T>(&mut self, name: &'static str, form: &Form<T>) -> Option<T> {
        self.names.push(name);
        let value = self.object.remove(name).filter(|value| !value.is_null())?;
        let read = (form.read)(&value);
        if read.is_none() {
            let (vi, en) = (form.vi, form.en);
            self.refuse(
                name,
                form.code,
                format!("Trường {name} {vi}"),
                format!("The field {name} {en}"),
            );
        }
        read
    }

    /// A field that must be there. `None` is said.
    pub fn required<T>(&mut self, name: &'static str, form: &Form<T>) -> Option<T> {
        let given = self.object.get(name).is_some_and(|value| !value.is_null());
        if !given {
            self.refuse(
                name,
                "missing_field",
                format!("Thiếu trường {name}. Hãy gửi trường này."),
                format!("The field {name} is missing. Send it."),
            );
        }
        self.optional(name, form)
    }

    /// An object within the object, with fields of its own.
    pub fn object(&mut self, name: &'static str) -> Option<Self> {
        let form = Form {
            read: |value| value.as_object().cloned(),
            code: "not_an_object",
            vi: "phải là một đối tượng JSON.",
            en: "must be a JSON object.",
        };
        let object = self.optional(name, &form)?;
        Some(Self {
            object,
            ..Self::default()
        })
    }

    /// A list of objects with fields of their own.
    pub fn objects(&mut self, name: &'static str) -> Option<Vec<Self>> {
        let form = Form {
            read: |value| {
                let objects = value.as_array()?.iter();
                objects.map(|value| value.as_object().cloned()).collect()
            },
            code: "not_a_list_of_objects",
            vi: "phải là một danh sách đối tượng JSON.",
            en: "must be a list of JSON objects.",
        };
        let objects: Vec<Map<String, Value>> = self.required(name, &form)?;
        let fields = objects.into_iter().map(|object| Self {
            object,
            ..Self::default()
        });
        Some(fields.collect())
    }

    /// Says what is wrong with a field.
    pub fn refuse(&mut self, field: &'static str, code: &'static str, vi: String, en: String) {
        self.wrong.push(Refusal {
            row: None,
            column: Some(field),
            code,
            message: Text::of(vi, en),
        });
    }

    /// What was read, if nothing was wrong and nothing is left.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn finish<T>(self, read: Option<T>) -> Result<T, Error> {
        match (self.faults(), read) {
            (faults, Some(read)) if faults.is_empty() => Ok(read),
            (faults, _) => Err(Error::of_refusals(faults)),
        }
    }

    /// The same of an object within one: its faults become those of the whole.
    pub fn finish_into<T>(self, whole: &mut Self, read: Option<T>) -> Option<T> {
        let faults = self.faults();
        let sound = faults.is_empty();
        whole.wrong.extend(faults);
        read.filter(|_| sound)
    }

    /// The same of the object in a row of a list, counted from 1.
    pub fn finish_into_row<T>(self, whole: &mut Self, row: usize, read: Option<T>) -> Option<T> {
        let faults = self.faults();
        let sound = faults.is_empty();
        let faults = faults.into_iter().map(|fault| Refusal {
            row: Some(row),
            ..fault
        });
        whole.wrong.extend(faults);
        read.filter(|_| sound)
    }

    /// Says what an act says is wrong.
    pub fn refuse_for(&mut self, refusal: Refusal) {
        self.wrong.push(refusal);
    }

    /// How many faults were found so far.
    pub fn faults_so_far(&self) -> usize {
        self.wrong.len()
    }

    fn faults(mut self) -> Vec<Refusal> {
        let taken = self.names.join(", ");
        for name in self.object.keys() {
            let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            self.wrong.push(Refusal {
                row: None,
                column: None,
                code: "unknown_field",
                message: Text::of(
                    format!("Không có trường “{name}”. Chỉ nhận {taken}."),
                    format!("There is no field “{name}”. Only {taken} are taken."),
                ),
            });
        }
        self.wrong
    }
}
