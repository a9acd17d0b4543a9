//! `greenpaper check`: everything that is wrong with a question set, a draft or a response.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::out::Out;
use crate::store::{
    self, Examined,
    disk::{Disk, System},
    folder::unreadable,
    problem::Problems,
};

/// What became of one file.
struct Verdict {
    errors: bool,
    warnings: bool,
}

/// Checks every file; the answer is no when one of them has an error, or a warning when strict.
pub(super) fn check(files: &[PathBuf], strict: bool, out: &Out) -> ExitCode {
    let verdicts: Vec<Verdict> = files.iter().map(|file| check_one(file, out)).collect();
    let failed = verdicts.iter().any(|verdict| verdict.errors || (strict && verdict.warnings));
    ExitCode::from(u8::from(failed))
}

fn check_one(file: &Path, out: &Out) -> Verdict {
    let name = file.display().to_string();
    let content = match System.read(file) {
        Ok(content) => content,
        Err(error) => {
            out.note(format!("greenpaper: cannot read {name}: {}", unreadable(&error)));
            return Verdict { errors: true, warnings: false };
        }
    };
    match store::examine(&name, &content) {
        Ok(Examined { what, warnings }) => {
            let count = tell(&warnings, out);
            out.line(match count {
                0 => format!("{name}: {what}"),
                1 => format!("{name}: {what}, with 1 warning"),
                many => format!("{name}: {what}, with {many} warnings"),
            });
            Verdict { errors: false, warnings: count > 0 }
        }
        Err(problems) => {
            let count = tell(&problems, out);
            out.line(match count {
                1 => format!("{name}: 1 problem"),
                many => format!("{name}: {many} problems"),
            });
            Verdict { errors: true, warnings: false }
        }
    }
}

/// Prints the problems; how many there are.
fn tell(problems: &Problems, out: &Out) -> usize {
    if !problems.is_empty() {
        out.problems(problems);
    }
    problems.iter().count()
}
