//! The thin program: arguments in, exit code out. Everything else is the library's.

use std::process::ExitCode;

fn main() -> ExitCode {
    wenxiao::system::leftovers::began();
    // A file-size limit is then an error that is told; otherwise it kills.
    wenxiao::system::ignore_file_size_signal();
    wenxiao::cli::run(std::env::args_os(), wenxiao::system::child::own_program())
}
