//! Two networks on one day.

use super::{Advice, Insight, Phrases, Stance};
use crate::brief::Brief;
use crate::pen::{Bank, of_network};

pub(crate) static FAMILY: Phrases =
    Phrases { opener: OPENER, reading, insights: INSIGHTS, limits: LIMITS, advice: ADVICE };

const OPENER: Bank = &[
    "{On <date>|On the day asked about} <A> {processed|handled|recorded} <v.A.daily_txns> transactions <p.A.daily_txns>, <B> <v.B.daily_txns> <p.B.daily_txns>.",
    "{Side by side|Next to each other}: <m.A.daily_txns> {stood at|came in at} <v.A.daily_txns>, <m.B.daily_txns> at <v.B.daily_txns>.",
    "<A> {was|is} the busier of the two on <date>, with <v.A.daily_txns> transactions <p.A.daily_txns> {against|to} <v.B.daily_txns> <p.B.daily_txns> on <B>.",
    "{In size|By the count of transactions}, <A> {leads|comes first}: <v.A.daily_txns> <p.A.daily_txns>, {while|whereas} <B> {came to|recorded} <v.B.daily_txns> <p.B.daily_txns>.",
    "{Two networks, one day|Two networks on one day}: <v.A.daily_txns> transactions <p.A.daily_txns> on <A> {and|,} <v.B.daily_txns> <p.B.daily_txns> on <B>.",
    "<B> {recorded|handled} <v.B.daily_txns> transactions <p.B.daily_txns> on <date>; <A>, {with|at} <v.A.daily_txns> <p.A.daily_txns>, {was busier|had more}.",
];

fn reading(brief: &Brief<'_>, name: &str) -> Option<Bank> {
    let suffix = of_network(name, brief).map_or(name, |(_, suffix)| suffix);
    Some(match suffix {
        "txn_difference" => &[
            "{By that many|By so many transactions} <A> {is ahead|leads}.",
            "{In absolute numbers|As a count} {the lead is|this is} {easy to state|plain}; {ratio and share|the next lines} {say more|put it in proportion}.",
            "{It is|This is} the {plain|simple} lead of <A>, {before any regard to size|not yet weighed by anything}.",
        ],
        "txn_ratio" if brief.r(name) < 1.5 => &[
            "{The two are of similar size|In size the two are close}.",
            "{For each transaction on|To every transaction on} <B> there {was|is} {little more than one|only slightly more than one} on <A>.",
            "{A ratio this close to one|So near to one} {leaves room for a change of places|means that the order could change}.",
        ],
        "txn_ratio" => &[
            "{So <A> is the larger by a wide step|In size the two are not alike}.",
            "{For each transaction on|Against every transaction on} <B> there were <r.txn_ratio> on <A>.",
            "{The two play|They play} in different {weight classes|leagues} {by this count|as far as counts go}.",
        ],
        "txn_share" => &[
            "{The rest belongs to|What remains falls to} <B>.",
            "{Of the traffic of both|Of all transactions on the two}, {this part|this share} {ran|took place} on <A>.",
            "{The share says the same as|It restates} the ratio, {bounded by|on a scale up to} one hundred percent.",
        ],
        "txns_per_receiver" => &[
            "{The lower|The smaller} this number, the wider {payments spread|the receiving side}.",
            "{It measures|This measures} how {narrow|concentrated} the receiving side {of that network|there} is.",
            "{Here a network shows|This shows} whether {traffic converges|many transactions end at few addresses}.",
        ],
        "txns_per_user" => &[
            "{It measures|This measures} how {busy|active} an average sender {there|on that network} {was|is}.",
            "{A high figure|High values} would {hint at|point to} automated use, while {a low one|low ones} would fit {occasional use|many casual users}.",
        ],
        _ => return None,
    })
}

/// Whether the growth of both is known and far apart.
fn apart(brief: &Brief<'_>) -> bool {
    growth_gap(brief).abs() > 0.03
}

/// Whether both networks report a metric.
fn both(brief: &Brief<'_>, metric: &str) -> bool {
    let reports = |network: &str| brief.prompt.figure(&format!("{network}.{metric}")).is_some();
    brief.pair.as_ref().is_some_and(|(busy, quiet)| reports(busy) && reports(quiet))
}

fn growth_gap(brief: &Brief<'_>) -> f64 {
    let Some((busy, quiet)) = &brief.pair else { return f64::NAN };
    brief.r(&format!("{busy}_txn_growth")) - brief.r(&format!("{quiet}_txn_growth"))
}

