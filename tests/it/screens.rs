//! Every screen and every pop-up, whole, at the three sizes that the program is made for.

use std::path::PathBuf;

use greenpaper::{
    app::{
        event::{Event, Receipt, SaveLocation, SaveReport, Trouble},
        library::{
            ConsultationEntry, ConsultationSummary, DraftEntry, DraftSummary, Library, SetSource,
        },
    },
    model::{
        draft::{Draft, Edition},
        signed::SignOffSummary,
    },
};
use jiff::Zoned;

use crate::officer::{Disk, Officer, set, set_of};

const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (120, 40)];

/// The consultation that ships.
const DFE: &str = include_str!("../../questions/dfe-2014-delegation.yaml");

/// Shows a screen at the three sizes, each reached by the same steps.
#[track_caller]
fn check(name: &str, start: fn() -> Officer, steps: fn(&mut Officer)) {
    let screens = SIZES.map(|(width, height)| {
        let mut officer = start().at(width, height);
        steps(&mut officer);
        let screen = officer.screen();
        let rows: Vec<&str> = screen.lines().collect();
        assert!(rows.len() <= usize::from(height), "{screen}");
        format!("{width}×{height}\n{}\n{screen}\n", "=".repeat(usize::from(width)))
    });
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, screens.join("\n")));
}

fn officer_at_home() -> Officer {
    let now: Zoned = "2014-05-02T10:00:00+01:00[Europe/London]".parse().unwrap();
    let consultation = set(DFE);
    let draft = Draft::new(Edition::of(&consultation), &now);
    let mut officer = Officer::resuming(consultation, draft, now);
    officer.press("esc esc");
    officer
}

/// What is on the shelf: a draft, one that is signed off, one that is damaged, two sets.
fn library(officer: &Officer) -> Library {
    let consultation = &officer.consultation;
    let changed: Zoned = "2014-05-01T16:20:00+01:00[Europe/London]".parse().unwrap();
    let draft = |answered, completed| DraftSummary {
        revised: completed,
        title: consultation.title.clone(),
        answered,
        asked: 60,
        updated: changed.clone(),
        closes: consultation.closes.clone(),
        sign_off: completed.then(|| SignOffSummary {
            name: "A. Director".to_owned(),
            date: jiff::civil::date(2014, 5, 28),
            changed: None,
            words: String::new(),
        }),
    };
    let entry = |name: &str, state| DraftEntry {
        path: PathBuf::from(format!("/home/officer/{name}.yaml")),
        name: name.to_owned(),
        state,
    };
    let summary = ConsultationSummary {
        id: consultation.id.clone(),
        title: consultation.title.clone(),
        publisher: consultation.publisher.clone(),
        opens: None,
        closes: consultation.closes.clone(),
        questions: 68,
        is_conditional: false,
        part_of: None,
    };
    Library {
        drafts: vec![
            entry("dfe-2014-delegation", Ok(draft(31, false))),
            entry("dfe-2014-delegation-2", Ok(draft(60, true))),
            entry("damaged", Err("line 12, column 3: `answers` is there twice".to_owned())),
        ],
        consultations: vec![
            ConsultationEntry {
                source: SetSource::BuiltIn("dfe-2014-delegation"),
                state: Ok(summary),
            },
            ConsultationEntry {
                source: SetSource::File(PathBuf::from("/home/officer/questions/roads.yaml")),
                state: Err("line 3, column 1: unknown key `titel`".to_owned()),
            },
        ],
        is_complete: true,
        folders: None,
    }
}

fn at_the_introduction() -> Officer {
    Officer::before(DFE)
}

fn at_the_contents() -> Officer {
    let mut officer = Officer::before(DFE);
    officer.press("enter");
    officer
}

/// Goes to a question by its number.
fn go_to(officer: &mut Officer, number: &str) {
    officer.press("ctrl+g");
    officer.type_in(number);
    officer.press("enter");
}

