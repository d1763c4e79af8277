//! A process of our own that works on what nobody trusts: it gets bytes on its standard input, answers on its standard
//! output, and has nothing else: no arguments of the user's, no environment, none of our files, little memory and time.
//!
//! Whatever it does, the caller goes on: it hears bytes and silence, may stop at any moment, and when it is done with it,
//! for whatever reason, the process is dead and gone. Deliberately absent: what the bytes mean.

use std::ffi::OsString;
use std::io::{self, Read as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::imp;

/// What comes from the child.
#[derive(Debug)]
pub enum Heard<'a> {
    /// Bytes it wrote.
    Bytes(&'a [u8]),
    /// It has written nothing for this long. Told several times a second.
    Silence(Duration),
}

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It left by itself; the code where there is one.
    Left(Option<i32>),
    /// A signal ended it.
    Signal(i32),
    /// The caller had heard enough.
    Stopped,
}

/// Time between two looks at whether the caller still wants to hear.
const SLICE: Duration = Duration::from_millis(50);
/// Bytes read at once.
const CHUNK: usize = 64 << 10;
/// Chunks read ahead of the caller.
const AHEAD: usize = 8;

/// The file of this program, for starting it again. On Linux by a name that leads to what is running even after an update
/// has put another file in its place.
pub fn own_program() -> Option<PathBuf> {
    let running = Path::new("/proc/self/exe");
    if cfg!(target_os = "linux") && running.exists() {
        return Some(running.to_owned());
    }
    std::env::current_exe().ok()
}

/// Lowers what this process may use, for good: address space in bytes, processor time, no new files, no core. Ends with
/// its parent where the system can do that. Nothing where the system has no such limits.
///
/// # Errors
/// As the operating system says; what follows must not be done then.
pub fn shut_in(memory: u64, processor: Duration) -> io::Result<()> {
    imp::shut_in(memory, processor.as_secs())
}

/// Kills and buries.
struct Kept(Child);

