//! An officer at the keyboard: the voice of the tests of what the program does.
//!
//! The program runs without a terminal and without a disk. What the officer does are events; what
//! they see is the drawn screen, as text.

use std::{path::PathBuf, sync::Arc};

use greenpaper::{
    app::{
        App,
        document::{DocumentChoice, MadeDocument},
        earlier::EarlierAnswers,
        event::{
            DraftAccess, Effect, Event, OpenedDraft, Press, Receipt, SaveLocation, SaveReport,
            Theirs, Trouble,
        },
        key::{Code, Key},
        screen::broken::Complaint,
    },
    model::{
        answer::Answers,
        consultation::Consultation,
        details::RespondentDetails,
        draft::{Draft, Edition},
        earlier::EarlierPassage,
        id::QuestionId,
        response::Response,
        resume::ResumePoint,
        revision::Revision,
    },
    store::{document::response::Order, draft, question_set},
    tui::{self, layout::Layout, theme::Theme},
};
use jiff::{SignedDuration, Zoned};
use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Rect, Size},
    style::Modifier,
};

/// An officer with the program in front of them.
pub(crate) struct Officer {
    pub(crate) app: App,
    pub(crate) consultation: Arc<Consultation>,
    /// The clock on the wall. It moves a second with each thing that the officer does.
    pub(crate) now: Zoned,
    /// How far it moves.
    pub(crate) tick: SignedDuration,
    size: Size,
    /// Whether the disk takes drafts.
    disk: Disk,
    /// The draft as the disk has it.
    pub(crate) saved: Draft,
    /// Somebody else's version of the draft; unreadable without one.
    pub(crate) theirs: Option<Draft>,
    /// The response that was exported.
    pub(crate) exported: Option<Response>,
    /// What was given to the terminal's clipboard.
    pub(crate) copied: String,
    /// How often the draft was handed over to be saved.
    pub(crate) saves: usize,
    /// Whether the copy of the set was put beside the draft.
    pub(crate) has_kept_the_set: bool,
    pub(crate) has_left: bool,
    /// What earlier drafts and responses say.
    pub(crate) earlier: Vec<EarlierPassage>,
    /// The screen that was left.
    pub(crate) resume: Option<Box<ResumePoint>>,
}

/// How the disk behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disk {
    Works,
    /// It is full; this machine keeps copies.
    Full,
    /// The same, and this machine keeps none.
    FullEverywhere,
    /// Nothing is heard of it; this machine keeps copies.
    Silent,
    /// Nothing is heard of either.
    SilentEverywhere,
    /// Someone else has changed the draft.
    Changed,
}

/// Reads a question set that is right.
#[track_caller]
pub(crate) fn set(yaml: &str) -> Arc<Consultation> {
    match question_set::read("set.yaml", yaml.as_bytes()) {
        Ok(loaded) => Arc::new(loaded.consultation),
        Err(problems) => panic!("{}", problems.lines().collect::<Vec<_>>().join("\n")),
    }
}

/// A set with one section, which has these items.
pub(crate) fn set_of(items: &str) -> String {
    let items: String = items.lines().map(|line| format!("      {line}\n")).collect();
    format!(
        "format: greenpaper/consultation/1\nid: tiny\nversion: \"1\"\ntitle: A tiny consultation\n\
         publisher: Department for Examples\ncloses: 2014-05-30\nsections:\n  - id: only\n    \
         title: The only section\n    items:\n{items}"
    )
}

/// A draft that its file has as it is.
fn opened(consultation: Arc<Consultation>, draft: Draft) -> OpenedDraft {
    OpenedDraft {
        consultation,
        in_file: draft.answers.clone(),
        draft,
        path: PathBuf::from("/home/officer/tiny.yaml"),
        remarks: Vec::new(),
        access: DraftAccess::Write,
        revision: None,
        resume: None,
        details: RespondentDetails::default(),
    }
}

impl Officer {
    /// Sits down to a new draft of a set, and has read the introduction.
    #[track_caller]
    pub(crate) fn answering(yaml: &str) -> Self {
        let mut officer = Self::before(yaml);
        officer.press("enter");
        officer.press("enter");
        officer
    }

    /// Sits down to a new draft of a set, at its introduction.
    #[track_caller]
    pub(crate) fn before(yaml: &str) -> Self {
        let consultation = set(yaml);
        let now: Zoned = "2014-05-02T10:00:00+01:00[Europe/London]".parse().unwrap();
        let draft = Draft::new(Edition::of(&consultation), &now);
        Self::resuming(consultation, draft, now)
    }

