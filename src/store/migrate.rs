//! Schema versions. A migration is a new file, never an edit of an old one.

use rusqlite::functions::FunctionFlags;

use super::attachment::digest_of_deflated;
use super::batch::sought;
use super::error::{Result, Told};
use super::open::{APPLICATION_ID, Session};
use crate::model::form::{FormKind, Stage};
use crate::model::ids::{ProjectKey, sha256_hex};
use crate::model::lot::Lot;
use crate::model::packed;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::review::ReviewState;
use crate::model::search;

/// The migrations in order; the schema version is their number.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
    include_str!("migrations/0008.sql"),
    include_str!("migrations/0009.sql"),
    include_str!("migrations/0010.sql"),
    include_str!("migrations/0011.sql"),
    include_str!("migrations/0012.sql"),
    include_str!("migrations/0013.sql"),
    include_str!("migrations/0014.sql"),
];

/// Schema version of this program.
#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // a handful of files
pub const VERSION: i32 = MIGRATIONS.len() as i32;

/// Fingerprint of the schema that all migrations together give. A file with other tables, or with triggers and views of
/// its own, is not worked with. The test below says the new value when a migration is added.
pub const FINGERPRINT: &str = "6283e8b1ef81192242c1ff38e83c07bd24882950deb157dd19134bf7c73d3ac2";

/// Fingerprint of the schema a database has: names and definitions of everything but SQLite's own tables.
///
/// # Errors
/// When the database cannot be read.
pub fn fingerprint(session: &Session) -> Result<String> {
    let mut statement = session
        .connection
        .prepare(
            // The tables in which SQLite keeps the search index are its own affair, as its indexes of keys are.
            "SELECT type || char(31) || name || char(31) || tbl_name || char(31) || coalesce(sql, '') FROM sqlite_schema
             WHERE name NOT GLOB 'sqlite_*'
               AND name NOT IN ('search_data', 'search_idx', 'search_content', 'search_docsize', 'search_config')
               AND name NOT IN ('indicator_near_data', 'indicator_near_idx', 'indicator_near_content',
                                'indicator_near_docsize', 'indicator_near_config')
               AND name NOT IN ('indicator_use_data', 'indicator_use_idx', 'indicator_use_content', 'indicator_use_docsize',
                                'indicator_use_config')
               AND name NOT IN ('said_data', 'said_idx', 'said_content', 'said_docsize', 'said_config')
             ORDER BY type, name",
        )
        .told()?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).told()?;
    let lines: Vec<String> = rows.collect::<rusqlite::Result<_>>().told()?;
    Ok(sha256_hex(lines.join("\0\0").as_bytes()))
}

/// What migrations ask of the program, as functions of SQL.
fn functions(session: &Session) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    let connection = &session.connection;
    // A kind or stage that is none is told when it is read, not here: the rest of the database is good.
    const NONE: i64 = -1;
    connection
        .create_scalar_function("kind_number", 1, flags, |call| {
            Ok(FormKind::from_id(call.get_raw(0).as_str()?).map_or(NONE, |kind| i64::from(packed::kind_number(kind))))
        })
        .told()?;
    connection
        .create_scalar_function("stage_number", 1, flags, |call| {
            Ok(Stage::from_id(call.get_raw(0).as_str()?).map_or(NONE, |stage| i64::from(packed::stage_number(stage))))
        })
        .told()?;
    connection
        .create_scalar_function("sought", 1, flags, |call| Ok(call.get_raw(0).as_str_or_null()?.map(sought)))
        .told()?;
    connection
        .create_scalar_function("packed", 1, flags, |call| Ok(packed::pack_text(call.get_raw(0).as_str()?)))
        .told()?;
    connection
        .create_scalar_function("search_terms", 1, flags, |call| {
            // A body that cannot be read is the doctor's finding.
            Ok(packed::unpack(call.get_raw(0).as_blob()?).map_or_else(|_| String::new(), |form| search::terms(&form)))
        })
        .told()?;
    for (name, part) in [("unit_code", true), ("unit_name", false)] {
        connection
            .create_scalar_function(name, 1, flags, move |call| {
                let head = packed::head(call.get_raw(0).as_blob()?).ok();
                Ok(head
                    .and_then(|head| if part { head.unit.code } else { Some(head.unit.name) })
                    .or_else(|| (!part).then(String::new)))
            })
            .told()?;
    }
    connection
        .create_scalar_function("lot_number", 3, flags, |call| {
            // A key of another length is the doctor's finding.
            let project = ProjectKey::try_from(call.get_raw(0).as_blob()?).unwrap_or(ProjectKey([0; 16]));
            let year = u16::try_from(call.get::<i64>(1)?).unwrap_or(0);
            Ok(Lot::of(project, year, call.get_raw(2).as_blob_or_null()?.unwrap_or_default()).0)
        })
        .told()?;
    connection
        .create_scalar_function("digest_of_deflated", 1, flags, |call| {
            Ok(digest_of_deflated(call.get_raw(0).as_blob()?))
        })
        .told()?;
    connection
        .create_scalar_function("said_terms", 1, flags, |call| {
            let state: Option<ReviewState> = serde_json::from_str(call.get_raw(0).as_str()?).ok();
            Ok(state.map_or_else(String::new, |state| search::said_terms(&state)))
        })
        .told()
}

/// Brings a database up to [`VERSION`], one transaction a step. A newer database is left alone.
///
/// # Errors
/// When the database cannot be written, or is not ours.
pub fn up(session: &Session) -> Result<()> {
    if session.pragma::<i32>("user_version")? < VERSION {
        functions(session)?;
    }
    loop {
        let version: i32 = session.pragma("user_version")?;
        if version >= VERSION {
            return Ok(());
        }
        session.transaction(|session| {
            // Another process may have done it while we waited for the lock.
            let version: i32 = session.pragma("user_version")?;
            let Some(sql) = usize::try_from(version).ok().and_then(|done| MIGRATIONS.get(done)) else {
                return Ok(());
            };
            let tables: i64 =
                session.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).told()?;
            let id: i32 = session.pragma("application_id")?;
            if id != APPLICATION_ID && (version != 0 || tables != 0) {
                return Err(Problem::new(ProblemKind::Refused, "problem-not-our-database")
                    .with("path", session.path().display()));
            }
            session.connection.execute_batch(sql).told()?;
            session
                .connection
                .execute_batch(&format!(
                    "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {};",
                    version + 1
                ))
                .told()
        })?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Access;

    #[test]
    fn the_fingerprint_is_that_of_the_migrations() {
        let folder = tempfile::tempdir().unwrap();
        // Opening compares it, too: an unequal one shows as a damaged schema.
        let session = Session::open(&folder.path().join("new.db"), Access::Create);
        let found = match &session {
            Ok(session) => fingerprint(session).unwrap(),
            Err(_) => {
                let connection = rusqlite::Connection::open(folder.path().join("new.db")).unwrap();
                fingerprint(&Session::of(connection)).unwrap()
            }
        };
        assert_eq!(found, FINGERPRINT, "the schema has changed: this is its new fingerprint");
    }
}
