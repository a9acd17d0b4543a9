//! The progress of a draft's questions and sections, and the time left.
//!
//! Every screen, `list`, `show` and plain mode count in this one way. A question is an item that
//! asks something. A group counts as one question together with its parts; a notice does not count.
//! A question is answered when every part and row asked has an answer or "no comment", and partly
//! answered before that. A problem is a line in the review.

mod question;

use std::fmt;

pub use question::{
    Blanks, QuestionProgress, QuestionStatus, Share, asks, is_conditional, question_count,
};

use jiff::{Unit, Zoned, civil::Date, civil::Time};

use super::{
    consultation::{Closing, Consultation},
    draft::{Draft, SectionState},
    route::Route,
};

/// The progress of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Each section of the set, in order.
    pub sections: Vec<SectionProgress>,
    /// The counts of all sections together.
    pub whole: Counts,
}

/// The progress of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionProgress {
    /// Its status on the contents page.
    pub state: SectionStatus,
    /// The counts of its questions.
    pub counts: Counts,
}

/// The status of a section on the contents page, in GOV.UK's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionStatus {
    /// Hidden by earlier answers, or without any question to ask.
    CannotStart,
    /// Nothing in it has been answered.
    NotStarted,
    /// Partly answered; or marked as completed, with something missing, wrong or to be read again.
    InProgress,
    /// Marked as completed, with nothing missing, wrong or to be read again.
    Completed,
}

/// Counts of the questions that are asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// The number asked.
    pub asked: usize,
    /// The number answered, including each part and row.
    pub answered: usize,
    /// The number partly answered.
    pub partly: usize,
    /// The number of required answers missing, as listed in the review.
    pub missing: usize,
    /// The number of wrong answers, as listed in the review.
    pub wrong: usize,
    /// The number of answers whose question has changed, as listed in the review.
    pub read_again: usize,
    /// Blanks that are not problems.
    pub blanks: Blanks,
}

/// The time left; displays as "12 days left".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DaysLeft {
    /// It opens in so many days.
    NotOpen {
        /// The number of days, at least one.
        days: i32,
    },
    /// It closes in so many days.
    Open {
        /// The number of days, at least one.
        days: i32,
    },
    /// It closes today.
    LastDay {
        /// The closing time; without one, the end of the day.
        time: Option<Time>,
    },
    /// It has closed. That blocks nothing.
    Closed {
        /// The number of days since; zero if it closed earlier today.
        days_ago: i32,
    },
}

impl Progress {
    /// Computes the progress of a draft. The route is the one its answers give.
    pub fn of(consultation: &Consultation, route: &Route, draft: &Draft) -> Self {
        let places = 0..consultation.sections.len();
        let mut all: Vec<SectionTally> = places.map(|_| SectionTally::default()).collect();
        for page in route.pages() {
            let Some(tally) = all.get_mut(page.section) else {
                continue;
            };
            tally.pages += 1;
        }
        for (section, tally) in consultation.sections.iter().zip(&mut all) {
            for item in section.items.iter().filter(|item| asks(item)) {
                tally.questions += 1;
                tally.add(QuestionProgress::of(item, route, &draft.answers));
            }
        }
        let mut whole = Counts::default();
        let sections = consultation.sections.iter().zip(all).map(|(section, tally)| {
            whole.add(tally.counts);
            let state = tally.state(draft.completed.get(&section.id).copied());
            SectionProgress { state, counts: tally.counts }
        });
        Self { sections: sections.collect(), whole }
    }

    /// Returns how many sections are completed.
    pub fn completed(&self) -> usize {
        let states = self.sections.iter().map(|section| section.state);
        states.filter(|state| *state == SectionStatus::Completed).count()
    }
}

/// What the walk through the set collects about a section.
#[derive(Default)]
struct SectionTally {
    pages: usize,
    questions: usize,
    is_started: bool,
    counts: Counts,
}

impl SectionTally {
    fn add(&mut self, question: Option<QuestionProgress>) {
        let Some(question) = question else {
            return;
        };
        let missing = question.shortfalls.iter().filter(|one| one.is_missing()).count();
        self.is_started |= question.is_started;
        self.counts.add(Counts {
            asked: 1,
            answered: usize::from(question.is_answered()),
            partly: usize::from(question.status() == QuestionStatus::Partly),
            missing,
            wrong: question.shortfalls.len() - missing,
            read_again: question.read_again,
            blanks: question.blanks,
        });
    }

