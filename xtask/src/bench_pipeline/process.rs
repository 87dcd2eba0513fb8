//! The processes that are measured.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// How often a process is looked at.
const LOOK: Duration = Duration::from_millis(10);
/// How long a sandbox may take to begin, and to end.
const PATIENCE: Duration = Duration::from_secs(20);
/// Ticks a second in `/proc`; the same on every Linux.
const TICKS: f64 = 100.0;

/// A process that ends with this value at the latest.
pub(super) struct Process(Child);

/// What a process took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) status: ExitStatus,
    /// User and system time.
    pub(super) cpu: Duration,
    pub(super) peak_bytes: u64,
}

impl Process {
    pub(super) fn start(command: &mut Command) -> anyhow::Result<Self> {
        let child = command.stdin(Stdio::null()).spawn();
        child.map(Self).with_context(|| format!("cannot start {}", command.get_program().display()))
    }

    /// Asks the process to end, with the signal of that name.
    pub(super) fn signal(&self, name: &str) -> anyhow::Result<()> {
        let id = self.0.id().to_string();
        let status = Command::new("kill").args(["-s", name, &id]).status();
        let status = status.context("cannot start `kill`")?;
        if !status.success() {
            bail!("process {id} takes no signal");
        }
        Ok(())
    }

    /// The processor time so far.
    pub(super) fn cpu(&self) -> Option<Duration> {
        cpu_of(&self.0.id().to_string(), [13, 14])
    }

    /// Waits for the end, and `look`s at times; it may end the wait by an error.
    pub(super) fn wait(
        &mut self,
        limit: Duration,
        mut look: impl FnMut(&Self) -> anyhow::Result<()>,
    ) -> anyhow::Result<Taken> {
        // Of the children that were waited for: one is waited for at a time.
        let before = cpu_of("self", [15, 16]).context("/proc is missing: this needs Linux")?;
        let deadline = Instant::now() + limit;
        let mut peak_bytes = 0;
        loop {
            peak_bytes = self.peak_bytes().unwrap_or(0).max(peak_bytes);
            if let Some(status) = self.0.try_wait()? {
                let after = cpu_of("self", [15, 16]).unwrap_or_default();
                return Ok(Taken { status, cpu: after.saturating_sub(before), peak_bytes });
            }
            if Instant::now() > deadline {
                bail!("not done after {} s", limit.as_secs());
            }
            look(self)?;
            std::thread::sleep(LOOK);
        }
    }

    fn peak_bytes(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The sum of two fields of `/proc/ID/stat`, counted as in its manual page less one.
fn cpu_of(id: &str, fields: [usize; 2]) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name, in parentheses, may hold blanks.
    let rest = stat.rsplit_once(')')?.1;
    let ticks = |field: usize| rest.split_whitespace().nth(field - 2)?.parse::<f64>().ok();
    Some(Duration::from_secs_f64((ticks(fields[0])? + ticks(fields[1])?) / TICKS))
}

/// How long all processors of the machine have worked, for anyone.
pub(super) fn cpu_of_all() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/stat").ok()?;
    let ticks: Vec<f64> =
        stat.lines().next()?.split_whitespace().skip(1).map_while(|it| it.parse().ok()).collect();
    // user, nice, system, (idle, iowait,) irq, softirq, steal
    let busy = [0, 1, 2, 5, 6, 7].iter().filter_map(|at| ticks.get(*at)).sum::<f64>();
    Some(Duration::from_secs_f64(busy / TICKS))
}

/// The processor time of this process.
pub(super) fn own_cpu() -> Option<Duration> {
    cpu_of("self", [13, 14])
}

/// A sandbox that ends with this value at the latest.
pub(super) struct Sandbox {
    process: Process,
    /// Where it listens, as `127.0.0.1:8787`.
    pub(super) address: String,
    /// When it had begun.
    pub(super) since: Instant,
}

impl Sandbox {
    pub(super) fn start(program: &Path, flags: &[String]) -> anyhow::Result<Self> {
        let mut command = Command::new(program);
        command.args(["sandbox", "--port", "0"]).args(flags).stdout(Stdio::piped());
        let mut process = Process::start(&mut command)?;
        let stdout = process.0.stdout.take().context("the sandbox has no output")?;
        let (sender, lines) = mpsc::channel();
        // Ends with the sandbox.
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = lines.recv_timeout(left).context("the sandbox does not begin")?;
            if let Some(address) = line.strip_prefix("FLIPSIDE_BASE_URL=http://") {
                return Ok(Self { process, address: address.to_owned(), since: Instant::now() });
            }
        }
    }

    pub(super) fn cpu(&self) -> Option<Duration> {
        self.process.cpu()
    }

    /// Ends it in order.
    pub(super) fn end(mut self) -> anyhow::Result<()> {
        self.process.signal("TERM")?;
        let taken = self.process.wait(PATIENCE, |_| Ok(())).context("the sandbox does not end")?;
        if !taken.status.success() {
            bail!("the sandbox ended with {}", taken.status);
        }
        Ok(())
    }
}
