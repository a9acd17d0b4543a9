//! The route through a consultation: the questions that are asked, given the answers.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use super::{
    answer::Answers,
    asked::{Asked, EffectiveAnswer},
    condition::{Amount, Comparison, Condition, Operator, Test},
    consultation::{
        Choice, Column, Consultation, Contradiction, Item, Location, Part, Question, Row,
    },
    id::{QuestionId, Value},
};

/// The route through a consultation: the questions asked, given the answers.
///
/// A condition may only refer to what precedes it in the file, so one pass in order settles
/// everything, however long a chain of conditions is. A hidden answer counts as unanswered for
/// everything after it, and stays in the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    sections: Vec<bool>,
    shown: HashSet<Location>,
    pages: Vec<Location>,
    asked: HashMap<QuestionId, Asked>,
    /// The indexes of the declared contradictions that the answers contain.
    contradictions: Vec<usize>,
}

/// The state of a walk along the route.
struct RouteWalk<'a> {
    answers: &'a Answers,
    route: Route,
    standings: HashMap<&'a QuestionId, EffectiveAnswer>,
}

impl Route {
    /// Works out which questions are asked, given the answers.
    pub fn of(consultation: &Consultation, answers: &Answers) -> Self {
        let mut walk = RouteWalk { answers, route: Self::default(), standings: HashMap::new() };
        for (section, content) in consultation.sections.iter().enumerate() {
            let is_shown = walk.meets(content.condition.as_ref());
            walk.route.sections.push(is_shown);
            if !is_shown {
                continue;
            }
            for (item, content) in content.items.iter().enumerate() {
                let page = Location { section, item, part: None };
                if walk.meets(content.condition()) && walk.enter(page, content) {
                    walk.route.shown.insert(page);
                    walk.route.pages.push(page);
                }
            }
        }
        let contradictions = consultation.contradictions.iter().enumerate();
        let found = contradictions.filter(|(_, declared)| walk.meets(Some(&declared.when)));
        walk.route.contradictions = found.map(|(place, _)| place).collect();
        walk.route
    }

    /// Returns the indexes of the declared contradictions that the answers contain.
    pub fn contradicted(&self) -> &[usize] {
        &self.contradictions
    }

    /// Returns the declared contradictions that the answers contain.
    pub fn contradictions<'a>(
        &self,
        consultation: &'a Consultation,
    ) -> impl Iterator<Item = &'a Contradiction> {
        self.contradictions.iter().filter_map(|place| consultation.contradictions.get(*place))
    }

    /// Whether a section's condition is met.
    pub fn shows_section(&self, section: usize) -> bool {
        self.sections.get(section).is_some_and(|shown| *shown)
    }

    /// Whether an item, or a part of one, is shown.
    pub fn shows(&self, location: Location) -> bool {
        self.shown.contains(&location)
    }

    /// The shown pages, in order.
    pub fn pages(&self) -> &[Location] {
        &self.pages
    }

    /// Returns a question as it is currently asked, or `None` if it is not asked.
    pub fn asked(&self, question: &QuestionId) -> Option<&Asked> {
        self.asked.get(question)
    }

    /// Returns the effective answer to a question, or `None` if it is not asked.
    pub fn standing(&self, question: &Question, answers: &Answers) -> Option<EffectiveAnswer> {
        Some(self.asked(&question.id)?.standing(question, answers.get(&question.id)))
    }

    /// Returns the shown choices of a question, each with its index; none if it is not asked.
    pub fn choices<'a>(
        &self,
        question: &'a Question,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a Choice)> {
        self.asked(&question.id).into_iter().flat_map(|asked| asked.choices(question))
    }

    /// Returns the shown rows of a matrix, each with its index; none if it is not asked.
    pub fn rows<'a>(
        &self,
        question: &'a Question,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a Row)> {
        self.asked(&question.id).into_iter().flat_map(|asked| asked.rows(question))
    }

    /// Returns the shown columns of a matrix, each with its index; none if it is not asked.
    pub fn columns<'a>(
        &self,
        question: &'a Question,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a Column)> {
        self.asked(&question.id).into_iter().flat_map(|asked| asked.columns(question))
    }
}

