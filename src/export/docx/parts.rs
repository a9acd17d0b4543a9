//! The parts of a Word file around its text: styles, lists, header and footer, properties.

use super::{DECLARATION, escaped, run, styled};
use crate::export::document::Document;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Which kind of content each part has.
pub(super) fn content_types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let office = "application/vnd.openxmlformats-officedocument";
    let package = "application/vnd.openxmlformats-package";
    let overrides: String = [
        ("/word/document.xml", format!("{word}.document.main+xml")),
        ("/word/styles.xml", format!("{word}.styles+xml")),
        ("/word/numbering.xml", format!("{word}.numbering+xml")),
        ("/word/settings.xml", format!("{word}.settings+xml")),
        ("/word/header1.xml", format!("{word}.header+xml")),
        ("/word/footer1.xml", format!("{word}.footer+xml")),
        ("/docProps/core.xml", format!("{package}.core-properties+xml")),
        ("/docProps/app.xml", format!("{office}.extended-properties+xml")),
    ]
    .iter()
    .map(|(part, kind)| format!("<Override PartName=\"{part}\" ContentType=\"{kind}\"/>"))
    .collect();
    format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"{package}.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/>{overrides}</Types>"
    )
}

/// The relationships of the package.
pub(super) fn relations() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/><Relationship Id=\"rId3\" \
         Type=\"{RELATIONS}/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>"
    )
}

/// The name of a relation to somewhere else, by its place.
pub(super) fn link_id(place: usize) -> String {
    format!("link{place}")
}

/// The relationships of the document: its parts and links.
pub(super) fn document_relations(links: &[String]) -> String {
    let parts = ["styles", "numbering", "settings"];
    let mut all: String = parts
        .iter()
        .map(|part| {
            let kind = format!("{RELATIONS}/{part}");
            format!("<Relationship Id=\"{part}\" Type=\"{kind}\" Target=\"{part}.xml\"/>")
        })
        .collect();
    for part in ["header", "footer"] {
        let kind = format!("{RELATIONS}/{part}");
        all.push_str(&format!(
            "<Relationship Id=\"{part}\" Type=\"{kind}\" Target=\"{part}1.xml\"/>"
        ));
    }
    for (place, link) in (1..).zip(links) {
        let (id, link) = (link_id(place), escaped(link));
        all.push_str(&format!(
            "<Relationship Id=\"{id}\" Type=\"{RELATIONS}/hyperlink\" Target=\"{link}\" \
             TargetMode=\"External\"/>"
        ));
    }
    format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
}

/// Title, author, language, dates.
pub(super) fn properties(document: &Document) -> String {
    let date = document.date.as_ref().map(|date| {
        let date = date.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ");
        ["created", "modified"]
            .map(|what| {
                format!("<dcterms:{what} xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:{what}>")
            })
            .concat()
    });
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>\
         <dc:subject>{}</dc:subject><dc:creator>{}</dc:creator><cp:keywords>{}</cp:keywords>\
         <dc:language>{}</dc:language>{}</cp:coreProperties>",
        escaped(&format!("{}: {}", document.subtitle, document.title)),
        escaped(&document.publisher),
        escaped(document.author.as_deref().unwrap_or_default()),
        escaped(&document.origin.digest),
        escaped(&document.language),
        date.unwrap_or_default(),
    )
}

/// The application properties.
pub(super) fn application() -> String {
    format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/\
         extended-properties\"><Application>Greenpaper</Application></Properties>"
    )
}

