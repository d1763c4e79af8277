//! `library`: entries of the indicator library, their versions, what fits a row of a project and what the project lacks.

use serde_json::{Value as Json, json as shape};

use super::args::ImportArgs;
use super::args::library::{LibraryArgs, LibraryCommand, LibraryImportArgs, LibraryListArgs, LibraryShowArgs};
use super::desk::Access;
use super::output::{Outcome, words};
use super::{Context, import};
use crate::engine::library::{LibraryLine, LibraryPage, LibraryQuery};
use crate::model::form::{FormKind, Stage};
use crate::model::library::{LibraryTable, Part, Suggestion};
use crate::model::problem::Problem;
use crate::text::{Arg, Strings};

fn table(table: &LibraryTable) -> Json {
    shape!({
        "name": table.name,
        "year": table.year,
        "batch": table.batch.to_string(),
        "source": table.source,
        "entries": table.entries,
        "in_force": table.in_force,
    })
}

fn entry(line: &LibraryLine) -> Json {
    let entry = &line.entry;
    shape!({
        "part": entry.part.id(),
        "code": entry.code,
        "name": entry.name,
        "level1": entry.level1,
        "level2": entry.level2,
        "unit": entry.unit,
        "standard": entry.standard,
        "benchmark": entry.benchmark,
        "industry": entry.industry,
        "project_class": entry.project_class,
        "tier": entry.tier,
        "explanation": entry.explanation,
        "scoring": entry.scoring,
        "evidence": entry.evidence,
        "document": entry.document,
        "date": entry.date,
        "scope": entry.scope,
        "status": entry.state.map(crate::model::library::StandardState::id),
        "core": entry.core,
        "table": entry.table,
        "no": entry.no,
        "nearness": line.fit.map(|fit| fit.nearness.id()),
        "same_field": line.fit.map(|fit| fit.same_field),
    })
}

fn suggestion(suggestion: &Suggestion) -> Json {
    shape!({
        "name": suggestion.name,
        "level2": suggestion.level2,
        "having": suggestion.having,
        "looked": suggestion.looked,
        "example": suggestion.example,
        "core": suggestion.core,
    })
}

fn answer(page: &LibraryPage, lines: &[&LibraryLine]) -> Json {
    let counts: serde_json::Map<String, Json> =
        Part::ALL.iter().zip(page.counts).map(|(part, count)| (part.id().to_owned(), count.into())).collect();
    shape!({
        "tables": page.tables.iter().map(table).collect::<Vec<_>>(),
        "counts": counts,
        "total": page.total,
        "entries": lines.iter().map(|line| entry(line)).collect::<Vec<_>>(),
        "peers": page.peers,
        "missing": page.suggestions.iter().map(suggestion).collect::<Vec<_>>(),
    })
}

/// `library`
pub fn library(context: &mut Context<'_>, args: LibraryArgs) -> Outcome {
    match args.command {
        LibraryCommand::List(args) => list(context, &args),
        LibraryCommand::Show(args) => show(context, &args),
        LibraryCommand::Import(args) => bring_in(context, args),
    }
}

fn bring_in(context: &mut Context<'_>, args: LibraryImportArgs) -> Outcome {
    let args = ImportArgs {
        files: args.files,
        year: args.year,
        kind: FormKind::IndicatorLibrary.id().to_owned(),
        region: None,
        stage: Stage::default().id().to_owned(),
        project: None,
        encoding: None,
        mapping: None,
        report: None,
        replace: false,
        changes: false,
    };
    import::import(context, args)
}

fn list(context: &mut Context<'_>, args: &LibraryListArgs) -> Outcome {
    let desk = context.open(Access::Read)?;
    let of = match &args.project {
        Some(project) => Some((desk.find_project(project, args.year)?, args.row)),
        None => None,
    };
    let part = args.part.as_deref().and_then(Part::from_id);
    let page = desk.library(&LibraryQuery { part, words: args.words.join(" "), of })?;
    let lines: Vec<&LibraryLine> = page.lines.iter().collect();
    if context.output.json {
        return Ok(context.output.json(&answer(&page, &lines))?);
    }
    rows(context, &lines)?;
    if page.total > page.lines.len() as u64 {
        let args = [("shown", Arg::from(page.lines.len())), ("total", Arg::from(page.total))];
        context.output.hint("library-shown", &args);
    }
    if of.is_some() {
        missing(context, &page)?;
    } else if page.tables.is_empty() {
        context.output.hint("cli-library-empty", &[]);
    }
    Ok(())
}

