//! `pkcs11:` URIs: one form, and nothing outside the subset.

use ocop::signer::{Error, TokenUri};

use super::tokens::{MODULE, code, says_all};

fn read(text: &str) -> Result<TokenUri, Error> {
    Ok(text.parse::<TokenUri>()?)
}

#[test]
fn a_uri_is_written_in_one_form_however_it_was_typed() {
    let one = format!("pkcs11:token=My%20token;object=CB-1;id=%01%AF?module-path={MODULE}");
    for typed in [
        one.clone(),
        format!("pkcs11:module-path={MODULE};id=%01%af;object=CB-1;token=My%20token"),
        format!("pkcs11:object=%43%42-1;token=M%79%20token;id=%01%AF?module-path={MODULE}"),
    ] {
        let uri = read(&typed).expect("it is of the subset");
        assert_eq!(uri.to_string(), one);
        assert_eq!(read(&uri.to_string()).expect("its own form"), uri);
    }
    let uri = read(&one).expect("it is of the subset");
    assert_eq!(uri.module().to_str(), Some(MODULE));
    assert_eq!(uri.object(), Some("CB-1"));
    assert_eq!(uri.id(), Some(&[0x01, 0xaf][..]));
}

#[test]
fn every_label_and_id_comes_back_from_its_uri() {
    let token = read(&format!("pkcs11:slot-id=7?module-path={MODULE}")).expect("a slot will do");
    for label in ["Cao Bằng", "a;b?c&d=e%20", "/../", "+", "~._-"] {
        let id = (0..=255).collect::<Vec<u8>>();
        let uri = token.with_key(label.to_owned(), Some(id.clone()));
        let back = read(&uri.to_string()).expect("its own form");
        assert_eq!(back.object(), Some(label));
        assert_eq!(back.id(), Some(&id[..]));
        assert_eq!(back, uri);
    }
}

#[test]
fn a_pin_in_a_uri_is_refused_before_all_else_and_never_repeated() {
    for uri in [
        format!("pkcs11:token=A?module-path={MODULE}&pin-value=ba-lần-7318"),
        "pkcs11:pin-value=7318".to_owned(),
        "pkcs11:nonsense;;%%;pin-value=7318".to_owned(),
        format!("pkcs11:token=A?pin-source=/etc/pin-7318&module-path={MODULE}"),
    ] {
        assert_eq!(code(read(&uri)), "token_pin_in_uri");
    }
    // Mistyped, so not known to be a PIN: its value is not repeated either.
    for uri in [
        "pkcs11:token=A;pin=7318",
        "pkcs11:token=A;PIN-value=7318",
        "pkcs11:7318",
    ] {
        let Err(error) = read(uri) else {
            panic!("accepted {uri}");
        };
        says_all(&error);
    }
}

#[test]
fn what_is_outside_the_subset_is_refused_and_never_ignored() {
    let module = format!("?module-path={MODULE}");
    let cases = [
        ("token=A;serial=1", "token_uri_attribute"),
        ("token=A;type=private", "token_uri_attribute"),
        ("token=A;x-vendor=1", "token_uri_attribute"),
        ("object=A", "token_uri_incomplete"),
        ("", "token_uri_incomplete"),
        ("token=A;token=B", "token_uri_malformed"),
        ("token=", "token_uri_malformed"),
        ("token=A;id=", "token_uri_malformed"),
        ("token", "token_uri_malformed"),
        ("token=A B", "token_uri_malformed"),
        ("token=Cao Bằng", "token_uri_malformed"),
        ("token=%4", "token_uri_malformed"),
        ("token=%zz", "token_uri_malformed"),
        ("token=%ff", "token_uri_malformed"),
        ("token=%00", "token_uri_malformed"),
        ("slot-id=-1", "token_uri_malformed"),
        ("slot-id=99999999999999999999", "token_uri_malformed"),
    ];
    for (path, expected) in cases {
        let uri = format!("pkcs11:{path}{module}");
        assert_eq!(code(read(&uri)), expected, "{uri}");
    }
    for (uri, expected) in [
        ("pkcs11:token=A", "token_uri_incomplete"),
        (
            "pkcs11:token=A?module-path=softhsm2.so",
            "token_uri_incomplete",
        ),
        ("pkcs11:token=A?module-name=softhsm2", "token_uri_attribute"),
        (
            "pkcs11:module-path=/a?module-path=/b",
            "token_uri_malformed",
        ),
        ("PKCS11:token=A", "token_uri_malformed"),
        ("keys/root.key.pem", "token_uri_malformed"),
        ("", "token_uri_malformed"),
    ] {
        assert_eq!(code(read(uri)), expected, "{uri}");
    }
    let long = format!("pkcs11:token={}{module}", "A".repeat(3_000));
    assert_eq!(code(read(&long)), "token_uri_malformed");
}
