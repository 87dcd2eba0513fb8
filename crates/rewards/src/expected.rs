//! Finds the task's expected calculations among the answer's claims, by value and by context.
//!
//! A right number in the wrong place does not count: the name of the calculation, the words of
//! its label, or the figures it is computed from must stand with it. Each claim serves one
//! expected calculation, and each expected calculation is served once.

mod sizes;
mod working;

use crate::arithmetic::{Judgement, Verdict};
use crate::assess::Context;
use crate::facts::{Expected, TaskFacts, Tolerance};
use crate::lexicon::{Classes, Lexicon};
use crate::mentions::Mention;
use crate::names::{NameKind, Names, words_of, write_out};
use crate::parse::{BlockKind, Number, NumberRole, Sentence, Span};
use crate::spans::nearby;
use crate::values::{in_unit, is_expected, is_value, shown_digits};
use crate::words::Word;
use sizes::Sizes;
use working::Working;

/// How an answer has an expected calculation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// It is not there.
    #[default]
    Missing,
    /// The right value is stated, without its working.
    Stated,
    /// The right value is the claim of a statement that shows its working.
    Worked,
    /// A value is claimed for it, and it is wrong.
    Wrong,
}

/// An expected calculation in the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CalculationMatch {
    /// How it is there.
    pub presence: Presence,
    /// The claim, or the statement that makes it.
    pub span: Option<Span>,
    /// Index into `answer.numbers` of the claim.
    pub number: Option<usize>,
    /// Index into `judgements` of the statement that makes the claim.
    pub statement: Option<usize>,
    /// Whether its value stands somewhere as a guess, or computed from figures that come from
    /// nowhere.
    pub made_up: bool,
}

/// What is needed to recognise every expected calculation, in the task's order.
pub(crate) struct Recognised<'f> {
    list: Vec<Wanted<'f>>,
    sizes: Sizes,
}

impl<'f> Recognised<'f> {
    pub(crate) fn of(facts: &'f TaskFacts, names: &Names, lexicon: &Lexicon) -> Self {
        let expected = facts.expected_calculations.iter();
        let list: Vec<_> =
            expected.map(|(name, it)| Wanted::new(name, it, names, lexicon)).collect();
        let sizes = Sizes::of(list.iter().flat_map(Wanted::ranges));
        Self { list, sizes }
    }
}

/// Finds every expected calculation of the task, in the task's order.
pub(crate) fn find(context: &Context<'_>, recognised: &Recognised<'_>) -> Vec<CalculationMatch> {
    let wanted = recognised.list.as_slice();
    let expected = &context.facts.expected_calculations;
    let mut matches = vec![CalculationMatch::default(); expected.len()];
    if expected.is_empty() {
        return matches;
    }
    let claims = claims(context);

    let mut candidates: Vec<Candidate> = Vec::new();
    // One pass over the claims: of a long answer they are more than the caches hold.
    for (claim_index, claim) in claims.iter().enumerate() {
        let number = &context.answer.numbers[claim.number];
        if !recognised.sizes.may_have(number.value.abs()) {
            continue;
        }
        for (index, wanted) in wanted.iter().enumerate() {
            // Most claims fail on their value; the words are looked at last.
            if !wanted.is_near(number) || !is_expected(number, wanted.expected, true) {
                continue;
            }
            let place = Place::of(context, claim);
            let falls = place.classes.any(Classes::DOWN);
            if !is_expected(number, wanted.expected, falls) {
                continue;
            }
            let nearness = wanted.nearness(context, claim, &place);
            if nearness == 0 {
                continue;
            }
            let working =
                claim.worked_statement(context).map(|it| wanted.working(context, it, claim.number));
            let worth_nothing = match working {
                Some(working) => working == Working::MadeUp,
                None => wanted.is_guess(context, claim, place.sentence_span),
            };
            if worth_nothing {
                matches[index].made_up = true;
                continue;
            }
            let worked = working == Some(Working::Shown);
            candidates.push(Candidate {
                wanted: index,
                claim: claim_index,
                strength: nearness + WORKED * u8::from(worked),
                worked,
            });
        }
    }
    candidates.sort_by_key(|it| (std::cmp::Reverse(it.strength), it.wanted, it.claim));
    let mut used = vec![false; claims.len()];
    for candidate in candidates {
        let found = &mut matches[candidate.wanted];
        if found.presence != Presence::Missing || used[candidate.claim] {
            continue;
        }
        used[candidate.claim] = true;
        let claim = &claims[candidate.claim];
        found.presence = if candidate.worked { Presence::Worked } else { Presence::Stated };
        found.number = Some(claim.number);
        found.statement = claim.statement;
        found.span = Some(match claim.statement {
            Some(statement) => context.judgements[statement].span,
            None => context.answer.numbers[claim.number].span,
        });
    }
    let unused = claims.iter().zip(&used).filter(|(_, used)| !**used).map(|(claim, _)| claim);
    find_wrong(context, unused, wanted, &mut matches);
    matches
}