fn at_the_choices() -> Officer {
    let mut officer = at_the_contents();
    go_to(&mut officer, "3");
    officer
}

fn at_the_many_choices() -> Officer {
    let mut officer = at_the_contents();
    go_to(&mut officer, "20");
    officer
}

fn at_the_long_text() -> Officer {
    let mut officer = at_the_contents();
    go_to(&mut officer, "16");
    officer
}

fn at_the_group() -> Officer {
    let mut officer = at_the_contents();
    go_to(&mut officer, "6");
    officer
}

fn at_the_ranking() -> Officer {
    let mut officer = at_the_contents();
    go_to(&mut officer, "37");
    officer
}

fn at_the_large_matrix() -> Officer {
    let mut officer = at_the_contents();
    go_to(&mut officer, "14");
    officer
}

fn at_the_small_matrix() -> Officer {
    let mut officer = at_the_contents();
    go_to(&mut officer, "12a");
    officer
}

/// A set whose one question must be answered.
fn at_a_tiny_set() -> Officer {
    Officer::answering(&set_of(
        "- {id: council, number: \"1\", type: string, text: Name of your council, required: true, max_length: 40}\n\
         - {id: why, number: \"2\", type: text, text: Why?, max_words: 5}\n\
         - {id: cost, number: \"3\", type: decimal, text: At what cost?, min: 1, max: 9, unit: £}\n\
         - {id: day, number: \"4\", type: date, text: From when?}",
    ))
}

const PARAGRAPHS: &str = "We would want to see the evidence first. Councils answer for these \
    children, and a contract can move the work but never the duty.\n\nWhere a voluntary body has \
    the skill and the staff, delegation has worked well; where it was chosen to save money, it \
    has not.\n\n今日は、雨です。 Café 👩‍👩‍👧 done.";

#[test]
fn home() {
    check("home", officer_at_home, |officer| {
        let library = library(officer);
        officer.happens(Event::Library(library));
    });
}

#[test]
fn home_before_the_folders_answer() {
    check("home_before_the_folders_answer", officer_at_home, |_| {});
}

#[test]
fn introduction() {
    check("introduction", at_the_introduction, |officer| officer.press("pagedown"));
}

#[test]
fn contents() {
    check("contents", at_the_contents, |officer| {
        go_to(officer, "1");
        officer.type_in("Borsetshire County Council");
        officer.press("ctrl+n ctrl+n 1 esc");
    });
}

#[test]
fn section_that_cannot_start_yet() {
    check("section_that_cannot_start_yet", at_the_contents, |officer| {
        officer.press("down down down down down down enter");
    });
}

#[test]
fn notice() {
    check("notice", at_the_contents, |officer| officer.press("enter enter"));
}

#[test]
fn one_line() {
    check("one_line", at_the_contents, |officer| {
        go_to(officer, "1");
        officer.type_in("Borsetshire County Council");
    });
}

#[test]
fn choices_with_a_detail() {
    check("choices_with_a_detail", at_the_choices, |officer| {
        officer.press("3 enter");
        officer.type_in("Health visitor");
    });
}

#[test]
fn ticks_with_none_of_them() {
    check("ticks_with_none_of_them", at_the_many_choices, |officer| {
        officer.press("1 3 down down");
    });
}

#[test]
fn long_text() {
    check("long_text", at_the_long_text, |officer| {
        officer.paste(PARAGRAPHS);
        officer.press("up shift+home");
    });
}

#[test]
fn long_text_that_does_not_fit() {
    check("long_text_that_does_not_fit", at_the_long_text, |officer| {
        officer.paste(&format!("{PARAGRAPHS}\n").repeat(12));
        officer.press("up up");
    });
}

#[test]
fn comment_with_the_focus() {
    check("comment_with_the_focus", at_the_many_choices, |officer| {
        officer.press("1 tab");
        officer.paste(PARAGRAPHS);
    });
}

