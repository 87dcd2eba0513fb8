//! Rewards metrics that are cited as `[metric_name]` where they are used.
//!
//! A use is a paragraph, list item or table row that says something with a metric. The score is
//! the share of uses with a citation, scaled by how many different metrics are cited, so that one
//! citation does not make a well-cited answer. Citations without a sentence around them are no use.
//!
//! > Users fell to 385,930 [unique_users]. Fewer [daily_txns] followed.

use crate::assess::{Assessment, Context, Evidence, Reward};
use crate::lexicon::Classes;
use crate::names::NameKind;
use crate::parse::{BlockKind, Span};

/// The share of the metrics that matter that must be cited for full marks.
const CITED_SHARE_DUE: f64 = 0.6;
/// The number of words beside its citations that make a block say something.
const WORDS_OF_A_USE: usize = 4;

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct CitationFormat;

impl Reward for CitationFormat {
    fn name(&self) -> &'static str {
        "citation_format"
    }

    fn assess(&self, context: &Context<'_>) -> Assessment {
        let facts = context.facts;
        if facts.metrics.is_empty() {
            return Assessment::not_asked();
        }
        let mut evidence = Vec::with_capacity(context.answer.blocks.len());
        let mut cited_names = vec![false; context.names.all().len()];
        let (mut cited, mut bare) = (0.0, 0.0);
        let mut mentions = context.mentions.iter().peekable();
        let mut seen: Vec<(usize, bool, Span)> = Vec::with_capacity(8);
        for block in &context.answer.blocks {
            while mentions.peek().is_some_and(|it| it.span.start < block.span.start) {
                mentions.next();
            }
            seen.clear();
            let mut unknown = 0;
            while let Some(mention) = mentions.peek()
                && mention.span.start < block.span.end
            {
                match mention.name {
                    Some(name) if is_metric(context.names.get(name).kind) && mention.strong => {
                        match seen.iter_mut().find(|it| it.0 == name) {
                            Some(known) => known.1 |= mention.cited,
                            None => seen.push((name, mention.cited, mention.span)),
                        }
                    }
                    None => unknown += 1,
                    _ => {}
                }
                mentions.next();
            }
            if seen.is_empty() && unknown == 0 {
                continue;
            }
            if block.kind != BlockKind::TableRow && !says_something(context, block.span) {
                continue;
            }
            bare += f64::from(unknown);
            for (name, is_cited, span) in &seen {
                if *is_cited {
                    cited += 1.0;
                    cited_names[*name] = true;
                } else {
                    bare += 1.0;
                    let name = &context.names.get(*name).name;
                    evidence
                        .push(Evidence::bad(*span, format!("{name} is named without citation")));
                }
            }
            if seen.iter().any(|it| it.1) {
                evidence.push(Evidence::good(block.span, "cites what it uses"));
            }
        }
        if cited == 0.0 {
            evidence.push(Evidence::missing("no metric is cited where it is used"));
            return Assessment::new(0.0, evidence);
        }
        let keys = if facts.key_metrics.is_empty() {
            facts.metrics.len()
        } else {
            facts.key_metrics.len()
        };
        let due = (keys as f64 * CITED_SHARE_DUE).max(1.0);
        let different = cited_names.iter().filter(|it| **it).count() as f64;
        let breadth = (different / due).min(1.0);
        Assessment::new(cited / (cited + bare) * breadth, evidence)
    }
}

fn is_metric(kind: NameKind) -> bool {
    matches!(kind, NameKind::Metric | NameKind::History)
}

fn says_something(context: &Context<'_>, span: Span) -> bool {
    let own = context.words.within(span).iter().filter(|it| !it.classes.any(Classes::CITED));
    own.take(WORDS_OF_A_USE).count() >= WORDS_OF_A_USE
        || context.readings_in(span).iter().any(|it| it.number.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_not_asked, check_scores, facts};

    #[test]
    fn scores() {
        check_not_asked(&CitationFormat);
        check_scores(
            &CitationFormat,
            &facts(),
            &[
                (
                    "Transactions came to 1,187,055 [daily_txns] on the day.\n\nThere were 385,930 of them [unique_users] at work.\n\nIn all 98.68% went through [success_rate] as planned.\n\nThe sum was 1,534,959 ETH [total_volume] in the end.\n\nGas cost 2.62 gwei [gas_price_gwei] on average then.",
                    1.0,
                ),
                (
                    "There were 1,187,055 of them [daily_txns] on the day.\n\nUnique users came to 385,930 and success rate to 98.68%.",
                    0.08,
                ),
                ("There were 385,930 unique users on the day.", 0.0),
                ("[daily_txns] [unique_users] [success_rate]", 0.0),
            ],
        );
    }
}
