//! Builds the tree, and reports the parts of YAML that our files do not use.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, Tag};

use super::{NO_VALUE, Node, NodeEntry, NodeKey, NodeKind, ScalarForm};
use crate::store::{
    problem::{Findings, Problem, named},
    source::{ByteRange, SourceText},
    syntax,
};

/// Builds a tree from the parser's events with a stack of its own, so depth needs no recursion.
pub(super) struct TreeBuilder<'a> {
    source: &'a SourceText,
    findings: &'a mut Findings,
    open: Vec<Open>,
    root: Option<Node>,
    /// The number of keys, values and items so far.
    count: usize,
}

/// A list or map that has not ended yet.
enum Open {
    List { start: usize, items: Vec<Node> },
    Map { start: usize, entries: Vec<NodeEntry>, first: HashMap<String, ByteRange>, key: Pending },
}

/// The key that awaits its value.
enum Pending {
    /// The next node is a key.
    None,
    /// The next node belongs to this key.
    Key(NodeKey),
    /// The next node belongs to a key that was refused.
    Refused,
}

impl<'a> TreeBuilder<'a> {
    pub(super) fn new(source: &'a SourceText, findings: &'a mut Findings) -> Self {
        Self { source, findings, open: Vec::new(), root: None, count: 0 }
    }

    /// Returns the tree; without one, the findings say why.
    pub(super) fn read(mut self) -> Option<Node> {
        let options = syntax::options();
        let source = self.source;
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(source.text(), options) {
            let (event, span) = match event {
                Ok((event, span)) => (event, span),
                Err(error) => {
                    let problems = syntax::problems(&error, source);
                    problems.into_iter().for_each(|problem| self.push_of_line(problem));
                    return None;
                }
            };
            let tag = span.tag_span().and_then(|tag| tag.byte_range());
            let span = span.byte_range().unwrap_or_default();
            if let Event::DocumentStart(..) = event {
                documents += 1;
                if documents > 1 {
                    let problem = Problem::error(span, "a second document begins here");
                    self.findings.push(problem.help("put it into a file of its own"));
                    return None;
                }
            }
            self.count_one(&event, &span)?;
            self.take(event, span, tag)?;
            if self.findings.is_full() {
                self.findings.stop();
                return None;
            }
        }
        if self.root.is_none() {
            self.findings.push(Problem::error(0..0, "this file is empty"));
        }
        self.root
    }

    /// Adds a problem instead of all else that is said of its line: that has the same cause.
    fn push_of_line(&mut self, problem: Problem) {
        let line = self.source.line(self.source.line_number(problem.span.start));
        self.findings.settle(line, problem);
    }

    /// Refuses an alias, an anchor or a tag; where a text was meant, that is told instead.
    fn refuse_or_text(&mut self, problem: Problem) {
        match syntax::text_at(self.source, problem.span.start) {
            Some(text) => self.push_of_line(text),
            None => self.findings.push(problem),
        }
    }

    /// Counts what an event begins; `None` if there are too many.
    fn count_one(&mut self, event: &Event<'_>, span: &ByteRange) -> Option<()> {
        let begins = matches!(
            event,
            Event::Scalar(..)
                | Event::SequenceStart(..)
                | Event::MappingStart(..)
                | Event::Alias(_)
                | Event::UnresolvedAlias(_)
        );
        self.count += usize::from(begins);
        let most = self.source.max_nodes();
        if self.count <= most {
            return Some(());
        }
        let message = format!("there are more than {most} keys and values in this file");
        let problem = Problem::error(span.clone(), message);
        self.findings.push(problem.help("split it into several files; the rest was not read"));
        None
    }