/// Looks for values that are claimed for what is missing, and are wrong.
fn find_wrong<'c>(
    context: &Context<'_>,
    claims: impl Iterator<Item = &'c Claim>,
    wanted: &[Wanted<'_>],
    matches: &mut [CalculationMatch],
) {
    let is_missing = |index: &usize| matches[*index].presence == Presence::Missing;
    let mut missing: Vec<usize> = (0..wanted.len()).filter(is_missing).collect();
    for claim in claims {
        if missing.is_empty() {
            return;
        }
        missing.retain(|index| {
            let wrong = wanted[*index].is_wrong(context, claim);
            if wrong {
                matches[*index] = CalculationMatch {
                    presence: Presence::Wrong,
                    span: Some(match claim.statement {
                        Some(statement) => context.judgements[statement].span,
                        None => context.answer.numbers[claim.number].span,
                    }),
                    number: Some(claim.number),
                    statement: claim.statement,
                    made_up: matches[*index].made_up,
                };
            }
            !wrong
        });
    }
}

/// A claim with its working goes before one that is only stated, however near its name that is.
const WORKED: u8 = 4;

struct Candidate {
    wanted: usize,
    claim: usize,
    strength: u8,
    worked: bool,
}

/// A number that may be the result of a calculation.
struct Claim {
    number: usize,
    /// The statement that it is the claim of, or that it stands in as a step.
    statement: Option<usize>,
}

impl Claim {
    /// The statement that may be its working.
    fn worked_statement<'c>(&self, context: &'c Context<'_>) -> Option<&'c Judgement> {
        let judgement = &context.judgements[self.statement?];
        (judgement.verdict != Verdict::Wrong && !judgement.trivial).then_some(judgement)
    }
}

/// Collects the claims: results of statements, and quantities outside of statements.
fn claims(context: &Context<'_>) -> Vec<Claim> {
    let text = context.answer.text.as_bytes();
    let mut claims = Vec::with_capacity(context.answer.numbers.len());
    let mut statement = 0;
    for (index, number) in context.answer.numbers.iter().enumerate() {
        while statement < context.judgements.len()
            && context.judgements[statement].span.end <= number.span.start
        {
            statement += 1;
        }
        if number.role != NumberRole::Quantity {
            continue;
        }
        let inside =
            context.judgements.get(statement).filter(|it| it.span.start <= number.span.start);
        let is_result = inside.is_none_or(|it| {
            context.answer.statements[statement].claim.span == number.span
                || it.span.end == number.span.end
                || follows_equals(text, number.span.start)
        });
        if is_result {
            claims.push(Claim { number: index, statement: inside.map(|_| statement) });
        }
    }
    claims
}

/// Whether an equals sign, or one of its kin, stands before a position.
fn follows_equals(text: &[u8], position: usize) -> bool {
    let before = text[..position].trim_ascii_end();
    let before = before
        .strip_suffix(b"**")
        .or_else(|| before.strip_suffix(b"$"))
        .unwrap_or(before)
        .trim_ascii_end();
    before.ends_with(b"=") || before.ends_with("≈".as_bytes()) || before.ends_with(b"\\approx")
}

/// How far around a claim its sentence is read, in bytes.
const REACH: usize = 600;
/// How far before a claim its name may stand, in bytes.
const REACH_OF_A_NAME: usize = 160;
/// How many words such as "is about" may stand between a name and its value.
const MOST_LINKS: usize = 3;

/// The words among which a claim stands.
struct Place<'c> {
    sentence: &'c [Word],
    /// The words that introduce the sentence: the block so far, a short block before it.
    lead: &'c [Word],
    heading: &'c [Word],
    classes: Classes,
    sentence_span: Span,
}

