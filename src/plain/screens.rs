//! The words for every screen except the pages and the review.

use super::{
    command::stage_name,
    question::{REPLACES, numbered},
    sentence,
};
use crate::{
    app::{
        App,
        adding::AddingForm,
        earlier::EarlierSearch,
        event::Receipt,
        library::{ConsultationEntry, DraftEntry, Library, SetSource},
        popup::{ConflictView, NOT_SAVED, OCCUPIED},
        portal::Portal,
        saving::SaveState,
        screen::{
            contents::{Contents, ContentsEntry},
            home::Home,
            section_end::SectionEnd,
            sign_off::{CONFIRM, SignOffForm},
        },
        search::Search,
        session::Session,
    },
    model::{
        answer::Answer,
        consultation::{Item, Location},
        difference::Side,
        id::QuestionId,
        portal::CopyState,
        progress::{QuestionProgress, QuestionStatus, SectionStatus},
        text::capitalised,
    },
    words::{self, count, prose},
};

/// The options at the end of a section.
pub(super) const SECTION_END: [&str; 2] =
    ["Yes, I've completed this section", "No, I'll come back later"];

/// The most earlier passages that are read out.
pub(super) const MOST_QUOTABLE: usize = 9;

/// Lists the drafts in progress and the consultations to answer.
pub(super) fn home(app: &App) -> Vec<String> {
    let labels = home_labels(app);
    let mut lines = vec!["Your drafts, and the consultations to answer.".to_owned()];
    lines.extend(numbered(labels.iter().map(String::as_str)));
    let folders = app.library.first_run().map(words::kept_in);
    lines.extend(folders.into_iter().flatten().map(|line| format!("{line}.")));
    lines
}

/// Returns the entries of the home screen, one to a line.
pub(super) fn home_labels(app: &App) -> Vec<String> {
    let Library { drafts, consultations, .. } = &app.library;
    let drafts = drafts.iter().map(|entry| draft(app, entry));
    let sets = consultations.iter().map(|entry| consultation(app, entry));
    let add = Home::offers_adding(&app.library).then(|| words::ADD.to_owned());
    drafts.chain(sets).chain(add).collect()
}

fn draft(app: &App, entry: &DraftEntry) -> String {
    let summary = match &entry.state {
        Ok(summary) => summary,
        Err(why) => return format!("{}, cannot be read: {why}", entry.name),
    };
    let done = if summary.is_signed_off() {
        "signed off".to_owned()
    } else {
        format!("{} of {} answered", summary.answered, summary.asked)
    };
    let sign_off = summary.outdated_sign_off().map(|sign_off| sign_off.words.clone());
    let changed = format!("changed {}", words::moment(&summary.updated));
    let left = summary.closes.as_ref().map(|closes| words::time_left(closes, &app.now));
    let facts = [format!("{}, draft", summary.title), done, changed];
    let revised = summary.revised.then(|| "the consultation has changed since".to_owned());
    facts
        .into_iter()
        .chain(left)
        .chain(revised)
        .chain(sign_off)
        .chain([entry.name.clone()])
        .collect::<Vec<_>>()
        .join(", ")
}

fn consultation(app: &App, entry: &ConsultationEntry) -> String {
    let summary = match (&entry.state, &entry.source) {
        (Ok(summary), _) => summary,
        (Err(why), SetSource::BuiltIn(name)) => return format!("{name}, cannot be read: {why}"),
        (Err(why), SetSource::File(path)) => {
            return format!("{}, cannot be read: {why}", path.display());
        }
    };
    let mut facts = vec![format!("{}, a new answer", summary.title)];
    facts.extend(words::practice(entry));
    facts.push(summary.publisher.clone());
    facts.push(words::questions_of(summary));
    facts.extend(
        summary
            .closes
            .as_ref()
            .map(|closes| words::closing(closes, &words::time_left(closes, &app.now))),
    );
    facts.join(", ")
}

