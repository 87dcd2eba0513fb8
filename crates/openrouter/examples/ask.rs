//! Asks one question of any server with OpenAI's chat completions.
//!
//! ```sh
//! cargo run -p openrouter --example ask -- http://127.0.0.1:11434/v1 deepseek-r1 "Why is the sky blue?"
//! ```
//!
//! The key comes from `OPENROUTER_API_KEY`, if the server needs one; `--whole` asks for one body in
//! place of a stream. Ends with 0 if the answer is fit for an example, else with 1.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::error::Error;
use std::process::ExitCode;

use llm::{ReasoningModel as _, Request, Sampling};
use net::{Client, Secret};
use openrouter::{Config, Flavour, OpenRouter};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let (flags, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let [base_url, model, prompt] = words.try_into().map_err(|_| "usage: ask URL MODEL PROMPT")?;
    let key = std::env::var("OPENROUTER_API_KEY").ok().map(Secret::new).transpose()?;
    let stream = !flags.iter().any(|flag| flag == "--whole");
    let config = Config { key, model, base_url, stream, flavour: Flavour::Auto };
    let model = OpenRouter::new(config, Client::new(net::Config::default())?)?;
    match model.complete(&Request::new(prompt, Sampling::default())).await {
        Ok(completion) => {
            println!("model: {}", completion.model);
            println!("trace: {}", completion.reasoning.as_deref().unwrap_or("-"));
            println!("answer: {}", completion.answer);
            println!("usage: {:?}", completion.usage);
            let usable = completion.usable();
            println!(
                "usable: {}",
                usable.map_or_else(|why| why.to_string(), |()| "yes".to_owned())
            );
            Ok(if usable.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Err(error) => {
            println!("{:?}: {error}", error.kind());
            println!("hint: {}", error.hint().unwrap_or("-"));
            Ok(ExitCode::FAILURE)
        }
    }
}
