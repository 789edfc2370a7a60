//! `/desk/certificates/{number}/{act}`: the form of an act, and the act. What was typed stands in
//! the form again with everything that is refused.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::shapes;
use super::texts::Texts;
use crate::http::desk::{Shell, Signed, page};
use crate::http::document;
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::forms::{DATE, GROUND, TEXT};
use crate::http::front::Front;
use crate::http::problem;
use crate::office::{self, Lifting, Refusal, Right, Which, Withdrawal};
use crate::scheme::ground::Ground;
use crate::scheme::number::CertificateNumber;
use crate::scheme::status::Status;

/// An act on one certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// For good, by a decision with a ground.
    Revoke,
    /// For a time, by a decision with a ground.
    Suspend,
    /// By a decision.
    Lift,
    /// By a newer certificate.
    Supersede,
    /// By the certificate of a new decision.
    Renew,
}

impl Deed {
    /// Every act.
    pub const ALL: [Self; 5] = [
        Self::Renew,
        Self::Supersede,
        Self::Suspend,
        Self::Lift,
        Self::Revoke,
    ];

    /// The name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Revoke => "revoke",
            Self::Suspend => "suspend",
            Self::Lift => "lift",
            Self::Supersede => "supersede",
            Self::Renew => "renew",
        }
    }

    /// The act of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.name() == name)
    }

    /// Whether it is offered for a certificate that stands so. The office decides.
    pub fn can_follow(self, status: Status) -> bool {
        match self {
            Self::Revoke => status.may_become(Status::Revoked),
            Self::Suspend => status.may_become(Status::Suspended),
            Self::Lift => status == Status::Suspended,
            Self::Supersede => status.may_become(Status::Superseded),
            Self::Renew => matches!(status, Status::Valid | Status::Suspended),
        }
    }

    /// What it is called.
    pub fn words(self, texts: &'static Texts) -> &'static str {
        texts.acts[self as usize]
    }

    /// What is said when it was done.
    pub fn done(self, texts: &'static Texts) -> &'static str {
        texts.done[self as usize]
    }

    fn needs_decision(self) -> bool {
        !self.needs_newer()
    }

    fn needs_ground(self) -> bool {
        matches!(self, Self::Revoke | Self::Suspend)
    }

    fn needs_newer(self) -> bool {
        matches!(self, Self::Supersede | Self::Renew)
    }
}

#[derive(Template)]
#[template(path = "certificates/act.html")]
struct Page<'a> {
    shell: Shell<'a>,
    own: &'static Texts,
    number: CertificateNumber,
    product: String,
    heading: &'static str,
    hint: &'static str,
    deed: Deed,
    grounds: Vec<(&'static str, String)>,
    typed: &'a Typed,
    refusals: &'a [Refusal],
}

impl Page<'_> {
    fn is_wrong(&self, field: &str) -> bool {
        self.refusals
            .iter()
            .any(|refusal| refusal.column == Some(field))
    }
}

/// The form of an act on a certificate
#[utoipa::path(
    get,
    path = "/desk/certificates/{number}/{act}",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        ("act" = String, Path, description = "`revoke`, `suspend`, `lift`, `supersede` or `renew`", example = "revoke"),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "No such certificate within reach, or no such act", body = document::Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn form(
    State(front): State<Front>,
    signed: Signed,
    Path((number, act)): Path<(String, String)>,
) -> Response {
    match named(&signed, &number, &act) {
        Ok((number, deed)) => {
            let typed = Typed::default();
            show(
                &front,
                &signed,
                (number, deed),
                StatusCode::OK,
                (&typed, &[]),
            )
            .await
        }
        Err(error) => signed.refuse(&front, error),
    }
}

