//! The pages of a case, which the demonstration has none of, written to files.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::Request;

use crate::cases::stage::Market;
use crate::support::Engine;

/// The page on which anybody checks a case again, and the case at the desk, in both languages.
pub async fn written(folder: &Path) -> Vec<(String, PathBuf)> {
    let market = Market::on(Engine::Sqlite).await;
    let case = market.case().await;
    let mut written = Vec::new();
    for language in super::LANGUAGES {
        let path = super::in_language(&case.check, language);
        let request = Request::get(path).header("accept", "text/html");
        let checked = market.send(request.body(Body::empty()).unwrap()).await;
        let desk = super::in_language(&format!("/desk/cases/{}", case.id), language);
        let desk = market.get(&market.secretary, &desk).await;
        for (name, reply) in [("check of a case", checked), ("case", desk)] {
            assert!(reply.text().contains("<main"), "{}", reply.text());
            let file = folder.join(format!("{name}.{language}.html"));
            std::fs::write(&file, reply.text()).unwrap();
            written.push((format!("the {name}, {language}"), file));
        }
    }
    written
}
