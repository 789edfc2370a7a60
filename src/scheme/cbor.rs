//! JSON values in deterministic CBOR (RFC 8949 section 4.2.1), for lists that have a JSON twin.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use serde_json::{Map, Value};

use super::cose;

/// Deepest nesting that is read.
const DEEPEST: usize = 16;

/// Bytes that are not exactly what [`write`] makes of some value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not deterministic CBOR of text, integers, null, true, false, lists and maps")]
pub struct NotDeterministic;

/// Writes a value: maps with text keys in bytewise order of their encodings, integers and
/// lengths in their shortest form. Numbers that are not 64-bit integers become null.
pub fn write(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    let Ok(()) = cose::write(&mut bytes, |cbor| write_value(cbor, value));
    bytes
}

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn write_value(cbor: &mut Encoder<&mut Vec<u8>>, value: &Value) -> Written {
    match value {
        Value::Null => cbor.null()?,
        Value::Bool(truth) => cbor.bool(*truth)?,
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(unsigned), _) => cbor.u64(unsigned)?,
            (None, Some(signed)) => cbor.i64(signed)?,
            (None, None) => cbor.null()?,
        },
        Value::String(text) => cbor.str(text)?,
        Value::Array(items) => {
            cbor.array(items.len() as u64)?;
            for item in items {
                write_value(cbor, item)?;
            }
            cbor
        }
        Value::Object(entries) => {
            cbor.map(entries.len() as u64)?;
            let mut entries: Vec<_> = entries.iter().collect();
            // The encoding of a text begins with its length, so shorter keys come first.
            entries.sort_by_key(|(key, _)| (key.len(), key.as_bytes()));
            for (key, value) in entries {
                cbor.str(key)?;
                write_value(cbor, value)?;
            }
            cbor
        }
    };
    Ok(())
}

/// Reads the one encoding of a value.
///
/// # Errors
/// When the bytes are anything else.
pub fn read(bytes: &[u8]) -> Result<Value, NotDeterministic> {
    let value = read_value(&mut Decoder::new(bytes), DEEPEST).ok_or(NotDeterministic)?;
    if write(&value) == bytes {
        Ok(value)
    } else {
        Err(NotDeterministic)
    }
}

fn read_value(cbor: &mut Decoder<'_>, deeper: usize) -> Option<Value> {
    let deeper = deeper.checked_sub(1)?;
    Some(match cbor.datatype().ok()? {
        Type::Null => {
            cbor.null().ok()?;
            Value::Null
        }
        Type::Bool => Value::Bool(cbor.bool().ok()?),
        Type::String => Value::String(cbor.str().ok()?.to_owned()),
        Type::Array => {
            let length = cbor.array().ok()??;
            let mut items = Vec::new();
            for _ in 0..length {
                items.push(read_value(cbor, deeper)?);
            }
            Value::Array(items)
        }
        Type::Map => {
            let length = cbor.map().ok()??;
            let mut entries = Map::new();
            for _ in 0..length {
                entries.insert(cbor.str().ok()?.to_owned(), read_value(cbor, deeper)?);
            }
            Value::Object(entries)
        }
        Type::I8 | Type::I16 | Type::I32 | Type::I64 => Value::from(cbor.i64().ok()?),
        _ => Value::from(cbor.u64().ok()?),
    })
}
