//! A desk to sit at: the real program in a real pseudo-terminal, used as a person uses it.
//!
//! Nothing here waits for a time. It waits for what is to be seen, and says what is seen instead
//! when that does not come.

use std::{
    cell::RefCell,
    ffi::OsStr,
    fmt::Display,
    fs,
    io::{Read, Write},
    num::NonZeroU16,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::{Duration, Instant},
};

use greenpaper::store::{document::response::Order, draft, recovery_log};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;
use vt100::MouseProtocolMode;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_greenpaper");

/// Long enough for anything that is going to happen, on a machine that is busy with other things, or
/// whose disk takes a second for each sync.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a file is looked at while it is waited for.
const GLANCE: Duration = Duration::from_millis(5);

/// Columns and rows of a window.
type Size = (u16, u16);

/// The least window that the program is made for.
pub(crate) const SMALL: Size = (40, 12);
/// The usual window.
pub(crate) const USUAL: Size = (80, 24);
/// A window with room for the guidance beside the question.
pub(crate) const WIDE: Size = (120, 40);

/// What a person sits at: a home folder of their own, the question sets and the drafts in it.
#[derive(Debug)]
pub(crate) struct Desk {
    folder: TempDir,
}

/// The program, running in a window.
pub(crate) struct Window {
    shown: Arc<(Mutex<Shown>, Condvar)>,
    master: RefCell<Option<Box<dyn MasterPty + Send>>>,
    keyboard: RefCell<Box<dyn Write + Send>>,
    process: u32,
    line_by_line: String,
}

/// What the program has sent, and what a terminal makes of it.
struct Shown {
    terminal: vt100::Parser,
    bytes: Vec<u8>,
    /// Whether everything has been read that the program sent.
    silent: bool,
    /// Whether nothing more is to be read.
    closing: bool,
    /// Whether nothing is to be read for now.
    looking_away: bool,
    ended: Option<Ending>,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// By itself, with this exit status.
    Status(u32),
    /// By a signal, by its name.
    Killed(String),
}

/// What the program has switched on in the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Modes {
    pub(crate) other_screen: bool,
    pub(crate) marked_pastes: bool,
    pub(crate) mouse: bool,
    pub(crate) hidden_cursor: bool,
}

impl Modes {
    /// As a shell leaves them.
    pub(crate) const OFF: Self =
        Self { other_screen: false, marked_pastes: false, mouse: false, hidden_cursor: false };
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// An empty desk in a folder that is there.
    pub(crate) fn inside(folder: &Path) -> Self {
        Self { folder: tempfile::tempdir_in(folder).unwrap() }
    }

    /// A desk on which a question set lies.
    pub(crate) fn with(name: &str, set: &str) -> Self {
        let desk = Self::new();
        desk.put(name, set);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn drafts(&self) -> PathBuf {
        self.path("drafts")
    }

    /// Puts a file on the desk.
    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Puts a program on the desk under the name that the environment gives as the editor.
    #[cfg(unix)]
    pub(crate) fn put_editor(&self, script: &str) {
        use std::{fs::Permissions, os::unix::fs::PermissionsExt};
        self.put("editor", format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.path("editor"), Permissions::from_mode(0o755)).unwrap();
    }

    /// What a file on the desk says.
    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Waits until a file on the desk, or any file in a folder on it, says something. Which one?
    #[track_caller]
    pub(crate) fn file_says(&self, name: &str, text: &str) -> PathBuf {
        let begun = Instant::now();
        let says = |path: &PathBuf| fs::read_to_string(path).is_ok_and(|said| said.contains(text));
        loop {
            let files = files(&self.path(name));
            if let Some(found) = files.iter().find(|path| says(path)) {
                return found.clone();
            }
            if begun.elapsed() > PATIENCE {
                let said = |path: &PathBuf| fs::read_to_string(path).unwrap_or_default();
                let all: Vec<_> = files.iter().map(|path| (path, said(path))).collect();
                panic!("{name} does not say {text:?}, but {all:#?}");
            }
            thread::sleep(GLANCE);
        }
    }

    /// Waits for something that files show.
    #[track_caller]
    pub(crate) fn waits_for(&self, what: &str, so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !so() {
            let files = files_below(self.folder.path());
            assert!(begun.elapsed() < PATIENCE, "not so: {what}; {files:#?}");
            thread::sleep(GLANCE);
        }
    }

    /// Waits until one of the files in a folder on the desk says something.
    #[track_caller]
    pub(crate) fn some_file_says(&self, folder: &str, text: &str) {
        let begun = Instant::now();
        loop {
            // A file counts once it has its name.
            let named = |file: &PathBuf| {
                file.extension().is_some_and(|ending| ending == "yaml" || ending == "log")
            };
            let files: Vec<_> = files_below(&self.path(folder)).into_iter().filter(named).collect();
            let contents = files.iter().map(|file| said_in(file));
            if contents.into_iter().any(|content| content.contains(text)) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "no file in {folder} says {text:?}: {files:?}");
            thread::sleep(GLANCE);
        }
    }