const INSIGHTS: &[Insight] = &[
    Insight {
        theme: "size",
        when: |b| b.r("txn_ratio") < 1.5,
        say: &[
            "{In size|By size} the two are {comparable|close}: <A> has <r.txn_share> of the joint traffic, {a lead|an advantage} of <r.txn_difference> transactions.",
            "{Neither dwarfs the other|The lead is narrow}: <r.txn_ratio> transactions on <A> for one on <B>, or <r.txn_share> of both.",
        ],
    },
    Insight {
        theme: "size",
        when: |_| true,
        say: &[
            "{In size|By size} <A> {dominates|is well ahead}: <r.txn_share> of the joint traffic, {or|that is} <r.txn_ratio> transactions for one on <B>.",
            "<A> carries <r.txn_share> of what the two handle together{; in numbers, <r.txn_difference> transactions more|}.",
            "{The gap in size|The difference in size} is {large|plain}: <r.txn_ratio> to one, {a lead|an advantage} of <r.txn_difference> transactions{ for <A>|}.",
        ],
    },
    Insight {
        theme: "direction",
        when: |b| growth_gap(b) > 0.02,
        say: &[
            "{In direction|As for direction}, <A> {does better|has the edge}: <r.A_txn_growth> over the week, {against|to} <r.B_txn_growth> on <B>. {The larger network also|The bigger of the two} {pulls ahead|gains ground}.",
            "{The gap is widening|The distance grows}: <A> changed by <r.A_txn_growth> in seven days, <B> by <r.B_txn_growth>.",
        ],
    },
    Insight {
        theme: "direction",
        when: |b| growth_gap(b) < -0.02,
        say: &[
            "{In direction|As for direction}, <B> {does better|has the edge}: <r.B_txn_growth> over the week, {against|to} <r.A_txn_growth> on <A>. {The smaller network|The quieter of the two} {is catching up|gains ground}{, from a lower base|}.",
            "{The gap is narrowing|The distance shrinks}: <B> changed by <r.B_txn_growth> in seven days, <A> by <r.A_txn_growth>.",
        ],
    },
    Insight {
        theme: "direction",
        when: |b| growth_gap(b).abs() <= 0.02,
        say: &[
            "{In direction|As for direction} {there is little between them|they hardly differ}: <r.A_txn_growth> on <A>, <r.B_txn_growth> on <B>.",
            "{Both moved alike|The two moved in step} over the week, by <r.A_txn_growth> and <r.B_txn_growth>.",
        ],
    },
    Insight {
        theme: "direction",
        when: |b| b.solution_ends("_txn_growth"),
        say: &[
            "{Direction is known for one only|Only one direction is known}: <A> changed by <r.A_txn_growth> over the week; {for <B>|for the other} {the day seven days earlier is missing|no such figure can be formed}.",
            "{Direction is known for one only|Only one direction is known}: <B> changed by <r.B_txn_growth> over the week; {for <A>|for the other} {the day seven days earlier is missing|no such figure can be formed}.",
        ],
    },
    Insight {
        theme: "receivers",
        when: |_| true,
        say: &[
            "{In use|As for use}, transactions per receiving address {come to|are} <r.A_txns_per_receiver> on <A> and <r.B_txns_per_receiver> on <B>{, with <v.A.unique_receivers> <p.A.unique_receivers> and <v.B.unique_receivers> <p.B.unique_receivers> receivers|}.",
            "{The receiving sides differ|Looking at receivers}: <r.A_txns_per_receiver> transactions each on <A> (<v.A.unique_receivers>, <c.A.unique_receivers>), <r.B_txns_per_receiver> on <B> (<v.B.unique_receivers>, <c.B.unique_receivers>).",
        ],
    },
    Insight {
        theme: "users",
        when: |b| both(b, "unique_users"),
        say: &[
            "{Per user|For each user} there were <r.A_txns_per_user> transactions on <A> and <r.B_txns_per_user> on <B>{; {a user is counted by address|addresses are counted, not people}|}.",
            "{Users can be compared too|On users}: <v.A.unique_users> <p.A.unique_users> against <v.B.unique_users> <p.B.unique_users>, or <r.A_txns_per_user> and <r.B_txns_per_user> transactions per head.",
        ],
    },
    Insight {
        theme: "users",
        when: |_| true,
        say: &[
            "{Users are known for one network only|Only one side reports users}: <v.A.unique_users> <p.A.unique_users> on <A>, <r.A_txns_per_user> transactions each.",
            "{Users are known for one network only|Only one side reports users}: <v.B.unique_users> <p.B.unique_users> on <B>, <r.B_txns_per_user> transactions each.",
        ],
    },
    Insight {
        theme: "reliability",
        when: |b| both(b, "success_rate"),
        say: &[
            "{Reliability|On reliability}: <m.A.success_rate> {stood at|came in at} <v.A.success_rate>, <m.B.success_rate> at <v.B.success_rate>.",
        ],
    },
    Insight {
        theme: "reliability",
        when: |_| true,
        say: &[
            "{A success rate|A rate of success} is on record for <A> {only|alone}: <v.A.success_rate> <p.A.success_rate>.",
            "{A success rate|A rate of success} is on record for <B> {only|alone}: <v.B.success_rate> <p.B.success_rate>.",
        ],
    },
    Insight {
        theme: "not",
        when: |_| true,
        say: &[
            "{What the differences do not say|What they do not mean}: {more transactions are not more value|a higher count is not higher value}, and {a transaction on one network|one transaction on <A>} {is not the same thing as|does not equal} {one on the other|one on <B>}.",
            "{None of this|Nothing here} {ranks the two by worth|says which network is better}; {it compares counts|counts are compared}, and {each network counts differently|designs differ}.",
            "{A larger count|The larger count} {reflects design and fees|follows from design and fees} as much as {popularity|demand}: {cheap transactions are made more often|where transactions are cheap, more are made}.",
        ],
    },
];

