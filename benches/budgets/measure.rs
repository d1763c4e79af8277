//! Clocks, processor time, memory, percentiles. Figures are read, never asserted.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Durations of one thing done many times.
#[derive(Debug, Clone, Default)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Adds one.
    pub fn push(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Times `work` and adds it.
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let answer = work();
        self.push(begun.elapsed());
        answer
    }

    /// The `share`-th percentile in milliseconds.
    pub fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let place = (((sorted.len().max(1) - 1) as f64) * share / 100.0).round() as usize;
        sorted.get(place).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }

    /// Median in milliseconds.
    pub fn p50(&self) -> f64 {
        self.at(50.0)
    }

    /// 99th percentile in milliseconds.
    pub fn p99(&self) -> f64 {
        self.at(99.0)
    }

    /// `0.12 / 0.34 ms`.
    pub fn shown(&self) -> String {
        format!("{} / {} ms", super::report::short(self.p50()), super::report::short(self.p99()))
    }
}

/// Two things done in turn, so that whatever else the machine does meets both alike.
pub fn in_turn(times: usize, mut first: impl FnMut(usize), mut second: impl FnMut(usize)) -> (Samples, Samples) {
    let (mut one, mut two) = (Samples::default(), Samples::default());
    for turn in 0..times {
        one.time(|| first(turn));
        two.time(|| second(turn));
    }
    (one, two)
}

/// Processor seconds of all threads that this process has, so far, from the scheduler's own account.
pub fn cpu() -> f64 {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return 0.0 };
    let nanos: u64 = tasks
        .flatten()
        .filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok())
        .filter_map(|text| text.split_whitespace().next().and_then(|nanos| nanos.parse::<u64>().ok()))
        .sum();
    Duration::from_nanos(nanos).as_secs_f64()
}

/// Processor seconds of the children that were waited for (a hundredth of a second is the finest the kernel tells).
pub fn cpu_of_children() -> f64 {
    ticks(13)
}

/// Processor seconds of this process, threads that ended among them, which [`cpu`] does not know any more.
fn cpu_of_process() -> f64 {
    ticks(11)
}

/// Seconds in the program and in the kernel, from a place in the account that the kernel keeps of this process.
fn ticks(place: usize) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after.split_whitespace().skip(place).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10).as_secs_f64()
}

/// Largest memory of this process so far, in MB.
pub fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).map_or(0.0, |kib| kib * 1024.0 / 1e6)
}

/// What a child of this very program told about its work.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told {
    /// Seconds by the clock.
    pub wall: f64,
    /// Processor seconds.
    pub cpu: f64,
    /// Largest memory in MB.
    pub peak: f64,
}

/// Does `work` and prints what it took: the other side of [`child`].
pub fn tell(work: impl FnOnce()) {
    let (begun, cpu_before) = (Instant::now(), cpu_of_process());
    work();
    println!("told {} {} {}", begun.elapsed().as_secs_f64(), cpu_of_process() - cpu_before, peak_memory());
}

/// Runs this program again for one piece of work, alone in its process.
pub fn child(args: &[&str]) -> Told {
    let program = std::env::current_exe().expect("own path");
    let output = Command::new(program).arg("--child").args(args).stderr(Stdio::inherit()).output().expect("child");
    assert!(output.status.success(), "child {args:?} failed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = text.lines().find_map(|line| line.strip_prefix("told ")).expect("told");
    let mut numbers = told.split(' ').map(|number| number.parse().expect("number"));
    let mut next = || numbers.next().expect("three numbers");
    Told { wall: next(), cpu: next(), peak: next() }
}

/// Runs a command to its end, silently. False when it is not there or failed.
pub fn run(program: impl AsRef<Path>, args: &[&str]) -> bool {
    let mut command = Command::new(program.as_ref());
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// True when the `sqlite3` shell is installed.
pub fn has_sqlite3() -> bool {
    run("sqlite3", &["--version"])
}