impl<'a> RouteWalk<'a> {
    /// Adds the contents of a page whose own condition is met, and returns whether any of it is
    /// shown.
    fn enter(&mut self, page: Location, item: &'a Item) -> bool {
        match item {
            Item::Notice(_) => true,
            Item::Question(question) => self.ask(question),
            Item::Group(group) => {
                let mut any = false;
                for (part, content) in group.parts.iter().enumerate() {
                    let is_shown = self.meets(content.condition())
                        && match content {
                            Part::Notice(_) => true,
                            Part::Question(question) => self.ask(question),
                        };
                    if is_shown {
                        self.route.shown.insert(Location { part: Some(part), ..page });
                        any = true;
                    }
                }
                any
            }
        }
    }

    fn ask(&mut self, question: &'a Question) -> bool {
        let Some(asked) = Asked::new(question, |condition| self.meets(condition)) else {
            return false;
        };
        let standing = asked.standing(question, self.answers.get(&question.id));
        self.standings.insert(&question.id, standing);
        self.route.asked.insert(question.id.clone(), asked);
        true
    }

    /// Whether the answers so far meet a condition. Files nest to at most 64 levels.
    fn meets(&self, condition: Option<&Condition>) -> bool {
        match condition {
            None => true,
            Some(Condition::Test(test)) => {
                let standing = self.standings.get(&test.question);
                test.holds(standing.unwrap_or(&EffectiveAnswer::Blank))
            }
            Some(Condition::All(all)) => all.iter().all(|one| self.meets(Some(one))),
            Some(Condition::Any(any)) => any.iter().any(|one| self.meets(Some(one))),
            Some(Condition::Not(one)) => !self.meets(Some(one)),
        }
    }
}

impl Test {
    fn holds(&self, whole: &EffectiveAnswer) -> bool {
        let standing = self.row.as_ref().map_or(whole, |row| whole.row(row));
        let is_one_of =
            |values: &[Value]| standing.values().into_iter().any(|value| values.contains(value));
        match &self.operator {
            Operator::Equals(values) | Operator::Includes(values) => is_one_of(values),
            Operator::NotEquals(values) => standing.is_answered() && !is_one_of(values),
            Operator::Compares(comparison, amount) => {
                amount.compared(standing).is_some_and(|ordering| comparison.holds(ordering))
            }
            Operator::Answered(wanted) => standing.is_answered() == *wanted,
        }
    }
}

impl Amount {
    /// Compares an answer with this amount; `None` if the answer is not an amount of this kind.
    pub(super) fn compared(&self, standing: &EffectiveAnswer) -> Option<Ordering> {
        match (self, standing) {
            (Self::Number(amount), EffectiveAnswer::Number(given)) => Some(given.cmp(amount)),
            (Self::Day(amount), EffectiveAnswer::Day(given)) => Some(given.cmp(amount)),
            (Self::Number(_) | Self::Day(_), _) => None,
        }
    }
}

impl Comparison {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equals => ordering.is_eq(),
            Self::NotEquals => ordering.is_ne(),
            Self::GreaterThan => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
            Self::LessThan => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{answer::Answer, reading::Decimal, testing::*};

    /// Which questions are asked, by their id.
    #[track_caller]
    fn asks(consultation: &Consultation, answers: &Answers, expected: &[&str]) {
        let route = Route::of(consultation, answers);
        let asked: Vec<&str> = consultation
            .questions()
            .filter(|(location, _)| route.shows(*location))
            .map(|(_, question)| question.id.as_str())
            .collect();
        assert_eq!(asked, expected);
    }

