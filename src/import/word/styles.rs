//! The styles of a Word file: which are headings, which belong to lists.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::import::archive::{XmlReader, attribute};

/// How far a style is followed to those that it is based on.
const MAX_CHAIN: usize = 12;

/// What a style says of its paragraphs.
#[derive(Debug, Clone, Default)]
pub(super) struct WordStyle {
    pub(super) heading: Option<u8>,
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
    pub(super) bold: bool,
    based_on: Option<String>,
}

/// The styles, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, WordStyle>,
    open: Option<String>,
}

impl Styles {
    /// What a style says, with what it inherits.
    pub(super) fn of(&self, id: Option<&str>) -> WordStyle {
        let mut all = WordStyle::default();
        let mut next = id.map(str::to_owned);
        for _ in 0..MAX_CHAIN {
            let Some(id) = next.take() else { break };
            let Some(style) = self.styles.get(&id) else {
                all.heading = all.heading.or(heading_named(&id));
                break;
            };
            all.heading = all.heading.or(style.heading);
            all.list = all.list.or_else(|| style.list.clone());
            all.level = all.level.or(style.level);
            all.bold |= style.bold;
            next.clone_from(&style.based_on);
        }
        all
    }

    fn open(&mut self) -> Option<&mut WordStyle> {
        self.styles.get_mut(self.open.as_ref()?)
    }
}

/// The level of the heading that a style's name says: `heading 2`, `Heading2`, `Title`.
fn heading_named(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name == "title" {
        return Some(1);
    }
    let level = name.strip_prefix("heading")?.trim();
    level.parse().ok().filter(|level| (1..=9).contains(level))
}

impl XmlReader for Styles {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = || attribute(element, "val");
        match name {
            "style" => {
                let paragraph = attribute(element, "type").is_none_or(|kind| kind == "paragraph");
                self.open = attribute(element, "styleId").filter(|_| paragraph);
                if let Some(id) = &self.open {
                    self.styles.insert(id.clone(), WordStyle::default());
                }
            }
            "name" => {
                if let Some(style) = self.open() {
                    style.heading = style.heading.or(value().and_then(|name| heading_named(&name)));
                }
            }
            "basedOn" => {
                if let Some(style) = self.open() {
                    style.based_on = value();
                }
            }
            "outlineLvl" => {
                if let Some(style) = self.open() {
                    let level = value().and_then(|level| level.parse::<u8>().ok());
                    style.heading =
                        style.heading.or(level.filter(|level| *level < 9).map(|level| level + 1));
                }
            }
            "numId" => {
                if let Some(style) = self.open() {
                    style.list = value();
                }
            }
            "ilvl" => {
                if let Some(style) = self.open() {
                    style.level = value().and_then(|level| level.parse().ok());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if name == "style" {
            self.open = None;
        }
    }

    fn text(&mut self, _: &str) {}

    fn is_full(&self) -> bool {
        self.styles.len() > 50_000
    }
}
