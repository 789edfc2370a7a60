//! Keys on a token: made, found, used, and there again after the token was away.

use std::thread;

use ed25519_dalek::{Signature, VerifyingKey};
use ocop::signer::pkcs11::{generate, list};
use ocop::signer::{Error, Passphrase, Signer, TokenKey};

use super::tokens::{LABEL, code, in_its_own_process, openssl_key, pin, uri, uri_of};

const MESSAGE: &[u8] = b"OCOP 5 sao";

fn make(more: &str) -> Result<TokenKey, Error> {
    generate(&uri(more), pin(), |key| format!("CB-{}", key.id()))
}

fn verifies(key: &VerifyingKey, signature: [u8; 64]) -> bool {
    let signature = Signature::from_bytes(&signature);
    key.verify_strict(MESSAGE, &signature).is_ok()
}

#[test]
fn a_key_made_on_a_token_stays_there_and_signs_what_everybody_verifies() {
    let name = "pkcs11::keys::a_key_made_on_a_token_stays_there_and_signs_what_everybody_verifies";
    in_its_own_process(name, |_| {
        let made = make("").expect("the token makes keys");
        let signature = made.sign(MESSAGE).expect("the token signs");
        assert!(verifies(&made.public_key(), signature));
        assert_eq!(made.sign(MESSAGE).expect("the token signs"), signature);

        let listed = list(&uri(""), pin()).expect("the token lists");
        let [entry] = &listed[..] else {
            panic!("{listed:?}");
        };
        assert!(entry.usable && entry.stays);
        let kid = entry.kid.expect("it is usable");
        assert_eq!(entry.object, format!("CB-{kid}"));
        assert_eq!(made.uri().id(), Some(&kid.0[..]));
        assert_eq!(made.uri().to_string(), entry.uri);

        // By its own URI, by label, by id, and as the only one.
        let id: String = kid.0.iter().map(|byte| format!("%{byte:02x}")).collect();
        let ways = [
            made.uri().clone(),
            uri(&format!(";object=CB-{kid}")),
            uri(&format!(";id={id}")),
            uri(""),
        ];
        for way in ways {
            let opened = TokenKey::open(&way, pin()).expect("it is there");
            assert_eq!(opened.public_key(), made.public_key());
            assert_eq!(opened.sign(MESSAGE).expect("the token signs"), signature);
        }
        let shown = format!("{made:?}");
        assert!(shown.contains("public_key") && !shown.contains("pin"));
    });
}

#[test]
fn keys_are_told_apart_and_never_overwritten() {
    let name = "pkcs11::keys::keys_are_told_apart_and_never_overwritten";
    in_its_own_process(name, |_| {
        let one = make(";object=one;id=%01").expect("the token makes keys");
        let two = make(";object=two").expect("the token makes keys");
        assert_ne!(one.public_key(), two.public_key());
        assert_eq!(code(make(";object=one")), "token_label_taken");
        assert_eq!(code(make(";object=one;id=%02")), "token_label_taken");
        assert_eq!(code(TokenKey::open(&uri(""), pin())), "token_key_ambiguous");
        let absent = uri(";object=one;id=%07");
        assert_eq!(code(TokenKey::open(&absent, pin())), "token_key_missing");
        let found = TokenKey::open(&uri(";id=%01"), pin()).expect("it is there");
        assert_eq!(found.public_key(), one.public_key());
        assert_eq!(list(&uri(""), pin()).expect("the token lists").len(), 2);
        assert!(two.sign(MESSAGE).is_ok(), "after all the refusals");
    });
}

#[test]
fn a_wrong_pin_is_refused_also_while_the_right_one_is_in_use() {
    let name = "pkcs11::keys::a_wrong_pin_is_refused_also_while_the_right_one_is_in_use";
    in_its_own_process(name, |_| {
        let wrong = || Passphrase::new("999999").expect("it is a passphrase");
        assert_eq!(code(list(&uri(""), wrong())), "token_pin_wrong");
        assert_eq!(
            code(generate(&uri(""), wrong(), |_| "new".to_owned())),
            "token_pin_wrong"
        );
        let key = make("").expect("the token makes keys");
        assert_eq!(code(TokenKey::open(key.uri(), wrong())), "token_pin_wrong");
        let signature = key.sign(MESSAGE).expect("the token signs");
        assert!(verifies(&key.public_key(), signature));
    });
}

