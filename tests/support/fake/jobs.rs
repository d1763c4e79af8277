//! How jobs end.

use std::path::PathBuf;
use std::sync::Arc;

use wenxiao::engine::prereview::PreReviewed;
use wenxiao::engine::request::{BundleReport, JobReport, JobSpec};
use wenxiao::engine::view::{
    Complaint, ImportReport, ImportedFile, ImportedTable, Preview, PreviewFile, PreviewTable, Staged,
};
use wenxiao::model::form::FormKind;

pub(super) fn report(spec: &JobSpec) -> JobReport {
    match spec {
        // Draws are tested with a real engine (tests/tui/sample.rs).
        JobSpec::SealSample { .. } | JobSpec::DrawSample { .. } | JobSpec::DrawFurther { .. } => JobReport::Sampled,
        JobSpec::TakeDownNames => JobReport::NamesTaken(4),
        JobSpec::Import { paths, options } => JobReport::Imported(ImportReport {
            files: paths
                .iter()
                .map(|path| ImportedFile {
                    path: path.clone(),
                    sha256: "ab".repeat(32),
                    encoding: None,
                    already_imported: false,
                    tables: vec![ImportedTable {
                        kind: FormKind::Target,
                        year: 2025,
                        projects: 5688,
                        indicators: 68_256,
                        new: 5688,
                        changed: 12,
                        equal: 0,
                    }],
                    rejects: vec![Complaint {
                        sheet: "Sheet1".into(),
                        row: 17,
                        column: 4,
                        value: "一百".into(),
                        key: "told-year-unreadable",
                        args: Vec::new(),
                    }],
                    warnings: Vec::new(),
                })
                .collect(),
            dry_run: options.dry_run,
            ..ImportReport::default()
        }),
        JobSpec::Preview { paths, .. } => {
            let table = PreviewTable {
                kind: FormKind::Target,
                year: 2025,
                projects: 5688,
                indicators: 68_256,
                new: 5676,
                changed: 12,
                equal: 0,
                fen: 601_234_567_800,
                without_amount: 0,
            };
            let reject = Complaint {
                sheet: "Sheet1".into(),
                row: 17,
                column: 4,
                value: "一百".into(),
                key: "told-year-unreadable",
                args: Vec::new(),
            };
            let file = |path: &PathBuf| PreviewFile {
                path: path.clone(),
                sha256: "ab".repeat(32),
                tables: vec![table.clone()],
                rejects: vec![reject.clone()],
                ..PreviewFile::default()
            };
            let preview =
                Preview { staged: Staged::nothing(), files: paths.iter().map(file).collect(), passed_over: Vec::new() };
            JobReport::Previewed(Arc::new(preview))
        }
        JobSpec::Report { preview, .. } => {
            JobReport::Reported(preview.files.iter().map(|file| file.path.with_extension("txt")).collect())
        }
        // Acts on many are tested with a real engine (tests/tui/many.rs).
        JobSpec::FingerprintFile { path } => JobReport::Fingerprinted {
            name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            sha256: "ab".repeat(32),
        },
        JobSpec::CheckPapers { .. } => JobReport::PapersChecked(Default::default()),
        JobSpec::WritePaper { path, .. } => {
            JobReport::Exported { path: path.clone(), rows: 1, sha256: "cd".repeat(32) }
        }
        JobSpec::CheckEvaluations { .. } => JobReport::EvaluationsChecked(Box::default()),
        JobSpec::PreReview { .. } => JobReport::PreReviewed(PreReviewed::default()),
        JobSpec::Commit { .. } | JobSpec::ActOnMany { .. } => JobReport::Imported(ImportReport::default()),
        JobSpec::ExportOpinions { path, .. } => {
            JobReport::Exported { path: path.clone(), rows: 31, sha256: "cd".repeat(32) }
        }
        JobSpec::ExportBundle { path, .. } => {
            JobReport::BundleWritten { path: path.clone(), events: 37, batches: 1, sha256: "ef".repeat(32) }
        }
        JobSpec::ImportBundles { paths } => JobReport::BundlesRead(
            paths
                .iter()
                .map(|path| BundleReport {
                    path: path.clone(),
                    new: 198,
                    known: 12,
                    pending: 3,
                    quarantined: 0,
                    contested: 2,
                })
                .collect(),
        ),
    }
}
