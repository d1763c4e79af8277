//! The wall: workbooks are read in a process of their own, because libraries that others wrote take them apart.
//!
//! The process that reads ([`serve`]) gets the file's bytes and answers in records: what it would have told a [`RowSink`],
//! how far it is, and at last whether it came to the end. The process that asked ([`read`]) takes the records for what
//! they are: the words of a program that a hostile file may have taken over. Every length is bounded before it is
//! believed, every key must be one that is known (`PROBLEM_KEYS`, `REASON_KEYS` of `wall_records`), every place must lie
//! in a sheet. A reader that dies, hangs or talks nonsense is a refusal of the file.
//!
//! Without a program to start (tests of the library) the same reading happens in this process.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use crate::model::problem::{Problem, ProblemKind};
use crate::system::child::{self, Ending, Heard};

use super::limits::FILE_BYTES_MAX;
use super::read::{Progress, Watch, stopped};
use super::rows::RowSink;
use super::wall_records::{Decoder, Encoder};
use super::workbook::{self, Container};

/// The argument that makes the program a reader of workbooks. Not for people: it waits for a file on standard input.
pub const COMMAND: &str = "read-workbook";
/// Address space of the reader, in bytes.
pub const MEMORY_MAX: u64 = 512 << 20;
/// Processor time of the reader.
pub const PROCESSOR_MAX: Duration = Duration::from_secs(120);
/// Longest time without a sign of life.
const SILENCE_MAX: Duration = Duration::from_secs(10);

/// Reads a workbook behind the wall: in a process of its own when `program` names the program to start, else in this one.
///
/// # Errors
/// As [`workbook::read`], and a refusal when the reader dies, hangs or cannot be understood.
pub fn read(
    program: Option<&Path>,
    container: Container,
    bytes: &[u8],
    watch: Watch<'_>,
    sink: &mut dyn RowSink,
) -> Result<(), Problem> {
    match program {
        Some(program) => read_outside(program, container, bytes, SILENCE_MAX, watch, sink),
        None => catch_unwind(AssertUnwindSafe(|| workbook::read(container, bytes, watch, sink)))
            .unwrap_or_else(|_| Err(broke("panic"))),
    }
}

fn broke(how: &str) -> Problem {
    Problem::refused("problem-workbook-breaks-reader").with("detail", how)
}

fn heavy() -> Problem {
    Problem::refused("problem-workbook-too-heavy").with("mib", MEMORY_MAX >> 20)
}

fn slow(after: Duration) -> Problem {
    Problem::refused("problem-workbook-too-slow").with("seconds", after.as_secs())
}

