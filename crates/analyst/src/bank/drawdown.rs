//! How far a token has fallen, and how far it has come back.

use super::{Advice, Insight, Phrases, Stance};
use crate::brief::Brief;
use crate::measure::{Size, size};
use crate::pen::Bank;

pub(crate) static FAMILY: Phrases =
    Phrases { opener: OPENER, reading, insights: INSIGHTS, limits: LIMITS, advice: ADVICE };

const OPENER: Bank = &[
    "<net> closed <date> at <v.close_usd> <p.close_usd>, {below its peak close of|under a peak close of} <v.peak_close> <p.peak_close>.",
    "{Three prices matter|Three prices frame the question}: the close of <v.close_usd> <p.close_usd>, the peak of <v.peak_close> <p.peak_close> and the low of <v.low_since_peak> <p.low_since_peak>.",
    "{From a peak of|From a top of} <v.peak_close> <p.peak_close>, <net> {has come down|came down} to <v.close_usd> <p.close_usd> on <date>.",
    "{On <date>|On the day asked about} <net> stood at <v.close_usd> <p.close_usd>, {between|somewhere between} a low of <v.low_since_peak> <p.low_since_peak> and a peak of <v.peak_close> <p.peak_close>.",
    "{After a peak close of|From a peak close of} <v.peak_close> <p.peak_close>{ on <peakday>|} <net> {went|came} down to <v.low_since_peak> <p.low_since_peak>{ on <lowday>|}; it closed <date> at <v.close_usd> <p.close_usd>.",
    "{Where does <net> stand?|How far down is <net>?} {At|It closed at} <v.close_usd> <p.close_usd>, {against|after} a peak close of <v.peak_close> <p.peak_close>.",
];

/// The day itself has the lowest close since the peak.
fn at_low(brief: &Brief<'_>) -> bool {
    brief.v("close_usd") <= brief.v("low_since_peak")
}

fn reading(brief: &Brief<'_>, name: &str) -> Option<Bank> {
    let value = brief.r(name);
    Some(match name {
        "drawdown" if value >= 0.5 => &[
            "{That is severe|A severe fall}: more than half {of the peak price|of the value} is gone.",
            "{Over half of the peak value|More than half} {has been lost|is lost}.",
        ],
        "drawdown" if value >= 0.25 => &[
            "{That is deep|A deep fall}, {more than a correction|well beyond a correction}.",
            "{A quarter or more|At least a quarter} of the peak value {is gone|has been lost}.",
        ],
        "drawdown" if value >= 0.12 => &[
            "{That is a sizeable fall|A sizeable fall}, {though tokens have seen worse|yet no collapse}.",
            "{A correction of weight|It is a marked correction}, {not a collapse|short of a collapse}.",
        ],
        "drawdown" => &[
            "{That is moderate|A moderate fall}, {within what corrections usually take|as corrections go}.",
            "{The fall is limited|So far the fall is limited}.",
        ],
        "gain_to_recover" => &[
            "{It exceeds the drawdown|It is larger than the fall of <rm.drawdown>}, because {it starts from a lower price|the base is now smaller}.",
            "{Falls and gains are not symmetrical|Losses and gains are asymmetrical}: {after a fall of|to undo} <rm.drawdown>, {this much is needed|so much is needed}.",
            "{Back to the peak|For a full recovery} the price has to {climb by that much|gain that much}.",
        ],
        "rebound_from_low" if size(value) == Size::Flat => &[
            "{There is no rebound yet|A rebound has not begun}: the close {is|sits} at the low.",
            "{The close has not left its low|So far the low has not been left}.",
        ],
        "rebound_from_low" => &[
            "{Since the low|From the low} the price {has climbed|climbed} {by that much|to <v.close_usd>}.",
            "{Whoever bought at the low|A buyer at the low} {has gained|is ahead by} <rm.rebound_from_low>.",
            "{It is measured from|The base is} <v.low_since_peak> <p.low_since_peak>, {hence the size|a low base}.",
        ],
        "retraced" if value > 0.66 => &[
            "{Most of the distance|The larger part of the distance} between low and peak {is covered|has been covered}.",
            "{The price is back in the upper third|It stands in the upper third} of the way up.",
        ],
        "retraced" if value >= 0.40 => &[
            "{The price stands|That leaves the price} in the middle between low and peak.",
            "{A good part of the distance|A fair part} {is covered|has been covered}, {a good part is not|much of it is still open}.",
        ],
        "retraced" if value < 0.25 => &[
            "{Most of the way|The larger part of the way} {is still open|lies ahead}.",
            "{The price remains|So the price remains} in the lower quarter between low and peak.",
        ],
        "retraced" => &[
            "{Most of the way|The larger part of the way} {is still open|lies ahead}.",
            "{The price remains|So the price remains} in the lower half between low and peak.",
        ],
        "return_7d" if size(value) == Size::Flat => {
            &["{Over the week|In seven days} {the price went sideways|almost nothing happened}."]
        }
        "return_7d" => &[
            "{Over the week|In seven days} <net> <rose.return_7d> <ly.return_7d>, from <e.return_7d> on <d.return_7d>.",
            "{The latest week|The last seven days} {brought|added} a~<size.return_7d> <rise.return_7d>.",
            "{Recent direction|The recent direction} {is|reads} <up.return_7d>.",
        ],
        "volatility_14d" => &[
            "{Time enters through its square root|Risk grows with the square root of time}, {provided days are independent|if days are independent}.",
            "{That is|This amounts to} one standard deviation over {two weeks|fourteen days}.",
            "{Fourteen days carry more risk than one|Two weeks are riskier than a day}, {though far less than fourteen times|but not fourteen times}.",
        ],
        "margin" => &[
            "{The quantile|The factor} <z> {stands for|belongs to} <level> % of a normal distribution.",
            "{It is|This makes} the distance from the close to either bound.",
        ],
        _ => return None,
    })
}

