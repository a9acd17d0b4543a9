//! Whether what is on the screen is on the disk, as the footer says it.

use jiff::Zoned;

use super::event::{SaveLocation, SaveReport, Trouble};

/// What is known of the saves. It is worked out from what the saver has acknowledged alone; also
/// that one takes too long is reported, as no clock on the wall can be trusted with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SaveStatus {
    /// The number of the newest edit.
    wanted: u64,
    /// The number of the newest edit that is in a draft which was handed over to be saved.
    handed_over: u64,
    /// The number of the newest draft known to be on the disk.
    saved: u64,
    /// When that was.
    at: Option<Zoned>,
    /// Why the last try failed.
    failure: Option<String>,
    /// What was heard last of the copy on this machine.
    copy: RecoveryCopy,
}

/// What the footer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState<'a> {
    /// Nothing has been changed yet.
    Untouched,
    /// Everything is on the disk.
    Saved(&'a Zoned),
    /// The newest change is on its way; when there was none, and everything was on the disk.
    Pending(Option<&'a Zoned>),
    /// It is not in the draft's file.
    Failed(SaveFailure<'a>),
}

/// A draft that is not in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaveFailure<'a> {
    /// Why, in plain words.
    pub reason: &'a str,
    /// Whether it is in another place.
    pub copy: &'a RecoveryCopy,
}

/// A copy of the draft on this machine, for as long as its file does not take it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum RecoveryCopy {
    /// Nothing is known of one yet.
    #[default]
    Unknown,
    /// There is one.
    Kept,
    /// There can be none, and why: what was written is in memory alone.
    Refused(String),
}

impl SaveStatus {
    /// A draft that its file had at that time.
    pub fn opened(at: Zoned) -> Self {
        Self { at: Some(at), ..Self::default() }
    }

    /// Gives a number to an edit.
    pub fn edited(&mut self) -> u64 {
        self.wanted += 1;
        self.wanted
    }

    /// Whether there are edits that have not been handed over to be saved.
    pub fn has_edits(&self) -> bool {
        self.handed_over < self.wanted
    }

    /// Takes note that all edits are handed over to be saved: the number of the last one, if there
    /// are new ones.
    pub fn hand_over(&mut self) -> Option<u64> {
        let new = self.has_edits();
        self.handed_over = self.wanted;
        new.then_some(self.wanted)
    }

    /// The number of the newest edit.
    pub fn newest(&self) -> u64 {
        self.wanted
    }

    /// Takes in what the saver says.
    pub fn report(&mut self, report: SaveReport) {
        let overtaken = report.number <= self.saved;
        match report.result {
            Ok(SaveLocation::Saved) => {
                self.saved = self.saved.max(report.number);
                self.failure = None;
                self.at = Some(report.at);
                if !self.is_outstanding() {
                    self.copy = RecoveryCopy::Unknown;
                }
            }
            Ok(SaveLocation::Aside)
            | Err(Trouble::NoCopy(_) | Trouble::Late | Trouble::Nowhere)
                if overtaken => {}
            Ok(SaveLocation::Aside) => self.copy = RecoveryCopy::Kept,
            Err(Trouble::NoCopy(why)) => self.copy = RecoveryCopy::Refused(why),
            Err(Trouble::Late) => self.is_late(),
            Err(Trouble::Nowhere) => {
                self.is_late();
                if !matches!(self.copy, RecoveryCopy::Refused(_)) {
                    self.copy = RecoveryCopy::Refused("the disk is not responding".to_owned());
                }
            }
            Err(Trouble::Failed(reason)) => self.failure = Some(reason),
            Err(Trouble::Changed(theirs)) => {
                self.failure = Some(format!("changed by {}", theirs.by));
            }
        }
    }

    /// Takes note that a save takes too long, unless more is known.
    fn is_late(&mut self) {
        self.failure.get_or_insert_with(|| "the folder is not responding".to_owned());
    }

    /// Whether something on the screen is not yet known to be on the disk.
    pub fn is_outstanding(&self) -> bool {
        self.saved < self.wanted
    }

    /// Whether a draft that was handed over is not known to be saved.
    pub fn awaits_save(&self) -> bool {
        self.saved < self.handed_over
    }

    /// What the footer says.
    pub fn state(&self) -> SaveState<'_> {
        match (&self.at, &self.failure) {
            (_, Some(reason)) if self.is_outstanding() => {
                SaveState::Failed(SaveFailure { reason, copy: &self.copy })
            }
            (at, _) if self.is_outstanding() => SaveState::Pending(at.as_ref()),
            (Some(at), _) => SaveState::Saved(at),
            (None, _) => SaveState::Untouched,
        }
    }
}