/// Asks for the paper of a consultation.
pub(super) fn adding(form: &AddingForm) -> Vec<String> {
    let mut lines: Vec<String> =
        words::adding_state(form).iter().map(|state| sentence(state)).collect();
    if !form.is_reading {
        lines.push(
            "Type the path of the paper: Word, PDF, web page, text or XLSForm. “back” goes back. \
             `greenpaper import -` takes the text of a paper."
                .to_owned(),
        );
    }
    lines
}

/// Introduces the consultation: what it is, who asks, the dates, and what changed.
pub(super) fn introduction(app: &App, session: &Session) -> Vec<String> {
    let consultation = &session.consultation;
    let mut lines = vec![consultation.title.clone(), format!("By {}.", consultation.publisher)];
    let opened = consultation.opens.map(|opens| format!("Opened {}.", words::day(opens)));
    lines.extend(opened);
    let deadline = words::deadline(session, &app.now);
    lines.extend(deadline.map(|deadline| format!("{}.", capitalised(&deadline))));
    lines.extend(consultation.part_of.as_ref().map(|whole| format!("Part of: {}", whole.title)));
    if words::is_closed(session, &app.now) {
        lines.push(
            "This consultation has closed. You can still answer it and export the response; ask \
             the publisher whether it will be read."
                .to_owned(),
        );
    }
    lines.extend(consultation.introduction.iter().flat_map(|text| prose::lines(text)));
    for change in &consultation.changes {
        let date = change.date.map(|date| format!(", {}", words::day(date))).unwrap_or_default();
        lines.push(format!("Changed in version {}{date}: {}", change.version, change.text));
    }
    for (kind, number) in consultation.origins() {
        let questions = count(number, "question", "questions");
        lines.push(format!("{questions}. Wording: {}.", kind.in_full()));
    }
    lines
}

/// Introduces a section.
pub(super) fn section_introduction(session: &Session, number: usize) -> Vec<String> {
    let Some(section) = session.consultation.sections.get(number) else {
        return Vec::new();
    };
    let all = session.consultation.sections.len();
    let mut lines = vec![format!("Section {} of {all}: {}.", number + 1, section.title)];
    lines.extend(section.introduction.iter().flat_map(|text| prose::lines(text)));
    lines
}

/// Lists the sections, with the progress of each.
pub(super) fn contents(app: &App, session: &Session) -> Vec<String> {
    let progress = session.progress();
    let counts = progress.whole;
    let mut lines = vec![format!("Contents. {} of {} answered.", counts.answered, counts.asked)];
    let deadline = words::deadline(session, &app.now);
    lines.extend(deadline.map(|deadline| format!("{}.", capitalised(&deadline))));
    lines.extend(words::outdated_sign_off(session).map(|words| format!("{words}.")));
    lines.extend(session.valid_sign_off().map(|sign_off| format!("{}.", sign_off.in_words())));
    if counts.read_again > 0 {
        lines.push(format!("{}.", words::to_read_again(counts.read_again)));
    }
    lines.extend(words::before_final(counts).map(|words| format!("{words}.")));
    lines.extend(words::in_scope(session).map(|scope| format!("{scope}.")));
    let labels = contents_labels(session);
    let sections = progress.sections.iter().enumerate();
    let states = sections.map(|(number, section)| match section.state {
        SectionStatus::InProgress | SectionStatus::Completed if session.has_changed(number) => {
            ". Changed since sign-off".to_owned()
        }
        SectionStatus::InProgress => {
            let counts = section.counts;
            let unfinished = words::unfinished(counts).map(|words| format!(", {words}"));
            let unfinished = unfinished.unwrap_or_default();
            let state = section.state.name();
            format!(". {state}, {} of {}{unfinished}", counts.answered, counts.asked)
        }
        SectionStatus::CannotStart => {
            format!(". {}. {}", section.state.name(), session.opened_by(number))
        }
        state @ (SectionStatus::NotStarted | SectionStatus::Completed) => {
            format!(". {}", state.name())
        }
    });
    let states = states.chain(std::iter::repeat(String::new()));
    let said: Vec<String> =
        labels.iter().zip(states).map(|(label, state)| format!("{label}{state}")).collect();
    lines.extend(numbered(said.iter().map(String::as_str)));
    lines
}

