//! The program `quotemark`, for what the command line does to files.

fn main() -> std::process::ExitCode {
    quotemark::main()
}
