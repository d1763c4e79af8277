//! Where the database, the keys, the log and the configuration lie.
//!
//! `WENXIAO_HOME` puts everything below one folder; otherwise the platform's folders are used. Keys and anchors lie in
//! the state folder, outside the data folder, so that a copied database does not carry its identity along. Paths are
//! only named here; nothing is created.

use std::path::{Path, PathBuf};

use crate::model::problem::{Problem, ProblemKind};

/// The folders of this user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Databases.
    pub data: PathBuf,
    /// Keys, anchors, log.
    pub state: PathBuf,
    /// The user's own tables, locale files and key maps.
    pub config: PathBuf,
}

impl Paths {
    /// Everything below one folder.
    pub fn below(home: &Path) -> Paths {
        Paths { data: home.join("data"), state: home.join("state"), config: home.join("config") }
    }

    /// The folders by `WENXIAO_HOME` or else by the platform's rules.
    ///
    /// # Errors
    /// When the user has no home folder and the variable is not set.
    pub fn find() -> Result<Paths, Problem> {
        if let Some(home) = std::env::var_os("WENXIAO_HOME").filter(|home| !home.is_empty()) {
            return Ok(Paths::below(Path::new(&home)));
        }
        let folders = directories::ProjectDirs::from("", "", "wenxiao")
            .ok_or_else(|| Problem::new(ProblemKind::Unavailable, "problem-no-home"))?;
        let data = folders.data_local_dir().to_owned();
        let state = folders.state_dir().map_or_else(|| data.join("state"), Path::to_owned);
        Ok(Paths { state, config: folders.config_dir().to_owned(), data })
    }

    /// The default database.
    pub fn database(&self) -> PathBuf {
        self.data.join("wenxiao.db")
    }

    /// The sample database.
    pub fn sample_database(&self) -> PathBuf {
        self.data.join("sample.db")
    }

    /// The log file.
    pub fn log(&self) -> PathBuf {
        self.state.join("wenxiao.log")
    }

    /// The user's own file in place of a built-in one, e.g. `categories.toml` or `locales/zh-CN.ftl`.
    pub fn own(&self, name: &str) -> PathBuf {
        self.config.join(name)
    }
}

/// The user's home folder, for paths that begin with `~/`.
pub fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned())
}

/// Reads the user's own file; `None` when there is none. A file that is too large or no UTF-8 is reported.
pub(crate) fn read_own(path: &Path) -> Option<Result<String, Problem>> {
    const MOST: u64 = 4 * 1024 * 1024;
    let problem = |detail: &dyn std::fmt::Display| {
        Problem::refused("problem-config-unreadable").with("file", path.display()).with("detail", detail)
    };
    let about = match std::fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => return Some(Err(problem(&error))),
    };
    if !about.is_file() || about.len() > MOST {
        return Some(Err(problem(&format_args!("> {MOST}"))));
    }
    Some(std::fs::read_to_string(path).map_err(|error| problem(&error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_never_lie_beside_the_database() {
        let paths = Paths::below(Path::new("/h"));
        assert_eq!(paths.database(), Path::new("/h/data/wenxiao.db"));
        assert!(!paths.state.starts_with(&paths.data));
    }

    #[test]
    fn an_own_file_that_is_a_folder_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read_own(&folder.path().join("none.toml")).is_none());
        assert!(read_own(folder.path()).unwrap().is_err());
    }
}
