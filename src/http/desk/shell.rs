//! What surrounds every page of who signed in: who they are, where they may go.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::texts::Texts;
use crate::http::error::Error;
use crate::http::frame::{self, Frame};
use crate::http::front::Front;
use crate::http::message_page;
use crate::http::problem;
use crate::http::visitor::Visitor;
use crate::office::{Access, Right, Role};
use crate::scheme::words::Language;

/// Somebody who signed in, as the guard let them in.
#[derive(Clone, Debug)]
pub struct Signed {
    /// What they may do.
    pub access: Access,
    /// Their name.
    pub name: String,
    /// What they wish for.
    pub visitor: Visitor,
    path: String,
}

impl Signed {
    /// The language of their page.
    pub fn language(&self) -> Language {
        self.visitor.language
    }

    /// A refusal as a page.
    pub fn refuse(&self, front: &Front, error: impl Into<Error>) -> Response {
        message_page::refuse(error.into(), front.office().config(), &self.visitor)
    }
}

impl FromRequestParts<Front> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, Response> {
        let visitor = Visitor::of(parts.uri.query(), &parts.headers);
        let refuse = |error: Error| message_page::refuse(error, front.office().config(), &visitor);
        let access = parts.extensions.get::<Access>().cloned();
        // The guard put it there, or the request did not come this far.
        let access = access.ok_or_else(|| refuse(Error::new(&problem::SESSION_MISSING)))?;
        let person = match access.account() {
            None => None,
            Some(id) => {
                let found = front.office().person(id).await;
                found.map_err(|error| refuse(error.into()))?
            }
        };
        let person = person.ok_or_else(|| refuse(Error::new(&problem::SESSION_MISSING)))?;
        let mut visitor = visitor;
        if !visitor.language_chosen {
            visitor.language = person.language;
        }
        Ok(Self {
            access,
            name: person.name,
            visitor,
            path: parts.uri.path().to_owned(),
        })
    }
}

/// Where somebody may go.
pub struct Place {
    /// The address.
    pub address: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Whether it is where they are.
    pub here: bool,
}

/// What surrounds a page: a field `shell` of its template, which extends `desk.html`.
pub struct Shell<'a> {
    /// Language, style, the demonstration's mark.
    pub frame: Frame<'a>,
    /// The words of the shell.
    pub words: &'static Texts,
    /// Who is signed in.
    pub name: &'a str,
    /// Their roles, in words.
    pub roles: Vec<String>,
    /// Where they may go.
    pub places: Vec<Place>,
}

impl<'a> Shell<'a> {
    /// The shell for somebody.
    pub fn new(front: &'a Front, signed: &'a Signed) -> Self {
        let words = Texts::of(signed.language());
        let mut roles: Vec<Role> = signed
            .access
            .grants()
            .iter()
            .map(|grant| grant.role)
            .collect();
        roles.sort_unstable();
        roles.dedup();
        let only_producer = roles == [Role::Producer];
        let mut frame = Frame::new(front.office().config(), &signed.visitor, None);
        frame.style = frame::DESK_STYLE;
        let rows = [
            ("/desk", words.desk, Right::Own, false),
            ("/my/dossiers", words.my_dossiers, Right::Lodge, true),
            (
                "/my/certificates",
                words.my_certificates,
                Right::Lodge,
                true,
            ),
            ("/my/label-runs", words.label_runs, Right::Labels, false),
            ("/desk/dossiers", words.dossiers, Right::Work, false),
            ("/desk/sessions", words.sessions, Right::Work, false),
            ("/desk/decisions", words.decisions, Right::Work, false),
            ("/desk/certificates", words.certificates, Right::Work, false),
            ("/desk/producers", words.producers, Right::Producers, false),
            ("/desk/reports", words.reports, Right::Reports, false),
            ("/desk/scans", words.scans, Right::Scans, false),
            (
                "/desk/shopper-reports",
                words.shopper_reports,
                Right::Inspect,
                false,
            ),
            ("/desk/cases", words.cases, Right::Cases, false),
            ("/desk/journal", words.journal, Right::Inspect, false),
            ("/desk/people", words.people, Right::People, false),
            ("/desk/upkeep", words.upkeep, Right::Upkeep, false),
            ("/desk/trail", words.trail, Right::Trail, false),
        ];
        let places = rows
            .into_iter()
            .filter(|(address, _, right, of_producers)| {
                let may = signed.access.allows(*right);
                let mine = roles.contains(&Role::Producer);
                if *of_producers {
                    may && mine
                } else {
                    may && (!only_producer || ["/desk", "/my/label-runs"].contains(address))
                }
            });
        let here = |address: &str| {
            signed.path == address
                || address != "/desk"
                    && signed
                        .path
                        .strip_prefix(address)
                        .is_some_and(|rest| rest.starts_with('/'))
        };
        Self {
            words,
            name: &signed.name,
            roles: roles
                .iter()
                .map(|role| role.words().get(signed.language()).to_owned())
                .collect(),
            places: places
                .map(|(address, name, _, _)| Place {
                    address,
                    name,
                    here: here(address),
                })
                .collect(),
            frame,
        }
    }
}

/// A page of the desk. Nothing of it is kept by anybody on the way.
pub fn page(status: StatusCode, signed: &Signed, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => frame::with_forms(frame::page(status, signed.language(), html)),
        Err(_) => Error::new(&problem::INTERNAL).into_response(),
    }
}
