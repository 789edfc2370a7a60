//! A device that checks, and the inspector who holds it.

use chrono::{DateTime, Utc};
use ocop::office::{Access, Grant, Role};
use ocop::scheme::journal::{
    Addition, Body, Check, DeviceId, Entry, EntryHash, Head, Photograph, Place,
};
use ocop::scheme::verdict::Kind;

use crate::support::{Office, at};

/// A device with what it has written so far.
pub struct Device {
    pub id: DeviceId,
    pub texts: Vec<String>,
    head: Head,
}

/// What a check says, unless a test says otherwise.
pub fn check(code: &str, verdict: Kind) -> Check {
    Check {
        code: code.to_owned(),
        verdict: Some(verdict),
        number: None,
        stars_on_package: None,
        trust_list: 1,
        pack: 12,
        pack_made_at: at("2026-08-09T18:00:00Z"),
        shelf: false,
    }
}

/// A note, a place and the hash of a photograph, each if given.
pub fn addition(to: u64, note: Option<&str>, place: bool, photograph: Option<&[u8]>) -> Addition {
    Addition {
        to,
        note: note.map(str::to_owned),
        place: place.then_some(Place {
            latitude: 22.66,
            longitude: 106.25,
            accuracy_metres: 30.0,
        }),
        photograph: photograph.map(|bytes| Photograph {
            sha256: EntryHash::of(bytes),
            bytes: bytes.len() as u64,
        }),
    }
}

impl Device {
    pub fn new(lot: u8) -> Self {
        Self {
            id: DeviceId([lot; 16]),
            texts: Vec::new(),
            head: Head::default(),
        }
    }

    /// Writes one more entry, by a clock that is right.
    pub fn write(&mut self, written_at: DateTime<Utc>, body: Body) -> &mut Self {
        self.write_by((written_at, written_at), body)
    }

    /// The same, with an instant judged for and what the clock says.
    pub fn write_by(
        &mut self,
        (at, clock): (DateTime<Utc>, DateTime<Utc>),
        body: Body,
    ) -> &mut Self {
        let entry = Entry {
            device: self.id,
            counter: self.head.size + 1,
            previous: self.head.hash,
            at,
            clock,
            body,
        };
        let text = entry.written();
        let head = self.head.after(&entry, EntryHash::of(&text));
        self.head = head.expect("it follows");
        self.texts.push(text);
        self
    }

    pub fn check(&mut self, written_at: &str, check: Check) -> &mut Self {
        self.write(at(written_at), Body::Check(check))
    }

    pub fn add(&mut self, written_at: &str, addition: Addition) -> &mut Self {
        self.write(at(written_at), Body::Addition(addition))
    }

    /// So many checks of what is no OCOP code.
    pub fn fill(&mut self, count: usize) -> &mut Self {
        for place in 0..count {
            let code = format!("https://shop.example/{place}");
            self.check("2026-08-10T02:00:00Z", check(&code, Kind::NotOcop));
        }
        self
    }

    pub fn head(&self) -> String {
        self.head
            .hash
            .map(|hash| hash.to_string())
            .unwrap_or_default()
    }
}

/// An inspector.
pub async fn inspector(office: &Office) -> Access {
    let grant = Grant::of_programme(Role::Inspector);
    Access::of_account(office.account(&[grant]).await, vec![grant], None)
}
