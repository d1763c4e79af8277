//! Which files of a folder are imported: every table file in it and below, in the order of the paths. Links are not
//! followed, so nothing outside of the folder is read and no circle is walked.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::import::{Progress, Watch, cancelled};
use crate::model::problem::Problem;

/// Most files and folders looked at.
const MOST: usize = 100_000;
/// Deepest folder below the one that was named.
const DEEPEST: usize = 16;
/// Endings of files that may hold tables.
const ENDINGS: [&str; 9] = ["xlsx", "xlsm", "xltx", "xls", "et", "ods", "csv", "tsv", "txt"];

/// How names of our own reports end.
#[derive(serde::Deserialize)]
struct ReportNames {
    endings: Vec<String>,
}

impl ReportNames {
    fn built_in() -> ReportNames {
        // A test proves that our own file can be read.
        toml::from_str(include_str!("../data/report_names.toml")).unwrap_or(ReportNames { endings: Vec::new() })
    }

    /// Whether a file is called as our reports are.
    fn are_like(&self, path: &Path) -> bool {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let plain = match stem.rsplit_once('-') {
            Some((plain, number)) if number.parse::<u32>().is_ok() => plain,
            _ => &stem,
        };
        self.endings.iter().any(|ending| plain.ends_with(ending) || plain == ending.trim_start_matches('-'))
    }
}

/// What a folder holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Files to read.
    pub files: Vec<PathBuf>,
    /// What is passed over, with the locale key of the reason.
    pub passed_over: Vec<(PathBuf, &'static str)>,
}

/// Walks a folder.
///
/// # Errors
/// When it cannot be read, is absurdly large, or the walk is cancelled.
pub(super) fn walk(folder: &Path, watch: Watch<'_>) -> Result<Found, Problem> {
    let mut found = Found::default();
    let mut seen = 0;
    below((folder, &ReportNames::built_in()), folder, 0, &mut seen, &mut found, watch)?;
    Ok(found)
}

fn below(
    (root, reports): (&Path, &ReportNames),
    folder: &Path,
    depth: usize,
    seen: &mut usize,
    found: &mut Found,
    watch: Watch<'_>,
) -> Result<(), Problem> {
    let cannot = |error: std::io::Error| {
        Problem::refused("problem-not-readable").with("path", folder.display()).with("detail", error)
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(_) if depth > 0 => {
            found.passed_over.push((folder.to_owned(), "reason-folder-not-readable"));
            return Ok(());
        }
        Err(error) => return Err(cannot(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(cannot)?;
        *seen += 1;
        if *seen > MOST {
            return Err(Problem::refused("problem-folder-too-large").with("path", root.display()).with("most", MOST));
        }
        paths.push((entry.path(), entry.file_type().map_err(cannot)?));
    }
    paths.sort_by(|(left, _), (right, _)| left.cmp(right));
    for (path, kind) in paths {
        let progress = Progress { phase: "phase-looking", done: found.files.len() as u64, total: None, rejects: 0 };
        if watch(progress) == ControlFlow::Break(()) {
            return Err(cancelled());
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        let reason = match () {
            // `~$…` is what office programs put beside a file that is open.
            () if name.starts_with('.') || name.starts_with("~$") => "reason-file-hidden",
            () if kind.is_symlink() => "reason-file-link",
            () if kind.is_dir() && depth < DEEPEST => {
                below((root, reports), &path, depth + 1, seen, found, watch)?;
                continue;
            }
            () if kind.is_dir() => "reason-folder-too-deep",
            () if !kind.is_file() || !ENDINGS.contains(&ending.as_str()) => "reason-file-no-table",
            () if ["xlsx", "txt"].contains(&ending.as_str()) && reports.are_like(&path) => "reason-file-report",
            () => {
                found.files.push(path);
                continue;
            }
        };
        found.passed_over.push((path, reason));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_files_come_in_order_and_the_rest_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b/deeper")).unwrap();
        for name in ["z.CSV", "b/deeper/2.xlsx", "b/1.ods", "~$z.xlsx", ".hidden.csv", "paper.pdf"] {
            fs::write(at(name), "x").unwrap();
        }
        let found = walk(folder.path(), &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(found.files, [at("b/1.ods"), at("b/deeper/2.xlsx"), at("z.CSV")]);
        let told: Vec<_> = found.passed_over.iter().map(|(path, key)| (path.clone(), *key)).collect();
        assert_eq!(
            told,
            [
                (at(".hidden.csv"), "reason-file-hidden"),
                (at("paper.pdf"), "reason-file-no-table"),
                (at("~$z.xlsx"), "reason-file-hidden"),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(outside.path().join("secret.csv"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("round")).unwrap();
        let found = walk(folder.path(), &mut |_| ControlFlow::Continue(())).unwrap();
        assert!(found.files.is_empty());
        assert!(found.passed_over.iter().all(|(_, key)| *key == "reason-file-link"));
        assert_eq!(found.passed_over.len(), 2);
    }
}
