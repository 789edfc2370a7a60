//! An authenticator and its browser, in software: what they answer can be wrong in every way.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use minicbor::Encoder;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::HOST;

const PERSON_PRESENT: u8 = 0x01;
const PERSON_VERIFIED: u8 = 0x04;
const KEY_INCLUDED: u8 = 0x40;

/// An authenticator with one passkey, in a browser at one page.
#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    id: [u8; 32],
    /// What the register calls its passkey.
    pub credential: String,
    /// What it was told of its account.
    handle: String,
    /// How often it was used.
    pub counter: u32,
    /// The page's origin, as the browser says.
    pub origin: String,
    /// The name that it was asked by.
    pub name: String,
    /// Whether it verifies its person.
    pub verifies: bool,
}

impl Authenticator {
    /// A new one, told from others by a number.
    pub fn new(number: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
            id: [number; 32],
            credential: BASE64_URL_SAFE_NO_PAD.encode([number; 32]),
            handle: String::new(),
            counter: 0,
            origin: format!("https://{HOST}"),
            name: HOST.to_owned(),
            verifies: true,
        }
    }

    /// `navigator.credentials.create`.
    pub fn make(&mut self, options: &Value) -> Value {
        self.handle = options["user"]["id"].as_str().unwrap().to_owned();
        let mut data = self.data(KEY_INCLUDED);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.id);
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut encoder = Encoder::new(&mut data);
        // RFC 9053: EC2, ES256, P-256, x, y.
        encoder.map(5).unwrap();
        for (label, value) in [(1, 2), (3, -7), (-1, 1)] {
            encoder.i8(label).unwrap().i8(value).unwrap();
        }
        encoder.i8(-2).unwrap().bytes(point.x().unwrap()).unwrap();
        encoder.i8(-3).unwrap().bytes(point.y().unwrap()).unwrap();
        let mut object = Vec::new();
        let mut encoder = Encoder::new(&mut object);
        encoder.map(3).unwrap();
        encoder.str("fmt").unwrap().str("none").unwrap();
        encoder.str("attStmt").unwrap().map(0).unwrap();
        encoder.str("authData").unwrap().bytes(&data).unwrap();
        json!({
            "id": self.credential,
            "rawId": self.credential,
            "type": "public-key",
            "extensions": {},
            "response": {
                "attestationObject": BASE64_URL_SAFE_NO_PAD.encode(&object),
                "clientDataJSON": BASE64_URL_SAFE_NO_PAD.encode(self.client(options, "webauthn.create")),
                "transports": [],
            },
        })
    }

    /// `navigator.credentials.get`.
    pub fn show(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let (data, client) = (self.data(0), self.client(options, "webauthn.get"));
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": self.credential,
            "rawId": self.credential,
            "type": "public-key",
            "extensions": {},
            "response": {
                "authenticatorData": BASE64_URL_SAFE_NO_PAD.encode(&data),
                "clientDataJSON": BASE64_URL_SAFE_NO_PAD.encode(&client),
                "signature": BASE64_URL_SAFE_NO_PAD.encode(signature.to_der()),
                "userHandle": self.handle,
            },
        })
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { PERSON_VERIFIED } else { 0 };
        let mut data = Sha256::digest(&self.name).to_vec();
        data.push(PERSON_PRESENT | verified | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client(&self, options: &Value, kind: &str) -> Vec<u8> {
        let data = json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }
}
