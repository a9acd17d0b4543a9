//! Writes the survey of an XLSForm as a question set, and collects what it cannot say.

use std::collections::{HashMap, HashSet};

use super::{
    expression::{FormExpression, Operand, parse},
    sheets::{FormRow, FormSheet, Sheets},
};
use crate::import::writing::yaml::{YamlLines, flow, quoted, scalar};

/// What of a form cannot be said, with row and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unsayable {
    /// The sheet.
    pub(super) sheet: &'static str,
    /// The row, as the spreadsheet counts it.
    pub(super) row: usize,
    /// The column.
    pub(super) column: String,
    /// Why.
    pub(super) why: String,
}

/// A form as it was written.
pub(super) struct WrittenForm {
    pub(super) lines: YamlLines,
    pub(super) unsayable: Vec<Unsayable>,
    pub(super) questions: usize,
    pub(super) with_choices: usize,
    /// How many rows only say when and by whom the form is filled in.
    pub(super) left_out: usize,
}

/// Types that only say when and by whom a form was filled in.
const METADATA: [&str; 12] = [
    "start",
    "end",
    "today",
    "deviceid",
    "device id",
    "phonenumber",
    "phone number",
    "username",
    "subscriberid",
    "simserial",
    "email",
    "audit",
];

/// Columns that change what is asked and cannot be said.
const REFUSED_COLUMNS: [&str; 8] = [
    "calculation",
    "default",
    "choice_filter",
    "repeat_count",
    "trigger",
    "parameters",
    "readonly",
    "image",
];

/// The state of writing.
struct FormWriter<'a> {
    survey: &'a FormSheet,
    lists: HashMap<String, Vec<(String, String)>>,
    /// The questions so far, with the type of each.
    known: HashMap<String, String>,
    form: WrittenForm,
    section_ids: HashSet<String>,
    item_depth: usize,
    section_open: bool,
    groups: Vec<&'static str>,
}

/// Writes the items of a form.
pub(super) fn write(sheets: &Sheets) -> WrittenForm {
    let empty = FormSheet::default();
    let survey = sheets.get("survey").unwrap_or(&empty);
    let choices = sheets.get("choices").unwrap_or(&empty);
    let mut lists: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for row in &choices.rows {
        let list = row.get("list_name").unwrap_or_default().to_owned();
        let name = row.get("name").or_else(|| row.get("value")).unwrap_or_default();
        let label = choices.text(row, "label").unwrap_or(name);
        lists.entry(list).or_default().push((name.to_owned(), label.to_owned()));
    }
    let form = WrittenForm {
        lines: YamlLines::default(),
        unsayable: Vec::new(),
        questions: 0,
        with_choices: 0,
        left_out: 0,
    };
    let mut writer = FormWriter {
        survey,
        lists,
        known: HashMap::new(),
        form,
        section_ids: HashSet::new(),
        item_depth: 3,
        section_open: false,
        groups: Vec::new(),
    };
    for row in &survey.rows {
        writer.row(row);
    }
    writer.form
}

