//! An outline of a question set for the checks: what is asked, in order, with frequent lookups. It
//! is made of whatever is well-formed; malformed parts are left out, and reported elsewhere.

use std::collections::{HashMap, HashSet};

use crate::store::tree::{Node, NodeEntry, NodeKey, NodeKind};

/// The outline of a question set.
pub(super) struct Outline<'a> {
    /// The whole file.
    pub(super) set: &'a Node,
    /// The sections, each with the index in `asked` where it begins.
    pub(super) sections: Vec<(&'a Node, usize)>,
    /// Every item in file order; groups precede their parts.
    pub(super) asked: Vec<OutlineItem<'a>>,
    /// The named lists, in file order.
    pub(super) lists: Vec<OutlineList<'a>>,
    /// The ids of the sources.
    pub(super) sources: HashSet<&'a str>,
    /// The indexes in `asked`, by id; of two with one id, the first.
    by_id: HashMap<&'a str, usize>,
    /// The indexes in `lists`, by name.
    by_name: HashMap<&'a str, usize>,
}

/// A question, notice or group.
pub(super) struct OutlineItem<'a> {
    /// The whole item.
    pub(super) node: &'a Node,
    /// Its id, or nothing.
    pub(super) id: &'a str,
    /// Its kind, or nothing.
    pub(super) kind: &'a str,
    /// The index of its section.
    pub(super) section: usize,
    /// The index in `asked` of its group.
    pub(super) group: Option<usize>,
    /// The values of its rows.
    pub(super) rows: HashSet<&'a str>,
    /// The name of its shared list.
    pub(super) list_name: Option<&'a Node>,
    /// Its own choices or columns.
    own_list: Option<OutlineList<'a>>,
}

/// The choices of a question, or the columns of a matrix.
pub(super) struct OutlineList<'a> {
    /// Its name, if questions share it.
    pub(super) name: Option<&'a NodeKey>,
    /// The choices or columns.
    pub(super) options: &'a [Node],
    /// Their values.
    pub(super) values: HashSet<&'a str>,
    /// The index in `asked` of the first question that uses it.
    pub(super) first_use: Option<usize>,
}

impl<'a> Outline<'a> {
    pub(super) fn new(set: &'a Node) -> Self {
        let lists = set.get("choice_lists").map_or(&[][..], Node::map);
        let by_name = lists.iter().enumerate();
        let mut outline = Self {
            set,
            sections: Vec::new(),
            asked: Vec::new(),
            lists: lists
                .iter()
                .map(|list| OutlineList::new(Some(&list.key), &list.value))
                .collect(),
            sources: texts_of(list_of(set, "sources"), "id").collect(),
            by_id: HashMap::new(),
            by_name: by_name.map(|(place, list)| (list.key.text.as_str(), place)).collect(),
        };
        for section in list_of(set, "sections") {
            outline.sections.push((section, outline.asked.len()));
            for item in list_of(section, "items") {
                let group = outline.add(item, None);
                for part in list_of(item, "items") {
                    outline.add(part, Some(group));
                }
            }
        }
        outline
    }

    /// Adds an item and returns its index.
    fn add(&mut self, node: &'a Node, group: Option<usize>) -> usize {
        let place = self.asked.len();
        let asked = OutlineItem::new(node, self.sections.len() - 1, group);
        self.by_id.entry(asked.id).or_insert(place);
        let list = asked.list_name.and_then(Node::text).and_then(|name| self.by_name.get(name));
        if let Some(list) = list.and_then(|list| self.lists.get_mut(*list)) {
            list.first_use.get_or_insert(place);
        }
        self.asked.push(asked);
        place
    }

    /// Returns the index and content of the item with that id.
    pub(super) fn find(&self, id: &str) -> Option<(usize, &OutlineItem<'a>)> {
        let place = *self.by_id.get(id)?;
        Some((place, self.asked.get(place)?))
    }

    /// Returns the ids of all testable questions before an index.
    pub(super) fn ids_before(&self, place: usize) -> impl Iterator<Item = &'a str> {
        let testable = |asked: &&OutlineItem<'_>| !matches!(asked.kind, "group" | "display");
        self.asked.iter().take(place).filter(testable).map(|asked| asked.id)
    }

    /// Returns the list with that name.
    pub(super) fn list(&self, name: &str) -> Option<&OutlineList<'a>> {
        self.lists.get(*self.by_name.get(name)?)
    }

    /// Returns the choices or columns of a question that has any.
    pub(super) fn choices_of<'o>(
        &'o self,
        asked: &'o OutlineItem<'a>,
    ) -> Option<&'o OutlineList<'a>> {
        match asked.list_name {
            Some(name) => self.list(name.text()?),
            None => asked.own_list.as_ref(),
        }
    }
}

impl<'a> OutlineItem<'a> {
    fn new(node: &'a Node, section: usize, group: Option<usize>) -> Self {
        let kind = node.text_of("type").unwrap_or_default();
        let options = match kind {
            "select_one" | "select_multiple" | "rank" => node.get("choices"),
            "matrix" => node.get("columns"),
            _ => None,
        };
        Self {
            node,
            id: node.text_of("id").unwrap_or_default(),
            kind,
            section,
            group,
            rows: texts_of(list_of(node, "rows"), "value").collect(),
            list_name: options.filter(|options| options.text().is_some()),
            own_list: options
                .filter(|options| matches!(options.kind, NodeKind::List(_)))
                .map(|options| OutlineList::new(None, options)),
        }
    }
}

impl<'a> OutlineList<'a> {
    fn new(name: Option<&'a NodeKey>, node: &'a Node) -> Self {
        let options = node.list();
        Self { name, options, values: texts_of(options, "value").collect(), first_use: None }
    }

    /// Returns the values, in order.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        texts_of(self.options, "value")
    }

    /// Returns the first option with that attribute.
    pub(super) fn marked(&self, mark: &str) -> Option<&'a NodeEntry> {
        self.options.iter().find(|option| is_true(option, mark))?.entry(mark)
    }
}

/// Returns the texts under a key of several maps.
pub(super) fn texts_of<'a>(
    things: &'a [Node],
    key: &'static str,
) -> impl Iterator<Item = &'a str> + use<'a> {
    things.iter().filter_map(move |thing| thing.text_of(key))
}

/// Returns the list under a key; nothing, if there is none.
pub(super) fn list_of<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map_or(&[], Node::list)
}

/// Whether a key is present and `true`.
pub(super) fn is_true(node: &Node, key: &str) -> bool {
    node.text_of(key) == Some("true")
}