    /// The marks of the tests that hold of `q`: `=` equals a, `/` not_equals a, `!` not equals a,
    /// `+` answered, `-` not answered.
    fn holding(q: &Question, others: &[Question], answers: &Answers) -> String {
        let tests = [
            ('=', equals("q", &["a"])),
            ('/', not_equals("q", &["a"])),
            ('!', not(equals("q", &["a"]))),
            ('+', answered("q")),
            ('-', unanswered("q")),
        ];
        let holds = |test: &Condition| {
            let next = line("next").when(test.clone());
            let set = set(others.iter().chain([q, &next]).cloned());
            Route::of(&set, answers).asked(&id("next")).is_some()
        };
        tests.iter().filter(|(_, test)| holds(test)).map(|(mark, _)| mark).collect()
    }

    /// A row of the contract's truth table.
    #[track_caller]
    fn when_q_is(answer: Answer, holds: &str) {
        let q = one("q", &["a", "b", "dont-know"]);
        assert_eq!(holding(&q, &[], &said([("q", answer)])), holds);
    }

    #[test]
    fn the_truth_table_for_given_answers() {
        when_q_is(gives("a"), "=+");
        when_q_is(gives("b"), "/!+");
        when_q_is(Answer::default(), "!-");
        when_q_is(gives("  "), "!-");
        when_q_is(comments("We would rather not say."), "!-");
        when_q_is(no_comment(), "!-");
        when_q_is(gives("a").and_no_comment(), "!-");
        when_q_is(gives("dont-know"), "/!+");
        when_q_is(gives("z"), "!-");
        when_q_is(ticks(&["a"]), "=+");
        when_q_is(ticks(&["a", "b"]), "!-");
    }

    #[test]
    fn the_truth_table_for_what_is_hidden() {
        let gate = [line("gate")];
        let hidden = one("q", &["a", "b"]).when(answered("gate"));
        let without_a = one("q", &["a", "b"])
            .with_choice("a", |choice| choice.condition = Some(answered("gate")));
        for q in [hidden, without_a] {
            assert_eq!(holding(&q, &gate, &said([("q", gives("a"))])), "!-");
            let shown = said([("gate", gives("x")), ("q", gives("a"))]);
            assert_eq!(holding(&q, &gate, &shown), "=+");
        }
    }

    #[test]
    fn the_truth_table_for_a_row() {
        let q = || matrix("q", &["r", "s"], &["a", "b", "dont-know"]);
        let holding_in_row = |row: &str, answer: Answer| {
            let tests = [equals("q", &["a"]), not_equals("q", &["a"]), answered("q")];
            let marks = tests.map(|test| {
                let set = set([q(), line("next").when(in_row(row, test))]);
                Route::of(&set, &said([("q", answer.clone())])).asked(&id("next")).is_some()
            });
            marks.map(|holds| if holds { 'x' } else { '.' }).iter().collect::<String>()
        };
        assert_eq!(holding_in_row("r", rows(&[("r", "a")])), "x.x");
        assert_eq!(holding_in_row("r", rows(&[("r", "b")])), ".xx");
        assert_eq!(holding_in_row("r", rows(&[("r", "dont-know")])), ".xx");
        assert_eq!(holding_in_row("r", rows(&[("s", "a")])), "...");
        assert_eq!(holding_in_row("r", rows(&[("r", "z")])), "...");
        assert_eq!(holding_in_row("r", rows(&[("r", "a")]).and_row_no_comment("r")), "...");
        assert_eq!(holding_in_row("r", rows(&[("r", "a")]).and_no_comment()), "...");
        assert_eq!(holding_in_row("gone", rows(&[("gone", "a")])), "...");
    }

    #[test]
    fn a_list_of_values_is_any_of_them_or_none_of_them() {
        let set = set([
            one("q", &["a", "b", "c"]),
            line("either").when(equals("q", &["a", "b"])),
            line("neither").when(not_equals("q", &["a", "b"])),
        ]);
        asks(&set, &said([("q", gives("b"))]), &["q", "either"]);
        asks(&set, &said([("q", gives("c"))]), &["q", "neither"]);
    }

