//! The log file and the last words of a panic.
//!
//! The log names commands, keys of problems and identifiers, never texts or names that people wrote. It is kept below
//! [`MOST`] by renaming; what cannot be logged is no failure.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::config::Paths;
use crate::text::{Arg, Strings, escape};

/// A log file of this size is renamed to `.1` and a new one begun.
const MOST: u64 = 5 * 1024 * 1024;

struct Rotating {
    path: PathBuf,
    file: Option<File>,
    written: u64,
}

impl Rotating {
    fn open(path: &Path) -> io::Result<Rotating> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let written = file.metadata()?.len();
        Ok(Rotating { path: path.to_owned(), file: Some(file), written })
    }

    fn rotate(&mut self) -> io::Result<()> {
        // Closed first: an open file cannot be renamed everywhere.
        self.file = None;
        let mut old = self.path.clone().into_os_string();
        old.push(".1");
        fs::rename(&self.path, old)?;
        *self = Rotating::open(&self.path)?;
        Ok(())
    }
}

impl Write for Rotating {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.written >= MOST {
            // Another process may have renamed it in between: then ours goes on in the file it has open.
            let _ = self.rotate();
        }
        // One event comes in one call; its texts are untrusted.
        let text = String::from_utf8_lossy(bytes);
        let safe = escape::visible(&text);
        if let Some(file) = &mut self.file {
            file.write_all(safe.as_bytes())?;
            self.written += safe.len() as u64;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), File::flush)
    }
}

/// Begins logging to a file. Without a log the program works all the same.
pub fn start(path: &Path) {
    let Ok(file) = Rotating::open(path) else { return };
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_target(false)
        .with_max_level(tracing_subscriber::filter::LevelFilter::INFO)
        .with_writer(Mutex::new(file))
        .finish();
    // Tests in one process may have one already.
    drop(tracing::subscriber::set_global_default(subscriber));
}

static LAST_WORDS: OnceLock<Mutex<String>> = OnceLock::new();

/// Prepares what a panic says to the user, and the hook that logs it. Fetched beforehand: a panic must not need anything.
pub fn panic_words(strings: &Strings, paths: Option<&Paths>) {
    let log = paths.map(|paths| paths.log().display().to_string()).unwrap_or_default();
    let words = strings.t("cli-panic", &[("log", Arg::from(log))]);
    let first = LAST_WORDS.get().is_none();
    *LAST_WORDS.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner) = words;
    if !first || cfg!(test) {
        return;
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let what = payload_text(panic);
        tracing::error!(place, what, "panic");
        if let Some(words) = LAST_WORDS.get() {
            let words = words.lock().unwrap_or_else(PoisonError::into_inner);
            drop(writeln!(io::stderr(), "{words}"));
        }
    }));
}

/// The words of a panic, whichever way they were given.
fn payload_text<'p>(panic: &'p std::panic::PanicHookInfo<'_>) -> &'p str {
    let payload = panic.payload();
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_stays_bounded_and_harmless() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state").join("wenxiao.log");
        let mut log = Rotating::open(&path).unwrap();
        log.write_all("event\u{1b}[2J\n".as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "event<1B>[2J\n");
        log.written = MOST;
        log.write_all(b"next\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "next\n");
        assert!(fs::read_to_string(folder.path().join("state/wenxiao.log.1")).unwrap().starts_with("event"));
    }
}
