//! Whether a value is given as the task's day's, and not looked back on.

use super::Reader;
use super::pair::Pair;
use super::time::EARLIER;
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::parse::{BlockKind, DateMention, Number, Span};
use crate::spans::nearby;
use crate::values::is_value;
use crate::words::Word;

/// Verbs that say what is, and not what was.
const PRESENT: [u64; 12] = [
    stem(b"is"),
    stem(b"are"),
    stem(b"stands"),
    stem(b"sits"),
    stem(b"remains"),
    stem(b"makes"),
    stem(b"means"),
    stem(b"implies"),
    stem(b"suggests"),
    stem(b"leaves"),
    stem(b"pays"),
    stem(b"costs"),
];

/// Words that lead to another day, or to another place of a table.
const ELSEWHERE: [u64; 22] = [
    stem(b"was"),
    stem(b"were"),
    stem(b"had"),
    stem(b"then"),
    stem(b"next"),
    stem(b"later"),
    stem(b"after"),
    stem(b"following"),
    stem(b"first"),
    stem(b"second"),
    stem(b"third"),
    stem(b"former"),
    stem(b"latter"),
    stem(b"there"),
    stem(b"row"),
    stem(b"line"),
    stem(b"table"),
    stem(b"history"),
    stem(b"base"),
    stem(b"usual"),
    stem(b"normal"),
    stem(b"typical"),
];

/// How far before a value its day may be named, and the line that leads to its list may stand, in
/// bytes.
const SETTING: usize = 600;

/// How far before a value the day that had it may be named in another block, in bytes.
const CLOSE: usize = 120;

/// How far before a sentence another day is still spoken of, if it is not named again, in bytes.
const RECENT: usize = 160;

/// How far from a value that of the task's day may stand that it is set against, in bytes.
const CONTRAST: usize = 120;

/// How many words behind a value another part of the sentence may still say when it was.
const FOLLOWED: usize = 7;

