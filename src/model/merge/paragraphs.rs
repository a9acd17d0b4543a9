//! Merges texts by their paragraphs.

use std::{collections::BTreeSet, ops::Range};

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::model::text::Text;

/// Some paragraphs of the earlier text, and what one of the two has put in their place.
#[derive(Debug, Clone)]
struct Hunk<'a> {
    before: Range<usize>,
    now: &'a [&'a str],
}

/// Whose change stands where two meet.
enum Kept {
    First,
    Second,
    Both,
}

/// One text with the changes of both; ours where both have changed the same paragraph.
pub(super) fn merged(before: &Text, ours: &Text, theirs: &Text) -> Text {
    if before.is_blank() {
        return ours.clone();
    }
    let merge = |ours: &Text, theirs: &Text| together(before, ours, theirs, preferred);
    let (mine, other) = (merge(ours, theirs), merge(theirs, ours));
    // Where paragraphs that are repeated can be told apart in several ways, nothing is guessed.
    let holds = |text: &Text| {
        [ours, theirs].into_iter().all(|side| {
            let (again, reversed) = (merge(text, side), merge(side, text));
            [&mine, &other].contains(&&again) && [&mine, &other].contains(&&reversed)
        })
    };
    if holds(&mine) && holds(&other) { mine } else { ours.clone() }
}

fn preferred(ours: &Hunk<'_>, theirs: &Hunk<'_>) -> Kept {
    if theirs.covers(ours) { Kept::Second } else { Kept::First }
}

/// One text with the words of both: where both have changed the same paragraph, each version.
pub(super) fn all_of(before: &Text, ours: &Text, theirs: &Text) -> Text {
    if ours == before || ours == theirs {
        return theirs.clone();
    }
    if theirs == before {
        return ours.clone();
    }
    let (first, second) = if ours <= theirs { (ours, theirs) } else { (theirs, ours) };
    if first.is_empty() || has_all(second, first) {
        return second.clone();
    }
    if has_all(first, second) {
        return first.clone();
    }
    let merge = |ours: &Text, theirs: &Text| {
        together(before, ours, theirs, |ours, theirs| {
            match (ours.covers(theirs), theirs.covers(ours)) {
                (true, _) => Kept::First,
                (false, true) => Kept::Second,
                (false, false) => Kept::Both,
            }
        })
    };
    let merged = merge(first, second);
    if [first, second].into_iter().all(|side| has_all(&merged, side)) {
        return merged;
    }
    let (start, rest) = (first.to_string(), second.to_string());
    let rest = rest.split('\n').filter(|line| !start.split('\n').any(|known| known == *line));
    Text::from(start.split('\n').chain(rest).collect::<Vec<&str>>().join("\n"))
}

/// Whether one text has every line of another.
fn has_all(text: &Text, other: &Text) -> bool {
    let (text, other) = (text.to_string(), other.to_string());
    let lines: BTreeSet<&str> = text.split('\n').collect();
    other.split('\n').all(|line| lines.contains(line))
}

/// Makes the changes of both; which are to stand where they meet is asked.
fn together(
    before: &Text,
    ours: &Text,
    theirs: &Text,
    both: impl Fn(&Hunk<'_>, &Hunk<'_>) -> Kept,
) -> Text {
    let [earlier, one, other] = [before, ours, theirs].map(Text::to_string);
    let [earlier, one, other] =
        [&earlier, &one, &other].map(|text| text.split('\n').collect::<Vec<&str>>());
    let (mine, others) = (hunks(&earlier, &one), hunks(&earlier, &other));
    let text = joined(&earlier, mine, others, both);
    text.map_or_else(|| ours.clone(), |lines| Text::from(lines.join("\n")))
}

/// The lines with both changes in them; `None` where a change meets several, which are then not told
/// apart.
fn joined<'a>(
    earlier: &[&'a str],
    mine: Vec<Hunk<'a>>,
    others: Vec<Hunk<'a>>,
    both: impl Fn(&Hunk<'_>, &Hunk<'_>) -> Kept,
) -> Option<Vec<&'a str>> {
    let (mut mine, mut others) = (mine.into_iter().peekable(), others.into_iter().peekable());
    let mut lines: Vec<&str> = Vec::new();
    let mut at = 0;
    let mut put = |range: Range<usize>, now: Vec<&'a str>| {
        lines.extend(earlier.get(at..range.start)?);
        lines.extend(now);
        at = range.end;
        Some(())
    };
    loop {
        match (mine.peek().cloned(), others.peek().cloned()) {
            (None, None) => break,
            (Some(one), Some(two)) if one.meets(&two) => {
                mine.next();
                others.next();
                let range =
                    one.before.start.min(two.before.start)..one.before.end.max(two.before.end);
                let meets = |next: Option<&Hunk<'_>>| {
                    next.is_some_and(|next| next.before.start < range.end)
                };
                if meets(mine.peek()) || meets(others.peek()) {
                    return None;
                }
                let now = match both(&one, &two) {
                    Kept::First => one.over(&range, earlier)?,
                    Kept::Second => two.over(&range, earlier)?,
                    Kept::Both => {
                        let (first, second) =
                            if one.now <= two.now { (one, two) } else { (two, one) };
                        first.now.iter().chain(second.now).copied().collect()
                    }
                };
                put(range, now)?;
            }
            (Some(one), Some(two)) if two.comes_before(&one) => {
                others.next();
                put(two.before, two.now.to_vec())?;
            }
            (Some(one), _) => {
                mine.next();
                put(one.before, one.now.to_vec())?;
            }
            (None, Some(two)) => {
                others.next();
                put(two.before, two.now.to_vec())?;
            }
        }
    }
    put(earlier.len()..earlier.len(), Vec::new())?;
    Some(lines)
}

impl<'a> Hunk<'a> {
    /// What stands in a range around it.
    fn over(&self, range: &Range<usize>, earlier: &[&'a str]) -> Option<Vec<&'a str>> {
        let ahead = earlier.get(range.start..self.before.start)?;
        let behind = earlier.get(self.before.end..range.end)?;
        Some(ahead.iter().chain(self.now).chain(behind).copied().collect())
    }

    /// Whether two are about the same paragraphs, or put something in the same place.
    fn meets(&self, other: &Self) -> bool {
        let (one, two) = (&self.before, &other.before);
        let touch = one.start <= two.end && two.start <= one.end;
        let overlap = one.start < two.end && two.start < one.end;
        overlap || one == two || touch && (self.covers(other) || other.covers(self))
    }

    fn comes_before(&self, other: &Self) -> bool {
        (self.before.start, self.before.end) < (other.before.start, other.before.end)
    }

    /// Whether it makes the other one's change as well.
    fn covers(&self, other: &Self) -> bool {
        let around = self.before.start <= other.before.start && other.before.end <= self.before.end;
        let has = other.now.is_empty()
            || self.now.windows(other.now.len()).any(|lines| lines == other.now);
        around && has
    }
}

fn hunks<'a>(before: &[&'a str], now: &'a [&'a str]) -> Vec<Hunk<'a>> {
    let mut hunks: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for change in capture_diff_slices(Algorithm::Patience, before, now) {
        if change.tag() == DiffTag::Equal {
            continue;
        }
        let (old, new) = (change.old_range(), change.new_range());
        match hunks.last_mut() {
            Some((before, now)) if before.end == old.start && now.end == new.start => {
                (before.end, now.end) = (old.end, new.end);
            }
            _ => hunks.push((old, new)),
        }
    }
    let hunks = hunks.into_iter();
    hunks.map(|(before, range)| Hunk { before, now: now.get(range).unwrap_or_default() }).collect()
}