impl<'c> Place<'c> {
    fn of(context: &'c Context<'_>, claim: &Claim) -> Self {
        let answer = context.answer;
        let at = answer.numbers[claim.number].span.start;
        let index = answer.sentences.partition_point(|it| it.span.end <= at);
        let around: Option<&Sentence> =
            answer.sentences.get(index).filter(|it| it.span.start <= at);
        let own = answer.numbers[claim.number].span;
        let span = around.map_or(own, |it| nearby(answer.text, own, it.span, REACH));
        let mut lead = Span { start: span.start, end: span.start };
        if let Some(sentence) = around {
            let block = &answer.blocks[sentence.block];
            lead.start = nearby(answer.text, lead, block.span, REACH).start.min(lead.start);
            // A formula on a line of its own belongs to the line before it.
            let mut index = sentence.block;
            let mut taken = 0;
            while index > 0 && taken < 3 && block.kind != BlockKind::TableRow {
                index -= 1;
                let before = &answer.blocks[index];
                let words = context.words.range(before.span).len();
                if before.kind == BlockKind::TableRow
                    || words > 40
                    || heading_between(context, before.span.end, span.start)
                {
                    break;
                }
                lead.start = before.span.start;
                taken += 1;
            }
        }
        let heading = heading_before(context, at);
        let sentence = context.words.within(span);
        let classes = sentence.iter().fold(Classes::NONE, |all, it| all | it.classes);
        Self { sentence, lead: context.words.within(lead), heading, classes, sentence_span: span }
    }
}

fn heading_between(context: &Context<'_>, start: usize, end: usize) -> bool {
    let headings = &context.answer.headings;
    let first = headings.partition_point(|it| it.span.start < start);
    headings.get(first).is_some_and(|it| it.span.start < end)
}

fn heading_before<'c>(context: &'c Context<'_>, at: usize) -> &'c [Word] {
    /// More words than a title has; an endless line may pass for a heading.
    const WORDS_OF_A_TITLE: usize = 24;
    let headings = &context.answer.headings;
    let upto = headings.partition_point(|it| it.span.start <= at);
    let Some(index) = upto.checked_sub(1) else {
        return &[];
    };
    let words = context.words.within(headings[index].title);
    &words[..words.len().min(WORDS_OF_A_TITLE)]
}

/// A few stems, of which most words are none: one bit for every 64th of all stems.
#[derive(Clone, Copy)]
struct Stems(u64);

impl Stems {
    fn of<'s>(stems: impl Iterator<Item = &'s u64>) -> Self {
        Self(stems.fold(0, |bits, it| bits | 1 << (it % 64)))
    }

    /// Whether a stem may be one of them.
    #[inline]
    fn may_have(self, stem: u64) -> bool {
        self.0 & 1 << (stem % 64) != 0
    }
}

/// An expected calculation with the words by which it is known.
pub(crate) struct Wanted<'c> {
    expected: &'c Expected,
    /// Full ways to write its name.
    ways: Vec<Vec<u64>>,
    first_words: Stems,
    /// The words of its label that carry meaning.
    content: Vec<u64>,
    content_words: Stems,
    /// The classes of those words.
    classes: Classes,
    /// Indices of its inputs among the names.
    inputs: Vec<usize>,
    /// The least and the greatest size of a number that may be its value.
    sizes: (f64, f64),
}

impl<'c> Wanted<'c> {
    fn new(name: &str, expected: &'c Expected, names: &Names, lexicon: &Lexicon) -> Self {
        let words = words_of(name);
        let written = write_out(&words);
        let mut ways = vec![words, written];
        if !expected.label.is_empty() {
            let label = expected.label.split('(').next().unwrap_or("");
            ways.insert(0, words_of(label));
        }
        ways.retain(|it| !it.is_empty());
        ways.dedup();
        let main = ways.first().map_or(&[][..], Vec::as_slice);
        let means = |it: &u64| !lexicon.classes(*it).any(Classes::FUNCTION);
        let all = !main.iter().any(means);
        let mut content = Vec::with_capacity(main.len());
        let mut classes = Classes::NONE;
        for &stem in main.iter().filter(|it| all || means(it)) {
            classes |= lexicon.classes(stem);
            if !content.contains(&stem) {
                content.push(stem);
            }
        }
        // No label has more.
        content.truncate(64);
        let first_words = Stems::of(ways.iter().filter_map(|it| it.first()));
        let content_words = Stems::of(content.iter());
        let inputs = expected.inputs.iter().filter_map(|it| names.position(it)).collect();
        let size = expected.value.abs();
        let room = match expected.tolerance {
            Tolerance::Relative(share) => size * share.abs(),
            Tolerance::Absolute(distance) => distance.abs(),
        };
        let room = room * 1.000_001 + size * 1e-9 + f64::MIN_POSITIVE;
        let sizes =
            if room.is_finite() { (size - room, size + room) } else { (0.0, f64::INFINITY) };
        Self { expected, ways, first_words, content, content_words, classes, inputs, sizes }
    }

