//! The frozen text files: UTF-8 without a mark, LF, TAB, one heading, a final LF, no quoting.
//!
//! No field holds a character at which some language would split a file: controls, line and paragraph separators. What
//! is refused is refused with its file and line. Deliberately absent: what the fields mean.

use crate::model::problem::Problem;

/// Largest file that is read: about four million rows.
pub const MOST_BYTES: usize = 512 * 1024 * 1024;

/// A fault of a file; the caller adds the line.
pub fn fault(file: &str, key: &'static str) -> Problem {
    Problem::refused(key).with("path", file)
}

/// Whether a character would split a file or steer a terminal.
pub fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The lines of a frozen file, without their LF.
///
/// # Errors
/// When it is too large, no UTF-8, holds a forbidden character, or does not end with LF.
pub fn lines<'t>(bytes: &'t [u8], file: &str) -> Result<Vec<&'t str>, Problem> {
    if bytes.len() > MOST_BYTES {
        return Err(Problem::refused("problem-draw-too-large")
            .with("path", file)
            .with("most", MOST_BYTES / 1024 / 1024));
    }
    let line_of = |at: usize| 1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    let text = std::str::from_utf8(bytes)
        .map_err(|error| fault(file, "problem-draw-not-utf8").with("line", line_of(error.valid_up_to())))?;
    let forbidden = |c: char| c == '\u{feff}' || (is_forbidden(c) && !matches!(c, '\t' | '\n'));
    if let Some((at, c)) = text.char_indices().find(|(_, c)| forbidden(*c)) {
        let code = format!("U+{:04X}", u32::from(c));
        return Err(fault(file, "problem-draw-character").with("line", line_of(at)).with("code", code));
    }
    let Some(body) = text.strip_suffix('\n') else {
        return Err(fault(file, "problem-draw-no-line-end").with("line", line_of(bytes.len())));
    };
    Ok(body.split('\n').collect())
}

/// The rows below the one heading, each cut into as many fields as the heading has.
///
/// # Errors
/// As [`lines`], or when the heading is another or a row has another number of fields.
pub fn rows<'t, const COLUMNS: usize>(
    bytes: &'t [u8],
    file: &str,
    heading: [&str; COLUMNS],
) -> Result<Vec<[&'t str; COLUMNS]>, Problem> {
    let lines = lines(bytes, file)?;
    let expected = heading.join("\t");
    if lines.first() != Some(&expected.as_str()) {
        return Err(fault(file, "problem-draw-heading").with("line", 1).with("expected", heading.join(" ")));
    }
    let cut = |(index, line): (usize, &&'t str)| {
        let mut fields = line.split('\t');
        let row = [(); COLUMNS].map(|()| fields.next());
        let count = line.split('\t').count();
        if count != COLUMNS {
            let problem = fault(file, "problem-draw-fields").with("line", index + 1);
            return Err(problem.with("found", count).with("expected", COLUMNS));
        }
        Ok(row.map(Option::unwrap_or_default))
    };
    lines.iter().enumerate().skip(1).map(cut).collect()
}

/// A whole number in its one spelling: digits without sign and leading zeros.
///
/// # Errors
/// For any other spelling, or above `most`.
pub fn number(text: &str, most: u64, file: &str, line: usize, column: &str) -> Result<u64, Problem> {
    let plain =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let told = |key| fault(file, key).with("line", line).with("column", column).with("value", text);
    if !plain {
        return Err(told("problem-draw-number"));
    }
    text.parse().ok().filter(|number| *number <= most).ok_or_else(|| told("problem-draw-absurd").with("most", most))
}

/// Puts a whole number behind a text.
pub fn push_number(text: &mut String, number: i64) {
    if number < 0 {
        text.push('-');
    }
    let mut rest = number.unsigned_abs();
    let mut digits = [b'0'; 20];
    let mut begins = digits.len();
    for digit in digits.iter_mut().rev() {
        // A remainder of ten is one digit.
        *digit += (rest % 10) as u8;
        (rest, begins) = (rest / 10, begins - 1);
        if rest == 0 {
            break;
        }
    }
    text.extend(digits.iter().skip(begins).map(|digit| char::from(*digit)));
}

/// The name of a stratum: no `|`, which separates it in the lines that are hashed, and no blank at its ends.
pub fn is_stratum(text: &str) -> bool {
    !text.is_empty() && text.len() <= 120 && text.trim() == text && !text.contains('|')
}

/// The name of a unit.
pub fn is_key(text: &str) -> bool {
    !text.is_empty() && text.len() <= 120 && text.trim() == text
}
