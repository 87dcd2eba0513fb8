//! `cortex export`.

use std::io::Write as _;

use crate::args::Export;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::recipe::find_run;
use crate::style::label;

pub(crate) fn run(args: &Export) -> Result<Exit, Failure> {
    let folders = args.runs.iter().map(|run| find_run(run, &args.output_dir));
    let folders = folders.collect::<Result<Vec<_>, _>>()?;
    let exported = generator::export(&folders, &args.output_dir)?;
    let files = &exported.files;
    if args.json {
        let json = serde_json::json!({
            "examples": exported.examples,
            "wanted": exported.wanted,
            "split": exported.split,
            "files": {
                "raw": files.raw, "training": files.training,
                "train": files.train, "eval": files.eval,
            },
        });
        let mut out = std::io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &json).map_err(Failure::failed)?;
        out.write_all(b"\n").map_err(Failure::failed)?;
    }
    let split = &exported.split;
    let told = format!(
        "{} of {} examples; {} train, {} eval",
        exported.examples, exported.wanted, split.train, split.eval
    );
    anstream::eprintln!("{}", label("exported", &told));
    for (name, path) in [
        ("raw", &files.raw),
        ("training", &files.training),
        ("train", &files.train),
        ("eval", &files.eval),
    ] {
        anstream::eprintln!("{}", label(name, &path.display().to_string()));
    }
    Ok(if exported.examples < exported.wanted { Exit::Short } else { Exit::Done })
}