    /// The sizes of the numbers that may be its value, as they stand or as percentages.
    fn ranges(&self) -> [(f64, f64); 3] {
        let (least, greatest) = self.sizes;
        [1.0, 100.0, 0.01].map(|it| (least * it, greatest * it))
    }

    /// Whether the size of a number allows that it is the value. This rules out nearly all numbers
    /// in a few steps; the rest is looked at more closely.
    #[inline]
    fn is_near(&self, number: &Number) -> bool {
        let size = number.value.abs();
        self.ranges().iter().any(|(least, greatest)| size >= *least && size <= *greatest)
    }

    /// How near the claim stands to what it would be the result of; 0 is not near.
    fn nearness(&self, context: &Context<'_>, claim: &Claim, place: &Place<'_>) -> u8 {
        if self.is_named(place.sentence) {
            return 4;
        }
        if let Some(statement) = claim.statement
            && self.has_inputs(context, &context.judgements[statement])
        {
            return 3;
        }
        if self.is_named(place.lead) || self.is_named(place.heading) {
            return 3;
        }
        let found = self.contents_in([place.sentence, place.lead, place.heading]);
        if found * 5 >= self.content.len() * 3 && found > 0 {
            return 2;
        }
        // "[daily_txns] rose 5.3 %" is the growth of transactions, though it says no "growth".
        let input = self.inputs.iter().any(|it| mentioned(context, *it, place.sentence_span));
        let change = self.classes.any(Classes::CHANGE) && place.classes.any(Classes::CHANGE);
        u8::from(input && (found > 0 || change))
    }

    fn is_named(&self, words: &[Word]) -> bool {
        let mut rest = words;
        while let Some(skipped) = rest.iter().position(|it| self.first_words.may_have(it.stem)) {
            rest = &rest[skipped..];
            let begins = |way: &Vec<u64>| {
                way.len() <= rest.len() && way.iter().zip(rest).all(|(stem, it)| *stem == it.stem)
            };
            if self.ways.iter().any(begins) {
                return true;
            }
            rest = &rest[1..];
        }
        false
    }

    /// How many words of its label stand among some words.
    fn contents_in(&self, places: [&[Word]; 3]) -> usize {
        let mut found = 0_u64;
        for place in places {
            for word in place.iter().filter(|it| self.content_words.may_have(it.stem)) {
                if let Some(index) = self.content.iter().position(|it| *it == word.stem) {
                    found |= 1 << (index % 64);
                }
            }
        }
        found.count_ones() as usize
    }

    /// Whether a statement computes from the figures that this calculation is computed from.
    fn has_inputs(&self, context: &Context<'_>, judgement: &Judgement) -> bool {
        if self.inputs.is_empty() {
            return false;
        }
        let shows = |input: usize| {
            let name = context.names.get(input);
            let cited = context.mentions_in(judgement.span).iter().any(|it| it.name == Some(input));
            cited
                || name.value.is_some_and(|value| {
                    judgement.operands.iter().any(|(_, span)| {
                        number_at(context, *span).is_some_and(|it| {
                            shown_digits(&context.answer.numbers[it]) >= 2
                                && is_value(&context.answer.numbers[it], value, &name.unit, 0.01)
                        })
                    })
                })
        };
        let shown = self.inputs.iter().filter(|it| shows(**it)).count();
        shown >= self.inputs.len().min(2)
    }

    /// Whether a value is claimed for this calculation and is wrong.
    fn is_wrong(&self, context: &Context<'_>, claim: &Claim) -> bool {
        let number = &context.answer.numbers[claim.number];
        if in_unit(number, &self.expected.unit).next().is_none()
            || self.is_near(number) && is_expected(number, self.expected, true)
        {
            return false;
        }
        match claim.statement {
            Some(statement) => {
                let judgement = &context.judgements[statement];
                let last = context.answer.statements[statement].claim.span == number.span;
                last && (self.is_named_right_before(context, judgement.span.start)
                    || judgement.verdict == Verdict::Wrong
                        && self.inputs.len() >= 2
                        && self.has_inputs(context, judgement))
            }
            None => {
                shown_digits(number) >= 2 && self.is_named_right_before(context, number.span.start)
            }
        }
    }

