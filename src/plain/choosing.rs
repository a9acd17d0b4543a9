//! Choosing from a numbered list, by number or first letters.

use crate::app::matching::beginning;

/// An entry of a list, with every name it is known by.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListedEntry<'a> {
    /// The label that is read out.
    pub(super) label: &'a str,
    /// Its names in a draft, and its printed number.
    pub(super) names: [Option<&'a str>; 2],
}

/// How to interpret a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineMeaning {
    /// As a number, words or a command.
    Freely,
    /// As words only, never as a number or a command.
    AsWords,
}

impl<'a> ListedEntry<'a> {
    /// Creates an entry known only by its label.
    pub(super) fn labelled(label: &'a str) -> Self {
        Self { label, names: [None, None] }
    }

    fn is_called(&self, lower: &str) -> bool {
        let names = self.names.into_iter().flatten();
        names.chain([self.label]).any(|name| name.to_lowercase() == lower)
    }
}

/// Returns the index of the entry that a line names.
///
/// # Errors
/// If it names none, or could name several: what to do, in words.
pub(super) fn one(
    line: &str,
    meant: LineMeaning,
    entries: &[ListedEntry<'_>],
) -> Result<usize, String> {
    let words = line.trim();
    if let (LineMeaning::Freely, Ok(number)) = (meant, words.parse::<usize>())
        && (1..=entries.len()).contains(&number)
    {
        return Ok(number - 1);
    }
    let lower = words.to_lowercase();
    if let Some(place) = entries.iter().position(|entry| entry.is_called(&lower)) {
        return Ok(place);
    }
    let begins = |entry: &ListedEntry<'_>| entry.label.to_lowercase().starts_with(&lower);
    let places: Vec<usize> = (0..entries.len())
        .filter(|place| !lower.is_empty() && entries.get(*place).is_some_and(begins))
        .collect();
    let inside = beginning(words, entries.iter().map(|entry| entry.label));
    let is_words = !lower.is_empty() && words.parse::<usize>().is_err();
    let places = if places.is_empty() && is_words { inside } else { places };
    match places.as_slice() {
        [place] => Ok(*place),
        [] if words.parse::<usize>().is_ok() => {
            Err(format!("There is no {words}: the numbers go from 1 to {}", entries.len()))
        }
        [] => Err(format!(
            "“{words}” is not one of the choices. Type a number, or the first letters of one; \
             “repeat” lists them again, “help” lists the commands"
        )),
        several => {
            let named = several.iter().filter_map(|place| {
                entries.get(*place).map(|entry| format!("{}, {}", place + 1, entry.label))
            });
            let named: Vec<String> = named.collect();
            Err(format!("“{words}” could be {}. Type more of it", named.join("; or ")))
        }
    }
}

/// Returns the entries that a line names, in its order: `1 3 5`, or first letters separated by
/// commas.
///
/// # Errors
/// If one of them is unknown or ambiguous: what to do, in words.
pub(super) fn several(
    line: &str,
    meant: LineMeaning,
    entries: &[ListedEntry<'_>],
) -> Result<Vec<usize>, String> {
    let numbers: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || c == ',').filter(|one| !one.is_empty()).collect();
    if meant == LineMeaning::Freely
        && !numbers.is_empty()
        && numbers.iter().all(|one| one.parse::<usize>().is_ok())
    {
        return numbers.iter().map(|one| self::one(one, meant, entries)).collect();
    }
    // A label may contain a comma or a space, so the whole line is tried first.
    let problem = match one(line, meant, entries) {
        Ok(place) => return Ok(vec![place]),
        Err(problem) => problem,
    };
    let commas: Vec<&str> =
        line.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if commas.len() > 1 {
        return commas.iter().map(|part| self::one(part, meant, entries)).collect();
    }
    let words: Result<Vec<usize>, String> =
        numbers.iter().map(|word| self::one(word, meant, entries)).collect();
    words.ok().filter(|words| !words.is_empty()).ok_or(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: [&str; 5] =
        ["Yes", "No", "Not sure", "Charities, and trusts", "Nobody in particular"];

    fn entries() -> Vec<ListedEntry<'static>> {
        LABELS.into_iter().map(ListedEntry::labelled).collect()
    }

    #[track_caller]
    fn means(line: &str, labels: &[&str]) {
        let places = several(line, LineMeaning::Freely, &entries()).unwrap();
        assert_eq!(places.iter().map(|place| LABELS[*place]).collect::<Vec<_>>(), labels);
    }

    #[track_caller]
    fn complains(line: &str, words: &str) {
        let problem = several(line, LineMeaning::Freely, &entries()).unwrap_err();
        assert!(problem.starts_with(words), "{problem}");
    }

    #[test]
    fn numbers_and_first_letters_are_read() {
        means("2", &["No"]);
        means("1 3, 5", &["Yes", "Not sure", "Nobody in particular"]);
        means("y", &["Yes"]);
        means("not", &["Not sure"]);
        means("yes, nob", &["Yes", "Nobody in particular"]);
        means("y nob", &["Yes", "Nobody in particular"]);
        means("charities, a", &["Charities, and trusts"]);
        means("trusts", &["Charities, and trusts"]);
    }

    #[test]
    fn a_label_typed_in_full_is_meant_rather_than_one_that_begins_with_it() {
        means("no", &["No"]);
    }

    #[test]
    fn what_could_be_several_is_said() {
        complains(
            "n",
            "“n” could be 2, No; or 3, Not sure; or 5, Nobody in particular. Type more of it",
        );
    }

    #[test]
    fn what_is_none_is_said() {
        complains("6", "There is no 6: the numbers go from 1 to 5");
        complains("0", "There is no 0");
        complains("ice", "“ice” is not one of the choices");
        complains("maybe", "“maybe” is not one of the choices");
        complains("1 maybe", "“1 maybe” is not one of the choices");
        complains("", "“” is not one of the choices");
        complains(",", "“,” is not one of the choices");
    }

    #[test]
    fn a_number_that_is_a_label_can_be_said_as_words() {
        let years = ["2013", "1"].map(ListedEntry::labelled);
        assert_eq!(one("1", LineMeaning::Freely, &years), Ok(0));
        assert_eq!(one("1", LineMeaning::AsWords, &years), Ok(1));
        assert_eq!(one("2013", LineMeaning::Freely, &years), Ok(0));
    }
}