#[test]
fn no_comment() {
    check("no_comment", at_the_choices, |officer| officer.press("2 ctrl+k"));
}

#[test]
fn group() {
    check("group", at_the_group, |officer| {
        officer.type_in("children@example.org");
        officer.press("tab");
    });
}

#[test]
fn ranking() {
    check("ranking", at_the_ranking, |officer| officer.press("space space space up +"));
}

#[test]
fn large_matrix() {
    check("large_matrix", at_the_large_matrix, |officer| {
        officer.press("1 tab 2 f");
    });
}

#[test]
fn small_matrix() {
    check("small_matrix", at_the_small_matrix, |officer| officer.press("3"));
}

#[test]
fn too_many_words() {
    check("too_many_words", at_a_tiny_set, |officer| {
        officer.press("ctrl+n");
        officer.type_in("one two three four five six seven");
        officer.press("tab enter");
    });
}

#[test]
fn number_that_is_too_great() {
    check("number_that_is_too_great", at_a_tiny_set, |officer| {
        officer.press("ctrl+n ctrl+n");
        officer.type_in("12.50");
        officer.press("enter");
    });
}

#[test]
fn date() {
    check("date", at_a_tiny_set, |officer| {
        officer.press("ctrl+n ctrl+n ctrl+n");
        officer.type_in("5 June 2014");
    });
}

#[test]
fn end_of_a_section() {
    check("end_of_a_section", at_a_tiny_set, |officer| {
        officer.press("ctrl+n ctrl+n ctrl+n enter");
    });
}

#[test]
fn review() {
    check("review", at_a_tiny_set, |officer| {
        officer.press("ctrl+n");
        officer.type_in("one two three");
        officer.press("ctrl+n ctrl+k ctrl+r down");
    });
}

#[test]
fn review_of_the_whole() {
    check("review_of_the_whole", at_the_large_matrix, |officer| {
        officer.press("1 shift+tab f");
        go_to(officer, "37");
        officer.press("space space");
        go_to(officer, "16");
        officer.paste(PARAGRAPHS);
        officer.press("ctrl+r pagedown pagedown");
    });
}

#[test]
fn sign_off() {
    check("sign_off", at_a_tiny_set, |officer| {
        officer.type_in("Borsetshire");
        officer.press("ctrl+r end enter");
        officer.type_in("A. Director");
    });
}

#[test]
fn sign_off_with_a_problem() {
    check("sign_off_with_a_problem", at_a_tiny_set, |officer| {
        officer.press("ctrl+r end enter tab tab tab tab tab enter");
    });
}

#[test]
fn done() {
    check("done", at_the_contents, |officer| {
        let path = PathBuf::from("/home/officer/drafts/dfe-2014-delegation.response.yaml");
        let digest =
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned();
        officer.happens(Event::Exported(Ok(Receipt { path, digest })));
    });
}

#[test]
fn help() {
    check("help", at_the_choices, |officer| officer.press("f1"));
}

#[test]
fn guidance() {
    check("guidance", at_the_large_matrix, |officer| officer.press("f2"));
}

#[test]
fn go_to_list() {
    check("go_to_list", at_the_contents, |officer| {
        officer.press("ctrl+g");
        officer.type_in("safe");
        officer.press("down");
    });
}

#[test]
fn note() {
    check("note", at_the_choices, |officer| {
        officer.press("ctrl+t");
        officer.type_in("Legal to check.");
        officer.press("tab");
    });
}

#[test]
fn leaving_when_the_disk_is_full() {
    check("leaving_when_the_disk_is_full", at_a_tiny_set, |officer| {
        officer.disk(Disk::Full);
        officer.type_in("B");
        officer.press("ctrl+q");
    });
}

#[test]
fn leaving_when_the_draft_is_in_memory_alone() {
    check("leaving_when_the_draft_is_in_memory_alone", at_a_tiny_set, |officer| {
        officer.disk(Disk::FullEverywhere);
        officer.type_in("B");
        officer.press("ctrl+q");
    });
}

