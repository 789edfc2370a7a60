//! Searching: words without their marks, filters, pages, and what was recorded before.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::register::{Asked, Clause, Error, Field, Register, Shelf, StatusChange, Term};
use ocop::scheme::ground::Ground;
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::stars::Stars;
use ocop::scheme::status::Status;

use super::{add_certificates, add_council, add_decision, certificate, code};
use crate::support::{Book, Engine, day, now, on_both_engines};

on_both_engines!(
    che_shan_finds_its_products_newest_first_and_page_by_page,
    filters_and_words_are_joined,
    a_status_is_found_as_soon_as_it_is_changed,
    what_was_recorded_before_is_taken_in_when_the_register_is_opened,
    half_an_answer_is_none,
    a_dossier_is_found_by_its_new_words_and_no_longer_by_the_old,
    many_blocks_are_one_list,
);

const PRODUCTS: [&str; 6] = [
    "Chè Shan tuyết Đỉnh Mây",
    "Gạo nếp Tú Lệ",
    "Trà hoa vàng",
    "che\u{300} Shan cổ thụ",
    "Chè Ô long",
    "Mật ong Hoà Bình – rừng Shan",
];

async fn set_up(book: &Book) -> Register {
    let register = book.open().await;
    add_council(&register, "CB").await.unwrap();
    let decision = add_decision(&register, "CB", "852/QĐ-UBND").await.unwrap();
    let certificates = (0u32..).zip(PRODUCTS).map(|(index, product)| {
        let mut certificate = certificate("CB", index);
        certificate.product = product.to_owned();
        certificate.stars = Stars::ALL[2 + (index as usize) % 3];
        certificate
    });
    add_certificates(&register, decision, certificates.collect())
        .await
        .unwrap();
    register
}

/// The products of what is found, in its order.
async fn products(register: &Register, found: &[i64]) -> Vec<String> {
    let listed = register.listed(found).await.unwrap();
    listed.into_iter().map(|listed| listed.product).collect()
}

async fn typed(register: &Register, words: &str) -> Vec<String> {
    let found = register.find(Shelf::Certificates, words, None, 100).await;
    products(register, &found.unwrap()).await
}

async fn che_shan_finds_its_products_newest_first_and_page_by_page(engine: Engine) {
    let book = Book::on(engine).await;
    let register = set_up(&book).await;
    let both = [PRODUCTS[3], PRODUCTS[0]];
    for words in [
        "che shan",
        "Chè Shan",
        "SHAN  chè",
        "chè, sha",
        "che\u{300} shan",
    ] {
        assert_eq!(typed(&register, words).await, both, "{words}");
    }
    assert_eq!(typed(&register, "hoa binh").await, [PRODUCTS[5]]);
    assert_eq!(typed(&register, "ch shan").await, [""; 0], "a whole word");
    assert_eq!(typed(&register, "o long").await, [PRODUCTS[4]]);
    assert_eq!(typed(&register, "khong co").await, [""; 0]);
    let shelf = Shelf::Certificates;
    let first = register.find(shelf, "che shan", None, 1).await.unwrap();
    assert_eq!(products(&register, &first).await, [PRODUCTS[3]]);
    let next = register.find(shelf, "che shan", first.first().copied(), 5);
    let next = next.await.unwrap();
    assert_eq!(products(&register, &next).await, [PRODUCTS[0]]);
    let last = register.find(shelf, "che shan", next.first().copied(), 5);
    assert!(last.await.unwrap().is_empty());
}

async fn filters_and_words_are_joined(engine: Engine) {
    let book = Book::on(engine).await;
    let register = set_up(&book).await;
    let found = async |clauses: &[Clause]| {
        let asked = Asked {
            clauses,
            newest_first: false,
            after: None,
            limit: 100,
        };
        let found = register.found(Shelf::Certificates, &asked).await.unwrap();
        let gathered = register.gather(Shelf::Certificates, clauses).await.unwrap();
        assert_eq!(gathered.len(), found.len() as u64);
        products(&register, &found).await
    };
    assert_eq!(found(&[]).await, PRODUCTS, "in the order of the book");
    let three = Clause::from(Term::stars(Stars::ALL[2]));
    assert_eq!(
        found(std::slice::from_ref(&three)).await,
        [PRODUCTS[0], PRODUCTS[3]]
    );
    let tea = Clause::typed("che");
    let mut clauses = vec![three.clone().negated()];
    clauses.extend(tea);
    assert_eq!(found(&clauses).await, [PRODUCTS[4]]);
    let higher = Clause::any(
        Field::Stars,
        [Stars::ALL[3], Stars::ALL[4]].map(Term::stars),
    );
    assert_eq!(found(&[higher]).await.len(), 4);
    for (clause, many) in [
        (Clause::from(Term::council(code("CB"))), 6),
        (Clause::from(Term::council(code("TW"))), 0),
        (Clause::from(Term::unit("VN-04@2")), 6),
        (Clause::from(Term::unit("VN-08@2")), 0),
        (Clause::from(Term::year(2026)), 6),
        (Clause::from(Term::producer("HỢP TÁC XÃ đỉnh  mây")), 6),
        (Clause::from(Term::decision("852/QĐ-UBND")), 6),
        (
            Clause::ends_between(day("2029-08-01"), day("2029-08-31")),
            6,
        ),
        (
            Clause::ends_between(day("2026-08-01"), day("2029-08-04")),
            0,
        ),
    ] {
        assert_eq!(
            found(std::slice::from_ref(&clause)).await.len(),
            many,
            "{clause:?}"
        );
    }
    let everything = register.gather(Shelf::Certificates, &[]).await.unwrap();
    let levels = Clause::any(Field::Stars, Stars::ALL.map(Term::stars));
    let tally = register
        .tally(Shelf::Certificates, &levels, &[&everything])
        .await;
    let tally: Vec<(i64, Vec<u64>)> = tally.unwrap().into_iter().collect();
    assert_eq!(tally, [(3, vec![2]), (4, vec![2]), (5, vec![2])]);
}