    fn state(&self, marked: Option<SectionState>) -> SectionStatus {
        let is_hidden = self.pages == 0 || (self.questions > 0 && self.counts.asked == 0);
        let Counts { missing, wrong, read_again, .. } = self.counts;
        let is_whole = missing == 0 && wrong == 0 && read_again == 0;
        match marked {
            _ if is_hidden => SectionStatus::CannotStart,
            Some(SectionState::Completed) if is_whole => SectionStatus::Completed,
            Some(SectionState::Completed | SectionState::Later) => SectionStatus::InProgress,
            None if self.is_started => SectionStatus::InProgress,
            None => SectionStatus::NotStarted,
        }
    }
}

impl Counts {
    /// The number of problems, as listed in the review.
    pub fn problems(&self) -> usize {
        self.missing + self.wrong
    }

    fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.answered += other.answered;
        self.partly += other.partly;
        self.blanks = [self.blanks, other.blanks].into_iter().sum();
        self.missing += other.missing;
        self.wrong += other.wrong;
        self.read_again += other.read_again;
    }
}

/// Returns the time left until a consultation closes, by the respondent's clock.
pub fn days_left(closes: Option<&Closing>, now: &Zoned) -> Option<DaysLeft> {
    DaysLeft::of(None, closes, now)
}

impl DaysLeft {
    /// Counts the days by the respondent's clock. Returns `None` if it is open and has no closing
    /// date.
    pub fn of(opens: Option<Date>, closes: Option<&Closing>, now: &Zoned) -> Option<Self> {
        let today = now.date();
        if let Some(opens) = opens.filter(|opens| *opens > today) {
            return Some(Self::NotOpen { days: days_between(today, opens) });
        }
        let instant = closes?.instant;
        let end = instant.to_zoned(now.time_zone().clone());
        let (day, time) = match end.time() {
            Time::MIN => (end.date().yesterday().unwrap_or(end.date()), None),
            time => (end.date(), Some(time)),
        };
        if now.timestamp() >= instant {
            return Some(Self::Closed { days_ago: days_between(day, today) });
        }
        match days_between(today, day) {
            days @ 1.. => Some(Self::Open { days }),
            _ => Some(Self::LastDay { time }),
        }
    }
}

impl SectionStatus {
    /// Returns the status as shown on the contents page.
    pub fn name(self) -> &'static str {
        match self {
            Self::CannotStart => "Cannot start yet",
            Self::NotStarted => "Not yet started",
            Self::InProgress => "In progress",
            Self::Completed => "Completed",
        }
    }
}

