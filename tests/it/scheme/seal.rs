//! Keys that may judge, and what they take for a signature of theirs.

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use ocop::scheme::seal::PublicKey;
use sha2::{Digest, Sha512};

#[test]
fn a_weak_key_is_no_key() {
    // Points of small order: every signature would hold for some message.
    for (first, last) in [(0, 0), (1, 0), (0, 0x80), (1, 0x80)] {
        let mut bytes = [0; 32];
        (bytes[0], bytes[31]) = (first, last);
        assert!(PublicKey::from_bytes(&bytes).is_err(), "{first} {last}");
    }
    for bytes in [&[][..], &[1; 31], &[1; 33]] {
        assert!(PublicKey::from_bytes(bytes).is_err());
    }
}

#[test]
fn a_key_has_one_encoding() {
    // The coordinate p + y in place of y, for every y that leaves room for it.
    let (mut sound, mut refused) = (0, 0);
    for y in 0..19 {
        for sign in [0, 0x80] {
            let mut bytes = [0; 32];
            (bytes[0], bytes[31]) = (y, sign);
            sound += usize::from(PublicKey::from_bytes(&bytes).is_ok());
            let mut other = [0xff; 32];
            (other[0], other[31]) = (0xed + y, 0x7f | sign);
            refused += usize::from(PublicKey::from_bytes(&other).is_err());
        }
    }
    assert!(sound > 0, "some of these are points");
    assert_eq!(refused, 38);
}

/// The order of the group, in the bytes of a signature's S.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// What the library accepts, strictly and otherwise; ours must be the strict answer.
fn accepted(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> (bool, bool) {
    let ours = PublicKey::new(*key).map(|key| key.verifies(message, signature));
    let signature = Signature::from_bytes(signature);
    let strictly = key.verify_strict(message, &signature).is_ok();
    assert_eq!(ours, Ok(strictly), "{key:?} {signature:?}");
    (strictly, key.verify(message, &signature).is_ok())
}

fn signature(r: [u8; 32], s: [u8; 32]) -> [u8; 64] {
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(&r);
    signature[32..].copy_from_slice(&s);
    signature
}

#[test]
fn a_signature_holds_as_it_was_made_and_no_bit_otherwise() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let message = "Miến dong".as_bytes();
    let made = key.sign(message).to_bytes();
    let key = key.verifying_key();
    assert_eq!(accepted(&key, message, &made), (true, true));
    assert_eq!(accepted(&key, b"other", &made), (false, false));
    for bit in 0..512 {
        let mut other = made;
        other[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(accepted(&key, message, &other), (false, false), "{bit}");
    }
}

#[test]
fn s_is_below_the_order_of_the_group() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let mut made = key.sign(b"x").to_bytes();
    let mut carry = 0;
    for (byte, order) in made[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert_eq!(accepted(&key.verifying_key(), b"x", &made), (false, false));
}

/// Of a key that is mixed with a point of small order, signatures hold for the lenient whose R is
/// of small order: without the secret of anybody else, and for verifiers of other rules not.
#[test]
fn an_r_of_small_order_is_no_signature() {
    let secret = Scalar::from(0x0123_4567_89ab_cdef_u64);
    let mut deceived = 0;
    for mixed_with in EIGHT_TORSION {
        let point: EdwardsPoint = secret * ED25519_BASEPOINT_POINT + mixed_with;
        let key = VerifyingKey::from_bytes(point.compress().as_bytes()).unwrap();
        for r in EIGHT_TORSION.map(|point| point.compress().to_bytes()) {
            for message in 0..40_u8 {
                let hash = Sha512::new()
                    .chain_update(r)
                    .chain_update(key.as_bytes())
                    .chain_update([message]);
                let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
                let signature = signature(r, (k * secret).to_bytes());
                let (strictly, leniently) = accepted(&key, &[message], &signature);
                assert!(!strictly);
                deceived += usize::from(leniently);
            }
        }
    }
    assert!(deceived > 100, "a lenient verifier takes {deceived}");
}

#[test]
fn r_has_one_encoding() {
    // The coordinate p + y in place of y, and a sign where there is none to give.
    let key = SigningKey::from_bytes(&[7; 32]).verifying_key();
    let mut others = Vec::new();
    for y in 0..19 {
        for sign in [0, 0x80] {
            let mut r = [0xff; 32];
            (r[0], r[31]) = (0xed + y, 0x7f | sign);
            others.push(r);
        }
    }
    let (mut one, mut minus_one) = ([0; 32], [0xff; 32]);
    (one[0], one[31], minus_one[0]) = (1, 0x80, 0xec);
    others.extend([one, minus_one]);
    for r in others {
        let hash = Sha512::new().chain_update(r).chain_update(key.as_bytes());
        let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        let secret = SigningKey::from_bytes(&[7; 32]).to_scalar();
        let signature = signature(r, (k * secret).to_bytes());
        assert_eq!(accepted(&key, b"", &signature), (false, false));
    }
}