impl Kept {
    fn end(&mut self) -> io::Result<std::process::ExitStatus> {
        // One that has ended already keeps the status it ended with.
        let _ = self.0.kill();
        self.0.wait()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// Starts `program` with one argument, hands `input` over and lets `hear` listen until it breaks or the child ends.
///
/// # Errors
/// When the process cannot be started.
pub fn converse(
    program: &Path,
    argument: &str,
    input: Vec<u8>,
    hear: &mut dyn FnMut(Heard<'_>) -> ControlFlow<()>,
) -> io::Result<Ending> {
    let mut command = Command::new(program);
    command.arg(argument).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Without it Windows programs cannot load their libraries.
    if let Some(root) = windows_root() {
        command.env("SystemRoot", root);
    }
    let child = command.spawn()?;
    // Dropped, and dead, on every way out of here. The threads end with its pipes; they are not waited for, because
    // something that it started might hold them open.
    let mut child = Kept(child);
    let (send, receive) = sync_channel::<Vec<u8>>(AHEAD);
    if let Some(mut stdin) = child.0.stdin.take() {
        thread::Builder::new().spawn(move || {
            // A child that does not listen to the end may know enough; its answer tells.
            let _ = stdin.write_all(&input);
        })?;
    }
    if let Some(mut stdout) = child.0.stdout.take() {
        thread::Builder::new().spawn(move || {
            let mut buffer = vec![0; CHUNK];
            while let Ok(length @ 1..) = stdout.read(&mut buffer) {
                if send.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        })?;
    }
    let mut last = Instant::now();
    loop {
        let heard = match receive.recv_timeout(SLICE) {
            Ok(bytes) => {
                let heard = hear(Heard::Bytes(&bytes));
                // Time that the listener took is not the child's.
                last = Instant::now();
                heard
            }
            Err(RecvTimeoutError::Timeout) => hear(Heard::Silence(last.elapsed())),
            Err(RecvTimeoutError::Disconnected) => break,
        };
        if heard.is_break() {
            child.end()?;
            return Ok(Ending::Stopped);
        }
    }
    let status = child.end()?;
    Ok(imp::signal(status).map_or(Ending::Left(status.code()), Ending::Signal))
}

fn windows_root() -> Option<OsString> {
    if cfg!(windows) { std::env::var_os("SystemRoot") } else { None }
}

#[cfg(test)]
#[cfg(unix)]
pub(crate) mod tests {
    use super::*;

    /// A program of one shell script. Another process writes it: a file that this one holds open for writing, while a
    /// neighbouring test starts a child, cannot be run.
    pub(crate) fn program(folder: &Path, script: &str) -> PathBuf {
        let path = folder.join("program");
        let write = "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$2\" && chmod +x \"$2\"";
        let written = Command::new("sh").args(["-c", write, "sh", script]).arg(&path).status().unwrap();
        assert!(written.success());
        path
    }

    fn all(script: &str, input: Vec<u8>) -> (String, Ending) {
        let folder = tempfile::tempdir().unwrap();
        let mut said = Vec::new();
        let ending = converse(&program(folder.path(), script), "read", input, &mut |heard| {
            if let Heard::Bytes(bytes) = heard {
                said.extend_from_slice(bytes);
            }
            ControlFlow::Continue(())
        });
        (String::from_utf8(said).unwrap(), ending.unwrap())
    }

    #[test]
    fn it_gets_its_input_whole_and_is_heard_to_its_end() {
        let input = vec![b'x'; 600_000];
        let (said, ending) = all("wc -c; echo $1; echo dropped >&2", input.clone());
        assert_eq!(said.split_whitespace().collect::<Vec<_>>(), ["600000", "read"]);
        assert_eq!(ending, Ending::Left(Some(0)));
        assert_eq!(all("exit 7", input).1, Ending::Left(Some(7)), "it need not listen");
        assert_eq!(all("kill -ABRT $$", Vec::new()).1, Ending::Signal(6));
    }

    #[test]
    fn it_has_no_environment_and_no_files_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        let _open = std::fs::File::create(folder.path().join("ours.db")).unwrap();
        let script = "tr '\\0' '\\n' < /proc/$$/environ; echo :; ls -l /proc/$$/fd";
        let (said, _) = all(script, Vec::new());
        let (environment, files) = said.split_once(':').unwrap();
        assert_eq!(environment.trim(), "");
        assert!(files.contains("pipe:") && !files.contains("ours.db"), "{files}");
    }

    #[test]
    fn one_that_hangs_is_dead_when_the_caller_has_heard_enough() {
        let folder = tempfile::tempdir().unwrap();
        let mut number = String::new();
        let mut silence = Duration::ZERO;
        let program = program(folder.path(), "echo $$; exec sleep 1000");
        let ending = converse(&program, "read", vec![0; 1 << 20], &mut |heard| {
            match heard {
                Heard::Bytes(bytes) => number.push_str(std::str::from_utf8(bytes).unwrap()),
                Heard::Silence(long) => silence = long,
            }
            if silence > Duration::ZERO { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(ending.unwrap(), Ending::Stopped);
        assert!(!Path::new("/proc").join(number.trim()).exists(), "{number}: killed and waited for");
    }

    #[test]
    fn one_that_leaves_others_behind_is_not_waited_for() {
        let began = Instant::now();
        let folder = tempfile::tempdir().unwrap();
        let program = program(folder.path(), "sleep 20 & echo x");
        let ending = converse(&program, "read", vec![0; 1 << 20], &mut |heard| match heard {
            Heard::Bytes(_) => ControlFlow::Break(()),
            Heard::Silence(_) => ControlFlow::Continue(()),
        });
        assert_eq!(ending.unwrap(), Ending::Stopped);
        assert!(began.elapsed() < Duration::from_secs(20), "it would have held the pipes for as long");
    }

    #[test]
    fn one_that_floods_is_not_read_ahead_of_the_caller() {
        let mut heard_bytes = 0;
        let folder = tempfile::tempdir().unwrap();
        let program = program(folder.path(), "exec cat /dev/zero");
        let ending = converse(&program, "read", Vec::new(), &mut |heard| {
            if let Heard::Bytes(bytes) = heard {
                heard_bytes += bytes.len();
            }
            if heard_bytes > 10 << 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(ending.unwrap(), Ending::Stopped);
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error() {
        let none = converse(Path::new("/nowhere/wenxiao"), "read", Vec::new(), &mut |_| ControlFlow::Continue(()));
        assert_eq!(none.unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
