//! A dossier that stands in a decision on its way stays where it is.

use ocop::office::{Access, Grant, Role};
use ocop::scheme::dossier::DossierState;

use super::people::{Place, codes, of};
use crate::support::{Engine, on_both_engines};

async fn what_is_in_a_decision_is_neither_withdrawn_nor_handed_back(engine: Engine) {
    let place = Place::on(engine).await;
    let secretary = of(Role::Secretary, "CB");
    let lodged = place.lodged().await;
    let taken = place
        .take_dossier_in(&secretary, lodged.id, lodged.version)
        .await;
    let taken = taken.unwrap();
    let grant = Grant::of_council(Role::Secretary, "CB".parse().unwrap());
    let account = place.office.account(&[grant]).await;
    let book = &place.office.book;
    let line = format!(
        "insert into preparations (id, council, authority, number, decided_on, state, prepared_by,
            created_at, changed_at, version)
         values (1, 'CB', 'a', '1/QĐ', '2026-08-09', 'draft', {account}, '2026-08-10T03:00:00Z',
            '2026-08-10T03:00:00Z', 1)"
    );
    book.raw(&line).await;
    let line = format!(
        "insert into preparation_lines (preparation, line, dossier, product, producer,
            producer_kind, address, set_no, score_a, score_b, score_c, stars)
         values (1, 1, {}, 'p', 'q', 'cooperative', 'a', 11, 1, 1, 1, 4)",
        taken.id
    );
    book.raw(&line).await;
    let owner: Access = place.owner();
    let withdrawn = place
        .withdraw_dossier(&owner, taken.id, taken.version)
        .await;
    assert_eq!(codes(withdrawn), ["in_preparation"]);
    let returned = place
        .return_dossier(&secretary, taken.id, taken.version, "Thiếu ảnh.")
        .await;
    assert_eq!(codes(returned), ["in_preparation"]);
    assert_eq!(
        place.dossier(&owner, taken.id).await.unwrap().state,
        DossierState::AtProvince
    );
    book.raw("update preparations set state = 'abandoned'")
        .await;
    let withdrawn = place
        .withdraw_dossier(&owner, taken.id, taken.version)
        .await;
    assert_eq!(withdrawn.unwrap().state, DossierState::Withdrawn);
}

on_both_engines!(what_is_in_a_decision_is_neither_withdrawn_nor_handed_back);
