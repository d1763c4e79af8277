//! `sample estimate` and the papers of the spot check: what was found, what that proves, and the files that say so.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::args::results::{EstimateArgs, ExportWorkpaperArgs, ExportYearArgs};
use super::desk::Access;
use super::output::{Column, Outcome, numbers, words};
use super::progress::Watch;
use super::{Context, json};
use crate::engine::estimate;
use crate::engine::spot_check::reports::PaperAsk;
use crate::engine::spot_check::results::{
    Agreement, DepartmentDifference, DepartmentResult, Difference, FEWEST, GradeMatrix, Inference, Inflated,
    InflatedUnit, InflationRow, Measured, Results, ResultsAsk, Statement, Tally,
};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::recheck::RecheckLine;
use crate::model::review::Grade;
use crate::text::{Arg, Strings};

const DEPARTMENTS: [Column; 10] = [
    words("paper-column-department", 24),
    numbers("paper-column-frame"),
    numbers("paper-column-drawn"),
    numbers("paper-column-done"),
    numbers("paper-column-found"),
    numbers("paper-column-most"),
    numbers("paper-column-certain"),
    numbers("paper-column-certain-found"),
    numbers("paper-column-index"),
    numbers("paper-column-place"),
];

/// `sample estimate`
pub fn estimate(context: &mut Context<'_>, args: &EstimateArgs) -> Outcome {
    let at_most = args.at_most.as_deref().map(tolerable).transpose()?;
    let desk = context.open(Access::Read)?;
    let mut results = desk.spot_check_results(&ResultsAsk { year: args.year, at_most, ..ResultsAsk::default() })?;
    if let Some(name) = &args.department {
        results.departments.retain(|one| one.name == *name);
        if results.departments.is_empty() {
            return Err(Problem::refused("problem-results-no-department").with("department", name).into());
        }
    }
    let strings = context.output.strings;
    if context.output.json {
        let value = match &args.department {
            None => everything(&results, strings),
            Some(_) => results.departments.first().map_or(Json::Null, |one| department(one, strings)),
        };
        return Ok(context.output.json(&value)?);
    }
    let Some(year) = results.year else {
        return Ok(context.output.told("problem-sample-nothing", &[])?);
    };
    context.output.told("results-title", &[("year", Arg::from(year.to_string()))])?;
    if args.department.is_none() {
        whole(context, &results)?;
    }
    let said = results.departments.iter().filter(|_| args.department.is_some()).flat_map(|one| &one.statements);
    for said in said {
        context.output.line(&strings.told(said.key, &said.args))?;
    }
    if !results.departments.is_empty() {
        let rows: Vec<Vec<String>> = results.departments.iter().map(|one| line(one, strings)).collect();
        context.output.line("")?;
        context.output.table(&DEPARTMENTS, &rows)?;
    }
    Ok(())
}

fn tolerable(text: &str) -> Result<rust_decimal::Decimal, Problem> {
    let rate = estimate::rate(text)?;
    if rate.is_zero() || rate.is_sign_negative() || rate >= rust_decimal::Decimal::ONE {
        return Err(Problem::new(ProblemKind::Usage, "problem-estimate-tolerable").with("tolerable", text));
    }
    Ok(rate)
}

