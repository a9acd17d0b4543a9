//! Whether what is on the screen is on the disk, as the footer says it.

use jiff::Zoned;

use super::event::{Kept, SaveReport, Trouble};

/// What is known of the saves. It is worked out from what the saver has acknowledged alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saving {
    /// The number of the newest draft handed over.
    wanted: u64,
    /// The number of the newest draft known to be on the disk.
    saved: u64,
    /// When that was.
    at: Option<Zoned>,
    /// Since when something is outstanding.
    since: Option<Zoned>,
    /// Why the last try failed.
    failure: Option<String>,
}

/// What the footer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState<'a> {
    /// Nothing has been changed yet.
    Untouched,
    /// Everything is on the disk.
    Saved(&'a Zoned),
    /// The newest change is on its way.
    Pending,
    /// It is not on the disk, and why.
    Failed(&'a str),
}

/// How long a save may be outstanding before it is called failed, in milliseconds.
const PATIENCE: i64 = 1_000;

impl Saving {
    /// A draft that its file had at that time.
    pub fn opened(at: Zoned) -> Self {
        Self { at: Some(at), ..Self::default() }
    }

    /// Takes a number for a draft that is handed over now.
    pub fn hand_over(&mut self, now: &Zoned) -> u64 {
        self.wanted += 1;
        self.since.get_or_insert_with(|| now.clone());
        self.wanted
    }

    /// The number of the newest draft handed over.
    pub fn newest(&self) -> u64 {
        self.wanted
    }

    /// Takes in what the saver says.
    pub fn report(&mut self, report: SaveReport) {
        match report.result {
            Ok(Kept::Aside) => {}
            Ok(Kept::Saved) => {
                self.saved = self.saved.max(report.number);
                self.failure = None;
                self.since = self.is_outstanding().then(|| report.at.clone());
                self.at = Some(report.at);
            }
            Err(Trouble::Failed(reason)) => self.failure = Some(reason),
            Err(Trouble::Changed(theirs)) => {
                self.failure = Some(format!("changed by {}", theirs.by));
            }
        }
    }

    /// Whether something on the screen is not yet known to be on the disk.
    pub fn is_outstanding(&self) -> bool {
        self.saved < self.wanted
    }

    /// Whether the last try failed, or is taking too long.
    pub fn has_failed(&self, now: &Zoned) -> bool {
        matches!(self.state(now), SaveState::Failed(_))
    }

    /// What the footer says.
    pub fn state(&self, now: &Zoned) -> SaveState<'_> {
        if !self.is_outstanding() {
            return match &self.at {
                Some(at) => SaveState::Saved(at),
                None => SaveState::Untouched,
            };
        }
        if let Some(reason) = &self.failure {
            return SaveState::Failed(reason);
        }
        let slow = |since: &Zoned| {
            now.timestamp().as_millisecond() - since.timestamp().as_millisecond() > PATIENCE
        };
        match self.since.as_ref().is_some_and(slow) {
            true => SaveState::Failed("the disk has not answered yet"),
            false => SaveState::Pending,
        }
    }
}
