//! Database failures as people are told.

use rusqlite::ErrorCode;

use crate::model::problem::{Problem, ProblemKind};

/// Turns a database error into a problem with a way out.
pub fn problem(error: rusqlite::Error) -> Problem {
    use ProblemKind::{Internal, Unavailable, Verification};
    let (kind, key) = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (Unavailable, "problem-database-busy"),
        Some(ErrorCode::DiskFull) => (Unavailable, "problem-database-full"),
        Some(ErrorCode::ReadOnly) => (Unavailable, "problem-database-read-only"),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => (Unavailable, "problem-database-unreachable"),
        // On a full disk the file that connections share cannot even be made: the disk itself is sound.
        Some(ErrorCode::SystemIoFailure) if extended(&error) == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => {
            (Unavailable, "problem-database-full")
        }
        Some(ErrorCode::SystemIoFailure) => (Unavailable, "problem-disk-error"),
        // What contradicts itself is not what we wrote.
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation) => (Verification, "problem-database-damaged"),
        Some(ErrorCode::NotADatabase) => (ProblemKind::Refused, "problem-not-our-database"),
        // The search indexes report their damage in words alone; so does a list of tables in which ours has another name.
        Some(ErrorCode::Unknown)
            if ["fts5 file format", "vtable constructor failed", "no such fts5 table", "no such table"]
                .iter()
                .any(|words| error.to_string().contains(words)) =>
        {
            (Verification, "problem-database-damaged")
        }
        Some(_) => (Internal, "problem-internal"),
        // A value that is not of the kind it was written as.
        None => match error {
            rusqlite::Error::Utf8Error(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => (Verification, "problem-database-damaged"),
            _ => (Internal, "problem-internal"),
        },
    };
    Problem::new(kind, key).with("detail", error)
}

fn extended(error: &rusqlite::Error) -> Option<i32> {
    error.sqlite_error().map(|failure| failure.extended_code)
}

/// Shorthand for results of this module.
pub type Result<T> = std::result::Result<T, Problem>;

/// `?` on database results: `.told()?`.
pub trait Told<T> {
    /// The same result with a problem that people can read.
    ///
    /// # Errors
    /// The database error, told.
    fn told(self) -> Result<T>;
}

impl<T> Told<T> for rusqlite::Result<T> {
    fn told(self) -> Result<T> {
        self.map_err(problem)
    }
}

/// A stored value that cannot be what we wrote: the file was changed by something else.
pub fn damaged(what: &'static str) -> Problem {
    Problem::new(ProblemKind::Verification, "problem-database-damaged").with("detail", what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_went_is_damage() {
        let base = rusqlite::Connection::open_in_memory().unwrap();
        assert_eq!(problem(base.prepare("SELECT 1 FROM gone").unwrap_err()).key, "problem-database-damaged");
        assert_eq!(problem(base.prepare("SELEC").unwrap_err()).key, "problem-internal");
    }

    #[test]
    fn a_full_disk_is_told_as_one_however_it_shows() {
        use rusqlite::ffi;
        for (code, key) in [
            (ffi::SQLITE_FULL, "problem-database-full"),
            (ffi::SQLITE_IOERR_SHMSIZE, "problem-database-full"),
            (ffi::SQLITE_IOERR_READ, "problem-disk-error"),
        ] {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert_eq!(problem(error).key, key, "{code}");
        }
    }
}
