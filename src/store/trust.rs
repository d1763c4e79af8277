//! Keys exchanged by hand, receipts of bundles, and what other stations are known to hold.

use rusqlite::{OptionalExtension, params};

use super::error::{Result, Told, damaged};
use super::log::{Reach, signed};
use super::open::Session;
use crate::model::ids::{EventId, PersonId, PublicKey, ReplicaId};

/// A colleague's key, entered by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    /// Public key.
    pub key: PublicKey,
    /// Person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Office.
    pub office: String,
    /// When it was entered (stamp as text).
    pub added: String,
}

impl Session {
    /// Enters a key. False when it was there before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn trust(&self, entry: &Trusted) -> Result<bool> {
        let added = self
            .connection
            .execute(
                "INSERT INTO trust (key, person, name, office, added) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (key) DO NOTHING",
                params![entry.key.0, entry.person.0, entry.name, entry.office, entry.added],
            )
            .told()?;
        Ok(added > 0)
    }

    /// All keys entered by hand, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn trusted(&self) -> Result<Vec<Trusted>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT key, person, name, office, added FROM trust ORDER BY added, key")
            .told()?;
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
            .told()?;
        rows.map(|row| {
            let (key, person, name, office, added) = row.told()?;
            let key = PublicKey::try_from(key.as_slice()).map_err(|_| damaged("trust.key"))?;
            Ok(Trusted { key, person: PersonId(person), name, office, added })
        })
        .collect()
    }

    /// Notes that a bundle was taken in.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_receipt(&self, bundle: &str, sender: ReplicaId, at: &str, new: u64) -> Result<()> {
        self.connection
            .execute(
                "INSERT INTO receipt (bundle, sender, at, new) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                params![bundle, sender.0, at, signed(new)],
            )
            .told()?;
        Ok(())
    }

    /// True when a bundle was taken in before.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_receipt(&self, bundle: &str) -> Result<bool> {
        let found = self
            .connection
            .query_row("SELECT 1 FROM receipt WHERE bundle = ?1", [bundle], |_| Ok(()))
            .optional()
            .told()?;
        Ok(found.is_some())
    }

    /// Notes how far a chain reaches at another station; a lower number than known is ignored.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_peer_reach(&self, peer: ReplicaId, reach: Reach) -> Result<()> {
        self.connection
            .execute(
                "INSERT INTO peer_head (peer, replica, seq, head) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET seq = ?3, head = ?4 WHERE seq < ?3",
                params![peer.0, reach.replica.0, signed(reach.seq), reach.head.0],
            )
            .told()?;
        Ok(())
    }

    /// How far each chain is known to reach at another station.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn peer_reaches(&self, peer: ReplicaId) -> Result<Vec<Reach>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT replica, seq, head FROM peer_head WHERE peer = ?1 ORDER BY replica")
            .told()?;
        let rows = statement
            .query_map([peer.0], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?))
            })
            .told()?;
        rows.map(|row| {
            let (replica, seq, head) = row.told()?;
            Ok(Reach {
                replica: ReplicaId::try_from(replica.as_slice()).map_err(|_| damaged("peer_head"))?,
                seq: u64::try_from(seq).map_err(|_| damaged("peer_head"))?,
                head: EventId::try_from(head.as_slice()).map_err(|_| damaged("peer_head"))?,
            })
        })
        .collect()
    }
}
