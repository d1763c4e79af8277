//! Digests by which two stations see that they hold the same events and show the same state.
//!
//! The same set gives the same digest on every machine, in every order of arrival; the state digest tells apart a
//! rebuild that differs from what was kept up to date.

use sha2::{Digest as _, Sha256};

use crate::model::canonical::{self, NotCanonical};
use crate::model::ids::{EventId, VersionId};
use crate::model::recheck::RecheckState;
use crate::model::review::ReviewState;

/// Digest of a set of events: SHA-256 of `"wx-set-1" 00` and the identities in ascending order, each once.
pub fn set(ids: impl IntoIterator<Item = EventId>) -> [u8; 32] {
    let mut ids: Vec<EventId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut hash = Sha256::new();
    hash.update(b"wx-set-1\0");
    for id in ids {
        hash.update(id.0);
    }
    hash.finalize().into()
}

/// Why a state could not be added to a digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAdded {
    /// Versions must come in ascending order, each once.
    #[error("version {0} is out of order")]
    Order(VersionId),
    /// The state cannot be written canonically.
    #[error(transparent)]
    Canonical(#[from] NotCanonical),
}

/// Digest of what all reviews and rechecks amount to: SHA-256 of `"wx-state-1" 00` and, for each version in ascending order that
/// anybody has touched, its identity, the length of its state as canonical JSON (u64, big-endian) and that JSON; then, if there is any recheck, `"wx-recheck-1" 00` and the same of each.
#[derive(Debug, Clone)]
pub struct StateDigest {
    hash: Sha256,
    last: Option<VersionId>,
    last_recheck: Option<VersionId>,
}

impl Default for StateDigest {
    fn default() -> Self {
        Self::new()
    }
}

impl StateDigest {
    /// Of nothing yet.
    pub fn new() -> Self {
        let mut hash = Sha256::new();
        hash.update(b"wx-state-1\0");
        StateDigest { hash, last: None, last_recheck: None }
    }

    /// Adds the next version. An untouched one leaves no trace, so it does not matter whether it is kept.
    ///
    /// # Errors
    /// See [`NotAdded`].
    pub fn add(&mut self, version: VersionId, state: &ReviewState) -> Result<(), NotAdded> {
        if self.last.is_some_and(|last| last >= version) {
            return Err(NotAdded::Order(version));
        }
        self.last = Some(version);
        if state.untouched() {
            return Ok(());
        }
        self.hash_text(version, &canonical::write(state)?);
        Ok(())
    }

    /// Adds the next recheck, after all reviews.
    ///
    /// # Errors
    /// See [`NotAdded`].
    pub fn add_recheck(&mut self, version: VersionId, state: &RecheckState) -> Result<(), NotAdded> {
        if self.last_recheck.is_some_and(|last| last >= version) {
            return Err(NotAdded::Order(version));
        }
        if state.untouched() {
            return Ok(());
        }
        if self.last_recheck.replace(version).is_none() {
            self.hash.update(b"wx-recheck-1\0");
        }
        self.hash_text(version, &canonical::write(state)?);
        Ok(())
    }

    fn hash_text(&mut self, version: VersionId, text: &str) {
        self.hash.update(version.0);
        self.hash.update((text.len() as u64).to_be_bytes());
        self.hash.update(text.as_bytes());
    }

    /// The digest of what was added.
    pub fn finish(self) -> [u8; 32] {
        self.hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::Stamp;
    use crate::model::ids::PersonId;
    use crate::model::review::{Head, Heads, Verdict};

    #[test]
    fn the_same_events_give_the_same_digest_in_any_order() {
        let ids = [EventId([3; 32]), EventId([1; 32]), EventId([2; 32])];
        assert_eq!(set(ids), set([ids[1], ids[2], ids[0], ids[1]]));
        assert_ne!(set(ids), set([ids[0], ids[1]]));
    }

    fn passed() -> ReviewState {
        let head =
            Head { event: EventId([1; 32]), author: PersonId("p-1".into()), at: Stamp(1), value: Verdict::Passed };
        ReviewState { rows: [(2, Heads(vec![head]))].into(), ..ReviewState::default() }
    }

    #[test]
    fn an_untouched_version_leaves_no_trace_and_order_is_demanded() {
        let mut with = StateDigest::new();
        with.add(VersionId([1; 32]), &ReviewState::default()).unwrap();
        with.add(VersionId([2; 32]), &passed()).unwrap();
        let mut without = StateDigest::new();
        without.add(VersionId([2; 32]), &passed()).unwrap();
        assert_eq!(with.clone().finish(), without.finish());
        assert!(matches!(with.add(VersionId([2; 32]), &passed()), Err(NotAdded::Order(_))));
        let mut other = StateDigest::new();
        other.add(VersionId([3; 32]), &passed()).unwrap();
        assert_ne!(with.finish(), other.finish(), "the same state of another version");
    }
}
