//! `cortex generate`.

use std::path::Path;
use std::sync::Arc;

use analyst::Analyst;
use anyhow::anyhow;
use conditions::RuleBook;
use generator::{Pipeline, Selector, Settings, Silent, Window};
use openrouter::OpenRouter;
use rewards::Scorer;

use crate::args::{Generate, Size, Source};
use crate::clock;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::keys::Environment;
use crate::live;
use crate::market_source;
use crate::progress::Terminal;
use crate::summary;
use crate::verify;

pub(crate) fn run(args: &Generate) -> Result<Exit, Failure> {
    let config = Config::read(args.config.as_deref())?;
    let settings = settings(args, &config)?;
    let market_dir = args.market_dir.as_deref().or(config.generate.market_dir.as_deref());
    let source = args.source.or(config.generate.source).unwrap_or_else(|| {
        // A live run is about live data, unless a folder is named.
        if args.offline || market_dir.is_some() { Source::Files } else { Source::Flipside }
    });
    let environment =
        if args.offline { Environment::default() } else { Environment::read(Path::new(".env"))? };
    let answers = if args.offline {
        Answers::Analyst
    } else {
        let model = config.generate.model.as_deref();
        let choice = live::Choice::new(&environment, args.model.as_deref(), model)?;
        environment.require(&[market_source::keys(source), choice.keys()].concat())?;
        Answers::Live(choice.open(&environment)?)
    };
    let scorer = Scorer::new(config.rewards.clone()).map_err(Failure::usage)?;
    let pipeline = Pipeline {
        source: market_source::open(
            source,
            market_dir,
            args.offline,
            &config.flipside,
            &environment,
        )?,
        assessor: Arc::new(RuleBook::default()),
        model: match &answers {
            Answers::Analyst => Arc::new(Analyst),
            Answers::Live(model) => model.clone(),
        },
        scorer: Arc::new(scorer),
        reporter: if args.quiet { Arc::new(Silent) } else { Arc::new(Terminal::new(args.verbose)) },
        clock: clock::clock()?,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::failed)?;
    let outcome = runtime.block_on(async {
        if let Answers::Live(model) = &answers
            && !args.quiet
        {
            live::tell(model, settings.examples).await?;
        }
        generator::generate(&pipeline, &settings).await.map_err(Failure::from)
    })?;
    let verified = if args.verify_all {
        Some(verify::verify(&outcome.files.raw, &pipeline.scorer)?)
    } else {
        None
    };
    if args.json {
        summary::json(&outcome, verified.as_ref()).map_err(Failure::failed)?;
    }
    if !args.quiet {
        summary::print(&outcome, verified.as_ref());
    }
    match &outcome.stopped {
        Some(stopped) => Err(Failure::stopped(stopped, outcome.accepted, outcome.wanted)),
        None if outcome.is_complete() => Ok(Exit::Done),
        None => Ok(Exit::Short),
    }
}

/// What answers.
enum Answers {
    Analyst,
    Live(Arc<OpenRouter>),
}

/// Flags before configuration before defaults.
fn settings(args: &Generate, config: &Config) -> Result<Settings, Failure> {
    let file = &config.generate;
    let defaults = Settings::default();
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
    Ok(Settings {
        size: size.to_owned(),
        examples,
        selectors,
        window,
        seed: args.seed.or(file.seed).unwrap_or(defaults.seed),
        output_dir: args
            .output_dir
            .clone()
            .or_else(|| file.output_dir.clone())
            .unwrap_or(defaults.output_dir),
        min_quality: least.filter(|_| !skip),
        unvalidated_rewards: args.unvalidated_rewards,
        max_attempts: args.max_attempts.or(file.max_attempts).unwrap_or(defaults.max_attempts),
        concurrency: args
            .concurrency
            .or(file.concurrency)
            .map_or(defaults.concurrency, |n| n as usize),
        split: args.split.or(file.split).map_or(defaults.split, Into::into),
        eval_fraction: args.eval_fraction.or(file.eval_fraction).unwrap_or(defaults.eval_fraction),
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
