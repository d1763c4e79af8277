//! A text handed over to the person's own editor and taken back.
//!
//! The text lies in a file of the state folder that only its owner may read, never beside the database. Whatever goes
//! wrong, the caller's text is untouched, and what was written in the editor is not thrown away: its file stays and is
//! named. Deliberately absent: the terminal, and which text it is.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use tempfile::NamedTempFile;

use crate::model::event::MAX_TEXT;
use crate::model::problem::{Problem, ProblemKind};

/// The person's editor, as the environment names it.
pub fn editor(variable: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    ["VISUAL", "EDITOR"].iter().find_map(|name| variable(name).filter(|value| !value.trim().is_empty()))
}

/// Lays the text into a file, lets `run` work on it, and reads it back.
///
/// # Errors
/// When the file cannot be made, the editor cannot be started or ends with a failure, or what it left is empty, too long
/// or no text.
pub fn edit(folder: &Path, text: &str, run: impl FnOnce(&Path) -> io::Result<ExitStatus>) -> Result<String, Problem> {
    let unwritable = |error: io::Error| {
        Problem::new(ProblemKind::Unavailable, "problem-editor-file")
            .with("path", folder.display())
            .with("detail", error)
    };
    let file = lay(folder, text).map_err(unwritable)?;
    let given = format!("{text}\n");
    let status = run(file.path());
    let left = read(file.path());
    let failed = match (&status, &left) {
        (Err(error), _) => Some(Problem::refused("problem-editor-start").with("detail", error)),
        (Ok(status), _) if !status.success() => Some(Problem::refused("problem-editor-failed").with("detail", status)),
        (_, Err(problem)) => Some(problem.clone()),
        (_, Ok(left)) if left.trim().is_empty() => Some(Problem::refused("problem-editor-empty")),
        _ => None,
    };
    match (failed, left) {
        (None, Ok(left)) => Ok(left.trim_end_matches(['\n', '\r']).to_owned()),
        (Some(problem), left) => {
            // What was written stays, unless there is nothing new in it.
            let nothing_new = left.is_ok_and(|left| left == given || left.trim().is_empty());
            Err(if nothing_new { problem } else { keep(file, problem) })
        }
        // A failure to read is among the failures above.
        (None, Err(problem)) => Err(problem),
    }
}

/// A file with the text in it, for its owner alone.
fn lay(folder: &Path, text: &str) -> io::Result<NamedTempFile> {
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix("opinion-").suffix(".txt").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.flush()?;
    Ok(file)
}