const INSIGHTS: &[Insight] = &[
    Insight {
        theme: "regained",
        when: at_low,
        say: &[
            "{Nothing is regained|None of the fall is regained}: the close of <v.close_usd> <p.close_usd> {is itself the low|marks the low itself}.",
            "{The fall is still under way|A recovery has not started}: <net> closed at its lowest since the peak, <v.low_since_peak> <p.low_since_peak>.",
        ],
    },
    Insight {
        theme: "regained",
        when: |b| b.r("retraced") > 0.5,
        say: &[
            "{More than half|The larger half} of the fall {is regained|has been regained}: <r.retraced>, {a climb of|after a climb of} <r.rebound_from_low> from <v.low_since_peak> <p.low_since_peak>.",
            "{The recovery is well advanced|Recovery is past the half}: <r.retraced> of the distance, {leaving|with} <r.gain_to_recover> {to go|still to gain}.",
        ],
    },
    Insight {
        theme: "regained",
        when: |b| b.r("retraced") >= 0.25,
        say: &[
            "{Less than half|Not half} of the fall {is regained|has been regained} so far: <r.retraced>, {a climb of|after a climb of} <r.rebound_from_low> from <v.low_since_peak> <p.low_since_peak>.",
            "{The recovery is under way but incomplete|Recovery has some way to go}: <r.retraced> of the distance is covered, <r.gain_to_recover> {is missing|remains to be gained}.",
        ],
    },
    Insight {
        theme: "regained",
        when: |_| true,
        say: &[
            "{Less than half|Only a part} of the fall {is regained|has been regained}: <r.retraced>, {a climb of|after a climb of} <r.rebound_from_low> from <v.low_since_peak> <p.low_since_peak>.",
            "{The recovery is at an early stage|Recovery has some way to go}: <r.retraced> of the distance is covered, <r.gain_to_recover> {is missing|remains to be gained}.",
        ],
    },
    Insight {
        theme: "needed",
        when: |_| true,
        say: &[
            "{A full recovery|To recover fully} {takes|requires} <r.gain_to_recover>, {from|starting at} <v.close_usd> <p.close_usd> {up to|to} <v.peak_close> <p.peak_close>.",
            "{What a full recovery would take|The way back}: <r.gain_to_recover>, {more than|which is larger than} the fall of <rm.drawdown>, {since|because} the base is lower.",
        ],
    },
    Insight {
        theme: "reach",
        when: |b| b.r("interval_high") < b.v("peak_close"),
        say: &[
            "{The peak is out of reach|The peak lies outside the interval} for the next fourteen days: {even an|an} upper bound of <r.interval_high> stays below <v.peak_close> <p.peak_close>.",
            "{Within fourteen days|In two weeks} a return to <v.peak_close> <p.peak_close> {is not to be expected|would be a surprise}: the interval ends at <r.interval_high>.",
        ],
    },
    Insight {
        theme: "reach",
        when: |b| b.r("interval_high") >= b.v("peak_close"),
        say: &[
            "{The peak lies inside the interval|The interval reaches the peak}: an upper bound of <r.interval_high> {covers|exceeds} <v.peak_close> <p.peak_close>, so {a full recovery in two weeks is possible|full recovery within fourteen days is possible}, {though not the likeliest case|if not likely}.",
        ],
    },
    Insight {
        theme: "down",
        when: |b| b.r("interval_low") < b.v("low_since_peak"),
        say: &[
            "{A new low is possible|New lows are possible} too: the lower bound of <r.interval_low> {undercuts|lies below} the low of <v.low_since_peak> <p.low_since_peak>.",
            "{The low is not safe|The low is not safe}: <r.interval_low>, the lower bound, {lies under|is beneath} <v.low_since_peak> <p.low_since_peak>.",
        ],
    },
    Insight {
        theme: "down",
        when: |_| true,
        say: &[
            "{The low seems distant|The low looks distant}: the lower bound of <r.interval_low> {stays above|does not reach} <v.low_since_peak> <p.low_since_peak>.",
        ],
    },
    Insight {
        theme: "week",
        when: |b| b.has("return_7d"),
        say: &[
            "{The week|The last week} {contributed|brought} <r.return_7d>, {beside|with} a volatility of <v.volatility> a day <p.volatility>.",
            "{Lately|Most recently}, over seven days, the return was <r.return_7d>; <m.volatility> stood at <v.volatility>.",
        ],
    },
];

