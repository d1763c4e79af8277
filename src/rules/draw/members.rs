//! `members.tsv`: which self-evaluation each line of a population is. Needed to draw, not to repeat a draw.
//!
//! A line each, without heading: key, project, version; in the order of the keys, each once.

use std::collections::BTreeMap;

use super::lines::{is_key, lines};
use crate::model::ids::{ProjectKey, VersionId};
use crate::model::problem::Problem;

/// Which self-evaluation each line of a population is, by its key.
pub type Members = BTreeMap<String, (ProjectKey, VersionId)>;

/// The bytes of the file.
pub fn write(members: &Members) -> Vec<u8> {
    let line =
        |(key, (project, version)): (&String, &(ProjectKey, VersionId))| format!("{key}\t{project}\t{version}\n");
    members.iter().map(line).collect::<String>().into_bytes()
}

/// Reads the file; `file` names it in what is told.
///
/// # Errors
/// For anything but the one spelling, with the line.
pub fn read(bytes: &[u8], file: &str) -> Result<Members, Problem> {
    let fault = |line: usize| Problem::refused("problem-sample-members").with("path", file).with("line", line);
    let mut members = Members::new();
    for (line, text) in (1..).zip(lines(bytes, file)?) {
        let mut cells = text.split('\t');
        let (key, project, version) = (cells.next().unwrap_or_default(), cells.next(), cells.next());
        let project = project.and_then(|text| text.parse().ok()).ok_or_else(|| fault(line))?;
        let version = version.and_then(|text| text.parse().ok()).ok_or_else(|| fault(line))?;
        let in_order = members.last_key_value().is_none_or(|(last, _)| last.as_str() < key);
        if cells.next().is_some() || !is_key(key) || !in_order {
            return Err(fault(line));
        }
        members.insert(key.to_owned(), (project, version));
    }
    Ok(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_one_spelling() {
        let one = |byte| (ProjectKey([byte; 16]), VersionId([byte; 32]));
        let members = Members::from([("A01".to_owned(), one(1)), ("项目二".to_owned(), one(2))]);
        let bytes = write(&members);
        assert_eq!(read(&bytes, "members.tsv"), Ok(members));
        let text = String::from_utf8(bytes).unwrap();
        let (first, second) = text.split_once('\n').unwrap();
        for (wrong, line) in [
            (format!("{second}{first}\n"), Some(2)),
            (format!("{first}\n{first}\n"), Some(2)),
            (format!("{first}\tmore\n{second}"), Some(1)),
            (text.replacen("A01", "", 1), Some(1)),
            (text.replacen("0101", "01G1", 1), Some(1)),
            (format!("{text}\n"), Some(3)),
            (text.trim_end().to_owned(), None),
            (String::new(), None),
        ] {
            let problem = read(wrong.as_bytes(), "members.tsv").unwrap_err();
            assert_eq!(problem.key == "problem-sample-members", line.is_some(), "{wrong:?}: {problem:?}");
            if let Some(line) = line {
                assert!(problem.args.contains(&("line", line.to_string())), "{wrong:?}: {problem:?}");
            }
        }
    }
}
