//! Documents made of the draft that is open, or of one on the first screen.

use std::{path::PathBuf, sync::Arc};

use crate::app::{
    App, Mode,
    action::Action,
    cursor::Cursor,
    document::{DOCUMENTS, DocumentChoice, DocumentOrder, DocumentSource, MadeDocument},
    event::{Effect, LockDecision},
    library::DraftRequest,
    notice::{DocumentNotice, DraftNotice, ScreenNotice},
    popup::Popup,
};

impl App {
    /// Opens the list of documents, where there is a draft to make one of.
    pub(in crate::app) fn open_documents(&mut self) {
        if self.preview.is_some() {
            self.notify(ScreenNotice::PreviewHasNoDocuments);
            return;
        }
        let file = match &self.mode {
            Mode::Draft(..) => None,
            Mode::Home(home) => match home.chosen(&self.library) {
                Some(DraftRequest::Draft(path)) => Some(path),
                _ => {
                    self.notify(DocumentNotice::DocumentNeedsDraft);
                    return;
                }
            },
            Mode::Revised(_) | Mode::Broken(_) => return,
        };
        self.open(Popup::Documents { file, cursor: Cursor::default() })
    }

    /// What a key does in the list of documents.
    pub(in crate::app) fn act_in_documents(&mut self, action: Action) {
        let Some(Popup::Documents { cursor, .. }) = &mut self.popup else { return };
        match action {
            Action::Move(motion) => {
                cursor.follow(motion, DOCUMENTS.len(), DOCUMENTS.len());
            }
            Action::Nth(number) => self.press_in_documents(number - 1),
            Action::Press | Action::Choose => {
                let place = cursor.0;
                self.press_in_documents(place)
            }
            _ => {}
        }
    }

    /// Has the document made that was chosen.
    pub(in crate::app) fn press_in_documents(&mut self, place: usize) {
        let Some(choice) = DOCUMENTS.get(place).copied() else { return };
        let Some(Popup::Documents { file, .. }) = self.popup.take() else { return };
        if choice == DocumentChoice::Website {
            return self.copy_into_website(file);
        }
        if choice == DocumentChoice::Pdf {
            self.notify(DocumentNotice::MakingPdf);
        }
        let of = match (file, self.session()) {
            (Some(path), _) => DocumentSource::File(path),
            (None, Some(session)) => DocumentSource::Open(
                Box::new(session.draft.clone()),
                Arc::clone(&session.consultation),
            ),
            (None, None) => return,
        };
        self.effects.push(Effect::MakeDocument(Box::new(DocumentOrder { choice, of })));
    }

    /// Shows the answers to copy, of a draft that is opened first where it is not open.
    fn copy_into_website(&mut self, file: Option<PathBuf>) {
        match file {
            None => self.open_portal(),
            Some(path) => {
                self.opens_portal = true;
                self.effects.push(Effect::Open(DraftRequest::Draft(path), LockDecision::Ask));
            }
        }
    }

    /// Says where a document is, or why there is none.
    pub(in crate::app) fn take_made(&mut self, made: Result<MadeDocument, String>) {
        match made {
            Ok(MadeDocument { path, to_paste: None }) => {
                self.notify(DocumentNotice::DocumentMade(path));
            }
            Ok(MadeDocument { path, to_paste: Some(text) }) => {
                self.notify(DocumentNotice::EmailCopied(path));
                self.effects.push(Effect::Copy(text.as_str().into()));
            }
            Err(why) => {
                self.notify(DraftNotice::Failed(why));
            }
        }
    }
}
