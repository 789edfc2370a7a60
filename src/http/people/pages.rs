//! The pages of people, for the programme office: the list, and each of them.

use askama::Template;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::asked::{self, Asked};
use super::desk_texts::Texts;
use super::gate::refusals;
use super::shapes;
use crate::http::desk::{Shell, Signed, page as desk_page};
use crate::http::error::Error;
use crate::http::fields::{Fields, Typed};
use crate::http::front::Front;
use crate::office;
use crate::office::{Access, Invited, Office, PersonView, Refusal, Role};
use crate::scheme::check::instant;
use crate::scheme::words::Text;

/// Where the list is.
const HERE: &str = "/desk/people";

#[derive(Template)]
#[template(path = "people/list.html")]
struct List<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    refusals: Vec<Refusal>,
    typed: Typed,
    roles: Vec<(&'static str, String)>,
    councils: Vec<(String, String)>,
    people: Vec<PersonView>,
    text: String,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct One<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    refusals: Vec<Refusal>,
    typed: Typed,
    roles: Vec<(&'static str, String)>,
    councils: Vec<(String, String)>,
    person: PersonView,
    since: String,
    closed: Option<String>,
    invited_until: Option<String>,
    /// Whether it is whoever looks.
    own: bool,
}

#[derive(Template)]
#[template(path = "people/invited.html")]
struct Link<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    account: i64,
    link: String,
    until: String,
}

/// What the forms offer: roles and councils, by name.
async fn offered(
    front: &Front,
    signed: &Signed,
) -> Result<(Vec<(&'static str, String)>, Vec<(String, String)>), office::Error> {
    let language = signed.language();
    let roles = Role::ALL.into_iter();
    let roles = roles.map(|role| (role.name(), role.words().get(language).to_owned()));
    let councils = front.office().councils_of_roles(&signed.access).await?;
    let named = |(code, name): (String, Text)| {
        let name = format!("{code}: {}", name.get(language));
        (code, name)
    };
    Ok((roles.collect(), councils.into_iter().map(named).collect()))
}

/// People
#[utoipa::path(
    get,
    path = "/desk/people",
    tag = "pages",
    params(
        ("text" = Option<String>, Query, description = "Only those whose name or address holds this, diacritics or not"),
        ("after" = Option<i64>, Query, description = "Where the page before ended"),
        ("limit" = Option<u32>, Query, description = "People of a page, 1 to 500; 100 if not given", minimum = 1, maximum = 500),
    ),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 400, description = "`bad_query`", body = String, content_type = "text/html"),
    ),
)]
pub async fn list(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    match Asked::read(written.as_deref().unwrap_or_default()) {
        Ok(asked) => show_list(&front, &signed, asked, Typed::default(), None).await,
        Err(error) => signed.refuse(&front, error),
    }
}

async fn show_list(
    front: &Front,
    signed: &Signed,
    asked: Asked,
    typed: Typed,
    refused: Option<Error>,
) -> Response {
    let found = front.office().people(&signed.access, &asked.query).await;
    let (page, (roles, councils)) = match (found, offered(front, signed).await) {
        (Ok(page), Ok(offered)) => (page, offered),
        (Err(error), _) | (_, Err(error)) => return signed.refuse(front, error),
    };
    let status = refused.as_ref().map_or(StatusCode::OK, Error::status);
    let list = List {
        shell: Shell::new(front, signed),
        words: Texts::of(signed.language()),
        refusals: refused.as_ref().map(refusals).unwrap_or_default(),
        typed,
        roles,
        councils,
        next: page.next.map(|after| asked.address(HERE, after)),
        people: page.people,
        text: asked.query.text.unwrap_or_default(),
    };
    desk_page(status, signed, &list)
}

/// Invite somebody
///
/// The page shows the link, this once.
#[utoipa::path(
    post,
    path = "/desk/people",
    tag = "pages",
    request_body(content = shapes::NewPerson, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "A page with the link to be handed over", body = String, content_type = "text/html"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn invite(State(front): State<Front>, signed: Signed, request: Request) -> Response {
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let new = asked::person(&mut fields);
    let access = signed.access.clone();
    let inviting = async {
        let new = fields.finish(new)?;
        let inviting = front.act(async move |office| office.invite(&access, new).await);
        Ok::<_, Error>(inviting.await?)
    };
    match inviting.await {
        Ok(invited) => show_link(&front, &signed, &invited),
        Err(error) => show_list(&front, &signed, Asked::default(), typed, Some(error)).await,
    }
}

fn show_link(front: &Front, signed: &Signed, invited: &Invited) -> Response {
    let origin = front.office().config().origin().unwrap_or_default();
    let page = Link {
        shell: Shell::new(front, signed),
        words: Texts::of(signed.language()),
        account: invited.account,
        link: format!("{origin}{}", invited.path()),
        until: instant(invited.expires_at),
    };
    desk_page(StatusCode::OK, signed, &page)
}

/// Somebody
#[utoipa::path(
    get,
    path = "/desk/people/{id}",
    tag = "pages",
    params(("id" = i64, Path, description = "The account's number")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "`no_such_account`", body = String, content_type = "text/html"),
    ),
)]
pub async fn person(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
) -> Response {
    show(&front, &signed, asked::id(&id), Typed::default(), None).await
}

