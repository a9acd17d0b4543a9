//! The parts of an OpenDocument text around its words: styles, header and footer, properties.

use super::{DECLARATION, escaped, styled, text};
use crate::export::document::Document;

/// The names that the parts use.
const NAMES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
    xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
    xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
    office:version=\"1.3\"";

/// Which parts there are.
pub(super) fn manifest() -> String {
    let name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
    let entry = |path: &str, kind: &str| {
        format!(
            "<manifest:file-entry manifest:full-path=\"{path}\" manifest:media-type=\"{kind}\"/>"
        )
    };
    let entries = [
        entry("/", "application/vnd.oasis.opendocument.text"),
        entry("content.xml", "text/xml"),
        entry("styles.xml", "text/xml"),
        entry("meta.xml", "text/xml"),
    ];
    format!(
        "{DECLARATION}<manifest:manifest xmlns:manifest=\"{name}\" manifest:version=\"1.3\">{}\
         </manifest:manifest>",
        entries.concat()
    )
}

/// The text, with the styles of its tables.
pub(super) fn content(columns: &str, body: &str) -> String {
    format!(
        "{DECLARATION}<office:document-content {NAMES}><office:automatic-styles>{}{columns}\
         </office:automatic-styles><office:body><office:text>{body}</office:text></office:body>\
         </office:document-content>",
        tables()
    )
}

/// The style of a column that is so wide, compared with all.
pub(super) fn column(name: &str, weight: u32, all: u32) -> String {
    let width = 170 * weight / all.max(1);
    format!(
        "<style:style style:name=\"{name}\" style:family=\"table-column\">\
         <style:table-column-properties style:column-width=\"{width}mm\"/></style:style>"
    )
}

/// A cell of a table, over so many columns.
pub(super) fn cell(style: &str, columns: usize, content: &str) -> String {
    let span = match columns {
        1 => String::new(),
        many => format!(" table:number-columns-spanned=\"{many}\""),
    };
    let covered = "<table:covered-table-cell/>".repeat(columns.saturating_sub(1));
    format!(
        "<table:table-cell table:style-name=\"{style}\" office:value-type=\"string\"{span}>{content}\
         </table:table-cell>{covered}"
    )
}

/// Title, author, language, dates.
pub(super) fn properties(document: &Document) -> String {
    let date = document.date.as_ref().map(|date| {
        let date = date.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ");
        format!("<meta:creation-date>{date}</meta:creation-date><dc:date>{date}</dc:date>")
    });
    let author = escaped(document.author.as_deref().unwrap_or_default());
    format!(
        "{DECLARATION}<office:document-meta {NAMES}><office:meta><meta:generator>Greenpaper\
         </meta:generator><dc:title>{}</dc:title><dc:subject>{}</dc:subject><meta:initial-creator>\
         {author}</meta:initial-creator><dc:creator>{author}</dc:creator><meta:keyword>{}\
         </meta:keyword><dc:language>{}</dc:language>{}</office:meta></office:document-meta>",
        escaped(&format!("{}: {}", document.subtitle, document.title)),
        escaped(&document.publisher),
        escaped(&document.origin.digest),
        escaped(&document.language),
        date.unwrap_or_default(),
    )
}

