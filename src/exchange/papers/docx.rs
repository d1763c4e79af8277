//! A paper as a text document (Office Open XML): A4, tables with borders whose heading row is repeated, native charts that hold
//! their figures themselves. Only [`super`] may import it.

use std::io::{Cursor, Write as _};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{bars, escape, series};
use crate::model::paper::{Paper, Section};

/// More columns than that stand on paper laid across.
const COLUMNS_UPRIGHT: usize = 8;
/// A4 in twentieths of a point, short and long side, and its margin.
const SHORT: u32 = 11_906;
const LONG: u32 = 16_838;
const MARGIN: u32 = 1_134;
/// Width of a chart, and height of what stands around its bars and of each bar, in English metric units.
const CHART_WIDTH: u64 = 5_760_000;
const CHART_FRAME: u64 = 1_080_000;
const CHART_BAR: u64 = 290_000;
const CHART_MOST: u64 = 8_000_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PLACED: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument";

/// The bytes of the document.
pub(super) fn document(paper: &Paper) -> ZipResult<Vec<u8>> {
    let drawn: Vec<&Section> =
        paper.sections.iter().filter(|section| section.chart.is_some() && !section.rows.is_empty()).collect();
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(drawn.len())),
        ("_rels/.rels".to_owned(), relations(&[("officeDocument", "word/document.xml".to_owned())])),
        ("word/document.xml".to_owned(), body(paper)),
        ("word/styles.xml".to_owned(), styles(paper.language)),
    ];
    let mut related = vec![("styles", "styles.xml".to_owned())];
    for (number, section) in (1..).zip(&drawn) {
        related.push(("chart", format!("charts/chart{number}.xml")));
        parts.push((format!("word/charts/chart{number}.xml"), chart(section)));
    }
    parts.push(("word/_rels/document.xml.rels".to_owned(), relations(&related)));
    // The same paper is the same file on every day.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types(charts: usize) -> String {
    let mut text = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{TYPES}.wordprocessingml.document.main+xml\"/>\
         <Override PartName=\"/word/styles.xml\" ContentType=\"{TYPES}.wordprocessingml.styles+xml\"/>"
    );
    for number in 1..=charts {
        text.push_str(&format!(
            "<Override PartName=\"/word/charts/chart{number}.xml\" ContentType=\"{TYPES}.drawingml.chart+xml\"/>"
        ));
    }
    text + "</Types>"
}

fn relations(related: &[(&str, String)]) -> String {
    let mut text = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (number, (kind, target)) in (1..).zip(related) {
        text.push_str(&format!("<Relationship Id=\"rId{number}\" Type=\"{RELATED}/{kind}\" Target=\"{target}\"/>"));
    }
    text + "</Relationships>"
}

fn styles(language: &str) -> String {
    let language = escape(language);
    let style = |id: &str, font: &str, size: u32, more: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{id}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:pPr>{more}</w:pPr><w:rPr><w:rFonts w:eastAsia=\"{font}\"/><w:b/><w:sz w:val=\"{size}\"/></w:rPr></w:style>"
        )
    };
    format!(
        "{HEAD}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"24\"/><w:lang w:val=\"{language}\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:pPr><w:spacing w:after=\"80\" w:line=\"360\" w:lineRule=\"auto\"/></w:pPr></w:style>{}{}\
         <w:style w:type=\"paragraph\" w:styleId=\"Cell\"><w:name w:val=\"Cell\"/><w:basedOn w:val=\"Normal\"/>\
         <w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:rPr><w:sz w:val=\"18\"/></w:rPr></w:style>\
         </w:styles>",
        style("Title", "黑体", 36, "<w:keepNext/><w:spacing w:after=\"240\"/><w:jc w:val=\"center\"/>"),
        style(
            "Heading1",
            "黑体",
            28,
            "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>"
        ),
    )
}

/// Text in a run, its line feeds as breaks.
fn run(text: &str) -> String {
    let lines: Vec<String> =
        escape(text).split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{line}</w:t>")).collect();
    format!("<w:r>{}</w:r>", lines.join("<w:br/>"))
}

fn paragraph(style: Option<&str>, text: &str) -> String {
    match style {
        Some(style) => format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(text)),
        // Two characters in, as official papers have it.
        None => format!("<w:p><w:pPr><w:ind w:firstLineChars=\"200\" w:firstLine=\"480\"/></w:pPr>{}</w:p>", run(text)),
    }
}