fn state(line: &LibraryLine, strings: &Strings) -> String {
    line.entry.state.map(|state| strings.s(&format!("library-state-{}", state.id()))).unwrap_or_default()
}

fn rows(context: &mut Context<'_>, lines: &[&LibraryLine]) -> Outcome {
    let strings = context.output.strings;
    let columns = [
        words("field-library-part", 16),
        words("field-library-code", 12),
        words("library-head-name", 30),
        words("library-head-unit", 10),
        words("library-head-standard", 14),
        words("library-head-benchmark", 14),
        words("library-head-state", 8),
        words("field-library-document", 0),
    ];
    let cells = |line: &&LibraryLine| {
        let entry = &line.entry;
        vec![
            strings.s(&format!("library-part-{}", entry.part.id())),
            entry.code.clone(),
            entry.name.clone(),
            entry.unit.clone(),
            entry.standard.clone(),
            entry.benchmark.clone(),
            state(line, strings),
            entry.document.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = lines.iter().map(cells).collect();
    Ok(context.output.table(&columns, &rows)?)
}

fn missing(context: &mut Context<'_>, page: &LibraryPage) -> Outcome {
    let strings = context.output.strings;
    if page.suggestions.is_empty() {
        context.output.hint("library-none-missing", &[("peers", Arg::from(page.peers))]);
        return Ok(());
    }
    for suggestion in &page.suggestions {
        let args = [
            ("name", Arg::from(&suggestion.name)),
            ("having", Arg::from(suggestion.having)),
            ("looked", Arg::from(suggestion.looked)),
            ("example", Arg::from(&suggestion.example)),
        ];
        let key = if suggestion.having > 0 { "library-missing-line" } else { "library-missing-core" };
        let told = strings.t(key, &args);
        context.output.line(&told)?;
    }
    Ok(())
}

fn show(context: &mut Context<'_>, args: &LibraryShowArgs) -> Outcome {
    let desk = context.open(Access::Read)?;
    let page = desk.library(&LibraryQuery { words: args.entry.clone(), ..LibraryQuery::default() })?;
    let sought = args.entry.trim();
    let lines: Vec<&LibraryLine> =
        page.lines.iter().filter(|line| line.entry.code == sought || line.entry.name == sought).collect();
    if lines.is_empty() {
        return Err(Problem::refused("problem-library-entry-not-found").with("entry", sought).into());
    }
    if context.output.json {
        return Ok(context.output.json(&answer(&page, &lines))?);
    }
    rows(context, &lines)?;
    for line in &lines {
        let entry = &line.entry;
        for (key, text) in [
            ("field-explanation", &entry.explanation),
            ("field-library-scoring", &entry.scoring),
            ("field-library-evidence", &entry.evidence),
            ("field-library-scope", &entry.scope),
        ] {
            if !text.is_empty() {
                let label = context.output.strings.s(key);
                context.output.line(&format!("{label}  {text}"))?;
            }
        }
    }
    let named: Vec<&str> =
        lines.iter().filter_map(|line| page.tables.get(line.entry.table)).map(|table| table.name.as_str()).collect();
    for version in page.tables.iter().filter(|table| named.contains(&table.name.as_str())) {
        let args = [
            ("table", Arg::from(&version.name)),
            ("year", Arg::from(version.year.to_string())),
            ("batch", Arg::from(version.batch.to_string().chars().take(8).collect::<String>())),
            ("file", Arg::from(&version.source)),
        ];
        let key = if version.in_force { "library-version" } else { "library-version-old" };
        let told = context.output.strings.t(key, &args);
        context.output.line(&told)?;
    }
    Ok(())
}