#[test]
fn another_place_for_the_draft() {
    check("another_place_for_the_draft", at_a_tiny_set, |officer| {
        officer.disk(Disk::Full);
        officer.type_in("B");
        officer.press("ctrl+q 2");
        officer.type_in("/media/stick/draft.yaml");
    });
}

#[test]
fn disk_full() {
    check("disk_full", at_a_tiny_set, |officer| {
        officer.disk(Disk::Full);
        officer.type_in("Borsetshire");
    });
}

#[test]
fn in_memory_alone() {
    check("in_memory_alone", at_a_tiny_set, |officer| {
        officer.disk(Disk::FullEverywhere);
        officer.type_in("Borsetshire");
    });
}

#[test]
fn changed_by_somebody_else() {
    check("changed_by_somebody_else", at_a_tiny_set, |officer| {
        officer.disk(Disk::Changed);
        officer.type_in("Borsetshire");
    });
}

#[test]
fn note_that_was_left() {
    check("note_that_was_left", at_the_choices, |officer| {
        officer.press("ctrl+t");
        officer.type_in("Legal to check whether this holds.");
        officer.press("tab 2 esc");
    });
}

/// What a set could hold to attack a terminal: each piece, and what is shown in its place.
const HOSTILE: [(&str, &str); 5] = [
    ("\\e]52;c;cm0gLXJm\\a", "␛]52;c;cm0gLXJm␇"),
    ("\\e[2J", "␛[2J"),
    ("\\u202e", "‹U+202E›"),
    ("\\x9b1m", "‹U+009B›1m"),
    ("z\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301", "z"),
];

#[test]
fn nothing_in_a_set_reaches_the_terminal_unseen() {
    for (piece, shown) in HOSTILE {
        let items = format!(
            "- id: attack\n  number: \"1{piece}\"\n  type: matrix\n  text: \"Text {piece}\"\n  \
             hint: \"Hint {piece}\"\n  guidance: \"Guidance {piece}\"\n  rows:\n    - {{value: a, \
             label: \"Row {piece}\", group: \"Group {piece}\", note: \"Note {piece}\"}}\n  \
             columns:\n    - {{value: x, label: \"X{piece}\"}}\n    - {{value: y, label: Y}}\n  \
             comment: \"Comment {piece}\""
        );
        for (width, height) in SIZES {
            let mut officer = Officer::answering(&set_of(&items)).at(width, height);
            for keys in ["", "f2", "esc ctrl+g", "esc ctrl+r", "esc", "ctrl+n"] {
                officer.press(keys);
                let screen = officer.screen();
                let unsafe_character = |c: &char| {
                    (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}')
                };
                assert_eq!(screen.chars().find(unsafe_character), None, "{piece}:\n{screen}");
            }
        }
        let mut officer = Officer::answering(&set_of(&items)).at(120, 40);
        officer.sees(&format!("Text {shown}"));
    }
}

#[test]
fn nothing_in_an_answer_reaches_the_terminal_unseen() {
    let mut officer = at_the_long_text();
    officer.paste("a\u{1b}]52;c;eA==\u{7}b \u{202e}c \u{feff}d");
    officer.sees("‹U+202E›");
    officer.press("ctrl+r");
    let screen = officer.screen();
    assert!(!screen.contains('\u{1b}') && !screen.contains('\u{202e}'), "{screen}");
}

