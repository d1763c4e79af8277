//! The light lines that links are found by, kept in step with what is published.

use std::collections::BTreeSet;

use crate::engine::fold::fold_version;
use crate::model::form::{FormHead, FormKind};
use crate::model::ids::{BatchId, ProjectKey};
use crate::model::problem::Problem;
use crate::rules::links::{key, plain, timeless};
use crate::store::Session;
use crate::store::links::FiledLine;

/// Kinds of form that are linked.
const FILED: [FormKind; 4] = [FormKind::Target, FormKind::SelfEvaluation, FormKind::Monitoring, FormKind::BudgetList];

/// Writes the queue lines of a batch that was just published, where nothing is to be weighed, and files all of its lines.
/// Answers the targets that are left for the queue; each of those must be refreshed.
pub(in crate::engine) fn add_batch(session: &Session, batch: BatchId) -> Result<Vec<(ProjectKey, u16)>, Problem> {
    // What the queue shows of a target and what is filed of it are read once.
    let file_target =
        |project, year, head: &FormHead| file_head(session, FormKind::Target, year, project, head.clone());
    let left = session.add_targets(batch, file_target)?;
    for (project, year) in &left {
        file(session, FormKind::Target, *year, *project)?;
    }
    for (kind, year, project) in session.filed_besides_targets(batch)? {
        file(session, kind, year, project)?;
    }
    Ok(left)
}

/// Files the lines of everything published.
pub(in crate::engine) fn file_all(session: &Session) -> Result<(), Problem> {
    for (kind, year, project) in session.filed_anywhere()? {
        file(session, kind, year, project)?;
    }
    Ok(())
}

/// After a migration: files everything, and folds the decisions that came before this program knew them.
pub(in crate::engine) fn file_anew(session: &Session) -> Result<(), Problem> {
    file_all(session)?;
    let decided: BTreeSet<_> = session
        .live_events_of_kind("project.linked")?
        .iter()
        .filter_map(|event| event.body.subject().map(|on| on.version))
        .collect();
    for version in decided {
        fold_version(session, version)?;
    }
    session.nothing_to_file()
}

fn file(session: &Session, kind: FormKind, year: u16, project: ProjectKey) -> Result<(), Problem> {
    if !FILED.contains(&kind) {
        return Ok(());
    }
    let Some(row) = session.form_in_force(project, year, kind)? else { return Ok(()) };
    file_head(session, kind, year, project, session.form_head(row)?)
}

fn file_head(session: &Session, kind: FormKind, year: u16, project: ProjectKey, head: FormHead) -> Result<(), Problem> {
    let FormHead { code, name, department, unit, annual, .. } = head;
    let comparable = plain(&name);
    // A table without units names departments; where both stand, the unit tells more apart.
    let told_apart = [Some(&unit.name), unit.code.as_ref(), Some(&department.name), department.code.as_ref()];
    let unit_key = told_apart.into_iter().flatten().find_map(|text| key(&plain(text)));
    session.save_filed(&FiledLine {
        kind,
        year,
        project,
        code_key: code.as_deref().and_then(|code| key(&plain(code))),
        code,
        name,
        unit: unit.name,
        department: department.name,
        amount: annual,
        name_key: key(&comparable),
        timeless: key(&timeless(&comparable)),
        unit_key,
    })
}
