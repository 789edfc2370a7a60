//! Whose a certificate is: by its dossier, by its council, and never by a name across councils.

use ocop::office::{
    Access, Grant, LabelRunQuery, NewCouncil, NewKey, Order, Role, Succession, TypedDossier,
};
use ocop::scheme::council::Level;
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::words::Text;

use super::people::{codes, of, producer, typed};
use crate::runs::asked;
use crate::support::{Engine, HEADER, Office, day, fresh, on_both_engines, order, passphrase, row};

/// The name that every certificate here bears.
const NAME: &str = "Hợp tác xã Bản Mới";

/// An office whose provinces CB and YB issue, and the centre.
struct Stage {
    office: Office,
}

/// A producer, and somebody who acts for it.
struct Owner {
    id: i64,
    access: Access,
}

impl Stage {
    async fn on(engine: Engine) -> Self {
        let office = Office::on(engine).await;
        let council = "YB".parse().unwrap();
        let new = NewCouncil {
            code: council,
            unit: "VN-15@2".to_owned(),
            level: Level::Province,
            name: Text::of("Hội đồng YB".to_owned(), "Council YB".to_owned()),
        };
        office.add_council(new).await.unwrap();
        let new = NewKey {
            council,
            seals_from: None,
            seals_until: None,
        };
        let made = office.generate_key(new, fresh("YB"), passphrase()).await;
        made.unwrap();
        office.publish_trust_list(passphrase()).await.unwrap();
        office.refresh().await.unwrap();
        Self { office }
    }

    async fn owner(&self, council: &str, name: &str) -> Owner {
        let (program, typed) = (Access::of_program(), producer(council, name));
        let made = self.office.register_producer(&program, &typed).await;
        let id = made.unwrap().producer.id;
        let grant = Grant::of_producer(id);
        let account = self.office.account(&[grant]).await;
        Owner {
            id,
            access: Access::of_account(account, vec![grant], None),
        }
    }

    /// Issues a list of one product under the name.
    async fn issue(
        &self,
        council: &str,
        (decision, on): (&str, &str),
        renews: &str,
    ) -> CertificateNumber {
        let mut cells = vec![("producer", NAME)];
        if council == "TW" {
            cells.extend([("score_a", "38"), ("score_c", "34"), ("stars", "5")]);
        }
        let line = row(&cells);
        let list = format!("{HEADER},renews\n{line},{renews}\n");
        let asked = Order {
            decision: decision.to_owned(),
            decided_on: day(on),
            ..order(council, list)
        };
        let issued = self.office.issue_order(asked).await.unwrap();
        issued.certificates[0].certificate.number
    }

