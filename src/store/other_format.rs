//! What a file is that was opened instead of one of ours, by its first bytes.

/// What to do with a file in another format.
pub(super) const HELP: &str = "question sets, drafts and responses are YAML files (`.yaml`); \
                               `greenpaper import` makes a question set of a paper";

/// How much of a file is looked at.
const BEGINNING: usize = 4096;

/// How a file begins, and what it then is.
const SIGNATURES: [(&[u8], &str); 5] = [
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a document in Rich Text Format (.rtf)"),
    (b"\xD0\xCF\x11\xE0", "an old Word or Excel file (.doc or .xls)"),
    (b"\x1F\x8B", "a compressed file (.gz)"),
    (b"\x89PNG", "an image (.png)"),
];

/// What an archive has in it, and what it then is.
const CONTENTS: [(&[u8], &str); 6] = [
    (b"opendocument.text", "an OpenDocument text (.odt)"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"", "a ZIP archive"),
];

/// What a file is; nothing, where it may be one of ours.
pub(super) fn of(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, what)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(what);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        // The names of an archive's files are at its end, and the first at its beginning.
        let has =
            |name: &[u8]| name.is_empty() || bytes.windows(name.len()).any(|window| window == name);
        return CONTENTS.iter().find(|(name, _)| has(name)).map(|(_, what)| *what);
    }
    let text = String::from_utf8_lossy(bytes.get(..BEGINNING).unwrap_or(bytes)).to_lowercase();
    let text = text.trim_start_matches(['\u{FEFF}', '\n', '\r', ' ']);
    let is_page = ["<!doctype html", "<html"].iter().any(|start| text.starts_with(start));
    if is_page {
        return Some("a web page (HTML)");
    }
    let first = text.lines().next().unwrap_or_default();
    let is_table = first.matches([',', ';', '\t']).count() >= 2
        && !first.contains(": ")
        && !first.starts_with(['-', '#', '{', '[', ' '])
        && !first.ends_with(':');
    is_table.then_some("a table (CSV)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_programs_are_named() {
        assert_eq!(of(b"PK\x03\x04....word/document.xml"), Some("a Word document (.docx)"));
        assert_eq!(of(b"PK\x03\x04....readme.txt"), Some("a ZIP archive"));
        assert_eq!(of(b"\xEF\xBB\xBF<!DOCTYPE html>\n<html>"), Some("a web page (HTML)"));
        assert_eq!(of(b"consultation,question,value\na,b,c\n"), Some("a table (CSV)"));
        assert_eq!(of(b"%PDF-1.7"), Some("a PDF document"));
        assert_eq!(of(b"format: greenpaper/question-set/v1\ntitle: A, b, c\n"), None);
    }
}