/// Reads by name: many editors put another file in its place.
fn read(path: &Path) -> Result<String, Problem> {
    let unreadable = |detail: &dyn std::fmt::Display| Problem::refused("problem-editor-read").with("detail", detail);
    let about = std::fs::symlink_metadata(path).map_err(|error| unreadable(&error))?;
    if !about.is_file() {
        return Err(unreadable(&path.display()));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| unreadable(&error))?;
    // A line end more than a text may hold is taken off again.
    let most = MAX_TEXT as u64 + 2;
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > most {
        return Err(Problem::refused("problem-editor-long").with("limit", MAX_TEXT / 1024));
    }
    let text = String::from_utf8(bytes).map_err(|_| Problem::refused("problem-editor-encoding"))?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// Leaves the file where it is and says so.
fn keep(file: NamedTempFile, problem: Problem) -> Problem {
    let path: PathBuf = file.path().to_owned();
    match file.keep() {
        Ok(_) if path.exists() => {
            let detail = problem.args.iter().find(|(name, _)| *name == "detail").map(|(_, detail)| detail.clone());
            let why = problem.key.trim_start_matches("problem-editor-").to_owned();
            Problem::refused("problem-editor-kept")
                .with("why", why)
                .with("detail", detail.unwrap_or_default())
                .with("limit", MAX_TEXT / 1024)
                .with("path", path.display())
        }
        _ => problem,
    }
}

/// Starts an editor on a file and waits for it. What the person wrote in the variable may have arguments.
///
/// # Errors
/// When it cannot be started.
pub fn start(editor: &str, path: &Path) -> io::Result<ExitStatus> {
    if cfg!(windows) {
        let mut words = editor.split_whitespace();
        return Command::new(words.next().unwrap_or(editor)).args(words).arg(path).status();
    }
    // As git does: the shell takes the variable apart, the path is never taken apart.
    Command::new("/bin/sh").arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(path).status()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn left(folder: &Path) -> Vec<String> {
        let mut left: Vec<String> = std::fs::read_dir(folder)
            .map(|files| files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap_or_default()).collect())
            .unwrap_or_default();
        left.sort();
        left
    }

    /// What a shell command as editor comes to, and the files it leaves.
    fn with(command: &str) -> (Result<String, Problem>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let result = edit(&state, "原文\n第二行", |path| start(command, path));
        (result, left(&state))
    }

    #[test]
    fn what_the_editor_wrote_comes_back() {
        assert_eq!(with("true").0.as_deref(), Ok("原文\n第二行"), "unchanged");
        assert_eq!(with("sh -c 'printf \"新的\\r\\n\\r\\n\" > \"$0\"'").0.as_deref(), Ok("新的"));
        // As vim does: another file in its place.
        assert_eq!(with("sh -c 'echo 换了 > \"$0.new\"; mv \"$0.new\" \"$0\"'"), (Ok("换了".to_owned()), Vec::new()));
        let mut mode = 0;
        let folder = tempfile::tempdir().unwrap();
        let read = edit(folder.path(), "x", |path| {
            mode = std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            start("true", path)
        });
        assert_eq!((read.as_deref(), mode), (Ok("x"), 0o600));
    }

    #[test]
    fn whatever_goes_wrong_is_told_and_nothing_written_is_thrown_away() {
        let key = |command: &str| with(command).0.map_err(|problem| problem.key);
        assert_eq!(key("/no/such/editor"), Err("problem-editor-failed"), "the shell says so");
        assert_eq!(key("false"), Err("problem-editor-failed"));
        assert_eq!(with("false").1, Vec::<String>::new(), "nothing new, nothing left lying about");
        assert_eq!(key("sh -c ': > \"$0\"'"), Err("problem-editor-empty"));
        assert_eq!(key("rm"), Err("problem-editor-read"));
        let kept = |command: &str| {
            let (result, left) = with(command);
            let problem = result.unwrap_err();
            assert_eq!(problem.key, "problem-editor-kept", "{command}");
            let why = problem.args.iter().find(|(name, _)| *name == "why").unwrap().1.clone();
            (why, left.len(), left[0].clone())
        };
        assert_eq!(kept("sh -c 'echo 半句 > \"$0\"; kill -9 $$'"), ("failed".to_owned(), 1, "半句\n".to_owned()));
        assert_eq!(kept("sh -c 'echo 半句 > \"$0\"; exit 3'"), ("failed".to_owned(), 1, "半句\n".to_owned()));
        assert_eq!(kept("sh -c 'printf \"\\377\\376\" > \"$0\"'").0, "encoding");
        assert_eq!(kept("sh -c 'head -c 70000 /dev/zero | tr \"\\0\" x > \"$0\"'").0, "long");
    }

    #[test]
    fn the_editor_of_the_screen_goes_before_the_one_of_the_line() {
        let set = |name: &str| match name {
            "VISUAL" => Some("vim -X".to_owned()),
            "EDITOR" => Some("ed".to_owned()),
            _ => None,
        };
        assert_eq!(editor(&set).as_deref(), Some("vim -X"));
        assert_eq!(editor(&|name| set(name).filter(|_| name == "EDITOR")).as_deref(), Some("ed"));
        assert_eq!(editor(&|_| Some(" ".to_owned())), None);
    }
}