const LIMITS: &[Insight] = &[
    Insight {
        theme: "past",
        when: |_| true,
        say: &[
            "{A past fall|The past fall} {says nothing about|does not tell} the next move: {deep drawdowns deepen or end|what fell can fall further}.",
            "{The peak is a memory, not a target|A peak has no pull}: {nothing obliges|no law obliges} a price to {return to|revisit} <v.peak_close> <p.peak_close>.",
            "{How far it fell|The depth of a fall} {is known|is a fact}; {when it ends|its end} {cannot be read from it|is not contained in it}.",
        ],
    },
    Insight {
        theme: "window",
        when: |_| true,
        say: &[
            "{The peak is|The peak used here is} {that of ninety days|taken from ninety days}; {an older, higher peak|a higher peak of earlier months} {may exist|can lie outside the window}.",
            "{The window of ninety days|A window of ninety days} {is arbitrary|is a choice}: {with another one the peak would move|a longer one might have a higher peak}.",
            "{Peak and low are closes|Peak and low are taken from closes}; {within days|during the day} {prices went further|the price may have gone further}.",
        ],
    },
    Insight {
        theme: "normal",
        when: |_| true,
        say: &[
            "{The interval rests on|The interval supposes} normal changes and {a volatility of fourteen days|fourteen days of volatility}; {after a fall|in a falling market} {tails are fat|large moves cluster}, and {the bounds fail first|bounds break} on the downside.",
            "{An interval of <level> %|At <level> %} {misses one time in five by design|leaves a fifth of outcomes outside}, {even if all assumptions hold|under its own assumptions}; {fat tails add more|fatter tails add to it}.",
            "{Centred on the close|Being centred on the close}, the interval {knows no drift|supposes no drift}; it {fails|would fail} if {the fall resumes|the market jumps}.",
        ],
    },
    Insight {
        theme: "days",
        when: |_| true,
        say: &[
            "{The history shows selected days|Only selected days are shown}, {about one a week|mostly weekly ones}; {what happened between them|the path between} {is not visible|stays hidden}.",
            "{Between the dates of the table|Between the days listed} {other highs and lows|further swings} {may lie|may be hidden}.",
        ],
    },
];