impl Reader<'_> {
    /// Whether a value that another day had is given as the task's day's: neither that day nor an
    /// earlier time is spoken of around it, or a word beside it says "now".
    ///
    /// `by_table` says that a table's column gives it as the value.
    pub(super) fn is_set_today(&self, pair: &Pair<'_>, by_table: bool) -> bool {
        let context = self.context;
        let mention = pair.mention;
        if self.is_said_of_today(pair) {
            return true;
        }
        let block = context.answer.blocks.partition_point(|it| it.span.end <= pair.first);
        let sentence = match context.answer.blocks.get(block) {
            Some(block) if block.kind == BlockKind::TableRow => {
                nearby(context.answer.text, mention.span, block.span, SETTING)
            }
            _ => pair.scope,
        };
        if self.gives_today_too(pair, sentence) {
            return false;
        }
        if by_table {
            return true;
        }
        if pair.first < sentence.start || pair.last > sentence.end {
            return false;
        }
        if self.names_day_of(pair, sentence) || self.hints_at_other_day(pair) {
            return false;
        }
        let clause = Span { start: pair.clause, end: self.clause_end(pair.last, pair.scope.end) };
        let before = context.words.within(Span { start: clause.start, end: pair.first });
        let last = before.last().map(|it| it.stem);
        // "down from 1,127,284", but "1.2 million transactions from 385,930 users".
        let stated = pair.is_number_last() && {
            context.words.within(pair.gap()).iter().any(|it| it.classes.any(Classes::VERB))
        };
        // "lower than [avg_fee] of 0.0000096" says what the metric is.
        let told = pair.is_number_last()
            && matches!(context.words.within(pair.gap()), [of] if of.stem == const { stem(b"of") });
        let source = !stated && !told && last == Some(const { stem(b"since") })
            || last == Some(const { stem(b"from") })
                && self
                    .words_before(pair)
                    .iter()
                    .rev()
                    .take(8)
                    .any(|it| it.classes.any(Classes::CHANGE));
        let compared = !told && self.is_compared_before(pair, before);
        // "Prev. close 7,484 [close_usd]": the full stop ends no sentence.
        let lead_in = context.answer.text[..pair.scope.start.min(pair.first)].trim_end();
        let abbreviated = lead_in.ends_with("rev.");
        if source || compared || abbreviated || self.is_looked_back_on(pair) {
            return false;
        }
        // "Current price: [close_usd] = $0.33"
        let lead = self.words_before(pair);
        let today = |words: &[Word]| {
            words.iter().any(|it| {
                it.classes.any(Classes::TODAY)
                    && !it.classes.any(Classes::CITED)
                    && !self.is_in_same_name(it, mention)
            })
        };
        if lead.len() <= 4 && today(lead) || today(context.words.within(clause)) {
            return true;
        }
        if context.words.within(sentence).iter().any(|it| self.is_other_day_word(it)) {
            return false;
        }
        if self.opens_with_today(pair, sentence) {
            return true;
        }
        // What stands before the sentence in its block, and the line that leads to a list.
        let start = context.answer.blocks.get(block).map_or(sentence.start, |it| it.span.start);
        let back = context.answer.text.floor_char_boundary(pair.first.saturating_sub(SETTING));
        let own = Span { start: start.max(back).min(sentence.start), end: sentence.start };
        // A day named right before, as a question may in a dialogue, which a heading may be.
        let headings = &context.answer.headings;
        let section = headings[..headings.partition_point(|it| it.span.end <= pair.first)].last();
        let near = context.answer.text.floor_char_boundary(pair.first.saturating_sub(CLOSE));
        let close =
            Span { start: near.max(section.map_or(0, |it| it.span.start)), end: pair.first };
        let asked = context.words.within(close).windows(3);
        if self.names_day_of(pair, close) || asked.into_iter().any(|it| self.is_on_other_day(it)) {
            return false;
        }
        let recent = Span {
            start: context
                .answer
                .text
                .floor_char_boundary(sentence.start.saturating_sub(RECENT).max(own.start)),
            end: sentence.start,
        };
        let leads = self.lead_of_list(block, pair.first);
        (self.leads_to_today(recent, mention) || self.is_of_now(pair, sentence, recent))
            && !self.names_day_of(pair, own)
            && leads
                .is_none_or(|it| self.leads_to_today(it, mention) && !self.names_day_of(pair, it))
    }

    /// Whether a sentence says what is, behind one that names another day: "On 2025-02-03 gas was dear.
    /// Users pay little: they are asked 3.76 gwei". What day that had the value is named nowhere
    /// near.
    fn is_of_now(&self, pair: &Pair<'_>, sentence: Span, recent: Span) -> bool {
        let context = self.context;
        let words = context.words.within(sentence);
        let present = words.iter().any(|it| PRESENT.contains(&it.stem));
        let elsewhere = |it: &Word| {
            ELSEWHERE.contains(&it.stem)
                || EARLIER.contains(&it.stem)
                || it.classes.any(Classes::TIME | Classes::PAST)
                    && !it.classes.any(Classes::CITED)
                    && !self.is_in_same_name(it, pair.mention)
                    && !self.is_own_day(it.span)
        };
        let dates = &context.answer.dates;
        let from = dates.partition_point(|it| it.span.start < recent.start);
        let dated = dates.get(from).is_some_and(|it| it.span.end <= recent.end);
        present && dated && !words.iter().any(elsewhere) && !self.names_day_of(pair, recent)
    }

    /// "For 2025-02-27 itself the figures are …", "the day under study closed with": the sentence says
    /// before the pair that it is about the task's day, and names no other.
    pub(super) fn opens_with_today(&self, pair: &Pair<'_>, sentence: Span) -> bool {
        let context = self.context;
        let lead = context.words.within(Span { start: sentence.start, end: pair.first });
        let own = lead.iter().enumerate().any(|(place, it)| {
            let under_study = it.stem == const { stem(b"day") }
                && matches!(lead.get(place + 1..), Some([under, study, ..])
                    if under.stem == const { stem(b"under") }
                            && study.stem == const { stem(b"study") }
                        || under.stem == const { stem(b"in") }
                            && study.stem == const { stem(b"question") });
            under_study
                || it.stem == const { stem(b"today") }
                || it.stem == const { stem(b"now") }
                || self.is_own_day(it.span)
        });
        let dates = &context.answer.dates;
        let from = dates.partition_point(|it| it.span.start < sentence.start);
        let mut named = dates[from..].iter().take_while(|it| it.span.start < sentence.end);
        own && named.all(|it| self.is_task_day(it))
    }

    /// Whether the words right before a pair set it against another figure: "against 1,127,284", but
    /// "nothing to compare for", and "near had 3,371,208, against bitcoin's" other networks.
    fn is_compared_before(&self, pair: &Pair<'_>, before: &[Word]) -> bool {
        let near = before
            .iter()
            .enumerate()
            .rev()
            .take(5)
            .take_while(|(_, it)| !self.is_taken(it.span, pair.mention));
        for (place, word) in near {
            let comparing = word.stem == const { stem(b"comparing") }
                || word.stem == const { stem(b"compare") };
            let with = |it: &Word| {
                it.classes.any(Classes::AGAINST)
                    || it.stem == const { stem(b"with") }
                    || it.stem == const { stem(b"to") }
            };
            let compares = word.classes.any(Classes::AGAINST)
                || word.stem == const { stem(b"than") }
                || comparing && before[place + 1..].iter().any(with);
            if compares {
                return !self.is_against_network(pair, word.span.start);
            }
        }
        false
    }

    /// Whether a metric of another network stands before the word that compares, and none of the
    /// pair's.
    fn is_against_network(&self, pair: &Pair<'_>, against: usize) -> bool {
        let Some(own) = pair.name.subject else { return false };
        // What stands before a bracket that is open still is of the sentence around it.
        let text = &self.context.answer.text[pair.scope.start.min(against)..against];
        let open = text.rfind('(').filter(|at| !text[*at..].contains(')')).unwrap_or(0);
        let lead = Span { start: pair.scope.start + open, end: against };
        let subject = |it: &Mention| it.name.and_then(|it| self.context.names.get(it).subject);
        let named = self.context.mentions_in(lead).iter().filter_map(subject);
        let mut others = false;
        for it in named {
            if it == own {
                return false;
            }
            others = true;
        }
        others
    }

    /// Whether words of the sentence speak of an earlier time, of the pair and not of another
    /// figure: "… a week earlier", but not "…, up from 1,114,302 a week earlier".
    fn is_looked_back_on(&self, pair: &Pair<'_>) -> bool {
        let back = |words: &[Word], place: usize| {
            let it = &words[place];
            let last = it.stem == const { stem(b"last") } || it.stem == const { stem(b"past") };
            (EARLIER.contains(&it.stem)
                || last && self.is_past(it, words.get(place + 1), Classes::NONE))
                && !it.classes.any(Classes::CITED)
                && !self.is_in_same_name(it, pair.mention)
        };
        let before = self.words_before(pair);
        let clause = pair.clause;
        let led = (0..before.len()).any(|place| {
            let between = Span { start: before[place].span.end, end: pair.first };
            back(before, place)
                && (before[place].span.start >= clause || !self.has_quantity(between))
        });
        let after = self.words_after(pair);
        let compared = Classes::AGAINST
            | Classes::COMPARISON
            | Classes::CHANGE
            | Classes::OVER
            | Classes::UNDER;
        // "is outside the band, and no earlier measured day is": of another day, in a part of its own.
        let clause_end = self.clause_end(pair.last, pair.scope.end);
        let other = |place: usize| {
            let it = &after[place];
            // "… also reminds me that stops are hit well before the close is"
            it.span.start >= clause_end
                && (place > FOLLOWED
                    || place > 0 && after[place - 1].classes.any(Classes::NEGATION))
        };
        let followed = (0..after.len())
            .take_while(|place| {
                !after[*place].classes.any(compared)
                    && !other(*place)
                    && !self.has_quantity(Span { start: pair.last, end: after[*place].span.end })
            })
            .any(|place| back(after, place));
        led || followed
    }

    /// Whether a day is after the task's: advice looks ahead to it.
    pub(super) fn is_to_come(&self, mention: &DateMention) -> bool {
        self.context.facts.date.is_some_and(|own| match mention.date {
            Some(date) => date > own,
            None => mention.month_day > (own.month(), own.day()),
        })
    }

    /// The paragraph that leads to the list in which a block stands, if it is close.
    fn lead_of_list(&self, block: usize, place: usize) -> Option<Span> {
        let blocks = &self.context.answer.blocks;
        blocks[..block.min(blocks.len())]
            .iter()
            .rev()
            .take_while(|it| place - it.span.end < SETTING)
            .find(|it| it.kind == BlockKind::Paragraph)
            .filter(|it| {
                self.context.answer.slice(it.span).trim_end_matches(['*', ' ']).ends_with(':')
            })
            .map(|it| it.span)
    }

    /// Whether the value of the task's day stands in the sentence too, so that the other is set
    /// against it.
    pub(super) fn gives_today_too(&self, pair: &Pair<'_>, sentence: Span) -> bool {
        let Some(actual) = pair.name.value else { return false };
        let near = nearby(self.context.answer.text, pair.mention.span, sentence, CONTRAST);
        self.context.numbers_in(near).any(|(_, it)| {
            it.span.start != pair.number.span.start
                && !self.context.is_in_statement(it.span)
                && is_value(it, actual, &pair.name.unit, 0.0)
                && !self.is_of_other_metric(it, pair)
        })
    }

    /// Whether a number stands at another metric: `[daily_txns_mean] is 1,342 thousand`.
    fn is_of_other_metric(&self, number: &Number, pair: &Pair<'_>) -> bool {
        let start = self.clause_start(pair.scope.start, number.span.start.max(pair.scope.start));
        let text = self.context.answer.text;
        let end = text.floor_char_boundary((number.span.end + 30).min(text.len()));
        let other = |it: &Mention| it.name != pair.mention.name && !self.is_subject(it);
        let before = self.context.mentions_in(Span { start, end: number.span.start });
        let behind = self.context.mentions_in(Span { start: number.span.end, end });
        before.last().is_some_and(other) || behind.first().is_some_and(other)
    }

    /// Whether a day that had the value is named in a span.
    fn names_day_of(&self, pair: &Pair<'_>, span: Span) -> bool {
        let Some(name) = pair.mention.name else { return false };
        let had = |date: &DateMention| {
            let day = self.context.past.day_of(date);
            day.and_then(|it| self.context.past.value_on(self.context.names, name, it))
                .is_some_and(|it| is_value(pair.number, it, &pair.name.unit, 0.0))
        };
        let dates = &self.context.answer.dates;
        let from = dates.partition_point(|it| it.span.start < span.start);
        dates[from..]
            .iter()
            .take_while(|it| it.span.end <= span.end)
            .any(|it| !self.is_task_day(it) && had(it))
    }

    /// Whether words right beside a value set it on the task's day: `today's [daily_txns] of …`,
    /// `[close_usd] at $61.52 today`, "(213,146 on 2025-02-07)", "for the day".
    pub(super) fn is_said_of_today(&self, pair: &Pair<'_>) -> bool {
        let now = |it: &Word| {
            it.stem == const { stem(b"now") }
                || it.stem == const { stem(b"today") }
                || it.stem == const { stem(b"currently") }
        };
        let after = self.words_after(pair);
        let after = &after[..after.len().min(3)];
        // "was 3,413.56; now it is" begins anew.
        let joined = |it: &Word| {
            let gap = self.context.answer.text.get(pair.last..it.span.start).unwrap_or("");
            !gap.contains([';', ',', '.'])
        };
        let near = after.first().is_some_and(|it| now(it) && joined(it));
        let on_the_day = |it: &[Word]| {
            matches!(it, [at, the, day, ..]
                if (at.stem == const { stem(b"on") } || at.stem == const { stem(b"for") })
                    && the.stem == const { stem(b"the") }
                    && day.stem == const { stem(b"day") })
        };
        let gap = self.context.words.within(pair.gap());
        let the_day = on_the_day(after) || gap.windows(3).any(on_the_day);
        let own_day = after.iter().take(2).any(|it| self.is_own_day(it.span));
        let before = self.words_before(pair);
        let led = before.iter().rev().take(2).any(|it| {
            now(it)
                || it.stem == const { stem(b"current") }
                || it.stem == const { stem(b"present") }
        });
        let between = gap.iter().any(|it| now(it) || self.is_own_day(it.span));
        near || the_day || own_day || led || between
    }

    /// "Having peaked at 498,394 on 7 February, the count has since shrunk to 333,466": whatever came
    /// before, the value that it came to is the day's.
    pub(super) fn arrives_now(&self, pair: &Pair<'_>) -> bool {
        /// How many words before the value say so.
        const SOON: usize = 6;
        let before = self.words_before(pair);
        let arrives = before
            .last()
            .is_some_and(|it| it.stem == const { stem(b"to") } || it.stem == const { stem(b"at") });
        let since = |it: &[Word]| {
            let had = it[0].stem == const { stem(b"has") } || it[0].stem == const { stem(b"have") };
            had && (it[1].stem == const { stem(b"since") } || it[1].stem == const { stem(b"now") })
        };
        let own = before.partition_point(|it| it.span.start < pair.clause);
        let own = own.max(before.len().saturating_sub(SOON));
        arrives && before[own..].windows(2).any(since)
    }

    /// Whether a sentence says that it gives the figures of the task's day: "On 2025-02-07 the
    /// network processed …", "the latest reading of".
    pub(super) fn is_said_to_be_todays(&self, pair: &Pair<'_>) -> bool {
        let latest = |it: &Word| {
            it.classes.any(Classes::TODAY)
                && !it.classes.any(Classes::CITED)
                && it.span.start >= pair.clause
        };
        // "the day's total fees", "On this day, Bitcoin had"
        let the_day = self.words_before(pair).windows(2).any(|it| {
            it[1].stem == const { stem(b"day") }
                && (it[0].stem == const { stem(b"this") }
                    || it[0].stem == const { stem(b"the") }
                        && self.context.answer.text[it[1].span.end..].starts_with(['\'', '’']))
        });
        the_day
            || self.is_said_of_today(pair)
            || self.opens_with_today(pair, pair.scope)
            || self.words_before(pair).iter().rev().take(4).any(latest)
    }

    /// Whether the text that leads to a mention speaks of no other day than the task's.
    pub(super) fn is_led_to_today(&self, mention: &Mention) -> bool {
        let text = self.context.answer.text;
        let start = text.floor_char_boundary(mention.span.start.saturating_sub(SETTING / 2));
        self.leads_to_today(Span { start, end: mention.span.start }, mention)
    }

    /// Whether the last time that a text speaks of is the task's day, or it speaks of none.
    fn leads_to_today(&self, span: Span, mention: &Mention) -> bool {
        let dates = &self.context.answer.dates;
        let last = dates[..dates.partition_point(|it| it.span.end <= span.end)]
            .iter()
            .rev()
            .take_while(|it| it.span.start >= span.start)
            .find(|it| !self.is_to_come(it));
        let own = last.filter(|it| self.is_task_day(it)).map(|it| it.span.end);
        if last.is_some() && own.is_none() {
            return false;
        }
        let since = Span { start: own.unwrap_or(span.start), end: span.end };
        let words = self.context.words.within(since);
        // "busier than in the days before" is said of the day itself.
        let is_against = |place: usize| {
            words[place.saturating_sub(4)..place]
                .iter()
                .any(|it| it.stem == const { stem(b"than") } || it.classes.any(Classes::AGAINST))
        };
        !words.iter().enumerate().any(|(place, it)| {
            let last = it.stem == const { stem(b"last") } || it.stem == const { stem(b"past") };
            !is_against(place)
                && (EARLIER.contains(&it.stem)
                    || last && self.is_past(it, words.get(place + 1), Classes::NONE))
                && !it.classes.any(Classes::CITED)
                && !self.is_in_same_name(it, mention)
        })
    }
}
