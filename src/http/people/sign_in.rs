//! Signing in and out: a password, then a code where the account has a second factor.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;

use super::after::{After, LARGEST_WITH_KEPT};
use super::attempts::Attempt;
use super::entering::enter;
use super::gate::{self, Gate};
use super::shapes;
use crate::http::cookie;
use crate::http::error::Error;
use crate::http::fields::Fields;
use crate::http::forms::TEXT;
use crate::http::front::Front;
use crate::http::guard;
use crate::http::message_page;
use crate::http::peer::Peer;
use crate::http::query;
use crate::http::scripts;
use crate::http::visitor::Visitor;
use crate::office::SignIn;
use crate::scheme::words::Language;

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct Page<'a> {
    gate: Gate<'a>,
    email: &'a str,
    /// There is none yet.
    step: &'static str,
    provider: Option<Provider>,
}

/// The link to the identity provider.
struct Provider {
    name: String,
    address: String,
}

impl Provider {
    /// The one that is configured. A form that is kept would be lost on the way.
    fn of(front: &Front, visitor: &Visitor, after: &After) -> Option<Self> {
        let oidc = front.office().config().oidc.as_ref();
        let oidc = oidc.filter(|_| after.kept.is_none())?;
        let (name, lang) = match visitor.language {
            Language::Vi => (&oidc.name.vi, "vi"),
            Language::En => (&oidc.name.en, "en"),
        };
        let mut address = format!("/sign-in/provider?lang={lang}");
        if let Some(next) = &after.next {
            query::push(&mut address, "next", next);
        }
        Some(Self {
            name: name.clone(),
            address,
        })
    }
}

#[derive(Template)]
#[template(path = "people/code.html")]
struct CodePage<'a> {
    gate: Gate<'a>,
    step: &'a str,
}

/// Sign in
#[utoipa::path(
    get,
    path = "/sign-in",
    tag = "pages",
    params(
        ("next" = Option<String>, Query, description = "The page to be led to; one of this service", example = "/desk"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; otherwise by Accept-Language"),
    ),
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn page(State(front): State<Front>, visitor: Visitor, request: Request) -> Response {
    let after = After::of_query(request.uri().query());
    show(&front, &visitor, "", after, None)
}

/// The page for somebody whom the guard did not let in, with what they sent.
pub fn interrupted(front: &Front, visitor: &Visitor, after: After, error: &Error) -> Response {
    show(front, visitor, "", after, Some(error))
}

/// The page to sign in, again.
pub fn show(
    front: &Front,
    visitor: &Visitor,
    email: &str,
    after: After,
    error: Option<&Error>,
) -> Response {
    let mut gate = Gate::new(front, visitor, after);
    if let Some(error) = error {
        gate = gate.refusing(error);
    }
    let (step, provider) = ("", Provider::of(front, visitor, &gate.after));
    let page = Page {
        gate,
        email,
        step,
        provider,
    };
    scripts::allow(gate::page(visitor, error, &page))
}

/// The page of the second factor.
pub fn show_code(
    front: &Front,
    visitor: &Visitor,
    step: &str,
    after: After,
    error: Option<&Error>,
) -> Response {
    let mut gate = Gate::new(front, visitor, after);
    if let Some(error) = error {
        gate = gate.refusing(error);
    }
    scripts::allow(gate::page(visitor, error, &CodePage { gate, step }))
}

/// Sign in with a password
///
/// Leads on, or asks for the second factor where the account has one.
#[utoipa::path(
    post,
    path = "/sign-in",
    tag = "pages",
    request_body(content = shapes::SignIn, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Signed in; to the page that was wanted"),
        (status = 200, description = "A page: for the second factor, or for what was typed before to be sent again", body = String, content_type = "text/html"),
        (status = "4XX", description = "The form again, saying what is wrong", body = String, content_type = "text/html"),
        (status = 503, description = "`busy`: the form again", body = String, content_type = "text/html"),
    ),
)]
pub async fn submit(
    State(front): State<Front>,
    visitor: Visitor,
    peer: Peer,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let read = match guard::not_foreign(&front, &headers) {
        Ok(()) => Fields::of_form_within(request, LARGEST_WITH_KEPT).await,
        Err(error) => Err(error),
    };
    let (mut fields, typed) = match read {
        Ok(read) => read,
        Err(error) => return message_page::refuse(error, front.office().config(), &visitor),
    };
    let after = After::of_form(&mut fields, &typed);
    let email = fields.required("email", &TEXT);
    let password = fields.required("password", &TEXT);
    // As it was typed, with its spaces.
    let password = password.map(|_| SecretString::from(typed.get("password")));
    let signing = async {
        let (email, password) = fields.finish(email.zip(password))?;
        front.attempts().from(Attempt::Password, peer)?;
        front.attempts().on(Attempt::Password, &email)?;
        let checking = front.act(async move |office| office.sign_in(&email, password).await);
        Ok::<_, Error>(checking.await?)
    };
    let done = match signing.await {
        Ok(SignIn::Half(secret)) => {
            return show_code(&front, &visitor, secret.show(), after, None);
        }
        Ok(SignIn::Entered(entered)) => {
            enter(&front, &visitor, &headers, entered, after.clone()).await
        }
        Err(error) => Err(error),
    };
    done.unwrap_or_else(|error| show(&front, &visitor, typed.get("email"), after, Some(&error)))
}