/// An act on a certificate
#[utoipa::path(
    post,
    path = "/desk/certificates/{number}/{act}",
    tag = "pages",
    params(
        ("number" = String, Path, description = "The certificate number", example = "CB-0-8"),
        ("act" = String, Path, description = "`revoke`, `suspend`, `lift`, `supersede` or `renew`", example = "revoke"),
    ),
    request_body(content = shapes::ActForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Done: to the certificate's page"),
        (status = "4XX", description = "The form again with what was typed, saying everything that is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn act(
    State(front): State<Front>,
    signed: Signed,
    Path((number, act)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (number, deed) = match named(&signed, &number, &act) {
        Ok(named) => named,
        Err(error) => return signed.refuse(&front, error),
    };
    let (fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    match carry_out(&front, &signed, number, deed, fields).await {
        Ok(()) => {
            let address = format!("/desk/certificates/{number}?done={}", deed.name());
            Redirect::to(&address).into_response()
        }
        Err(error) if error.status().is_client_error() => {
            let status = error.status();
            let refusals = match error.errors.is_empty() {
                false => error.errors,
                true => vec![Refusal {
                    row: None,
                    column: error.field,
                    code: error.code,
                    message: error.detail,
                }],
            };
            show(&front, &signed, (number, deed), status, (&typed, &refusals)).await
        }
        Err(error) => signed.refuse(&front, error),
    }
}

/// The certificate and the act of an address.
fn named(signed: &Signed, number: &str, act: &str) -> Result<(CertificateNumber, Deed), Error> {
    let number: CertificateNumber = number.parse()?;
    if !signed.access.reaches(Right::Life, number.council) {
        return Err(Error::new(&problem::NO_SUCH_NUMBER));
    }
    let deed = Deed::named(act).ok_or_else(|| Error::new(&problem::NOT_FOUND))?;
    Ok((number, deed))
}

async fn carry_out(
    front: &Front,
    signed: &Signed,
    number: CertificateNumber,
    deed: Deed,
    mut fields: Fields,
) -> Result<(), Error> {
    let (access, number) = (signed.access.clone(), number.to_string());
    let which = Which::Numbers(vec![number.clone()]);
    let within = access.reach(Right::Life);
    let actor = access.actor;
    if deed.needs_newer() {
        let by = fields.required("by", &TEXT);
        let by = fields.finish(by)?;
        let done = front.act(async move |office| match deed {
            Deed::Renew => office.renew_as(&access, &number, &by).await.map(drop),
            _ => office.supersede_as(&access, &number, &by).await.map(drop),
        });
        return Ok(done.await?);
    }
    let decision = fields.required("decision", &TEXT);
    let decided_on = fields.required("decided_on", &DATE);
    if !deed.needs_ground() {
        let read = decision
            .zip(decided_on)
            .map(|(decision, decided_on)| Lifting {
                which,
                within,
                actor,
                decision,
                decided_on,
            });
        let lifting = fields.finish(read)?;
        let done = front.act(async move |office| office.lift(&lifting).await.map(drop));
        return Ok(done.await?);
    }
    let ground = fields.required("ground", &GROUND);
    let read = decision
        .zip(decided_on)
        .zip(ground)
        .map(|((decision, decided_on), ground)| Withdrawal {
            which,
            within,
            actor,
            decision,
            decided_on,
            ground,
        });
    let withdrawal = fields.finish(read)?;
    let done = front.act(async move |office| match deed {
        Deed::Suspend => office.suspend(&withdrawal).await.map(drop),
        _ => office.revoke(&withdrawal).await.map(drop),
    });
    Ok(done.await?)
}

async fn show(
    front: &Front,
    signed: &Signed,
    (number, deed): (CertificateNumber, Deed),
    status: StatusCode,
    (typed, refusals): (&Typed, &[Refusal]),
) -> Response {
    let certificate: Result<_, office::Error> = front.office().certificate(number).await;
    let certificate = match certificate {
        Ok(certificate) => certificate,
        Err(error) => return signed.refuse(front, error),
    };
    let own = Texts::of(signed.language());
    let words = |ground: Ground| {
        (
            ground.name(),
            ground.words().get(signed.language()).to_owned(),
        )
    };
    let shown = Page {
        shell: Shell::new(front, signed),
        own,
        number,
        product: certificate.product,
        heading: deed.words(own),
        hint: own.hints[deed as usize],
        deed,
        grounds: Ground::ALL.map(words).into(),
        typed,
        refusals,
    };
    page(status, signed, &shown)
}