/// Settings: none that ask anything when the file is opened.
pub(super) fn settings() -> String {
    format!(
        "{DECLARATION}<w:settings xmlns:w=\"{MAIN}\"><w:defaultTabStop w:val=\"720\"/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// The text with the layout of its pages.
pub(super) fn document(body: &str) -> String {
    format!(
        "{DECLARATION}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{RELATIONS}\" \
         xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         mc:Ignorable=\"w14\"><w:body>{body}<w:sectPr><w:headerReference w:type=\"default\" \
         r:id=\"header\"/><w:footerReference w:type=\"default\" r:id=\"footer\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1304\" w:right=\"1134\" \
         w:bottom=\"1304\" w:left=\"1134\" w:header=\"624\" w:footer=\"624\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>"
    )
}

/// The page header.
pub(super) fn header(document: &Document) -> String {
    let mark = document.standing.mark().map(|mark| styled("Mark", &run(mark)));
    let title = styled("Header", &run(&document.title));
    let content = mark.unwrap_or_default() + &title;
    format!("{DECLARATION}<w:hdr xmlns:w=\"{MAIN}\">{content}</w:hdr>")
}

/// The page footer: the title and the page number.
pub(super) fn footer(document: &Document) -> String {
    let field =
        |code: &str| format!("<w:fldSimple w:instr=\" {code} \">{}</w:fldSimple>", run("1"));
    let runs = format!(
        "{}<w:r><w:tab/></w:r>{}{}{}{}",
        run(&document.subtitle),
        run("Page "),
        field("PAGE"),
        run(" of "),
        field("NUMPAGES")
    );
    format!("{DECLARATION}<w:ftr xmlns:w=\"{MAIN}\">{}</w:ftr>", styled("Footer", &runs))
}

/// The lists: bullets, and one for each list that counts.
pub(super) fn numbering(numbered: &[u64]) -> String {
    let level = |level: usize, format: &str, text: &str| {
        let left = 360 * (level + 1);
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
             <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" \
             w:hanging=\"360\"/></w:pPr></w:lvl>"
        )
    };
    let bullets: String = (0..9).map(|at| level(at, "bullet", "•")).collect();
    let numbers: String = (0..9).map(|at| level(at, "decimal", &format!("%{}.", at + 1))).collect();
    let mut lists = "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>".to_owned();
    for (id, first) in (2..).zip(numbered) {
        let starts: String = (0..9)
            .map(|at| {
                format!(
                    "<w:lvlOverride w:ilvl=\"{at}\"><w:startOverride w:val=\"{first}\"/>\
                     </w:lvlOverride>"
                )
            })
            .collect();
        lists.push_str(&format!(
            "<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"2\"/>{starts}</w:num>"
        ));
    }
    format!(
        "{DECLARATION}<w:numbering xmlns:w=\"{MAIN}\"><w:abstractNum w:abstractNumId=\"1\">\
         <w:multiLevelType w:val=\"hybridMultilevel\"/>{bullets}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"2\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{numbers}\
         </w:abstractNum>{lists}</w:numbering>"
    )
}

/// That a paragraph begins an item of a list.
pub(super) fn in_list(level: usize, list: usize) -> String {
    format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>")
}

/// A box that can be ticked in Word, and by hand.
pub(super) fn tick_box() -> String {
    "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"0\"/><w14:checkedState w14:val=\"2612\" \
     w14:font=\"MS Gothic\"/><w14:uncheckedState w14:val=\"2610\" w14:font=\"MS Gothic\"/>\
     </w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>\
     <w:r><w:t xml:space=\"preserve\"> </w:t></w:r>"
        .to_owned()
}

/// A cell of a table.
pub(super) fn cell(width: u32, columns: usize, content: &str) -> String {
    let span = match columns {
        1 => String::new(),
        many => format!("<w:gridSpan w:val=\"{many}\"/>"),
    };
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}</w:tcPr>{content}</w:tc>")
}

/// A thin line along one side.
pub(super) fn border(side: &str) -> String {
    format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"767D81\"/>")
}

