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

/// A style of paragraphs, in the attributes and elements that the format writes.
#[derive(Clone, Copy)]
struct OdtStyle {
    id: &'static str,
    /// The name that the word processor shows.
    name: &'static str,
    /// The id of the style it varies; empty for the first.
    based_on: &'static str,
    /// The paragraph properties.
    layout: &'static str,
    /// The character properties.
    look: &'static str,
}

/// A style that looks like the one of ordinary paragraphs.
const PLAIN: OdtStyle = OdtStyle { id: "", name: "", based_on: "Standard", layout: "", look: "" };

const LEFT_LINE: &str =
    "fo:border-left=\"2pt solid #767d81\" fo:padding-left=\"3mm\" fo:margin-left=\"6mm\"";

const STYLES: [OdtStyle; 26] = [
    OdtStyle {
        id: "Standard",
        name: "Standard",
        based_on: "",
        layout: "fo:margin-bottom=\"2.5mm\" fo:line-height=\"115%\"",
        ..PLAIN
    },
    OdtStyle { id: "Text_20_body", name: "Text body", ..PLAIN },
    OdtStyle {
        id: "Title",
        name: "Title",
        layout: "fo:margin-top=\"4mm\" fo:margin-bottom=\"2mm\"",
        look: "fo:font-weight=\"bold\" fo:font-size=\"22pt\"",
        ..PLAIN
    },
    OdtStyle {
        id: "Subtitle",
        name: "Subtitle",
        layout: "fo:margin-bottom=\"6mm\"",
        look: "fo:font-size=\"15pt\" fo:color=\"#505a5f\"",
        ..PLAIN
    },
    OdtStyle {
        id: "Cover",
        name: "Cover details",
        layout: "fo:margin-left=\"55mm\" fo:text-indent=\"-55mm\"",
        ..PLAIN
    },
    OdtStyle {
        id: "Heading",
        name: "Heading",
        layout: "fo:keep-with-next=\"always\"",
        look: "fo:font-weight=\"bold\"",
        ..PLAIN
    },
    OdtStyle {
        id: "Heading_20_1",
        name: "Heading 1",
        based_on: "Heading",
        layout: "fo:margin-top=\"9mm\" fo:margin-bottom=\"4mm\" fo:border-bottom=\"1pt solid #0b0c0c\" fo:padding-bottom=\"1mm\"",
        look: "fo:font-size=\"17pt\"",
    },
    OdtStyle {
        id: "Heading_20_2",
        name: "Heading 2",
        based_on: "Heading",
        layout: "fo:margin-top=\"6mm\" fo:margin-bottom=\"2mm\"",
        look: "fo:font-size=\"13pt\"",
    },
    OdtStyle {
        id: "Heading_20_3",
        name: "Heading 3",
        based_on: "Heading",
        layout: "fo:margin-top=\"4mm\" fo:margin-bottom=\"1.5mm\"",
        look: "fo:font-size=\"12pt\"",
    },
    OdtStyle {
        id: "Contents_20_Heading",
        name: "Contents Heading",
        based_on: "Heading",
        layout: "fo:margin-top=\"9mm\" fo:margin-bottom=\"2mm\"",
        look: "fo:font-size=\"15pt\"",
    },
    OdtStyle { id: "Contents_20_1", name: "Contents 1", ..PLAIN },
    OdtStyle { id: "Task", name: "Task", layout: "fo:keep-with-next=\"always\"", ..PLAIN },
    OdtStyle {
        id: "Aside",
        name: "Aside",
        layout: "fo:keep-with-next=\"always\"",
        look: "fo:font-style=\"italic\" fo:color=\"#505a5f\"",
        ..PLAIN
    },
    OdtStyle { id: "Quotations", name: "Quotations", layout: LEFT_LINE, ..PLAIN },
    OdtStyle { id: "Notice", name: "Notice", layout: LEFT_LINE, ..PLAIN },
    OdtStyle { id: "Answer", name: "Answer", ..PLAIN },
    OdtStyle {
        id: "Blank",
        name: "No answer",
        look: "fo:font-style=\"italic\" fo:color=\"#505a5f\"",
        ..PLAIN
    },
    OdtStyle { id: "Comment", name: "Comment", ..PLAIN },
    OdtStyle {
        id: "Note",
        name: "Note to colleagues",
        layout: LEFT_LINE,
        look: "fo:color=\"#505a5f\"",
        ..PLAIN
    },
    OdtStyle { id: "TableText", name: "Table text", layout: "fo:margin-bottom=\"0mm\"", ..PLAIN },
    OdtStyle {
        id: "TableHeading",
        name: "Table heading",
        based_on: "TableText",
        layout: "fo:keep-with-next=\"always\"",
        look: "fo:font-weight=\"bold\"",
    },
    OdtStyle {
        id: "Line",
        name: "Line to write on",
        layout: "fo:margin-top=\"5mm\" fo:margin-bottom=\"4mm\" fo:border-bottom=\"0.5pt solid #0b0c0c\"",
        ..PLAIN
    },
    OdtStyle {
        id: "PageBreak",
        name: "Page break",
        layout: "fo:break-before=\"page\" fo:margin-bottom=\"0mm\"",
        look: "fo:font-size=\"2pt\"",
        ..PLAIN
    },
    OdtStyle {
        id: "AfterTable",
        name: "After a table",
        layout: "fo:margin-bottom=\"0mm\"",
        look: "fo:font-size=\"6pt\"",
        ..PLAIN
    },
    OdtStyle {
        id: "Header",
        name: "Header",
        layout: "fo:margin-bottom=\"1mm\"",
        look: "fo:font-size=\"9pt\" fo:color=\"#505a5f\"",
        ..PLAIN
    },
    OdtStyle {
        id: "Mark",
        name: "Status of document",
        layout: "fo:text-align=\"center\" fo:margin-bottom=\"0mm\"",
        look: "fo:font-weight=\"bold\" fo:font-size=\"12pt\" fo:color=\"#a3170b\"",
        ..PLAIN
    },
];

/// Returns all styles in the language of the document, with page header and footer.
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

fn paragraph_style(style: OdtStyle) -> String {
    let OdtStyle { id, name, based_on, layout, look } = style;
    let base = match based_on {
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