/// What is said of the whole.
fn whole(context: &mut Context<'_>, results: &Results) -> Outcome {
    let strings = context.output.strings;
    if let Some(draw) = &results.draw {
        context.output.told(
            "results-rates",
            &[
                ("units", Arg::from(draw.units.to_string())),
                ("random", Arg::from(draw.random.to_string())),
                ("percent", Arg::from(&draw.rate_random)),
                ("certain", Arg::from(draw.certain.to_string())),
                ("all", Arg::from(&draw.rate_all)),
            ],
        )?;
    }
    context.output.told("results-attribute", &[])?;
    for said in results.statements.iter().chain(&results.coach) {
        context.output.line(&strings.told(said.key, &said.args))?;
    }
    if let Some(problem) = &results.why_not {
        context.output.line(&strings.problem(problem))?;
    }
    if let Some(found) = &results.difference {
        let (above, equal, below) = found.signs;
        context.output.told(
            "results-differences",
            &[
                ("above", Arg::from(above)),
                ("equal", Arg::from(equal)),
                ("below", Arg::from(below)),
                ("over", Arg::from(found.above.to_string())),
                ("under", Arg::from(found.below.to_string())),
                ("size", Arg::from(found.mean_size.map(|size| size.to_string()).unwrap_or_default())),
            ],
        )?;
    }
    if let Some(both) = &results.agreement {
        let (low, high) = both.rows_percent.unwrap_or_default();
        if both.rows > 0 {
            context.output.told(
                "results-agreement-rows",
                &[
                    ("rows", Arg::from(both.rows)),
                    ("same", Arg::from(both.rows_same)),
                    ("low", Arg::from(low.to_string())),
                    ("high", Arg::from(high.to_string())),
                ],
            )?;
        }
        if both.grades > 0 {
            let args = [("grades", Arg::from(both.grades)), ("same", Arg::from(both.grades_same))];
            context.output.told("results-agreement-grades", &args)?;
        }
        if both.seconds > 0 {
            let args = [("seconds", Arg::from(both.seconds)), ("open", Arg::from(both.seconds_open))];
            context.output.told("results-agreement-seconds", &args)?;
        }
        if both.released > 0 {
            context.output.told("results-agreement-released", &[("released", Arg::from(both.released))])?;
        }
        if both.verdicts > 0 {
            let args = [("rows", Arg::from(both.verdicts)), ("same", Arg::from(both.verdicts_same))];
            context.output.told("results-agreement-verdicts", &args)?;
        }
        let measures = [
            ("results-agreement-grades-kappa", both.kappa.map(|(value, low, high)| (value, Some((low, high))))),
            (
                "results-agreement-verdicts-kappa",
                both.verdicts_kappa.map(|(value, low, high)| (value, Some((low, high)))),
            ),
            ("results-agreement-points-alpha", both.points_alpha),
        ];
        for (key, measure) in measures {
            let Some((value, ends)) = measure else { continue };
            let end = |end: Option<rust_decimal::Decimal>| {
                Arg::from(end.map_or_else(|| "?".to_owned(), |end| end.to_string()))
            };
            let args = [
                ("value", Arg::from(value.to_string())),
                ("low", end(ends.map(|ends| ends.0))),
                ("high", end(ends.map(|ends| ends.1))),
            ];
            context.output.told(key, &args)?;
        }
    }
    if results.matrix.counted() > 0 {
        context.output.line("")?;
        matrix(context, &results.matrix)?;
    }
    follows(context, results)
}

/// The largest deviations, what follows for how many, and which units the next draw may take in any case.
fn follows(context: &mut Context<'_>, results: &Results) -> Outcome {
    let strings = context.output.strings;
    let points =
        |points: Option<rust_decimal::Decimal>| Arg::from(points.map(|it| format!("{it:.2}")).unwrap_or_default());
    if !results.largest.is_empty() {
        context.output.line("")?;
    }
    for line in results.largest.iter().filter_map(|at| results.lines.get(*at)) {
        let args = [
            ("name", Arg::from(&line.name)),
            ("department", Arg::from(&line.department)),
            ("own", points(line.filed)),
            ("verified", points(line.verified)),
        ];
        context.output.told("results-largest", &args)?;
    }
    for one in results.consequences.iter().filter(|one| !one.lines.is_empty()) {
        let words = if strings.has(&one.words) { strings.s(&one.words) } else { one.words.clone() };
        let grades: Vec<String> = one.grades.iter().map(|grade| strings.grade(*grade)).collect();
        let args = [
            ("words", Arg::from(words)),
            ("grades", Arg::from(grades.join("/"))),
            ("count", Arg::from(one.lines.len())),
            ("amount", Arg::from(one.amount.ten_thousand_yuan())),
        ];
        context.output.told("results-consequence", &args)?;
    }
    if let Some(inflated) = results.inflated.as_ref().filter(|inflated| !inflated.units.is_empty()) {
        let args =
            [("count", Arg::from(inflated.units.len())), ("from", Arg::from(inflated.from.normalize().to_string()))];
        context.output.told("results-flagged", &args)?;
    }
    Ok(())
}

