//! The same pure work on many things, on every core of the machine.
//!
//! Answers come in the order of the things, whatever thread worked on them. Absent on purpose: a pool; threads live as long as
//! one call, so a call is for work of some milliseconds and more.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// More cores than this are left to others.
const MOST_THREADS: usize = 8;

/// Fewer things than this for each thread are not worth a thread.
const FEWEST: usize = 8;

/// Does `work` on all of `things`. A panic in it is the caller's.
pub(super) fn abreast<T: Send, R: Send>(things: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    share(things, cores, &work)
}

fn share<T: Send, R: Send>(mut things: Vec<T>, threads: usize, work: &(impl Fn(T) -> R + Sync)) -> Vec<R> {
    let each = things.len().div_ceil(threads.max(1)).max(FEWEST);
    let mut parts = Vec::new();
    while things.len() > each {
        parts.push(things.split_off(things.len() - each));
    }
    thread::scope(|scope| {
        let others: Vec<_> =
            parts.into_iter().map(|part| scope.spawn(|| part.into_iter().map(work).collect::<Vec<R>>())).collect();
        let mut answers: Vec<R> = things.into_iter().map(work).collect();
        // The last part was cut off first.
        for other in others.into_iter().rev() {
            answers.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        answers
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_the_things_whatever_the_number_of_threads() {
        for many in [0, 1, 7, 8, 9, 100, 257] {
            let doubled: Vec<usize> = (0..many).map(|thing| thing * 2).collect();
            for threads in [1, 2, 3, 8] {
                assert_eq!(
                    share((0..many).collect(), threads, &|thing: usize| thing * 2),
                    doubled,
                    "{many} on {threads}"
                );
            }
        }
    }

    #[test]
    fn work_is_shared_among_threads() {
        let threads: std::collections::HashSet<_> =
            share((0..100).collect(), 4, &|_: usize| thread::current().id()).into_iter().collect();
        assert_eq!(threads.len(), 4);
    }

    #[test]
    #[should_panic(expected = "thing 99")]
    fn a_panic_is_the_callers() {
        share((0..100).collect(), 4, &|thing: usize| assert!(thing < 99, "thing {thing}"));
    }
}
