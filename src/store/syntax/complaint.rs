//! The parser's complaints in our words.

use granit_parser::{ErrorKind, ScanError};

use super::too_deep;
use crate::store::problem::Problem;

/// The parser's complaint in our words, where it is one that authors meet.
pub(super) fn complaint(error: &ScanError, text: &str) -> Problem {
    let end = text.len();
    let start = error.marker().byte_offset().unwrap_or(end).min(end);
    let width = text.get(start..).and_then(|rest| rest.chars().next());
    let span = start..start + width.map_or(0, char::len_utf8);
    let (message, help) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => return too_deep(span),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => ("there is a tab here", "use spaces"),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => (
            "a quote that begins before is not closed",
            "close it; if the text goes on in the next line, that line is indented further",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "a text goes on after its closing quote",
            "a `,` or a new line comes after it; a quote within the text is written `\\\"`",
        ),
        ErrorKind::MisplacedFlowCollectionEnd | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            ("this closes what is not open", "remove it, or put the text in quotes")
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "a `:` does not fit here",
            "put a text with `: ` in it in quotes; indent a key like its neighbours",
        ),
        ErrorKind::UnexpectedCharacter { .. } => {
            ("a text cannot begin like this", "put it in quotes")
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey => (
            "this does not fit what comes before it",
            "a key is followed by `: `, and is indented like its neighbours; a text of several \
             lines follows `|`",
        ),
        ErrorKind::ExpectedFlowMappingSeparator => (
            "a `,` or `}` is missing here",
            "in braces, put a text with `,` `?` `[` `]` `{` or `}` in it in quotes",
        ),
        ErrorKind::ExpectedFlowSequenceSeparator => (
            "a `,` or `]` is missing here",
            "in brackets, put a text with `,` `[` `]` `{` or `}` in it in quotes",
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence => ("a bracket or brace is not closed", "close it"),
        ErrorKind::DirectiveDisallowed => ("directives are not supported", "leave it out"),
        other => return Problem::error(span, format!("this is not YAML: {other}")),
    };
    Problem::error(span, message).help(help)
}