    /// Sits down to a draft that is there.
    pub(crate) fn resuming(consultation: Arc<Consultation>, draft: Draft, now: Zoned) -> Self {
        let mut officer = Self::at_home(Arc::clone(&consultation), draft.clone(), now);
        officer.opens(consultation, draft, None);
        officer
    }

    /// Sits down to what was recovered of a draft.
    pub(crate) fn recovering(self, in_file: Answers) -> Self {
        let Self { consultation, saved, now, .. } = self;
        let mut officer = Self::at_home(Arc::clone(&consultation), saved.clone(), now);
        officer.disk = Disk::Silent;
        let access = DraftAccess::Recovered;
        officer.opens_as(OpenedDraft { access, in_file, ..opened(consultation, saved) });
        officer
    }

    /// Comes back to a draft after its set has changed; the earlier edition is at hand, or not.
    #[track_caller]
    pub(crate) fn coming_back(before: Option<&str>, now: &str, draft: Draft) -> Self {
        let (before, consultation) = (before.map(set), set(now));
        let revision = Revision::new(before.as_deref(), &consultation, &draft);
        let mut officer =
            Self::at_home(Arc::clone(&consultation), draft.clone(), draft.updated.clone());
        officer.opens(consultation, draft, Some(Box::new(revision)));
        officer
    }

    /// Sits down to a preview of a set.
    #[track_caller]
    pub(crate) fn previewing(yaml: &str) -> Self {
        let now: Zoned = "2014-05-02T10:00:00+01:00[Europe/London]".parse().unwrap();
        let nothing = set(&set_of("- {id: q, type: string, text: Q}"));
        let draft = Draft::new(Edition::of(&nothing), &now);
        let mut officer = Self::at_home(nothing, draft, now);
        officer.saves_the_set(yaml);
        officer
    }

    /// The author saves the set that is previewed.
    pub(crate) fn saves_the_set(&mut self, yaml: &str) {
        let set = match question_set::read("tiny.yaml", yaml.as_bytes()) {
            Ok(loaded) => Ok(Arc::new(loaded.consultation)),
            Err(problems) => {
                let helps = problems.iter().map(|problem| problem.help.clone());
                let all = problems.lines().zip(helps);
                Err(all.map(|(what, help)| Complaint { what, help }).collect())
            }
        };
        self.happens(Event::Previewed(PathBuf::from("tiny.yaml"), set));
    }

    fn at_home(consultation: Arc<Consultation>, draft: Draft, now: Zoned) -> Self {
        Self {
            app: App::new(now.clone()),
            consultation,
            now,
            tick: SignedDuration::from_secs(1),
            size: Size { width: 80, height: 24 },
            disk: Disk::Works,
            saved: draft,
            theirs: None,
            exported: None,
            copied: String::new(),
            saves: 0,
            has_kept_the_set: false,
            has_left: false,
            earlier: Vec::new(),
            resume: None,
        }
    }

    fn opens(
        &mut self,
        consultation: Arc<Consultation>,
        draft: Draft,
        revision: Option<Box<Revision>>,
    ) {
        self.opens_as(OpenedDraft { revision, ..opened(consultation, draft) });
    }

    fn opens_as(&mut self, opened: OpenedDraft) {
        self.happens(Event::Opened(Ok(Box::new(opened))));
    }

    /// Leaves, and comes back to what the disk has, through its YAML.
    #[track_caller]
    pub(crate) fn comes_back(mut self) -> Self {
        self.press("ctrl+q");
        assert!(self.has_left, "did not leave:\n{}", self.screen());
        let yaml = draft::write(&self.saved, &Order::of(&self.consultation)).unwrap();
        let loaded = draft::read("draft.yaml", yaml.as_bytes()).unwrap();
        let mut officer =
            Self::at_home(Arc::clone(&self.consultation), loaded.draft.clone(), self.now);
        officer.size = self.size;
        officer.app.me = self.app.me;
        let resume = self.resume;
        officer.opens_as(OpenedDraft { resume, ..opened(self.consultation, loaded.draft) });
        officer
    }

    /// Works on a screen of another size.
    pub(crate) fn at(mut self, width: u16, height: u16) -> Self {
        self.size = Size { width, height };
        self
    }

    /// The disk behaves differently from now on.
    pub(crate) fn disk(&mut self, disk: Disk) {
        self.disk = disk;
        self.waits();
    }

    /// Some time passes while a save is outstanding.
    pub(crate) fn waits(&mut self) {
        self.now = self.now.checked_add(SignedDuration::from_secs(5)).unwrap();
        let number = self.app.saving.newest();
        if self.app.waits() {
            let draft = self.app.session().unwrap().draft.clone();
            for report in self.reports(draft, number) {
                self.happens(report);
            }
        }
        self.happens(Event::Tick);
    }

