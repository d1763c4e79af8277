//! Pure work on many things, on every core of the machine.
//!
//! Answers come in the order of the things, whatever thread worked on them, so nothing depends on how many there are: the
//! caller alone works where there is one core, little to do, or no thread to be had. Only the draw may import it.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// More cores than this are left to others.
const MOST_THREADS: usize = 8;

/// So many units are worth a thread: making one takes as long as hashing some hundred of them.
const WORTH_A_THREAD: usize = 2_048;

/// How many threads so many units are worth.
fn threads(units: usize) -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    cores.min(MOST_THREADS).min(units / WORTH_A_THREAD).max(1)
}

/// Does `work` on each of some things that are so many units together. Whoever is done takes the next thing.
pub(super) fn each<T: Sync, R: Send>(things: &[T], units: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    by(threads(units), things, &work)
}

/// Does `work` on parts of units, as many parts as threads; it is told where each begins.
pub(super) fn in_parts<'u, T: Sync, R: Send>(units: &'u [T], work: impl Fn(usize, &'u [T]) -> R + Sync) -> Vec<R> {
    let size = units.len().div_ceil(threads(units.len())).max(1);
    let parts: Vec<(usize, &[T])> = (0..).step_by(size).zip(units.chunks(size)).collect();
    each(&parts, units.len(), |(begins, part)| work(*begins, part))
}

fn by<T: Sync, R: Send>(threads: usize, things: &[T], work: &(impl Fn(&T) -> R + Sync)) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(at) else { return done };
            done.push((at, work(thing)));
        }
    };
    let mut answers = thread::scope(|scope| {
        let another = |_| thread::Builder::new().spawn_scoped(scope, take).ok();
        let others: Vec<_> = (1..threads.min(things.len())).filter_map(another).collect();
        let mut answers = take();
        for other in others {
            answers.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        answers
    });
    answers.sort_unstable_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Does two things side by side where so many units are worth it.
pub(super) fn both<A, B: Send>(units: usize, one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    if threads(units) < 2 {
        return (one(), other());
    }
    let other = &other;
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, other).ok();
        let answer = one();
        let joined = thread.map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        (answer, joined.unwrap_or_else(other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_the_same_whatever_the_number_of_threads() {
        for many in [0, 1, 2, 257] {
            let things: Vec<usize> = (0..many).collect();
            for threads in [1, 2, 3, 8] {
                let doubled = by(threads, &things, &|thing| thing * 2);
                assert_eq!(doubled, (0..many).map(|thing| thing * 2).collect::<Vec<_>>(), "{many} on {threads}");
            }
        }
        let units: Vec<usize> = (0..3 * WORTH_A_THREAD + 1).collect();
        let parts = in_parts(&units, |begins, part| {
            assert_eq!(part.first(), Some(&begins));
            part.to_vec()
        });
        assert_eq!(parts.concat(), units);
        assert_eq!(both(0, || 1, || 2), (1, 2));
        assert_eq!(both(2 * WORTH_A_THREAD, || 1, || 2), (1, 2));
    }

    #[test]
    #[should_panic(expected = "thing 200")]
    fn a_panic_is_the_callers() {
        let things: Vec<usize> = (0..257).collect();
        by(4, &things, &|thing| assert!(*thing != 200, "thing 200"));
    }
}