fn matrix(context: &mut Context<'_>, matrix: &GradeMatrix) -> Outcome {
    let strings = context.output.strings;
    context.output.told("paper-circular-matrix", &[])?;
    const COLUMNS: [Column; 6] = [
        words("paper-column-part", 12),
        words("paper-column-self-grade", 12),
        numbers("grade-excellent"),
        numbers("grade-good"),
        numbers("grade-fair"),
        numbers("grade-poor"),
    ];
    let mut rows = Vec::new();
    for (part, table) in [("results-part-random", &matrix.random), ("results-part-certain", &matrix.certain)] {
        if table.iter().flatten().sum::<u64>() == 0 {
            continue;
        }
        for (own, counts) in Grade::ALL.iter().zip(table) {
            let mut row = vec![strings.s(part), strings.grade(*own)];
            row.extend(counts.iter().map(u64::to_string));
            rows.push(row);
        }
    }
    Ok(context.output.table(&COLUMNS, &rows)?)
}

fn line(one: &DepartmentResult, strings: &Strings) -> Vec<String> {
    let told = one.inference.as_ref().filter(|it| it.drawn >= FEWEST || it.drawn == it.units);
    let inflation = one.inflation.as_ref().filter(|it| it.place.is_some());
    vec![
        one.name.clone(),
        one.frame.map(|frame| frame.to_string()).unwrap_or_default(),
        one.random.units.to_string(),
        one.random.done.to_string(),
        one.random.found.to_string(),
        told.map_or_else(|| strings.s("results-facts-only"), |it| it.most.to_string()),
        one.certain.units.to_string(),
        one.certain.found.to_string(),
        inflation.map(|it| it.index.to_string()).unwrap_or_default(),
        inflation.and_then(|it| it.place).map(|place| place.to_string()).unwrap_or_default(),
    ]
}

fn said(statements: &[Statement], strings: &Strings) -> Json {
    statements.iter().map(|said| json!({"key": said.key, "text": strings.told(said.key, &said.args)})).collect()
}

fn tally(tally: Tally) -> Json {
    json!({
        "units": tally.units, "done": tally.done, "open": tally.open(), "found": tally.found, "refused": tally.refused,
        "replaced": tally.replaced,
    })
}

fn inference(found: &Option<Inference>) -> Json {
    found.as_ref().map_or(Json::Null, |it| {
        json!({
            "units": it.units, "drawn": it.drawn, "found": it.found, "least": it.least, "most": it.most,
            "share_percent": it.share, "upper_percent": it.upper, "worst_case": it.worst_case, "confidence": "0.95",
        })
    })
}

fn interval(ends: &Option<(rust_decimal::Decimal, rust_decimal::Decimal)>) -> Json {
    ends.map_or(Json::Null, |(low, high)| json!([low.to_string(), high.to_string()]))
}

fn inflation(row: &Option<InflationRow>) -> Json {
    row.as_ref().map_or(Json::Null, |it| {
        json!({
            "place": it.place, "rechecks": it.drawn, "mean": it.mean.map(|mean| mean.to_string()),
            "index": it.index.to_string(), "interval": interval(&it.interval),
        })
    })
}

fn mean(found: &Option<DepartmentDifference>) -> Json {
    found.as_ref().map_or(
        Json::Null,
        |it| json!({"rechecks": it.drawn, "mean": it.mean.to_string(), "interval": interval(&it.interval)}),
    )
}