    /// Makes a certificate one of a producer's dossier, as its release leaves it.
    async fn of_dossier(&self, number: CertificateNumber, owner: &Owner, state: &str) {
        let (id, account) = (owner.id, owner.access.account().unwrap());
        let CertificateNumber { council, index } = number;
        // A release that has not ended has not told the preparation its decision.
        let decision = match state {
            "released" => "d.id",
            _ => "cast(null as bigint)",
        };
        let when = "'2026-08-05T00:00:00Z'";
        let book = &self.office.book;
        book.raw(&format!(
            "insert into dossiers (id, producer, council, state, catalogue, set_no, product,
               folded, description, address, commune, created_at, changed_at, version)
             values ((select count(*) from dossiers) + 1, {id}, 'CB', 'decided', '2023', 6, 'A',
               'a', '', '', '', {when}, {when}, 1)"
        ))
        .await;
        book.raw(&format!(
            "insert into preparations (id, council, authority, number, decided_on, state,
               prepared_by, created_at, changed_at, begun_at, decision, version)
             select (select count(*) from preparations) + 1, d.council, d.authority, d.number,
               d.decided_on, '{state}', {account}, {when}, {when}, {when}, {decision}, 1
             from decisions d join certificates c on c.decision = d.id
             where c.council = '{council}' and c.certificate_index = {index}"
        ))
        .await;
        book.raw(&format!(
            "insert into preparation_lines (preparation, line, dossier, product, producer,
               producer_kind, address, set_no, score_a, score_b, score_c, stars)
             select (select max(id) from preparations), 1, (select max(id) from dossiers),
               product, producer, producer_kind, address, set_no, score_a, score_b, score_c, stars
             from certificates
             where council = '{council}' and certificate_index = {index}"
        ))
        .await;
    }

    async fn listed(&self, owner: &Owner) -> Vec<CertificateNumber> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = self
                .office
                .own_certificates(&owner.access, owner.id, after, 1);
            let page = page.await.unwrap();
            found.extend(page.certificates.iter().map(|one| one.certificate.number));
            match page.next {
                Some(next) => after = Some(next),
                None => return found,
            }
        }
    }

    async fn runs(&self, owner: &Owner) -> Vec<i64> {
        let mut query = LabelRunQuery {
            number: None,
            after: None,
            limit: 1,
        };
        let mut found = Vec::new();
        loop {
            let page = self.office.label_runs(&owner.access, &query).await.unwrap();
            found.extend(page.runs.iter().map(|run| run.id));
            match page.next {
                Some(next) => query.after = Some(next),
                None => return found,
            }
        }
    }

    /// Does with a certificate all that its producer may; the run that was begun.
    async fn use_own(&self, owner: &Owner, number: CertificateNumber) -> i64 {
        let (office, access) = (&self.office, &owner.access);
        let wanted = asked(number, 1);
        let run = office.begin_label_run(access, None, &wanted).await;
        let run = run.unwrap().id;
        office.label_run(access, run).await.unwrap();
        office.listed_for_labels(access, number).await.unwrap();
        let beside = office.certificates_beside(access, number, 10).await;
        let mut beside = beside.unwrap().into_iter();
        assert!(beside.any(|one| one.certificate.number == number));
        let told = office.set_traceability(access, number, "VN-1").await;
        assert_eq!(told.unwrap().code.as_deref(), Some("VN-1"));
        let renewal = office
            .renewal_of_certificate(access, owner.id, number)
            .await;
        assert_eq!(renewal.unwrap().renews, number.to_string());
        run
    }

    /// Tries the same with another's: it is as if it were not there.
    async fn is_kept_from(&self, owner: &Owner, number: CertificateNumber) {
        let (office, access) = (&self.office, &owner.access);
        let never = CertificateNumber {
            index: 77_777,
            ..number
        };
        let mut answers = Vec::new();
        for number in [number, never] {
            let wanted = asked(number, 1);
            let run = office.begin_label_run(access, None, &wanted);
            let label = office.listed_for_labels(access, number);
            let beside = office.certificates_beside(access, number, 10);
            let code = office.set_traceability(access, number, "VN-2");
            let errors = [
                run.await.unwrap_err(),
                label.await.unwrap_err(),
                beside.await.unwrap_err(),
                code.await.unwrap_err(),
            ];
            let said = errors.map(|error| {
                let words = error.words().en.replace(&number.to_string(), "N");
                (error.code(), words)
            });
            assert!(said.iter().all(|(code, _)| *code == "no_such_number"));
            answers.push(said);
        }
        assert_eq!(answers[0], answers[1]);
        let renewal = office
            .renewal_of_certificate(access, owner.id, number)
            .await;
        assert_eq!(codes(renewal), ["not_its_certificate"]);
        let written = TypedDossier {
            council: "YB".to_owned(),
            renews: number.to_string(),
            ..typed()
        };
        let begun = office.begin_dossier(access, owner.id, &written).await;
        assert_eq!(codes(begun), ["not_its_certificate"]);
    }
}

async fn two_of_one_name_in_two_councils_have_each_only_their_own(engine: Engine) {
    let stage = Stage::on(engine).await;
    let ours = stage.owner("CB", NAME).await;
    let theirs = stage.owner("YB", "Hộ Khác").await;
    let at_cb = stage.issue("CB", ("852/QĐ-UBND", "2026-08-05"), "").await;
    let at_yb = stage.issue("YB", ("17/QĐ-UBND", "2026-08-05"), "").await;
    assert_eq!(stage.listed(&ours).await, [at_cb]);
    assert!(stage.listed(&theirs).await.is_empty());
    // Their council's secretary gives them our name.
    let (secretary, named) = (
        of(Role::Secretary, "YB"),
        producer("YB", "HOP TAC XA bản mới"),
    );
    let renaming = stage
        .office
        .change_producer(&secretary, theirs.id, 1, &named);
    assert!(renaming.await.unwrap().warnings.is_empty());
    let mut runs = Vec::new();
    for (owner, own, foreign) in [(&ours, at_cb, at_yb), (&theirs, at_yb, at_cb)] {
        assert_eq!(stage.listed(owner).await, [own]);
        runs.push(stage.use_own(owner, own).await);
        stage.is_kept_from(owner, foreign).await;
    }
    for (owner, own, foreign) in [(&ours, runs[0], runs[1]), (&theirs, runs[1], runs[0])] {
        assert_eq!(stage.runs(owner).await, [own]);
        let refused = stage.office.label_run(&owner.access, foreign).await;
        assert_eq!(codes(refused), ["no_such_label_run"]);
    }
}

async fn a_predecessors_certificates_go_to_the_one_of_their_name_with_its_successor(
    engine: Engine,
) {
    let stage = Stage::on(engine).await;
    let old = stage.issue("CB", ("852/QĐ-UBND", "2026-08-05"), "").await;
    let theirs = stage.owner("YB", NAME).await;
    assert!(stage.listed(&theirs).await.is_empty());
    stage.is_kept_from(&theirs, old).await;
    let succession = Succession {
        council: "CB".parse().unwrap(),
        by: "YB".parse().unwrap(),
        last_day: None,
    };
    stage.office.succeed_council(succession).await.unwrap();
    assert_eq!(stage.listed(&theirs).await, [old]);
    let run = stage.use_own(&theirs, old).await;
    assert_eq!(stage.runs(&theirs).await, [run]);
    // Another of that name with the old council: then the name tells nobody apart.
    let (program, named) = (Access::of_program(), producer("CB", NAME));
    let made = stage.office.register_producer(&program, &named).await;
    let made = made.unwrap();
    assert_eq!(made.warnings[0].code, "producer_namesake");
    let grant = Grant::of_producer(made.producer.id);
    let other = Owner {
        id: made.producer.id,
        access: Access::of_account(72, vec![grant], None),
    };
    for owner in [&theirs, &other] {
        assert!(stage.listed(owner).await.is_empty());
        assert!(stage.runs(owner).await.is_empty());
        stage.is_kept_from(owner, old).await;
    }
}

