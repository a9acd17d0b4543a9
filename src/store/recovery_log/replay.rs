//! Replaying a log on the current draft file.

use std::{cmp, collections::BTreeMap, path::PathBuf, sync::Arc};

use jiff::Timestamp;

use super::{LogStatus, record::LogRecord};
use crate::{
    model::{
        answer::{Answer, Answers, TextField},
        draft::{Draft, LastChange, Position},
        draft_change::Splice,
        id::QuestionId,
    },
    store::draft,
};

/// The records of a log, in order.
#[derive(Debug)]
pub(super) struct Replay {
    /// The draft's file named in the log.
    pub(super) draft: PathBuf,
    /// The logs that it continues.
    pub(super) follows: Vec<String>,
    versions: Vec<String>,
    records: Vec<LogRecord>,
}

impl Replay {
    /// Reads a log up to its first invalid byte. Returns `None` if its first record is invalid.
    pub(super) fn of(mut bytes: &[u8]) -> Option<Self> {
        let Some(LogRecord::Opened { draft, versions, follows }) = LogRecord::take(&mut bytes)
        else {
            return None;
        };
        let records = std::iter::from_fn(|| LogRecord::take(&mut bytes)).collect();
        Some(Self { draft, follows, versions, records })
    }

    /// Whether it holds the whole draft.
    pub(super) fn has_whole(&self) -> bool {
        self.records.iter().any(|record| matches!(record, LogRecord::Whole { .. }))
    }

    /// The draft that comes of it, and how that stands to the file, which has this version and this
    /// draft; `None` if it adds nothing to them.
    pub(super) fn onto(
        self,
        version: Option<&str>,
        file: Option<&Draft>,
    ) -> Option<(Draft, LogStatus)> {
        let (held, standing) = self.held(version);
        let mut state = ReplayState {
            file,
            whole: None,
            head: None,
            touched: BTreeMap::new(),
            changes: BTreeMap::new(),
        };
        let mut is_new = false;
        for record in self.records {
            is_new |= state.take(record, held);
        }
        let draft = Some(state).filter(|_| is_new).and_then(ReplayState::put_together)?;
        // The file may already say the same.
        let adds = file.is_none_or(|file| !says_the_same(file, &draft));
        adds.then_some((draft, standing))
    }

    /// Returns the newest edit known to be in the file, and the relation of the log to the file.
    fn held(&self, version: Option<&str>) -> (u64, LogStatus) {
        let Some(version) = version else { return (0, LogStatus::Newer) };
        let saving = self.records.iter().rev().find_map(|record| match record {
            LogRecord::Saving { number, version: saving } if saving == version => Some(*number),
            _ => None,
        });
        if let Some(number) = saving {
            return (number, LogStatus::Newer);
        }
        if self.versions.iter().any(|known| known == version) {
            return (0, LogStatus::Newer);
        }
        // Someone else has written the file, having seen the version that it replaced.
        let saved = self.records.iter().filter_map(|record| match record {
            LogRecord::Saved { number } => Some(*number),
            _ => None,
        });
        (saved.max().unwrap_or_default(), LogStatus::Apart)
    }
}

/// A draft during replay.
struct ReplayState<'a> {
    file: Option<&'a Draft>,
    /// The last whole draft in the log, if the file lacks it.
    whole: Option<Draft>,
    /// The last draft in the log, without its answers.
    head: Option<Draft>,
    /// The answers in the log.
    touched: BTreeMap<QuestionId, Touched>,
    /// The last changes of these.
    changes: BTreeMap<QuestionId, LastChange>,
}

/// An answer during replay.
struct Touched {
    answer: Option<Arc<Answer>>,
    /// Whether the file lacks it.
    is_new: bool,
}

