//! The number of a question, as shown everywhere.

use std::fmt;

use super::{
    consultation::{Consultation, Item, Location},
    id::QuestionId,
};

/// The number of a question; displays as "7", "1 ii" or "7, part 2".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The printed number. A part's number follows its group's: "1 ii".
    pub printed: String,
    /// The index of the part, for a part without a number of its own.
    pub part: Option<usize>,
}

impl Consultation {
    /// Returns the number of the item at a location, and its part.
    ///
    /// A part's own number follows its group's, unless it repeats it ("1a" in 1). A part without
    /// one goes by its group's number and its position among the group's questions.
    pub fn number_at(&self, location: Location) -> (Option<String>, Option<usize>) {
        let Some(item) = self.item(location) else {
            return (None, None);
        };
        let number = item.wording().number.as_deref();
        let (Item::Group(group), Some(place)) = (item, location.part) else {
            return (number.map(str::to_owned), None);
        };
        let own = group.parts.get(place).and_then(|part| part.wording().number.as_deref());
        match (number, own) {
            (Some(number), Some(own)) if !own.starts_with(number) => {
                (Some(format!("{} {own}", number.trim_end_matches('.'))), None)
            }
            (_, Some(own)) => (Some(own.to_owned()), None),
            (_, None) => {
                let questions = item.questions().filter(|(part, _)| *part <= Some(place));
                (number.map(str::to_owned), Some(questions.count()))
            }
        }
    }

    /// Returns the number of a question, group or notice, if it has one.
    pub fn number_of(&self, id: &QuestionId) -> Option<Number> {
        let (printed, part) = self.number_at(self.location(id)?);
        Some(Number { printed: printed?, part })
    }

    /// Returns the name of a question for use in a sentence: its number, or else its text.
    pub fn name_of(&self, id: &QuestionId) -> String {
        let text = || Some(self.wording_of(id)?.text.as_str());
        match (self.number_of(id), text()) {
            (Some(number), _) => format!("question {number}"),
            (None, Some(text)) => format!("“{text}”"),
            (None, None) => format!("`{id}`"),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Some(part) => write!(f, "{}, part {part}", self.printed),
            None => f.write_str(&self.printed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        consultation::{Part, Question},
        testing::{group, id, line, section, set_of},
    };

    fn numbered(name: &str, number: &str) -> Question {
        line(name).with(|question| question.wording.number = Some(number.to_owned()))
    }

    fn displayed(of_group: &str, parts: [Question; 2]) -> Vec<String> {
        let ids: Vec<QuestionId> = parts.iter().map(|part| part.id.clone()).collect();
        let mut group = group("group", parts.into_iter().map(Part::Question).collect());
        group.wording.number = Some(of_group.to_owned());
        let set = set_of([section("only", [Item::Group(group)])]);
        assert_eq!(set.name_of(&id("group")), format!("question {of_group}"));
        ids.iter().filter_map(|id| set.number_of(id)).map(|number| number.to_string()).collect()
    }

    #[test]
    fn a_part_goes_by_the_number_of_its_group_and_its_own() {
        assert_eq!(
            displayed("2", [numbered("first", "i"), numbered("second", "ii")]),
            ["2 i", "2 ii"]
        );
        assert_eq!(displayed("2", [numbered("a", "2a"), numbered("b", "2b")]), ["2a", "2b"]);
        assert_eq!(displayed("34", [line("a"), line("b")]), ["34, part 1", "34, part 2"]);
    }
}