async fn what_a_successor_issues_goes_to_the_one_of_the_name_with_its_predecessor(engine: Engine) {
    let stage = Stage::on(engine).await;
    let theirs = stage.owner("CB", NAME).await;
    let old = stage.issue("CB", ("852/QĐ-UBND", "2026-08-05"), "").await;
    let succession = Succession {
        council: "CB".parse().unwrap(),
        by: "YB".parse().unwrap(),
        last_day: None,
    };
    stage.office.succeed_council(succession).await.unwrap();
    let new = stage.issue("YB", ("1/QĐ-UBND", "2026-08-06"), "").await;
    assert_eq!(stage.listed(&theirs).await, [new, old]);
    stage.use_own(&theirs, new).await;
    // Another of that name with the successor: then the name tells nobody apart.
    let other = stage.owner("YB", NAME).await;
    for owner in [&theirs, &other] {
        assert!(stage.listed(owner).await.is_empty());
        stage.is_kept_from(owner, new).await;
    }
}

async fn of_two_of_one_name_in_one_council_each_has_what_came_of_their_dossiers(engine: Engine) {
    let stage = Stage::on(engine).await;
    let first = stage.owner("CB", NAME).await;
    let second = stage.owner("CB", "HỢP TÁC XÃ BẢN MỚI").await;
    let plain = stage.issue("CB", ("852/QĐ-UBND", "2026-08-05"), "").await;
    let one = stage.issue("CB", ("853/QĐ-UBND", "2026-08-05"), "").await;
    let other = stage.issue("CB", ("854/QĐ-UBND", "2026-08-05"), "").await;
    stage.of_dossier(one, &first, "released").await;
    // A release that has not ended yet says it as well.
    stage.of_dossier(other, &second, "approved").await;
    for (owner, own, foreign) in [(&first, one, other), (&second, other, one)] {
        assert_eq!(stage.listed(owner).await, [own]);
        stage.use_own(owner, own).await;
        stage.is_kept_from(owner, foreign).await;
        stage.is_kept_from(owner, plain).await;
    }
    // What nobody has by the name, the council prints.
    let secretary = of(Role::Secretary, "CB");
    let run = stage
        .office
        .begin_label_run(&secretary, None, &asked(plain, 1))
        .await;
    run.unwrap();
    // What goes on from it by a list stays theirs, though the name is the other's alone since.
    let renewed = ("900/QĐ-UBND", "2026-08-07");
    let renewed = stage.issue("CB", renewed, &one.to_string()).await;
    assert_eq!(stage.listed(&first).await, [renewed, one]);
    let run = stage.use_own(&first, renewed).await;
    let named = producer("CB", "Hợp tác xã Bản Khác");
    let renaming = stage
        .office
        .change_producer(&secretary, first.id, 1, &named)
        .await;
    renaming.unwrap();
    assert_eq!(stage.listed(&first).await, [renewed, one]);
    assert_eq!(stage.runs(&first).await[0], run);
    stage.use_own(&first, renewed).await;
    assert_eq!(stage.listed(&second).await, [other, plain]);
    stage.is_kept_from(&second, renewed).await;
}

async fn the_centres_certificate_goes_with_the_one_that_it_replaced(engine: Engine) {
    let stage = Stage::on(engine).await;
    let ours = stage.owner("CB", NAME).await;
    let theirs = stage.owner("YB", NAME).await;
    let central = stage.owner("TW", NAME).await;
    let four = stage.issue("CB", ("852/QĐ-UBND", "2026-08-05"), "").await;
    let five = stage.issue("TW", ("99/QĐ-BNN", "2026-08-07"), "").await;
    for owner in [&ours, &theirs, &central] {
        stage.is_kept_from(owner, five).await;
    }
    let (old, new) = (four.to_string(), five.to_string());
    stage.office.supersede(&old, &new).await.unwrap();
    assert_eq!(stage.listed(&ours).await, [five, four]);
    stage.use_own(&ours, five).await;
    for owner in [&theirs, &central] {
        assert!(stage.listed(owner).await.is_empty());
        stage.is_kept_from(owner, five).await;
    }
}

on_both_engines!(
    two_of_one_name_in_two_councils_have_each_only_their_own,
    a_predecessors_certificates_go_to_the_one_of_their_name_with_its_successor,
    what_a_successor_issues_goes_to_the_one_of_the_name_with_its_predecessor,
    of_two_of_one_name_in_one_council_each_has_what_came_of_their_dossiers,
    the_centres_certificate_goes_with_the_one_that_it_replaced,
);
