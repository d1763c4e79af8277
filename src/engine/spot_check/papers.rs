//! Evidence that is a file: its fingerprint when it is registered, and whether it is still the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};

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

/// The name without folder and the SHA-256 of a file, in lower-case hexadecimal.
///
/// # Errors
/// When it is no file, is too large, or cannot be read.
pub fn file_of_paper(path: &Path) -> Result<(String, String), Problem> {
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let about = file.metadata().map_err(|error| unreadable(path, &error))?;
    if !about.is_file() || about.len() > MOST_BYTES {
        return Err(Problem::refused("problem-evidence-no-file").with("path", path.display()));
    }
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(|error| unreadable(path, &error))? {
            0 => break,
            count => hash.update(buffer.get(..count).unwrap_or_default()),
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
    /// When there is no self-evaluation, or a file is there and cannot be read.
    pub fn check_papers(
        &self,
        project: ProjectKey,
        year: u16,
        folder: &Path,
    ) -> Result<BTreeMap<String, PaperFile>, Problem> {
        let view = self.recheck(project, year)?;
        let mut found = BTreeMap::new();
        for evidence in view.state.evidence.iter().filter(|evidence| !evidence.paper.sha256.is_empty()) {
            // Names come from other stations: only the last part is ever looked for.
            let name = Path::new(&evidence.paper.file).file_name();
            let path = name.map(|name| folder.join(name)).filter(|path| path.exists());
            let stands = match path {
                None => PaperFile::Gone,
                Some(path) if file_of_paper(&path)?.1 == evidence.paper.sha256 => PaperFile::Same,
                Some(_) => PaperFile::Changed,
            };
            found.extend(view.state.label(evidence.event).map(|label| (label, stands)));
        }
        Ok(found)
    }
}