/// Show the second factor of a sign-in
#[utoipa::path(
    post,
    path = "/sign-in/code",
    tag = "pages",
    request_body(content = shapes::SignInCode, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Signed in; to the page that was wanted"),
        (status = 200, description = "A page: what was typed before, to be sent again", body = String, content_type = "text/html"),
        (status = "4XX", description = "The form again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn submit_code(
    State(front): State<Front>,
    visitor: Visitor,
    peer: Peer,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let read = match guard::not_foreign(&front, &headers) {
        Ok(()) => Fields::of_form_within(request, LARGEST_WITH_KEPT).await,
        Err(error) => Err(error),
    };
    let (mut fields, typed) = match read {
        Ok(read) => read,
        Err(error) => return message_page::refuse(error, front.office().config(), &visitor),
    };
    let after = After::of_form(&mut fields, &typed);
    let step = fields.required("step", &TEXT);
    let code = fields.required("one_time_code", &TEXT);
    let signing = async {
        let (step, code) = fields.finish(step.zip(code))?;
        front.attempts().from(Attempt::Factor, peer)?;
        let account = front.office().half_signed_in(&step).await?;
        front.attempts().on(Attempt::Factor, &account.to_string())?;
        let checking = front.act(async move |office| office.sign_in_with_code(&step, &code).await);
        let entered = checking.await?;
        enter(&front, &visitor, &headers, entered, after.clone()).await
    };
    match signing.await {
        Ok(response) => response,
        // Begun again, with what was kept.
        Err(error) if error.code == "sign_in_over" => {
            show(&front, &visitor, "", after, Some(&error))
        }
        Err(error) => show_code(&front, &visitor, typed.get("step"), after, Some(&error)),
    }
}

/// Sign out
#[utoipa::path(
    post,
    path = "/sign-out",
    tag = "pages",
    responses(
        (status = 303, description = "Signed out; to the page to sign in"),
        (status = 403, description = "`other_origin`", body = String, content_type = "text/html"),
    ),
)]
pub async fn sign_out(
    State(front): State<Front>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Response {
    let config = front.office().config();
    if let Err(error) = guard::not_foreign(&front, &headers) {
        return message_page::refuse(error, config, &visitor);
    }
    if let Some(session) = cookie::session(config, &headers).map(str::to_owned) {
        let ending = front.act(async move |office| office.sign_out(&session).await);
        if let Err(error) = ending.await {
            return message_page::refuse(error.into(), config, &visitor);
        }
    }
    signed_out(&front)
}

/// To the page to sign in, without the cookie.
pub fn signed_out(front: &Front) -> Response {
    let mut response = Redirect::to("/sign-in").into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::SET_COOKIE, cookie::take(front.office().config()));
    response
}