/// A style of paragraphs, in the attributes and elements that the format writes.
#[derive(Clone, Copy)]
struct DocxStyle {
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
const PLAIN: DocxStyle = DocxStyle { id: "", name: "", based_on: "Normal", layout: "", look: "" };

const STYLES: [DocxStyle; 24] = [
    DocxStyle { id: "Normal", name: "Normal", based_on: "", ..PLAIN },
    DocxStyle { id: "BodyText", name: "Body Text", ..PLAIN },
    DocxStyle {
        id: "Title",
        name: "Title",
        layout: "<w:spacing w:before=\"240\" w:after=\"120\"/>",
        look: "<w:b/><w:sz w:val=\"44\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Subtitle",
        name: "Subtitle",
        layout: "<w:spacing w:after=\"360\"/>",
        look: "<w:color w:val=\"505A5F\"/><w:sz w:val=\"30\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Cover",
        name: "Cover Details",
        layout: "<w:tabs><w:tab w:val=\"left\" w:pos=\"3119\"/></w:tabs><w:ind w:left=\"3119\" w:hanging=\"3119\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Heading1",
        name: "heading 1",
        layout: "<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"0B0C0C\"/></w:pBdr><w:spacing w:before=\"480\" w:after=\"200\"/><w:outlineLvl w:val=\"0\"/>",
        look: "<w:b/><w:sz w:val=\"34\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Heading2",
        name: "heading 2",
        layout: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"1\"/>",
        look: "<w:b/><w:sz w:val=\"26\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Heading3",
        name: "heading 3",
        layout: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>",
        look: "<w:b/>",
        ..PLAIN
    },
    DocxStyle {
        id: "ContentsHeading",
        name: "Contents Heading",
        layout: "<w:keepNext/><w:spacing w:before=\"480\" w:after=\"120\"/>",
        look: "<w:b/><w:sz w:val=\"30\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "TOC1",
        name: "toc 1",
        layout: "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9638\"/></w:tabs><w:spacing w:after=\"80\"/>",
        ..PLAIN
    },
    DocxStyle { id: "Task", name: "Task", layout: "<w:keepNext/>", ..PLAIN },
    DocxStyle {
        id: "Aside",
        name: "Aside",
        layout: "<w:keepNext/>",
        look: "<w:i/><w:color w:val=\"505A5F\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Quote",
        name: "Quote",
        layout: "<w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"8\" w:color=\"767D81\"/></w:pBdr><w:ind w:left=\"360\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Notice",
        name: "Notice",
        layout: "<w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"8\" w:color=\"1A5FA8\"/></w:pBdr><w:ind w:left=\"360\"/>",
        ..PLAIN
    },
    DocxStyle { id: "Answer", name: "Answer", ..PLAIN },
    DocxStyle {
        id: "Blank",
        name: "No Answer",
        look: "<w:i/><w:color w:val=\"505A5F\"/>",
        ..PLAIN
    },
    DocxStyle { id: "Comment", name: "Comment", ..PLAIN },
    DocxStyle {
        id: "Note",
        name: "Note to Colleagues",
        layout: "<w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"8\" w:color=\"767D81\"/></w:pBdr><w:ind w:left=\"360\"/>",
        look: "<w:color w:val=\"505A5F\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "TableHeading",
        name: "Table Heading",
        layout: "<w:keepNext/><w:spacing w:before=\"40\" w:after=\"40\"/>",
        look: "<w:b/>",
        ..PLAIN
    },
    DocxStyle {
        id: "TableText",
        name: "Table Text",
        layout: "<w:spacing w:before=\"40\" w:after=\"40\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Line",
        name: "Line to Write on",
        layout: "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"0B0C0C\"/></w:pBdr><w:spacing w:before=\"240\" w:after=\"200\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Header",
        name: "header",
        layout: "<w:spacing w:after=\"0\"/>",
        look: "<w:color w:val=\"505A5F\"/><w:sz w:val=\"18\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Footer",
        name: "footer",
        layout: "<w:tabs><w:tab w:val=\"right\" w:pos=\"9638\"/></w:tabs><w:spacing w:after=\"0\"/>",
        look: "<w:color w:val=\"505A5F\"/><w:sz w:val=\"18\"/>",
        ..PLAIN
    },
    DocxStyle {
        id: "Mark",
        name: "Status of Document",
        layout: "<w:spacing w:after=\"0\"/><w:jc w:val=\"center\"/>",
        look: "<w:b/><w:color w:val=\"A3170B\"/><w:sz w:val=\"24\"/>",
        ..PLAIN
    },
];

/// All styles, in the language of the document.
pub(super) fn styles(document: &Document) -> String {
    let written = |DocxStyle { id, name, based_on, layout, look }| {
        let default = if based_on.is_empty() { " w:default=\"1\"" } else { "" };
        let is_built_in = name.chars().next().is_some_and(char::is_lowercase)
            || matches!(id, "Normal" | "BodyText" | "Title" | "Subtitle" | "Quote");
        let custom = if is_built_in { "" } else { " w:customStyle=\"1\"" };
        let base = match based_on {
            "" => String::new(),
            base => format!("<w:basedOn w:val=\"{base}\"/>"),
        };
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"{default}{custom}><w:name \
             w:val=\"{name}\"/>{base}<w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
        )
    };
    let all: String = STYLES.into_iter().map(written).collect();
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let borders: String = sides.map(border).concat();
    format!(
        "{DECLARATION}<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\" w:eastAsia=\"Arial\"/>\
         <w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/><w:lang w:val=\"{}\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:after=\"140\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr>\
         </w:pPrDefault></w:docDefaults>{all}<w:style w:type=\"character\" w:styleId=\"Hyperlink\">\
         <w:name w:val=\"Hyperlink\"/><w:rPr><w:color w:val=\"1A5FA8\"/><w:u w:val=\"single\"/></w:rPr>\
         </w:style><w:style w:type=\"table\" w:styleId=\"Answers\" w:customStyle=\"1\"><w:name \
         w:val=\"Answers\"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:left \
         w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" \
         w:fill=\"F1F3F4\"/></w:tcPr></w:tblStylePr></w:style></w:styles>",
        escaped(&document.language),
        size = document.origin.kind.text_size() * 2
    )
}
