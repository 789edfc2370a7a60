//! Leaves: what the book recorded, one event a leaf, as the log publishes it.

use serde_json::Value;

use super::{Hash, Refused};

/// An event of the book, with its texts as the register holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its place in the book, and in the tree.
    pub position: u64,
    /// When, RFC 3339 with whole seconds.
    pub happened_at: String,
    /// What, `certificate_issued`.
    pub kind: String,
    /// Of what: a certificate's number, a kid, a council's code.
    pub subject: String,
    /// A JSON object of public facts.
    pub body: String,
}

impl Leaf {
    /// Most bytes of a leaf: a bundle counts them in two bytes.
    pub const LARGEST: usize = u16::MAX as usize;

    /// The leaf's bytes: one JSON object without white space, its keys in order.
    pub fn to_bytes(&self) -> Vec<u8> {
        // A text can always be written as JSON.
        let text = |text: &str| serde_json::to_string(text).unwrap_or_default();
        format!(
            r#"{{"body":{},"happened_at":{},"kind":{},"position":{},"subject":{}}}"#,
            self.body,
            text(&self.happened_at),
            text(&self.kind),
            self.position,
            text(&self.subject),
        )
        .into_bytes()
    }

    /// Reads a leaf; whatever is not exactly what [`Self::to_bytes`] writes is refused.
    ///
    /// # Errors
    /// [`Refused::Leaf`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Refused> {
        let json: Value = serde_json::from_slice(bytes).map_err(|_| Refused::Leaf)?;
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        let leaf = || {
            // The body as it was written: it is the first, and the next key cannot stand in it
            // unescaped but in an object of its own, which the comparison below would find.
            let written = std::str::from_utf8(bytes).ok()?;
            let (body, _) = written
                .strip_prefix(r#"{"body":"#)?
                .rsplit_once(r#","happened_at":"#)?;
            Some(Self {
                position: json["position"].as_u64()?,
                happened_at: text("happened_at")?,
                kind: text("kind")?,
                subject: text("subject")?,
                body: body.to_owned(),
            })
        };
        leaf()
            .filter(|leaf| json["body"].is_object() && leaf.to_bytes() == bytes)
            .ok_or(Refused::Leaf)
    }

    /// The leaf's hash in the tree.
    pub fn hash(&self) -> Hash {
        Hash::of_leaf(&self.to_bytes())
    }

    /// What the body says under a name.
    pub fn says(&self, name: &str) -> Value {
        serde_json::from_str::<Value>(&self.body).map_or(Value::Null, |mut body| body[name].take())
    }
}

/// A bundle of leaves: each with its length before it, two bytes, big endian (C2SP tlog-tiles,
/// "Log entries"). `None` when one is larger than [`Leaf::LARGEST`].
pub fn bundle<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for leaf in leaves {
        bytes.extend_from_slice(&u16::try_from(leaf.len()).ok()?.to_be_bytes());
        bytes.extend_from_slice(leaf);
    }
    Some(bytes)
}

/// The leaves of a bundle.
///
/// # Errors
/// [`Refused::Bundle`] when it ends within a leaf.
pub fn unbundle(mut bytes: &[u8]) -> Result<Vec<&[u8]>, Refused> {
    let mut leaves = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = usize::from(u16::from_be_bytes(*length));
        let (leaf, rest) = rest.split_at_checked(length).ok_or(Refused::Bundle)?;
        leaves.push(leaf);
        bytes = rest;
    }
    if bytes.is_empty() {
        Ok(leaves)
    } else {
        Err(Refused::Bundle)
    }
}
