//! `sample bound` and `sample size`: what a sample proves and how large it must be. No database is opened.

use serde_json::{Value as Json, json};

use super::Context;
use super::args::sample::{SampleBoundArgs, SampleSizeArgs};
use super::output::Outcome;
use crate::engine::estimate::{self, Limit, Planned, Side, Size, grouped};
use crate::text::Arg;

/// `sample bound`
pub fn bound(context: &mut Context<'_>, args: &SampleBoundArgs) -> Outcome {
    let side = match args.side.as_str() {
        "lower" => Side::Lower,
        "two" => Side::Two,
        _ => Side::Upper,
    };
    let limits = estimate::bound(&args.units, args.drawn, args.found, &args.risk, side)?;
    if context.output.json {
        let count = |limit: &Option<Limit>| limit.as_ref().and_then(|limit| limit.count).map_or(Json::Null, Json::from);
        let rate = |limit: &Option<Limit>, up: bool| limit.as_ref().map_or(Json::Null, |limit| rate(limit, up));
        let value = json!({
            "upper_count": count(&limits.upper),
            "upper_rate": rate(&limits.upper, true),
            "lower_count": count(&limits.lower),
            "lower_rate": rate(&limits.lower, false),
        });
        return Ok(context.output.json(&value)?);
    }
    for (limit, keys) in [
        (&limits.lower, ["estimate-bound-lower", "estimate-bound-lower-rate"]),
        (&limits.upper, ["estimate-bound-upper", "estimate-bound-upper-rate"]),
    ] {
        let Some(limit) = limit else { continue };
        let percent = ("percent", Arg::from(limit.percent.to_string()));
        match limit.count {
            Some(count) => context.output.told(keys[0], &[("count", Arg::from(grouped(count))), percent])?,
            None => context.output.told(keys[1], &[percent])?,
        }
    }
    Ok(())
}

/// A rate for programs: a decimal of ten places, rounded outwards, without trailing zeros.
fn rate(limit: &Limit, up: bool) -> Json {
    estimate::printed_rate(limit, up).map_or(Json::Null, Json::from)
}

/// `sample size`
pub fn size(context: &mut Context<'_>, args: &SampleSizeArgs) -> Outcome {
    let planned = estimate::size(&args.units, &args.tolerable, &args.expected, &args.risk)?;
    if context.output.json {
        let value = match planned {
            Planned::Sample(Size { drawn, accepted }) => json!({"n": drawn, "c": accepted}),
            Planned::Everything => json!({"n": args.units.trim().parse::<u64>().ok(), "c": null}),
        };
        return Ok(context.output.json(&value)?);
    }
    match planned {
        Planned::Sample(Size { drawn, accepted }) => {
            let numbers = [("drawn", Arg::from(grouped(drawn))), ("accepted", Arg::from(grouped(accepted)))];
            context.output.told("estimate-size", &numbers)?;
        }
        Planned::Everything => {
            let all = [("population", Arg::from(args.units.trim()))];
            context.output.told("estimate-size-everything", &all)?;
        }
    }
    Ok(())
}
