//! The one way to write a value as bytes: JSON with sorted ASCII keys, integers only, no blanks.
//!
//! A subset of RFC 8785. Reading is strict: the bytes must be exactly what writing the value again gives, which
//! refuses duplicate keys, other number spellings, escaped variants and blanks in one comparison.

use serde::Serialize;
use serde_json::Value;

/// Why bytes are not canonical.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// Not JSON at all, or not UTF-8.
    #[error("not JSON: {0}")]
    Json(String),
    /// A number with a fraction or exponent, or beyond 64 bits.
    #[error("number that is not a 64-bit integer")]
    Number,
    /// A key with characters outside ASCII.
    #[error("key that is not ASCII")]
    Key,
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested too deep")]
    Depth,
    /// Well-formed, but written in another way than ours.
    #[error("not written in the canonical way")]
    Spelling,
}

/// Deepest nesting accepted (our default).
pub const MAX_DEPTH: usize = 16;

fn check(value: &Value, depth: usize) -> Result<(), NotCanonical> {
    if depth > MAX_DEPTH {
        return Err(NotCanonical::Depth);
    }
    match value {
        Value::Number(number) if !number.is_i64() => Err(NotCanonical::Number),
        Value::Array(items) => items.iter().try_for_each(|item| check(item, depth + 1)),
        Value::Object(fields) => fields.iter().try_for_each(|(key, item)| {
            if !key.is_ascii() {
                return Err(NotCanonical::Key);
            }
            check(item, depth + 1)
        }),
        _ => Ok(()),
    }
}

/// Writes a value canonically.
///
/// # Errors
/// When the value holds a non-integer number, a non-ASCII key or is nested too deep.
pub fn write<T: Serialize>(value: &T) -> Result<String, NotCanonical> {
    let value = serde_json::to_value(value).map_err(|error| NotCanonical::Json(error.to_string()))?;
    check(&value, 1)?;
    serde_json::to_string(&value).map_err(|error| NotCanonical::Json(error.to_string()))
}

/// Reads canonical bytes into a value, refusing any other spelling.
///
/// # Errors
/// See [`NotCanonical`].
pub fn read(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| NotCanonical::Json(error.to_string()))?;
    check(&value, 1)?;
    let again = serde_json::to_vec(&value).map_err(|error| NotCanonical::Json(error.to_string()))?;
    if again == bytes { Ok(value) } else { Err(NotCanonical::Spelling) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_spelling_is_read() {
        assert!(read(r#"{"a":1,"b":["优",null,true]}"#.as_bytes()).is_ok());
        for (bytes, why) in [
            (&br#"{"b":1,"a":1}"#[..], "order"),
            (br#"{"a":1,"a":1}"#, "duplicate key"),
            (br#"{"a": 1}"#, "blank"),
            (br#"{"a":1.0}"#, "fraction"),
            (br#"{"a":1e2}"#, "exponent"),
            (br#"{"a":-0}"#, "minus zero"),
            (br#"{"a":"\u0041"}"#, "escaped variant"),
            (br#"{"a":"\ud800"}"#, "lone surrogate"),
            (br#"{"a":1} "#, "trailing blank"),
            (br#"{"a":9223372036854775808}"#, "beyond i64"),
            ("{\"键\":1}".as_bytes(), "key outside ASCII"),
            (b"\xef\xbb\xbf{}", "byte order mark"),
            (b"{\"a\":\"\xff\"}", "invalid UTF-8"),
        ] {
            assert!(read(bytes).is_err(), "{why} must be refused");
        }
        let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
        assert_eq!(read(deep.as_bytes()), Err(NotCanonical::Depth));
    }

    #[test]
    fn keys_are_sorted_whatever_order_they_were_put_in() {
        // Fails when a dependency switches on serde_json's preserve_order.
        let mut map = serde_json::Map::new();
        map.insert("b".into(), 1.into());
        map.insert("a".into(), 2.into());
        assert_eq!(write(&map).unwrap(), r#"{"a":2,"b":1}"#);
        // Fails when a dependency switches on arbitrary_precision.
        assert!(read(br#"{"a":100000000000000000000}"#).is_err());
    }
}
