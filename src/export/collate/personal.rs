//! Which questions ask who responds: the outputs that name nobody leave their answers out.

use crate::model::{
    consultation::{Consultation, Question, QuestionKind},
    response::{QuestionRecord, ResponseRecord},
};

/// Whether a question asks for a detail of the respondent.
///
/// The question set knows: such a question has a purpose, or takes an e-mail address, a telephone
/// number or a postcode. Without the set, every line counts as a detail, and every text that is
/// asked together with one.
pub(super) fn is_personal(
    entry: &QuestionRecord,
    record: &ResponseRecord,
    set: Option<&Consultation>,
) -> bool {
    match set.and_then(|set| set.question(&entry.id)) {
        Some(question) => asks_for_a_detail(question),
        None => {
            has_purpose(entry, record)
                || entry.kind == "string"
                || (entry.kind == "text" && is_beside_a_detail(entry, record))
        }
    }
}

fn asks_for_a_detail(question: &Question) -> bool {
    question.purpose.is_some()
        || matches!(question.kind, QuestionKind::String { format: Some(_), .. })
}

fn has_purpose(entry: &QuestionRecord, record: &ResponseRecord) -> bool {
    record.respondent.iter().any(|particular| particular.question == entry.id)
}

/// Whether a question belongs to a group that also asks for a detail.
fn is_beside_a_detail(entry: &QuestionRecord, record: &ResponseRecord) -> bool {
    entry.group.is_some()
        && record.entries().any(|other| other.group == entry.group && has_purpose(other, record))
}
