//! Where a network's metric is heading, and how sure one can be.

use super::{Advice, Insight, Phrases, Stance};
use crate::brief::Brief;
use crate::measure::{Size, size};
use crate::pen::Bank;

pub(crate) static FAMILY: Phrases =
    Phrases { opener: OPENER, reading, insights: INSIGHTS, limits: LIMITS, advice: ADVICE };

const OPENER: Bank = &[
    "{On <date>|On the day asked about} <m.F> on <net> {stood at|came to} <v.F>.",
    "{The starting point|The point of departure} {of|for} any projection is <m.F> on <date>: <v.F>.",
    "<v.F> {is|was} the {value|reading} of <c.F> on <net> {for|on} <date>, {and everything below starts from it|the base of all that follows}.",
    "{Where does <net> stand?|Where do things stand on <net>?} <m.F> came to <v.F> on <date>.",
    "{For <date>|For the day in question} the {record|table} of <net> {shows|gives} <m.F> at <v.F>.",
    "{A projection|Any forecast} {needs|requires} a base and an aim; the base is <m.F>, which {stood at|read} <v.F> on <date>.",
    "<net> {ended|closed} <date> with <m.F> at <v.F>{, the base of the projection|}.",
];

/// How far the day lies from its mean, as a fraction of the mean.
fn distance(brief: &Brief<'_>) -> f64 {
    brief.v(&brief.focus) / mean(brief) - 1.0
}

fn mean(brief: &Brief<'_>) -> f64 {
    brief.v(&format!("{}_mean", brief.focus))
}

/// Today's value lies within the interval.
fn covers_today(brief: &Brief<'_>) -> bool {
    (brief.r("projected_value") - brief.v(&brief.focus)).abs() < brief.r("margin")
}

fn reading(brief: &Brief<'_>, name: &str) -> Option<Bank> {
    Some(match name {
        "daily_pace" if brief.r(name).abs() < 0.001 => &[
            "{Per day that is|That makes} {practically nothing|a standstill}.",
            "{Spread over seven days|Day by day} {hardly any movement is left|the change all but vanishes}.",
        ],
        "daily_pace" => &[
            "{Compounded over seven days, it reproduces|Seven such steps in a row give back} the weekly change of <r.G>.",
            "{It is|This is} the {even|constant} rate that {leads from <e.G> to|connects <e.G> with} <v.F> in seven steps{; the real path was surely less even|}.",
            "{Day by day|Per day} {the series|the level} thus {went|moved} <up.daily_pace> by <rm.daily_pace> on average.",
            "{The daily figure looks small|It is a small daily figure}, {but it compounds to|yet seven of them make} <r.G> in a week.",
            "{No single day|No day in particular} {need have|has to have} moved by this amount; {it is a mean|this is an average}.",
        ],
        "projected_value" => match size(distance(brief)) {
            Size::Flat => &[
                "{Since the day is close to its mean|With so small a distance to the mean}, the projection {hardly leaves|stays near} the present <v.F>.",
                "{Halfway between two nearly equal values|The middle of two such close values} {lies|is} next to <v.F> now.",
            ],
            _ => &[
                "{It lies|That lies|The projection lies} between <v.F> <p.F> now and <m.F_mean> of <v.F_mean>, {by construction|as the middle of the two}.",
                "{Half of the distance to the mean|Half of what separates the day from its mean} is {taken to fade|supposed to be gone} {in a week|within seven days}; {no model of demand stands behind it|it knows nothing of demand}.",
                "{The step from|Moving from} <v.F> <p.F> to this value {assumes|presumes} that {the day was partly an exception|part of the day's distance from <v.F_mean> <p.F_mean> was passing}.",
                "{A day's distance from its mean usually fades|What is unusual about a day mostly passes}; {here half of it is taken away|the middle of day and mean allows for half of that}.",
                "{The growth of the week does not enter|No growth is carried forward}: {only the day and its mean do|the day and the mean of <v.F_mean> <p.F_mean> decide}.",
            ],
        },
        "standard_error" => &[
            "{It is larger than|It exceeds} <c.F_sd> of <v.F_sd>, {because the mean is itself an estimate|since the mean, too, is estimated} from <v.F_days> days <p.F_days>.",
            "{The root adds|Through the root enters} the uncertainty of a mean {taken over|from} only <v.F_days> days <p.F_days>.",
            "{With|At} <v.F_days> baseline days <p.F_days> the {correction|factor under the root} {is small but not nil|still counts}.",
            "{A single day scatters|One day scatters} by about this much around {what is expected|its expectation}{, if the baseline is a fair guide|}.",
        ],
        "margin" => &[
            "{The quantile|The factor} <z> {belongs to|stands for} <level> % {of|under} a normal distribution.",
            "{So much|This much} {must be allowed|has to be allowed} on either side{ of the projection|}.",
            "{It is the price of|It pays for} <level> % confidence {under the normal assumption|if errors are normal}.",
        ],
        _ => return None,
    })
}

