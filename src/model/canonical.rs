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
    let text = serde_json::to_string(value).map_err(|error| NotCanonical::Json(error.to_string()))?;
    let mut sorter = Sorter { text: text.as_bytes(), at: 0, out: Vec::with_capacity(text.len()), escaped: false };
    match sorter.value(1) {
        // Such keys sort otherwise than what they stand for.
        Err(_) if sorter.escaped => write_tree(value),
        Err(why) => Err(why),
        Ok(()) => String::from_utf8(sorter.out).map_err(|error| NotCanonical::Json(error.to_string())),
    }
}

/// The same by way of a tree of values.
fn write_tree<T: Serialize>(value: &T) -> Result<String, NotCanonical> {
    let value = serde_json::to_value(value).map_err(|error| NotCanonical::Json(error.to_string()))?;
    check(&value, 1)?;
    serde_json::to_string(&value).map_err(|error| NotCanonical::Json(error.to_string()))
}

/// Copies JSON text as `serde_json` writes it, with the fields of each object put in order. A tree of values in between
/// would cost three times as much.
struct Sorter<'t> {
    text: &'t [u8],
    at: usize,
    out: Vec<u8>,
    /// Set when a key with escapes was met.
    escaped: bool,
}

/// Where a field begins in what is written, where its key ends, and where its value does.
struct Field {
    from: usize,
    key: usize,
    to: usize,
}

impl Sorter<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    fn copy(&mut self, count: usize) {
        let end = self.text.len().min(self.at + count);
        self.out.extend_from_slice(self.text.get(self.at..end).unwrap_or_default());
        self.at += count;
    }

    fn value(&mut self, depth: usize) -> Result<(), NotCanonical> {
        if depth > MAX_DEPTH {
            return Err(NotCanonical::Depth);
        }
        match self.peek() {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => {
                self.string();
                Ok(())
            }
            first => {
                let rest = &self.text[self.at.min(self.text.len())..];
                let end = rest.iter().position(|byte| matches!(byte, b',' | b']' | b'}')).unwrap_or(rest.len());
                let word = std::str::from_utf8(&rest[..end]).unwrap_or_default();
                if !matches!(first, b't' | b'f' | b'n') && word.parse::<i64>().is_err() {
                    return Err(NotCanonical::Number);
                }
                self.copy(end);
                Ok(())
            }
        }
    }

    /// Copies a string; true when it holds escapes.
    fn string(&mut self) -> bool {
        let (mut end, mut escaped) = (self.at + 1, false);
        while let Some(byte) = self.text.get(end) {
            match byte {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    end += 2;
                }
                _ => end += 1,
            }
        }
        self.copy(end + 1 - self.at);
        escaped
    }

    fn array(&mut self, depth: usize) -> Result<(), NotCanonical> {
        self.copy(1);
        while self.peek() != b']' {
            self.value(depth + 1)?;
            if self.peek() == b',' {
                self.copy(1);
            }
        }
        self.copy(1);
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Result<(), NotCanonical> {
        self.copy(1);
        let begin = self.out.len();
        let mut fields: Vec<Field> = Vec::new();
        while self.peek() != b'}' {
            let from = self.out.len();
            self.escaped |= self.string();
            let key = self.out.len();
            if self.escaped || !self.out[from..key].is_ascii() {
                return Err(NotCanonical::Key);
            }
            self.copy(1);
            self.value(depth + 1)?;
            fields.push(Field { from, key, to: self.out.len() });
            if self.peek() == b',' {
                self.copy(1);
            }
        }
        // Keys are compared without their quotes, which sort behind some characters.
        let key = |field: &Field| &self.out[field.from + 1..field.key - 1];
        if !fields.is_sorted_by(|left, right| key(left) <= key(right)) {
            fields.sort_by(|left, right| key(left).cmp(key(right)));
            let mut sorted = Vec::with_capacity(self.out.len() - begin);
            for field in &fields {
                if !sorted.is_empty() {
                    sorted.push(b',');
                }
                sorted.extend_from_slice(&self.out[field.from..field.to]);
            }
            self.out.truncate(begin);
            self.out.append(&mut sorted);
        }
        self.copy(1);
        Ok(())
    }
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

    /// Keeps the order in which keys are given, as a struct does.
    struct Fields(Vec<(&'static str, Value)>);

    impl Serialize for Fields {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
        }
    }

    #[test]
    fn writing_at_once_gives_what_a_tree_gives() {
        let keys = ["b", "a", "a!", "ab", "a b", "", "z\"", "z", "\u{1}", "\\", "B"];
        let values = serde_json::json!([[], {}, "优\n\"", null, -1, {"y": [1, {"x": {}}], "x": true}]);
        for take in 0..=keys.len() {
            let values = values.as_array().unwrap().iter().cycle().cloned();
            let fields = Fields(keys.into_iter().take(take).zip(values).collect());
            assert_eq!(write(&fields), write_tree(&fields), "{take} keys");
        }
        for refused in [
            serde_json::json!({"a": 1.5}),
            serde_json::json!([u64::MAX]),
            serde_json::json!({"键": 1}),
            (0..20).fold(Value::Null, |inner, _| serde_json::json!({"b": 1, "a": inner})),
            (0..16).fold(Value::Null, |inner, _| serde_json::json!([inner])),
            (0..15).fold(Value::Null, |inner, _| serde_json::json!([inner])),
        ] {
            assert_eq!(write(&refused), write_tree(&refused));
        }
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