fn read_outside(
    program: &Path,
    container: Container,
    bytes: &[u8],
    silence: Duration,
    watch: Watch<'_>,
    sink: &mut dyn RowSink,
) -> Result<(), Problem> {
    let head = head(container, bytes.len() as u64);
    let mut decoder = Decoder::new();
    let mut answer = None;
    let ending = child::converse(program, COMMAND, [&head, bytes].concat(), &mut |heard| {
        let said = match heard {
            Heard::Bytes(bytes) => decoder.take(bytes, watch, sink),
            Heard::Silence(long) if long > silence => Some(Err(slow(silence))),
            Heard::Silence(_) if watch(decoder.progress()) == ControlFlow::Break(()) => Some(Err(stopped())),
            Heard::Silence(_) => None,
        };
        answer = said;
        if answer.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if let Some(answer) = answer {
        return answer;
    }
    match ending {
        Err(error) => Err(Problem::new(ProblemKind::Unavailable, "problem-reader-not-started").with("detail", error)),
        // It died before its answer. What an allocator or a stack that may not grow ends with, and the system's own hand.
        Ok(Ending::Signal(6 | 7 | 9 | 11)) => Err(heavy()),
        Ok(Ending::Signal(24)) => Err(slow(PROCESSOR_MAX)),
        Ok(Ending::Signal(number)) => Err(broke(&format!("signal {number}"))),
        Ok(Ending::Left(code)) => Err(broke(&format!("exit {}", code.unwrap_or(-1)))),
        Ok(Ending::Stopped) => Err(stopped()),
    }
}

fn head(container: Container, length: u64) -> [u8; 9] {
    let mut head = [0; 9];
    head[0] = match container {
        Container::Zip => 1,
        Container::Compound => 2,
    };
    head[1..].copy_from_slice(&length.to_le_bytes());
    head
}

/// The reader's side: takes a file from `input` and answers to `output`. The process must have lowered its limits.
///
/// # Errors
/// When the one who asked does not listen any more.
pub fn serve(input: &mut dyn Read, output: &mut dyn Write) -> io::Result<()> {
    let encoder = Encoder::new(output);
    let read = || -> Result<(), Problem> {
        let handed = |error: io::Error| broke(&error.to_string());
        let mut head = [0; 9];
        input.read_exact(&mut head).map_err(handed)?;
        let container = match head[0] {
            1 => Container::Zip,
            2 => Container::Compound,
            _ => return Err(broke("head")),
        };
        let length = u64::from_le_bytes([head[1], head[2], head[3], head[4], head[5], head[6], head[7], head[8]]);
        if length > FILE_BYTES_MAX {
            return Err(broke("length"));
        }
        let mut bytes = Vec::with_capacity(length as usize);
        input.take(length).read_to_end(&mut bytes).map_err(handed)?;
        if bytes.len() as u64 != length {
            return Err(broke("cut short"));
        }
        let mut watch = |progress: Progress| encoder.progress(progress);
        workbook::read(container, &bytes, &mut watch, &mut encoder.sink())
    };
    let answer = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(broke("panic")));
    encoder.finish(&answer)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::exchange::rows::WholeSheets;

    /// What is told when this shell script stands where the reader should.
    fn told(script: &str, watch: Watch<'_>) -> Problem {
        let folder = tempfile::tempdir().unwrap();
        let program = child::tests::program(folder.path(), script);
        let mut each = |_, _| panic!("nothing was read");
        let sink = &mut WholeSheets::new(&mut each);
        read_outside(&program, Container::Zip, &[0; 100_000], Duration::from_millis(200), watch, sink).unwrap_err()
    }

    fn patient(script: &str) -> Problem {
        told(script, &mut |_| ControlFlow::Continue(()))
    }

    #[test]
    fn a_reader_that_dies_hangs_or_talks_nonsense_is_a_refusal() {
        for (script, key) in [
            ("exec sleep 1000", "problem-workbook-too-slow"),
            ("kill -ABRT $$", "problem-workbook-too-heavy"),
            ("kill -KILL $$", "problem-workbook-too-heavy"),
            ("kill -SEGV $$", "problem-workbook-too-heavy"),
            ("kill -XCPU $$", "problem-workbook-too-slow"),
            ("kill -SYS $$", "problem-workbook-breaks-reader"),
            ("exit 0", "problem-workbook-breaks-reader"),
            ("cat > /dev/null; exit 101", "problem-workbook-breaks-reader"),
            ("echo nonsense", "problem-workbook-breaks-reader"),
            ("exec cat", "problem-workbook-breaks-reader"),
            ("exec yes", "problem-workbook-breaks-reader"),
            ("printf '\\002\\000\\000\\000\\000'; exec sleep 1000", "problem-workbook-breaks-reader"),
        ] {
            let problem = patient(script);
            assert_eq!((problem.key, problem.kind), (key, ProblemKind::Refused), "{script}: {problem}");
        }
    }

    #[test]
    fn every_way_to_a_workbook_leads_through_the_wall() {
        let mut ways = Vec::new();
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/exchange")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let source = std::fs::read_to_string(&path).unwrap();
                let source = source.split("#[cfg(test)]").next().unwrap();
                let calls = source.matches("workbook::read(").count();
                ways.extend(vec![path.file_name().unwrap().to_string_lossy().into_owned(); calls]);
            }
        }
        assert_eq!(ways, ["wall.rs"; 2], "in a process of its own, and here");
    }

    #[test]
    fn a_reader_that_is_not_there_is_told() {
        let mut each = |_, _| Ok(());
        let (program, sink) = (Path::new("/nowhere/wenxiao"), &mut WholeSheets::new(&mut each));
        let problem = read(Some(program), Container::Zip, b"PK", &mut |_| ControlFlow::Continue(()), sink).unwrap_err();
        assert_eq!((problem.key, problem.kind), ("problem-reader-not-started", ProblemKind::Unavailable));
    }

    #[test]
    fn a_reader_that_hangs_can_be_stopped_at_once() {
        let mut asked = 0;
        let problem = told("exec sleep 1000", &mut |_| {
            asked += 1;
            ControlFlow::Break(())
        });
        assert_eq!((problem.key, asked), ("problem-import-stopped", 1));
    }

    #[test]
    fn the_reader_refuses_what_is_not_handed_over_whole() {
        for (input, how) in [
            (vec![], "failed to fill whole buffer"),
            (vec![7; 9], "head"),
            ([&head(Container::Zip, u64::MAX)[..], b"PK"].concat(), "length"),
            ([&head(Container::Zip, 3)[..], b"PK"].concat(), "cut short"),
        ] {
            let mut output = Vec::new();
            serve(&mut input.as_slice(), &mut output).unwrap();
            let mut each = |_, _| Ok(());
            let said =
                Decoder::new().take(&output, &mut |_| ControlFlow::Continue(()), &mut WholeSheets::new(&mut each));
            assert_eq!(said, Some(Err(broke(how))));
        }
    }
}