    #[test]
    fn includes_looks_at_ticks_ranks_and_shown_rows() {
        let set = set([
            several("ticked", &["a", "b"]),
            rank("ranked", &["a", "b"]),
            matrix("table", &["r", "s"], &["a", "b"])
                .with_row("s", |row| row.condition = Some(includes("ticked", &["a"]))),
            line("by-tick").when(includes("ticked", &["b"])),
            line("by-rank").when(includes("ranked", &["b"])),
            line("by-row").when(includes("table", &["b"])),
        ]);
        let all = ["ticked", "ranked", "table", "by-tick", "by-rank", "by-row"];
        let ranked = ("ranked", ticks(&["a", "b"]));
        let table = ("table", rows(&[("s", "b")]));
        let with_row = [("ticked", ticks(&["a", "b"])), ranked.clone(), table.clone()];
        asks(&set, &said(with_row), &all);
        asks(&set, &said([("ticked", ticks(&["b"])), ranked, table]), &all[..5]);
    }

    #[test]
    fn amounts_compare_as_amounts() {
        let compares = |comparison, amount: i64| {
            let amount = Amount::Number(Decimal::new(amount, 1));
            test("cost", Operator::Compares(comparison, amount))
        };
        let set = set([
            decimal("cost"),
            line("equal").when(compares(Comparison::Equals, 125)),
            line("other").when(compares(Comparison::NotEquals, 125)),
            line("least").when(compares(Comparison::AtLeast, 125)),
            line("less").when(compares(Comparison::LessThan, 125)),
        ]);
        asks(&set, &said([("cost", gives("12.50"))]), &["cost", "equal", "least"]);
        asks(&set, &said([("cost", gives("1,000"))]), &["cost", "other", "least"]);
        asks(&set, &said([("cost", gives("9"))]), &["cost", "other", "less"]);
        asks(&set, &said([("cost", gives("1,5"))]), &["cost"]);
        asks(&set, &Answers::default(), &["cost"]);
    }

    #[test]
    fn days_compare_as_days() {
        let day = Amount::Day(jiff::civil::date(2014, 6, 5));
        let after = test("start", Operator::Compares(Comparison::GreaterThan, day));
        let set = set([date("start"), line("late").when(after)]);
        asks(&set, &said([("start", gives("6 June 2014"))]), &["start", "late"]);
        asks(&set, &said([("start", gives("5/6/2014"))]), &["start"]);
        asks(&set, &said([("start", gives("31 June 2014"))]), &["start"]);
    }

    #[test]
    fn tests_within_tests_are_followed() {
        let either = any_of([answered("a"), all_of([answered("b"), not(answered("c"))])]);
        let set = set([line("a"), line("b"), line("c"), line("next").when(either)]);
        asks(&set, &said([("a", gives("x"))]), &["a", "b", "c", "next"]);
        asks(&set, &said([("b", gives("x"))]), &["a", "b", "c", "next"]);
        asks(&set, &said([("b", gives("x")), ("c", gives("x"))]), &["a", "b", "c"]);
    }

    #[test]
    fn a_hidden_parent_hides_its_children() {
        let parts = vec![Part::Question(line("part").when(unanswered("gate")))];
        let mut group = group("parts", parts);
        group.condition = Some(answered("gate"));
        let mut later = section("later", [Item::Question(line("in-section"))]);
        later.condition = Some(answered("gate"));
        let first = section("first", [Item::Question(line("gate")), Item::Group(group)]);
        let set = set_of([first, later]);

        asks(&set, &Answers::default(), &["gate"]);
        let route = Route::of(&set, &Answers::default());
        assert_eq!((route.shows_section(0), route.shows_section(1)), (true, false));
        asks(&set, &said([("gate", gives("x"))]), &["gate", "in-section"]);
    }

