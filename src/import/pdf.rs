//! Reads PDF by `pdftotext`, where it is installed.

use std::{
    collections::HashMap,
    io::{self, Read, Write},
    process::{Command, Stdio},
    thread,
};

use super::{
    paper::{ImportError, MAX_TEXT, Paper},
    plain_text,
};

/// The program, of the Poppler tools.
const PROGRAM: &str = "pdftotext";

/// Reads the text of a PDF.
///
/// # Errors
/// When there is no `pdftotext`, or it cannot read the file, or there is no text in it.
pub fn read(bytes: &[u8]) -> Result<Paper, ImportError> {
    let text = text_of(bytes)?;
    if text.chars().filter(|c| c.is_alphabetic()).count() < 20 {
        return Err(ImportError::unreadable(
            "there is no text in this PDF: its pages are pictures, such as of a scanner",
            "ask for the paper as a Word file or web page, or have its text recognised first, for \
             example with `ocrmypdf`",
        ));
    }
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let kept = without_running_heads(&pages);
    Ok(Paper { paragraphs: plain_text::paragraphs(&kept)?, ..Paper::default() })
}

fn text_of(bytes: &[u8]) -> Result<String, ImportError> {
    let failed = |error: io::Error| {
        if error.kind() == io::ErrorKind::NotFound {
            return ImportError::unreadable(
                "reading a PDF needs the program `pdftotext`, which is not installed",
                "install it (`poppler-utils` on Debian and Ubuntu, `poppler` with Homebrew), or \
                 give the paper as a Word file, a web page or text",
            );
        }
        ImportError::Damaged { format: "PDF", why: format!("`{PROGRAM}` did not run: {error}") }
    };
    let mut child = Command::new(PROGRAM)
        .args(["-layout", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let mut text = Vec::new();
    let mut errors = Vec::new();
    thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        scope.spawn(|| stderr.map(|stderr| stderr.take(65536).read_to_end(&mut errors)));
        // More than this is never read; the program ends when nobody takes it.
        stdout.map(|stdout| stdout.take(MAX_TEXT as u64 + 1).read_to_end(&mut text))
    });
    if text.len() > MAX_TEXT {
        let _ = child.kill();
        let _ = child.wait();
        return Err(ImportError::TooMuchText);
    }
    let status = child.wait().map_err(failed)?;
    let errors = String::from_utf8_lossy(&errors);
    if errors.contains("password") {
        let then = "open it with its password and print it to a new PDF, or ask for another format";
        return Err(ImportError::unreadable("this PDF is encrypted", then));
    }
    if !status.success() {
        let why = errors.lines().next().unwrap_or("it is damaged or was cut off").to_owned();
        return Err(ImportError::Damaged { format: "PDF", why });
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The pages without what stands at the top or bottom of most, and without page numbers.
fn without_running_heads(pages: &[&str]) -> String {
    let shape = |line: &str| -> String {
        line.trim().chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let lines: Vec<&str> = page.lines().filter(|line| !line.trim().is_empty()).collect();
        let ends = lines.iter().take(2).chain(lines.iter().skip(2).rev().take(2));
        for line in ends {
            *counts.entry(shape(line)).or_default() += 1;
        }
    }
    let repeated = |line: &str| {
        let shape = shape(line);
        let number = !shape.is_empty() && shape.chars().all(|c| c == '0') && shape.len() <= 3;
        number || counts.get(&shape).is_some_and(|count| *count >= 3 && *count * 2 >= pages.len())
    };
    let mut kept = String::new();
    for page in pages {
        for line in page.lines().filter(|line| !repeated(line)) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}