    /// Starts the program in a window of the usual size.
    #[track_caller]
    pub(crate) fn start(&self, arguments: &str) -> Window {
        self.start_at(USUAL, arguments)
    }

    /// Starts the program in a window of this size.
    #[track_caller]
    pub(crate) fn start_at(&self, size: Size, arguments: &str) -> Window {
        let arguments: Vec<&str> =
            [PROGRAM].into_iter().chain(arguments.split_whitespace()).collect();
        self.start_command(size, &arguments, &[])
    }

    /// Starts a command in a window, with more in its environment.
    #[track_caller]
    pub(crate) fn start_command(
        &self,
        size: Size,
        command: &[impl AsRef<OsStr>],
        more: &[(&str, &OsStr)],
    ) -> Window {
        let (program, arguments) = command.split_first().unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        for (name, value) in more {
            command.env(name, value);
        }
        command.cwd(self.folder.path());
        Window::open(size, command)
    }

    /// Runs the program without a terminal.
    pub(crate) fn run(&self, arguments: &str) -> Output {
        Command::new(PROGRAM)
            .args(arguments.split_whitespace())
            .env_clear()
            .envs(self.environment())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    pub(crate) fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let mut environment = vec![
            ("TERM", "xterm-256color".into()),
            ("TZ", "Europe/London".into()),
            ("LANG", "C.UTF-8".into()),
            ("PATH", std::env::var_os("PATH").unwrap_or_default().into()),
            ("HOME", self.path("home")),
            ("VISUAL", self.path("editor")),
            ("GREENPAPER_DRAFTS", self.drafts()),
        ];
        let usual = [
            ("XDG_CONFIG_HOME", "home/config"),
            ("XDG_DATA_HOME", "home/data"),
            ("XDG_STATE_HOME", "home/state"),
            ("XDG_CACHE_HOME", "home/cache"),
            ("XDG_RUNTIME_DIR", "home/runtime"),
        ];
        environment.extend(usual.map(|(name, folder)| (name, self.path(folder))));
        environment
    }
}