/// A style of paragraphs: its name and the name shown, what it is based on, its layout, its look.
type OdtStyle = (&'static str, &'static str, &'static str, &'static str, &'static str);

const LEFT_LINE: &str =
    "fo:border-left=\"2pt solid #767d81\" fo:padding-left=\"3mm\" fo:margin-left=\"6mm\"";

const STYLES: [OdtStyle; 26] = [
    ("Standard", "Standard", "", "fo:margin-bottom=\"2.5mm\" fo:line-height=\"115%\"", ""),
    ("Text_20_body", "Text body", "Standard", "", ""),
    (
        "Title",
        "Title",
        "Standard",
        "fo:margin-top=\"4mm\" fo:margin-bottom=\"2mm\"",
        "fo:font-weight=\"bold\" fo:font-size=\"22pt\"",
    ),
    (
        "Subtitle",
        "Subtitle",
        "Standard",
        "fo:margin-bottom=\"6mm\"",
        "fo:font-size=\"15pt\" fo:color=\"#505a5f\"",
    ),
    ("Cover", "Cover details", "Standard", "fo:margin-left=\"55mm\" fo:text-indent=\"-55mm\"", ""),
    ("Heading", "Heading", "Standard", "fo:keep-with-next=\"always\"", "fo:font-weight=\"bold\""),
    (
        "Heading_20_1",
        "Heading 1",
        "Heading",
        "fo:margin-top=\"9mm\" fo:margin-bottom=\"4mm\" fo:border-bottom=\"1pt solid #0b0c0c\" fo:padding-bottom=\"1mm\"",
        "fo:font-size=\"17pt\"",
    ),
    (
        "Heading_20_2",
        "Heading 2",
        "Heading",
        "fo:margin-top=\"6mm\" fo:margin-bottom=\"2mm\"",
        "fo:font-size=\"13pt\"",
    ),
    (
        "Heading_20_3",
        "Heading 3",
        "Heading",
        "fo:margin-top=\"4mm\" fo:margin-bottom=\"1.5mm\"",
        "fo:font-size=\"12pt\"",
    ),
    (
        "Contents_20_Heading",
        "Contents Heading",
        "Heading",
        "fo:margin-top=\"9mm\" fo:margin-bottom=\"2mm\"",
        "fo:font-size=\"15pt\"",
    ),
    ("Contents_20_1", "Contents 1", "Standard", "", ""),
    ("Task", "Task", "Standard", "fo:keep-with-next=\"always\"", ""),
    ("Aside", "Aside", "Standard", "", "fo:font-style=\"italic\" fo:color=\"#505a5f\""),
    ("Quotations", "Quotations", "Standard", LEFT_LINE, ""),
    ("Notice", "Notice", "Standard", LEFT_LINE, ""),
    ("Answer", "Answer", "Standard", "", ""),
    ("Blank", "No answer", "Standard", "", "fo:font-style=\"italic\" fo:color=\"#505a5f\""),
    ("Comment", "Comment", "Standard", "", ""),
    ("Note", "Note to colleagues", "Standard", LEFT_LINE, "fo:color=\"#505a5f\""),
    ("TableText", "Table text", "Standard", "fo:margin-bottom=\"0mm\"", ""),
    (
        "TableHeading",
        "Table heading",
        "TableText",
        "fo:keep-with-next=\"always\"",
        "fo:font-weight=\"bold\"",
    ),
    (
        "Line",
        "Line to write on",
        "Standard",
        "fo:margin-top=\"5mm\" fo:margin-bottom=\"4mm\" fo:border-bottom=\"0.5pt solid #0b0c0c\"",
        "",
    ),
    (
        "PageBreak",
        "Page break",
        "Standard",
        "fo:break-before=\"page\" fo:margin-bottom=\"0mm\"",
        "fo:font-size=\"2pt\"",
    ),
    ("AfterTable", "After a table", "Standard", "fo:margin-bottom=\"0mm\"", "fo:font-size=\"6pt\""),
    (
        "Header",
        "Header",
        "Standard",
        "fo:margin-bottom=\"1mm\"",
        "fo:font-size=\"9pt\" fo:color=\"#505a5f\"",
    ),
    (
        "Mark",
        "Status of document",
        "Standard",
        "fo:text-align=\"center\" fo:margin-bottom=\"0mm\"",
        "fo:font-weight=\"bold\" fo:font-size=\"12pt\" fo:color=\"#a3170b\"",
    ),
];

/// All styles, in the language of the document, and what stands over and under its pages.
pub(super) fn styles(document: &Document) -> String {
    let (language, country) =
        document.language.split_once('-').unwrap_or((document.language.as_str(), "none"));
    let (language, country) = (escaped(language), escaped(country));
    let paragraphs: String = STYLES.into_iter().map(paragraph_style).collect();
    let looks: String = [
        ("Strong", "fo:font-weight=\"bold\""),
        ("Small", "fo:font-size=\"8pt\""),
        ("Emphasis", "fo:font-style=\"italic\""),
        ("StrongEmphasis", "fo:font-weight=\"bold\" fo:font-style=\"italic\""),
    ]
    .iter()
    .map(|(name, look)| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"text\"><style:text-properties {look}/>\
             </style:style>"
        )
    })
    .collect();
    let size = document.origin.kind.text_size();
    format!(
        "{DECLARATION}<office:document-styles {NAMES}><office:font-face-decls><style:font-face \
         style:name=\"Arial\" svg:font-family=\"Arial\" style:font-family-generic=\"swiss\"/>\
         </office:font-face-decls><office:styles><style:default-style style:family=\"paragraph\">\
         <style:text-properties style:font-name=\"Arial\" fo:font-size=\"{size}pt\" \
         fo:language=\"{language}\" fo:country=\"{country}\"/></style:default-style>{paragraphs}{looks}\
         {}</office:styles>{}</office:document-styles>",
        lists(),
        pages(document)
    )
}

