//! Runs a program in a pseudo-terminal, types into it, and measures.

use std::{
    ffi::OsString,
    fs,
    io::{Read, Write},
    num::NonZeroU16,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How many letters are typed.
const LETTERS: usize = 150;

/// As long as somebody waits before the next letter.
const PAUSE: Duration = Duration::from_millis(12);

/// After that, whatever is waited for does not come.
const PATIENCE: Duration = Duration::from_secs(30);

const SIZE: PtySize = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };

/// A program to measure.
pub(crate) struct Program {
    /// What it is called in the table.
    pub(crate) name: String,
    file: PathBuf,
    arguments: Vec<OsString>,
    variables: Vec<(&'static str, OsString)>,
    /// What it shows when it is ready for a key.
    ready: String,
    /// What ends it.
    leave: String,
}

/// What one run took: milliseconds for start and end, microseconds for a letter.
pub(crate) struct Measured {
    pub(crate) start: f64,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) processor: f64,
    pub(crate) wake_ups: f64,
    pub(crate) bytes: f64,
    pub(crate) end: f64,
}

/// A program that runs.
struct Running {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    begun: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Program {
    pub(crate) fn new(
        name: &str,
        file: &Path,
        arguments: &[&str],
        home: &Path,
        ready: &str,
        leave: &str,
    ) -> Self {
        Self {
            name: name.to_owned(),
            file: file.to_owned(),
            arguments: arguments.iter().map(OsString::from).collect(),
            variables: vec![("HOME", home.into()), ("TERM", "xterm-256color".into())],
            ready: ready.to_owned(),
            leave: leave.to_owned(),
        }
    }

    pub(crate) fn with(mut self, variable: &'static str, value: &str) -> Self {
        self.variables.push((variable, value.into()));
        self
    }

    /// Runs it once, sends it some keys, and ends it.
    pub(crate) fn prepare(&self, keys: &[&str]) {
        let mut running = self.start();
        assert!(running.shows(&self.ready), "{} is not ready", self.name);
        for keys in keys {
            running.keyboard.write_all(keys.as_bytes()).unwrap();
            running.quiet();
        }
        running.ends(&self.leave);
    }

    /// Runs it once and measures; `None` if it does not do what is expected.
    pub(crate) fn measure(&self) -> Option<Measured> {
        let mut running = self.start();
        if !running.shows(&self.ready) {
            return None;
        }
        let start = running.begun.elapsed();
        running.quiet();
        let before = counts(running.process());
        let (mut times, mut bytes) = (Vec::new(), 0);
        for number in 0..LETTERS {
            let letter = if number % 6 == 5 { b" " } else { b"a" };
            let pressed = Instant::now();
            running.keyboard.write_all(letter).ok()?;
            let (came, sent) = running.output.recv_timeout(PATIENCE).ok()?;
            times.push(came.duration_since(pressed).as_secs_f64() * 1e6);
            bytes += sent.len();
            thread::sleep(PAUSE);
            bytes += running.output.try_iter().map(|(_, sent)| sent.len()).sum::<usize>();
        }
        let after = counts(running.process());
        running.quiet();
        times.sort_by(f64::total_cmp);
        let each = |count: f64| count / LETTERS as f64;
        Some(Measured {
            start: start.as_secs_f64() * 1e3,
            p50: times[LETTERS / 2],
            p99: times[LETTERS * 99 / 100],
            processor: each((after.0 - before.0) / 1e3),
            wake_ups: each(after.1 - before.1),
            bytes: each(bytes as f64),
            end: running.ends(&self.leave).as_secs_f64() * 1e3,
        })
    }

    fn start(&self) -> Running {
        let pair = native_pty_system().openpty(SIZE).unwrap();
        let mut command = CommandBuilder::new(&self.file);
        command.args(&self.arguments);
        for (variable, value) in &self.variables {
            command.env(variable, value);
        }
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let [rows, columns] = [SIZE.rows, SIZE.cols].map(|cells| NonZeroU16::new(cells).unwrap());
        let screen = vt100::Parser::new(rows, columns, 0);
        Running { child, keyboard, output, screen, begun, _master: pair.master }
    }
}

impl Running {
    fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    fn shows(&mut self, text: &str) -> bool {
        while !self.screen.screen().contents().contains(text) {
            let Ok((_, sent)) = self.output.recv_timeout(PATIENCE) else { return false };
            self.screen.process(&sent);
        }
        true
    }

    /// Waits until it has sent nothing for a while.
    fn quiet(&mut self) {
        while let Ok((_, sent)) = self.output.recv_timeout(Duration::from_millis(700)) {
            self.screen.process(&sent);
        }
    }

    /// Ends it; how long that takes.
    fn ends(mut self, keys: &str) -> Duration {
        let asked = Instant::now();
        let _ = self.keyboard.write_all(keys.as_bytes());
        // Its terminal is closed when it has ended.
        while !matches!(self.output.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected)) {
            if asked.elapsed() > PATIENCE {
                let _ = self.child.kill();
                break;
            }
        }
        let _ = self.child.wait();
        asked.elapsed()
    }
}

/// The processor time of a process so far, in nanoseconds, and how often its threads slept.
fn counts(process: u32) -> (f64, f64) {
    let (mut time, mut sleeps) = (0.0, 0.0);
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    for thread in threads.into_iter().flatten().flatten() {
        let read = |name: &str| fs::read_to_string(thread.path().join(name)).unwrap_or_default();
        let number = |text: &str| -> f64 {
            text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or_default()
        };
        time += number(&read("schedstat"));
        let status = read("status");
        sleeps += number(status.split("\nvoluntary_ctxt_switches:").nth(1).unwrap_or_default());
    }
    (time, sleeps)
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