    /// Presses keys, by their names: `enter`, `ctrl+n`, `shift+tab`, `a`.
    #[track_caller]
    pub(crate) fn press(&mut self, keys: &str) {
        for name in keys.split_whitespace() {
            let key = key(name);
            self.happens(Event::Key(key));
        }
    }

    /// Types a text; a line end is `Enter`.
    pub(crate) fn type_in(&mut self, text: &str) {
        for character in text.chars() {
            let code = if character == '\n' { Code::Enter } else { Code::Char(character) };
            self.happens(Event::Key(Key::plain(code)));
        }
    }

    /// Pastes a text.
    pub(crate) fn paste(&mut self, text: &str) {
        self.happens(Event::Paste(text.to_owned()));
    }

    /// Presses the mouse where a text stands on the screen.
    #[track_caller]
    pub(crate) fn click(&mut self, text: &str) {
        let screen = self.screen();
        let (row, line) = screen
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains(text))
            .unwrap_or_else(|| panic!("no {text:?} on the screen:\n{screen}"));
        let column = line.split(text).next().unwrap_or_default().chars().count();
        let layout = self.layout();
        let cell = |number: usize| u16::try_from(number).unwrap();
        let target = layout.target_at(cell(column), cell(row));
        let target = target.unwrap_or_else(|| panic!("{text:?} is no target:\n{screen}"));
        self.happens(Event::Mouse(target, Press::Down));
    }

    /// Presses the mouse in a cell; nothing happens where nothing is.
    pub(crate) fn click_at(&mut self, column: usize, row: usize) {
        let cell = |number: usize| u16::try_from(number).unwrap();
        if let Some(target) = self.layout().target_at(cell(column), cell(row)) {
            self.happens(Event::Mouse(target, Press::Down));
        }
    }

    /// Makes sure that the cursor, the pointer or the button with the focus is on the screen.
    #[track_caller]
    pub(crate) fn sees_the_focus(&mut self) {
        let layout = self.layout();
        let area = Rect { x: 0, y: 0, width: self.size.width, height: self.size.height };
        let mut buffer = Buffer::empty(area);
        let theme = Theme::mono();
        layout.draw(&theme, &mut buffer);
        let reversed = |cell: &Cell| cell.modifier.contains(Modifier::REVERSED);
        let body =
            usize::from(self.size.width)..buffer.content.len() - usize::from(self.size.width);
        let pointed = self.screen().lines().any(|line| line.trim_start().starts_with('›'));
        let seen = pointed || layout.cursor.is_some() || buffer.content[body].iter().any(reversed);
        assert!(seen, "no focus on the screen:\n{}", self.screen());
    }

    /// Something happens, and what comes of it.
    pub(crate) fn happens(&mut self, event: Event) {
        self.now = self.now.checked_add(self.tick).unwrap();
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for effect in self.app.update(event, self.now.clone()) {
                self.perform(effect, &mut events);
            }
        }
        self.layout();
    }

    pub(crate) fn perform(&mut self, effect: Effect, events: &mut Vec<Event>) {
        match effect {
            Effect::Save(draft, number) | Effect::SaveAs(draft, number, _) => {
                events.extend(self.reports(*draft, number));
            }
            Effect::LookAfterSave => {
                let late = match self.disk {
                    Disk::Silent => Trouble::Late,
                    Disk::SilentEverywhere => Trouble::Nowhere,
                    Disk::Works | Disk::Full | Disk::FullEverywhere | Disk::Changed => return,
                };
                events.push(self.report(self.app.saving.newest(), Err(late)));
            }
            Effect::SaveOver(draft, number, _) | Effect::SaveBeside(draft, number) => {
                self.disk = Disk::Works;
                events.extend(self.reports(*draft, number));
            }
            // Nothing else is typed for a while.
            Effect::Record(..) => events.push(Event::SaveDue),
            Effect::KeepSet => self.has_kept_the_set = true,
            Effect::Export(response) => {
                self.exported = Some(*response);
                let path = PathBuf::from("/home/officer/tiny.response.yaml");
                let digest = "sha256:00".to_owned();
                events.push(Event::Exported(Ok(Receipt { path, digest })));
            }
            Effect::MakeDocument(order) => {
                let path = PathBuf::from(format!("/home/officer/tiny.{}", order.choice.word()));
                let to_paste = (order.choice == DocumentChoice::Email).then(|| "Dear".to_owned());
                events.push(Event::Made(Ok(MadeDocument { path, to_paste })));
            }
            Effect::Copy(text) => self.copied = text.to_string(),
            Effect::KeepCopy(text) => {
                assert_eq!(text, self.copied);
                events.push(Event::CopyKept(Ok(PathBuf::from("/home/officer/copied.txt"))));
            }
            Effect::Quit => self.has_left = true,
            Effect::KeepResumePoint(point) => self.resume = point,
            Effect::ReadEarlier => {
                let said = self.earlier.clone();
                events.push(Event::EarlierRead(EarlierAnswers::new(said, 0, false)));
            }
            Effect::ListLibrary
            | Effect::AddConsultation(_)
            | Effect::Preview(_)
            | Effect::Open(..)
            | Effect::Close
            | Effect::EditExternally { .. } => {}
        }
    }

    /// What the saver says to a draft, the last first.
    fn reports(&mut self, draft: Draft, number: u64) -> Vec<Event> {
        self.saves += 1;
        let full = |of: &str| format!("{of} is full");
        let results = match self.disk {
            Disk::SilentEverywhere => Vec::new(),
            Disk::Silent => vec![Ok(SaveLocation::Aside)],
            Disk::Full => vec![Ok(SaveLocation::Aside), Err(Trouble::Failed(full("the disk")))],
            Disk::FullEverywhere => {
                let copy = Trouble::NoCopy(full("this machine's disk"));
                vec![Err(copy), Err(Trouble::Failed(full("the disk")))]
            }
            Disk::Changed => {
                let draft = self.theirs.clone().ok_or_else(|| "line 1: not a draft".to_owned());
                let by = "anna on pc7, 14:01 on 2 May 2014".to_owned();
                let theirs = Trouble::Changed(Box::new(Theirs { draft, by }));
                vec![Ok(SaveLocation::Aside), Err(theirs)]
            }
            Disk::Works => {
                self.saved = draft;
                vec![Ok(SaveLocation::Saved)]
            }
        };
        results.into_iter().map(|result| self.report(number, result)).collect()
    }

    fn report(&self, number: u64, result: Result<SaveLocation, Trouble>) -> Event {
        Event::Saved(SaveReport { number, at: self.now.clone(), result })
    }

    fn layout(&mut self) -> Layout {
        tui::settle(&mut self.app, &Theme::dark(), self.size)
    }

    /// What is on the screen.
    pub(crate) fn screen(&mut self) -> String {
        let layout = self.layout();
        let area = Rect { x: 0, y: 0, width: self.size.width, height: self.size.height };
        let mut buffer = Buffer::empty(area);
        layout.draw(&Theme::dark(), &mut buffer);
        let rows = buffer.content.chunks(usize::from(self.size.width).max(1));
        let rows =
            rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>());
        rows.map(|row| row.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    /// Looks for a text on the screen.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) {
        let screen = self.screen();
        assert!(screen.contains(text), "no {text:?} on the screen:\n{screen}");
    }

    /// Makes sure that a text is not on the screen.
    #[track_caller]
    pub(crate) fn does_not_see(&mut self, text: &str) {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} is on the screen:\n{screen}");
    }

    /// What the draft on the disk says to a question, as YAML writes it.
    #[track_caller]
    pub(crate) fn has_saved(&self, question: &str) -> String {
        let mut only = Draft::new(self.saved.consultation.clone(), &self.saved.started);
        let id = QuestionId::try_from(question).unwrap();
        if let Some(answer) = self.saved.answers.get(&id) {
            only.answers.set(&id, answer.clone());
        }
        let yaml = draft::write(&only, &Order::of(&self.consultation)).unwrap();
        let answers = yaml.split_once("answers:\n").map_or("", |(_, answers)| answers);
        let answers = answers.trim_end().trim_end_matches("...").trim_end();
        answers.strip_prefix("  ").unwrap_or_default().replace("\n  ", "\n")
    }
}

/// The key of that name.
#[track_caller]
fn key(name: &str) -> Key {
    let (held, name) = match name.rsplit_once('+') {
        Some((held, name)) if !name.is_empty() => (held, name),
        _ => ("", name),
    };
    let code = match name {
        "enter" => Code::Enter,
        "tab" => Code::Tab,
        "esc" => Code::Esc,
        "space" => Code::Char(' '),
        "backspace" => Code::Backspace,
        "delete" => Code::Delete,
        "up" => Code::Up,
        "down" => Code::Down,
        "left" => Code::Left,
        "right" => Code::Right,
        "home" => Code::Home,
        "end" => Code::End,
        "pageup" => Code::PageUp,
        "pagedown" => Code::PageDown,
        "f1" => Code::Function(1),
        "f2" => Code::Function(2),
        "f3" => Code::Function(3),
        "f4" => Code::Function(4),
        "f5" => Code::Function(5),
        name => Code::Char(name.chars().next().unwrap()),
    };
    Key {
        control: held.contains("ctrl"),
        alt: held.contains("alt"),
        shift: held.contains("shift"),
        ..Key::plain(code)
    }
}