    #[test]
    fn a_group_with_nothing_to_show_is_no_page() {
        let parts = vec![Part::Question(line("part").when(answered("gate")))];
        let items = [Item::Question(line("gate")), Item::Group(group("parts", parts))];
        let set = set_of([section("only", items)]);
        let page = |item| Location { section: 0, item, part: None };
        assert_eq!(Route::of(&set, &Answers::default()).pages(), [page(0)]);
        let route = Route::of(&set, &said([("gate", gives("x"))]));
        assert_eq!(route.pages(), [page(0), page(1)]);
        assert!(route.shows(Location { part: Some(0), ..page(1) }));
    }

    #[test]
    fn a_part_may_look_at_the_part_before_it() {
        let parts = [line("first"), line("second").when(answered("first"))];
        let group = group("parts", parts.map(Part::Question).to_vec());
        let set = set_of([section("only", [Item::Group(group)])]);
        asks(&set, &Answers::default(), &["first"]);
        asks(&set, &said([("first", gives("x"))]), &["first", "second"]);
    }

    #[test]
    fn a_question_without_a_choice_or_row_to_show_is_not_asked() {
        let hide = |choice: &mut Choice| choice.condition = Some(answered("gate"));
        let set = set([
            line("gate"),
            one("list", &["a"]).with_choice("a", hide),
            matrix("table", &["r"], &["a", "b"])
                .with_row("r", |row| row.condition = Some(answered("gate"))),
            line("next").when(unanswered("list")),
        ]);
        asks(&set, &said([("list", gives("a"))]), &["gate", "next"]);
        let open = said([("gate", gives("x")), ("list", gives("a"))]);
        asks(&set, &open, &["gate", "list", "table"]);
    }

    #[test]
    fn only_what_is_shown_of_a_question_is_listed() {
        let hidden = || Some(answered("gate"));
        let list =
            one("list", &["a", "b", "c"]).with_choice("b", |choice| choice.condition = hidden());
        let table = matrix("table", &["r", "s"], &["a", "b"])
            .with_row("r", |row| row.condition = hidden())
            .with_matrix(|matrix| matrix.columns[1].condition = hidden());
        let set = set([line("gate"), list.clone(), table.clone()]);
        let route = Route::of(&set, &Answers::default());
        let choices: Vec<usize> = route.choices(&list).map(|(place, _)| place).collect();
        let rows: Vec<&str> = route.rows(&table).map(|(_, row)| row.value.as_str()).collect();
        assert_eq!((choices, rows, route.columns(&table).count()), (vec![0, 2], vec!["s"], 1));
    }

    #[test]
    fn a_chain_of_conditions_may_be_as_long_as_the_set() {
        let link = |place: usize| {
            let question = line(&format!("q{place}"));
            match place {
                0 => question,
                _ => question.when(answered(&format!("q{}", place - 1))),
            }
        };
        let set = set((0..20_000).map(link));
        let answers = set.questions().map(|(_, q)| (q.id.clone(), gives("x"))).collect();
        assert_eq!(Route::of(&set, &answers).pages().len(), 20_000);
        assert_eq!(Route::of(&set, &Answers::default()).pages().len(), 1);
    }

    proptest! {
        #[test]
        fn a_denied_condition_is_the_opposite(seen in prop::collection::vec(any_answer(), 2)) {
            let [first, second] = &seen[..] else { unreachable!() };
            let both = all_of([equals("a", &["x"]), answered("b")]);
            let set = set([
                one("a", &["x", "y"]),
                one("b", &["x", "y"]),
                line("met").when(both.clone()),
                line("unmet").when(not(both)),
            ]);
            let answers = said([("a", first.clone()), ("b", second.clone())]);
            let route = Route::of(&set, &answers);
            prop_assert!(route.asked(&id("met")).is_some() != route.asked(&id("unmet")).is_some());
        }
    }

    fn any_answer() -> impl Strategy<Value = Answer> {
        prop_oneof![
            Just(Answer::default()),
            Just(no_comment()),
            prop::sample::select(vec!["x", "y", "z", " "]).prop_map(gives),
        ]
    }
}