#[test]
fn what_is_no_token_module_or_ed25519_key_is_refused() {
    let name = "pkcs11::keys::what_is_no_token_module_or_ed25519_key_is_refused";
    in_its_own_process(name, |tokens| {
        let other = uri_of("Elsewhere", "");
        assert_eq!(code(TokenKey::open(&other, pin())), "token_absent");
        for module in ["/nowhere/module.so", "/etc/passwd", "/tmp"] {
            let uri = format!("pkcs11:token=A?module-path={module}");
            let uri = uri.parse().expect("a URI");
            assert_eq!(code(TokenKey::open(&uri, pin())), "token_module_unusable");
        }
        let p256 = openssl_key(&["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]);
        tokens.import(&p256, "p256", "a1");
        tokens.import(&openssl_key(&["RSA"]), "rsa", "a2");
        for object in ["p256", "rsa"] {
            let uri = uri(&format!(";object={object}"));
            assert_eq!(code(TokenKey::open(&uri, pin())), "token_key_unsupported");
        }
        let listed = list(&uri(""), pin()).expect("the token lists");
        assert_eq!(listed.len(), 2);
        assert!(listed.iter().all(|key| !key.usable && key.kid.is_none()));
        // Beside them an Ed25519 key is found.
        let made = make("").expect("the token makes keys");
        let only = TokenKey::open(&uri(""), pin()).expect("the only one of its kind");
        assert_eq!(only.public_key(), made.public_key());
    });
}

#[test]
fn a_token_that_was_taken_out_signs_again_once_it_is_back() {
    let name = "pkcs11::keys::a_token_that_was_taken_out_signs_again_once_it_is_back";
    in_its_own_process(name, |tokens| {
        let key = make("").expect("the token makes keys");
        let before = key.sign(MESSAGE).expect("the token signs");
        for _ in 0..2 {
            tokens.take_out();
            assert_eq!(code(key.sign(MESSAGE)), "token_absent");
            assert_eq!(code(key.sign(MESSAGE)), "token_absent");
            assert_eq!(code(TokenKey::open(key.uri(), pin())), "token_absent");
            tokens.put_back();
            assert_eq!(key.sign(MESSAGE).expect("it is back"), before);
        }
        // Even the folder of all tokens is gone: the module does not start any more.
        tokens.take_out();
        std::fs::remove_dir(tokens.path("tokens")).expect("it is empty");
        assert_eq!(code(key.sign(MESSAGE)), "token_failed");
        assert_eq!(code(TokenKey::open(key.uri(), pin())), "token_failed");
        std::fs::create_dir(tokens.path("tokens")).expect("it is gone");
        assert_eq!(code(key.sign(MESSAGE)), "token_absent");
        tokens.put_back();
        assert_eq!(key.sign(MESSAGE).expect("it is back"), before);
    });
}

#[test]
fn a_token_of_the_same_name_without_the_key_signs_nothing() {
    let name = "pkcs11::keys::a_token_of_the_same_name_without_the_key_signs_nothing";
    in_its_own_process(name, |tokens| {
        let key = make(";object=council").expect("the token makes keys");
        let before = key.sign(MESSAGE).expect("the token signs");
        tokens.take_out();
        tokens.add(LABEL);
        assert_eq!(code(key.sign(MESSAGE)), "token_key_missing");
        let other = make(";object=council").expect("the token makes keys");
        assert_eq!(code(key.sign(MESSAGE)), "token_key_unfit");
        assert!(other.sign(MESSAGE).is_ok());
        tokens.put_back();
        assert_eq!(key.sign(MESSAGE).expect("it is back"), before);
    });
}

#[test]
fn a_pin_that_a_token_refused_is_not_tried_again() {
    let name = "pkcs11::keys::a_pin_that_a_token_refused_is_not_tried_again";
    in_its_own_process(name, |tokens| {
        let key = make("").expect("the token makes keys");
        tokens.take_out();
        tokens.add_under(LABEL, "another PIN");
        assert_eq!(code(key.sign(MESSAGE)), "token_pin_wrong");
        tokens.put_back();
        // It would be right again, but nobody knows that without trying.
        assert_eq!(code(key.sign(MESSAGE)), "token_pin_wrong");
        let again = TokenKey::open(key.uri(), pin()).expect("a person typed it anew");
        assert!(again.sign(MESSAGE).is_ok());
    });
}

#[test]
fn several_threads_and_several_tokens_take_turns() {
    let name = "pkcs11::keys::several_threads_and_several_tokens_take_turns";
    in_its_own_process(name, |tokens| {
        tokens.add("Second");
        let second = uri_of("Second", ";object=second");
        let keys = [
            make("").expect("the token makes keys"),
            make("").expect("the token makes keys"),
            generate(&second, pin(), |_| String::new()).expect("the token makes keys"),
        ];
        thread::scope(|scope| {
            for key in keys.iter().chain(&keys) {
                scope.spawn(move || {
                    for _ in 0..20 {
                        let signature = key.sign(MESSAGE).expect("the token signs");
                        assert!(verifies(&key.public_key(), signature));
                    }
                });
            }
        });
    });
}