impl fmt::Display for SectionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for DaysLeft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOpen { days: 1 } => write!(f, "opens tomorrow"),
            Self::NotOpen { days } => write!(f, "opens in {days} days"),
            Self::Open { days: 1 } => write!(f, "1 day left"),
            Self::Open { days } => write!(f, "{days} days left"),
            Self::LastDay { time: Some(time) } => {
                write!(f, "closes today at {}", time.strftime("%H:%M"))
            }
            Self::LastDay { time: None } => write!(f, "closes at the end of today"),
            Self::Closed { days_ago: 0 } => write!(f, "closed today"),
            Self::Closed { days_ago: 1 } => write!(f, "closed yesterday"),
            Self::Closed { days_ago: days @ ..=60 } => write!(f, "closed {days} days ago"),
            Self::Closed { days_ago: days @ 61..=729 } => {
                write!(f, "closed {} months ago", days / 30)
            }
            Self::Closed { days_ago: days } => write!(f, "closed {} years ago", days / 365),
        }
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to)).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use jiff::{civil::date, tz::TimeZone};

    use super::*;
    use crate::model::{
        answer::Answers,
        consultation::{Item, Question, Section},
        id::SectionId,
        testing::{
            answered, comments, decimal, draft, gives, line, no_comment, said, section, set_of,
        },
    };

    fn of_questions(id: &str, questions: impl IntoIterator<Item = Question>) -> Section {
        section(id, questions.into_iter().map(Item::Question))
    }

    /// A first section of two questions; a second one, asked when the first of them is answered.
    fn consultation() -> Consultation {
        let first = of_questions("first", [line("name").required(), decimal("cost")]);
        let mut second = of_questions("second", [line("more")]);
        second.condition = Some(answered("name"));
        set_of([first, second])
    }

    fn progress(answers: Answers, marks: &[(&str, SectionState)]) -> Progress {
        let consultation = consultation();
        let mut draft = draft(&consultation, answers);
        for (section, mark) in marks {
            draft.completed.insert(SectionId::try_from(*section).unwrap(), *mark);
        }
        Progress::of(&consultation, &Route::of(&consultation, &draft.answers), &draft)
    }

    #[track_caller]
    fn stands(answers: Answers, marks: &[(&str, SectionState)], expected: [&str; 2]) {
        let progress = progress(answers, marks);
        let states: Vec<&str> = progress.sections.iter().map(|one| one.state.name()).collect();
        assert_eq!(states, expected);
    }

    #[test]
    fn a_section_goes_from_not_started_to_completed() {
        let name = || said([("name", gives("A"))]);
        stands(said([]), &[], ["Not yet started", "Cannot start yet"]);
        stands(said([("cost", comments("?"))]), &[], ["In progress", "Cannot start yet"]);
        stands(name(), &[], ["In progress", "Not yet started"]);
        stands(name(), &[("first", SectionState::Completed)], ["Completed", "Not yet started"]);
        stands(name(), &[("first", SectionState::Later)], ["In progress", "Not yet started"]);
    }

    #[test]
    fn a_section_with_something_missing_or_wrong_is_not_completed() {
        let marks = [("first", SectionState::Completed)];
        stands(said([]), &marks, ["In progress", "Cannot start yet"]);
        let wrong = said([("name", gives("A")), ("cost", gives("1,5"))]);
        stands(wrong, &marks, ["In progress", "Not yet started"]);
    }

    #[test]
    fn what_is_asked_answered_missing_and_wrong_is_counted() {
        let counts = |answers| {
            let Counts { asked, answered, missing, wrong, .. } = progress(answers, &[]).whole;
            [asked, answered, missing, wrong]
        };
        assert_eq!(counts(said([])), [2, 0, 1, 0]);
        assert_eq!(counts(said([("name", no_comment())])), [2, 1, 0, 0]);
        let wrong = said([("name", gives("A")), ("cost", gives("1,5")), ("more", gives("B"))]);
        assert_eq!(counts(wrong), [3, 2, 0, 1]);
    }

    /// London time, where summer time makes it an hour more than the universal one.
    #[track_caller]
    fn says(closes: &str, now: &str, words: &str) {
        let london = TimeZone::get("Europe/London").unwrap();
        let instant = closes.parse().unwrap();
        let closing = Closing { day: date(2014, 5, 30), time: None, instant };
        let now = now.parse::<jiff::Timestamp>().unwrap().to_zoned(london);
        assert_eq!(days_left(Some(&closing), &now).unwrap().to_string(), words);
    }

    #[test]
    fn a_closing_day_lasts_to_its_end() {
        let end = "2014-05-31T00:00:00+01:00";
        says(end, "2014-05-18T12:00:00+01:00", "12 days left");
        says(end, "2014-05-29T23:59:59+01:00", "1 day left");
        says(end, "2014-05-30T00:00:00+01:00", "closes at the end of today");
        says(end, "2014-05-30T23:59:59+01:00", "closes at the end of today");
        says(end, "2014-05-31T00:00:00+01:00", "closed yesterday");
        says(end, "2014-06-02T00:00:00+01:00", "closed 3 days ago");
        says(end, "2014-09-02T00:00:00+01:00", "closed 3 months ago");
        says(end, "2026-11-24T00:00:00+00:00", "closed 12 years ago");
    }

    #[test]
    fn a_closing_time_is_told_on_the_last_day() {
        let end = "2014-05-30T17:00:00+01:00";
        says(end, "2014-05-29T18:00:00+01:00", "1 day left");
        says(end, "2014-05-30T09:00:00+01:00", "closes today at 17:00");
        says(end, "2014-05-30T17:00:00+01:00", "closed today");
    }

    #[test]
    fn before_it_opens_the_opening_is_told() {
        let now = date(2014, 4, 15).to_zoned(TimeZone::UTC).unwrap();
        let words = |opens| DaysLeft::of(Some(opens), None, &now).map(|left| left.to_string());
        assert_eq!(words(date(2014, 4, 17)).as_deref(), Some("opens in 2 days"));
        assert_eq!(words(date(2014, 4, 16)).as_deref(), Some("opens tomorrow"));
        assert_eq!(words(date(2014, 4, 15)), None);
    }
}
