//! The drill: a council's key is stolen and used, marked as compromised, and published so.

use std::collections::HashMap;

use chrono::{Days, TimeDelta};
use ocop::scheme::check::{Check, Detail, Outcome};
use ocop::scheme::day::valid_through;
use ocop::scheme::judge::judge;
use ocop::scheme::pack::Pack;
use ocop::scheme::qr_text::{self, QrText};
use ocop::scheme::seal::Alg;
use ocop::scheme::stars::Stars;
use ocop::scheme::token::{Claims, Names, Token};
use ocop::scheme::verdict::Kind;
use ocop::signer::{KeyFile, Signer};

use super::programme::{BEGIN, Programme, codes, day, instant, passphrase, public};

const GENUINE: usize = 50;
const FORGED: u32 = 100;

/// What a thief seals: more stars, old dates, indices that are fresh or were given out, and
/// copies of real certificates with one thing changed.
fn forgeries(stolen: &KeyFile, real: &[Claims]) -> Vec<String> {
    let forge = |number: u32| {
        let mut claims = real[number as usize % real.len()].clone();
        if number.is_multiple_of(2) {
            claims.index = 1000 + number;
        }
        claims.names = Some(Names {
            product: format!("Hàng giả {number}"),
            producer: "Kẻ gian".to_owned(),
        });
        match number % 5 {
            0 => claims.stars = Stars::new(3).expect("a level"),
            1 => claims.stars = Stars::new(5).expect("a level"),
            // Back-dated to before the theft, while the key was the council's own.
            2 => claims.sealed_at = instant(BEGIN) + TimeDelta::minutes(i64::from(number)),
            // Decided years ago, sealed in time.
            3 => {
                claims.issued_on = day("2024-09-01") + Days::new(number.into());
                claims.valid_through = valid_through(claims.issued_on, 36).expect("a day");
            }
            // Sealed before the key's first day.
            _ => {
                claims.issued_on = day("2026-01-05");
                claims.valid_through = day("2029-01-05");
                claims.sealed_at = instant("2026-01-06T03:00:00Z");
            }
        }
        let unsealed = Token::prepare(claims, Alg::Ed25519, public(stolen).id());
        let signature = stolen
            .sign(unsealed.to_be_signed())
            .expect("a file never fails");
        let token = unsealed.seal(signature).message.to_bytes();
        qr_text::write("https://ocop.test", &token)
    };
    (0..FORGED).map(forge).collect()
}

fn claims(code: &str) -> Claims {
    let QrText::Token { bytes, .. } = QrText::read(code) else {
        panic!("our own code")
    };
    Token::from_bytes(&bytes).expect("our own token").claims
}

fn count(programme: &Programme, codes: &[String]) -> HashMap<Kind, usize> {
    let mut kinds = HashMap::new();
    for code in codes {
        let verdict = programme.office.verify(code, None).verdict;
        *kinds.entry(verdict.kind).or_default() += 1;
    }
    kinds
}

#[tokio::test]
async fn what_a_stolen_key_forges_is_refused_and_what_was_issued_stays_genuine() {
    let programme = Programme::with_council().await;
    let programme = programme.with_lists_and_packs().await;
    let issued = programme
        .issue("CB", "852/QĐ-UBND", "2026-08-05", GENUINE)
        .await
        .unwrap();
    let genuine = codes(&issued);
    assert_eq!(genuine.len(), GENUINE);

    // The theft: the key file and its passphrase, used outside the register.
    let kid = programme.sealing("CB").await.unwrap();
    let file = programme
        .data
        .path()
        .join(format!("data/keys/CB-{kid}.key.pem"));
    let stolen = KeyFile::open(&file, &passphrase()).unwrap();
    let real: Vec<Claims> = genuine.iter().map(|code| claims(code)).collect();
    let forged = forgeries(&stolen, &real);
    let never: Vec<u32> = forged.iter().map(|code| claims(code).index).collect();
    assert!(never.iter().any(|&index| index < 50) && never.iter().any(|&index| index > 999));

    // Before anybody noticed, the register alone tells. Its data must be an hour younger than
    // what it is to know.
    programme.clock.set("2026-08-05T06:00:00Z");
    programme.office.refresh().await.unwrap();
    let found = count(&programme, &forged);
    let (outside, unknown) = (Kind::OutOfMandate, Kind::NotRegistered);
    assert_eq!(found, HashMap::from([(outside, 40), (unknown, 60)]));
    assert_eq!(
        count(&programme, &genuine),
        HashMap::from([(Kind::Genuine, GENUINE)])
    );

    // It is noticed. Until the list is published, verifiers go on as before.
    programme
        .office
        .compromise_key(kid, day("2026-08-05"))
        .await
        .unwrap();
    assert_eq!(count(&programme, &forged)[&unknown], 60);
    programme.publish().await.unwrap();
    let found = count(&programme, &forged);
    assert_eq!(
        found,
        HashMap::from([(outside, 40), (Kind::CompromisedKey, 60)])
    );
    assert_eq!(
        count(&programme, &genuine),
        HashMap::from([(Kind::Genuine, GENUINE)])
    );
    let verdict = programme.office.verify(&genuine[0], None).verdict;
    let since = Some(day("2026-08-05"));
    let detail = verdict.finding(Check::Issuer).detail.as_ref();
    assert!(matches!(detail, Some(Detail::CompromisedButRegistered { since: s }) if *s == since));

    // Without the register nothing under that key is genuine; with a pack, all that was issued
    // is and nothing else.
    let held = programme.office.held();
    let at = instant("2026-08-05T06:00:00Z");
    let pack = Pack::open(&programme.pack().await, &public(&programme.root), None).unwrap();
    for (codes, by_pack) in [(&genuine, Kind::Genuine), (&forged, Kind::CompromisedKey)] {
        for code in codes {
            let alone = judge(code, &held.trust, None, None, at, None).kind;
            assert!(
                matches!(alone, Kind::CompromisedKey | Kind::OutOfMandate),
                "{alone:?}"
            );
            let (status, register) = (Some(&pack.status), Some(&pack.register));
            let with = judge(code, &pack.trust, status, register, at, None);
            assert!(
                with.kind == by_pack || (with.kind == outside && codes == &forged),
                "{:?}",
                with.kind
            );
            let listed = with.outcome(Check::Status);
            assert!(codes == &forged || listed == Outcome::Pass, "{listed:?}");
        }
    }

    // A thief who forges on, now and later, gains nothing either.
    programme.clock.set("2027-06-01T03:00:00Z");
    programme.office.refresh().await.unwrap();
    let mut later = claims(&genuine[0]);
    later.sealed_at = instant("2027-06-01T02:59:00Z");
    later.index = 50;
    let again = forgeries(&stolen, &[later]);
    let found = count(&programme, &again);
    assert_eq!(
        found.keys().filter(|&&kind| kind == Kind::Genuine).count(),
        0
    );
    assert_eq!(found.values().sum::<usize>(), FORGED as usize);
    assert_eq!(
        count(&programme, &genuine),
        HashMap::from([(Kind::Genuine, GENUINE)])
    );

    // The council goes on with a new key.
    programme.generate("CB", 2, None).await.unwrap();
    programme.publish().await.unwrap();
    let issued = programme
        .issue("CB", "900/QĐ-UBND", "2027-06-01", 1)
        .await
        .unwrap();
    assert_eq!(
        count(&programme, &codes(&issued)),
        HashMap::from([(Kind::Genuine, 1)])
    );
}