fn body(paper: &Paper) -> String {
    let across = paper.sections.iter().any(|section| section.columns.len() > COLUMNS_UPRIGHT);
    let (width, height) = if across { (LONG, SHORT) } else { (SHORT, LONG) };
    let mut text = format!(
        "{HEAD}<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{RELATED}\" xmlns:wp=\"{PLACED}\" xmlns:a=\"{DRAWING}\" xmlns:c=\"{CHART}\"><w:body>"
    );
    text.push_str(&paragraph(Some("Title"), &paper.title));
    paper.lines.iter().for_each(|line| text.push_str(&paragraph(None, line)));
    let mut charts = 0;
    for section in &paper.sections {
        text.push_str(&paragraph(Some("Heading1"), &section.title));
        section.lines.iter().for_each(|line| text.push_str(&paragraph(None, line)));
        if section.rows.is_empty() {
            continue;
        }
        text.push_str(&table(section, width - 2 * MARGIN));
        // Two tables without a paragraph between them would be one.
        text.push_str("<w:p/>");
        if section.chart.is_some() {
            charts += 1;
            text.push_str(&placed(section, charts));
        }
    }
    let turned = if across { " w:orient=\"landscape\"" } else { "" };
    text.push_str(&format!(
        "<w:sectPr><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/><w:pgMar w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" \
         w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>\
         </w:body></w:document>"
    ));
    text
}

fn table(section: &Section, width: u32) -> String {
    let all: u32 = section.columns.iter().map(|column| u32::from(column.width.max(6))).sum();
    let widths: Vec<u32> =
        section.columns.iter().map(|column| u32::from(column.width.max(6)) * width / all.max(1)).collect();
    let border = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat();
    let mut text = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    widths.iter().for_each(|width| text.push_str(&format!("<w:gridCol w:w=\"{width}\"/>")));
    text.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    let cell = |shade: &str, width: &u32, words: &str| {
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr>{}</w:tc>",
            paragraph(Some("Cell"), words)
        )
    };
    let shade = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EEEEEE\"/>";
    for (column, width) in section.columns.iter().zip(&widths) {
        text.push_str(&cell(shade, width, &column.heading));
    }
    text.push_str("</w:tr>");
    for row in &section.rows {
        text.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        row.iter().zip(&widths).for_each(|(words, width)| text.push_str(&cell("", width, &words.shown())));
        text.push_str("</w:tr>");
    }
    text + "</w:tbl>"
}

/// The place of a chart in the text. The first relation is that of the styles.
fn placed(section: &Section, number: u64) -> String {
    let bars = section.rows.len() as u64 * series(section).len() as u64;
    let height = (CHART_FRAME + CHART_BAR * bars).min(CHART_MOST);
    let title = section.chart.as_ref().map(|chart| escape(&chart.title)).unwrap_or_default();
    format!(
        "<w:p><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
         <wp:extent cx=\"{CHART_WIDTH}\" cy=\"{height}\"/><wp:docPr id=\"{number}\" name=\"chart{number}\" descr=\"{title}\"/>\
         <a:graphic><a:graphicData uri=\"{CHART}\"><c:chart r:id=\"rId{}\"/></a:graphicData></a:graphic>\
         </wp:inline></w:drawing></w:r></w:p>",
        number + 1
    )
}

fn chart(section: &Section) -> String {
    let bars = bars(section);
    let count = bars.len();
    let title = section.chart.as_ref().map(|chart| escape(&chart.title)).unwrap_or_default();
    let mut text = format!(
        "{HEAD}<c:chartSpace xmlns:c=\"{CHART}\" xmlns:a=\"{DRAWING}\"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r>\
         <a:t>{title}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/>\
         <c:plotArea><c:layout/><c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>"
    );
    for (index, name) in series(section).iter().enumerate() {
        text.push_str(&format!(
            "<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/><c:tx><c:strRef><c:f>s{index}</c:f><c:strCache>\
             <c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx>\
             <c:invertIfNegative val=\"0\"/><c:cat><c:strLit><c:ptCount val=\"{count}\"/>",
            escape(name)
        ));
        for (at, (name, _)) in bars.iter().enumerate() {
            text.push_str(&format!("<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", escape(name)));
        }
        text.push_str(&format!(
            "</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val=\"{count}\"/>"
        ));
        for (at, (_, values)) in bars.iter().enumerate() {
            if let Some(Some(value)) = values.get(index) {
                text.push_str(&format!("<c:pt idx=\"{at}\"><c:v>{value}</c:v></c:pt>"));
            }
        }
        text.push_str("</c:numLit></c:val></c:ser>");
    }
    text + "<c:gapWidth val=\"60\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>\
            <c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"maxMin\"/></c:scaling><c:delete val=\"0\"/>\
            <c:axPos val=\"l\"/><c:tickLblPos val=\"low\"/><c:crossAx val=\"2\"/></c:catAx>\
            <c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/>\
            <c:axPos val=\"b\"/><c:majorGridlines/><c:crossAx val=\"1\"/></c:valAx></c:plotArea>\
            <c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend><c:plotVisOnly val=\"1\"/></c:chart></c:chartSpace>"
}
