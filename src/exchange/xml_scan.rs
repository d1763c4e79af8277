//! What the workbook library does not tell, or only for another pass: hidden rows and columns, merged areas, and
//! which entry a sheet is.
//!
//! A scanner of tags, not an XML parser: it looks at start tags and their attributes, in constant memory, and refuses
//! document type definitions (spreadsheets have none; they are where entity expansion begins).

use std::io::{BufRead, Result};

use super::limits::{
    AREAS_MAX, COLUMNS_MAX, HIDDEN_ROWS_MAX, NESTING_MAX, SHEETS_MAX, STYLES_MAX, TEXT_BYTES_MAX, TooMuch,
};
use super::sheet::Area;

/// Hidden parts of a sheet, and the sheets and relations of a workbook part.
#[derive(Debug, Default)]
pub struct SheetMarks {
    /// Hidden rows, from 0.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, from 0.
    pub hidden_columns: Vec<u16>,
    /// Merged areas.
    pub areas: Vec<Area>,
    /// `<sheet name r:id>` of a workbook part.
    pub sheets: Vec<(String, String)>,
    /// `<Relationship Id Target>` of a relations part.
    pub relations: Vec<(String, String)>,
    /// A link to another program or file.
    pub links: bool,
}

/// Relations remembered per part.
const RELATIONS_MAX: usize = 20_000;

/// Scans one XML part to its end.
pub fn scan(reader: &mut impl BufRead) -> Result<SheetMarks> {
    let mut marks = SheetMarks::default();
    let mut tag = Vec::new();
    let mut row = 0_u32;
    let (mut depth, mut styles) = (0_u32, 0_usize);
    loop {
        if !skip_text(reader)? {
            return Ok(marks);
        }
        tag.clear();
        take_tag(reader, &mut tag)?;
        if tag.starts_with(b"!DOCTYPE") || tag.starts_with(b"!ENTITY") {
            return Err(TooMuch::Entities.into());
        }
        match tag.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') => {}
            _ if tag.ends_with(b"/") => {}
            _ => depth += 1,
        }
        if depth > NESTING_MAX {
            return Err(TooMuch::Nesting.into());
        }
        let name_end = tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(tag.len());
        let name = &tag[..name_end];
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
        match local {
            b"row" if !tag.starts_with(b"/") => {
                row = attribute(&tag, b"r").and_then(|r| r.parse().ok()).unwrap_or(row + 1);
                if hidden(&tag) && row > 0 && marks.hidden_rows.len() < HIDDEN_ROWS_MAX {
                    marks.hidden_rows.push(row - 1);
                }
            }
            b"col" if hidden(&tag) => {
                let number = |name| attribute(&tag, name).and_then(|text| text.parse::<u32>().ok());
                if let (Some(from), Some(to)) = (number(b"min"), number(b"max")) {
                    for column in from.max(1)..=to.min(u32::from(COLUMNS_MAX)) {
                        if marks.hidden_columns.len() < usize::from(COLUMNS_MAX) {
                            marks.hidden_columns.push((column - 1) as u16);
                        }
                    }
                }
            }
            b"mergeCell" => {
                if let Some(area) = attribute(&tag, b"ref").and_then(|range| area(&range)) {
                    if marks.areas.len() >= AREAS_MAX {
                        return Err(TooMuch::Merges.into());
                    }
                    marks.areas.push(area);
                }
            }
            b"xf" => {
                styles += 1;
                if styles > STYLES_MAX {
                    return Err(TooMuch::Styles.into());
                }
            }
            b"dde-link" | b"ddeLink" | b"oleLink" | b"externalBook" => marks.links = true,
            b"sheet" => {
                if marks.sheets.len() >= SHEETS_MAX {
                    return Err(TooMuch::Sheets.into());
                }
                if let (Some(name), Some(id)) = (attribute(&tag, b"name"), attribute_local(&tag, b"id")) {
                    marks.sheets.push((name, id));
                }
            }
            b"Relationship" if marks.relations.len() < RELATIONS_MAX => {
                if let (Some(id), Some(target)) = (attribute(&tag, b"Id"), attribute(&tag, b"Target")) {
                    marks.relations.push((id, target));
                }
            }
            _ => {}
        }
    }
}

/// Skips to behind the next `<`; `false` at the end.
fn skip_text(reader: &mut impl BufRead) -> Result<bool> {
    let mut length = 0_usize;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let found = buffer.iter().position(|byte| *byte == b'<');
        let used = found.map_or(buffer.len(), |at| at + 1);
        length += used;
        reader.consume(used);
        if length > TEXT_BYTES_MAX {
            return Err(TooMuch::Text.into());
        }
        if found.is_some() {
            return Ok(true);
        }
    }
}

