//! A renewal begins with what was said before.

use ocop::office::{Access, Grant, Role};

use super::people::{Place, codes, of};
use crate::support::{Engine, csv, on_both_engines, row};

async fn a_renewal_copies_what_the_certificate_said(engine: Engine) {
    let place = Place::on(engine).await;
    let line = row(&[("product", "Miến dong"), ("producer", "Hợp tác xã Bản Mới")]);
    let other = row(&[("product", "Mật ong"), ("producer", "Hợp tác xã Khác")]);
    let issued = place.office.issue_list(csv(&[line, other])).await.unwrap();
    let [first, second] = [0, 1].map(|place| issued.certificates[place].certificate.number);
    let producer = place.owner();
    let written = place
        .renewal_of_certificate(&producer, place.ours, first)
        .await
        .unwrap();
    assert_eq!(written.product, "Miến dong");
    assert_eq!(written.renews, first.to_string());
    assert_eq!(written.council, "CB");
    let begun = place
        .begin_dossier(&producer, place.ours, &written)
        .await
        .unwrap();
    assert_eq!(begun.renews, Some(first));
    // Another producer's certificate is not renewed, by whatever way.
    let refused = place
        .renewal_of_certificate(&producer, place.ours, second)
        .await;
    assert_eq!(codes(refused), ["not_its_certificate"]);
    let mut wrong = written;
    wrong.renews = second.to_string();
    let refused = place.begin_dossier(&producer, place.ours, &wrong).await;
    assert_eq!(codes(refused), ["not_its_certificate"]);
}

async fn a_renewal_copies_what_the_old_dossier_said(engine: Engine) {
    let place = Place::on(engine).await;
    let old = place.lodged().await;
    let producer = place.owner();
    let (whose, written) = place.renewal_of_dossier(&producer, old.id).await.unwrap();
    assert_eq!(whose, place.ours);
    assert_eq!(written.description, old.description);
    assert_eq!(written.renews, "");
    let new = place
        .begin_dossier(&producer, whose, &written)
        .await
        .unwrap();
    assert_ne!(new.id, old.id);
    assert_eq!(new.product, old.product);
    let stranger = Access::of_account(9, vec![Grant::of_producer(place.theirs)], None);
    for stranger in [stranger, of(Role::Secretary, "YB")] {
        let refused = place.renewal_of_dossier(&stranger, old.id).await;
        assert_eq!(codes(refused), ["no_such_dossier"]);
    }
}

on_both_engines!(
    a_renewal_copies_what_the_certificate_said,
    a_renewal_copies_what_the_old_dossier_said,
);
