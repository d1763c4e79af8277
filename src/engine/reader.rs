//! The reader of workbooks: this program, started by itself with nothing but a file (see `exchange::wall`).

use std::io::{Read, Write};
use std::process::ExitCode;

use crate::exchange::wall;
use crate::system::child;

pub use crate::exchange::wall::COMMAND;

/// Reads the workbook on `input` and answers on `output`, after lowering what this process may use for good. People are
/// told by who asked; the code is for tests.
pub fn serve(input: &mut dyn Read, output: &mut dyn Write) -> ExitCode {
    if child::shut_in(wall::MEMORY_MAX, wall::PROCESSOR_MAX).is_err() {
        return ExitCode::from(5);
    }
    // What breaks is told by the answer; there is nobody to read more.
    std::panic::set_hook(Box::new(|_| {}));
    ExitCode::from(u8::from(wall::serve(input, output).is_err()))
}
