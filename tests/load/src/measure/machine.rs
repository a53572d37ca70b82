//! On what was measured.

use std::fs;

/// One line about the machine.
pub fn describe() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let value = |text: &str, key: &str| {
        let line = text.lines().find(|line| line.starts_with(key));
        let value = line.and_then(|line| line.split_once(':'));
        value.map_or(String::new(), |(_, value)| value.trim().to_owned())
    };
    let processor = value(&read("/proc/cpuinfo"), "model name");
    let memory = value(&read("/proc/meminfo"), "MemTotal");
    let memory: u64 = memory.trim_end_matches(" kB").parse().unwrap_or(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = read("/proc/sys/kernel/osrelease");
    let system = system
        .split('-')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    format!(
        "{cores} cores of {processor}, {} GB of memory, Linux {system}; all files in the system's cache.",
        memory >> 20
    )
}
