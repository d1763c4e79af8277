//! The sample database from nothing.

use std::path::Path;

use wenxiao::engine::clock::Clock;
use wenxiao::engine::sample::{SampleSize, build as build_sample};
use wenxiao::engine::workstation::{OpenOptions, SAMPLE_WORKSPACE};

use super::measure::{child, tell};
use super::report::Report;
use super::{Plan, data};

pub fn run(_: &Plan, report: &mut Report) {
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let path = folder.path().join("sample.db");
    let took = child(&["build-sample", &path.to_string_lossy()]);
    report.limit("D1", "sample database built", took.wall, 10.0, " s", &format!("{:.2} s CPU", took.cpu));
    report.limit("M2", "memory of that", took.peak, 200.0, " MB", "");
}

/// Builds it.
pub fn build(database: &Path) {
    let options = OpenOptions {
        database: database.to_owned(),
        state: database.with_extension("state"),
        create: true,
        read_only: false,
        workspace: SAMPLE_WORKSPACE,
        clock: Clock::new(),
        mappings: None,
        reader: None,
        checks: Default::default(),
    };
    tell(|| build_sample(&options, SampleSize::Full, &mut data::go_on).expect("sample"));
}
