//! The program `quotemark`, for tests of how a process ends and of what the
//! command line says.

fn main() -> std::process::ExitCode {
    quotemark::main()
}
