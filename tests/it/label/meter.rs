//! What names cost, and what printers can: against real tokens and real symbols.

use ocop::label::{GS1_MM, Meter, Printer, Size, Symbol, token_digits};
use ocop::scheme::qr_text::{self, QrText};
use ocop::scheme::seal::{Alg, KeyId};
use ocop::scheme::token::{Claims, Names, Token};

use super::{ordinary_size, qr_text};

fn token() -> Token {
    match QrText::read(&qr_text()) {
        QrText::Token { bytes, .. } => Token::from_bytes(&bytes).expect("a token"),
        other => panic!("{other:?}"),
    }
}

/// A code with a product's name of so many bytes.
fn code_of(product: usize) -> String {
    let claims = Claims {
        names: Some(Names {
            product: "a".repeat(product),
            producer: "Hợp tác xã".to_owned(),
        }),
        ..token().claims
    };
    let token = Token::prepare(claims, Alg::Ed25519, KeyId([1, 2, 3, 4])).seal([7; 64]);
    qr_text::write("https://ocop.example", &token.message.to_bytes())
}

#[test]
fn the_digits_of_a_token_follow_from_its_length() {
    for product in 1..300 {
        let code = code_of(product);
        let QrText::Token { bytes, .. } = QrText::read(&code) else {
            panic!("{code}")
        };
        let digits = code.rsplit_once('/').expect("a path").1.len();
        assert_eq!(token_digits(bytes.len()), digits, "{} bytes", bytes.len());
    }
}

#[test]
fn what_the_meter_says_of_shorter_and_longer_names_is_so() {
    let size = ordinary_size();
    for product in [20, 57, 100, 180] {
        let code = code_of(product);
        let meter = Meter::of(&code, size).expect("it fits");
        let version = |code: &str| Symbol::encode(code).expect("it fits").version();
        assert_eq!(meter.version, version(&code));
        assert!((meter.side_mm - size.side_mm(meter.version)).abs() < 1e-9);
        let names = meter.names.expect("the code has names");
        assert_eq!(names.bytes, product + "Hợp tác xã".len());
        assert_eq!(version(&code_of(product + names.room)), meter.version);
        assert!(version(&code_of(product + names.room + 1)) > meter.version);
        if let Some(shorter) = names.shorter.filter(|shorter| shorter.bytes < product) {
            let smaller = version(&code_of(product - shorter.bytes));
            assert!(smaller < meter.version);
            assert_eq!(
                version(&code_of(product - shorter.bytes + 1)),
                meter.version
            );
            assert!((shorter.mm - (meter.side_mm - size.side_mm(smaller))).abs() < 1e-9);
        }
    }
}

#[test]
fn names_cost_what_the_compact_code_saves() {
    let size = ordinary_size();
    let mut compact = token();
    compact.claims.names = None;
    let (alg, kid) = (compact.message.alg, compact.message.kid);
    let compact = Token::prepare(compact.claims, alg, kid).seal([7; 64]);
    let host = qr_text();
    let origin = host.split("/v/").next().expect("an origin");
    let compact = qr_text::write(origin, &compact.message.to_bytes());
    let full = Meter::of(&qr_text(), size).expect("it fits");
    let compact = Meter::of(&compact, size).expect("it fits");
    assert_eq!(compact.names, None);
    let names = full.names.expect("the full code has names");
    assert!((names.mm - (full.side_mm - compact.side_mm)).abs() < 1e-9);
    assert!(names.mm > 0.0);
}

#[test]
fn a_short_code_has_no_names_to_shorten() {
    let meter = Meter::of("https://ocop.example/c/CB-12345-K", ordinary_size());
    let meter = meter.expect("it fits");
    assert_eq!((meter.names, meter.version), (None, 3));
    assert_eq!(meter.modules, 17 + 12 + 8);
}

#[test]
fn each_printer_has_the_fewest_dots_that_are_wide_enough() {
    for printer in Printer::ALL {
        assert_eq!(Printer::named(printer.name), Some(printer.clone()));
        for (size, least) in [
            (printer.smallest(), 0.25),
            (printer.advised(), 0.33),
            (printer.gs1(), GS1_MM),
        ] {
            assert!(size.module_mm() >= least, "{}: {size:?}", printer.name);
            let a_dot = 25.4 / f64::from(printer.dpi);
            assert!(
                size.module_mm() - a_dot < least,
                "{}: {size:?}",
                printer.name
            );
            assert_eq!(Size::new(size.module_mm(), printer.dpi), Ok(size));
        }
    }
    assert_eq!(Printer::ALL[0].advised().dots(), 3);
}