fn difference(found: &Option<Difference>) -> Json {
    found.as_ref().map_or(Json::Null, |it| {
        json!({
            "mean": it.mean.map(|mean| mean.to_string()), "interval": interval(&it.interval),
            "above": it.signs.0, "equal": it.signs.1, "below": it.signs.2,
            "sum_above": it.above.to_string(), "sum_below": it.below.to_string(),
            "mean_size": it.mean_size.map(|size| size.to_string()),
            "design_effect": it.design_effect.map(|effect| effect.to_string()), "collapsed": it.collapsed,
        })
    })
}

fn grades(matrix: &GradeMatrix) -> Json {
    let ends = |rate: &Option<(String, String, String)>| {
        rate.as_ref().map_or(Json::Null, |(share, low, high)| json!({"share": share, "interval": [low, high]}))
    };
    let printed = |rows: &Vec<Vec<rust_decimal::Decimal>>| -> Json {
        rows.iter().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>()).collect()
    };
    json!({
        "order": Grade::ALL.map(Grade::id), "random": matrix.random, "certain": matrix.certain,
        "estimated": matrix.estimated.as_ref().map_or(Json::Null, printed), "shares_percent": matrix.shares,
        "equal_percent": matrix.equal,
        "over_percent": ends(&matrix.over), "under_percent": ends(&matrix.under),
        "kappa": matrix.kappa.map(|kappa| kappa.to_string()),
    })
}

fn kappa((value, low, high): Measured) -> Json {
    json!({"value": value.to_string(), "interval": [low.to_string(), high.to_string()]})
}

fn agreement(both: &Option<Agreement>) -> Json {
    both.as_ref().map_or(Json::Null, |it| {
        json!({
            "rows": it.rows, "rows_same": it.rows_same, "rows_percent": interval(&it.rows_percent),
            "grades": it.grades, "grades_same": it.grades_same, "kappa": it.kappa.map(kappa),
            "seconds": it.seconds, "seconds_open": it.seconds_open,
            "seconds_released": it.released,
            "verdicts": it.verdicts, "verdicts_same": it.verdicts_same, "verdicts_kappa": it.verdicts_kappa.map(kappa),
            "points_alpha": it.points_alpha.map(|(value, ends)| {
                json!({"value": value.to_string(), "interval": ends.map(|(low, high)| [low.to_string(), high.to_string()])})
            }),
        })
    })
}

fn department(one: &DepartmentResult, strings: &Strings) -> Json {
    json!({
        "department": one.name, "frame": one.frame, "random": tally(one.random), "certain": tally(one.certain),
        "targeted": tally(one.targeted), "difference": mean(&one.difference), "inference": inference(&one.inference),
        "inflation": inflation(&one.inflation),
        "statements": said(&one.statements, strings),
    })
}

fn everything(results: &Results, strings: &Strings) -> Json {
    let draw = results.draw.as_ref().map_or(Json::Null, |draw| {
        json!({
            "units": draw.units, "random": draw.random, "certain": draw.certain, "excluded": draw.excluded,
            "rate_random": draw.rate_random, "rate_all": draw.rate_all, "public": draw.public,
        })
    });
    let consequences = results.consequences.iter().map(|one| {
        let lines = one.lines.iter().filter_map(|at| results.lines.get(*at));
        json!({
            "consequence": one.words, "grades": one.grades.iter().map(|grade| grade.id()).collect::<Vec<_>>(),
            "projects": lines.map(unit).collect::<Vec<_>>(), "amount": one.amount.yuan(),
            "without_amount": one.without_amount,
        })
    });
    let largest = results.largest.iter().filter_map(|at| results.lines.get(*at)).map(unit);
    let inflated = results.inflated.as_ref().map_or(
        Json::Null,
        |inflated| json!({"from": inflated.from.to_string(), "draw": inflated.draw, "units": inflated_units(inflated)}),
    );
    let (over, equal, under) = results.matrix.signs();
    json!({
        "year": results.year, "evaluated": results.evaluated, "least_percent": results.least.to_string(),
        "statuses": results.counts.iter().map(|(status, count)| (status.id(), *count)).collect::<BTreeMap<_, _>>(),
        "grades": {"over": over, "equal": equal, "under": under},
        "largest": largest.collect::<Vec<_>>(), "consequences": consequences.collect::<Vec<_>>(), "inflated": inflated,
        "draw": draw, "random": tally(results.random), "certain": tally(results.certain),
        "targeted": tally(results.targeted), "inference": inference(&results.inference),
        "why_not": results.why_not.as_ref().map(|problem| problem.key),
        "difference": difference(&results.difference), "matrix": grades(&results.matrix),
        "agreement": agreement(&results.agreement),
        "departments": results.departments.iter().map(|one| department(one, strings)).collect::<Vec<_>>(),
        "statements": said(&results.statements, strings), "coach": said(&results.coach, strings),
    })
}