impl ReplayState<'_> {
    /// Takes in a record; whether it is of an edit that is not among those held by the file.
    fn take(&mut self, record: LogRecord, held: u64) -> bool {
        match record {
            LogRecord::Opened { .. } | LogRecord::Saving { .. } | LogRecord::Saved { .. } => false,
            LogRecord::Whole { number, yaml } => {
                let Ok(loaded) = draft::read_logged(&yaml) else { return false };
                self.touched.clear();
                self.changes.clone_from(&loaded.draft.changes);
                self.head = Some(loaded.draft.head());
                let is_new = number > held;
                if !is_new {
                    // The file has it, but later edits are based on it.
                    let answers = loaded.draft.answers.shared();
                    let known = answers.map(|(question, answer)| {
                        (question.clone(), Touched { answer: Some(answer), is_new: false })
                    });
                    self.touched = known.collect();
                    self.whole = None;
                } else {
                    self.whole = Some(loaded.draft);
                }
                is_new
            }
            LogRecord::Part { number, blank, yaml } => {
                let Ok(loaded) = draft::read_logged(&yaml) else { return false };
                let is_new = number > held;
                let answers = loaded.draft.answers.shared();
                let answers = answers.map(|(question, answer)| (question.clone(), Some(answer)));
                let blank = blank.into_iter().map(|question| (question, None));
                for (question, answer) in answers.collect::<Vec<_>>().into_iter().chain(blank) {
                    self.touched.insert(question, Touched { answer, is_new });
                }
                self.head = Some(loaded.draft.head());
                self.changes.extend(loaded.draft.changes);
                is_new
            }
            LogRecord::Splice { number, seconds, question, splice } => {
                let is_new = number > held;
                is_new & self.splice(question, &splice, seconds, is_new)
            }
        }
    }

    /// Applies an edit to an answer, and returns whether it fits.
    fn splice(&mut self, question: QuestionId, splice: &Splice, seconds: i64, new: bool) -> bool {
        let whole = self.whole.as_ref().map(|whole| whole.answers.get(&question));
        let known = match (self.touched.get(&question), whole) {
            (Some(touched), _) => touched.answer.as_deref(),
            (None, Some(answer)) => answer,
            // Hostile: no session logs an edit of an answer that the log lacks.
            (None, None) => return false,
        };
        let mut answer = known.cloned().unwrap_or_default();
        if !splice.apply(&mut answer) {
            return false;
        }
        if let Some(head) = &mut self.head {
            head.position = position(&question, splice).or(head.position.take());
            if let Ok(time) = Timestamp::from_second(seconds) {
                head.updated = time.to_zoned(head.updated.time_zone().clone());
                if let Some(change) = self.changes.get_mut(&question) {
                    change.at = head.updated.clone();
                }
            }
        }
        let answer = Some(answer).filter(|answer| *answer != Answer::default()).map(Arc::new);
        self.touched.insert(question, Touched { answer, is_new: new });
        true
    }

    fn put_together(self) -> Option<Draft> {
        let Self { file, whole, head, touched, changes } = self;
        let mut draft = head?;
        (draft.answers, draft.changes) = match (whole, file) {
            (Some(whole), _) => (whole.answers, whole.changes),
            (None, Some(file)) => (file.answers.clone(), file.changes.clone()),
            (None, None) => (Answers::default(), BTreeMap::new()),
        };
        for (question, change) in changes {
            let last = draft.changes.entry(question).or_insert_with(|| change.clone());
            *last = cmp::max(&*last, &change).clone();
        }
        for (question, Touched { answer, .. }) in touched.into_iter().filter(|(_, it)| it.is_new) {
            let answer = answer.as_deref().cloned().unwrap_or_default();
            draft.answers.set(&question, answer);
        }
        Some(draft)
    }
}

/// Returns the position of an edit; a note to colleagues has none.
fn position(question: &QuestionId, splice: &Splice) -> Option<Position> {
    let TextField::Field { row, field } = &splice.field else { return None };
    let cursor = splice.at.saturating_add(splice.inserted.len_bytes());
    let (row, field) = (row.clone(), field.clone());
    Some(Position { question: question.clone(), row, field, cursor: Some(cursor) })
}

/// Whether two drafts differ only in positions and times.
fn says_the_same(one: &Draft, other: &Draft) -> bool {
    let bare = |draft: &Draft| Draft {
        position: None,
        started: one.started.clone(),
        updated: one.updated.clone(),
        changes: BTreeMap::new(),
        ..draft.clone()
    };
    bare(one) == bare(other)
}
