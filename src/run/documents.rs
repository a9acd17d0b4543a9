//! Makes documents of drafts for the screens and the plain mode.

use std::path::Path;

use super::library::{LibraryReader, OpenFailure};
use crate::{
    app::document::{DocumentChoice, DocumentOrder, DocumentSource, MadeDocument},
    export::{
        self, email,
        format::{DocumentFormat, Format},
        from_response::DocumentInput,
        layout::DocumentLayout,
        save::{self, Replace},
    },
    model::{consultation::Consultation, draft::Draft},
    store::response::Integrity,
};

/// Makes a document and saves it beside its draft; `open` is the draft that is open.
///
/// # Errors
/// When the draft cannot be read, or the document not be made or saved.
pub(super) fn make(
    order: DocumentOrder,
    open: Option<&Path>,
    library: &LibraryReader,
) -> Result<MadeDocument, String> {
    match (order.of, open) {
        (DocumentSource::Open(draft, set), Some(path)) => {
            make_of(order.choice, path, &draft, &set, library)
        }
        (DocumentSource::Open(..), None) => Err("no draft is open".to_owned()),
        (DocumentSource::File(path), _) => {
            let draft =
                library.draft(&path.to_string_lossy()).map_err(|failure| match failure {
                    OpenFailure::Other(reason) => reason,
                    OpenFailure::Problems(_) => {
                        format!("{} has mistakes: `greenpaper check` lists them", path.display())
                    }
                })?;
            make_of(order.choice, &draft.path, &draft.draft, &draft.consultation, library)
        }
    }
}

fn make_of(
    choice: DocumentChoice,
    path: &Path,
    draft: &Draft,
    set: &Consultation,
    library: &LibraryReader,
) -> Result<MadeDocument, String> {
    let response = draft.finish(set).unwrap_or_else(|_| draft.partial(set));
    let Some((layout, format)) = document(choice) else {
        let disk = &*library.disk;
        let attached = export::path_beside(path, &response, Format::Yaml);
        let text = email::email(disk, &response, set, &attached);
        let text = text.map_err(|error| error.to_string())?;
        let path = email::path_beside(disk, path, &text);
        save::save(disk, &path, text.as_bytes(), Replace::Ours)
            .map_err(|error| error.to_string())?;
        return Ok(MadeDocument { path, to_paste: Some(text) });
    };
    let subject = DocumentInput {
        record: &response,
        digest: "",
        integrity: Integrity::Intact,
        consultation: Some(set),
        draft: Some(draft).filter(|_| layout == DocumentLayout::Approval),
    };
    let written = export::laid_out(&subject, layout, format).map_err(|error| {
        let then = error.what_to_do().map(|then| format!(": {then}"));
        format!("{error}{}", then.unwrap_or_default())
    })?;
    let path = export::layout_beside(path, &response, layout, format);
    save::save(&*library.disk, &path, written.bytes(), Replace::Ours)
        .map_err(|error| format!("{error}. Rename it, then try again"))?;
    Ok(MadeDocument { path, to_paste: None })
}

/// The layout and format of a document; none for an e-mail, which is only its text.
fn document(choice: DocumentChoice) -> Option<(DocumentLayout, DocumentFormat)> {
    match choice {
        DocumentChoice::Word => Some((DocumentLayout::Whole, DocumentFormat::Docx)),
        DocumentChoice::OpenDocument => Some((DocumentLayout::Whole, DocumentFormat::Odt)),
        DocumentChoice::Pdf => Some((DocumentLayout::Whole, DocumentFormat::Pdf)),
        DocumentChoice::WebPage => Some((DocumentLayout::Whole, DocumentFormat::Html)),
        DocumentChoice::Text => Some((DocumentLayout::Whole, DocumentFormat::Text)),
        DocumentChoice::Approval => Some((DocumentLayout::Approval, DocumentFormat::Docx)),
        DocumentChoice::Summary => Some((DocumentLayout::Summary, DocumentFormat::Docx)),
        DocumentChoice::Letter => Some((DocumentLayout::Letter, DocumentFormat::Docx)),
        // The answers for a website are copied one by one, without a document.
        DocumentChoice::Email | DocumentChoice::Website => None,
    }
}
