//! The screens, the sample, `play`, and what is generated from the live tables.

use super::Context;
use super::args::{DemoArgs, PlayArgs};
use super::desk::Play;
use super::localise;
use super::output::{Outcome, Stop, usage};
use super::progress::Watch;
use crate::model::problem::{Problem, ProblemKind};
use crate::text::{Arg, fold};
use crate::tui::ability::Ability;

/// The screens; refused where nobody could see them.
pub fn screens(context: &mut Context<'_>) -> Outcome {
    // A terminal that cannot place a character cannot show screens; it can show lines.
    let ability = Ability::of(&|name| std::env::var(name).ok());
    let dumb = (context.interactive && !context.line && !ability.draws).then_some(ability.term);
    if (context.line || dumb.is_some()) && !context.output.json {
        context.output.flush()?;
        let language = context.output.strings.language();
        return Ok(context.doors.talk(&context.opening, language, dumb.as_deref())?);
    }
    if !context.interactive || context.output.json {
        return Err(usage("problem-no-terminal").into());
    }
    context.output.flush()?;
    Ok(context.doors.screens(&context.opening, context.output.strings.language())?)
}

/// `demo`
pub fn demo(context: &mut Context<'_>, args: &DemoArgs) -> Outcome {
    let folder = args.dir.clone().unwrap_or_else(|| context.opening.paths.data.clone());
    if context.dry_run {
        return Ok(context.output.told("dry-run-nothing-written", &[])?);
    }
    let sample = {
        let mut watch = Watch::new(&context.output);
        context.doors.build_sample(&context.opening, &folder, &mut |progress| watch.tell(progress))?
    };
    let database = sample.database.display().to_string();
    if context.output.json {
        let value = serde_json::json!({
            "db": database, "projects": sample.projects, "indicators": sample.indicators, "digest": sample.digest,
        });
        context.output.json(&value)?;
    } else {
        let args = [
            ("database", Arg::from(database)),
            ("projects", Arg::from(sample.projects)),
            ("indicators", Arg::from(sample.indicators)),
        ];
        context.output.told("demo-built", &args)?;
        context.output.hint("demo-digest", &[("digest", Arg::from(&sample.digest))]);
    }
    if args.no_open || context.output.json || !(context.interactive || context.line) {
        return Ok(());
    }
    context.opening.database = sample.database;
    screens(context)
}

/// Columns and rows as typed, e.g. `80x24`.
fn size(text: &str) -> Result<(u16, u16), Problem> {
    let folded = fold::fold(text).to_ascii_lowercase().replace('*', "x");
    folded
        .split_once('x')
        .and_then(|(columns, rows)| Some((columns.trim().parse().ok()?, rows.trim().parse().ok()?)))
        .filter(|(columns, rows)| (1..=500).contains(columns) && (1..=200).contains(rows))
        .ok_or_else(|| usage("problem-bad-size").with("value", text))
}

/// `play`
pub fn play(context: &mut Context<'_>, args: PlayArgs) -> Outcome {
    let play = Play { keys: args.keys, size: size(&args.size)?, ansi: args.ansi, svg: args.svg.is_some() };
    let played = context.doors.play(&context.opening, context.output.strings.language(), &play)?;
    if let (Some(path), Some(svg)) = (&args.svg, &played.svg) {
        std::fs::write(path, svg).map_err(|error| {
            Problem::refused("problem-not-writable").with("path", path.display()).with("detail", error)
        })?;
    }
    if context.output.json {
        return Ok(context.output.json(&serde_json::json!({"screens": played.screens}))?);
    }
    for (at, screen) in played.screens.iter().enumerate() {
        if at > 0 {
            context.output.line("")?;
        }
        for line in screen {
            if args.ansi {
                // The screens made these escape sequences themselves, after the sink rule.
                context.output.raw(format!("{line}\n").as_bytes())?;
            } else {
                context.output.line(line)?;
            }
        }
    }
    Ok(())
}

/// `completions`
pub fn completions(context: &mut Context<'_>, shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut localise::command(context.output.strings), "wenxiao", &mut script);
    Ok(context.output.raw(&script)?)
}

/// `man`: the program and each of its commands.
pub fn man(context: &mut Context<'_>) -> Outcome {
    let mut page = Vec::new();
    let mut command = localise::command(context.output.strings);
    command.build();
    let failed = |error: std::io::Error| {
        Stop::Problem(Problem::new(ProblemKind::Internal, "problem-internal").with("detail", error))
    };
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(failed)?;
    for sub in command.get_subcommands() {
        let man = clap_mangen::Man::new(sub.clone());
        man.render_synopsis_section(&mut page).map_err(failed)?;
        man.render_description_section(&mut page).map_err(failed)?;
        man.render_options_section(&mut page).map_err(failed)?;
    }
    Ok(context.output.raw(&page)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_columns_by_rows() {
        assert_eq!(size("80x24").unwrap(), (80, 24));
        assert_eq!(size("１００＊30").unwrap(), (100, 30), "as an input method types it");
        assert_eq!(size("120X40").unwrap(), (120, 40));
        for wrong in ["80", "0x0", "80x24x1", "9999x24", "x"] {
            assert_eq!(size(wrong).unwrap_err().key, "problem-bad-size", "{wrong}");
        }
    }
}