#[test]
fn however_long_the_reason_is_what_has_become_of_the_draft_is_said() {
    for (results, said) in [
        (
            [Err(Trouble::Failed("no ".repeat(200))), Ok(SaveLocation::Aside)],
            "kept on this machine",
        ),
        (
            [Err(Trouble::Failed("no ".repeat(200))), Err(Trouble::NoCopy("no ".repeat(200)))],
            "only in memory",
        ),
    ] {
        for (width, height) in SIZES {
            let mut officer = at_the_long_text().at(width, height);
            officer.disk(Disk::SilentEverywhere);
            officer.type_in("a");
            for result in results.clone() {
                let (number, at) = (officer.app.saving.newest(), officer.now.clone());
                officer.happens(Event::Saved(SaveReport { number, at, result }));
            }
            let screen = officer.screen();
            let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(said) && words.contains("no…"), "{screen}");
            let rows = screen.lines().filter(|row| row.contains("no no no")).count();
            assert!(rows <= 3, "{screen}");
        }
    }
}

#[test]
fn remarks_for_which_there_is_no_room_are_said_to_go_on() {
    let mut officer = at_the_long_text().at(40, 12);
    officer.happens(Event::Opened(Err("This goes on and on. ".repeat(20))));
    officer.sees("This goes on and on.");
    let screen = officer.screen();
    let last = screen.lines().rev().nth(1).unwrap();
    assert_eq!(last.trim(), "…", "{screen}");
}

#[test]
fn no_size_is_too_small_to_draw() {
    let starts: [fn() -> Officer; 8] = [
        officer_at_home,
        at_the_introduction,
        at_the_contents,
        at_the_choices,
        at_the_long_text,
        at_the_group,
        at_the_ranking,
        at_the_large_matrix,
    ];
    for start in starts {
        let mut officer = start();
        for keys in ["", "f1", "esc ctrl+g", "esc ctrl+t", "esc ctrl+r", "end enter"] {
            officer.press(keys);
            for (width, height) in [
                (0, 0),
                (1, 1),
                (1, 60),
                (39, 12),
                (40, 11),
                (40, 12),
                (41, 13),
                (99, 20),
                (200, 60),
            ] {
                officer = officer.at(width, height);
                officer.screen();
            }
            officer = officer.at(80, 24);
        }
    }
}

#[test]
fn a_window_that_is_too_small_says_so_and_loses_nothing() {
    let mut officer = at_the_long_text();
    officer.type_in("Before");
    officer = officer.at(30, 8);
    officer.sees("40×12 at least");
    officer.type_in(" and after");
    officer = officer.at(80, 24);
    officer.sees("Before and after");
}

#[test]
fn what_is_clicked_is_what_happens() {
    let mut officer = at_the_choices();
    officer.click("Local authority");
    officer.sees("● Local authority");
    officer.click("No comment on this question");
    officer.sees("☑ No comment on this question");
    officer.click("What does this mean?");
    officer.sees("┌ What does this mean?");
    officer.click("Esc back");
    officer.does_not_see("┌ What does this mean?");
    officer.click("Continue");
    officer.sees("4. Do you ask");
    officer.click("Powers to delegate");
    officer.sees("Check your answers");
    officer.click("Safeguards");
    officer.click("Enter continue");
    officer.sees("37. ");
    officer.click("Supervision by registered");
    officer.sees(" 1  Supervision by registered");
}

#[test]
fn a_click_in_a_grid_answers_its_row() {
    let mut officer = at_the_small_matrix().at(120, 40);
    let screen = officer.screen();
    let row = screen.lines().position(|line| line.contains("The exclusion of the power")).unwrap();
    let line = screen.lines().nth(row).unwrap();
    let column = line.char_indices().filter(|(_, c)| *c == '○').nth(1).unwrap().0;
    let column = line[..column].chars().count();
    officer.click_at(column, row);
    officer.sees("1 of 6 rows answered");
    let screen = officer.screen();
    let line = screen.lines().find(|line| line.contains("The exclusion of the power")).unwrap();
    let marks: String = line.chars().filter(|c| "●○".contains(*c)).collect();
    assert_eq!(marks, "○●○○");
}