const LIMITS: &[Insight] = &[
    Insight {
        theme: "units",
        when: |_| true,
        say: &[
            "{The units differ|The same word means different things}: {a transaction, a receiver and a user|transactions and receivers} {are defined differently on <A> and <B>|do not mean the same on both networks}.",
            "{Comparability is limited|They compare only so far}: {one network may batch payments, while the other writes each separately|payments may be batched on one network and written singly on the other}.",
            "{Across networks|Between <A> and <B>} {counts are not like for like|a count is not the same yardstick}, {since fees and block rules shape them|because fees and rules shape it}.",
        ],
    },
    Insight {
        theme: "lacking",
        when: |b| {
            b.pair.as_ref().is_some_and(|(busy, quiet)| {
                ["unique_users", "unique_receivers", "success_rate"].iter().any(|metric| {
                    b.prompt.figure(&format!("{busy}.{metric}")).is_some()
                        != b.prompt.figure(&format!("{quiet}.{metric}")).is_some()
                })
            })
        },
        say: &[
            "{Not every metric exists for both|Some figures exist for one side only}; {where one is missing|in such cases} {no comparison is made|the comparison stops}.",
            "{The table is lopsided|The two are not equally documented}: {some metrics were measured on one network alone|one network lacks metrics that the other has}, {and they are left uncompared|which limits the comparison}.",
        ],
    },
    Insight {
        theme: "base",
        when: |b| b.r("txn_ratio") > 1.5,
        say: &[
            "{Growth rates favour the smaller|A small base flatters growth rates}: {the same number of new transactions moves|an equal gain moves} <B> more than <A> in percent.",
            "{Percentages hide size|Rates hide size}: a percent on <A> {is worth|means} <r.txn_ratio> times as many transactions as one on <B>.",
        ],
    },
];