impl Window {
    #[track_caller]
    fn open(size: Size, command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let line_by_line = line_discipline(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let shown = Arc::new((
            Mutex::new(Shown {
                terminal: vt100::Parser::new(cells(size.1), cells(size.0), 0),
                bytes: Vec::new(),
                silent: false,
                closing: false,
                looking_away: false,
                ended: None,
            }),
            Condvar::new(),
        ));
        let process = child.process_id().unwrap();
        let output = pair.master.try_clone_reader().unwrap();
        let keyboard = RefCell::new(pair.master.take_writer().unwrap());
        watch(output, Arc::clone(&shown));
        wait_for(child, Arc::clone(&shown));
        Self { shown, master: RefCell::new(Some(pair.master)), keyboard, process, line_by_line }
    }

    /// Waits until a text is on the screen. It may go over several rows.
    #[track_caller]
    pub(crate) fn see(&self, text: &str) -> &Self {
        let wanted = words(text);
        self.until(format_args!("{text:?} is on the screen"), |shown| {
            shown.words().contains(&wanted).then_some(())
        });
        self
    }

    /// Waits until a text is on the screen, or the program has ended. Whether the text came.
    #[track_caller]
    pub(crate) fn sees_before_it_ends(&self, text: &str) -> bool {
        let wanted = words(text);
        self.until(format_args!("{text:?} is on the screen, or the program has ended"), |shown| {
            let seen = shown.words().contains(&wanted);
            (seen || shown.is_over()).then_some(seen)
        })
    }

    /// Waits until one of several texts is on the screen. Which one?
    #[track_caller]
    pub(crate) fn see_one_of<'a>(&self, texts: &[&'a str]) -> &'a str {
        self.until(format_args!("one of {texts:?} is on the screen"), |shown| {
            let seen = shown.words();
            texts.iter().rfind(|text| seen.contains(&words(text))).copied()
        })
    }

    /// Waits until a text is no longer on the screen.
    #[track_caller]
    pub(crate) fn see_no(&self, text: &str) -> &Self {
        let unwanted = words(text);
        self.until(format_args!("{text:?} is gone from the screen"), |shown| {
            (!shown.words().contains(&unwanted)).then_some(())
        });
        self
    }

    /// Waits until a text is on the screen so many times: something has said it once more.
    #[track_caller]
    pub(crate) fn see_times(&self, times: usize, text: &str) -> &Self {
        let wanted = words(text);
        self.until(format_args!("{text:?} is on the screen {times} times"), |shown| {
            (shown.words().matches(&wanted).count() >= times).then_some(())
        });
        self
    }

    /// Types a text. A line end in it is the key Enter.
    #[track_caller]
    pub(crate) fn types(&self, text: &str) -> &Self {
        self.send(text.replace('\n', "\r").as_bytes())
    }

    /// Presses keys, one after the other: `"ctrl+n tab alt+up"`.
    #[track_caller]
    pub(crate) fn press(&self, keys: &str) -> &Self {
        for key in keys.split_whitespace() {
            self.send(&key_bytes(key));
        }
        self
    }

    /// Pastes a text, as a terminal does: marked as pasted, line ends as carriage returns.
    #[track_caller]
    pub(crate) fn paste(&self, text: &str) -> &Self {
        // All at once: a paste that does not go on for a second has ended.
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes())
    }

    /// Clicks on a text, once it is on the screen.
    #[track_caller]
    pub(crate) fn click(&self, text: &str) -> &Self {
        self.click_in(text, text)
    }

    /// Clicks on a text in the first row that has another one.
    #[track_caller]
    pub(crate) fn click_in(&self, row: &str, text: &str) -> &Self {
        let what = format_args!("there is {text:?} in the row of {row:?}, to click on it");
        let (column, row) = self.until(what, |shown| {
            let rows: Vec<_> = shown.rows();
            let found = rows.iter().position(|cells| cells.concat().contains(row))?;
            Some((column_of(&rows[found], text)?, found))
        });
        let at = format!("{};{}", column + 1, row + 1);
        self.send(format!("\x1b[<0;{at}M\x1b[<0;{at}m").as_bytes())
    }

    /// Turns the wheel over the middle of the window.
    #[track_caller]
    pub(crate) fn wheel(&self, down: bool) -> &Self {
        self.send(if down { b"\x1b[<65;20;6M" } else { b"\x1b[<64;20;6M" })
    }

    /// Sends bytes as they are.
    #[track_caller]
    pub(crate) fn send(&self, bytes: &[u8]) -> &Self {
        let mut keyboard = self.keyboard.borrow_mut();
        let sent = keyboard.write_all(bytes).and_then(|()| keyboard.flush());
        if let Err(error) = sent {
            panic!("the program takes no more keys: {error}\n{}", self.picture());
        }
        self
    }

    /// Sends bytes to a program that may have ended; whether they were taken.
    pub(crate) fn sends(&self, bytes: &[u8]) -> bool {
        let mut keyboard = self.keyboard.borrow_mut();
        keyboard.write_all(bytes).and_then(|()| keyboard.flush()).is_ok()
    }

    /// Sends bytes again and again, until the program ends. Nothing else can be sent after that.
    pub(crate) fn floods(&self, bytes: Vec<u8>) {
        let mut keyboard = self.keyboard.replace(Box::new(std::io::sink()));
        // Whoever sends to a program that has ended may wait for ever, so nobody waits for this.
        thread::spawn(move || while keyboard.write_all(&bytes).is_ok() {});
    }

    /// Makes the window another size.
    pub(crate) fn resize(&self, size: Size) -> &Self {
        let mut shown = self.shown.0.lock().unwrap();
        shown.terminal.screen_mut().set_size(cells(size.1), cells(size.0));
        drop(shown);
        if let Some(master) = &*self.master.borrow() {
            master.resize(pty_size(size)).unwrap();
        }
        self
    }

    /// Makes the window a size that no screen has; what is drawn is not seen until it has one that
    /// a screen has.
    pub(crate) fn claims(&self, size: Size) -> &Self {
        if let Some(master) = &*self.master.borrow() {
            master.resize(pty_size(size)).unwrap();
        }
        self
    }

    /// Sends a signal: `TERM`, `HUP`, `INT`, `KILL`.
    pub(crate) fn signal(&self, name: &str) -> &Self {
        kill(self.process, name);
        self
    }

    /// The number that the system knows the program by.
    pub(crate) fn process(&self) -> u32 {
        self.process
    }

    /// Closes the window, as when the connection breaks. The program takes one more Enter first:
    /// the pseudo-terminal's library sends it.
    pub(crate) fn close(&self) {
        let (shown, changed) = &*self.shown;
        // What watches the screen holds the window open; it looks up when something is drawn.
        shown.lock().unwrap().closing = true;
        self.resize(SMALL).resize(WIDE);
        let mut now = shown.lock().unwrap();
        while !now.silent {
            now = changed.wait(now).unwrap();
        }
        *self.keyboard.borrow_mut() = Box::new(std::io::sink());
        self.master.borrow_mut().take();
    }

    /// Reads no more of what the program sends, as behind a connection that is stuck; or again.
    pub(crate) fn look_away(&self, away: bool) -> &Self {
        self.shown.0.lock().unwrap().looking_away = away;
        self.shown.1.notify_all();
        self
    }

    /// Waits until the program has ended, whether or not anybody has read what it sent.
    #[track_caller]
    pub(crate) fn ends_unread(&self) -> Ending {
        self.until("the program has ended", |shown| shown.ended.clone())
    }

    /// Waits until the program has ended with this exit status.
    #[track_caller]
    pub(crate) fn ends_with(&self, status: u32) -> &Self {
        assert_eq!(self.ending(), Ending::Status(status), "{}", self.picture());
        self
    }

    /// Waits until the program has ended.
    #[track_caller]
    pub(crate) fn ending(&self) -> Ending {
        self.until("the program has ended", |shown| shown.ended.clone().filter(|_| shown.silent))
    }

    /// Waits until the terminal is as it was before the program.
    #[track_caller]
    pub(crate) fn is_given_back(&self) {
        self.until("the terminal is given back", |shown| {
            (shown.modes() == Modes::OFF).then_some(())
        });
        let line_by_line = || match &*self.master.borrow() {
            Some(master) => line_discipline(master.as_ref()) == self.line_by_line,
            None => true,
        };
        self.glance("the terminal takes lines again", line_by_line);
    }

    /// Wakes the program up that has been put to sleep. It may not have been asleep yet: whoever is
    /// awake does not hear that it should wake up.
    #[track_caller]
    pub(crate) fn wake(&self) -> &Self {
        self.glance("the program has taken the terminal again", || {
            kill(self.process, "CONT");
            self.modes().other_screen
        });
        self
    }

    /// Waits for what the screen does not show.
    #[track_caller]
    fn glance(&self, what: &str, mut so: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !so() {
            assert!(begun.elapsed() < PATIENCE, "not so: {what}\n{}", self.picture());
            thread::sleep(GLANCE);
        }
    }

    /// What the program has switched on in the terminal.
    pub(crate) fn modes(&self) -> Modes {
        self.shown.0.lock().unwrap().modes()
    }

    /// The screen as it is now, row by row.
    pub(crate) fn picture(&self) -> String {
        self.shown.0.lock().unwrap().picture()
    }

    /// Waits until the program has sent this, which the screen does not show.
    #[track_caller]
    pub(crate) fn is_sent(&self, bytes: &str) -> &Self {
        self.until(format_args!("{bytes:?} is sent"), |shown| {
            let wanted = bytes.as_bytes();
            shown.bytes.windows(wanted.len()).any(|sent| sent == wanted).then_some(())
        });
        self
    }

    /// The colour behind the middle of the left edge.
    pub(crate) fn ground(&self) -> vt100::Color {
        let shown = self.shown.0.lock().unwrap();
        let screen = shown.terminal.screen();
        screen.cell(screen.size().0.get() / 2, 0).unwrap().bgcolor()
    }

    /// Everything that the program has sent, escape sequences and all.
    pub(crate) fn everything_sent(&self) -> String {
        String::from_utf8_lossy(&self.shown.0.lock().unwrap().bytes).into_owned()
    }

    #[track_caller]
    fn until<T>(&self, what: impl Display, look: impl Fn(&Shown) -> Option<T>) -> T {
        let (shown, changed) = &*self.shown;
        let begun = Instant::now();
        let mut shown = shown.lock().unwrap();
        loop {
            if let Some(found) = look(&shown) {
                return found;
            }
            let left = PATIENCE.saturating_sub(begun.elapsed());
            if left.is_zero() || shown.is_over() {
                let why = match &shown.ended {
                    Some(ending) => format!("the program has ended: {ending:?}"),
                    None => format!("waited {PATIENCE:?}"),
                };
                let picture = shown.picture();
                drop(shown);
                panic!("not so: {what}; {why}\n{picture}");
            }
            shown = changed.wait_timeout(shown, left).unwrap().0;
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let running = self.shown.0.lock().is_ok_and(|shown| shown.ended.is_none());
        if running {
            // It may end by itself just now.
            let _ = send_signal(self.process, "KILL");
        }
    }
}

