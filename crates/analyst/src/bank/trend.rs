//! Which way a token is going, and what could be lost.

use super::{Advice, Insight, Phrases, Stance};
use crate::brief::Brief;
use crate::measure::{Size, size};
use crate::pen::Bank;

pub(crate) static FAMILY: Phrases =
    Phrases { opener: OPENER, reading, insights: INSIGHTS, limits: LIMITS, advice: ADVICE };

const OPENER: Bank = &[
    "<net> closed <date> at <v.close_usd> <p.close_usd>.",
    "{On <date>|On the day asked about} <net> {ended|closed} at <v.close_usd> <p.close_usd>.",
    "{The price stands|The market left <net>} at <v.close_usd> <p.close_usd> {at the close of|on} <date>.",
    "{The last price of|The close on} <date> {for|of} <net> {was|is} <v.close_usd> <p.close_usd>.",
    "{Where does <net> stand?|Where is the price?} {At|It closed at} <v.close_usd> <p.close_usd> on <date>.",
    "<net> {went out of|finished} <date> at <v.close_usd> <p.close_usd>{, the price that all returns below refer to|}.",
];

fn reading(brief: &Brief<'_>, name: &str) -> Option<Bank> {
    let value = brief.r(name);
    Some(match name {
        "return_7d" if size(value) == Size::Flat => &[
            "{Over the week|In seven days} {the price went sideways|almost nothing happened}.",
            "{The week|A week of trading} {left the price where it was|cancelled itself out}.",
        ],
        "return_7d" => &[
            "{Over the week|In seven days} <net> <rose.return_7d> <ly.return_7d>, from <e.return_7d> on <d.return_7d>.",
            "{A holder of one week|Whoever bought on <d.return_7d>} {is|stands} <up.return_7d> by <rm.return_7d>.",
            "{That is|The week brought} a~<size.return_7d> <rise.return_7d>{ from <e.return_7d>|}.",
            "{The short-term direction|Direction over the week} {is|reads} <up.return_7d>.",
        ],
        "return_30d" if size(value) == Size::Flat => &[
            "{Over the month|In thirty days} {the price went sideways|almost nothing happened}.",
            "{The month|Thirty days of trading} {left the price where it was|cancelled out}.",
        ],
        "return_30d" => &[
            "{Over the month|In thirty days} <net> <rose.return_30d> <ly.return_30d>, from <e.return_30d> on <d.return_30d>.",
            "{A holder of thirty days|Whoever bought on <d.return_30d>} {is|stands} <up.return_30d> by <rm.return_30d>.",
            "{That is|The month brought} a~<size.return_30d> <rise.return_30d>{ from <e.return_30d>|}.",
            "{The longer direction|Direction over the month} {is|reads} <up.return_30d>.",
        ],
        "distance_to_mean" if size(value) == Size::Flat => &[
            "{The close sits on its mean|Close and mean coincide}: {no pull either way|neither stretched nor depressed}.",
        ],
        "distance_to_mean" => &[
            "{The close stands|So the close stands} <well.distance_to_mean> <above.distance_to_mean> its thirty-day mean.",
            "{Price <above.distance_to_mean> mean|A price <above.distance_to_mean> its mean} {describes|goes with} {a market in motion|a trend}, {though it may also revert|or a stretch that can snap back}.",
            "{By this measure|Going by the mean} the price is {<well.distance_to_mean> <above.distance_to_mean>|<above.distance_to_mean>} {what was paid on average|its average level} {over the month|in thirty days}.",
        ],
        "range_percent" if value < 0.03 => &[
            "{A quiet day|That is a quiet day}: high and low {were close together|hardly differed}.",
            "{Within the day|Between high and low} {little happened|the price moved little}.",
        ],
        "range_percent" if value < 0.07 => &[
            "{An ordinary range|A usual width} for {a token|such an asset}.",
            "{Between high and low|Within the day} {lay|there was} {room for some trading|a fair distance}.",
        ],
        "range_percent" => &[
            "{A wide range|That is wide}: {the day was nervous|prices swung hard within hours}.",
            "{Such a distance between high and low|A day as wide as this} {means|shows} {hard-fought prices|a nervous market}.",
        ],
        "value_at_risk" => &[
            "{Per coin|For one coin}, {a loss above this|a larger daily loss} {should come|is to be expected} on {one day in twenty|about every twentieth day}, {if log changes are normal|under the normal assumption}.",
            "{It is a threshold, not a worst case|A worst case it is not}: {on the bad days|beyond it} losses are larger.",
            "{Note the horizon|The horizon matters}: one day, {not|and not} the week.",
        ],
        "volatility_7d" => &[
            "{Time enters through its square root|Risk grows with the square root of time}, {which supposes independent days|provided that days are independent}.",
            "{A week is riskier than a day|Seven days carry more risk than one}, {but not seven times|yet less than seven times as much}.",
            "{So much|This much} is one standard deviation over a week.",
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
        theme: "trend",
        when: |b| {
            b.condition().is_some_and(|class| class.contains("bear"))
                && b.r("return_7d") > 0.01
                && b.r("return_30d") > 0.01
        },
        say: &[
            "{Both horizons point up|Week and month point up}, <r.return_7d> and <r.return_30d>, {but|while} the market context still says bear: {it looks at longer windows|its windows are longer}.",
            "{One disagreement has to be named|A disagreement is worth naming}: <r.return_7d> over the week and <r.return_30d> over thirty days are positive, {while|whereas} the market context {still says|says} bear, {over longer windows|as it looks at longer windows}.",
        ],
    },
    Insight {
        theme: "trend",
        when: |b| {
            b.condition().is_some_and(|class| class.contains("bull"))
                && b.r("return_7d") < -0.01
                && b.r("return_30d") < -0.01
        },
        say: &[
            "{Both horizons point down|Week and month point down}, <r.return_7d> and <r.return_30d>, {but|while} the market context still says bull: {it looks at longer windows|its windows are longer}.",
            "{One disagreement has to be named|A disagreement is worth naming}: <r.return_7d> over the week and <r.return_30d> over thirty days are negative, {while|whereas} the market context {still says|says} bull, {over longer windows|as it looks at longer windows}.",
        ],
    },
    Insight {
        theme: "trend",
        when: |b| b.r("return_7d") > 0.01 && b.r("return_30d") > 0.01,
        say: &[
            "{The trend points up|Both horizons point up}: <r.return_7d> over the week and <r.return_30d> over thirty days.",
            "{Week and month agree|Short and long view agree}: <net> {is rising|gained}, <r.return_7d> and <r.return_30d>.",
        ],
    },
    Insight {
        theme: "trend",
        when: |b| b.r("return_7d") < -0.01 && b.r("return_30d") < -0.01,
        say: &[
            "{The trend points down|Both horizons point down}: <r.return_7d> over the week and <r.return_30d> over thirty days.",
            "{Week and month agree|Short and long view agree}: <net> {is falling|lost ground}, <r.return_7d> and <r.return_30d>.",
        ],
    },
    Insight {
        theme: "trend",
        when: |b| b.r("return_7d") > 0.01 && b.r("return_30d") < -0.01,
        say: &[
            "{The horizons disagree|Week and month disagree}: <r.return_7d> over the week {inside|against} <r.return_30d> over thirty days, {a rebound within a decline|a recovery that has not yet undone the loss}.",
            "{A better week|The week was better}, <r.return_7d>, {in a poor month|but the month remains negative}, <r.return_30d>.",
        ],
    },
    Insight {
        theme: "trend",
        when: |b| b.r("return_7d") < -0.01 && b.r("return_30d") > 0.01,
        say: &[
            "{The horizons disagree|Week and month disagree}: <r.return_7d> over the week {inside|against} <r.return_30d> over thirty days, {a pause or a turn within a rise|a setback that leaves the month positive}.",
            "{A weaker week|The week was weaker}, <r.return_7d>, {in a good month|but the month remains positive}, <r.return_30d>.",
        ],
    },
    Insight {
        theme: "trend",
        when: |_| true,
        say: &[
            "{No clear trend|The trend is unclear}: <r.return_7d> over the week, <r.return_30d> over thirty days.",
            "{Between|With} <r.return_7d> (week) and <r.return_30d> (month) {a direction is hard to name|no firm direction shows}.",
        ],
    },
    Insight {
        theme: "mean",
        when: |b| b.has("distance_to_mean"),
        say: &[
            "{Against|Relative to} <m.close_usd_mean_30d> of <v.close_usd_mean_30d> the close {lies|stands} <rm.distance_to_mean> <higher.distance_to_mean>.",
            "{The close lies|The price stands} <rm.distance_to_mean> <above.distance_to_mean> {the thirty-day mean of|its mean of thirty days,} <v.close_usd_mean_30d> <p.close_usd_mean_30d>.",
        ],
    },
    Insight {
        theme: "loss",
        when: |b| b.has("value_at_risk"),
        say: &[
            "{What could be lost?|As for losses}: on one day in twenty the loss exceeds <r.value_at_risk> per coin, {under the normal assumption|if log changes are normal}; {over the week|in seven days} the bound is <r.interval_low>.",
            "{A holder of one coin|Whoever holds one coin} loses more than <r.value_at_risk> on one day in twenty, under the normal assumption, and {a close down to|a fall to} <r.interval_low> {within the week|by the end of the week} {is within the interval|has to be reckoned with}.",
            "{The daily figure|The one-day figure} of <r.value_at_risk> {and|together with} the weekly bound of <r.interval_low> {frame the loss|frame what a holder may lose}: {from <v.close_usd> <p.close_usd>|starting at <v.close_usd> <p.close_usd>}.",
        ],
    },
    Insight {
        theme: "strength",
        when: |b| b.has("volatility"),
        say: &[
            "{How strongly does it move?|As to strength}: <m.volatility> of <v.volatility> a day, <r.volatility_7d> over a week; {the range of the day itself was|the day itself had a range of} <r.range_percent>.",
            "<m.volatility> {stood at|came to} <v.volatility>, {which scales to|that is} <r.volatility_7d> {for a week|over seven days}.",
            "{It moves|The token moves} by <v.volatility> a day <p.volatility>{, with a range of <r.range_percent> on the day itself|}.",
        ],
    },
    Insight {
        theme: "proportion",
        when: |b| b.r("return_7d").abs() < b.r("volatility_7d"),
        say: &[
            "{Set against|Next to} a weekly volatility of <r.volatility_7d>, a return of <r.return_7d> {stays within one standard deviation|is no outlier}: {the trend is not beyond noise|it could be noise}.",
            "{The weekly return of|A weekly return of} <r.return_7d> {is smaller than|does not reach} the weekly volatility of <r.volatility_7d>; {a trend is not proven by it|it proves no trend}.",
        ],
    },
    Insight {
        theme: "proportion",
        when: |b| b.r("return_7d").abs() >= b.r("volatility_7d"),
        say: &[
            "{Set against|Next to} a weekly volatility of <r.volatility_7d>, a return of <r.return_7d> {exceeds one standard deviation|is more than the usual noise}.",
            "{The weekly return of|A weekly return of} <r.return_7d> {is larger than|exceeds} the weekly volatility of <r.volatility_7d>: {a move of weight|a move that stands out}.",
        ],
    },
];

const LIMITS: &[Insight] = &[
    Insight {
        theme: "normal",
        when: |_| true,
        say: &[
            "{The normal distribution is too kind|A normal distribution is too mild}: {prices of tokens jump|token prices jump}, and {large moves|extreme days} come {more often|far more often} than it {allows|says}.",
            "{Fat tails|Heavy tails} {break|undermine} the interval first: {a crash of a single day|a single bad day} can {exceed|leave} the bounds {by far|without warning}.",
            "{Value at risk and interval|Both risk figures} {share one weakness|rest on one assumption}: normal log changes, {which tokens violate|which token prices are known to violate}.",
        ],
    },
    Insight {
        theme: "window",
        when: |_| true,
        say: &[
            "{Fourteen days of changes|Two weeks of changes} {are a short memory|make a short window}: {a calm fortnight understates and a stormy one overstates|calm weeks understate and stormy ones overstate} what comes.",
            "{The volatility is that of fourteen days|Volatility here has a memory of fourteen days}; {regimes change faster than such a window|a change of regime shows late}.",
            "{A fortnight|The window of fourteen days} {knows no crisis|may contain no crisis}, so {the true risk|real risk} {can be|may be} larger.",
        ],
    },
    Insight {
        theme: "centre",
        when: |_| true,
        say: &[
            "{The interval is centred on today's close|Its centre is today's close}, {which claims no trend|and that supposes no drift}; {if the trend persists|should the trend go on}, {it is off-centre|the centre moves}.",
            "{No drift is assumed|The interval assumes no drift}: {the return of|the past return of} <r.return_7d> {is not extended|is not carried forward}.",
        ],
    },
    Insight {
        theme: "liquidity",
        when: |_| true,
        say: &[
            "{Volume and depth|Trading volume and depth} {are not in the data|are absent here}: {whether a sale at these prices is possible|how much could be sold} {remains unknown|cannot be said}.",
            "{Daily prices hide|One price a day hides} what happens {within hours|during the day}; {stops may fill worse|a stop order may fill below its level}.",
        ],
    },
];

const ADVICE: &[Advice] = &[
    Advice {
        who: "holder",
        when: |b| b.r("return_7d") < -0.03 || b.r("return_30d") < -0.08,
        stance: Stance::Reduce,
        title: &["{Reduce into weakness|Cut part of the position|Lower the exposure}"],
        action: &[
            "{Holders who cannot bear the loss should|Holders should} {reduce|cut} part of the position <horizon>, {in two or three steps|step by step}.",
            "{Trim|Lower} the position <horizon> {to a size|until it is small enough} {at which the lower bound is bearable|that the lower bound can be borne}.",
        ],
        basis: &[
            "{The returns are|It rests on returns of} <r.return_7d> in a week and <r.return_30d> in thirty days, at a close of <v.close_usd> <p.close_usd>.",
            "The interval reaches down to <r.interval_low>, with the close at <v.close_usd> <p.close_usd>{; the week brought <r.return_7d>|}.",
        ],
        unless: &[
            "{Stop selling|Reverse it} if <c.close_usd> {rises above|closes above} <ceiling>, {the close of|as on} <ceilingday>.",
            "{It is wrong|The case is gone} once the price {regains|closes above} <vo.close_usd_mean_30d> <p.close_usd_mean_30d>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {selling after a fall|a sale after a fall} {locks in the loss|fixes the loss} {just before|ahead of} a rebound, which could reach <r.interval_high>.",
            "{What it may cost|The danger}: {a recovery to|a move up to} <r.interval_high> {would be missed|would go ahead without the part sold}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| b.r("return_7d") > 0.03 && b.r("return_30d") > 0.0,
        stance: Stance::Neutral,
        title: &["{Hold with a stop|Stay invested, with a limit|Keep the position, protected}"],
        action: &[
            "{Holders can|Holders may} {stay invested|keep the position} <horizon>, {with|under} {a stop at|a stop near} the lower bound.",
            "{Keep|Hold} the position <horizon> and {raise the stop|move the stop up} {as the price rises|with each higher close}.",
        ],
        basis: &[
            "{The trend supports it|The direction is up}: <r.return_7d> in a week and <r.return_30d> in thirty days, to <v.close_usd> <p.close_usd>.",
            "{The stop follows from|It rests on} the lower bound of <r.interval_low> under a close of <v.close_usd> <p.close_usd>.",
        ],
        unless: &[
            "{Leave|Close it} if <c.close_usd> {closes below|falls under} <floor>, {the close of|as on} <floorday>.",
            "{It is over|The case is gone} once the price {closes under|loses} <vu.close_usd_mean_30d> <p.close_usd_mean_30d>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a gap|a sudden fall} through <r.interval_low> {fills the stop lower|makes the stop useless}.",
            "{What can go wrong|The danger}: {trends end abruptly|a trend can break in a day}, and on one day in twenty the loss {exceeds|is above} <r.value_at_risk> per coin, {if days are normal|under the normal assumption}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| !b.below("return_30d", -0.08) && !b.below("return_7d", -0.03),
        stance: Stance::Hold,
        title: &["{Hold and size the risk|Keep a bearable size|Wait without adding}"],
        action: &[
            "{Holders should|A holder should} {keep|hold} only what {can bear|could bear} the lower bound <horizon>, {and add nothing|adding nothing}.",
            "{Hold|Wait} <horizon> {without adding|and make no addition}, {as the direction is open|since no direction shows}.",
        ],
        basis: &[
            "{The signals are mixed|No firm direction shows}: <r.return_7d> in a week, <r.return_30d> in thirty days, at <v.close_usd> <p.close_usd>.",
            "{The bound is|It rests on a lower bound of} <r.interval_low>, {from|against} a close of <v.close_usd> <p.close_usd>.",
        ],
        unless: &[
            "{Decide anew|Act} if <c.close_usd> {moves outside|closes outside} <rp.interval_low> to <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a slow decline adds up|losses can add up slowly} without ever {calling for|forcing} a decision.",
            "{What it may cost|The danger}: {a rise to|a move to} <r.interval_high> {would find the position small|would earn less than it could}.",
        ],
    },
    Advice {
        who: "buyer",
        when: |b| b.r("return_7d") < 0.0 && b.r("distance_to_mean") < 0.0,
        stance: Stance::Hold,
        title: &["{Stay out until a turn|Wait for a turn|Buy nothing before a turn}"],
        action: &[
            "{Buyers should|Whoever wants to buy should} {wait|hold off} <horizon> {for a close above the thirty-day mean|until a close above the thirty-day mean}, {then buy in thirds|and then buy in parts}.",
            "{Make no purchase|Buy nothing} <horizon> before {a higher weekly close|a week that ends higher}, and {even then|after that} only {the first of three parts|a first part}.",
        ],
        basis: &[
            "{The mark is|It rests on} <m.close_usd_mean_30d> of <v.close_usd_mean_30d>, {against|with} a close of <v.close_usd> <p.close_usd>.",
            "{The distance to|Distance from} the mean of <v.close_usd_mean_30d> <p.close_usd_mean_30d> is <r.distance_to_mean>, the weekly return <r.return_7d>.",
        ],
        unless: &[
            "{Forget it|Stay out} if <c.close_usd> {falls below|closes under} <rp.interval_low>.",
            "{Abandon it|Stay out} if the price {sinks below|closes under} <floor>, {the close of|as on} <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the turn may come fast|a turn can come fast}, and {the entry is then dearer|buying comes later and dearer}.",
            "{What it may cost|The danger}: {a first part|the first part} {bought too early|placed too soon} {loses|would lose} more than <r.value_at_risk> per coin on one day in twenty, under the normal assumption.",
        ],
    },
    Advice {
        who: "buyer",
        when: |b| b.r("distance_to_mean") < 0.0,
        stance: Stance::Buy,
        title: &["{Start small, below the mean|Buy a first part|Test the turn}"],
        action: &[
            "{Buyers can|Whoever wants to buy can} {buy|take} a first third <horizon> and {add|complete it} only after a close above the thirty-day mean.",
            "{Split|Stagger} a purchase <horizon>: one part {now|soon}, the rest {only when|once} the close has passed the thirty-day mean.",
        ],
        basis: &[
            "{The week was positive|The week helped}, <r.return_7d>, but the close of <v.close_usd> <p.close_usd> {is still|remains} below the mean of <v.close_usd_mean_30d> <p.close_usd_mean_30d>.",
            "{The distance to|What separates the price from} the mean of <v.close_usd_mean_30d> <p.close_usd_mean_30d> is <r.distance_to_mean>, at a close of <v.close_usd> <p.close_usd>.",
        ],
        unless: &[
            "{Stop|Do not go on} if <c.close_usd> {falls below|closes under} <rp.interval_low>.",
            "{Stop|Do not go on} if the price {loses|closes under} <floor>, {the close of|as on} <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {rebounds below the mean often fail|a rebound below the mean may fail}, and on one day in twenty the loss {exceeds|is above} <r.value_at_risk> per coin, under the normal assumption.",
            "{What can go wrong|The danger}: {the first part is bought too early|the turn does not come}, and {the price returns to|the price slides to} <r.interval_low>.",
        ],
    },
    Advice {
        who: "buyer",
        when: |b| b.r("distance_to_mean") >= 0.0,
        stance: Stance::Buy,
        title: &["{Enter in parts|Buy in small parts|Stagger purchases}"],
        action: &[
            "{Buyers should|Whoever wants to buy should} {enter|buy} in {three parts|parts} <horizon>, {one for each|each only on a} {pullback toward the thirty-day mean|dip toward the mean}.",
            "{Stagger|Split} purchases <horizon>, {with|and set} a limit at the lower bound.",
        ],
        basis: &[
            "{The levels are|It rests on} a close of <v.close_usd> <p.close_usd> and a mean of <v.close_usd_mean_30d> <p.close_usd_mean_30d>, {a distance of|that is} <r.distance_to_mean>.",
            "{The week brought|It rests on} <r.return_7d>, at <v.close_usd> <p.close_usd>, with a weekly volatility of <r.volatility_7d>.",
        ],
        unless: &[
            "{Stop|Do not go on} if <c.close_usd> {falls below|closes under} <rp.interval_low>.",
            "{Stop|Do not go on} if the price {loses|closes under} <floor>, {the close of|as on} <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {prices may be stretched|the price may be stretched}, and {a reversal|a fall} {can follow|may come}: on one day in twenty the loss exceeds <r.value_at_risk> per coin, under the normal assumption.",
            "{What it may cost|The danger}: {the dip does not come|no dip comes}, and {part of the plan stays unfilled|the price runs away}.",
        ],
    },
    Advice {
        who: "risk",
        when: |_| true,
        stance: Stance::Neutral,
        title: &["{Set the daily risk|Set a loss limit|Cap the exposure}"],
        action: &[
            "{Risk managers should|Whoever manages risk should} {size positions|set position sizes} <horizon> by the one-day value at risk, {and halve them|halving them} {if the range widens|when a limit is broken}.",
            "{Set|Fix} a limit for losses per coin <horizon> and {review it daily|recompute it each day}.",
        ],
        basis: &[
            "{The figures are|It rests on} <r.value_at_risk> per coin and day, from <m.volatility> of <v.volatility> at <v.close_usd> <p.close_usd>.",
            "{With|Given} <c.volatility> at <v.volatility>, {on one day in twenty the loss exceeds|the loss of one day in twenty is above} <r.value_at_risk> per coin, under the normal assumption, {and a week|while a week} can lead to <r.interval_low>.",
        ],
        unless: &[
            "{Recompute|Redo it} if <c.volatility> {rises above|exceeds} one and a half times the present <v.volatility>.",
            "{It lapses|The limit is void} once <c.close_usd> {closes outside|moves outside} <rp.interval_low> to <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the measure fails when it is needed most|such measures fail when they are needed most|such measures fail in a crash}, {because|since} tails are fatter than {normal|the normal curve}.",
            "{What can go wrong|The danger}: {a limit that is too tight|too tight a limit} {sells at the low of the day|is hit by noise}.",
        ],
    },
];
