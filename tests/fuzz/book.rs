//! Workbooks taken apart, changed inside and packed again: changed bytes of a zip mostly end at its checksums.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::mutate::{Dice, bytes, xml};

/// Largest part after changing, in bytes.
const PART_MOST: usize = 96 * 1024;

fn parts(book: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(book)).ok()?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).ok()?;
        let mut content = Vec::new();
        entry.by_ref().take(PART_MOST as u64).read_to_end(&mut content).ok()?;
        parts.push((entry.name().ok()?.into_owned(), content));
    }
    Some(parts)
}

fn pack(parts: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // A name that is there already is refused by the writer; the test of doubled entries makes them by hand.
        let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options =
            SimpleFileOptions::default().compression_method(method).last_modified_time(zip::DateTime::default());
        if zip.start_file(name.as_str(), options).is_ok() {
            zip.write_all(content).ok()?;
        }
    }
    Some(zip.finish().ok()?.into_inner())
}

/// One changed workbook.
pub fn change(dice: &mut Dice, book: &[u8], other: &[u8], value: &str) -> Vec<u8> {
    let mut raw = book.to_vec();
    let Some(mut inside) = parts(book).filter(|parts| !parts.is_empty() && !dice.chance(5)) else {
        bytes(dice, &mut raw, other, 256 * 1024);
        return raw;
    };
    for _ in 0..=dice.below(2) {
        // Cells are where most of the reading happens.
        let cells: Vec<usize> = (0..inside.len())
            .filter(|&at| {
                ["sheet", "content.xml", "styles", "sharedStrings"].iter().any(|part| inside[at].0.contains(part))
            })
            .collect();
        let at =
            if cells.is_empty() || dice.chance(4) { dice.below(inside.len()) } else { cells[dice.below(cells.len())] };
        match dice.below(12) {
            0 => drop(inside.remove(at)),
            1 => {
                let content = inside[at].1.clone();
                let name = inside[dice.below(inside.len())].0.clone();
                inside[at] = (format!("{name}2"), content);
            }
            2 => {
                let to = dice.below(inside.len());
                let content = inside[at].1.clone();
                inside[to].1 = content;
            }
            _ => inside[at].1 = xml(dice, &inside[at].1, value, PART_MOST),
        }
        if inside.is_empty() {
            break;
        }
    }
    pack(&inside).unwrap_or(raw)
}
