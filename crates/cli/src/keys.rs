//! The keys of the live services.

use anyhow::anyhow;

use crate::failure::Failure;

/// What a live run needs in the environment or in `.env`.
const KEYS: [(&str, &str); 2] = [
    ("FLIPSIDE_API_KEY", "market data from Flipside"),
    ("OPENROUTER_API_KEY", "answers from DeepSeek R1 through OpenRouter"),
];

/// Says what a live run lacks. Nothing is ever generated in its stead.
pub(crate) fn going_live() -> Failure {
    // A missing `.env` is as good as an empty one.
    let _ = dotenvy::dotenv();
    let missing: Vec<String> = KEYS
        .into_iter()
        .filter(|(key, _)| std::env::var(key).map_or(true, |value| value.trim().is_empty()))
        .map(|(key, purpose)| format!("{key} ({purpose})"))
        .collect();
    if missing.is_empty() {
        return Failure::usage(anyhow!("this version has no clients for the live services yet"))
            .hint("`--offline` answers with the built-in analyst; a model of your own joins through the `generator` crate (crates/generator/examples/embed.rs)");
    }
    Failure::usage(anyhow!("not set: {}", missing.join(", "))).hint(
        "set them in the environment or in a `.env` file, or use `--offline`, which needs no keys",
    )
}