const INSIGHTS: &[Insight] = &[
    Insight {
        theme: "signal",
        when: covers_today,
        say: &[
            "{The change expected|The projected change} {is smaller than|stays within} the margin of <r.margin>: {today's|the present} level of <v.F> <p.F> {lies inside the interval|is itself inside the interval}, so {a return to the mean is not established|the direction is not settled}.",
            "{Note that|It should be said that} the interval {includes|contains} the present <v.F> <p.F>; {at this level of confidence|judged by it} {neither rise nor fall is certain|one cannot even be sure of the direction}.",
            "{How sure can one be?|How certain is that?} {Not very|Only moderately}: the margin of <r.margin> {is wider than|exceeds} the projected step from <v.F> to <r.projected_value>, {so the sign itself is open|which leaves even the sign open}.",
        ],
    },
    Insight {
        theme: "signal",
        when: |b| !covers_today(b),
        say: &[
            "{The projected step|The step} from <v.F> <p.F> to <r.projected_value> {is larger than|exceeds} the margin of <r.margin>: {if half of the distance fades|should half of the distance be gone in a week}, {the change would stand out of the noise|it would be visible above the noise}.",
            "{The present|Today's} <v.F> <p.F> {lies outside|falls outside} the interval, {so a stay at this level|which means that a stay at this level} {would speak against the projection|could not pass for noise}; {whether the day was an exception|whether the level has shifted} {is another matter|is not known}.",
        ],
    },
    Insight {
        theme: "level",
        when: |b| distance(b) > 0.01,
        say: &[
            "{The day lies above|Today's value lies above} <m.F_mean> of <v.F_mean>, so the projection {points down|looks for a fall}: {from <v.F> to|toward} <r.projected_value>, {halfway back|half of the way back}.",
            "{From <v.F> <p.F> down to <r.projected_value>|Down to <r.projected_value> from <v.F> <p.F>}: {that is half of the way|this covers half of the distance} to the baseline mean of <v.F_mean> <p.F_mean>, {which the day exceeded|a level that the day exceeded}.",
            "{Since the day exceeds|As the day stands above} <c.F_mean> of <v.F_mean>, {a fall is the expectation|a lower value is expected}: <r.projected_value>, {still above the mean|which remains above the mean}.",
        ],
    },
    Insight {
        theme: "level",
        when: |b| distance(b) < -0.01,
        say: &[
            "{The day lies below|Today's value lies below} <m.F_mean> of <v.F_mean>, so the projection {points up|looks for a rise}: {from <v.F> to|toward} <r.projected_value>, {halfway back|half of the way back}.",
            "{From <v.F> <p.F> up to <r.projected_value>|Up to <r.projected_value> from <v.F> <p.F>}: {that is half of the way|this covers half of the distance} to the baseline mean of <v.F_mean> <p.F_mean>, {which the day fell short of|a level that the day did not reach}.",
            "{Since the day falls short of|As the day stands below} <c.F_mean> of <v.F_mean>, {a rise is the expectation|a higher value is expected}: <r.projected_value>, {still below the mean|which remains below the mean}.",
        ],
    },
    Insight {
        theme: "level",
        when: |_| true,
        say: &[
            "{The day|A value of <v.F> <p.F>} {sits close to|is near} <m.F_mean> of <v.F_mean>; {little is left to fade|so the projection has hardly any way to go}.",
            "{Mean and day|The baseline mean and the day} (<v.F_mean>, <c.F_mean>) {lie close together|hardly differ}, {so the projection|and the projection} {stays where they are|adds little to them}.",
        ],
    },
    Insight {
        theme: "width",
        when: |b| b.r("margin") > 0.0,
        say: &[
            "{The width of the interval|How wide the interval is} {comes from|depends on} <m.F_sd> of <v.F_sd> over <v.F_days> days <p.F_days>; {a calmer baseline|less scatter} would narrow it.",
            "{Everything hangs on|The width hangs on} the scatter of the baseline, <v.F_sd> <p.F_sd>, {as seen on|known from} <v.F_days> days on record <p.F_days>.",
            "{How wide it is|The spread of the interval} {depends on|follows from} <c.F_sd> at <v.F_sd>, {a figure taken from|estimated over} only <v.F_days> known days <p.F_days>.",
        ],
    },
    Insight {
        theme: "volatility",
        when: |b| b.v("volatility") > 2.0 * b.r("daily_pace").abs(),
        say: &[
            "<m.volatility> {stood at|came to} <v.volatility>: {next to that|beside it} a daily pace of <r.daily_pace> is {small|modest}, {and single days can hide it|easily lost in single days}.",
            "{Daily swings|The usual swings from day to day}, <v.volatility> by <c.volatility>, dwarf the pace of <r.daily_pace> a day.",
            "{A pace of|The pace of} <r.daily_pace> a day {is hard to see|hides easily} {among|behind} daily swings of <v.volatility> <p.volatility>.",
        ],
    },
];

