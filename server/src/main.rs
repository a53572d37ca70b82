//! The program `quotemark`.

/// Reading a corpus is many small pieces of memory on several threads, for
/// which the system's allocator takes a quarter of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    quotemark::main()
}