/// Returns the entries of the contents.
pub(super) fn contents_labels(session: &Session) -> Vec<String> {
    let label = |entry: &ContentsEntry| match entry {
        ContentsEntry::Section(number) => {
            let section = session.consultation.sections.get(*number);
            section.map(|section| section.title.clone()).unwrap_or_default()
        }
        ContentsEntry::Scope(scope) => {
            session.ways().map(|ways| words::scope(*scope, ways)).unwrap_or_default()
        }
        ContentsEntry::Review => "Check your answers".to_owned(),
        ContentsEntry::SignOff => "Sign off and export".to_owned(),
    };
    Contents::entries(session).iter().map(label).collect()
}

/// Lists the questions of a section, or of all, with the status of each.
pub(super) fn questions(session: &Session, section: Option<usize>) -> Vec<String> {
    let pages = session.route.pages().iter();
    let pages = pages.filter(|page| section.is_none_or(|section| page.section == section));
    let mut lines = Vec::new();
    let mut last = None;
    for page in pages {
        if last.replace(page.section) != Some(page.section) {
            let section = session.consultation.sections.get(page.section);
            lines.extend(section.map(|section| format!("{}.", section.title)));
        }
        if let Some(item) = session.consultation.item(*page) {
            lines.push(item_line(session, item, *page));
        }
    }
    lines
}

fn item_line(session: &Session, item: &Item, page: Location) -> String {
    let wording = item.wording();
    let number = wording.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
    let text = wording.text.lines().next().unwrap_or_default();
    let progress = session.question_progress(page);
    let status = progress.as_ref().map(QuestionProgress::status);
    let state = match status {
        _ if progress.as_ref().is_some_and(QuestionProgress::has_problem) => {
            "to put right".to_owned()
        }
        None => "to read".to_owned(),
        Some(QuestionStatus::NotAnswered) => "not answered".to_owned(),
        Some(QuestionStatus::Partly) => {
            progress.and_then(|progress| progress.partly_in_words()).unwrap_or_default()
        }
        Some(QuestionStatus::Answered) => "answered".to_owned(),
        Some(QuestionStatus::NoComment) => "no comment".to_owned(),
    };
    format!("{number}{text} ({state})")
}

/// Asks "Have you completed this section?"
pub(super) fn section_end(session: &Session, end: &SectionEnd) -> Vec<String> {
    let section = session.consultation.sections.get(end.section);
    let mut lines: Vec<String> =
        section.map(|section| format!("The end of: {}.", section.title)).into_iter().collect();
    if end.missing > 0 {
        lines.push(format!("{} in it. “review” lists what.", words::problems(end.missing)));
    }
    lines.push("Have you completed this section?".to_owned());
    lines.extend(numbered(SECTION_END.into_iter()));
    let empty = SECTION_END.get(end.cursor.0).copied().unwrap_or_default();
    lines.push(format!("An empty line says: {empty}."));
    lines
}