async fn show(
    front: &Front,
    signed: &Signed,
    id: i64,
    typed: Typed,
    refused: Option<Error>,
) -> Response {
    let found = front.office().person_view(&signed.access, id).await;
    let (person, (roles, councils)) = match (found, offered(front, signed).await) {
        (Ok(person), Ok(offered)) => (person, offered),
        (Err(error), _) | (_, Err(error)) => return signed.refuse(front, error),
    };
    let status = refused.as_ref().map_or(StatusCode::OK, Error::status);
    let page = One {
        shell: Shell::new(front, signed),
        words: Texts::of(signed.language()),
        refusals: refused.as_ref().map(refusals).unwrap_or_default(),
        typed,
        roles,
        councils,
        since: instant(person.created_at),
        closed: person.closed_at.map(instant),
        invited_until: person.invited_until.map(instant),
        own: signed.access.account() == Some(id),
        person,
    };
    desk_page(status, signed, &page)
}

/// Give somebody a role
#[utoipa::path(
    post,
    path = "/desk/people/{id}/roles",
    tag = "pages",
    params(("id" = i64, Path, description = "The account's number")),
    request_body(content = shapes::NewRole, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Given; back to the page"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn give(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let id = asked::id(&id);
    let (mut fields, typed) = match Fields::of_form(request).await {
        Ok(read) => read,
        Err(error) => return signed.refuse(&front, error),
    };
    let grant = asked::grant(&mut fields);
    let access = signed.access.clone();
    let giving = async {
        let grant = fields.finish(grant)?;
        let giving = front.act(async move |office| office.give_role(&access, id, grant).await);
        Ok::<_, Error>(giving.await?)
    };
    match giving.await {
        Ok(()) => back(id),
        Err(error) => show(&front, &signed, id, typed, Some(error)).await,
    }
}

fn back(id: i64) -> Response {
    Redirect::to(&format!("{HERE}/{id}")).into_response()
}

/// Does something to somebody, and shows their page again.
async fn act_on<A>(
    front: &Front,
    signed: &Signed,
    id: &str,
    act: impl FnOnce(std::sync::Arc<Office>, Access, i64) -> A,
) -> Response
where
    A: Future<Output = Result<(), office::Error>> + Send + 'static,
{
    let id = asked::id(id);
    let access = signed.access.clone();
    match front.act(|office| act(office, access, id)).await {
        Ok(()) => back(id),
        Err(error) => show(front, signed, id, Typed::default(), Some(error.into())).await,
    }
}

/// Take a role from somebody
#[utoipa::path(
    post,
    path = "/desk/people/{id}/roles/{role}/take",
    tag = "pages",
    params(
        ("id" = i64, Path, description = "The account's number"),
        ("role" = i64, Path, description = "The number of the role"),
    ),
    responses(
        (status = 303, description = "Taken; back to the page"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn take(
    State(front): State<Front>,
    signed: Signed,
    Path((id, role)): Path<(String, String)>,
) -> Response {
    let role = asked::id(&role);
    act_on(&front, &signed, &id, async move |office, access, id| {
        office.take_role(&access, id, role).await
    })
    .await
}

/// Close somebody's account
#[utoipa::path(
    post,
    path = "/desk/people/{id}/close",
    tag = "pages",
    params(("id" = i64, Path, description = "The account's number")),
    responses(
        (status = 303, description = "Closed; back to the page"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn close(State(front): State<Front>, signed: Signed, Path(id): Path<String>) -> Response {
    act_on(&front, &signed, &id, async move |office, access, id| {
        office.close_account(&access, id).await
    })
    .await
}

/// Open somebody's account again
#[utoipa::path(
    post,
    path = "/desk/people/{id}/reopen",
    tag = "pages",
    params(("id" = i64, Path, description = "The account's number")),
    responses(
        (status = 303, description = "Open; back to the page"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn reopen(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
) -> Response {
    act_on(&front, &signed, &id, async move |office, access, id| {
        office.reopen_account(&access, id).await
    })
    .await
}

/// Invite somebody again
///
/// Whatever let them in before does so no more. The page shows the link, this once.
#[utoipa::path(
    post,
    path = "/desk/people/{id}/invite",
    tag = "pages",
    params(("id" = i64, Path, description = "The account's number")),
    responses(
        (status = 200, description = "A page with the link to be handed over", body = String, content_type = "text/html"),
        (status = "4XX", description = "The page again, saying what is wrong", body = String, content_type = "text/html"),
    ),
)]
pub async fn invite_again(
    State(front): State<Front>,
    signed: Signed,
    Path(id): Path<String>,
) -> Response {
    let id = asked::id(&id);
    let access = signed.access.clone();
    let inviting = front.act(async move |office| office.invite_again(&access, id).await);
    match inviting.await {
        Ok(invited) => show_link(&front, &signed, &invited),
        Err(error) => show(&front, &signed, id, Typed::default(), Some(error.into())).await,
    }
}
