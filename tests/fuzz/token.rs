//! Tokens: one byte string each, and no verdict "genuine" on what nobody sealed.

use crate::Target;
use crate::programme::{NOW, REGISTER, STATUS, TOKENS, TRUST, is_sealed, seal};
use crate::scheme::check::{Check, Outcome};
use crate::scheme::judge::judge;
use crate::scheme::token::{Claims, Token};
use crate::scheme::verdict::{Kind, Verdict};
use crate::scheme::{qr_text, token};

pub const TARGET: Target = Target {
    name: "token",
    seeds: || {
        let tokens = TOKENS.iter();
        tokens
            .flat_map(|token| [token.message.to_bytes(), token.message.payload.clone()])
            .collect()
    },
    check,
};

fn judged(text: &str) -> Verdict {
    let verdict = judge(text, &TRUST, Some(&STATUS), Some(&REGISTER), *NOW, None);
    // Every verdict can be said.
    verdict.reason();
    serde_json::to_string(&verdict).expect("a verdict is written");
    verdict
}

fn check(bytes: &[u8]) -> bool {
    let text = qr_text::write(crate::programme::HOST, bytes);
    let verdict = judged(&text);
    if verdict.outcome(Check::Signature) == Outcome::Pass {
        // What stands in the text: a number has no zeroes before it.
        let zeroes = bytes.iter().take_while(|&&byte| byte == 0).count();
        let written = &bytes[zeroes..];
        assert!(is_sealed(written), "a signature that nobody made: {text}");
    }
    let read = Token::from_bytes(bytes);
    if let Ok(token) = &read {
        assert_eq!(token.message.to_bytes(), bytes);
        assert_eq!(token.claims.to_cbor(), token.message.payload);
    }
    read.is_ok() | as_claims(bytes)
}

/// The same bytes as claims that the council sealed, without ever recording them.
fn as_claims(bytes: &[u8]) -> bool {
    let claims = match Claims::from_cbor(bytes) {
        Ok(claims) => claims,
        Err(token::NotAToken::Message(_)) => unreachable!("claims are no message"),
        Err(_) => return false,
    };
    assert_eq!(claims.to_cbor(), bytes);
    let (index, valid_through) = (claims.index, claims.valid_through);
    let token = seal(claims).message.to_bytes();
    let verdict = judged(&qr_text::write(crate::programme::HOST, &token));
    assert_eq!(verdict.outcome(Check::Signature), Outcome::Pass);
    let certificate = verdict.certificate.as_ref().expect("what was sealed");
    assert_eq!(certificate.number().index, index);
    if verdict.kind == Kind::Genuine {
        assert!(valid_through >= NOW.date_naive());
        assert_ne!(verdict.outcome(Check::Register), Outcome::Fail);
    }
    true
}
