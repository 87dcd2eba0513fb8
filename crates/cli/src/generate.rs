//! `cortex generate`.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use analyst::Analyst;
use anyhow::anyhow;
use conditions::RuleBook;
use generator::{
    Order, Pipeline, Prices, Selector, Settings, Silent, Start, Stop, Summary, Window,
};
use market::MarketSource;
use rewards::Scorer;

use crate::args::{Generate, ShowRun, Size, Source};
use crate::clock;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::keys::Environment;
use crate::live;
use crate::logs;
use crate::market_source;
use crate::progress::Terminal;
use crate::recipe::{self, Recipe};
use crate::report::OfRun;
use crate::runs;
use crate::signals;
use crate::style::warn;
use crate::summary;
use crate::verify;

pub(crate) fn run(args: &Generate) -> Result<Exit, Failure> {
    if let (Some(run), true) = (&args.resume, args.rescore) {
        return rescore(args, run);
    }
    let prepared = match &args.resume {
        None => prepare(args)?,
        Some(run) => prepare_to_resume(args, run)?,
    };
    let Prepared { pipeline, settings, live } = prepared;
    let terminal = (!args.quiet).then(|| Arc::new(Terminal::new(args.verbose)));
    logs::start(args.verbose, terminal.clone());
    let mut pipeline = pipeline;
    pipeline.reporter = match terminal.clone() {
        Some(terminal) => Arc::new(logs::Logged(terminal)),
        None => Arc::new(logs::Logged(Arc::new(Silent))),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::failed)?;
    let outcome = runtime.block_on(async {
        if let Some(live) = &live {
            if let Some(terminal) = &terminal {
                terminal.watch(&live.throttle);
            }
            let terms = live::terms(&live.model, &settings.order, args.quiet).await?;
            live::confirm(&terms, settings.budget_usd, args.yes, args.quiet)?;
            pipeline.prices = terms.prices.map(|pricing| Prices {
                prompt_usd: pricing.prompt,
                completion_usd: pricing.completion,
                request_usd: pricing.request,
            });
        }
        let signal = signals::listen(&pipeline.stop).map_err(Failure::failed)?;
        let outcome = generator::generate(&pipeline, &settings).await.map_err(Failure::from)?;
        Ok::<_, Failure>((outcome, signal.exit()))
    });
    // A request that was cut short may sit in a thread of its own; nobody waits for it.
    runtime.shutdown_background();
    if let Some(terminal) = &terminal {
        terminal.finish();
    }
    let (outcome, signalled) = outcome?;
    finish(args, &outcome, &pipeline.scorer, signalled)
}

/// Tells what came of the run.
fn finish(
    args: &Generate,
    outcome: &Summary,
    scorer: &Scorer,
    signalled: Exit,
) -> Result<Exit, Failure> {
    let verified = match &outcome.files {
        Some(files) if args.verify_all => Some(verify::verify(&files.raw, scorer)?),
        _ => None,
    };
    let shown = report(args, outcome, scorer);
    if args.json {
        summary::json(outcome, verified.as_ref(), shown.as_ref()).map_err(Failure::failed)?;
    }
    if !args.quiet {
        summary::print(outcome, verified.as_ref(), shown.as_ref());
    }
    match &outcome.stopped {
        Some(stopped) if stopped.interrupted => {
            summary::print_how_to_go_on(outcome);
            Ok(signalled)
        }
        Some(stopped) => Err(Failure::stopped(stopped, outcome)),
        None if outcome.is_complete() => Ok(Exit::Done),
        None => Ok(Exit::Short),
    }
}

/// Writes the report of a run that has something to show. The dataset is whole without it, so a failure
/// is a warning. Whoever interrupts a run does not wait for it.
fn report(args: &Generate, outcome: &Summary, scorer: &Scorer) -> Option<OfRun> {
    let is_interrupted = outcome.stopped.as_ref().is_some_and(|stopped| stopped.interrupted);
    if args.no_report || is_interrupted || outcome.all_scores.count() == 0 {
        return None;
    }
    match crate::report::of_run(&outcome.folder, scorer) {
        Ok(report) => Some(report),
        Err(failure) => {
            anstream::eprintln!("{}", warn(&format!("there is no report: {}", failure.in_words())));
            None
        }
    }
}

/// What a run needs.
struct Prepared {
    pipeline: Pipeline,
    settings: Settings,
    /// The model, if it is asked over the network.
    live: Option<live::Live>,
}

/// Prepares a run from flags and configuration.
fn prepare(args: &Generate) -> Result<Prepared, Failure> {
    let config = Config::read(args.config.as_deref())?;
    let market_dir = args.market_dir.as_deref().or(config.generate.market_dir.as_deref());
    let source = args.source.or(config.generate.source).unwrap_or_else(|| {
        // A live run is about live data, unless a folder is named.
        if args.offline || market_dir.is_some() { Source::Files } else { Source::Flipside }
    });
    let recipe = Recipe::new(args.offline, &config);
    let settings = settings(args, &config, &recipe)?;
    let environment =
        if args.offline { Environment::default() } else { Environment::read(Path::new(".env"))? };
    let limits = live::Limits::new(args, &config);
    let live = if args.offline {
        None
    } else {
        let model = config.generate.model.as_deref();
        let choice = live::Choice::new(&environment, args.model.as_deref(), model)?;
        environment.require(&[market_source::keys(source), choice.keys()].concat())?;
        Some(choice.open(&environment, &limits)?)
    };
    let scorer = Scorer::new(config.rewards.clone()).map_err(Failure::usage)?;
    let source =
        market_source::open(source, market_dir, args.offline, &config.flipside, &environment)?;
    let pipeline = assemble(source, live.as_ref(), scorer)?;
    Ok(Prepared { pipeline, settings, live })
}

