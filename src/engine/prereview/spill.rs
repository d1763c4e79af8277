//! Many small records grouped by a key with little memory: they go to a number of files without a name, chosen by the key,
//! and are read back file by file. Whatever has the same key comes back together.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::engine::spool::cannot;
use crate::model::problem::Problem;

/// Files of one spill. With a million targets each holds some ten megabytes.
const PARTS: u64 = 32;

/// Records being written.
pub(super) struct Spill(Vec<BufWriter<File>>);

impl Spill {
    /// An empty spill beside the database; else where the system keeps such files.
    pub fn beside(database: &Path) -> Result<Spill, Problem> {
        let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let part = |_| {
            let file = tempfile::tempfile_in(folder).or_else(|_| tempfile::tempfile()).map_err(cannot)?;
            Ok(BufWriter::with_capacity(32 << 10, file))
        };
        Ok(Spill((0..PARTS).map(part).collect::<Result<_, Problem>>()?))
    }

    /// Adds a record. Keys are digests, so their bits spread.
    pub fn put(&mut self, key: i64, record: &[u8]) -> Result<(), Problem> {
        let part = usize::try_from(key.cast_unsigned() % PARTS).map_err(Problem::internal)?;
        let length = u32::try_from(record.len()).map_err(Problem::internal)?;
        let Some(out) = self.0.get_mut(part) else { return Ok(()) };
        let head = [&key.to_le_bytes()[..], &length.to_le_bytes()];
        head.into_iter().chain([record]).try_for_each(|bytes| out.write_all(bytes)).map_err(cannot)
    }

    /// The records, file by file. A file's records are sorted by key and, under one key, by their bytes, so that the order
    /// in which they were put makes no difference.
    pub fn parts(self) -> impl Iterator<Item = Result<Part, Problem>> {
        self.0.into_iter().map(|out| {
            let mut file = out.into_inner().map_err(|error| cannot(error.into_error()))?;
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut bytes)).map_err(cannot)?;
            Ok(Part::new(bytes))
        })
    }
}

/// The records of one file.
pub(super) struct Part {
    bytes: Vec<u8>,
    /// Key, and where the record lies.
    records: Vec<(i64, u32, u32)>,
}

/// Bytes before a record.
const HEAD: usize = 12;

impl Part {
    fn new(bytes: Vec<u8>) -> Part {
        let mut records = Vec::new();
        let mut at = 0;
        while let Some((key, length)) = head(&bytes, at) {
            let from = at + HEAD;
            at = from + length;
            if let (Ok(from), Ok(to), true) = (u32::try_from(from), u32::try_from(at), at <= bytes.len()) {
                records.push((key, from, to));
            }
        }
        let slice = |from: u32, to: u32| bytes.get(from as usize..to as usize).unwrap_or_default();
        records.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| slice(a.1, a.2).cmp(slice(b.1, b.2))));
        Part { bytes, records }
    }

    /// Records of one key together.
    pub fn groups(&self) -> impl Iterator<Item = (i64, Vec<&[u8]>)> {
        self.records.chunk_by(|a, b| a.0 == b.0).map(|group| {
            let record =
                |(_, from, to): &(i64, u32, u32)| self.bytes.get(*from as usize..*to as usize).unwrap_or_default();
            (group.first().map_or(0, |(key, ..)| *key), group.iter().map(record).collect())
        })
    }
}

fn head(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let key = bytes.get(at..at + 8)?.try_into().ok()?;
    let length = bytes.get(at + 8..at + HEAD)?.try_into().ok()?;
    Some((i64::from_le_bytes(key), u32::from_le_bytes(length) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_a_key_come_back_together_in_one_order() {
        let folder = tempfile::tempdir().unwrap();
        let come_back = |records: &[(i64, &str)]| {
            let mut spill = Spill::beside(&folder.path().join("a.db")).unwrap();
            for (key, record) in records {
                spill.put(*key, record.as_bytes()).unwrap();
            }
            let mut groups = Vec::new();
            for part in spill.parts() {
                for (key, records) in part.unwrap().groups() {
                    let texts = records.iter().map(|record| String::from_utf8(record.to_vec()).unwrap());
                    groups.push((key, texts.collect::<Vec<_>>()));
                }
            }
            groups
        };
        let (a, b, c, d) = ((-7, "二"), (40, ""), (-7, "一"), (8, "三"));
        let groups = come_back(&[a, b, c, d]);
        assert_eq!(groups, come_back(&[d, c, b, a]));
        assert_eq!(groups.len(), 3);
        assert!(groups.contains(&(-7, vec!["一".to_owned(), "二".to_owned()])));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "they have no name");
    }
}
