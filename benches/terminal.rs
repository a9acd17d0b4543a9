//! What a person waits for, and what a letter costs the machine: the program in a pseudo-terminal,
//! beside a program that reads a byte and writes a byte (the floor), one that draws with bare
//! ratatui, and other editors where they are installed.
//!
//! `cargo bench --bench terminal` prints the table of `docs/performance.md`. The ratios to the floor
//! in the same run say more than the times: a machine that is busy slows both.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench that cannot go on ends, and prints what it measures"
)]

fn main() {
    #[cfg(target_os = "linux")]
    linux::main();
    #[cfg(not(target_os = "linux"))]
    eprintln!("this reads /proc, which only Linux has");
}

#[cfg(target_os = "linux")]
#[path = "terminal/measure.rs"]
mod measure;
#[cfg(target_os = "linux")]
#[path = "terminal/peers.rs"]
mod peers;

#[cfg(target_os = "linux")]
mod linux {
    use std::{env, fs, path::Path};

    use super::{
        measure::{Measured, Program, median},
        peers,
    };

    /// How often each program is run; in each round, all of them.
    const ROUNDS: usize = 5;

    /// The length of a row of the long texts.
    const WORDS: &str =
        "The council thinks that this part of the guidance should say more plainly.\n";

    pub(super) fn main() {
        if let Ok(peer) = env::var(peers::VARIABLE) {
            return peers::run(&peer);
        }
        let home = tempfile::tempdir().unwrap();
        let programs = programs(home.path());
        let mut rounds: Vec<Vec<Measured>> = programs.iter().map(|_| Vec::new()).collect();
        for round in 0..ROUNDS {
            for (program, measured) in programs.iter().zip(&mut rounds) {
                eprintln!("round {} of {ROUNDS}: {}", round + 1, program.name);
                measured.extend(program.measure());
            }
        }
        print(&programs, &rounds);
    }

    fn programs(home: &Path) -> Vec<Program> {
        let this = env::current_exe().unwrap();
        let peer = |name: &str, kind: &str, shown: &str| {
            let program = Program::new(name, &this, &[], home, shown, "\u{3}");
            program.with(peers::VARIABLE, kind)
        };
        let mut programs = vec![
            peer("floor", "floor", "floor ready"),
            peer("bare ratatui", "ratatui", "ratatui ready"),
        ];
        let text = home.join("long.txt");
        fs::write(&text, WORDS.repeat((1 << 20) / WORDS.len())).unwrap();
        let long = text.to_str().unwrap();
        for (name, command, arguments, shown, leave) in [
            ("nano", "nano", vec!["--ignorercfiles"], "GNU nano", "\u{18}n"),
            ("nano, 1 MB", "nano", vec!["--ignorercfiles", long], "GNU nano", "\u{18}n"),
            ("vim", "vim", vec!["-u", "NONE", "-n", "+startinsert"], "~", "\u{1b}:q!\r"),
            ("whiptail", "whiptail", vec!["--inputbox", "ready", "20", "60"], "ready", "\u{1b}"),
        ] {
            let found = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(command));
            if let Some(file) = found.iter().find(|file| file.exists()) {
                programs.push(Program::new(name, file, &arguments, home, shown, leave));
            }
        }
        for (name, questions, kilobytes) in [
            ("Greenpaper, 7 questions", 7, 0),
            ("500 questions", 500, 0),
            ("5,000 questions", 5000, 0),
            ("100 KB in an answer", 7, 100),
            ("1 MB in an answer", 7, 1024),
        ] {
            programs.push(ours(name, home, questions, kilobytes));
        }
        programs
    }

    /// The program at the first question of a set, which has an answer of some length.
    fn ours(name: &str, home: &Path, questions: usize, kilobytes: usize) -> Program {
        let folder = home.join(format!("{questions}-{kilobytes}"));
        fs::create_dir(&folder).unwrap();
        let mut set =
            "format: greenpaper/consultation/1\nid: bench\nversion: '1'\ntitle: A bench\n\
                       publisher: A program\nsections:\n"
                .to_owned();
        for number in 0..questions {
            if number % 50 == 0 {
                let section = number / 50;
                set += &format!("  - id: s{section}\n    title: Section {section}\n    items:\n");
            }
            set += &format!(
                "      - {{id: q{number}, number: '{number}', type: text, text: 'Question {number}?'}}\n"
            );
        }
        let (file, draft) = (folder.join("set.yaml"), folder.join("draft.yaml"));
        fs::write(&file, set).unwrap();
        let greenpaper = Path::new(env!("CARGO_BIN_EXE_greenpaper"));
        let [set, draft] = [&file, &draft].map(|path| path.to_str().unwrap());
        let arguments = ["answer", set, "--draft", draft];
        let program = Program::new(name, greenpaper, &arguments, home, "Question 0?", "\u{11}");
        // The first time, the introduction comes first.
        let begun = Program::new(name, greenpaper, &arguments, home, "Enter continue", "\u{11}");
        let text = WORDS.repeat(kilobytes * 1024 / WORDS.len());
        begun.prepare(&["\u{e}", &format!("\u{1b}[200~{text}\u{1b}[201~")]);
        program
    }

    fn print(programs: &[Program], rounds: &[Vec<Measured>]) {
        println!(
            "| | start, ms | × floor | letter p50, µs | × floor | p99, µs | processor time a letter, \
             µs | × floor | wake-ups a letter | bytes a letter | end, ms | × floor |\n\
             | - | -: | -: | -: | -: | -: | -: | -: | -: | -: | -: | -: |"
        );
        let floor = &rounds[0];
        for (program, measured) in programs.iter().zip(rounds) {
            if measured.is_empty() {
                println!("| {} | not measured |", program.name);
                continue;
            }
            let value = |of: fn(&Measured) -> f64| median(measured.iter().map(of));
            let ratio = |of: fn(&Measured) -> f64| {
                median(measured.iter().zip(floor).map(|(ours, floor)| of(ours) / of(floor)))
            };
            println!(
                "| {} | {:.1} | {:.1} | {:.0} | {:.1} | {:.0} | {:.0} | {:.1} | {:.1} | {:.0} | {:.1} \
                 | {:.1} |",
                program.name,
                value(|m| m.start),
                ratio(|m| m.start),
                value(|m| m.p50),
                ratio(|m| m.p50),
                value(|m| m.p99),
                value(|m| m.processor),
                ratio(|m| m.processor),
                value(|m| m.wake_ups),
                value(|m| m.bytes),
                value(|m| m.end),
                ratio(|m| m.end),
            );
        }
    }
}
