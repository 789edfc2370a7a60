//! The serial of a label: its count, and a MAC by which the service knows its own (token
//! specification 2.6).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::number::CertificateNumber;
use super::qr_text::SERIAL_DIGITS;

/// Digits of the count: the first of a serial.
const COUNT_DIGITS: usize = 10;
/// The MAC is a number below this: six digits.
const MACS: u64 = 1_000_000;
/// What separates these MACs from any other use of HMAC.
const PURPOSE: &[u8] = b"ocop serial 1\0";

/// The labels that one certificate can have; counts begin at 1.
pub const MOST_LABELS: u64 = 9_999_999_999;
/// Bytes of a MAC key.
pub const KEY_BYTES: usize = 32;

/// A key of a year, which only the service has. Shown nowhere.
#[derive(Clone)]
pub struct SerialKey(Hmac<Sha256>);

impl SerialKey {
    /// The key of 32 bytes.
    pub fn new(bytes: &[u8; KEY_BYTES]) -> Self {
        // HMAC fills a key up to the block with zeros.
        let mut block = [0; 64];
        block[..KEY_BYTES].copy_from_slice(bytes);
        Self(Hmac::new(&block.into()))
    }

    /// The MAC over a certificate and a count: HMAC-SHA-256 over the purpose, the certificate's
    /// number as printed, a zero byte and the count (eight bytes, big endian); its first eight
    /// bytes as a big-endian number, modulo 1,000,000.
    fn mac(&self, certificate: CertificateNumber, count: u64) -> u32 {
        let mut mac = self.0.clone();
        mac.update(PURPOSE);
        mac.update(certificate.to_string().as_bytes());
        mac.update(&[0]);
        mac.update(&count.to_be_bytes());
        let bytes = mac.finalize().into_bytes();
        let first = bytes
            .iter()
            .take(8)
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        u32::try_from(first % MACS).unwrap_or_default()
    }

    /// The serial of a certificate's label.
    pub fn serial(&self, certificate: CertificateNumber, count: u64) -> Serial {
        Serial {
            count,
            mac: self.mac(certificate, count),
        }
    }

    /// Whether this key made a serial for this certificate.
    pub fn made(&self, certificate: CertificateNumber, serial: Serial) -> bool {
        // Online only, and six digits: what a comparison's time could tell is soon guessed anyway,
        // which is why a wrong MAC is counted and never opens anything.
        self.mac(certificate, serial.count) == serial.mac
    }
}

impl fmt::Debug for SerialKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SerialKey(…)")
    }
}

/// A serial as a label bears it. That it was read does not make it genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serial {
    /// Which of the certificate's labels, from 1.
    pub count: u64,
    mac: u32,
}

impl Serial {
    /// Reads 16 digits; `None` for anything else, and for the count 0.
    pub fn read(digits: &str) -> Option<Self> {
        if digits.len() != SERIAL_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (count, mac) = digits.split_at(COUNT_DIGITS);
        let count = count.parse().ok().filter(|count| *count > 0)?;
        Some(Self {
            count,
            mac: mac.parse().ok()?,
        })
    }
}

impl Serial {
    /// Its digits in ASCII: the count, then the MAC.
    pub fn digits(self) -> [u8; SERIAL_DIGITS] {
        let mut digits = [b'0'; SERIAL_DIGITS];
        let (count, mac) = digits.split_at_mut(COUNT_DIGITS);
        fill(count, self.count);
        fill(mac, self.mac.into());
        digits
    }

    /// As people are shown it: count and MAC apart, which spreadsheets do not take for a number.
    pub fn printed(self) -> String {
        format!("{:010}-{:06}", self.count, self.mac)
    }
}

/// Writes a number into all of a place, zeros before it.
fn fill(digits: &mut [u8], mut number: u64) {
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
}

/// 16 digits.
impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}{:06}", self.count, self.mac)
    }
}