    /// Whether a full name stands right before a position, with nothing but a link between:
    /// "transactions per user = ".
    fn is_named_right_before(&self, context: &Context<'_>, position: usize) -> bool {
        // A name farther off than its links reach is none; most claims have none at all before them.
        let before = &context.words.all()[..context.words.first_from(position)];
        let is_beside = |way: &Vec<u64>| {
            let near = &before[before.len().saturating_sub(way.len() + MOST_LINKS)..];
            way.len() > 1 && find_sequence(near, way).is_some()
        };
        if !self.ways.iter().any(is_beside) {
            return false;
        }
        let answer = context.answer;
        let reach = answer.text.ceil_char_boundary(position.saturating_sub(REACH_OF_A_NAME));
        let start = answer.text[reach.min(position)..position]
            .rfind('\n')
            .map_or(reach, |it| reach + it + 1);
        let words = context.words.within(Span { start, end: position });
        self.ways.iter().any(|way| {
            if way.len() < 2 {
                return false;
            }
            let Some(at) = rfind_sequence(words, way) else {
                return false;
            };
            let conditional =
                words[..at].iter().rev().take(6).any(|it| {
                    it.classes.any(Classes::CONDITION | Classes::PAST | Classes::THRESHOLD)
                });
            let end = words[at + way.len() - 1].span.end;
            let gap = &words[at + way.len()..];
            let marks = &answer.text[end..position];
            let linked = gap.len() <= MOST_LINKS
                && gap.iter().all(|it| {
                    it.classes.any(Classes::LINK | Classes::APPROXIMATE)
                        && !it.classes.any(Classes::CHANGE | Classes::OVER | Classes::UNDER)
                });
            let plain = marks.chars().all(|it| {
                it.is_alphanumeric()
                    || it.is_whitespace()
                    || matches!(
                        it,
                        ':' | '=' | '*' | '`' | '≈' | '~' | '$' | '_' | '(' | ')' | '\\'
                    )
            });
            !conditional
                && linked
                && plain
                && (!gap.is_empty() || marks.contains([':', '=', '≈', '(']))
        })
    }
}

fn number_at(context: &Context<'_>, span: Span) -> Option<usize> {
    let numbers = &context.answer.numbers;
    let mut index = context.answer.first_number_from(span.start);
    if index > 0 && numbers[index - 1].span.end > span.start {
        index -= 1;
    }
    numbers.get(index).filter(|it| it.span.start < span.end).map(|_| index)
}

/// Whether a metric is named or cited in a span.
fn mentioned(context: &Context<'_>, name: usize, span: Span) -> bool {
    let is_it = |it: &Mention| it.name == Some(name);
    context.names.get(name).kind != NameKind::Subject && context.mentions_in(span).iter().any(is_it)
}

fn find_sequence(words: &[Word], way: &[u64]) -> Option<usize> {
    let (first, rest) = way.split_first()?;
    let last = words.len().checked_sub(rest.len())?;
    let follows =
        |at: usize| words[at + 1..].iter().zip(rest).all(|(word, stem)| word.stem == *stem);
    let mut next = 0;
    while let Some(skipped) = words[next..last].iter().position(|it| it.stem == *first) {
        if follows(next + skipped) {
            return Some(next + skipped);
        }
        next += skipped + 1;
    }
    None
}

fn rfind_sequence(words: &[Word], way: &[u64]) -> Option<usize> {
    let (first, rest) = way.split_first()?;
    let last = words.len().checked_sub(rest.len())?;
    let follows =
        |at: usize| words[at + 1..].iter().zip(rest).all(|(word, stem)| word.stem == *stem);
    (0..last).rfind(|at| words[*at].stem == *first && follows(*at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scorer::Scorer;
    use crate::testing::facts;

    fn check(text: &str, expect: [Presence; 2]) {
        Scorer::default().with_context(text, &facts(), None, |context| {
            let found: Vec<Presence> = context.calculations.iter().map(|it| it.presence).collect();
            assert_eq!(found, expect, "{text}");
        });
    }

    #[test]
    fn values_need_their_context() {
        use Presence::{Missing, Stated, Wrong};
        check("Transactions per user came to 3.08.", [Stated, Missing]);
        check("Failed transactions: 15,633", [Missing, Stated]);
        check("The sky is 3.08 miles high.", [Missing, Missing]);
        check("Transactions per user = 4.12", [Wrong, Missing]);
        check("**Failed transactions** ≈ 15,600", [Missing, Stated]);
    }
}