    /// Handles an event; `None` if continuing is pointless.
    fn take(
        &mut self,
        event: Event<'_>,
        span: ByteRange,
        tag_span: Option<ByteRange>,
    ) -> Option<()> {
        match event {
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse(span.clone(), "aliases are not supported");
                self.add(Node { span, kind: NodeKind::Refused });
            }
            Event::Anchor(..) => self.refuse(span, "anchors are not supported"),
            Event::Scalar(text, style, _, tag) => {
                self.refuse_tag(tag.as_deref(), tag_span);
                if style == ScalarStyle::Plain
                    && !span.is_empty()
                    && let Some(problem) = syntax::lost_to_comment(self.source, span.end)
                {
                    self.findings.push(problem);
                }
                self.add(Node { span, kind: scalar(text.into_owned(), style) });
            }
            Event::SequenceStart(_, _, tag) => {
                self.refuse_tag(tag.as_deref(), tag_span);
                self.open(Open::List { start: span.start, items: Vec::new() }, span)?;
            }
            Event::MappingStart(_, _, tag) => {
                self.refuse_tag(tag.as_deref(), tag_span);
                let (entries, first) = (Vec::new(), HashMap::new());
                let map = Open::Map { start: span.start, entries, first, key: Pending::None };
                self.open(map, span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
            // The starts and ends of the stream and its document.
            _ => {}
        }
        Some(())
    }

    fn open(&mut self, open: Open, span: ByteRange) -> Option<()> {
        if self.open.len() >= syntax::MAX_DEPTH {
            self.findings.push(syntax::too_deep(span));
            return None;
        }
        self.open.push(open);
        Some(())
    }

    fn close(&mut self, end: usize) {
        let (start, kind) = match self.open.pop() {
            Some(Open::List { start, items }) => (start, NodeKind::List(items)),
            Some(Open::Map { start, entries, .. }) => (start, NodeKind::Map(entries)),
            None => return,
        };
        self.add(Node { span: start..end, kind });
    }

    /// Adds a finished node to its parent.
    fn add(&mut self, node: Node) {
        let mut misread = None;
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => {
                if is_nothing(&node) {
                    let span = node.span.clone();
                    self.findings.push(Problem::error(span, "there is nothing after this `-`"));
                    items.push(Node { kind: NodeKind::Refused, ..node });
                } else {
                    items.push(node);
                }
            }
            Some(Open::Map { entries, first, key, .. }) => {
                match std::mem::replace(key, Pending::None) {
                    Pending::None => *key = pending(node, first, self.findings),
                    Pending::Key(key) if is_nothing(&node) => {
                        let text = syntax::text_at(self.source, key.span.start);
                        match text {
                            Some(text) => {
                                misread = Some(text);
                                let value = Node { kind: NodeKind::Refused, ..node };
                                entries.push(NodeEntry { key, value });
                            }
                            None => entries.push(entry(key, node, self.source, self.findings)),
                        }
                    }
                    Pending::Key(key) => entries.push(NodeEntry { key, value: node }),
                    Pending::Refused => {}
                }
            }
        }
        if let Some(problem) = misread {
            self.push_of_line(problem);
        }
    }

    fn refuse_tag(&mut self, tag: Option<&Tag>, span: Option<ByteRange>) {
        if tag.is_some() {
            let span = span.unwrap_or_default();
            let is_type = self.source.text().get(span.clone()).is_some_and(|t| t.starts_with("!!"));
            let problem = Problem::error(span, "tags are not supported");
            let problem = problem.help("leave it out: every text is read as written");
            if is_type { self.findings.push(problem) } else { self.refuse_or_text(problem) }
        }
    }

    fn refuse(&mut self, span: ByteRange, message: &str) {
        let help = "to use choices twice, name them in `choice_lists`";
        self.refuse_or_text(Problem::error(span, message).help(help));
    }
}

fn scalar(text: String, style: ScalarStyle) -> NodeKind {
    let style = match style {
        ScalarStyle::Plain => ScalarForm::Plain,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => ScalarForm::Quoted,
        ScalarStyle::Literal | ScalarStyle::Folded => ScalarForm::Block,
    };
    NodeKind::Scalar { text, style }
}

/// Whether nothing was written in place of a value.
fn is_nothing(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Scalar { style: ScalarForm::Plain, .. }) && node.span.is_empty()
}

/// Returns the key for a node in a key's place; refused if it is not a key, or is repeated.
fn pending(node: Node, first: &mut HashMap<String, ByteRange>, findings: &mut Findings) -> Pending {
    let nothing = is_nothing(&node);
    let NodeKind::Scalar { text, .. } = node.kind else {
        if node.kind != NodeKind::Refused {
            findings.push(Problem::error(node.span, "a key is a word, not a list or a map"));
        }
        return Pending::Refused;
    };
    if nothing {
        findings.push(Problem::error(node.span, "there is no key before this `:`"));
        return Pending::Refused;
    }
    if let Some(span) = first.get(&text) {
        let message = format!("the key {} is here twice", named(&text));
        findings.push(Problem::error(node.span, message).other("first used", span.clone()));
        return Pending::Refused;
    }
    first.insert(text.clone(), node.span.clone());
    Pending::Key(NodeKey { text, span: node.span })
}

/// A key whose value is missing, which is told.
fn entry(key: NodeKey, value: Node, source: &SourceText, findings: &mut Findings) -> NodeEntry {
    let message = format!("{} has no value", named(&key.text));
    let problem = Problem::error(key.span.clone(), message).help(NO_VALUE);
    findings.push(syntax::commented_out(source, key.span.end).unwrap_or(problem));
    NodeEntry { key, value: Node { kind: NodeKind::Refused, ..value } }
}
