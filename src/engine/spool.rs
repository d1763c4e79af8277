//! Forms on their way from files to the database: in a file without a name, which goes when it is closed, not in
//! memory. Records are written once and read at their offset, by several threads at a time.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::model::form::Place;
use crate::model::ids::VersionId;
use crate::model::problem::{Problem, ProblemKind};
use crate::system;

/// One form in the spool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub place: Place,
    pub version: VersionId,
    /// See [`crate::model::packed`].
    pub packed: Vec<u8>,
}

pub(super) fn cannot(error: io::Error) -> Problem {
    let key = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "problem-spool-full",
        _ => "problem-spool",
    };
    Problem::new(ProblemKind::Unavailable, key).with("detail", error)
}

/// A spool that is being filled.
pub(super) struct Filling {
    out: BufWriter<File>,
    at: u64,
}

/// Bytes before the name of the sheet: its length, the length of the form, the row, the version.
const HEAD: usize = 4 + 4 + 4 + 32;

impl Filling {
    /// An empty spool beside the database, where there is room for what will be stored; else where the system keeps
    /// such files.
    pub fn beside(database: &Path) -> Result<Filling, Problem> {
        let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::tempfile_in(folder).or_else(|_| tempfile::tempfile()).map_err(cannot)?;
        Ok(Filling { out: BufWriter::with_capacity(256 << 10, file), at: 0 })
    }

    /// Bytes written so far.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Adds a form; answers its offset.
    pub fn put(&mut self, place: &Place, version: VersionId, packed: &[u8]) -> Result<u64, Problem> {
        let offset = self.at;
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(Problem::internal);
        let mut head = [0; HEAD];
        head[..4].copy_from_slice(&length(place.sheet.as_bytes())?.to_le_bytes());
        head[4..8].copy_from_slice(&length(packed)?.to_le_bytes());
        head[8..12].copy_from_slice(&place.row.to_le_bytes());
        head[12..].copy_from_slice(&version.0);
        for part in [&head[..], place.sheet.as_bytes(), packed] {
            self.out.write_all(part).map_err(cannot)?;
            self.at += part.len() as u64;
        }
        Ok(offset)
    }

    /// Forgets everything from an offset on.
    pub fn cut(&mut self, at: u64) -> Result<(), Problem> {
        self.out.flush().map_err(cannot)?;
        self.out.get_ref().set_len(at).map_err(cannot)?;
        self.out.seek(SeekFrom::Start(at)).map_err(cannot)?;
        self.at = at;
        Ok(())
    }

    /// No more is added.
    pub fn finish(self) -> Result<Spool, Problem> {
        let file = self.out.into_inner().map_err(|error| cannot(error.into_error()))?;
        Ok(Spool { file: Some(file) })
    }
}

/// A filled spool.
#[derive(Debug, Default)]
pub(super) struct Spool {
    /// `None` of a spool without records.
    file: Option<File>,
}

impl Spool {
    /// Reads records, best in their order.
    pub fn reader(&self) -> Records<'_> {
        Records { from: BufReader::with_capacity(128 << 10, At { file: self.file.as_ref(), at: 0 }), at: 0 }
    }
}

/// Reads a file at a position of its own.
struct At<'s> {
    file: Option<&'s File>,
    at: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.map_or(Ok(0), |file| system::read_at(file, buffer, self.at))?;
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for At<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
            SeekFrom::End(_) => return Err(io::ErrorKind::Unsupported.into()),
        };
        Ok(self.at)
    }
}

/// Records of a spool.
pub(super) struct Records<'s> {
    from: BufReader<At<'s>>,
    at: u64,
}

impl Records<'_> {
    /// The record at an offset.
    pub fn read(&mut self, offset: u64) -> Result<Record, Problem> {
        let by =
            i64::try_from(offset).map_err(Problem::internal)? - i64::try_from(self.at).map_err(Problem::internal)?;
        self.from.seek_relative(by).map_err(cannot)?;
        let mut head = [0; HEAD];
        self.from.read_exact(&mut head).map_err(cannot)?;
        let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|byte| head[at + byte]));
        let (sheet, form, row) = (number(0), number(4), number(8));
        let version = VersionId(std::array::from_fn(|byte| head[12 + byte]));
        let mut part = |length: u32| {
            let mut bytes = vec![0; length as usize];
            self.from.read_exact(&mut bytes).map_err(cannot)?;
            Ok::<_, Problem>(bytes)
        };
        let (name, packed) = (part(sheet)?, part(form)?);
        self.at = offset + (HEAD as u64) + u64::from(sheet) + u64::from(form);
        let sheet = String::from_utf8(name).map_err(Problem::internal)?;
        Ok(Record { place: Place { sheet, row }, version, packed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_in_any_order_and_what_was_cut_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let mut filling = Filling::beside(&folder.path().join("a.db")).unwrap();
        let record = |row: u32, text: &str| Record {
            place: Place { sheet: "表1".into(), row },
            version: VersionId([row as u8; 32]),
            packed: text.as_bytes().to_vec(),
        };
        let put = |filling: &mut Filling, record: &Record| {
            filling.put(&record.place, record.version, &record.packed).unwrap()
        };
        let (one, two, three) = (record(1, "{}"), record(2, &"长".repeat(200_000)), record(3, "three"));
        let first = put(&mut filling, &one);
        let second = put(&mut filling, &record(9, "cut"));
        filling.cut(second).unwrap();
        assert_eq!(put(&mut filling, &two), second);
        let third = put(&mut filling, &three);
        let spool = filling.finish().unwrap();
        let (mut records, mut others) = (spool.reader(), spool.reader());
        for (offset, record) in [(first, &one), (third, &three), (second, &two), (third, &three), (first, &one)] {
            assert_eq!(records.read(offset).unwrap(), *record);
            assert_eq!(others.read(second).unwrap(), two);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it has no name");
    }
}
