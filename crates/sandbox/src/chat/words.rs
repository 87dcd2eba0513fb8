//! What is said: the trace and the answer to a prompt.

use analyst::Analyst;
use llm::{Request, Sampling};

use crate::app::hash;
use crate::config::{Answers, ChatConfig};

/// A trace and an answer, both whole.
pub(super) struct Words {
    pub(super) trace: String,
    pub(super) answer: String,
}

/// What follows an answer that is to be longer.
const PADDING: &str = "\n\n(The sandbox lengthens this answer with a sentence that means nothing.)";

const OPENINGS: [&str; 4] =
    ["Thank you for your message.", "Hello!", "Good day.", "Thanks for asking."];
const THOUGHTS: [&str; 3] = [
    "The message is none of the questions that I can work out.",
    "I look for a table of daily figures in the message and find none.",
    "There is nothing here to compute from.",
];
const OFFERS: [&str; 3] = [
    "Send a prompt made by `cortex` to get a worked analysis.",
    "A prompt of Cortex, with its table of daily figures, would get a worked analysis.",
    "To prompts made by Cortex I give worked analyses.",
];

impl Words {
    /// Answers a prompt; the same prompt and seed get the same words.
    pub(super) fn of(prompt: &str, seed: u64, config: &ChatConfig) -> Self {
        let analysis = match config.answers {
            Answers::Short => None,
            Answers::Analyst => {
                let sampling = Sampling { seed, ..Sampling::default() };
                // An error means that the prompt is none of ours, which is no error here.
                Analyst.answer(&Request::new(prompt, sampling)).ok()
            }
        };
        let mut words = match analysis {
            Some(done) => Self { trace: done.reasoning.unwrap_or_default(), answer: done.answer },
            None => Self::plain(prompt, seed),
        };
        while words.answer.len() < config.answer_bytes {
            words.answer.push_str(PADDING);
        }
        words
    }

    /// A few polite sentences that say what they are.
    fn plain(prompt: &str, seed: u64) -> Self {
        let draw = hash(&(seed, prompt));
        let pick =
            |texts: &[&'static str], shift: u32| texts[(draw >> shift) as usize % texts.len()];
        let quote: String = prompt.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
        let (opening, thought, offer) = (pick(&OPENINGS, 0), pick(&THOUGHTS, 8), pick(&OFFERS, 16));
        Self {
            trace: format!(
                "The message begins “{quote}”. {thought} I say so politely — number {:04} of my \
                 ways to put it.",
                draw % 10_000
            ),
            answer: format!(
                "{opening} This answer is synthetic: it comes from Cortex's sandbox, where a \
                 program imitates a language model. No model has read your message. {offer}"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROMPT: &str = include_str!("../../../analyst/prompts/growth_projection.txt");

    #[test]
    fn our_prompts_get_analyses_and_others_an_explanation() {
        let config = ChatConfig::default();
        let words = Words::of(PROMPT, 1, &config);
        assert!(words.answer.contains("confidence interval"), "{}", words.answer);
        assert!(!words.trace.is_empty());
        assert_ne!(words.answer, Words::of(PROMPT, 2, &config).answer);
        assert_eq!(words.answer, Words::of(PROMPT, 1, &config).answer);
        let words = Words::of("What is love?", 1, &config);
        assert!(words.answer.contains("This answer is synthetic"), "{}", words.answer);
        assert!(!words.trace.is_empty());
    }

    #[test]
    fn answers_can_be_short_or_long() {
        let short = ChatConfig { answers: Answers::Short, ..ChatConfig::default() };
        assert!(Words::of(PROMPT, 1, &short).answer.len() < 500);
        let long = ChatConfig { answer_bytes: 50_000, ..ChatConfig::default() };
        let length = Words::of(PROMPT, 1, &long).answer.len();
        assert!((50_000..50_100).contains(&length), "{length}");
    }
}
