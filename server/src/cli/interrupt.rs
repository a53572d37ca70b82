//! What is done when a command that has begun files is ended from outside.

use std::sync::Once;
use std::{io, process, thread};

use tokio::runtime::Builder;

use crate::store::writing::remove_all_begun;

/// The exit code of such a command, as shells tell of Ctrl+C.
const INTERRUPTED: i32 = 130;

/// From now on, Ctrl+C and a request to end take away what is written and not yet in its
/// place.
pub fn leave_nothing_half_written() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Where the system lets nobody listen, half a file stays beside its place.
        let _ = listen();
    });
}

fn listen() -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut ends = {
        let _entered = runtime.enter();
        Ends::new()?
    };
    let wait = move || {
        runtime.block_on(ends.wait());
        let _none = remove_all_begun();
        process::exit(INTERRUPTED);
    };
    let thread = thread::Builder::new().name("interrupt".into());
    thread.spawn(wait).map(drop)
}

/// The ways in which a program is asked to end.
#[cfg(unix)]
struct Ends {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Ends {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// The ways in which a program is asked to end.
#[cfg(windows)]
struct Ends(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Ends {
    fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn wait(&mut self) {
        let _ = self.0.recv().await;
    }
}