#[test]
fn a_click_in_a_text_places_the_cursor() {
    let mut officer = at_the_long_text();
    officer.type_in("one 漢字 three");
    officer.click("three");
    officer.type_in("two ");
    officer.sees("two three");
    officer.press("tab");
    officer.click("one");
    officer.type_in("0 ");
    officer.sees("0 one");
}

#[test]
fn what_is_behind_a_popup_cannot_be_pressed() {
    let mut officer = at_the_contents();
    officer.press("down ctrl+g");
    let before = officer.screen();
    officer.click_at(1, 2);
    assert_eq!(officer.screen(), before);
}

#[test]
fn the_footer_keeps_still_while_a_save_comes_and_goes() {
    let mut officer = at_the_long_text();
    officer.disk(Disk::Silent);
    officer.type_in("a");
    let footer = |officer: &mut Officer| officer.screen().lines().last().unwrap().to_owned();
    let before = footer(&mut officer);
    // It says when the file was saved last, which it still was.
    officer.type_in("a");
    assert_eq!(footer(&mut officer), before);
}

#[test]
fn the_heads_of_a_grid_stay_in_sight() {
    let mut officer = at_the_contents();
    go_to(&mut officer, "35");
    officer.press("down down down down down down down");
    officer.sees("agree   Agree Neither Disagree");
    officer.sees("rows answered");
}

#[test]
fn the_question_stays_in_sight_while_a_long_comment_is_written() {
    for (columns, rows, words) in [(80, 24, "10. "), (40, 12, "10. ")] {
        let mut officer = at_the_contents().at(columns, rows);
        go_to(&mut officer, "10");
        officer.press("1 tab");
        officer.type_in(&"More evidence is needed. ".repeat(60));
        officer.sees(words);
        officer.sees_the_focus();
    }
}

#[test]
fn a_matrix_that_fits_at_a_width_fits_at_all_greater_ones() {
    for (number, words) in [
        ("35", "Strongly Strongly"),
        ("14", "or council-owned for-profit"),
        ("12a", "Partly Not Not"),
    ] {
        let mut officer = at_the_contents();
        go_to(&mut officer, number);
        let mut fitted = false;
        for width in 40..=200 {
            officer = officer.at(width, 40);
            officer.sees("rows answered");
            let marks = officer.screen().matches('○').count();
            assert!(marks >= 4, "no grid at {width}:\n{}", officer.screen());
            let screen = officer.screen();
            let fits = screen.split_whitespace().collect::<Vec<_>>().join(" ").contains(words);
            assert!(fits || !fitted, "the words go away at {width}:\n{}", officer.screen());
            fitted = fits;
        }
    }
}

#[test]
fn the_core_question_shows_what_its_columns_mean_and_several_rows() {
    let mut officer = at_the_large_matrix();
    officer.press("2 3 4 5 2 3 4");
    officer.sees("3 Only to a not-for-profit body   4 To any suitable body   5 Not sure");
    officer.sees("7 of 25 rows answered");
    officer.does_not_see("Local Government");
    officer.does_not_see("Why?");
    let rows =
        officer.screen().lines().filter(|line| line.matches(['○', '●']).count() == 5).count();
    assert!(rows >= 8, "{rows} rows are seen:\n{}", officer.screen());
    officer.press("f2");
    officer.sees("Children Act 1989");
}

#[test]
fn no_row_is_answered_that_is_out_of_sight() {
    let mut officer = at_the_large_matrix().at(40, 12);
    officer.sees("14. ");
    officer.press("3");
    officer.sees("0 of 25 rows answered");
    officer.sees_the_focus();
    officer.press("3");
    officer.sees("1 of 25 rows answered");
}

#[test]
fn the_focus_is_always_seen() {
    for start in [at_the_large_matrix, at_the_ranking, at_the_many_choices, at_the_small_matrix] {
        let mut officer = start().at(40, 12);
        for _ in 0..70 {
            officer.press("down");
            officer.sees_the_focus();
        }
    }
}