/// Describes the sign-off form, at its current field.
pub(super) fn sign_off(app: &App, session: &Session, form: &SignOffForm) -> Vec<String> {
    let mut lines = Vec::new();
    if form.focus == 0 {
        lines.push(format!("{}.", form.wording.title));
        lines.extend(form.wording.text.clone());
        lines.extend(words::outdated_sign_off(session).map(|words| format!("{words}.")));
        match form.shortfalls {
            0 => lines.push(
                "The final response is written as a file beside your draft. Nothing is sent."
                    .to_owned(),
            ),
            many => lines.push(format!(
                "{} to put right first. You can fill this in now: it is kept. Signing off shows \
                 what is left to do.",
                count(many, "problem", "problems")
            )),
        }
        lines.extend(
            form.blanks.as_ref().map(|blanks| format!("{blanks}. You can still sign off.")),
        );
        lines.extend(session.contradictions().iter().map(|(message, _)| sentence(message)));
        if words::is_closed(session, &app.now) {
            lines.push("The consultation has closed.".to_owned());
        }
    }
    if form.focus >= CONFIRM {
        lines.push(form.wording.declaration.clone());
        let entered = form.fields.iter().map(|(_, editor)| editor.text());
        let entered = entered.filter(|text| !text.is_blank()).map(|text| text.trimmed());
        lines.push(format!("{}.", entered.collect::<Vec<_>>().join(", ")));
        lines.push("“sign off” signs off and exports; “back” goes back.".to_owned());
        return lines;
    }
    if let Some((label, editor)) = form.fields.get(form.focus) {
        if let Some(wording) = form.wording_of(*label) {
            let hint = wording.hint.as_ref().map(|hint| format!(" {hint}."));
            lines.push(format!("{}.{}", wording.label, hint.unwrap_or_default()));
        }
        let text = editor.text();
        if !text.is_blank() {
            lines.push(format!("Answered: {text}"));
        }
    }
    lines
}

/// Says where the final response is, and what to do with it.
pub(super) fn done(app: &App, session: &Session, receipt: &Receipt) -> Vec<String> {
    let consultation = &session.consultation;
    let mut lines = vec![
        "Your response is complete.".to_owned(),
        format!("The file: {}", receipt.path.display()),
        format!("Its digest: {}", receipt.digest),
        "Anyone can use the digest to check that the file is unchanged.".to_owned(),
    ];
    lines.push(words::how_to_send(consultation));
    for channel in &consultation.respond_via {
        let address = channel.address.to_string();
        lines.push(format!("- {}", address.lines().collect::<Vec<_>>().join(", ")));
        lines.extend(channel.note.iter().flat_map(|note| prose::lines(note)));
    }
    let deadline = words::deadline(session, &app.now);
    lines.extend(deadline.map(|deadline| format!("The consultation {deadline}.")));
    lines.push(
        "“document” lists the documents that can be made of it, with an e-mail to send it with; \
         “document website” copies the answers into a website, one by one."
            .to_owned(),
    );
    lines.push(
        "You can still change your answers: the draft stays. Sign off again afterwards, and a new \
         response is written."
            .to_owned(),
    );
    lines.push("“leave” leaves; an empty line goes to the contents.".to_owned());
    lines
}

/// Describes the answer that is copied into a website next.
pub(super) fn portal(session: &Session, portal: &Portal) -> Vec<String> {
    let (copied, count) = (portal.copied(session), portal.fields.len());
    let mut lines = vec![format!("Copy into a website: {copied} of {count} copied.")];
    lines.extend(portal.file.iter().map(|file| format!("Copied to {}.", file.display())));
    let Some(field) = portal.current() else { return lines };
    lines.push(field.title.clone());
    lines.extend(field.part.iter().map(|part| sentence(part)));
    lines.extend(match session.draft.copy_state(field) {
        CopyState::Open => None,
        CopyState::Copied => Some("Already copied.".to_owned()),
        CopyState::Outdated => Some("The answer has changed since it was copied.".to_owned()),
    });
    lines.extend(field.usages.iter().map(|usage| format!("{usage}.")));
    lines.extend(field.text.split('\n').map(str::to_owned));
    lines.push("An empty line copies this and goes on; “back” ends.".to_owned());
    lines
}

