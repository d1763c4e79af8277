//! Keys exchanged by hand. A key card is one line of text that a person copies, prints or sends; the other side enters
//! it and compares the fingerprint. Enrolment by administrators, roles and revocation will take this place.

use serde::{Deserialize, Serialize};

use super::workstation::Workstation;
use crate::model::canonical;
use crate::model::ids::{PersonId, PublicKey, ReplicaId, WorkspaceId};
use crate::model::problem::{Problem, ProblemKind};
use crate::store::trust::Trusted;
use crate::sync::sign;

use super::identity::person_of;

/// A device's public identity, as handed to colleagues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCard {
    /// Public key.
    pub key: PublicKey,
    /// Name of the person.
    pub name: String,
    /// Office.
    pub office: String,
    /// Workspace; stations of different workspaces do not exchange.
    pub workspace: WorkspaceId,
}

const PREFIX: &str = "wenxiao-key:";

impl KeyCard {
    /// The card as one line of text.
    pub fn line(&self) -> String {
        // A card holds short strings only: writing it cannot fail.
        format!("{PREFIX}{}", canonical::write(self).unwrap_or_default())
    }

    /// Reads a card: its line alone, or whatever text it was sent in (the answer of `key show`, a mail).
    ///
    /// # Errors
    /// When there is no card in the text, more than one, or its key is weak.
    pub fn read(text: &str) -> Result<KeyCard, Problem> {
        let mut lines = text.lines().filter_map(|line| line.trim().trim_start_matches('\u{feff}').strip_prefix(PREFIX));
        let body = lines.next().filter(|_| lines.next().is_none());
        let card: Option<KeyCard> = body
            .and_then(|body| canonical::read(body.trim().as_bytes()).ok())
            .and_then(|value| serde_json::from_value(value).ok());
        let card = card.ok_or_else(|| Problem::refused("problem-not-a-key-card"))?;
        if !sign::is_usable(&card.key) {
            return Err(Problem::new(ProblemKind::Verification, "problem-key-weak"));
        }
        Ok(card)
    }

    /// The person it stands for.
    pub fn person(&self) -> PersonId {
        person_of(&self.key)
    }

    /// What two people compare by phone.
    pub fn fingerprint(&self) -> String {
        self.key.fingerprint()
    }
}

impl Workstation {
    /// This device's card.
    ///
    /// # Errors
    /// When nobody has introduced themselves.
    pub fn key_card(&self) -> Result<KeyCard, Problem> {
        let me = self.me()?;
        Ok(KeyCard { key: me.public, name: me.name.clone(), office: me.office.clone(), workspace: self.workspace })
    }

    /// This device's chain.
    ///
    /// # Errors
    /// When nobody has introduced themselves.
    pub fn replica(&self) -> Result<ReplicaId, Problem> {
        Ok(self.me()?.replica)
    }

    /// Enters a colleague's key. What had arrived from it before and waited unverified begins to count. Answers how many
    /// events did, or `None` when the key was known.
    ///
    /// # Errors
    /// When the card belongs to another workspace or is one's own.
    pub fn enrol(&mut self, card: &KeyCard) -> Result<Option<u64>, Problem> {
        self.writable()?;
        if card.workspace != self.workspace {
            return Err(Problem::refused("problem-other-workspace")
                .with("theirs", &card.workspace.to_string()[..8])
                .with("ours", &self.workspace.to_string()[..8]));
        }
        if card.key == self.me()?.public {
            return Err(Problem::refused("problem-own-key"));
        }
        let entry = Trusted {
            key: card.key,
            person: card.person(),
            name: card.name.clone(),
            office: card.office.clone(),
            added: self.clock.text(),
        };
        self.session.transaction(|session| {
            if !session.trust(&entry)? {
                return Ok(None);
            }
            let woken = self.wake(session)?;
            Ok(Some(woken))
        })
    }

    /// Keys entered by hand.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn enrolled(&self) -> Result<Vec<Trusted>, Problem> {
        self.session.trusted()
    }
}
