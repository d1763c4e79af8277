//! Evidence that is a file: its fingerprint when it is registered, and whether it is still the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::engine::import::{Progress, Watch, cancelled};
use crate::engine::workstation::Workstation;
use crate::model::ids::ProjectKey;
use crate::model::problem::Problem;

/// Largest file that is taken as evidence: a scan of a thick folder.
const MOST_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// How the file of a paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperFile {
    /// The same bytes as when it was registered.
    Same,
    /// Other bytes.
    Changed,
    /// Not there.
    Gone,
}

impl PaperFile {
    /// The identifier used in answers.
    pub fn id(self) -> &'static str {
        match self {
            PaperFile::Same => "same",
            PaperFile::Changed => "changed",
            PaperFile::Gone => "gone",
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    Problem::refused("problem-evidence-unreadable").with("path", path.display()).with("detail", error)
}

/// Bytes after which is told how far the reading is.
const STEP: u64 = 1 << 20;

/// The name without folder and the SHA-256 of a file, in lower-case hexadecimal.
///
/// # Errors
/// When it is not there, is no file, is too large, cannot be read, or it is cancelled.
pub fn file_of_paper(path: &Path, watch: Watch<'_>) -> Result<(String, String), Problem> {
    let mut file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Problem::refused("problem-evidence-missing").with("path", path.display()),
        _ => unreadable(path, &error),
    })?;
    let about = file.metadata().map_err(|error| unreadable(path, &error))?;
    if !about.is_file() || about.len() > MOST_BYTES {
        return Err(Problem::refused("problem-evidence-no-file").with("path", path.display()));
    }
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let (mut read, mut told) = (0_u64, 0_u64);
    loop {
        let count = file.read(&mut buffer).map_err(|error| unreadable(path, &error))?;
        if count == 0 {
            break;
        }
        hash.update(buffer.get(..count).unwrap_or_default());
        read += count as u64;
        if read / STEP > told {
            told = read / STEP;
            let total = Some(about.len() / STEP);
            if watch(Progress { phase: "phase-fingerprint", done: told, total, rejects: 0 }).is_break() {
                return Err(cancelled());
            }
        }
    }
    let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((name, digest))
}

impl Workstation {
    /// Whether the files of a project's papers still lie in a folder as they were registered, by label (`@3`).
    ///
    /// # Errors
    /// When there is no self-evaluation or no such folder, a file is there and cannot be read, or it is cancelled.
    pub fn check_papers(
        &self,
        project: ProjectKey,
        year: u16,
        folder: &Path,
        watch: Watch<'_>,
    ) -> Result<BTreeMap<String, PaperFile>, Problem> {
        if !folder.is_dir() {
            return Err(Problem::refused("problem-evidence-no-folder").with("path", folder.display()));
        }
        let view = self.recheck(project, year)?;
        let mut found = BTreeMap::new();
        for evidence in view.state.evidence.iter().filter(|evidence| !evidence.paper.sha256.is_empty()) {
            // Names come from other stations: only the last part is ever looked for.
            let name = Path::new(&evidence.paper.file).file_name();
            let path = name.map(|name| folder.join(name)).filter(|path| path.exists());
            let stands = match path {
                None => PaperFile::Gone,
                Some(path) if file_of_paper(&path, watch)?.1 == evidence.paper.sha256 => PaperFile::Same,
                Some(_) => PaperFile::Changed,
            };
            found.extend(view.state.label(evidence.event).map(|label| (label, stands)));
        }
        Ok(found)
    }
}
