//! Noticing that the editor is gone.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

/// How often the editor is looked for.
const PERIOD: Duration = Duration::from_secs(3);

/// Tells `ended` when the process with that number is gone. An editor that
/// dies closes the pipe, which ends the server at once; this is for the pipe
/// that another process inherited.
#[cfg(unix)]
pub fn watch(process: u32, ended: Arc<Notify>) {
    let Some(process) = i32::try_from(process)
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    else {
        return;
    };
    let is_alive =
        move || rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH);
    // One that cannot be seen from the start, as from inside a container, says nothing.
    if !is_alive() {
        return;
    }
    tokio::spawn(async move {
        while is_alive() {
            tokio::time::sleep(PERIOD).await;
        }
        ended.notify_one();
    });
}

/// Elsewhere the closed pipe has to do.
#[cfg(not(unix))]
pub fn watch(_process: u32, _ended: Arc<Notify>) {
    let _ = PERIOD;
}
