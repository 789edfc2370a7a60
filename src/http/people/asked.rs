//! What is asked about people: parameters of the list, and the fields of forms and bodies.

use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::{COUNCIL, Form, NUMBER, TEXT};
use crate::http::paging;
use crate::http::problem;
use crate::http::query;
use crate::office::{Grant, NewPerson, PeopleQuery, Role};

/// What the list is asked for.
pub struct Asked {
    /// The people.
    pub query: PeopleQuery,
}

impl Default for Asked {
    /// The first page of all.
    fn default() -> Self {
        Self {
            query: PeopleQuery {
                limit: paging::USUAL,
                ..PeopleQuery::default()
            },
        }
    }
}

impl Asked {
    /// Reads a query string.
    ///
    /// # Errors
    /// When a parameter cannot be read, or is not known.
    pub fn read(written: &str) -> Result<Self, Error> {
        let Self { mut query } = Self::default();
        for (name, value) in query::pairs(written) {
            match name.as_str() {
                "lang" => {}
                "text" | "after" if value.is_empty() => {}
                // Nobody has a name with U+0000, for which PostgreSQL cannot be asked.
                "text" => query.text = Some(value.replace('\0', "\u{fffd}")),
                "after" => {
                    query.after = value.parse().map_err(|_| {
                        paging::refused(
                            "after",
                            "Không có trang này. Hãy bắt đầu lại từ trang đầu.",
                            "There is no such page. Begin again at the first.",
                        )
                    })?;
                }
                "limit" => query.limit = paging::limit(&value)?,
                _ => {
                    return Err(Error::new(&problem::BAD_QUERY).saying(
                        "Chỉ nhận text, after và limit.",
                        "Only text, after and limit are taken.",
                    ));
                }
            }
        }
        Ok(Self { query })
    }

    /// The address of the page after an account.
    pub fn address(&self, path: &str, after: i64) -> String {
        let mut address = format!("{path}?limit={}", self.query.limit);
        if let Some(text) = &self.query.text {
            query::push(&mut address, "text", text);
        }
        query::push(&mut address, "after", &after.to_string());
        address
    }
}

/// A number of a path; what is none names nobody.
pub fn id(written: &str) -> i64 {
    written.parse().unwrap_or(0)
}

/// A role.
static ROLE: Form<Role> = Form {
    read: |value| value.as_str()?.parse().ok(),
    code: "not_a_role",
    vi: "không phải vai trò. Hãy ghi programme, secretary, chair, scorer, producer, inspector hoặc auditor.",
    en: "is no role. Write programme, secretary, chair, scorer, producer, inspector or auditor.",
};

/// `role`, with the `council` or `producer` for whom it is held.
pub fn grant(fields: &mut Fields) -> Option<Grant> {
    let role = fields.required("role", &ROLE);
    let council = fields.optional("council", &COUNCIL);
    let producer = fields.optional("producer", &NUMBER);
    Some(Grant {
        role: role?,
        council,
        producer,
    })
}

/// Somebody with one role. What name and address must be, the office says with all the rest.
pub fn person(fields: &mut Fields) -> Option<NewPerson> {
    let name = fields.optional("name", &TEXT);
    let email = fields.optional("email", &TEXT);
    let language = fields.optional("language", &TEXT);
    let grant = grant(fields);
    Some(NewPerson {
        name: name.unwrap_or_default(),
        email: email.unwrap_or_default(),
        language: language.unwrap_or_else(|| "vi".to_owned()),
        grants: vec![grant?],
    })
}
