//! Which questions ask who responds: the outputs that name nobody leave their answers out.

use crate::model::{
    consultation::{Consultation, Question, QuestionKind},
    response::{QuestionRecord, ResponseRecord},
};

/// Whether a question asks about the respondent.
///
/// The question set knows: its section is about the respondent, or it has a purpose, or takes an
/// e-mail address, a telephone number or a postcode. Without the set, every line counts, and every
/// section that asks for a name or an address.
pub(super) fn is_personal(
    entry: &QuestionRecord,
    record: &ResponseRecord,
    set: Option<&Consultation>,
) -> bool {
    let section = set.and_then(|set| Some((set, set.location(&entry.id)?.section)));
    let section = section.and_then(|(set, section)| set.sections.get(section));
    match set.and_then(|set| set.question(&entry.id)) {
        Some(question) => {
            section.is_some_and(|section| section.about_respondent) || asks_for_a_detail(question)
        }
        None => entry.kind == "string" || is_among_details(entry, record),
    }
}

fn asks_for_a_detail(question: &Question) -> bool {
    question.purpose.is_some()
        || matches!(question.kind, QuestionKind::String { format: Some(_), .. })
}

/// Whether its section asks for a detail of the respondent.
fn is_among_details(entry: &QuestionRecord, record: &ResponseRecord) -> bool {
    let mut sections = record.sections.iter().map(|section| &section.entries);
    sections.any(|entries| {
        entries.iter().any(|other| other.id == entry.id)
            && entries.iter().any(|other| record.is_particular(&other.id))
    })
}