impl Shown {
    /// The screen as people read it: one text, without what stands at its edge.
    fn words(&self) -> String {
        words(&self.rows().iter().map(|cells| cells.concat() + "\n").collect::<String>())
    }

    /// The cells of every row. The second cell of a wide character is empty.
    fn rows(&self) -> Vec<Vec<String>> {
        let screen = self.terminal.screen();
        let (rows, columns) = screen.size();
        let cell = |row, column| match screen.cell(row, column) {
            Some(cell) if cell.is_wide_continuation() => String::new(),
            Some(cell) if cell.has_contents() => cell.contents().to_owned(),
            Some(_) | None => " ".to_owned(),
        };
        let row = |row| (0..columns.get()).map(|column| cell(row, column)).collect();
        (0..rows.get()).map(row).collect()
    }

    fn modes(&self) -> Modes {
        let screen = self.terminal.screen();
        Modes {
            other_screen: screen.alternate_screen(),
            marked_pastes: screen.bracketed_paste(),
            mouse: screen.mouse_protocol_mode() != MouseProtocolMode::None,
            hidden_cursor: screen.hide_cursor(),
        }
    }

    fn is_over(&self) -> bool {
        self.silent && self.ended.is_some()
    }

    fn picture(&self) -> String {
        let edge = "─".repeat(usize::from(self.terminal.screen().size().1.get()));
        let rows: Vec<_> = self.rows().iter().map(|cells| cells.concat()).collect();
        format!("{edge}\n{}\n{edge}", rows.join("\n"))
    }
}

