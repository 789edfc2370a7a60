//! The way through the provider at the door.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use ocop::office::Grant;
use tower::ServiceExt;

use super::stand_in::StandIn;
use crate::door::Reply;
use crate::support::{Engine, Office};

async fn get(office: &Office, path: &str, cookie: Option<&str>) -> Reply {
    let mut request = Request::get(path).header("accept", "text/html");
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    let request = request.body(Body::empty()).unwrap();
    let response = office.router().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_button_leads_to_the_provider_and_back_to_the_page_that_was_wanted() {
    let provider = StandIn::open().await;
    let office = provider.office(Engine::Sqlite).await;
    office.account(&[Grant::of_producer(1)]).await;
    let page = get(&office, "/sign-in?lang=en&next=%2Faccount%2Fpasskeys", None).await;
    let link = "/sign-in/provider?lang=en&#38;next=%2Faccount%2Fpasskeys";
    assert!(page.text().contains(link), "{}", page.text());
    assert!(page.text().contains("Sign in with Test identity"));
    let link = link.replace("&#38;", "&");
    let away = get(&office, &link, None).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER, "{}", away.text());
    let bound = away.header("set-cookie");
    assert!(
        bound.contains("HttpOnly; SameSite=Lax; Max-Age=600"),
        "{bound}"
    );
    let (bound, _) = bound.split_once(';').unwrap();
    let returned = provider.visit(away.header("location"));
    let (state, code) = (returned.state.unwrap(), returned.code.unwrap());
    let back = format!("/sign-in/provider/back?lang=en&state={state}&code={code}");
    // In another browser it leads nowhere, and says why.
    let other = get(&office, &back, None).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.text().contains("begun in another browser"));
    let entered = get(&office, &back, Some(bound)).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    assert_eq!(entered.header("location"), "/account/passkeys");
    let cookies: Vec<_> = entered.headers.get_all("set-cookie").iter().collect();
    let cookies: Vec<_> = cookies
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    assert!(cookies[0].starts_with("ocop-demonstration="), "{cookies:?}");
    assert!(
        cookies[1].starts_with("ocop-provider-demonstration=;"),
        "{cookies:?}"
    );
    let again = get(&office, &back, Some(bound)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn without_a_provider_there_is_no_button() {
    let office = Office::new().await;
    let page = get(&office, "/sign-in", None).await;
    assert!(!page.text().contains("/sign-in/provider"));
    let away = get(&office, "/sign-in/provider", None).await;
    assert_eq!(away.status, StatusCode::NOT_FOUND);
}
