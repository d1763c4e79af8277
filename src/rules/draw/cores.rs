//! Pure work of a draw that could be shared among cores: in parts, whose answers come in the order of the parts, so that nothing
//! depends on how many there are.
//!
//! The core names no threads (`tests/tidy.rs`), so whoever calls does all of it, as one part. Only the draw may import it.

/// Does `work` on each of some things that are so many units together.
pub(super) fn each<T: Sync, R: Send>(things: &[T], _units: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    things.iter().map(work).collect()
}

/// Does `work` on parts of units; it is told where each begins.
pub(super) fn in_parts<'u, T: Sync, R: Send>(units: &'u [T], work: impl Fn(usize, &'u [T]) -> R + Sync) -> Vec<R> {
    vec![work(0, units)]
}

/// Does two things side by side where so many units are worth it.
pub(super) fn both<A, B: Send>(_units: usize, one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    (one(), other())
}
