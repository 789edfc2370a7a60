//! `/my/dossiers`: a producer's own dossiers, and each with what happens next.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::desk_dossiers::{Line, List};
use super::shown::{Fact, Happened, ShownFile};
use super::texts::Texts;
use super::{asked, identity, shown};
use crate::http::desk::{Shell, Signed, page};
use crate::http::front::Front;
use crate::office::{self, DossierLine, DossierView, Refusal, Right};

#[derive(Template)]
#[template(path = "dossiers/of_producer.html")]
struct One<'a> {
    shell: Shell<'a>,
    words: &'static Texts,
    dossier: DossierView,
    next_step: &'static str,
    returned_because: Option<String>,
    facts: Vec<Fact>,
    pictures: Vec<ShownFile>,
    documents: Vec<ShownFile>,
    remove: Option<String>,
    history: Vec<Happened>,
    refusals: &'a [Refusal],
    not_sent: &'a [(String, String)],
    open: bool,
}

/// A producer's dossiers
#[utoipa::path(
    get,
    path = "/my/dossiers",
    tag = "pages",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")),
)]
pub async fn list(
    State(front): State<Front>,
    signed: Signed,
    RawQuery(written): RawQuery,
) -> Response {
    let mut asked = match asked::dossiers(written.as_deref().unwrap_or_default(), true) {
        Ok(asked) => asked,
        Err(error) => return signed.refuse(&front, error),
    };
    let own = signed.access.producers(Right::Lodge);
    asked.producer = asked.producer.filter(|id| own.contains(id));
    // Of one producer nearly always; of several, all that can be shown at once.
    let several = own.len() > 1 && asked.producer.is_none();
    let wanted = asked.producer.map_or(own, |id| vec![id]);
    let mut lines: Vec<DossierLine> = Vec::new();
    let mut next = None;
    for producer in wanted {
        asked.producer = Some(producer);
        match front.office().dossiers(&signed.access, &asked).await {
            Ok(found) => {
                lines.extend(found.dossiers);
                let after = found.next.filter(|_| !several);
                next = after.map(|after| asked::next_dossiers("/my/dossiers", &asked, &after));
            }
            Err(error) => return signed.refuse(&front, error),
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.id));
    let words = Texts::of(signed.language());
    let list = List {
        shell: Shell::new(&front, &signed),
        words,
        title: words.my_dossiers,
        base: "/my/dossiers",
        mine: true,
        dossiers: lines.into_iter().map(Line::from).collect(),
        states: Vec::new(),
        text: "",
        council: String::new(),
        producer: String::new(),
        next,
    };
    page(StatusCode::OK, &signed, &list)
}

/// A producer's dossier
#[utoipa::path(
    get,
    path = "/my/dossiers/{id}",
    tag = "pages",
    params(("id" = String, Path, description = "The dossier's number", example = "1")),
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 404, description = "There is none, or none in reach", body = String, content_type = "text/html"),
    ),
)]
pub async fn one(State(front): State<Front>, signed: Signed, Path(id): Path<String>) -> Response {
    match identity(&id) {
        Ok(id) => shown_one(&front, &signed, id, StatusCode::OK, &[], &[]).await,
        Err(error) => signed.refuse(&front, error),
    }
}

/// The page of a dossier for who writes it, with what is to mend and what was not taken.
pub(super) async fn shown_one(
    front: &Front,
    signed: &Signed,
    id: i64,
    status: StatusCode,
    refusals: &[Refusal],
    not_sent: &[(String, String)],
) -> Response {
    let (office, access) = (front.office(), &signed.access);
    let read = async {
        let dossier = office.dossier(access, id).await?;
        let files = office.dossier_files(access, id).await?;
        let history = office.dossier_history(access, id).await?;
        Ok::<_, office::Error>((dossier, files, history))
    };
    let (dossier, files, history) = match read.await {
        Ok(read) => read,
        Err(error) => return signed.refuse(front, error),
    };
    let own = access
        .producers(Right::Lodge)
        .contains(&dossier.producer.id);
    if !own && !access.reaches(Right::Lodge, dossier.council) {
        let refused = office::DossierRefused::NoSuchDossier(id);
        return signed.refuse(front, office::Error::from(refused));
    }
    let language = signed.language();
    let words = Texts::of(language);
    let (pictures, documents) = shown::files(id, files);
    let open = dossier.state.is_open();
    let returned = history.iter().find(|line| line.act == "dossier_returned");
    let reason = returned
        .and_then(|line| line.body["reason"].as_str())
        .map(str::to_owned);
    let one = One {
        shell: Shell::new(front, signed),
        words,
        next_step: shown::what_next(dossier.state, words),
        returned_because: reason.filter(|_| open),
        facts: shown::facts(front, &dossier, words, language),
        pictures,
        documents,
        remove: open.then(|| format!("/my/dossiers/{id}/files")),
        history: shown::history(history, language, false),
        refusals,
        not_sent,
        open,
        dossier,
    };
    page(status, signed, &one)
}
