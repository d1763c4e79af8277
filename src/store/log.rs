//! The log: events as their exact bytes, never changed, never deleted.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, Row, params};

use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::event::{self, Event, Stamp};
use crate::model::ids::{EventId, PersonId, PublicKey, ReplicaId, VersionId};

/// Whether a stored event counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventState {
    /// Its chain is whole and its signature holds.
    Live = 0,
    /// An earlier event of its chain has not arrived.
    Pending = 1,
    /// Its signer's key is not known here.
    Unverified = 2,
}

impl EventState {
    fn read(number: i64) -> Result<Self> {
        match number {
            0 => Ok(EventState::Live),
            1 => Ok(EventState::Pending),
            2 => Ok(EventState::Unverified),
            _ => Err(damaged("event_state")),
        }
    }
}

/// An event with what is stored beside it.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Order of arrival here.
    pub local: i64,
    /// Exact bytes.
    pub bytes: Vec<u8>,
    /// Signature suite (1: Ed25519).
    pub suite: u8,
    /// Signature.
    pub signature: Vec<u8>,
    /// Whether it counts.
    pub state: EventState,
    /// The bytes, read.
    pub event: Event,
}

const COLUMNS: &str = "e.local, e.body, e.suite, e.sig, s.state";

/// Live events of all chains of one key, newest first: along the index by author and time.
const BACKWARDS: &str = "SELECT e.local, e.body, e.suite, e.sig, s.state
    FROM event e JOIN event_state s USING (local)
    WHERE e.author = (SELECT person FROM replica WHERE key = ?1)
      AND e.replica IN (SELECT replica FROM replica WHERE key = ?1) AND s.state = 0
    ORDER BY e.at DESC, e.seq DESC";

/// A chain's device, as its first event says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replica {
    /// The chain.
    pub replica: ReplicaId,
    /// Its key.
    pub key: PublicKey,
    /// Its incarnation.
    pub incarnation: u32,
    /// Who works there.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Office.
    pub office: String,
}

/// How far a chain reaches without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The chain.
    pub replica: ReplicaId,
    /// Its last live number.
    pub seq: u64,
    /// The event there.
    pub head: EventId,
}

type RawRow = (i64, Vec<u8>, u8, Vec<u8>, i64);

fn raw(row: &Row<'_>) -> rusqlite::Result<RawRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn stored((local, bytes, suite, signature, state): RawRow) -> Result<Stored> {
    let event = event::read(&bytes).map_err(|_| damaged("event"))?;
    Ok(Stored { local, suite, signature, state: EventState::read(state)?, event, bytes })
}

/// True when the columns behind [`COLUMNS`] say what the event says.
fn filed(row: &Row<'_>, event: &Event) -> rusqlite::Result<bool> {
    let envelope = &event.envelope;
    Ok(row.get::<_, Vec<u8>>(5)? == event.id.0
        && row.get::<_, Vec<u8>>(6)? == envelope.replica.0
        && row.get::<_, i64>(7)? == signed(envelope.seq)
        && row.get::<_, Option<Vec<u8>>>(8)? == envelope.previous.map(|id| id.0.to_vec())
        && row.get::<_, String>(9)? == event.kind
        && row.get::<_, String>(10)? == format!("{:016x}", envelope.at.0)
        && row.get::<_, String>(11)? == envelope.author.0
        && row.get::<_, String>(12)? == envelope.operation
        && row.get::<_, Option<Vec<u8>>>(13)? == event.body.subject().map(|on| on.version.0.to_vec()))
}

/// A sequence number as SQLite keeps it. Numbers beyond 63 bits cannot come from a chain that exists.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

impl Session {
    pub(super) fn events(&self, filter: &str, args: impl rusqlite::Params) -> Result<Vec<Stored>> {
        let sql = format!("SELECT {COLUMNS} FROM event e JOIN event_state s USING (local) WHERE {filter}");
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let rows = statement.query_map(args, raw).told()?;
        rows.map(|row| stored(row.told()?)).collect()
    }

