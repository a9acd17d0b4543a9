use proptest::{collection, prelude::*, sample::select};

use super::*;
use crate::model::testing::{
    director, draft, gives, line, may, no_comment, rows, said, set, ticks,
};

fn of<const N: usize>(answers: [(&str, Answer); N]) -> Draft {
    draft(&set([line("council")]), said(answers))
}

/// What comes of three versions of one answer: the versions that are left.
fn merges(base: Answer, ours: Answer, theirs: Answer) -> Vec<Answer> {
    let [base, ours, theirs] = [base, ours, theirs].map(|answer| of([("council", answer)]));
    let one = merge(Some(&base), &ours, &theirs, None).unwrap();
    let other = merge(Some(&base), &theirs, &ours, None).unwrap();
    assert_eq!(one, other, "it matters whose is ours");
    for side in [&ours, &theirs, &one] {
        assert_eq!(merge(Some(&base), &one, side, None).unwrap(), one, "twice is not once");
    }
    versions(&one).into_values().flatten().collect()
}

#[test]
fn different_answers_are_both_kept() {
    let base = of([("a", gives("1")), ("b", gives("1"))]);
    let ours = of([("a", gives("2")), ("b", gives("1"))]);
    let theirs = of([("a", gives("1")), ("b", gives("3"))]);
    let merged = merge(Some(&base), &ours, &theirs, None).unwrap();
    assert_eq!(merged, of([("a", gives("2")), ("b", gives("3"))]));
}

#[test]
fn the_later_change_of_an_answer_is_its_last_one() {
    let mut ours = of([("a", gives("1")), ("b", gives("1"))]);
    let mut theirs = ours.clone();
    let [a, b] = ["a", "b"].map(|id| QuestionId::try_from(id.to_owned()).unwrap());
    ours.record_author(&a, Some("Ann"), &may(2));
    theirs.record_author(&a, Some("Ben"), &may(3));
    theirs.record_author(&b, None, &may(1));
    let merged = merge(None, &ours, &theirs, None).unwrap();
    assert_eq!(merged.changes, merge(None, &theirs, &ours, None).unwrap().changes);
    assert_eq!(merged.changes[&a].by.as_deref(), Some("Ben"));
    assert_eq!(merged.changes[&b].by, None);
}

#[test]
fn rows_and_comments_are_merged_one_by_one() {
    let base = rows(&[("iro", "never"), ("fostering", "never")]);
    let ours = rows(&[("iro", "any"), ("fostering", "never")]);
    let theirs = rows(&[("iro", "never"), ("fostering", "any")]).and_comments("Why.");
    let both = rows(&[("iro", "any"), ("fostering", "any")]).and_comments("Why.");
    assert_eq!(merges(base, ours, theirs), [both]);
}

#[test]
fn ticks_and_ranks_are_merged_by_value() {
    let merged = merges(ticks(&["a", "b", "c"]), ticks(&["b", "c"]), ticks(&["a", "b", "c", "d"]));
    assert_eq!(merged, [ticks(&["b", "c", "d"])]);
    let merged = merges(ticks(&["a", "b", "c"]), ticks(&["c", "a", "b"]), ticks(&["b", "a", "c"]));
    assert_eq!(merged, [ticks(&["c", "b", "a"])]);
    let merged = merges(ticks(&["a"]), ticks(&["a", "b"]), ticks(&["a", "c"]));
    assert_eq!(merged, [ticks(&["a", "b"]), ticks(&["a", "c"])]);
}

#[test]
fn different_paragraphs_are_merged_and_the_same_one_collides() {
    let base = gives("One.\n\nTwo.\n\nThree.");
    let first = gives("One, indeed.\n\nTwo.\n\nThree.");
    let merged = merges(base.clone(), first, gives("One.\n\nTwo.\n\nThree.\n\nFour."));
    assert_eq!(merged, [gives("One, indeed.\n\nTwo.\n\nThree.\n\nFour.")]);
    let merged = merges(base, gives("1\n\nTwo.\n\n3"), gives("I\n\nTwo.\n\nThree."));
    assert_eq!(merged, [gives("1\n\nTwo.\n\n3"), gives("I\n\nTwo.\n\n3")]);
}

#[test]
fn no_comment_collides_with_words() {
    let merged = merges(Answer::default(), no_comment(), gives("Yes."));
    assert_eq!(merged.len(), 2);
}

