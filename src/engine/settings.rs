//! Keeps a person's settings in their file, whole or not at all.

use std::io::Write as _;
use std::path::Path;

use crate::config::Settings;
use crate::exchange::atomic::write_atomically;
use crate::model::problem::Problem;

fn failed(path: &Path, error: &std::io::Error) -> Problem {
    Problem::refused("problem-settings-not-kept").with("path", path.display()).with("detail", error)
}

/// Writes the settings. A file written by hand, with remarks or with faults, is kept beside it under `.bak`.
///
/// # Errors
/// When the folder or file cannot be written; the old file is there then.
pub fn save(path: &Path, settings: &Settings) -> Result<(), Problem> {
    let write = |path: &Path, text: &str| {
        write_atomically(path, true, |out| out.write_all(text.as_bytes()).map_err(|error| failed(path, &error)))
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| failed(path, &error))?;
    }
    let old = std::fs::read_to_string(path).unwrap_or_default();
    if !old.is_empty() && old != Settings::read(path, &old).0.print() {
        write(&path.with_extension("toml.bak"), &old)?;
    }
    write(path, &settings.print())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_by_hand_is_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config").join("settings.toml");
        let settings = Settings { theme: "light".to_owned(), ..Settings::default() };
        save(&path, &settings).unwrap();
        save(&path, &Settings::default()).unwrap();
        assert!(!path.with_extension("toml.bak").exists(), "our own file needs no copy");
        std::fs::write(&path, "# 我的\nhints = \"loud\"\n").unwrap();
        save(&path, &settings).unwrap();
        assert_eq!(Settings::read(&path, &std::fs::read_to_string(&path).unwrap()), (settings, Vec::new()));
        let kept = std::fs::read_to_string(path.with_extension("toml.bak")).unwrap();
        assert!(kept.contains("我的"), "{kept}");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        let problem = save(&file.join("settings.toml"), &Settings::default()).unwrap_err();
        assert_eq!(problem.key, "problem-settings-not-kept");
    }
}