/// A recheck by what people call it.
fn unit(line: &RecheckLine) -> Json {
    let number = |number: Option<rust_decimal::Decimal>| number.map(|number| number.to_string());
    json!({
        "code": line.code, "name": line.name, "department": line.department, "unit": line.unit,
        "self": number(line.filed), "verified": number(line.verified), "amount": line.amount.map(|amount| amount.yuan()),
    })
}

/// Units that score themselves too high.
pub(super) fn inflated_units(inflated: &Inflated) -> Vec<Json> {
    let one = |unit: &InflatedUnit| {
        json!({
            "department": unit.department, "unit": unit.unit, "rechecks": unit.drawn, "index": unit.index.to_string(),
        })
    };
    inflated.units.iter().map(one).collect()
}

/// `export recheck`
pub fn export_recheck(context: &mut Context<'_>, args: &ExportYearArgs) -> Outcome {
    export(context, args, &PaperAsk::Recheck(ResultsAsk { year: args.year, ..ResultsAsk::default() }))
}

/// `export circular`
pub fn export_circular(context: &mut Context<'_>, args: &ExportYearArgs) -> Outcome {
    export(context, args, &PaperAsk::Circular(ResultsAsk { year: args.year, ..ResultsAsk::default() }))
}

/// `export workpaper`
pub fn export_workpaper(context: &mut Context<'_>, args: &ExportWorkpaperArgs) -> Outcome {
    export(context, &args.paper, &PaperAsk::Workpaper(args.project.clone(), args.paper.year))
}

fn export(context: &mut Context<'_>, args: &ExportYearArgs, ask: &PaperAsk) -> Outcome {
    if args.out.exists() && !args.replace {
        return Err(Problem::refused("problem-file-exists").with("path", args.out.display()).into());
    }
    let strings = context.output.strings;
    let desk = context.open(Access::Read)?;
    let path = args.out.display().to_string();
    if context.dry_run {
        let rows: usize = desk.paper(ask, strings)?.sections.iter().map(|section| section.rows.len()).sum();
        if context.output.json {
            let value = json!({"path": path, "rows": rows, "sha256": null, "dry_run": true});
            return Ok(context.output.json(&value)?);
        }
        let args = [("path", Arg::from(path)), ("rows", Arg::from(rows))];
        return Ok(context.output.told("results-paper-would-be-written", &args)?);
    }
    let written = {
        let mut watch = Watch::new(&context.output);
        desk.export_paper(&args.out, ask, args.replace, strings, &mut |progress| watch.tell(progress))?
    };
    if context.output.json {
        return Ok(context.output.json(&json::sheet(&written))?);
    }
    context.output.told("sheet-written", &[("path", Arg::from(path)), ("rows", Arg::from(written.rows))])?;
    context.output.hint("sha256", &[("sha256", Arg::from(&written.sha256))]);
    Ok(())
}