const LIMITS: &[Insight] = &[
    Insight {
        theme: "trend",
        when: |_| true,
        say: &[
            "{A trend would break it|Under a trend it would fail}: if {the growth goes on|the movement of the week goes on} (<r.G> {so far|in seven days}), {the value ends elsewhere|the value does not stop halfway to the mean}.",
            "{The method trusts the mean|All rests on the mean}, <v.F_mean> <p.F_mean>; {had the level shifted for good|if the level has shifted}, {there is nothing to return to|the old mean is no aim any more}.",
            "{The projection would fail|It would fail} if {the level has shifted|a new level has come to stay} {since <d.G>|within the week from <d.G> to <date>}, {as the mean still holds the old one|for the mean knows only the old one}.",
            "{Half is a rule of thumb|That half of the distance fades is a rule of thumb}, {not a law|and no more}: {all of it or none|the whole distance or nothing at all} {may be gone|can vanish} {in a week|after seven days}.",
            "{One day decides|A single day carries} the base, <v.F> on <date>; {an odd value|noise in it} {shifts the projection by half as much|enters the projection by half}.",
        ],
    },
    Insight {
        theme: "normal",
        when: |_| true,
        say: &[
            "{The interval supposes|The bounds suppose} {normal, independent errors|that errors are normal and independent}; daily figures {have weekly rhythms and jumps|follow the week and sometimes jump}, so {the true coverage|its real coverage} may be {lower|smaller} than <level> %.",
            "{The factor <z> comes from the normal distribution|A normal distribution is taken for granted}, {and fat tails|while fat tails} would {make surprises more frequent|widen the interval}.",
            "{The interval knows only|The interval counts only} the scatter of past days, {not the error of the halfway rule|and leaves out that the half is only supposed}.",
        ],
    },
    Insight {
        theme: "sample",
        when: |b| b.baseline_days() < 30.0,
        say: &[
            "{The baseline is thin|The baseline counts few days}: <c.F_days> of <v.F_days> {means|implies} that {mean and spread|both the mean and the standard deviation} are {rough|only roughly known}.",
            "{With|From} only <v.F_days> days <p.F_days>, {the standard deviation|the spread} {could easily be|may well be} noticeably larger or smaller{ than it appears|}.",
            "{Few days are known|The sample is small}: <v.F_days> <p.F_days>; {a normal quantile|the normal factor <z>} is {somewhat too small|a little optimistic} {for so few|for a sample of this size}.",
        ],
    },
];

