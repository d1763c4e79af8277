//! What a sample proves, held against published tables, the results of other programs, and populations counted out.

#[path = "estimate/vectors.rs"]
mod vectors;

#[path = "estimate/after.rs"]
mod after;
#[path = "estimate/agreement.rs"]
mod agreement;
#[path = "estimate/amounts.rs"]
mod amounts;
#[path = "estimate/planning.rs"]
mod planning;
#[path = "estimate/simulation.rs"]
mod simulation;
#[path = "estimate/statements.rs"]
mod statements;
