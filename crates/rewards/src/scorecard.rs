//! What leaves the scorer: scores, verdicts and evidence, with positions in Unicode characters.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::arithmetic::{Judgement, Verdict};
use crate::assess::{Assessment, Finding};
use crate::grounding::{Grounding, Reading};
use crate::integrity::Integrity;
use crate::names::Names;

/// The scores of one answer, and why.
///
/// Serialises as the output of `cortex rewards score`. All positions count Unicode characters of
/// the response.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// The weighted mean of what was asked, times the integrity; `None` if nothing was asked.
    pub score: Option<f64>,
    /// The score of each reward; `None` where the task does not ask for it or its weight is 0.
    pub components: IndexMap<String, Option<f64>>,
    /// How far the answer is an honest answer to this task, in [0, 1].
    pub integrity: f64,
    /// Why the integrity is below 1.
    pub integrity_reasons: Vec<Cow<'static, str>>,
    /// The rewards that were left out of the mean.
    pub skipped: Vec<String>,
    /// Every arithmetic statement with its verdict.
    pub calculations: Vec<CheckedCalculation>,
    /// Every citation, and every metric named beside a value, with its verdict.
    pub citations: Vec<CheckedCitation>,
    /// What each reward found.
    pub evidence: Vec<CheckedEvidence>,
}

/// A judged arithmetic statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckedCalculation {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The statement as written.
    pub text: String,
    /// The claimed value.
    pub claimed: f64,
    /// The computed value, where there is one.
    pub computed: Option<f64>,
    /// `correct`, `wrong` or `unchecked`.
    pub verdict: CalculationVerdict,
    /// Why it is wrong or unchecked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'static, str>>,
}

/// The verdict on an arithmetic statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalculationVerdict {
    /// The claim follows from what is written.
    Correct,
    /// Every sensible reading was computed and none gives the claim.
    Wrong,
    /// It cannot be read with confidence.
    Unchecked,
}

impl From<Verdict> for CalculationVerdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Correct => Self::Correct,
            Verdict::Wrong => Self::Wrong,
            Verdict::Unchecked => Self::Unchecked,
        }
    }
}

/// A citation or named metric with the verdict on the value beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckedCitation {
    /// The first character of the citation and its value.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The metric, by the task's name where the task has it.
    pub metric: String,
    /// The value that the answer gives as the metric's, if it gives one.
    pub claimed: Option<f64>,
    /// The value of the task.
    pub actual: Option<f64>,
    /// `grounded`, `contradicted`, `no_value` or `unknown_metric`.
    pub verdict: Grounding,
    /// Why no value was taken, or how it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'static, str>>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckedEvidence {
    /// The reward that found it.
    pub reward: Cow<'static, str>,
    /// The first character; absent for what is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// One past the last character.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// Whether it speaks for or against the answer.
    pub verdict: Finding,
    /// What was found.
    pub note: Cow<'static, str>,
}

/// A scorecard without spans, as records keep it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoreSummary {
    /// As [`Scorecard::score`].
    pub score: Option<f64>,
    /// As [`Scorecard::components`].
    pub components: IndexMap<String, Option<f64>>,
    /// As [`Scorecard::integrity`].
    pub integrity: f64,
    /// As [`Scorecard::integrity_reasons`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub integrity_reasons: Vec<Cow<'static, str>>,
    /// As [`Scorecard::skipped`].
    pub skipped: Vec<String>,
    /// How many arithmetic statements got which verdict.
    pub calculations: CalculationCounts,
    /// How many citations got which verdict.
    pub citations: CitationCounts,
}

/// How many arithmetic statements got which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalculationCounts {
    /// The claim follows from what is written.
    pub correct: usize,
    /// It does not.
    pub wrong: usize,
    /// It could not be read with confidence.
    pub unchecked: usize,
}

/// How many citations got which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationCounts {
    /// The value given is the task's.
    pub grounded: usize,
    /// It is not.
    pub contradicted: usize,
    /// No value of the day is given with it.
    pub no_value: usize,
    /// The task has no such metric.
    pub unknown_metric: usize,
}

/// What the scorecard reports beside the rewards' own evidence.
pub(crate) struct Verdicts<'a> {
    pub(crate) judgements: &'a [Judgement],
    pub(crate) readings: &'a [Reading],
    pub(crate) names: &'a Names,
}