/// A text with all white space the same, and without the bar at the right edge that says that
/// there is more.
fn words(text: &str) -> String {
    let rows = text.lines().map(|row| row.trim_end().trim_end_matches(['┃', '│', '▲', '▼']));
    rows.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The column at which a text begins in a row of cells.
fn column_of(cells: &[String], text: &str) -> Option<usize> {
    (0..cells.len())
        .filter(|column| !cells[*column].is_empty())
        .find(|column| cells[*column..].concat().starts_with(text))
}

/// Keeps up with what the program sends.
fn watch(mut output: Box<dyn Read + Send>, shown: Arc<(Mutex<Shown>, Condvar)>) {
    thread::spawn(move || {
        let mut buffer = [0; 1 << 16];
        let mut waiting = Vec::new();
        loop {
            let read = output.read(&mut buffer).unwrap_or(0);
            let mut now = shown.0.lock().unwrap();
            now.bytes.extend_from_slice(&buffer[..read]);
            let held = waiting.len();
            waiting.extend_from_slice(&buffer[..read]);
            let over = read == 0 || now.closing;
            let whole = if over { waiting.len() } else { whole_frames(&waiting, held) };
            now.terminal.process(&waiting[..whole]);
            waiting.drain(..whole);
            if over {
                drop(output);
                now.silent = true;
                shown.1.notify_all();
                return;
            }
            shown.1.notify_all();
            drop(shown.1.wait_while(now, |now| now.looking_away).unwrap());
        }
    });
}

/// How many of these bytes a terminal shows by now: it holds back a frame that has begun and not
/// ended, so that nobody ever sees half of one. The first of them were held back before.
fn whole_frames(bytes: &[u8], held: usize) -> usize {
    const BEGINS: &[u8] = b"\x1b[?2026h";
    const ENDS: &[u8] = b"\x1b[?2026l";
    // A frame may be long and come in many pieces: what has been looked at is not looked at again.
    let from = held.saturating_sub(BEGINS.len() - 1);
    let last = |mark: &[u8]| {
        let place = bytes[from..].windows(mark.len()).rposition(|here| here == mark);
        place.map(|place| from + place)
    };
    match (last(BEGINS), last(ENDS)) {
        (Some(begun), Some(ended)) if begun > ended => begun,
        (Some(begun), None) => begun,
        (None, None) if held > 0 && bytes.starts_with(BEGINS) => 0,
        _ => {
            let half = (1..BEGINS.len()).rev().find(|half| bytes.ends_with(&BEGINS[..*half]));
            bytes.len() - half.unwrap_or(0)
        }
    }
}

fn wait_for(mut child: Box<dyn Child + Send + Sync>, shown: Arc<(Mutex<Shown>, Condvar)>) {
    thread::spawn(move || {
        let status = child.wait().unwrap();
        let ending = match status.signal() {
            Some(signal) => Ending::Killed(signal.to_owned()),
            None => Ending::Status(status.exit_code()),
        };
        shown.0.lock().unwrap().ended = Some(ending);
        shown.1.notify_all();
    });
}

/// Sends a signal to a process.
pub(crate) fn kill(process: u32, signal: &str) {
    let done = send_signal(process, signal).unwrap();
    assert!(done.status.success(), "cannot send {signal} to the program: {done:?}");
}

fn send_signal(process: u32, signal: &str) -> std::io::Result<Output> {
    Command::new("sh").args(["-c", &format!("kill -{signal} {process}")]).output()
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

fn pty_size((cols, rows): Size) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// How the system treats what is typed: whether it echoes it, and takes it line by line.
#[cfg(unix)]
fn line_discipline(master: &(dyn MasterPty + Send)) -> String {
    let terminal = master.get_termios().unwrap();
    format!("{:?} {:?}", terminal.input_flags, terminal.local_flags)
}

/// Nobody can tell from outside.
#[cfg(not(unix))]
fn line_discipline(_: &(dyn MasterPty + Send)) -> String {
    String::new()
}

/// What a terminal sends for a key.
///
/// Keys that an older terminal would send ambiguously are sent as the newer protocol does: `Esc` is
/// then no prefix of the next key.
#[track_caller]
fn key_bytes(name: &str) -> Vec<u8> {
    let (held, key) = match name.rsplit_once('+') {
        Some((held, key)) if !key.is_empty() => (held, key),
        _ => ("", name),
    };
    let modifiers: Vec<_> = held.split('+').filter(|held| !held.is_empty()).collect();
    let code = 1 + modifiers
        .iter()
        .map(|held| match *held {
            "shift" => 1,
            "alt" => 2,
            "ctrl" => 4,
            other => panic!("nothing called {other:?} can be held"),
        })
        .sum::<u8>();
    let tilde = |number: u8| match code {
        1 => format!("\x1b[{number}~"),
        _ => format!("\x1b[{number};{code}~"),
    };
    let letter = |letter: char| match code {
        1 => format!("\x1b[{letter}"),
        _ => format!("\x1b[1;{code}{letter}"),
    };
    let newer = |number: u32| format!("\x1b[{number};{code}u");
    let single = {
        let mut characters = key.chars();
        characters.next().filter(|_| characters.next().is_none())
    };
    let bytes = match (key, code, single) {
        ("enter", 1, _) => "\r".into(),
        ("enter", ..) => newer(13),
        ("tab", 1, _) => "\t".into(),
        ("tab", 2, _) => "\x1b[Z".into(),
        ("space", 1, _) => " ".into(),
        ("backspace", 1, _) => "\x7f".into(),
        ("backspace", ..) => newer(127),
        ("esc", 1, _) => "\x1b[27u".into(),
        ("up", ..) => letter('A'),
        ("down", ..) => letter('B'),
        ("right", ..) => letter('C'),
        ("left", ..) => letter('D'),
        ("home", ..) => letter('H'),
        ("end", ..) => letter('F'),
        ("delete", ..) => tilde(3),
        ("pageup", ..) => tilde(5),
        ("pagedown", ..) => tilde(6),
        ("f1", 1, _) => "\x1bOP".into(),
        ("f2", 1, _) => "\x1bOQ".into(),
        ("f4", 1, _) => "\x1bOS".into(),
        (_, 1, Some(character)) => character.into(),
        (_, 5, Some(character @ 'a'..='z')) => char::from(character as u8 & 0x1f).into(),
        (_, _, Some(character)) => newer(character.into()),
        _ => panic!("no key is called {name:?}"),
    };
    let bytes: String = bytes;
    bytes.into_bytes()
}

/// Every file in a folder and the folders in it; a file is taken for a folder with itself in it.
pub(crate) fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else {
        return Vec::from_iter(path.is_file().then(|| path.to_owned()));
    };
    let mut found: Vec<_> = entries.flatten().flat_map(|entry| files(&entry.path())).collect();
    found.sort();
    found
}

/// What a file says; for a log, the draft that comes of it.
fn said_in(file: &Path) -> String {
    let content = fs::read(file).unwrap_or_default();
    if file.extension().is_none_or(|ending| ending != "log") {
        return String::from_utf8_lossy(&content).into_owned();
    }
    let draft = recovery_log::replayed(&content, None, None).map(|(draft, _)| draft);
    draft.map(|draft| draft::write(&draft, &Order::default()).unwrap()).unwrap_or_default()
}

/// Every file below a folder, to show what is there when something is missing.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            found.extend(files_below(&entry.path()))
        } else {
            found.push(entry.path())
        }
    }
    found.sort();
    found
}