#[test]
fn notes_keep_the_words_of_both() {
    let note = |text: &str| Answer { note: Text::from(text), ..Answer::default() };
    assert_eq!(merges(note(""), note("Ask Ann."), note("Ask Ben.")), [note("Ask Ann.\nAsk Ben.")]);
}

#[test]
fn what_both_say_differently_without_a_base_collides() {
    let merged = merge(None, &of([("a", ticks(&["x"]))]), &of([("a", ticks(&["x", "y"]))]), None);
    assert_eq!(merged.unwrap().collisions.len(), 1);
}

#[test]
fn a_collision_that_one_has_settled_is_settled() {
    let open = merge(None, &of([("a", gives("1"))]), &of([("a", gives("2"))]), None).unwrap();
    let settled = of([("a", gives("2"))]);
    assert_eq!(merge(Some(&open), &settled, &open, None).unwrap(), settled);
}

#[test]
fn a_sign_off_outlives_the_merge_only_where_nothing_else_changed() {
    let consultation = set([line("council")]);
    let base = of([("council", gives("Borsetshire"))]);
    let mut signed = base.clone();
    signed.sign_off(director(), &consultation, &may(28));
    let merged = merge(Some(&base), &signed, &base, Some(&consultation)).unwrap();
    assert_eq!(merged.status, Status::Completed);
    let changed = of([("council", gives("Barsetshire"))]);
    let merged = merge(Some(&base), &signed, &changed, Some(&consultation)).unwrap();
    assert_eq!((merged.status, merged.sign_off), (Status::Amended, Some(director())));
}

#[test]
fn drafts_of_different_consultations_are_not_merged() {
    let mut other = of([]);
    other.consultation.id = "other".try_into().unwrap();
    assert!(matches!(merge(None, &of([]), &other, None), Err(Unmergeable::Consultations(..))));
}

prop_compose! {
    fn answers()(
        text in collection::vec(select(vec!["a", "b", "", "c"]), 0..5),
        comment in select(vec!["", "x", "y"]),
        list in collection::vec(select(vec!["p", "q", "r", "s"]), 0..4),
        shape in 0..3,
        silent in prop::bool::weighted(0.2),
        row in select(vec!["", "never", "any"]),
        note in select(vec!["", "n", "m\nn"]),
    ) -> Answer {
        let mut unique: Vec<&str> = Vec::new();
        list.into_iter().for_each(|value| if !unique.contains(&value) { unique.push(value) });
        let mut answer = match shape {
            0 => Answer::default(),
            1 if !unique.is_empty() => ticks(&unique),
            _ => gives(&text.join("\n")),
        };
        if answer.value == Given::One(Text::default()) {
            answer.value = Given::Blank;
        }
        answer = answer.and_comments(comment);
        if !row.is_empty() {
            answer = answer.and_row("iro", row, comment);
        }
        answer.no_comment = silent;
        answer.note = Text::from(note);
        answer
    }
}

/// Every word that a version of an answer says.
fn words(answer: &Answer) -> BTreeSet<String> {
    let rows = answer.rows.values().map(|row| row.comment.to_string());
    let texts = answer.values().map(ToString::to_string).chain(rows);
    let texts: Vec<String> =
        texts.chain([answer.comment.to_string(), answer.note.to_string()]).collect();
    texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_merge_does_not_depend_on_sides_and_loses_nothing(
        base in answers(), ours in answers(), theirs in answers(),
    ) {
        let versions = merges(base.clone(), ours.clone(), theirs.clone());
        let kept: BTreeSet<String> = versions.iter().flat_map(words).collect();
        for side in [&ours, &theirs] {
            for word in words(side).difference(&words(&base)) {
                prop_assert!(kept.contains(word), "{word} is lost of {side:?} in {versions:?}");
            }
        }
    }
}

#[test]
fn what_each_has_copied_into_a_website_is_remembered() {
    let base = of([]);
    let copied = |field: &str| Draft {
        copied: BTreeMap::from([(field.to_owned(), "digest".to_owned())]),
        ..base.clone()
    };
    let merged = merge(Some(&base), &copied("council"), &copied("cost"), None).unwrap();
    assert_eq!(merged.copied.len(), 2);
}