/// Lists the earlier answers that can be quoted.
pub(super) fn quoting(search: &Search, earlier: &EarlierSearch) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let found = search.found.len();
    if let Some(why) = words::nothing_to_quote(search, earlier) {
        lines.push(why.to_owned());
    } else {
        lines.push(format!("{}.", count(found, "earlier passage", "earlier passages")));
    }
    let left_out = earlier.answers.as_deref().and_then(words::not_searched);
    lines.extend(left_out.map(|why| sentence(&capitalised(&why))));
    for (number, passage) in search.found.iter().take(MOST_QUOTABLE).enumerate() {
        let words = passage.snippet.concat();
        lines.push(format!("{}: {}: {words}", number + 1, passage.place));
    }
    let more = if found > MOST_QUOTABLE { "There are more. " } else { "" };
    lines.push(format!(
        "{more}Type the number of one to quote it here, words to search for, or an empty line to go \
         back."
    ));
    lines
}

/// Describes the note to colleagues on a question.
pub(super) fn note(session: &Session, question: &QuestionId) -> Vec<String> {
    let Answer { note, stage, .. } = session.answer(question);
    let mut lines = vec![format!("A note on {}.", session.name_of(question))];
    if !note.is_empty() {
        let whole = note.to_string();
        lines.push("It says:".to_owned());
        lines.extend(numbered(whole.split('\n')));
        lines.push(REPLACES.to_owned());
    }
    lines.push(format!("Stage: {}.", stage_name(*stage)));
    lines.push(
        "A text. A line with a single full stop, “.”, ends it. An empty line goes back.".to_owned(),
    );
    lines
}

/// Says that the draft could not be saved before leaving.
pub(super) fn not_saved(app: &App) -> Vec<String> {
    let mut lines = match app.saving.state() {
        SaveState::Failed(failure) => failure.sentences().to_vec(),
        SaveState::Untouched | SaveState::Saved(_) | SaveState::Pending(_) => Vec::new(),
    };
    lines.extend(numbered(NOT_SAVED.into_iter()));
    lines
}

/// Asks for another place to save the draft.
pub(super) fn elsewhere() -> Vec<String> {
    vec![
        "Where should the draft be saved?".to_owned(),
        "Type the full path of a file, such as /media/stick/draft.yaml".to_owned(),
    ]
}

/// Says that somebody else has the draft open.
pub(super) fn occupied(by: &str) -> Vec<String> {
    let mut lines = vec!["Someone else has this draft open.".to_owned(), format!("{by}.")];
    lines.extend(numbered(OCCUPIED.into_iter()));
    lines
}

/// Lists the differences between two versions, and whose answers are kept.
pub(super) fn conflict(session: &Session, conflict: &ConflictView) -> Vec<String> {
    let mut lines = vec![conflict.what_happened()];
    let [mine, other] = conflict.sides();
    match conflict.unreadable() {
        None => lines.push(
            "Nothing is overwritten until you choose. For each answer, its number changes whose is \
             kept."
                .to_owned(),
        ),
        Some(problem) => lines.push(format!("It cannot be read: {problem}")),
    }
    for (place, difference) in conflict.differences.iter().enumerate() {
        lines.push(format!("{}: {}", place + 1, session.title_of(&difference.question)));
        let question = session.question(&difference.question);
        let [ours, theirs] = words::told_apart(&difference.ours, &difference.theirs, question);
        lines.push(format!("{mine}: {ours}"));
        lines.push(format!("{other}: {theirs}"));
        if let Some(both) = &difference.both {
            let [said, _] = words::told_apart(both, both, question);
            lines.push(format!("Both: {said}"));
        }
        if difference.both_changed {
            lines.push("Both of you have changed it.".to_owned());
        }
        lines.push(kept(conflict, difference.keep));
    }
    let ways = conflict.ways().into_iter().zip(conflict.differences.len() + 1..);
    lines.extend(ways.map(|(way, number)| format!("{number}: {way}")));
    lines
}

/// Whose answer is kept.
pub(super) fn kept(conflict: &ConflictView, side: Side) -> String {
    let [mine, other] = conflict.sides();
    match side {
        Side::Ours => format!("{mine} is kept."),
        Side::Theirs => format!("{other} is kept."),
        Side::Both => "Both are kept, put together.".to_owned(),
    }
}
