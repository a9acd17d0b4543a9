//! The documents to choose from, in words.

use crate::app::document::DocumentChoice;

impl DocumentChoice {
    /// Returns its name in lists.
    pub fn label(self) -> &'static str {
        match self {
            Self::Word => "The response for Word (docx)",
            Self::OpenDocument => "The response for LibreOffice (odt)",
            Self::Pdf => "The response as PDF; needs LibreOffice",
            Self::WebPage => "The response as a web page (html)",
            Self::Text => "The response as plain text, for an e-mail (txt)",
            Self::Approval => "For approval: what is open, the response, notes (docx)",
            Self::Summary => "Summary on a page (docx)",
            Self::Letter => "Letter (docx)",
            Self::Email => "E-mail to send the response with, ready to paste",
            Self::Website => "Copy the answers into a website, one by one",
        }
    }
}