impl FormWriter<'_> {
    fn refuse(&mut self, row: &FormRow, column: &str, why: impl Into<String>) {
        let why = why.into();
        self.form.lines.comment(
            self.item_depth,
            &format!("not carried, row {}, `{column}`: {why}", row.number),
        );
        self.form.unsayable.push(Unsayable {
            sheet: "survey",
            row: row.number,
            column: column.to_owned(),
            why,
        });
    }

    fn row(&mut self, row: &FormRow) {
        let full = row.get("type").unwrap_or_default().to_lowercase();
        let kind = full.split_whitespace().next().unwrap_or_default().to_owned();
        if METADATA.contains(&full.as_str()) {
            self.form.left_out += 1;
            self.form.lines.comment(0, &format!("left out, row {}: `{full}`", row.number));
            return;
        }
        match full.as_str() {
            "begin group" | "begin_group" => return self.begin_group(row),
            "end group" | "end_group" => {
                self.groups.pop();
                self.item_depth = if self.groups.contains(&"group") { 5 } else { 3 };
                if self.groups.is_empty() {
                    self.section_open = false;
                }
                return;
            }
            "" => return self.refuse(row, "type", "the row has no type"),
            _ => {}
        }
        match kind.as_str() {
            "text" | "integer" | "decimal" | "date" | "note" | "acknowledge" | "select_one"
            | "select_multiple" | "rank" | "string" | "int" => self.item(row, &kind, &full),
            _ => self.refuse(row, "type", format!("question sets have no `{full}`")),
        }
    }

    /// A group: a section where it stands alone, a group of questions in a section.
    fn begin_group(&mut self, row: &FormRow) {
        let label =
            self.survey.text(row, "label").or(row.get("name")).unwrap_or("Questions").to_owned();
        let name = row.get("name").unwrap_or("group").to_owned();
        if self.groups.is_empty() {
            self.begin_section(&name, &label);
            self.relevant(row, 2);
            self.form.lines.line(2, "items:");
            self.groups.push("section");
        } else if self.groups.contains(&"group") {
            self.refuse(row, "type", "a group stands in a group in a group");
            self.groups.push("flat");
        } else {
            self.form.lines.line(3, &format!("- id: {}", scalar(&name)));
            self.form.lines.entry(4, "type", "group");
            self.form.lines.entry(4, "text", &scalar(&label));
            self.relevant(row, 4);
            self.form.lines.line(4, "items:");
            self.groups.push("group");
            self.item_depth = 5;
        }
    }

    fn begin_section(&mut self, name: &str, title: &str) {
        let mut id = name.to_owned();
        while !self.section_ids.insert(id.to_lowercase()) {
            id.push('x');
        }
        self.form.lines.line(1, &format!("- id: {}", scalar(&id)));
        self.form.lines.entry(2, "title", &scalar(title));
        self.section_open = true;
    }

    fn item(&mut self, row: &FormRow, kind: &str, full: &str) {
        if !self.section_open {
            self.begin_section("questions", "Questions");
            self.form.lines.line(2, "items:");
        }
        let depth = self.item_depth;
        let Some(name) = row.get("name").map(str::to_owned) else {
            return self.refuse(row, "name", "the row has no name");
        };
        let list = full.split_whitespace().nth(1).unwrap_or_default().to_owned();
        let original = row.get("type").unwrap_or_default();
        let list = original.split_whitespace().nth(1).map_or(list, str::to_owned);
        let chosen = matches!(kind, "select_one" | "select_multiple" | "rank");
        let choices = self.lists.get(&list).cloned().unwrap_or_default();
        if chosen && choices.is_empty() {
            return self.refuse(row, "type", format!("the sheet `choices` has no list `{list}`"));
        }
        let text = self
            .survey
            .text(row, "label")
            .or(self.survey.text(row, "hint"))
            .unwrap_or(&name)
            .to_owned();
        let multiline =
            row.get("appearance").is_some_and(|appearance| appearance.contains("multiline"));
        let own = match kind {
            "text" | "string" if multiline => "text",
            "text" | "string" => "string",
            "int" => "integer",
            "note" => "display",
            "acknowledge" => "select_multiple",
            other => other,
        };
        self.form.lines.line(depth, &format!("- id: {}", scalar(&name)));
        self.form.lines.entry(depth + 1, "type", own);
        self.form.lines.entry(depth + 1, "text", &scalar(&text));
        self.details(row, own, depth + 1);
        if chosen || kind == "acknowledge" {
            self.form.lines.line(depth + 1, "choices:");
            let ok = vec![("ok".to_owned(), "OK".to_owned())];
            for (value, label) in if chosen { &choices } else { &ok } {
                self.form.lines.line(
                    depth + 2,
                    &format!("- {{value: {}, label: {}}}", quoted(value), flow(label)),
                );
            }
            if full.contains("or_other") || full.contains("or other") {
                self.form
                    .lines
                    .line(depth + 2, "- {value: other, label: Other, detail: Please specify}");
            }
        }
        self.form.questions += usize::from(own != "display");
        self.form.with_choices += usize::from(chosen);
        self.known.insert(name, own.to_owned());
    }

    fn details(&mut self, row: &FormRow, own: &str, depth: usize) {
        if own != "display" {
            if let Some(hint) = self.survey.text(row, "hint") {
                self.form.lines.entry(depth, "hint", &scalar(hint));
            }
            let required = row.get("required").map(str::to_lowercase);
            match required.as_deref() {
                None | Some("no" | "false" | "false()") => {}
                Some("yes" | "true" | "true()" | "1") => {
                    self.form.lines.entry(depth, "required", "true")
                }
                Some(other) => {
                    self.refuse(row, "required", format!("`{other}` is neither yes nor no"))
                }
            }
        }
        if let Some(guidance) = self.survey.text(row, "guidance_hint") {
            self.form.lines.block(depth, "guidance", &[guidance.to_owned()]);
        }
        self.relevant(row, depth);
        if let Some(constraint) = row.get("constraint").map(str::to_owned) {
            match parse(&constraint).and_then(|parsed| limits(&parsed, own)) {
                Ok(limits) => {
                    for (key, value) in limits {
                        self.form.lines.entry(depth, key, &value);
                    }
                }
                Err(why) => self.refuse(row, "constraint", why),
            }
        }
        let refused: Vec<&str> =
            REFUSED_COLUMNS.into_iter().filter(|column| row.get(column).is_some()).collect();
        for column in refused {
            self.refuse(row, column, "question sets have nothing like it");
        }
    }

    fn relevant(&mut self, row: &FormRow, depth: usize) {
        let Some(relevant) = row.get("relevant").map(str::to_owned) else { return };
        match parse(&relevant).and_then(|parsed| self.condition(&parsed)) {
            Ok(condition) => self.form.lines.entry(depth, "enable_when", &condition),
            Err(why) => self.refuse(row, "relevant", why),
        }
    }

    /// A condition as question sets write it.
    fn condition(&self, expression: &FormExpression) -> Result<String, String> {
        let all = |parts: &[FormExpression], key: &str| {
            let written: Result<Vec<String>, String> =
                parts.iter().map(|part| self.condition(part)).collect();
            written.map(|written| format!("{{{key}: [{}]}}", written.join(", ")))
        };
        match expression {
            FormExpression::All(parts) => all(parts, "all"),
            FormExpression::Any(parts) => all(parts, "any"),
            FormExpression::Not(inner) => Ok(format!("{{not: {}}}", self.condition(inner)?)),
            FormExpression::Selected { question, value } => self.chosen(question, value),
            FormExpression::Compare { subject, operator, literal } => {
                self.comparison(subject, operator, literal)
            }
        }
    }

    fn chosen(&self, question: &str, value: &str) -> Result<String, String> {
        let operator = match self.known.get(question).map(String::as_str) {
            Some("select_one") => "equals",
            Some("select_multiple" | "rank") => "includes",
            Some(_) => return Err(format!("`{question}` has no choices")),
            None => return Err(format!("no question `{question}` stands before it")),
        };
        Ok(format!("{{question: {}, {operator}: {}}}", quoted(question), quoted(value)))
    }

    fn comparison(
        &self,
        subject: &Operand,
        operator: &str,
        literal: &str,
    ) -> Result<String, String> {
        let (Operand::Answer(question)
        | Operand::CountSelected(question)
        | Operand::Length(question)) = subject;
        let Some(kind) = self.known.get(question).map(String::as_str) else {
            return Err(format!("no question `{question}` stands before it"));
        };
        let answered = |so: bool| Ok(format!("{{question: {}, answered: {so}}}", quoted(question)));
        let counts = !matches!(subject, Operand::Answer(_));
        match (operator, literal) {
            ("!=", "") => return answered(true),
            ("=", "") => return answered(false),
            (">" | "!=", "0") | (">=", "1") if counts => return answered(true),
            ("=", "0") | ("<", "1") if counts => return answered(false),
            _ if counts => {
                return Err("only whether something is chosen or written can be asked".to_owned());
            }
            _ => {}
        }
        match kind {
            "select_one" | "select_multiple" => match operator {
                "=" => self.chosen(question, literal),
                "!=" => Ok(format!("{{not: {}}}", self.chosen(question, literal)?)),
                _ => Err("choices are not greater or less than others".to_owned()),
            },
            "integer" | "decimal" if literal.parse::<f64>().is_ok() => {
                let key = match operator {
                    "=" => "equals",
                    "!=" => "not_equals",
                    "<" => "less_than",
                    "<=" => "at_most",
                    ">" => "greater_than",
                    _ => "at_least",
                };
                Ok(format!("{{question: {}, {key}: {literal}}}", quoted(question)))
            }
            _ => Err(format!("`{question}` is answered in writing, which cannot be compared")),
        }
    }
}

