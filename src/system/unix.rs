//! Linux and its relatives.

use super::FileSystem;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

#[cfg(target_os = "linux")]
pub fn file_system(folder: &Path) -> FileSystem {
    let Ok(stat) = rustix::fs::statfs(folder) else { return FileSystem::Local };
    // Magic numbers of statfs(2); the type of the field differs between machines.
    #[allow(clippy::useless_conversion, reason = "see above")]
    match i64::from(stat.f_type) & 0xffff_ffff {
        0x6969 => FileSystem::Network("NFS"),
        0x517b => FileSystem::Network("SMB"),
        0xff53_4d42 => FileSystem::Network("CIFS"),
        0xfe53_4d42 => FileSystem::Network("SMB2"),
        0x0102_1997 => FileSystem::Network("9p"),
        0x6573_5546 => fuse(folder),
        _ => FileSystem::Local,
    }
}

/// FUSE carries local file systems (NTFS) as well as remote ones (sshfs); the mount table tells which.
#[cfg(target_os = "linux")]
fn fuse(folder: &Path) -> FileSystem {
    let Ok(folder) = folder.canonicalize() else { return FileSystem::Local };
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let remote = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(point, _)| folder.starts_with(point))
        .max_by_key(|(point, _)| point.len())
        .is_some_and(|(_, kind)| ["sshfs", "rclone", "davfs", "s3fs"].iter().any(|name| kind.contains(name)));
    if remote { FileSystem::Network("FUSE") } else { FileSystem::Local }
}

#[cfg(not(target_os = "linux"))]
pub fn file_system(_folder: &Path) -> FileSystem {
    FileSystem::Local
}

pub fn file_identity(path: &Path) -> (u64, u64) {
    fs::metadata(path).map(|data| (data.dev(), data.ino())).unwrap_or_default()
}

pub fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

pub fn private(options: &mut OpenOptions) {
    options.mode(0o600);
}

pub fn shared_bits(path: &Path) -> u32 {
    fs::metadata(path).map(|data| data.mode() & 0o077).unwrap_or(0)
}

pub fn sync_folder(folder: &Path) {
    // Some file systems cannot sync a folder; the file itself is safe by then.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

pub fn ignore_file_size_signal() {
    // A handler that only sets a flag: the write then fails with EFBIG, which people are told about.
    let flag = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, flag);
}

pub fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    file.read_at(buffer, at)
}

/// Lowers what this process may use. A part that the system does not know is left as it is, but on Linux all hold.
pub fn shut_in(memory: u64, cpu_seconds: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    // One second between the limits: the first ends the process with a signal that says why, the second without.
    let limits = [
        (Resource::Core, 0, 0),
        (Resource::Fsize, 0, 0),
        (Resource::Nofile, DESCRIPTORS, DESCRIPTORS),
        (Resource::Nproc, 0, 0),
        (Resource::Cpu, cpu_seconds, cpu_seconds + 1),
        (Resource::As, memory, memory),
    ];
    for (resource, current, maximum) in limits {
        let lowered = setrlimit(resource, Rlimit { current: Some(current), maximum: Some(maximum) });
        if cfg!(target_os = "linux") {
            lowered?;
        }
    }
    Ok(())
}

/// The standard streams and nothing else.
const DESCRIPTORS: u64 = 3;

pub fn signal(status: std::process::ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}
