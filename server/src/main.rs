//! The program `quotemark`.

fn main() -> std::process::ExitCode {
    quotemark::cli::main()
}
