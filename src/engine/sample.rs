//! Building the sample database: always the same content, whoever builds it, wherever.

use std::ops::ControlFlow;
use std::path::Path;

use super::clock::Clock;
use super::identity::{Identity, person_of};
use super::import::{Progress, Watch};
use super::workstation::{OpenOptions, SAMPLE_WORKSPACE, Workstation};
use crate::model::ids::{ReplicaId, sha256_hex, tagged_sha256};
use crate::model::problem::{Problem, ProblemKind};
use crate::sample;
pub(super) use crate::sample::SampleBatch as SampleForms;
pub(super) use crate::sample::small;
use crate::sync::sign::SigningKey;
use crate::system::{self, leftovers};

/// Which sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SampleSize {
    /// 5,688 projects of 84 departments, two years; looked at by the automatic checks, so that drafts and the order by what is
    /// expected are there when it is opened.
    #[default]
    Full,
    /// 40 projects of 6 departments as they were filed, for tests.
    Small,
}

/// The device that filed the sample. Its key is public on purpose: the sample's workspace never merges with a real one,
/// and whoever works in the sample signs with a key of their own.
fn filer() -> Identity {
    let key = SigningKey::from_secret(&tagged_sha256("wx-sample-device-1", &[]));
    let public = key.public();
    Identity {
        replica: ReplicaId::of(&public, 0),
        person: person_of(&public),
        incarnation: 0,
        name: "sample".to_owned(),
        office: String::new(),
        after: None,
        public,
        key,
    }
}

/// Builds the sample database at `options.database`, which must not exist. A build that is stopped leaves nothing.
///
/// # Errors
/// When the place cannot be written, or the build is cancelled.
pub fn build(options: &OpenOptions, size: SampleSize, watch: Watch<'_>) -> Result<(), Problem> {
    let batches = match size {
        SampleSize::Full => sample::batches(),
        SampleSize::Small => sample::small(),
    };
    build_of(options, batches, watch, |station, watch| {
        if size == SampleSize::Full {
            station.pre_review(false, watch)?;
            station.check_evaluations(None, false, watch)?;
        }
        Ok(())
    })
}

/// Builds a database of these forms in the sample's workspace, as [`build`] does, and does to it what is wished for before anyone
/// sees it.
pub(super) fn build_of(
    options: &OpenOptions,
    batches: Vec<SampleForms>,
    watch: Watch<'_>,
    at_last: impl FnOnce(&mut Workstation, Watch<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let path = &options.database;
    let cannot = |error: std::io::Error| {
        Problem::new(ProblemKind::Unavailable, "problem-cannot-write")
            .with("path", path.display())
            .with("detail", error)
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let place = leftovers::folder(folder, "sample-").map_err(cannot)?;
    let building = place.path().join("sample.db");
    {
        // The clock stands still, so that the same events get the same stamps everywhere.
        let moment = jiff::Timestamp::from_second(1_736_128_800).map_err(Problem::internal)?;
        let mut station = Workstation::open(OpenOptions {
            database: building.clone(),
            create: true,
            read_only: false,
            workspace: SAMPLE_WORKSPACE,
            clock: Clock::fixed(moment),
            state: place.path().to_owned(),
            mappings: None,
            reader: None,
            checks: std::sync::Arc::clone(&options.checks),
        })?;
        station.identity = Some(filer());
        let total: u64 = batches.iter().map(|batch| batch.forms.len() as u64).sum();
        let mut before = 0;
        for SampleForms { name, forms, .. } in batches {
            let count = forms.len() as u64;
            let digest = sha256_hex(name.as_bytes());
            station.store_forms(&name, &digest, &format!("sample-{name}"), forms, &mut |progress: Progress| {
                watch(Progress { done: before + progress.done, total: Some(total), ..progress })
            })?;
            before += count;
        }
        station.identity = None;
        at_last(&mut station, watch)?;
        station.session.compact()?;
    }
    if watch(Progress { phase: "phase-finishing", done: 1, total: Some(1), rejects: 0 }) == ControlFlow::Break(()) {
        return Err(super::import::cancelled());
    }
    system::rename_new(&building, path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Problem::refused("problem-file-exists").with("path", path.display()),
        _ => cannot(error),
    })
}