    /// Appends an event. False when it was stored before; nothing changes then.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn append(&self, bytes: &[u8], event: &Event, suite: u8, signature: &[u8], state: EventState) -> Result<bool> {
        let envelope = &event.envelope;
        let added = self
            .connection
            .prepare_cached(
                "INSERT INTO event (id, replica, seq, prev, kind, at, author, op, version, body, suite, sig)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (id) DO NOTHING",
            )
            .told()?
            .execute(params![
                event.id.0,
                envelope.replica.0,
                signed(envelope.seq),
                envelope.previous.map(|id| id.0),
                event.kind,
                format!("{:016x}", envelope.at.0),
                envelope.author.0,
                envelope.operation,
                event.body.subject().map(|on| on.version.0),
                bytes,
                suite,
                signature,
            ])
            .told()?;
        if added == 0 {
            return Ok(false);
        }
        let local = self.connection.last_insert_rowid();
        self.connection
            .prepare_cached("INSERT INTO event_state (local, state) VALUES (?1, ?2)")
            .told()?
            .execute(params![local, state as i64])
            .told()?;
        Ok(true)
    }

    /// Says whether an event counts from now on.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_event_state(&self, local: i64, state: EventState) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE event_state SET state = ?2 WHERE local = ?1")
            .told()?
            .execute(params![local, state as i64])
            .told()?;
        Ok(())
    }

    /// One event by identity.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn event(&self, id: EventId) -> Result<Option<Stored>> {
        Ok(self.events("e.id = ?1", params![id.0])?.pop())
    }

    /// Whether a stored event counts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn event_state(&self, id: EventId) -> Result<Option<EventState>> {
        self.connection
            .prepare_cached("SELECT s.state FROM event e JOIN event_state s USING (local) WHERE e.id = ?1")
            .told()?
            .query_row([id.0], |row| row.get(0))
            .optional()
            .told()?
            .map(EventState::read)
            .transpose()
    }

    /// Events that name `id` as the one before them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn events_after(&self, id: EventId) -> Result<Vec<Stored>> {
        self.events("e.prev = ?1 ORDER BY e.id", params![id.0])
    }

    /// The event an operation of `author` was saved as.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn event_of_operation(&self, author: &PersonId, operation: &str) -> Result<Option<Stored>> {
        Ok(self.events("e.op = ?1 AND e.author = ?2 ORDER BY e.local LIMIT 1", params![operation, author.0])?.pop())
    }

    /// All live events about one version, by identity.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn live_events_about(&self, version: VersionId) -> Result<Vec<Event>> {
        let events = self.events("e.version = ?1 AND s.state = 0 ORDER BY e.id", params![version.0])?;
        Ok(events.into_iter().map(|stored| stored.event).collect())
    }

    /// All live events of a kind, in order of arrival.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn live_events_of_kind(&self, kind: &str) -> Result<Vec<Event>> {
        let events = self.events("e.kind = ?1 AND s.state = 0 ORDER BY e.local", params![kind])?;
        Ok(events.into_iter().map(|stored| stored.event).collect())
    }

    /// Every version anything live was said about, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn versions_spoken_of(&self) -> Result<Vec<VersionId>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT DISTINCT e.version FROM event e JOIN event_state s USING (local)
                 WHERE e.version IS NOT NULL AND s.state = 0 ORDER BY e.version",
            )
            .told()?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).told()?;
        rows.map(|row| VersionId::try_from(row.told()?.as_slice()).map_err(|_| damaged("event.version"))).collect()
    }

    /// Live events of all chains of one key from the newest back, one by one, until `each` breaks. Nothing older is read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn each_event_backwards(&self, key: &PublicKey, mut each: impl FnMut(&Event) -> ControlFlow<()>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(BACKWARDS).told()?;
        let mut rows = statement.query(params![key.0]).told()?;
        while let Some(row) = rows.next().told()? {
            if each(&stored(raw(row).told()?)?.event).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Identity, kind and operation of the live events of all chains of one key, in the order in which they were made; those that
    /// take something back are read whole.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn each_kind_of_chain(
        &self,
        key: &PublicKey,
        mut each: impl FnMut(EventId, &str, &str, Option<&Event>),
    ) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT e.id, e.kind, CASE e.kind WHEN 'retracted' THEN e.body END, e.op
                 FROM event e JOIN event_state s USING (local)
                 WHERE e.author = (SELECT person FROM replica WHERE key = ?1)
                   AND e.replica IN (SELECT replica FROM replica WHERE key = ?1) AND s.state = 0
                 ORDER BY e.at, e.seq",
            )
            .told()?;
        let mut rows = statement.query(params![key.0]).told()?;
        while let Some(row) = rows.next().told()? {
            let id = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("event.id"))?;
            let id = EventId::try_from(id).map_err(|_| damaged("event.id"))?;
            let kind = row.get_ref(1).told()?.as_str().map_err(|_| damaged("event.kind"))?;
            let body = row.get_ref(2).told()?.as_blob_or_null().map_err(|_| damaged("event"))?;
            let event = body.map(event::read).transpose().map_err(|_| damaged("event"))?;
            let operation = row.get_ref(3).told()?.as_str().map_err(|_| damaged("event.op"))?;
            each(id, kind, operation, event.as_ref());
        }
        Ok(())
    }

    /// Live events of everybody or of one author from the newest back, in the order in which they arrived, until `each`
    /// breaks. Nothing older is read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn each_latest_event(
        &self,
        author: Option<&str>,
        mut each: impl FnMut(Stored) -> ControlFlow<()>,
    ) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS} FROM event e JOIN event_state s USING (local)
             WHERE s.state = 0 AND (?1 IS NULL OR e.author = ?1) ORDER BY e.local DESC"
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params![author]).told()?;
        while let Some(row) = rows.next().told()? {
            if each(stored(raw(row).told()?)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Identities of the live events of one chain that are parts of one step; see [`event::group_of`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn events_of_group(&self, author: &PersonId, replica: ReplicaId, group: &str) -> Result<BTreeSet<EventId>> {
        // `0` follows `/`: everything that begins with the name and a stroke.
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT e.id, e.op FROM event e JOIN event_state s USING (local)
                 WHERE e.op > ?1 || '/' AND e.op < ?1 || '0' AND e.author = ?2 AND e.replica = ?3 AND s.state = 0",
            )
            .told()?;
        let mut rows = statement.query(params![group, author.0, replica.0]).told()?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next().told()? {
            let id = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("event.id"))?;
            let operation = row.get_ref(1).told()?.as_str().map_err(|_| damaged("event.op"))?;
            if event::group_of(operation) == Some(group) {
                found.insert(EventId::try_from(id).map_err(|_| damaged("event.id"))?);
            }
        }
        Ok(found)
    }

    /// Every event, in order of arrival, one by one, each with whether its columns say what its bytes say.
    ///
    /// # Errors
    /// When the database cannot be read, or when `each` fails.
    pub fn each_event(&self, mut each: impl FnMut(Stored, bool) -> Result<()>) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS}, e.id, e.replica, e.seq, e.prev, e.kind, e.at, e.author, e.op, e.version
             FROM event e JOIN event_state s USING (local) ORDER BY e.local"
        );
        let mut statement = self.connection.prepare(&sql).told()?;
        let mut rows = statement.query([]).told()?;
        while let Some(row) = rows.next().told()? {
            let stored = stored(raw(row).told()?)?;
            let filed = filed(row, &stored.event).told()?;
            each(stored, filed)?;
        }
        Ok(())
    }

    /// Events of one chain after a number, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn events_of_chain(&self, replica: ReplicaId, after: u64) -> Result<Vec<Stored>> {
        self.events("e.replica = ?1 AND e.seq > ?2 ORDER BY e.seq, e.id", params![replica.0, signed(after)])
    }

    /// Events that do not count yet, in chain order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn events_not_live(&self) -> Result<Vec<Stored>> {
        self.events("s.state <> 0 ORDER BY e.replica, e.seq, e.id", [])
    }

    /// Number of events that wait, and of those whose signer is unknown.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn waiting(&self) -> Result<(u64, u64)> {
        let count = |state: EventState| -> Result<u64> {
            self.connection
                .prepare_cached("SELECT count(*) FROM event_state WHERE state <> 0 AND state = ?1")
                .told()?
                .query_row([state as i64], |row| row.get(0))
                .told()
                .map(unsigned)
        };
        Ok((count(EventState::Pending)?, count(EventState::Unverified)?))
    }

    /// Number of stored events.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn event_count(&self) -> Result<u64> {
        self.connection.query_row("SELECT count(*) FROM event", [], |row| row.get(0)).told().map(unsigned)
    }

    /// Identities of all events, sorted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn event_ids(&self) -> Result<Vec<EventId>> {
        let mut statement = self.connection.prepare("SELECT id FROM event ORDER BY id").told()?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).told()?;
        rows.map(|row| EventId::try_from(row.told()?.as_slice()).map_err(|_| damaged("event.id"))).collect()
    }

    /// How far each chain reaches without a gap.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reaches(&self) -> Result<Vec<Reach>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT e.replica, max(e.seq), e.id FROM event e JOIN event_state s USING (local)
                 WHERE s.state = 0 GROUP BY e.replica ORDER BY e.replica",
            )
            .told()?;
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?)))
            .told()?;
        rows.map(|row| {
            let (replica, seq, head) = row.told()?;
            Ok(Reach {
                replica: ReplicaId::try_from(replica.as_slice()).map_err(|_| damaged("event.replica"))?,
                seq: unsigned(seq),
                head: EventId::try_from(head.as_slice()).map_err(|_| damaged("event.id"))?,
            })
        })
        .collect()
    }

    /// How far one chain reaches without a gap.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reach(&self, replica: ReplicaId) -> Result<Option<Reach>> {
        let row = self
            .connection
            .prepare_cached(
                "SELECT e.seq, e.id FROM event e JOIN event_state s USING (local)
                 WHERE e.replica = ?1 AND s.state = 0 ORDER BY e.seq DESC, e.id LIMIT 1",
            )
            .told()?
            .query_row([replica.0], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
            .optional()
            .told()?;
        row.map(|(seq, head)| {
            let head = EventId::try_from(head.as_slice()).map_err(|_| damaged("event.id"))?;
            Ok(Reach { replica, seq: unsigned(seq), head })
        })
        .transpose()
    }

    /// The latest time any live event of the database was stamped with by this station's clock.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn clock(&self) -> Result<Stamp> {
        let text = self.meta("clock")?.unwrap_or_default();
        Ok(Stamp(u64::from_str_radix(&text, 16).unwrap_or(0)))
    }

    /// Sets the clock.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_clock(&self, stamp: Stamp) -> Result<()> {
        self.set_meta("clock", &format!("{:016x}", stamp.0))
    }

    /// Remembers the device of a chain.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_replica(&self, replica: &Replica) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO replica (replica, key, incarnation, person, name, office) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (replica) DO NOTHING",
            )
            .told()?
            .execute(params![
                replica.replica.0,
                replica.key.0,
                replica.incarnation,
                replica.person.0,
                replica.name,
                replica.office
            ])
            .told()?;
        Ok(())
    }

    /// All chains known here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn replicas(&self) -> Result<Vec<Replica>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT replica, key, incarnation, person, name, office FROM replica ORDER BY replica")
            .told()?;
        let rows = statement
            .query_map([], |row| {
                Ok((
                    row.get::<_, Vec<u8>>(0)?,
                    row.get::<_, Vec<u8>>(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                ))
            })
            .told()?;
        rows.map(|row| {
            let (replica, key, incarnation, person, name, office) = row.told()?;
            Ok(Replica {
                replica: ReplicaId::try_from(replica.as_slice()).map_err(|_| damaged("replica"))?,
                key: PublicKey::try_from(key.as_slice()).map_err(|_| damaged("replica.key"))?,
                incarnation,
                person: PersonId(person),
                name,
                office,
            })
        })
        .collect()
    }

    /// My acts since a moment: results set, rows decided, opinions given, all live and not taken back by count of kind.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn acts_since(&self, author: &PersonId, since: Stamp) -> Result<(u64, u64, u64)> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT e.kind, count(*) FROM event e JOIN event_state s USING (local)
                 WHERE e.author = ?1 AND e.at >= ?2 AND s.state = 0 GROUP BY e.kind",
            )
            .told()?;
        let rows = statement
            .query_map(params![author.0, format!("{:016x}", since.0)], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            })
            .told()?;
        let mut acts = (0, 0, 0);
        for row in rows {
            let (kind, count) = row.told()?;
            match kind.as_str() {
                "grade.set" => acts.0 = unsigned(count),
                "verdict.set" => acts.1 = unsigned(count),
                "opinion.added" => acts.2 = unsigned(count),
                _ => {}
            }
        }
        Ok(acts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Access;

    #[test]
    fn the_newest_own_event_is_found_along_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(&folder.path().join("new.db"), Access::Create).unwrap();
        let mut statement = session.connection.prepare(&format!("EXPLAIN QUERY PLAN {BACKWARDS}")).unwrap();
        let plan: Vec<String> =
            statement.query_map([[0u8; 32]], |row| row.get(3)).unwrap().map(rusqlite::Result::unwrap).collect();
        assert!(plan[0].contains("SEARCH e USING INDEX event_by_time (author=?)"), "{plan:?}");
        // Events of one moment may be sorted, the whole chain never.
        assert!(!plan.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY"), "{plan:?}");
    }
}