/// Reads to behind the next `>`; of long tags only the beginning is kept, and whether they close themselves.
fn take_tag(reader: &mut impl BufRead, tag: &mut Vec<u8>) -> Result<()> {
    let mut length = 0_usize;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let found = buffer.iter().position(|byte| *byte == b'>');
        let used = found.map_or(buffer.len(), |at| at + 1);
        let content = &buffer[..found.unwrap_or(used)];
        if tag.len() < 8192 {
            tag.extend_from_slice(content);
        } else if content.ends_with(b"/") != tag.ends_with(b"/") && !content.is_empty() {
            match tag.ends_with(b"/") {
                true => tag.truncate(tag.len() - 1),
                false => tag.push(b'/'),
            }
        }
        length += used;
        reader.consume(used);
        if length > TEXT_BYTES_MAX {
            return Err(TooMuch::Text.into());
        }
        if found.is_some() {
            return Ok(());
        }
    }
}

/// `B2:D4` as an area.
fn area(range: &str) -> Option<Area> {
    let (from, to) = range.split_once(':').unwrap_or((range, range));
    let ((top, left), (bottom, right)) = (place(from)?, place(to)?);
    (top <= bottom && left <= right).then_some(Area { top, left, bottom, right })
}

/// `B2` as row and column from 0.
fn place(text: &str) -> Option<(u32, u16)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let column = text[..digits].bytes().try_fold(0_u16, |column, letter| {
        let letter = letter.is_ascii_alphabetic().then(|| u16::from(letter.to_ascii_uppercase() - b'A') + 1)?;
        column.checked_mul(26)?.checked_add(letter)
    })?;
    let row: u32 = text[digits..].parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn hidden(tag: &[u8]) -> bool {
    matches!(attribute(tag, b"hidden").as_deref(), Some("1" | "true"))
}

/// The value of an attribute with exactly this name.
fn attribute(tag: &[u8], name: &[u8]) -> Option<String> {
    attributes(tag).into_iter().find(|(key, _)| *key == name).map(|(_, value)| unescape(value))
}

/// The value of an attribute with this name behind any prefix.
fn attribute_local(tag: &[u8], name: &[u8]) -> Option<String> {
    let local = |key: &[u8]| key.rsplit(|byte| *byte == b':').next().is_some_and(|local| local == name);
    attributes(tag).into_iter().find(|(key, _)| local(key)).map(|(_, value)| unescape(value))
}

fn attributes(tag: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some(equals) = rest.iter().position(|byte| *byte == b'=') {
        let (before, after) = (&rest[..equals], &rest[equals + 1..]);
        let key = before.trim_ascii().rsplit(|byte| byte.is_ascii_whitespace()).next().unwrap_or(before);
        let after = after.trim_ascii_start();
        let Some((quote, value)) = after.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\'')) else {
            break;
        };
        let Some(end) = value.iter().position(|byte| byte == quote) else { break };
        found.push((key, &value[..end]));
        rest = &value[end + 1..];
    }
    found
}

fn unescape(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    match text.contains('&') {
        false => text.into_owned(),
        true => text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_columns_are_seen() {
        let xml = br#"<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1"><c/></row>
            <row r="4" hidden="1"/><row hidden='true'></row></sheetData></worksheet>"#;
        let marks = scan(&mut &xml[..]).unwrap();
        assert_eq!(marks.hidden_rows, [3, 4]);
        assert_eq!(marks.hidden_columns, [1, 2]);
    }

    #[test]
    fn merged_areas_are_read_and_nonsense_is_not() {
        let xml = br#"<mergeCells><mergeCell ref="B2:D4"/><mergeCell ref="AA1"/><mergeCell ref="D4:B2"/><mergeCell
            ref="ZZZZZ1:A1"/><mergeCell ref="A0:B1"/></mergeCells>"#;
        let marks = scan(&mut &xml[..]).unwrap();
        assert_eq!(
            marks.areas,
            [Area { top: 1, left: 1, bottom: 3, right: 3 }, Area { top: 0, left: 26, bottom: 0, right: 26 }]
        );
    }

    #[test]
    fn depth_counts_what_is_open_and_not_what_was_closed() {
        let flat = "<row><c><v>1</v></c><c/></row><!-- <a> --><?xml?>".repeat(1000);
        assert!(scan(&mut flat.as_bytes()).is_ok());
        let long = format!("<a b=\"{}\"/>", "x".repeat(20_000)).repeat(1000);
        assert!(scan(&mut long.as_bytes()).is_ok(), "a long tag that closes itself");
        let deep = |depth: u32| "<a>".repeat(depth as usize) + "</a>".repeat(depth as usize).as_str();
        assert!(scan(&mut deep(NESTING_MAX).as_bytes()).is_ok());
        assert!(scan(&mut deep(NESTING_MAX + 1).as_bytes()).is_err());
    }

    #[test]
    fn document_types_are_refused() {
        assert!(scan(&mut &b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"[..]).is_err());
    }
}