/// Puts a pipeline together; what listens and what it costs come later.
fn assemble(
    source: Arc<dyn MarketSource>,
    live: Option<&live::Live>,
    scorer: Scorer,
) -> Result<Pipeline, Failure> {
    Ok(Pipeline {
        source,
        assessor: Arc::new(RuleBook::default()),
        model: match live {
            None => Arc::new(Analyst),
            Some(live) => live.model.clone(),
        },
        scorer: Arc::new(scorer),
        reporter: Arc::new(Silent),
        clock: clock::clock()?,
        prices: None,
        stop: Stop::default(),
    })
}

/// Shows what other weights would change in a run.
fn rescore(args: &Generate, run: &str) -> Result<Exit, Failure> {
    let output_dir = args.output_dir.clone().unwrap_or_else(|| Settings::default().output_dir);
    runs::rescore(&ShowRun {
        run: run.to_owned(),
        output_dir,
        rescore: true,
        config: args.config.clone(),
        min_quality: None,
        json: args.json,
    })
}

/// Prepares a run from what its journal says, and from the flags that may change.
fn prepare_to_resume(args: &Generate, run: &str) -> Result<Prepared, Failure> {
    if args.config.is_some() {
        return Err(Failure::usage(anyhow!("`--resume` goes on with the settings of the run"))
            .hint("leave out `--config`, or see what it would change with `--rescore`"));
    }
    let output_dir = args.output_dir.clone().unwrap_or_else(|| Settings::default().output_dir);
    let folder = recipe::find_run(run, &output_dir)?;
    let (record, recipe) = recipe::read(&folder)?;
    // The files go where the run is, unless another folder is named.
    let home = folder.parent().and_then(Path::parent).map(Path::to_owned);
    let output_dir = args.output_dir.clone().or(home).unwrap_or(output_dir);
    let limits = live::Limits::new(args, &Config::default());
    let live = match &record.endpoint {
        None => None,
        Some(endpoint) => {
            let environment = Environment::read(Path::new(".env"))?;
            let choice = live::Choice::recorded(endpoint, &record.model)?;
            environment.require(choice.keys())?;
            Some(choice.open(&environment, &limits)?)
        }
    };
    let scorer = Scorer::new(recipe.rewards.clone()).map_err(Failure::usage)?;
    let settings = Settings {
        order: record.order.clone(),
        output_dir,
        concurrency: limits.concurrency(live.is_some(), Some(record.concurrency)),
        budget_usd: args.budget.or(record.budget_usd),
        grace: Duration::from_secs(args.grace),
        start: Start::Resume(folder),
        recipe: record.recipe.clone(),
    };
    let source = Arc::new(recipe::Recorded(record.data_source.clone()));
    let pipeline = assemble(source, live.as_ref(), scorer)?;
    Ok(Prepared { pipeline, settings, live })
}

/// Flags before configuration before defaults.
fn settings(args: &Generate, config: &Config, recipe: &Recipe) -> Result<Settings, Failure> {
    let file = &config.generate;
    let defaults = Order::default();
    let examples = args.examples.or(file.examples.filter(|_| args.dataset_size.is_none()));
    let size = args.dataset_size.or(file.dataset_size).unwrap_or(Size::Small);
    let (size, examples) =
        examples.map_or((size.name(), size.examples()), |examples| ("custom", examples as usize));
    let chains = args.chains.as_ref().or(file.chains.as_ref());
    let selectors = chains.map_or(defaults.selectors, |chains| {
        chains.iter().map(|chain| Selector::from(chain.as_str())).collect()
    });
    let window = if args.days.is_some() || args.from.is_some() || args.to.is_some() {
        window(args.days, args.from, args.to)?
    } else {
        window(file.days, file.from, file.to)?
    };
    let skip = args.skip_quality_check
        || (file.skip_quality_check == Some(true) && args.min_quality.is_none());
    let least = args.min_quality.or(file.min_quality).or(defaults.min_quality);
    let order = Order {
        size: size.to_owned(),
        examples,
        selectors,
        window,
        seed: args.seed.or(file.seed).unwrap_or(defaults.seed),
        min_quality: least.filter(|_| !skip),
        unvalidated_rewards: args.unvalidated_rewards,
        max_attempts: args.max_attempts.or(file.max_attempts).unwrap_or(defaults.max_attempts),
        samples: args.samples.or(file.samples),
        split: args.split.or(file.split).map_or(defaults.split, Into::into),
        eval_fraction: args.eval_fraction.or(file.eval_fraction).unwrap_or(defaults.eval_fraction),
        shard: args.shard.unwrap_or_default(),
    };
    let output_dir = args.output_dir.clone().or_else(|| file.output_dir.clone());
    Ok(Settings {
        order,
        output_dir: output_dir.unwrap_or_else(|| Settings::default().output_dir),
        concurrency: live::Limits::new(args, config).concurrency(!args.offline, None),
        budget_usd: args.budget.or(file.budget),
        grace: Duration::from_secs(args.grace),
        start: if args.new { Start::Afresh } else { Start::Continue },
        recipe: recipe.json(),
    })
}

fn window(
    days: Option<u32>,
    from: Option<jiff::civil::Date>,
    to: Option<jiff::civil::Date>,
) -> Result<Window, Failure> {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(Failure::usage(anyhow!(
            "the range ends before it begins: from {from} to {to}"
        ))
        .hint("`--from` is the earlier day"));
    }
    Ok(match (days, from, to) {
        (Some(days), ..) => Window::LastDays(days),
        (None, None, None) => Window::All,
        (None, from, to) => Window::Between(from, to),
    })
}