const ADVICE: &[Advice] = &[
    Advice {
        who: "builder",
        when: |_| true,
        stance: Stance::Neutral,
        title: &["{Start where the reach is|Start on the busier network|Deploy where traffic is}"],
        action: &[
            "{Teams that need reach should|Whoever needs many users should} {start|deploy} on <A> <horizon> and {keep <B> as a second step|test <B> in parallel}.",
            "{Deploy|Start} on <A> first <horizon>, {and port to <B>|with <B> to follow} only if {its own usage grows|its traffic holds}.",
        ],
        basis: &[
            "{It rests on|The reason is} <v.A.daily_txns> <p.A.daily_txns> against <v.B.daily_txns> <p.B.daily_txns>, a share of <r.txn_share>.",
            "<A> {offers|has} <r.txn_ratio> transactions for each on <B>: <v.A.daily_txns> <p.A.daily_txns> to <v.B.daily_txns> <p.B.daily_txns>.",
        ],
        unless: &[
            "{Revise it|Think again} if <c.A.daily_txns> {falls below|drops under} <floor>, {the level of|as on} <floorday>.",
            "{The case weakens|It is void} if <c.B.daily_txns> {keeps gaining on|closes in on} <c.A.daily_txns> {for several weeks|week after week}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {traffic is not demand|much traffic is no demand} for {a given application|one's own service}, and {fees on a busy network|crowding} {can eat the margin|may drive costs up}.",
            "{What it may cost|The danger}: {porting later costs more|a later move costs more} than {building for both|starting on both}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| growth_gap(b) < -0.03,
        stance: Stance::Buy,
        title: &[
            "{Shift a little to the smaller|Add a small part of the challenger|Rebalance toward the grower}",
        ],
        action: &[
            "{Investors in both|Those who hold both} {can shift|may shift} a small part {from <A> to <B>|toward <B>} <horizon>, {in steps|no more than a tenth at a time}.",
            "{Tilt|Shift} exposure slightly {toward <B>|to <B>} <horizon>, {and undo it|undoing it} if {the growth stops|growth fades}.",
        ],
        basis: &[
            "{The direction favours it|Direction speaks for it}: <r.B_txn_growth> on <B> against <r.A_txn_growth> on <A>, at <v.B.daily_txns> <p.B.daily_txns>.",
        ],
        unless: &[
            "{Undo it|Stop} once <c.B.daily_txns> {falls back to|drops to} <e.B_txn_growth>, {the level of|as on} <d.B_txn_growth>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {one week of growth|a week's growth} {is thin evidence|proves little}, and {activity does not set prices|prices may go the other way}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| growth_gap(b) > 0.03,
        stance: Stance::Neutral,
        title: &["{Favour the leader|Keep weight on the leader|Stay with the larger network}"],
        action: &[
            "{Investors in both|Those who hold both} {should keep|can keep} the larger part in <A> <horizon> and {add nothing to|buy no more of} <B>.",
            "{Keep|Hold} the weight on <A> <horizon>; {rebalance|shift} only if {the direction turns|<B> starts to gain}.",
        ],
        basis: &[
            "{Size and direction agree|Both size and direction speak for it}: <r.txn_share> of the traffic and <r.A_txn_growth> over the week, at <v.A.daily_txns> <p.A.daily_txns>.",
        ],
        unless: &[
            "{Undo it|Stop} once <c.A.daily_txns> {falls back to|drops to} <e.A_txn_growth>, {the level of|as on} <d.A_txn_growth>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {momentum turns|leads erode} without warning, and {counts are not prices|a busier network need not pay its holders}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| !apart(b),
        stance: Stance::Hold,
        title: &[
            "{Hold, counts do not decide|Keep both, change nothing|Avoid a switch between the two}",
        ],
        action: &[
            "{Investors should|Holders should} {keep their split|leave their split} between <A> and <B> <horizon> {unless more than these counts speaks for a change|as counts alone are no reason to switch}.",
            "{Keep|Leave} any split between the two unchanged <horizon> and {decide on|look for} {value and fees|other figures} instead.",
        ],
        basis: &[
            "{Counts of|Two counts of} <v.A.daily_txns> <p.A.daily_txns> and <v.B.daily_txns> <p.B.daily_txns> {show size|describe size}, {not worth|and no more}.",
            "{It rests on|The reason is} a ratio of <r.txn_ratio> that {has design behind it|may come from design}: <v.A.daily_txns> <p.A.daily_txns> to <v.B.daily_txns> <p.B.daily_txns>.",
        ],
        unless: &[
            "{Look again|Reconsider} if <c.A.daily_txns> {moves outside|moves out of} the span from <floor> (<floorday>) to <ceiling> (<ceilingday>).",
            "{It would change|This changes} if <c.A.daily_txns> {drops under|falls below} <floor>, {the level of|as on} <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a real shift|a lasting shift} between the networks {would be acted on late|is noticed too late}.",
            "{What it may cost|The danger}: {inaction|keeping both} {dilutes|thins out} the gain {of the better one|if one pulls ahead}.",
        ],
    },
    Advice {
        who: "analyst",
        when: |_| true,
        stance: Stance::Neutral,
        title: &["{Track the share|Review the ratio weekly|Watch the gap}"],
        action: &[
            "{Analysts should|Whoever compares them should} {monitor|track} both counts daily <horizon> and {follow|watch} the share of <A>.",
            "{Track|Watch} <c.A.daily_txns> and <c.B.daily_txns> {on the same days|together} <horizon>, {and compare like weekdays|so that weekdays match}.",
        ],
        basis: &[
            "{The share now is|It starts from a share of} <r.txn_share>, from <v.A.daily_txns> <p.A.daily_txns> and <v.B.daily_txns> <p.B.daily_txns>.",
            "{The ratio stands at|The present ratio is} <r.txn_ratio>, with a gap of <r.txn_difference> transactions.",
        ],
        unless: &[
            "{A fall of|Any fall of} <c.A.daily_txns> below <floor> (<floorday>) {would end this reading|would date this comparison}.",
            "{The picture changes|Start afresh} if <c.A.daily_txns> {falls under|drops below} <floor>, {the level of|as on} <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the way transactions are counted can change|the counts may change their meaning} without notice, and the share then misleads.",
            "{What can go wrong|The danger}: {gaps in either record|missing days on one side} {distort|can distort} the comparison.",
        ],
    },
];
