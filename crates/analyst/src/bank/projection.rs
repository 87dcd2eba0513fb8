//! Where a network's metric is heading, and how sure one can be.

use super::{Advice, Insight, Phrases};
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
    "{A projection|Any forecast} {needs|requires} a base and a pace; the base is <m.F>, which {stood at|read} <v.F> on <date>.",
    "<net> {ended|closed} <date> with <m.F> at <v.F>{, the base of the projection|}.",
];

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
        "projected_value" => match size(brief.g()) {
            Size::Flat => &[
                "{Since growth was close to nil|With next to no growth}, the projection {hardly leaves|stays near} the present <v.F>.",
                "{Repeating|To repeat} a flat week {gives|means} a flat projection{, next to <v.F> now|}.",
            ],
            _ => &[
                "{It lies|That lies|The projection lies} <well.G> <above.G> the present <v.F>, {by construction|because a past change is repeated}.",
                "{This simply repeats|It only repeats} the past week {once more|a second time}; {no model of demand stands behind it|it knows nothing of demand}.",
                "{The step from|Moving from} <v.F> <p.F> to this value {assumes|presumes} that {the pace of the past week holds|another week like the last one follows}.",
                "{Taken at face value|If the pace holds}, <m.F> {would end|would arrive} {there|at this level} seven days {on|from <date>}.",
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
        when: |b| {
            let change = (b.r("projected_value") - b.v(&b.focus)).abs();
            change < b.r("margin")
        },
        say: &[
            "{The change expected|The projected change} {is smaller than|stays within} the margin of <r.margin>: {today's|the present} level of <v.F> <p.F> {lies inside the interval|is itself inside the interval}, so {growth is not established|the direction is not settled}.",
            "{Note that|It should be said that} the interval {includes|contains} the present <v.F> <p.F>; {at this level of confidence|judged by it} {neither rise nor fall is certain|one cannot even be sure of the direction}.",
            "{How sure can one be?|How certain is that?} {Not very|Only moderately}: the margin of <r.margin> {is wider than|exceeds} the projected step from <v.F> to <r.projected_value>, {so the sign itself is open|which leaves even the sign open}.",
        ],
    },
    Insight {
        theme: "signal",
        when: |b| (b.r("projected_value") - b.v(&b.focus)).abs() >= b.r("margin"),
        say: &[
            "{The projected step|The step} from <v.F> <p.F> to <r.projected_value> {is larger than|exceeds} the margin of <r.margin>: {if the growth repeats|should the week repeat itself}, {the change would stand out of the noise|it would be visible above the noise}.",
            "{The present|Today's} <v.F> <p.F> {lies outside|falls outside} the interval, {so a repeat of the growth|which means that a repeat of the growth} {would be a real move|could not pass for noise}; {whether it repeats is another matter|that it repeats is an assumption}.",
        ],
    },
    Insight {
        theme: "level",
        when: |b| b.r("projected_value") > b.v(&format!("{}_mean", b.focus)) * 1.01,
        say: &[
            "{Compared with|Set against} <m.F_mean> of <v.F_mean>, the projection {is high|lies above}: {it asks for|it supposes} a level {above what was usual|beyond the recent norm}.",
            "{The projection lies above|A value of <r.projected_value> lies above} the baseline mean of <v.F_mean> <p.F_mean>, {so a return to normal|so that a mere return to the norm} {would undershoot it|would fall short of it}.",
        ],
    },
    Insight {
        theme: "level",
        when: |b| b.r("projected_value") < b.v(&format!("{}_mean", b.focus)) * 0.99,
        say: &[
            "{Compared with|Set against} <m.F_mean> of <v.F_mean>, the projection {is low|lies below}: {it asks for|it supposes} a level {below what was usual|under the recent norm}.",
            "{The projection lies below|A value of <r.projected_value> lies below} the baseline mean of <v.F_mean> <p.F_mean>, {so a return to normal|so that a mere return to the norm} {would overshoot it|would exceed it}.",
        ],
    },
    Insight {
        theme: "level",
        when: |_| true,
        say: &[
            "{The projection|A value of <r.projected_value>} {sits close to|is near} <m.F_mean> of <v.F_mean>; {growth and mean agree|the week's growth only leads back to normal}.",
            "{Mean and projection|The baseline mean and the projection} (<v.F_mean>, <c.F_mean>) {lie close together|hardly differ}, {which lends it some support|and that speaks for it}.",
        ],
    },
    Insight {
        theme: "width",
        when: |b| b.r("margin") > 0.0,
        say: &[
            "{The width of the interval|How wide the interval is} {comes from|depends on} <m.F_sd> of <v.F_sd> over <v.F_days> days <p.F_days>; {a calmer baseline|less scatter} would narrow it.",
            "{Everything hangs on|The width hangs on} the scatter of the baseline, <v.F_sd> <p.F_sd>, {as measured on|known from} <v.F_days> days <p.F_days>.",
            "{How wide it is|The spread of the interval} {depends on|follows from} <c.F_sd> at <v.F_sd>, {a figure taken from|estimated over} only <v.F_days> days <p.F_days>.",
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
        theme: "repeat",
        when: |_| true,
        say: &[
            "{Growth rarely repeats|A growth rate seldom repeats itself} exactly: {a projection from|to extend} one past week {carries its accidents forward|makes its accidents permanent}.",
            "{The method repeats one number|All rests on a single rate}, the weekly change of <r.G>; {had another day been the base|with another base day} {the projection would differ|it would look different}.",
            "{The projection would fail|It would fail} if the week from <d.G> to <date> {was exceptional|was no ordinary week}, {at either end|in its first or its last day}.",
            "{Two days decide|Two single days carry} the growth rate, <d.G> and <date>; {an odd value on either|noise in one of them} {shifts everything|moves the projection}.",
        ],
    },
    Insight {
        theme: "normal",
        when: |_| true,
        say: &[
            "{The interval supposes|The bounds suppose} {normal, independent errors|that errors are normal and independent}; daily figures {have weekly rhythms and jumps|follow the week and sometimes jump}, so {the true coverage|its real coverage} may be {lower|smaller} than <level> %.",
            "{The factor <z> comes from the normal distribution|A normal distribution is taken for granted}, {and fat tails|while fat tails} would {make surprises more frequent|widen the interval}.",
            "{The interval knows only|The interval counts only} the scatter of past days, {not the error of the growth rate|and leaves out that the growth rate is uncertain too}.",
        ],
    },
    Insight {
        theme: "sample",
        when: |b| b.baseline_days() < 30.0,
        say: &[
            "{The baseline is thin|The baseline counts few days}: <c.F_days> of <v.F_days> {means|implies} that {mean and spread|both the mean and the standard deviation} are {rough|only roughly known}.",
            "{With|From} only <v.F_days> days <p.F_days>, {the standard deviation|the spread} {could easily be|may well be} noticeably larger or smaller{ than it appears|}.",
            "{Few days were measured|The sample is small}: <v.F_days> <p.F_days>; {a normal quantile|the normal factor <z>} is {somewhat too small|a little optimistic} {for so few|for a sample of this size}.",
        ],
    },
];

const ADVICE: &[Advice] = &[
    Advice {
        who: "builder",
        when: |b| !b.counts_use(),
        title: &["{Set the budget by the upper bound|Set costs by the interval|Use both bounds}"],
        action: &[
            "{Services on <net> should|Teams that pay or earn by <c.F> should} {set budgets|set their budget} <horizon> by the upper bound {and not with the projection alone|as well as the projection}.",
            "{Write|Set} two budgets <horizon>, one for each end of the interval{, and choose between them as days come in|}.",
        ],
        basis: &[
            "{The figures are|It rests on} a projection of <r.projected_value>, {with bounds of|between} <r.interval_low> and <r.interval_high>, {from|starting at} <v.F> <p.F>.",
            "{From|Starting at} <v.F> <p.F>, the projection is <r.projected_value> and the upper bound <r.interval_high>.",
        ],
        unless: &[
            "{Scale back|Revise} if <c.F> {falls below|drops under} <floor>, {the level of|as on} <floorday>.",
            "{It is void|It no longer holds} once <c.F> {leaves the interval|moves outside} <rp.interval_low> to <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {funds are tied up|money is set aside} {for a case that does not come|without need} if growth {does not repeat|fades}.",
            "{What it may cost|The danger}: {the bounds may be too narrow|the interval is too narrow} {for a sudden surge|if the flow jumps}, and {the budget breaks|the reserve then fails}.",
        ],
    },
    Advice {
        who: "builder",
        when: |b| b.counts_use(),
        title: &[
            "{Set capacity to the upper bound|Reserve for the high case|Scale for the interval}",
        ],
        action: &[
            "{Operators should|Teams that serve <net> should} {reserve capacity|set capacity} for the upper end of the interval <horizon> {and not for the projection alone|rather than for the projection}.",
            "{Scale|Set} {nodes and services|infrastructure} for up to <r.interval_high> <horizon>, {and review the plan daily|with a weekly review}.",
            "{Schedule|Reserve} capacity <horizon> {between the two bounds|for both ends of the interval}, and scale up only when {the measured days point there|the count confirms it}.",
        ],
        basis: &[
            "{The figures are|It rests on} a projection of <r.projected_value>, {with bounds of|between} <r.interval_low> and <r.interval_high>, {from|starting at} <v.F> <p.F>.",
            "{From|Starting at} <v.F> <p.F>, the projection is <r.projected_value> and the upper bound <r.interval_high>.",
        ],
        unless: &[
            "{Scale back|Revise} if <c.F> {falls below|drops under} <floor>, {the level of|as on} <floorday>.",
            "{It is void|It no longer holds} once <c.F> {leaves the interval|moves outside} <rp.interval_low> to <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {capacity stands idle|money is spent on idle capacity} if growth {does not repeat|fades}.",
            "{What it may cost|The danger}: {the interval is too narrow|the bounds may be too narrow} {for a sudden surge|if demand jumps}, and {the reserve then fails|capacity runs short}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| b.g() > 0.03,
        title: &["{Enter in steps|Add exposure gradually|Take a first part}"],
        action: &[
            "{Investors can|Those who want exposure can} {add in small steps|buy in parts} <horizon>, {each|every step} only while {the growth continues|the measured days rise}.",
            "{Take|Open} a {small|first} position <horizon> and {complete it|add to it} only if {the next measured days|later readings} {confirm the growth|bear the projection out}.",
        ],
        basis: &[
            "{Growth was|It rests on growth of} <r.G> over the week, to <v.F> <p.F>{, <r.daily_pace> a day|}.",
            "{The projection of|A projection of} <r.projected_value> {compares with|stands against} <v.F> <p.F> {now|today}, after <r.G> in a week.",
        ],
        unless: &[
            "{Stop|Reverse} if <c.F> {falls below|ends a day under} <rp.interval_low>, the lower bound.",
            "{It is wrong|Call it off} if <c.F> {drops back to|falls below} <floor>, {the level of|as on} <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the interval is wide|the margin of <r.margin> is wide}, and {activity is not price|a busier network is no dearer coin}.",
            "{The danger|What can go wrong}: {one strong week|a single strong week} {may be noise|can reverse}, and {the position would lose|a loss would follow}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| b.g() < -0.03,
        title: &["{Hold back new money|Wait for a floor|Reduce gradually}"],
        action: &[
            "{Investors should|Those with exposure should} {add nothing|hold back} <horizon> {until the decline stops|and wait for a floor}.",
            "{Keep new money out|Hold new money back} <horizon>; {reduce|trim} only if {the next days confirm the fall|the decline goes on}.",
        ],
        basis: &[
            "{The change was|It rests on a change of} <r.G> over the week, to <v.F> <p.F>{, <r.daily_pace> a day|}.",
            "{The projection of|A projection of} <r.projected_value> {compares with|stands against} <v.F> <p.F> {now|today}, after <r.G> in a week.",
        ],
        unless: &[
            "{Drop it|It lapses} if <c.F> {rises above|climbs past} <ceiling>, {the level of|as on} <ceilingday>.",
            "{It is wrong|Call it off} if <c.F> {exceeds|climbs past} <r.interval_high>, the upper bound.",
        ],
        risk: &[
            "{The risk|Its own risk}: {activity can rebound|a rebound may come} {within days|quickly}, and {a recovery would be missed|the better entry would be lost}.",
            "{The danger|What can go wrong}: {use and price part ways often|prices do not wait for activity}, so {waiting has a cost|the caution may be costly}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| b.g().abs() <= 0.03,
        title: &["{Avoid trading on this|No position from this alone|Stay put}"],
        action: &[
            "{Investors should|Those with exposure should} {wait and not trade|avoid a trade} on this projection <horizon>, {as it shows no clear direction|since its direction is unclear}.",
            "{Leave positions|Keep positions} unchanged <horizon> and {wait for|ask for} a {clearer|larger} move.",
        ],
        basis: &[
            "{The weekly change of|A weekly change of} <r.G> {is small beside|is dwarfed by} a margin of <r.margin>, at <v.F> <p.F>.",
            "{It rests on|The basis is} <r.G> in a week, <v.F> <p.F> now and <r.projected_value> projected.",
        ],
        unless: &[
            "{Look again|Reconsider} if <c.F> {leaves|moves out of} the interval from <rp.interval_low> to <r.interval_high>.",
            "{Look again|Reconsider} if <c.F> {rises above|climbs past} <r.interval_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a trend may begin|a move may start} {unseen within the margin|below the noise}, and {acting late costs|the entry comes late}.",
        ],
    },
    Advice {
        who: "analyst",
        when: |_| true,
        title: &["{Test the projection daily|Check the forecast|Track and re-estimate}"],
        action: &[
            "{Analysts should|Whoever relies on it should} {check|test} the projection against each new day <horizon> {and re-estimate it|, re-estimating it} when {three days running|several days in a row} miss.",
            "{Track|Monitor} <c.F> every day <horizon> and {recompute|update} growth and interval {as days come in|with each day}.",
            "{Check|Test} each new value of <c.F> against the interval <horizon>; {collect|gather} more baseline days {meanwhile|at the same time}.",
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