impl Scorecard {
    /// Weighs the assessments and turns byte positions into character positions. `unscored` has the
    /// names of the rewards, in the order of their rows.
    pub(crate) fn assemble<'n>(
        response: &str,
        unscored: IndexMap<String, Option<f64>>,
        rows: impl Iterator<Item = (&'n Cow<'static, str>, f64, Assessment)>,
        integrity: Integrity,
        verdicts: &Verdicts<'_>,
    ) -> Self {
        let mut card = Self {
            integrity: integrity.value,
            integrity_reasons: integrity.reasons,
            components: unscored,
            ..Self::default()
        };
        let mut sum = 0.0;
        let mut weights = 0.0;
        let mut evidence = Vec::with_capacity(card.components.len());
        for (score, (name, weight, assessment)) in card.components.values_mut().zip(rows) {
            *score = assessment.score;
            match assessment.score {
                Some(score) => {
                    sum += weight * score;
                    weights += weight;
                }
                None => card.skipped.push(name.to_string()),
            }
            evidence.push((name, assessment.evidence));
        }
        if weights > 0.0 {
            card.score = Some((sum / weights * card.integrity).clamp(0.0, 1.0));
        }

        let cited = verdicts.readings.iter().filter(|it| it.is_reported());
        let characters = Characters::of(response);
        card.calculations = verdicts
            .judgements
            .iter()
            .map(|judgement| CheckedCalculation {
                start: characters.at(judgement.span.start),
                end: characters.at(judgement.span.end),
                text: response
                    .get(judgement.span.start..judgement.span.end)
                    .unwrap_or("")
                    .to_owned(),
                claimed: judgement.claimed,
                computed: judgement.computed,
                verdict: judgement.verdict.into(),
                reason: judgement.reason.map(Cow::Borrowed),
            })
            .collect();
        card.citations = cited
            .map(|reading| CheckedCitation {
                start: characters.at(reading.span.start),
                end: characters.at(reading.span.end),
                metric: reading.metric_name(verdicts.names).to_owned(),
                claimed: reading.claimed,
                actual: reading.actual,
                verdict: reading.verdict,
                reason: reading.reason.map(Cow::Borrowed),
            })
            .collect();
        card.evidence.reserve_exact(evidence.iter().map(|it| it.1.len()).sum());
        for (reward, list) in evidence {
            card.evidence.extend(list.into_iter().map(|it| CheckedEvidence {
                reward: reward.clone(),
                start: it.span.map(|span| characters.at(span.start)),
                end: it.span.map(|span| characters.at(span.end)),
                verdict: it.verdict,
                note: it.note,
            }));
        }
        card
    }

    /// Returns the scorecard without spans, for records.
    pub fn summary(&self) -> ScoreSummary {
        let mut calculations = CalculationCounts::default();
        for it in &self.calculations {
            match it.verdict {
                CalculationVerdict::Correct => calculations.correct += 1,
                CalculationVerdict::Wrong => calculations.wrong += 1,
                CalculationVerdict::Unchecked => calculations.unchecked += 1,
            }
        }
        let mut citations = CitationCounts::default();
        for it in &self.citations {
            match it.verdict {
                Grounding::Grounded => citations.grounded += 1,
                Grounding::Contradicted => citations.contradicted += 1,
                Grounding::NoValue => citations.no_value += 1,
                Grounding::UnknownMetric => citations.unknown_metric += 1,
            }
        }
        ScoreSummary {
            score: self.score,
            components: self.components.clone(),
            integrity: self.integrity,
            integrity_reasons: self.integrity_reasons.clone(),
            skipped: self.skipped.clone(),
            calculations,
            citations,
        }
    }
}

/// Turns byte positions into character positions, after one pass over the text.
struct Characters<'t> {
    bytes: &'t [u8],
    /// The characters before each stretch of [`STRETCH`] bytes; empty if every character is a byte.
    before: Vec<u32>,
}

const STRETCH: usize = 8;

/// Counts the characters that begin in a stretch: continuation bytes of UTF-8, which begin none,
/// start with the bits 10.
fn characters_in(stretch: [u8; STRETCH]) -> u32 {
    /// The lowest bit of each byte.
    const LOWEST: u64 = 0x0101_0101_0101_0101;
    let bits = u64::from_le_bytes(stretch);
    let continued = (bits >> 7) & !(bits >> 6) & LOWEST;
    // The product adds up the bytes in the highest one.
    STRETCH as u32 - (continued.wrapping_mul(LOWEST) >> 56) as u32
}

/// Continuation bytes alone.
const CONTINUED: u64 = 0x8080_8080_8080_8080;

impl<'t> Characters<'t> {
    fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            before.reserve_exact(bytes.len() / STRETCH + 1);
            before.extend(bytes.as_chunks().0.iter().map(|stretch| {
                let before = count;
                count += characters_in(*stretch);
                before
            }));
            before.push(count);
        }
        Self { bytes, before }
    }

    fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes.len());
        let Some(before) = self.before.get(byte / STRETCH) else {
            return byte;
        };
        let start = byte / STRETCH * STRETCH;
        let rest = byte - start;
        let begun = if let Some(stretch) = self.bytes[start..].first_chunk() {
            // In the place of the bytes behind, those stand that begin no character.
            let behind = u64::MAX << (u8::BITS * rest as u32);
            let bits = u64::from_le_bytes(*stretch) & !behind | CONTINUED & behind;
            characters_in(bits.to_le_bytes()) as usize
        } else {
            let begins = |it: &&u8| **it & 0xC0 != 0x80;
            self.bytes[start..byte].iter().filter(begins).count()
        };
        *before as usize + begun
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Span;

    #[test]
    fn positions_count_characters() {
        let text = "≈ 7.5 – “ok”";
        let start = text.find("ok").unwrap();
        let span = Span { start, end: start + 2 };
        let characters = Characters::of(text);
        let found: String = text
            .chars()
            .skip(characters.at(span.start))
            .take(characters.at(span.end) - characters.at(span.start))
            .collect();
        assert_eq!(found, "ok");
    }

    #[test]
    fn every_position_counts_the_characters_before_it() {
        for text in ["", "7.5", "≈ 7.5 – “ok”, 5–7 % × 2 = “10–14 %”", "𝟕𝟓 ≈ ½é", "ééééééééé"]
        {
            let characters = Characters::of(text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(characters.at(byte), count, "{text} {byte}");
            }
            assert_eq!(characters.at(text.len()), text.chars().count());
        }
    }
}