const ADVICE: &[Advice] = &[
    Advice {
        who: "holder",
        when: |b| b.r("drawdown") > 0.3 && b.r("return_7d") < 0.0,
        stance: Stance::Reduce,
        title: &["{Limit further loss|Cut to protect what is left|Reduce the position}"],
        action: &[
            "{Holders should|A holder should} {reduce|cut} the position <horizon> {to what|to a size that} {a fall to the lower bound would leave bearable|can bear the lower bound}.",
            "{Place|Set} a stop below the low <horizon>, {and sell part|selling part} {on any rebound|into strength}.",
        ],
        basis: &[
            "{The pressure continues|The week added to the fall}: <r.drawdown> below the peak, <r.return_7d> in the week, to <v.close_usd> <p.close_usd>.",
            "{It rests on|The figures are} <v.close_usd> <p.close_usd>, a low of <v.low_since_peak> <p.low_since_peak> and a lower bound of <r.interval_low>.",
        ],
        unless: &[
            "{Stop selling|Reverse it} if <c.close_usd> {closes above|rises past} <ceiling>, {the close of|as on} <ceilingday>.",
            "{It is wrong|The case is gone} if the price {closes above|passes} <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a sale near the low|selling near the low} {misses|forgoes} the <r.gain_to_recover> {that a recovery would bring|back to the peak}.",
            "{What it may cost|The danger}: {deep falls|falls of this depth} {often rebound sharply|can rebound within days}, and {the part sold|whoever sold} {misses it|is left out}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| b.r("retraced") > 0.5,
        stance: Stance::Neutral,
        title: &["{Hold, with the stop raised|Keep the recovered gains|Hold toward the peak}"],
        action: &[
            "{Holders can|A holder can} {stay invested|keep the position} <horizon> and {raise the stop|lift the stop} to the lower bound.",
            "{Keep|Hold} the position <horizon>, {taking part of the gain|and take part of the gain} {near the peak|as the peak comes near}.",
        ],
        basis: &[
            "{The recovery is under way|It rests on the recovery}: <r.retraced> of the span, at <v.close_usd> <p.close_usd>, with <r.gain_to_recover> to go to <v.peak_close> <p.peak_close>.",
            "{The levels are|It rests on} <v.close_usd> <p.close_usd>, the peak of <v.peak_close> <p.peak_close> and a lower bound of <r.interval_low>.",
        ],
        unless: &[
            "{Leave|Sell} if <c.close_usd> {closes under|falls below} <rp.interval_low>.",
            "{It is over|The case is gone} if the price {falls back to|closes below} <floor>, {the close of|as on} <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {old peaks meet sellers|many sell at an old peak}, and {the price may turn|it may turn} {before|short of} <v.peak_close>.",
            "{What can go wrong|The danger}: {a stop|the stop} {can be jumped|may be skipped} by a sudden fall{, and the gain is lost|}.",
        ],
    },
    Advice {
        who: "holder",
        when: |_| true,
        stance: Stance::Hold,
        title: &["{Hold without adding|Wait for a sign of recovery|Keep the size small}"],
        action: &[
            "{Holders should|A holder should} {hold|keep the position} <horizon> {without adding|and not average down}, {until|and wait until} {a weekly gain|a higher weekly close} confirms a turn.",
            "{Keep|Leave} the position {small|as it is} <horizon>; {add|buy more} only when {the recovery passes the half|half of the fall is regained}.",
        ],
        basis: &[
            "{The recovery is incomplete|Less than half is regained}: <r.retraced> of the span, at <v.close_usd> <p.close_usd>, with <r.gain_to_recover> missing.",
            "{It rests on|The figures are} a drawdown of <r.drawdown>, a close of <v.close_usd> <p.close_usd> and a week of <r.return_7d>.",
        ],
        unless: &[
            "{Reduce|Sell part} if <c.close_usd> {closes under|falls below} <vu.low_since_peak> <p.low_since_peak>.",
            "{Change course|Decide anew} if the price {moves outside|closes outside} <rp.interval_low> to <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the fall resumes|the fall may resume}, and {holding costs|a holder loses} {the way down to|all down to} <r.interval_low>{ or more|}.",
            "{What it may cost|The danger}: {capital is tied up|money stays tied up} {while|as} a return to <v.peak_close> <p.peak_close> {may take years|may never come}.",
        ],
    },
    Advice {
        who: "buyer",
        when: |b| b.r("return_7d") > 0.0,
        stance: Stance::Buy,
        title: &["{Buy in parts|Enter step by step|Take a first part}"],
        action: &[
            "{Buyers can|Whoever wants to buy can} {take a first third|buy a third} <horizon>, {with a limit|and set a limit} {under the low|at the lower bound}.",
            "{Enter|Buy} in two equal parts <horizon>, each after {a higher weekly close|another week of gains}.",
        ],
        basis: &[
            "{The week was positive|A positive week supports it}: <r.return_7d>, at <v.close_usd> <p.close_usd>, <r.rebound_from_low> above the low of <v.low_since_peak> <p.low_since_peak>.",
            "{The upside is|Upside to the peak is} <r.gain_to_recover>, {against|with} a lower bound of <r.interval_low> under <v.close_usd> <p.close_usd>.",
        ],
        unless: &[
            "{Stop|Sell again} if <c.close_usd> {falls below|closes under} <vu.low_since_peak> <p.low_since_peak>.",
            "{Stop|Do not go on} if the price {closes under|breaks} <rp.interval_low>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {rebounds in a decline|rebounds within declines} {fail often|often fail}, and {the loss to|a fall to} <r.interval_low> is {within the interval|no extreme case}.",
            "{What can go wrong|The danger}: {a part bought too early|an early first part} {falls with the market|loses as the fall resumes}.",
        ],
    },
    Advice {
        who: "buyer",
        when: |b| b.r("return_7d") <= 0.0,
        stance: Stance::Hold,
        title: &["{Wait for a turn|Stay out for now|Avoid purchases into the fall}"],
        action: &[
            "{Buyers should|Whoever wants to buy should} {stay out|wait} <horizon> {until a week ends higher|for a positive week}.",
            "{Wait|Stay out} <horizon> {while|as long as} the weekly return is negative.",
        ],
        basis: &[
            "{The week brought|It rests on} <r.return_7d>, at <v.close_usd> <p.close_usd>; the rebound from the low of <v.low_since_peak> <p.low_since_peak> measures <r.rebound_from_low>.",
            "{It rests on|The figures are} a drawdown of <r.drawdown> and a lower bound of <r.interval_low> under <v.close_usd> <p.close_usd>.",
        ],
        unless: &[
            "{Change course|Buy after all} if <c.close_usd> {closes above|rises past} <r.interval_high>.",
            "{Change course|Reconsider} if the price {regains|closes above} <ceiling>, {the close of|as on} <ceilingday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the low may already be in|perhaps the low is in}, and {the best entry|the cheapest entry} {is missed|passes}.",
            "{What it may cost|The danger}: {recoveries start fast|a recovery can start fast}: <r.gain_to_recover> {is at stake|would be on offer} up to the peak.",
        ],
    },
    Advice {
        who: "risk",
        when: |_| true,
        stance: Stance::Neutral,
        title: &["{Size by the interval|Cap the loss|Set levels in advance}"],
        action: &[
            "{Risk managers should|Whoever manages risk should} {size positions|set the size} <horizon> so that a close at the lower bound {costs|would cost} a fixed, bearable sum.",
            "{Write down|Set} exit levels <horizon> {before the market moves|in advance} and {check them daily|review them every day}.",
        ],
        basis: &[
            "{The levels are|It rests on} <r.interval_low> and <r.interval_high> around <v.close_usd> <p.close_usd>, from <m.volatility> of <v.volatility>.",
            "{With|Given} <c.volatility> at <v.volatility>, two weeks {mean|carry} <r.volatility_14d> of volatility and a margin of <r.margin>.",
        ],
        unless: &[
            "{Recompute|Redo it} when <c.volatility> {rises above|exceeds} one and a half times the present <v.volatility>.",
            "{It lapses|The levels are void} once <c.close_usd> {closes outside|moves outside} <rp.interval_low> to <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {gaps skip exit levels|prices can jump over exit levels}, {and the loss exceeds the plan|so that losses exceed the plan}.",
            "{What can go wrong|The danger}: {volatility of two weeks|a fortnight's volatility} {understates|may understate} the danger after {a calm spell|calm days}.",
        ],
    },
];
