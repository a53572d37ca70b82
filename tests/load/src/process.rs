//! What the system knows of a process.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::failure::{Outcome, fail};

/// A process that runs.
pub struct Process {
    number: u32,
    folder: PathBuf,
}

impl Process {
    /// The process of that number.
    pub fn of(number: u32) -> Self {
        Self {
            number,
            folder: format!("/proc/{number}").into(),
        }
    }

    /// How many bytes of memory it has resident.
    pub fn resident(&self) -> Outcome<u64> {
        let status = fs::read_to_string(self.folder.join("status"))?;
        let kilobytes = field(&status, "VmRSS:").ok_or("the system tells no memory")?;
        Ok(kilobytes << 10)
    }

    /// How long it has run on a processor. The system counts hundredths of a second.
    pub fn busy(&self) -> Outcome<Duration> {
        let stat = fs::read_to_string(self.folder.join("stat"))?;
        // The name stands in parentheses and may hold anything.
        let Some((_, rest)) = stat.rsplit_once(')') else {
            return fail("the system tells no times");
        };
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let ticks = |index: usize| {
            fields
                .get(index)
                .and_then(|field| field.parse::<u64>().ok())
        };
        match (ticks(11), ticks(12)) {
            (Some(user), Some(system)) => Ok(Duration::from_millis((user + system) * 10)),
            _ => fail("the system tells no times"),
        }
    }

    /// Has it do nothing until it may [go on](Self::go_on).
    pub fn pause(&self) -> Outcome<()> {
        self.signal("-STOP")
    }

    /// Has it go on.
    pub fn go_on(&self) -> Outcome<()> {
        self.signal("-CONT")
    }

    fn signal(&self, signal: &str) -> Outcome<()> {
        let number = self.number.to_string();
        match Command::new("kill")
            .args([signal, &number])
            .status()?
            .success()
        {
            true => Ok(()),
            false => fail(format!("the server takes no signal {signal}")),
        }
    }

    /// How often its threads have been woken.
    pub fn wakes(&self) -> Outcome<u64> {
        let mut wakes = 0;
        for thread in fs::read_dir(self.folder.join("task"))? {
            // A thread may end meanwhile.
            let status = fs::read_to_string(thread?.path().join("status")).unwrap_or_default();
            wakes += field(&status, "voluntary_ctxt_switches:").unwrap_or_default();
        }
        Ok(wakes)
    }
}

fn field(status: &str, key: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace().next()?.parse().ok()
}