const ADVICE: &[Advice] = &[
    Advice {
        who: "builder",
        when: |b| b.about_fees(),
        stance: Stance::Neutral,
        title: &[
            "{Set the budget by the upper bound|Use the upper bound|Reserve up to the upper bound}",
        ],
        action: &[
            "{Services on <net> should|Teams whose costs follow <c.F> should} {set budgets|set their budget} <horizon> by the upper bound {and not by the projection alone|rather than by the projection}.",
            "{Reserve|Set aside} for up to <r.interval_high> <horizon>{, and release the rest as days come in|}.",
        ],
        basis: &[
            "{The figures are|It rests on} a projection of <r.projected_value>, {with bounds of|between} <r.interval_low> and <r.interval_high>, {from|starting at} <v.F> <p.F>.",
            "{From|Starting at} <v.F> <p.F>, the projection is <r.projected_value> and the upper bound <r.interval_high>.",
        ],
        unless: &[
            "{Scale back|Revise} if <c.F> {falls below|drops under} <floor>, {the level of|as on} <floorday>.",
            "{It is void|It no longer holds} once <c.F> {moves outside|is outside} <rp.interval_low> to <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {funds are tied up|money is set aside} {for a case that does not come|without need} if {the value falls|the level falls} {to the mean or below|back to its mean}.",
            "{What it may cost|The danger}: {the bounds may be too narrow|the interval is too narrow} {for a sudden surge|if the flow jumps}, and {the budget breaks|the reserve then fails}.",
        ],
    },
    Advice {
        who: "builder",
        when: |b| b.counts_use(),
        stance: Stance::Neutral,
        title: &[
            "{Set capacity to the upper bound|Reserve for the high case|Scale for the upper bound}",
        ],
        action: &[
            "{Operators should|Teams that serve <net> should} {reserve capacity|set capacity} for the upper end of the interval <horizon> {and not for the projection alone|rather than for the projection}.",
            "{Scale|Set} {nodes and services|infrastructure} for up to <r.interval_high> <horizon>, {and review the plan daily|with a weekly review}.",
            "{Schedule|Reserve} capacity <horizon> up to the upper bound, and {release it|scale down} only when {the next days stay lower|the count comes out lower}.",
        ],
        basis: &[
            "{The figures are|It rests on} a projection of <r.projected_value>, {with bounds of|between} <r.interval_low> and <r.interval_high>, {from|starting at} <v.F> <p.F>.",
            "{From|Starting at} <v.F> <p.F>, the projection is <r.projected_value> and the upper bound <r.interval_high>.",
        ],
        unless: &[
            "{Scale back|Revise} if <c.F> {falls below|drops under} <floor>, {the level of|as on} <floorday>.",
            "{It is void|It no longer holds} once <c.F> {moves outside|is outside} <rp.interval_low> to <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {capacity stands idle|money is spent on idle capacity} if {use falls|the count falls} {to the mean or below|back to its mean}.",
            "{What it may cost|The danger}: {the interval is too narrow|the bounds may be too narrow} {for a sudden surge|if demand jumps}, and {the reserve then fails|capacity runs short}.",
        ],
    },
    Advice {
        who: "holder",
        when: covers_today,
        stance: Stance::Hold,
        title: &["{Wait for a clear move|No position from this alone|Stay put}"],
        action: &[
            "{Investors should|Those with exposure should} {wait and not trade|avoid a trade} on this projection <horizon>, {as the interval holds the present value|since the present value lies in the interval}.",
            "{Leave positions|Keep positions} unchanged <horizon> and {wait for|ask for} a {reading outside the interval|value beyond the bounds}.",
            "{Wait|Stay put} <horizon> and {watch|see} whether <c.F> returns to <v.F_mean> <p.F_mean>; {nothing has to be traded on that|no trade depends on it}.",
        ],
        basis: &[
            "{The projected step from|A step from} <v.F> <p.F> to <r.projected_value> {is small beside|is dwarfed by} a margin of <r.margin>.",
            "{It rests on|The basis is} <v.F> <p.F> now, a mean of <v.F_mean> <p.F_mean> and <r.projected_value> projected, {with|at} a margin of <r.margin>.",
        ],
        unless: &[
            "{Look again|Reconsider} if <c.F> {moves outside|moves out of} the interval from <rp.interval_low> to <r.interval_high>.",
            "{Look again|Reconsider} if <c.F> {rises above|climbs past} <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a trend may begin|a move may start} {unseen within the margin|below the noise}, and {acting late costs|the entry comes late}.",
            "{What it may cost|The danger}: {the level may have shifted|a new level may have begun} {inside the interval|without leaving the interval}, and {waiting hides it|it is seen late}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| distance(b) > 0.0 && !b.about_fees(),
        stance: Stance::Hold,
        title: &["{Wait for the return|Avoid buying at the high|Watch the way back}"],
        action: &[
            "{Investors should|Those who want exposure should} {add nothing|wait} <horizon> and {watch|see} whether <c.F> {falls back toward|returns to} <v.F_mean>.",
            "{Hold back|Defer} purchases <horizon> {until the level has lasted|and see whether the high level lasts}.",
        ],
        basis: &[
            "{The day stands above its mean|It rests on a day above its mean}: <v.F> <p.F> against <v.F_mean> <p.F_mean>, with <r.projected_value> projected.",
            "{The projection of|A projection of} <r.projected_value> {compares with|stands against} <v.F> <p.F> {now|today}, {above|beyond} the interval's upper end of <r.interval_high>.",
        ],
        unless: &[
            "{Drop it|It lapses} if <c.F> {holds above|stays above} <r.interval_high> {all week|for a week}: {the level has then shifted|that would be a new level}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the high may be a new level|the level may have shifted}, and {waiting costs the entry|the early entry is lost}.",
            "{The danger|What can go wrong}: {use and price part ways often|prices do not wait for activity}, so {waiting has a cost|the caution may be costly}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| distance(b) <= 0.0 && !b.about_fees(),
        stance: Stance::Hold,
        title: &["{Keep from selling the low|Wait for the return|Hold through the low}"],
        action: &[
            "{Investors should|Those with exposure should} {not sell|keep from selling} on this low <horizon> and {watch|see} whether <c.F> {recovers toward|returns to} <v.F_mean>.",
            "{Keep positions|Leave positions} as they are <horizon> {until it is clear|and see} whether the low level lasts.",
        ],
        basis: &[
            "{The day stands below its mean|It rests on a day below its mean}: <v.F> <p.F> against <v.F_mean> <p.F_mean>, with <r.projected_value> projected.",
            "{The projection of|A projection of} <r.projected_value> {compares with|stands against} <v.F> <p.F> {now|today}, {below|under} the interval's lower end of <r.interval_low>.",
        ],
        unless: &[
            "{Drop it|It lapses} if <c.F> {holds below|stays below} <rp.interval_low> {all week|for a week}: {the level has then shifted|that would be a new level}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the low may be a new level|the level may have shifted}, and {a later exit costs more|the exit comes late}.",
            "{The danger|What can go wrong}: {activity can stay low|a low can last}, and {prices may follow it|the loss then grows}.",
        ],
    },
    Advice {
        who: "user",
        when: |b| b.about_fees() && b.dear() == Some(true) && distance(b) > 0.0,
        stance: Stance::Neutral,
        title: &["{Postpone what can wait|Wait for lower fees|Delay transfers if possible}"],
        action: &[
            "{Users should|Whoever sends often should} {put off|delay} transfers that can wait <horizon> and {watch|see} whether <c.F> {falls toward|nears} <v.F_mean>.",
            "{Batch|Bundle} small transfers <horizon> and {leave|keep} {the rest|what is not urgent} for {cheaper days|days with lower fees}.",
        ],
        basis: &[
            "{Fees are in the upper half of the days shown|Most of the days shown were cheaper}: <v.F> <p.F>, {against|with} a mean of <v.F_mean> <p.F_mean>.",
        ],
        unless: &[
            "{Stop waiting|It is moot} once <c.F> {falls below|drops under} <r.projected_value>.",
            "{It is moot|No need for it} if <c.F> {falls back below|drops under} <floor>, {the level of|as on} <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: fees {may rise further|can climb further}, up to <r.interval_high> {within the interval|and more}, {and waiting then costs|which waiting would cost}.",
        ],
    },
    Advice {
        who: "user",
        when: |b| b.about_fees() && b.dear() == Some(false) && distance(b) < 0.0,
        stance: Stance::Neutral,
        title: &["{Move pending transfers|Start what is pending|Move what has to move}"],
        action: &[
            "{Users with pending transfers can|Whoever has transfers pending can} {make them|carry them out} <horizon>, {while fees are low|as long as fees stay low} for these days.",
            "{Move|Consolidate} {small balances|scattered balances} <horizon>, {as long as|while} <c.F> stays below <r.interval_high>.",
        ],
        basis: &[
            "{Fees are in the lower half of the days shown|Most of the days shown were dearer}: <v.F> <p.F>, {against|with} a mean of <v.F_mean> <p.F_mean>.",
        ],
        unless: &[
            "{Wait instead|Hold off} if <c.F> {rises above|climbs past} <r.interval_high>.",
            "{Wait instead|Hold off} if <c.F> {rises above|climbs past} <ceiling>, {the level of|as on} <ceilingday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: fees {may fall further|can still fall}, to <rp.interval_low> {within the interval|or less}, so that {haste|acting now} {costs a little more than waiting|was dearer than patience}.",
        ],
    },
    Advice {
        who: "analyst",
        when: |_| true,
        stance: Stance::Neutral,
        title: &["{Test the projection daily|Check the forecast|Track and re-estimate}"],
        action: &[
            "{Analysts should|Whoever relies on it should} {check|test} the projection against each new day <horizon> {and re-estimate it|, re-estimating it} when {three days running|several days in a row} miss.",
            "{Track|Monitor} <c.F> every day <horizon> and {recompute|update} mean and interval {as days come in|with each day}.",
            "{Check|Test} each new value of <c.F> against the interval <horizon>, and {note|see} whether it {moves toward|nears} <v.F_mean> <p.F_mean>.",
        ],
        basis: &[
            "{The interval to test|What is to be tested} runs from <rp.interval_low> to <r.interval_high> around <r.projected_value>, on <v.F_days> baseline days <p.F_days>.",
            "{The reason|The ground}: <c.F_days> is only <v.F_days>, and <m.F_sd> of <v.F_sd> {leaves much open|is a wide scatter}.",
        ],
        unless: &[
            "{Two readings|A reading} outside <rp.interval_low> to <r.interval_high> {would discard it|would end the projection}.",
            "{The model is out|It should be discarded} if <c.F> {ends up|stands} above <r.interval_high> or below <rp.interval_low>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {refitting after each miss|constant refitting} {chases noise|follows the noise}.",
            "{What can go wrong|The danger}: {missing days|gaps in the record} {delay the test|make the test late}, and {a wrong projection is used too long|errors go unnoticed}.",
        ],
    },
];
