//! Judging the vectors of the specification: what a file's codes lead to, here and elsewhere.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::scheme::judge::judge;
use crate::scheme::stars::Stars;
use crate::scheme::status::{RegisterData, StatusLists};
use crate::scheme::trust::TrustList;
use crate::scheme::verdict::{Kind, Verdict};

/// The specification's vectors, each file with its name: what other implementers are given.
pub const FILES: [(&str, &[u8]); 3] = [
    ("verdicts.json", VERDICTS),
    (
        "codec.json",
        include_bytes!("../../tests/vectors/codec.json"),
    ),
    (
        "journal.json",
        include_bytes!("../../tests/vectors/journal.json"),
    ),
];
const VERDICTS: &[u8] = include_bytes!("../../tests/vectors/verdicts.json");

/// A file in the format of `verdicts.json`.
pub struct Vectors {
    trust_lists: HashMap<String, TrustList>,
    status: HashMap<String, StatusLists>,
    vectors: Vec<Vector>,
}

/// One code, the data to judge it with, and what is expected.
pub struct Vector {
    /// What it shows.
    pub name: String,
    qr: String,
    trust: String,
    status: Option<String>,
    register: Option<RegisterData>,
    at: DateTime<Utc>,
    stars_on_package: Option<Stars>,
    expect: Value,
    question: Value,
}

/// Why a file of vectors cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Not JSON, or not of this form.
    #[error("the file is not in the format of verdicts.json: {0}")]
    Form(String),
    /// A vector names a list that the file does not hold.
    #[error("the vector \"{vector}\" names the list \"{list}\", which the file does not hold")]
    NoSuchList {
        /// The vector's name.
        vector: String,
        /// The list's name.
        list: String,
    },
}

#[derive(Deserialize)]
struct File {
    trust_lists: HashMap<String, Value>,
    #[serde(default)]
    status: HashMap<String, Value>,
    vectors: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    qr: String,
    trust: String,
    status: Option<String>,
    register: Option<Value>,
    at: DateTime<Utc>,
    stars_on_package: Option<Stars>,
    #[serde(default)]
    expect: Value,
}

impl Vectors {
    /// The vectors of the specification, which the program carries.
    ///
    /// # Errors
    /// Never: a test reads them.
    pub fn of_the_specification() -> Result<Self, Unreadable> {
        Self::read(VERDICTS)
    }

    /// Reads a file of vectors.
    ///
    /// # Errors
    /// When it is not JSON of the form, or a vector names a list that is not there.
    pub fn read(json: &[u8]) -> Result<Self, Unreadable> {
        let form = |error: &dyn std::fmt::Display| Unreadable::Form(error.to_string());
        let file: File = serde_json::from_slice(json).map_err(|error| form(&error))?;
        let mut vectors = Self {
            trust_lists: HashMap::new(),
            status: HashMap::new(),
            vectors: Vec::with_capacity(file.vectors.len()),
        };
        for (name, list) in &file.trust_lists {
            let list = TrustList::from_json(list.clone()).map_err(|error| form(&error))?;
            vectors.trust_lists.insert(name.clone(), list);
        }
        for (name, lists) in &file.status {
            let lists = StatusLists::from_json(lists.clone()).map_err(|error| form(&error))?;
            vectors.status.insert(name.clone(), lists);
        }
        for entry in file.vectors {
            let missing = |list: &String| Unreadable::NoSuchList {
                vector: entry.name.clone(),
                list: list.clone(),
            };
            if !vectors.trust_lists.contains_key(&entry.trust) {
                return Err(missing(&entry.trust));
            }
            if let Some(status) = entry
                .status
                .as_ref()
                .filter(|name| !vectors.status.contains_key(*name))
            {
                return Err(missing(status));
            }
            let status = entry.status.as_ref().and_then(|name| file.status.get(name));
            let question = json!({
                "qr": entry.qr,
                "at": entry.at,
                "stars_on_package": entry.stars_on_package,
                "trust_list": file.trust_lists.get(&entry.trust),
                "status": status,
                "register": entry.register,
            });
            let register = entry.register.map(RegisterData::from_json).transpose();
            vectors.vectors.push(Vector {
                name: entry.name,
                qr: entry.qr,
                trust: entry.trust,
                status: entry.status,
                register: register.map_err(|error| form(&error))?,
                at: entry.at,
                stars_on_package: entry.stars_on_package,
                expect: entry.expect,
                question,
            });
        }
        Ok(vectors)
    }

    /// Every vector.
    pub fn iter(&self) -> impl Iterator<Item = &Vector> {
        self.vectors.iter()
    }

    /// Every vector with its verdict here.
    pub fn judged(&self) -> impl Iterator<Item = (&Vector, Verdict)> {
        let all = self.vectors.iter();
        all.map(|vector| (vector, self.judge_instead(vector, &vector.qr)))
    }

    /// Judges another code with the data of a vector.
    pub fn judge_instead(&self, vector: &Vector, code: &str) -> Verdict {
        let status = vector.status.as_ref();
        judge(
            code,
            &self.trust_lists[&vector.trust],
            status.and_then(|name| self.status.get(name)),
            vector.register.as_ref(),
            vector.at,
            vector.stars_on_package,
        )
    }
}

impl Vector {
    /// The code.
    pub fn code(&self) -> &str {
        &self.qr
    }

    /// Everything that a verifier needs to judge it, and nothing of what is expected.
    pub fn question(&self) -> &Value {
        &self.question
    }

    /// What differs from the expectation, if anything does.
    pub fn difference(&self, verdict: &Verdict) -> Option<String> {
        let found = serde_json::to_value(verdict).unwrap_or_default();
        self.unlike(&found, |_, _| true)
    }

    /// The same of somebody else's answer: its verdict, and of certificate and checks what it
    /// has.
    pub fn difference_of_answer(&self, answer: &Value) -> Option<String> {
        let verdict = &answer["verdict"];
        if !Kind::ALL.iter().any(|kind| *verdict == kind.name()) {
            return Some(format!("verdict {verdict}, which there is not"));
        }
        self.unlike(answer, |object, key| object.get(key).is_some())
    }

    /// What differs of the parts that are compared.
    fn unlike(&self, found: &Value, compared: impl Fn(&Value, &str) -> bool) -> Option<String> {
        let expect = &self.expect;
        if let Some(expected) = expect
            .get("verdict")
            .filter(|&expected| *expected != found["verdict"])
        {
            return Some(format!("verdict {}, expected {expected}", found["verdict"]));
        }
        if let Some(excluded) = expect
            .get("verdict_not")
            .filter(|&excluded| *excluded == found["verdict"])
        {
            return Some(format!("verdict {excluded}, which must not be"));
        }
        if let Some(expected) = expect
            .get("certificate")
            .filter(|&expected| *expected != found["certificate"] && compared(found, "certificate"))
        {
            return Some(format!(
                "certificate {}, expected {expected}",
                found["certificate"]
            ));
        }
        let checks = expect.get("checks").and_then(Value::as_object);
        checks.into_iter().flatten().find_map(|(check, expected)| {
            let outcome = &found["checks"][check];
            (outcome != expected && compared(&found["checks"], check))
                .then(|| format!("check {check} {outcome}, expected {expected}"))
        })
    }
}
