//! Sealed files on their way: which ones a bundle carries, and what must hold before one is kept.
//!
//! A `sample.sealed` names its files by digest; a bundle that brings the event brings those of them that the sender has.
//! A station without them has the draw and its list all the same, and says so where the files are asked for. Deliberately
//! absent: framing and digests of a bundle's contents ([`crate::exchange::bundle`]).

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;
use std::path::Path;

use super::workstation::Workstation;
use crate::model::event::{Body, Event, SampleSealed, SealedFile, SpotCheck};
use crate::model::ids::BatchId;
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::draw::{Plan, Population, exclusions, members};
use crate::store::Session;
use crate::store::attachment::Attachment;

/// Files by digest, with what they are said to be.
pub(super) type Named = BTreeMap<BatchId, BTreeSet<SealedFile>>;

fn seal(event: &Event) -> Option<&SampleSealed> {
    match &event.body {
        Body::SpotCheck(SpotCheck::Sealed(about)) => Some(about),
        _ => None,
    }
}

/// The files that seals among these events name.
pub(super) fn named_by<'e>(events: impl Iterator<Item = &'e Event>) -> Named {
    let mut named = Named::new();
    for (file, digest) in events.filter_map(seal).flat_map(SampleSealed::files) {
        named.entry(digest).or_default().insert(file);
    }
    named
}

/// The same of a bundle's events and of those in the log, those too that still wait.
pub(super) fn named<'e>(session: &Session, events: impl Iterator<Item = &'e Event>) -> Result<Named, Problem> {
    let mut named = named_by(events);
    for (file, digest) in session.seals()?.iter().flat_map(SampleSealed::files) {
        named.entry(digest).or_default().insert(file);
    }
    Ok(named)
}

/// A file of a bundle made ready to be kept, once it is what seals say it is. `bundle` names the place.
///
/// # Errors
/// When it is too large, or not such a file; with the bundle, the file and its line.
pub(super) fn arrived(
    content: &mut dyn BufRead,
    said: &BTreeSet<SealedFile>,
    bundle: &Path,
) -> Result<Attachment, Problem> {
    // The bundle's own limit of a blob is no larger than what may be kept.
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).map_err(Problem::internal)?;
    for file in said {
        let name = format!("{} · {}", bundle.display(), file.name());
        match file {
            SealedFile::Population => Population::read(&bytes, &name).map(|_| ()),
            SealedFile::Plan => Plan::read(&bytes, &name).map(|_| ()),
            SealedFile::Members => members::read(&bytes, &name).map(|_| ()),
            SealedFile::Exclusions => exclusions::read(&bytes, &name).map(|_| ()),
        }?;
    }
    Attachment::of(&bytes)
}

impl Workstation {
    /// The first kept file that is not what its digest says.
    pub(super) fn changed_attachment(&self) -> Result<Option<BatchId>, Problem> {
        for digest in self.session.attachments()? {
            match self.session.attachment(digest) {
                Ok(_) => {}
                Err(problem) if problem.kind == ProblemKind::Verification => return Ok(Some(digest)),
                Err(problem) => return Err(problem),
            }
        }
        Ok(None)
    }
}
