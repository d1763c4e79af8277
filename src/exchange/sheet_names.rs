//! Names of sheets that a workbook takes: no two alike, none too long, none with signs that formulas use. Only what writes
//! workbooks may import it.

use std::collections::BTreeSet;

use super::limits::cut;

/// Longest name of a sheet, in UTF-16 units.
const NAME_UNITS_MAX: usize = 31;

/// The names that are taken in a workbook. Programs do not tell large from small letters in them.
#[derive(Debug, Default)]
pub(super) struct SheetNames(BTreeSet<String>);

impl SheetNames {
    /// A name that stays as it is.
    pub fn keep(&mut self, name: &str) {
        self.0.insert(name.to_lowercase());
    }

    /// Takes the name nearest to the one wanted; `empty` where nothing of it is left.
    pub fn take(&mut self, wanted: &str, empty: &str) -> String {
        let refused = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control();
        let plain = wanted.replace(refused, "_");
        let plain = Some(plain.trim_matches('\'')).filter(|plain| !plain.is_empty()).unwrap_or(empty);
        let mut name = cut(plain, NAME_UNITS_MAX);
        let mut number = 2;
        while !self.0.insert(name.to_lowercase()) {
            let ending = format!("-{number}");
            name = cut(plain, NAME_UNITS_MAX - ending.len()) + ending.as_str();
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_cut_between_signs() {
        let mut names = SheetNames::default();
        names.keep("List");
        let long = "甲".repeat(40);
        let wide = "😀".repeat(20);
        for (wanted, got) in [
            ("list", "list-2".to_owned()),
            ("LIST", "LIST-3".to_owned()),
            ("a/b:c\n", "a_b_c_".to_owned()),
            ("''", "table".to_owned()),
            ("", "table-2".to_owned()),
            (&long, "甲".repeat(31)),
            (&long, "甲".repeat(29) + "-2"),
            (&wide, "😀".repeat(15)),
        ] {
            assert_eq!(names.take(wanted, "table"), got, "{wanted}");
        }
    }
}