/// The limits that a constraint sets.
fn limits(expression: &FormExpression, kind: &str) -> Result<Vec<(&'static str, String)>, String> {
    match expression {
        FormExpression::All(parts) => {
            let all: Result<Vec<_>, String> = parts.iter().map(|part| limits(part, kind)).collect();
            Ok(all?.concat())
        }
        FormExpression::Compare { subject, operator, literal } => {
            let whole: Option<i64> = literal.parse().ok();
            let (least, most) = match (subject, kind) {
                (Operand::Answer(own), "integer" | "decimal") if own == "." => ("min", "max"),
                (Operand::CountSelected(own), "select_multiple") if own == "." => {
                    ("min_selected", "max_selected")
                }
                (Operand::Length(own), "string" | "text") if own == "." => ("", "max_length"),
                _ => return Err("this limit cannot be said".to_owned()),
            };
            let strict = kind != "decimal";
            let number = |by: i64| {
                whole.map(|whole| (whole + by).to_string()).ok_or("the limit is no whole number")
            };
            let (key, value) = match *operator {
                ">=" => (least, literal.clone()),
                "<=" => (most, literal.clone()),
                ">" if strict => (least, number(1)?),
                "<" if strict => (most, number(-1)?),
                _ => return Err("this limit cannot be said".to_owned()),
            };
            if key.is_empty() {
                Err("a least length cannot be said".to_owned())
            } else {
                Ok(vec![(key, value)])
            }
        }
        FormExpression::Any(_) | FormExpression::Not(_) | FormExpression::Selected { .. } => {
            Err("only limits that all hold can be said".to_owned())
        }
    }
}