fn revoking(index: u32) -> StatusChange {
    StatusChange {
        number: CertificateNumber {
            council: code("CB"),
            index,
        },
        from: Status::Valid,
        to: Status::Revoked,
        ground: Some(Ground::FoodSafety),
        decision: Some(("900/QĐ-UBND".to_owned(), day("2026-08-06"))),
        replaced_by: None,
    }
}

async fn with_status(register: &Register, status: Status) -> u64 {
    let clause = [Clause::from(Term::status(status))];
    let gathered = register.gather(Shelf::Certificates, &clause).await.unwrap();
    gathered.len()
}

async fn a_status_is_found_as_soon_as_it_is_changed(engine: Engine) {
    let book = Book::on(engine).await;
    let register = set_up(&book).await;
    let entering =
        register.enter(|entry| Box::pin(async { entry.change_status(&revoking(1), now()).await }));
    entering.await.unwrap();
    assert_eq!(with_status(&register, Status::Valid).await, 5);
    assert_eq!(with_status(&register, Status::Revoked).await, 1);
}

async fn what_was_recorded_before_is_taken_in_when_the_register_is_opened(engine: Engine) {
    let book = Book::on(engine).await;
    let register = set_up(&book).await;
    let entering =
        register.enter(|entry| Box::pin(async { entry.change_status(&revoking(1), now()).await }));
    entering.await.unwrap();
    // As a program that knows of no search left it.
    book.raw("delete from search where term % 2 = 0").await;
    let again = book.open().await;
    assert_eq!(typed(&again, "che shan").await, [PRODUCTS[3], PRODUCTS[0]]);
    assert_eq!(with_status(&again, Status::Valid).await, 5);
    assert_eq!(with_status(&again, Status::Revoked).await, 1);
    assert_eq!(again.fill_search().await.unwrap(), 0, "all is found");
}

async fn half_an_answer_is_none(engine: Engine) {
    let book = Book::on(engine).await;
    let register = set_up(&book).await;
    book.raw("update search_filling set next = 3, until = 8")
        .await;
    let refused = register.find(Shelf::Certificates, "che", None, 10).await;
    assert!(
        matches!(refused, Err(Error::NotSearchable { next: 3, until: 8 })),
        "{refused:?}"
    );
    let gathered = register.gather(Shelf::Certificates, &[]).await;
    assert!(matches!(gathered, Err(Error::NotSearchable { .. })));
    assert_eq!(register.fill_search().await.unwrap(), 1);
    assert_eq!(typed(&register, "che").await.len(), 3);
}

async fn a_dossier_is_found_by_its_new_words_and_no_longer_by_the_old(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    let shelf = Shelf::Dossiers;
    let entering = register.enter(move |entry| {
        Box::pin(async move {
            entry
                .index_words(shelf, 7, "Chè Shan; HTX Đỉnh Mây")
                .await?;
            entry
                .index_words(shelf, 8, "Chè Shan; HTX Đỉnh Mây")
                .await?;
            let names = ("Chè Shan; HTX Đỉnh Mây", "Trà Shan; HTX Đỉnh Mây");
            entry.change_words(shelf, 7, names).await
        })
    });
    entering.await.unwrap();
    let found = async |words| register.find(shelf, words, None, 9).await.unwrap();
    assert_eq!(found("che shan").await, [8]);
    assert_eq!(found("tra").await, [7]);
    assert_eq!(found("dinh may").await, [8, 7]);
    let none = register.find(Shelf::Certificates, "tra", None, 9).await;
    assert!(none.unwrap().is_empty());
}

async fn many_blocks_are_one_list(engine: Engine) {
    let book = Book::on(engine).await;
    let register = book.open().await;
    let shelf = Shelf::Dossiers;
    let ids = [1, 4_095, 4_096, 8_191, 40_000, 200_000, 200_001];
    let entering = register.enter(move |entry| {
        Box::pin(async move {
            for id in ids {
                entry.index_words(shelf, id, "trà").await?;
            }
            Ok(())
        })
    });
    entering.await.unwrap();
    for newest_first in [true, false] {
        let (mut after, mut found) = (None, Vec::new());
        loop {
            let asked = Asked {
                clauses: &Clause::typed("tra"),
                newest_first,
                after,
                limit: 2,
            };
            let page = register.found(shelf, &asked).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(*last);
            found.extend(page);
        }
        if newest_first {
            found.reverse();
        }
        assert_eq!(found, ids);
    }
}