fn paragraph_style((id, name, base, layout, look): OdtStyle) -> String {
    let base = match base {
        "" => String::new(),
        base => format!(" style:parent-style-name=\"{base}\""),
    };
    let level = id.strip_prefix("Heading_20_");
    let level = level.map(|level| format!(" style:default-outline-level=\"{level}\""));
    let tab = match id {
        "Cover" => "<style:tab-stops><style:tab-stop style:position=\"0mm\"/></style:tab-stops>",
        "Contents_20_1" => {
            "<style:tab-stops><style:tab-stop style:position=\"170mm\" style:type=\"right\" \
             style:leader-style=\"dotted\" style:leader-text=\".\"/></style:tab-stops>"
        }
        "Header" => {
            "<style:tab-stops><style:tab-stop style:position=\"170mm\" style:type=\"right\"/>\
             </style:tab-stops>"
        }
        _ => "",
    };
    format!(
        "<style:style style:name=\"{id}\" style:display-name=\"{name}\" style:family=\"paragraph\"\
         {base}{} style:class=\"text\"><style:paragraph-properties {layout}>{tab}\
         </style:paragraph-properties><style:text-properties {look}/></style:style>",
        level.unwrap_or_default()
    )
}

fn tables() -> String {
    let border = "fo:border=\"0.5pt solid #767d81\" fo:padding=\"1.2mm\"";
    let cell = |name: &str, more: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table-cell\">\
             <style:table-cell-properties {border}{more}/></style:style>"
        )
    };
    let row = |name: &str, more: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table-row\">\
             <style:table-row-properties fo:keep-together=\"always\"{more}/></style:style>"
        )
    };
    [
        "<style:style style:name=\"Answers\" style:family=\"table\"><style:table-properties \
         style:width=\"170mm\" table:align=\"left\"/></style:style>"
            .to_owned(),
        cell("Cell", ""),
        cell("HeadCell", " fo:background-color=\"#f1f3f4\""),
        row("Row", ""),
        row("BoxRow", " style:min-row-height=\"45mm\""),
    ]
    .concat()
}

fn lists() -> String {
    let place = |level: usize| {
        let left = 6 * level;
        format!(
            "<style:list-level-properties text:list-level-position-and-space-mode=\"label-alignment\">\
             <style:list-level-label-alignment text:label-followed-by=\"listtab\" \
             fo:text-indent=\"-6mm\" fo:margin-left=\"{left}mm\"/></style:list-level-properties>"
        )
    };
    let levels = |of: &dyn Fn(usize) -> String| (1..=10).map(of).collect::<String>();
    let bullets = levels(&|level| {
        format!(
            "<text:list-level-style-bullet text:level=\"{level}\" text:bullet-char=\"•\">{}\
             </text:list-level-style-bullet>",
            place(level)
        )
    });
    let numbers = levels(&|level| {
        format!(
            "<text:list-level-style-number text:level=\"{level}\" style:num-format=\"1\" \
             style:num-suffix=\".\">{}</text:list-level-style-number>",
            place(level)
        )
    });
    let boxes = levels(&|level| {
        format!(
            "<text:list-level-style-number text:level=\"{level}\" style:num-format=\"\">{}\
             </text:list-level-style-number>",
            place(level)
        )
    });
    [("Bullets", bullets), ("Numbers", numbers), ("Boxes", boxes)]
        .map(|(name, levels)| {
            format!("<text:list-style style:name=\"{name}\">{levels}</text:list-style>")
        })
        .concat()
}

fn pages(document: &Document) -> String {
    let mark = document.standing.mark().map(|mark| styled("Mark", &text(mark)));
    let header = mark.unwrap_or_default() + &styled("Header", &text(&document.title));
    let number = "Page <text:page-number text:select-page=\"current\">1</text:page-number> of \
                  <text:page-count>1</text:page-count>";
    let footer = styled("Header", &format!("{}<text:tab/>{number}", text(&document.subtitle)));
    let space = "fo:min-height=\"8mm\"";
    format!(
        "<office:automatic-styles><style:page-layout style:name=\"A4\"><style:page-layout-properties \
         fo:page-width=\"210mm\" fo:page-height=\"297mm\" fo:margin-top=\"14mm\" \
         fo:margin-bottom=\"14mm\" fo:margin-left=\"20mm\" fo:margin-right=\"20mm\"/>\
         <style:header-style><style:header-footer-properties {space} fo:margin-bottom=\"4mm\"/>\
         </style:header-style><style:footer-style><style:header-footer-properties {space} \
         fo:margin-top=\"4mm\"/></style:footer-style></style:page-layout></office:automatic-styles>\
         <office:master-styles><style:master-page style:name=\"Standard\" \
         style:page-layout-name=\"A4\"><style:header>{header}</style:header><style:footer>{footer}\
         </style:footer></style:master-page></office:master-styles>"
    )
}
