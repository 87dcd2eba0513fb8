//! How busy a network was, and who used it.

use super::{Advice, Insight, Phrases, Stance};
use crate::brief::Brief;
use crate::measure::{Size, size};
use crate::pen::Bank;

pub(crate) static FAMILY: Phrases =
    Phrases { opener: OPENER, reading, insights: INSIGHTS, limits: LIMITS, advice: ADVICE };

const OPENER: Bank = &[
    "{On <date>|On the day asked about} <net> {processed|handled|recorded|carried} <v.daily_txns> transactions <p.daily_txns>.",
    "<v.daily_txns> transactions <p.daily_txns> {passed over|ran over|were recorded on|went through} <net> on <date>.",
    "{Traffic on|Daily use of|The day's use of} <net> {amounted|came} to <v.daily_txns> transactions <p.daily_txns> on <date>.",
    "{The first figure|The headline figure|The figure to start from} is <c.daily_txns>: <v.daily_txns> transactions on <net> {on <date>|within the day}.",
    "{How busy was <net> on <date>?|Was <net> busy on <date>?} {The count says|The answer starts with} <v.daily_txns> transactions <p.daily_txns>.",
    "<net> {ended|closed} <date> with <m.daily_txns> at <v.daily_txns>.",
    "{For <date>|For the day in question} the {record|table} of <net> {shows|gives} <v.daily_txns> transactions <p.daily_txns>.",
];

/// The weekly change and the distance from the weekly mean have opposite signs and both count.
fn disagree(brief: &Brief<'_>) -> bool {
    let (growth, distance) = (brief.r("txn_growth"), brief.r("txns_vs_mean"));
    growth * distance < 0.0 && growth.abs() > 0.01 && distance.abs() > 0.01
}

fn reading(brief: &Brief<'_>, name: &str) -> Option<Bank> {
    let value = brief.r(name);
    Some(match name {
        "txns_per_user" if value < 2.5 => &[
            "{That is low|That is a low figure}: {most senders|a typical sender} {acted once or twice|did little more than a transaction or two}.",
            "{At this level|With so few per head} {occasional use|use in passing} {dominates|prevails} over {automated traffic|heavy repeat use}.",
            "{The average sender|A sender on average} {signed|sent} {only a couple of transactions|hardly more than two}.",
            "{So the traffic|The traffic thus} {rests on|comes from} many hands {rather than|and not from} a few busy ones.",
        ],
        "txns_per_user" if value < 6.0 => &[
            "{That is a middling intensity|A moderate figure}: {regular use|repeat use}, {but not|without} the mark of a few dominant senders.",
            "{A typical user|The average user} {returned|came back} a few times within the day.",
            "{So each user|Each sender thus} {stands for|accounts for} several transactions, {as applications with repeat use would produce|as repeat use brings about}.",
            "{It points to|This fits} users who {act several times a day|do more than a single transfer}.",
        ],
        "txns_per_user" => &[
            "{That is high|A high figure}: {automated senders or applications|programs and applications} {are the likelier source|may well stand behind it}, though {the table cannot prove it|the data do not identify them}.",
            "{At this intensity|With so many per head} the mean {says little about|hardly describes} the ordinary user, since {a few heavy senders|busy programs} {can lift it|may carry it}.",
            "{Such intensity|A ratio of this size} suggests {frequent, possibly automated, use|a core of very active senders}.",
        ],
        "txns_per_receiver" if value < 3.0 => &[
            "{Receipts are spread widely|The receiving side is broad}: {few transactions fall on|not many transactions reach} each address.",
            "{Such a low figure|A figure this low} {speaks against|argues against} {concentration on a few receivers|traffic that ends at a handful of addresses}.",
            "{On the receiving side|Among receivers} {no crowding|no concentration} {shows|is visible} in the mean.",
        ],
        "txns_per_receiver" => &[
            "{The receiving side is narrower|Receipts are more concentrated}: {each address took in|every receiver stands for} several transactions on average.",
            "{Several transactions end|More than a few transactions end} at each address, {as happens where|which is typical where} {<contracts> or services|services or exchanges|shared <contracts>} collect them.",
            "{Traffic converges|The flow converges} on {comparatively few|a limited number of} addresses{, many of them probably <contracts>|}.",
        ],
        "failed_txns" => &[
            "{They are the counterpart of|This mirrors} <m.success_rate> of <v.success_rate>.",
            "{Given|With} <c.success_rate> at <v.success_rate>, {that is what remains|this is the remainder}.",
            "{Senders of these|Those who sent them} {still paid|had the cost of trying} {without getting a result|for nothing}.",
            "{In absolute terms|As a number of attempts} {that is not nothing|this is more than the percentage suggests}, {even at|with} <c.success_rate> of <v.success_rate>.",
        ],
        "txns_per_contract" => &[
            "{An average contract|Each contract} {therefore drew|thus took} {that many calls|a share of this size}; {the distribution behind it|how uneven the spread is} {stays hidden|cannot be seen}.",
            "{As a mean|Being a mean} it {hides|conceals} the {usual concentration on a few contracts|gap between popular and idle contracts}.",
            "{It relates|This relates} traffic to {the breadth of use|the number of applications in use} <p.active_contracts>.",
            "{The number|That ratio} {is a rough gauge|serves as a rough gauge} of how hard the contracts in use are worked.",
        ],
        "txns_vs_mean" => match size(value) {
            Size::Flat => &[
                "{The day sat on its weekly mean|In other words, an average day of its week}.",
                "{Measured this way|By this yardstick} the day {was ordinary|did not stand out}.",
                "{Practically nothing separates|There is practically no distance between} the day and {its recent level|the week behind it}.",
            ],
            _ => &[
                "{The day therefore ended|So the day came out} <well.txns_vs_mean> <above.txns_vs_mean> its recent level.",
                "{Against|Measured by} <m.daily_txns_mean_7d> of <v.daily_txns_mean_7d>, {this was|that is} a~<size.txns_vs_mean> {deviation|departure}.",
                "{The weekly mean|The last week} {puts|places} the day <well.txns_vs_mean> <above.txns_vs_mean> {what was usual|the usual}.",
            ],
        },
        _ => return None,
    })
}

const INSIGHTS: &[Insight] = &[
    Insight {
        theme: "use",
        when: |b| b.r("txn_growth") > b.r("user_growth") + 0.02 && b.r("txn_growth") > 0.008,
        say: &[
            "{Transactions outran users|Traffic grew faster than the user base}: <r.txn_growth> against <r.user_growth> {over the week|in seven days}. {The same users did more|More was done per head}, {which is deeper, not broader, use|a sign of intensity and not of reach}.",
            "{As|Since} transactions changed by <r.txn_growth> and users by <r.user_growth>, {the extra traffic|the additional activity} came mainly from {users already there|more transactions per user}, {not from newcomers|rather than from new arrivals}.",
            "{The gap between|The distance between} <r.txn_growth> for transactions and <r.user_growth> for users {means|shows} that {activity per user rose|each user became busier}; {whether this is people or programs|who did so} {cannot be told here|remains open}.",
        ],
    },
    Insight {
        theme: "use",
        when: |b| b.r("user_growth") > b.r("txn_growth") + 0.02 && b.r("user_growth") > 0.008,
        say: &[
            "{Users grew faster than transactions|The user base outran the traffic}: <r.user_growth> against <r.txn_growth> {over the week|in seven days}. {Reach widened|More users came}, {while each of them did less|but activity per head thinned out}.",
            "With users up by <rm.user_growth> and transactions at <r.txn_growth>, the network {broadened|reached more senders} {without becoming busier to the same degree|rather than becoming busier}.",
            "{Newcomers|New or returning senders} {appear to explain|may explain} why users changed by <r.user_growth> {while|and} transactions changed by <r.txn_growth>; {whether they stay|whether they return} {is the open question|has to be watched}.",
        ],
    },
    Insight {
        theme: "use",
        when: |b| b.r("user_growth") < -0.008 && b.r("txn_growth") < -0.008,
        say: &[
            "{Both sides shrank|Users and traffic fell together}: transactions by <rm.txn_growth>, users by <rm.user_growth> {over the week|in seven days}. That is a quieter network, {not merely|and not just} a change in habits.",
            "{Since|As} users (<r.user_growth>) and transactions (<r.txn_growth>) {declined together|both went down}, the {cooling|retreat} {is broad|runs through the whole picture}.",
            "{The week took away|Within the week the network lost} both users, by <rm.user_growth>, and transactions, by <rm.txn_growth>; {demand|interest} {weakened|receded} {rather than shifted|on both counts}.",
        ],
    },
    Insight {
        theme: "use",
        when: |b| (b.r("user_growth") - b.r("txn_growth")).abs() <= 0.02,
        say: &[
            "{Transactions and users moved much alike|Both series told the same story}: <r.txn_growth> and <r.user_growth> {over the week|in seven days}, {so the way the network is used|and so activity per user} {hardly changed|stayed as it was}.",
            "{With|At} <r.txn_growth> for transactions and <r.user_growth> for users, {usage per head|the intensity of use} {shifted little|held steady}.",
        ],
    },
    Insight {
        theme: "use",
        when: |b| b.r("txn_growth") > 0.008,
        say: &[
            "{The weekly rise of|A weekly rise of} <rm.txn_growth> in <m.daily_txns> {says|means} that the network {got busier|was used more}, {but it does not say by whom|by whom it leaves open}.",
            "{Activity is on the way up|The direction is upward}: <r.txn_growth> {over the week|in seven days}, {from|starting at} <e.txn_growth> on <d.txn_growth>.",
        ],
    },
    Insight {
        theme: "use",
        when: |b| b.r("txn_growth") < -0.008,
        say: &[
            "{The weekly fall of|A weekly fall of} <rm.txn_growth> in <m.daily_txns> {says|means} that the network {got quieter|was used less}, {whatever the reason|for reasons the table does not give}.",
            "{Activity is on the way down|The direction is downward}: <r.txn_growth> {over the week|in seven days}, {from|starting at} <e.txn_growth> on <d.txn_growth>.",
        ],
    },
    Insight {
        theme: "reliability",
        when: |b| b.v("success_rate") >= 0.99,
        say: &[
            "{Reliability is no concern|On reliability there is little to object to}: <m.success_rate> of <v.success_rate> {leaves|means} {few failures|hardly any failures}{, <r.failed_txns> of them|}.",
            "{Nearly everything went through|Failure was rare}: <v.success_rate> <p.success_rate>{, that is <r.failed_txns> failed transactions in all|}.",
            "{At|With} <v.success_rate> <p.success_rate> {users could rely on|a sender could count on} {a transaction going through|success at the first attempt}.",
        ],
    },
    Insight {
        theme: "reliability",
        when: |b| b.v("success_rate") >= 0.96,
        say: &[
            "{Reliability is good but not perfect|Reliability is solid}: <m.success_rate> of <v.success_rate> {still leaves|leaves} <r.failed_txns> failed transactions, {a cost that somebody bore|each of which somebody paid for}.",
            "{Most transactions went through|Failures are the exception}, as <v.success_rate> <p.success_rate> says; {yet|still,} <r.failed_txns> failures {are enough to matter|matter} for {applications that retry|whoever builds on it}.",
            "With <c.success_rate> at <v.success_rate>, {builders should expect|an application has to handle} {a small but steady flow of failures|failures as a matter of routine}: <r.failed_txns> {on this day|that day}.",
        ],
    },
    Insight {
        theme: "reliability",
        when: |b| b.v("success_rate") < 0.96,
        say: &[
            "{Reliability is the weak side|The weak point is reliability}: <m.success_rate> of only <v.success_rate> {means|leaves} <r.failed_txns> failed transactions, {too many to ignore|a share that users notice}.",
            "{A noticeable part failed|Failures were common}: with <c.success_rate> at <v.success_rate>, <r.failed_txns> transactions {brought their senders nothing|came to nothing}.",
        ],
    },
    Insight {
        theme: "intensity",
        when: |b| b.r("txns_per_user") > 0.0,
        say: &[
            "{The base of users|The user base}, <v.unique_users> <p.unique_users>, {carries|bears} the traffic at <r.txns_per_user> transactions each; {as a mean this hides|behind this mean stand} {both idle and very busy senders|senders of very different size}.",
            "{Who used it|As to who used it}: <v.unique_users> senders <p.unique_users>, each with <r.txns_per_user> transactions on average{; {an address, though, is not a person|one person may hold several addresses}|}.",
            "{Per user|For each user} there were <r.txns_per_user> transactions, {spread over|from} <v.unique_users> senders <p.unique_users>.",
        ],
    },
    Insight {
        theme: "receivers",
        when: |b| b.r("txns_per_receiver") > 0.0,
        say: &[
            "On the receiving side <v.unique_receivers> addresses <p.unique_receivers> {took in|shared} the traffic, <r.txns_per_receiver> transactions each{; {the lower this number|the smaller it is}, the wider the spread|}.",
            "{The reach of the network|How far the traffic reaches} {shows in|can be seen from} <m.unique_receivers>: <v.unique_receivers> addresses, with <r.txns_per_receiver> transactions for each.",
            "{Among receivers|Looking at receivers}, <r.txns_per_receiver> transactions {fell on|reached} each of the <v.unique_receivers> addresses <p.unique_receivers>{, a mean that says nothing about the largest of them|}.",
        ],
    },
    Insight {
        theme: "contracts",
        when: |b| b.r("txns_per_contract") > 0.0,
        say: &[
            "{Contracts in use|The contracts called}, <v.active_contracts> <p.active_contracts>, {show how broad the use was|measure the breadth of use}: <r.txns_per_contract> transactions {for each of them|per contract}.",
            "With <v.active_contracts> active contracts <p.active_contracts>, the traffic {amounts to|comes to} <r.txns_per_contract> transactions {each|per contract}, {which is an average over very unequal contracts|though some surely draw far more than others}.",
        ],
    },
    Insight {
        theme: "mean",
        when: |b| disagree(b),
        say: &[
            "{The two yardsticks disagree|Two measures, two signs}: <r.txn_growth> against the day a week before, but <r.txns_vs_mean> against <m.daily_txns_mean_7d> of <v.daily_txns_mean_7d>. {The base day|The day of comparison} {was itself far from its week's average|explains the difference}, {so neither alone is a trend|which is why neither should be taken for a trend}.",
            "{A change of|Growth of} <r.txn_growth> in a week and a distance of <r.txns_vs_mean> from the seven-day mean of <v.daily_txns_mean_7d> <p.daily_txns_mean_7d> {point in opposite directions|contradict each other at first sight}: {the first depends on a single earlier day|the first rests on one earlier day only}, {the second on all of them|the second on the whole week}.",
        ],
    },
    Insight {
        theme: "mean",
        when: |b| b.r("txns_vs_mean").abs() >= 0.008,
        say: &[
            "{Set against|Beside} <m.daily_txns_mean_7d> of <v.daily_txns_mean_7d>, the day {stands|lies} <well.txns_vs_mean> <above.txns_vs_mean> its own recent level (<r.txns_vs_mean>).",
            "{The distance of|A distance of} <r.txns_vs_mean> from the seven-day mean of <v.daily_txns_mean_7d> <p.daily_txns_mean_7d> {says how unusual|shows how far from ordinary} the day was: a~<size.txns_vs_mean> deviation.",
        ],
    },
    Insight {
        theme: "mean",
        when: |b| b.r("txns_vs_mean").abs() < 0.008,
        say: &[
            "{Against its seven-day mean|Next to the mean of the week}, <v.daily_txns_mean_7d> <p.daily_txns_mean_7d>, the day is {ordinary|unremarkable} (<r.txns_vs_mean>).",
            "{At <r.txns_vs_mean> from|With a distance of <r.txns_vs_mean> to} <m.daily_txns_mean_7d> (<v.daily_txns_mean_7d>), {nothing about the count stands out|the count is an average one}.",
        ],
    },
    Insight {
        theme: "volatility",
        when: |b| b.v("volatility") > 0.0,
        say: &[
            "{Day-to-day noise|The usual daily swing} matters for all of this: with <c.volatility> at <v.volatility>, {moves of a few percent|smaller moves} {prove little|are no signal}.",
            "{For scale|As a yardstick}: <m.volatility> of <v.volatility> {tells how far|says how much} {one day commonly departs from the next|the count usually moves from day to day}.",
            "<m.volatility> {stood at|came to} <v.volatility>; {changes of that order|moves within it} {are common|should not be over-read}.",
        ],
    },
];

const LIMITS: &[Insight] = &[
    Insight {
        theme: "addresses",
        when: |b| b.has("unique_users") || b.has("unique_receivers"),
        say: &[
            "{Addresses are not people|An address is not a person}: one person {can hold|may use} many, and one service {can act for|may serve} thousands, so {the counts of users|per-user figures} {are proxies|are only proxies}.",
            "{The user figures count addresses|What is counted are addresses}; {bots, exchanges and <contracts>|programs and exchanges} {are among them|hide among them}, {to an unknown extent|in unknown number}.",
            "{Per-user and per-receiver ratios|The ratios} are means; {a few very busy addresses|a handful of heavy senders} {can carry them|could produce them alone}.",
        ],
    },
    Insight {
        theme: "count",
        when: |_| true,
        say: &[
            "{A transaction count|Counting transactions} {gives each the same weight|treats all of them alike}: {a large transfer and a trivial call|the important and the trivial} {count the same|weigh the same}.",
            "{Volume of traffic is not value|Busy is not the same as valuable}; {cheap automated calls|spam and cheap calls} {can raise|lift} <c.daily_txns> without {any gain in use|anyone gaining from it}.",
            "{More transactions need not mean|A higher count does not by itself mean} more {economic use|value}, {as nothing here measures value|since value is not among the figures}.",
        ],
    },
];

const ADVICE: &[Advice] = &[
    Advice {
        who: "builder",
        when: |b| b.v("success_rate") < 0.99,
        stance: Stance::Neutral,
        title: &["{Build for failures|Set up retries|Test for failed transactions}"],
        action: &[
            "{Builders should|Teams that deploy here should} {add|test} {retry and refund logic|handling of failed calls} <horizon> {and scale up only after that|and send more users only then}.",
            "{Reserve time for|Prioritise} {failed calls|failures} <horizon>: {test transactions before sending them|check transactions before they are sent} and {log each failure|track failures by type}.",
            "{Use|Reserve} the time <horizon> to make {applications on <net>|an application on <net>} {robust against failed transactions|safe to retry}.",
        ],
        basis: &[
            "{The basis is|It rests on} <m.success_rate> of <v.success_rate> and the <r.failed_txns> failures {it implies|that follow from it} at <c.daily_txns> of <v.daily_txns>.",
            "{With|Given} <c.success_rate> at <v.success_rate>, about <r.failed_txns> of <v.daily_txns> transactions <p.daily_txns> {did not succeed|failed}.",
        ],
        unless: &[
            "{Drop the matter|It becomes unnecessary} if <c.success_rate> {rises clearly above|climbs well past} the present <v.success_rate> and stays there.",
            "{Reverse course|Reconsider} once <c.success_rate> {holds|stays} well above <v.success_rate> for a week.",
        ],
        risk: &[
            "{The risk|Its own risk}: engineering time {goes into|is spent on} a problem that {may be confined to a few contracts|a few faulty contracts cause}.",
            "{What can go wrong|The danger}: {the failures may come from|failures may be caused by} other people's {bots|contracts}, and the effort {then brings nothing|would be wasted}.",
        ],
    },
    Advice {
        who: "builder",
        when: |b| b.v("success_rate") >= 0.99 || !b.has("success_rate"),
        stance: Stance::Neutral,
        title: &["{Pilot on a small scale|Run a limited pilot|Test with real users}"],
        action: &[
            "{Builders can|A team may} {run|start} a limited pilot on <net> <horizon> {and measure|, measuring} {their own users|retention} {instead of|rather than} relying on network totals.",
            "{Deploy a small release|Release to a small group} <horizon> and {expand only|scale up only} if {its own usage|its usage} {holds|keeps up}.",
        ],
        basis: &[
            "{The traffic is there|Demand is visible}: <m.daily_txns> {stood at|came to} <v.daily_txns>{, with <r.txns_per_user> per user|}{, <r.txn_growth> over the week|}.",
            "{It rests on|The basis is} <v.daily_txns> transactions <p.daily_txns> and {a weekly change of <r.txn_growth>|a distance of <r.txns_vs_mean> from the seven-day mean|<r.txns_per_receiver> of them per receiving address}.",
            "{It rests on|The basis is} <v.daily_txns> transactions <p.daily_txns>{ and <v.unique_receivers> receiving addresses <p.unique_receivers>|}.",
        ],
        unless: &[
            "{Stop|Pause} if <c.daily_txns> {falls below|drops under} <floor>, {the level of|as on} <floorday>.",
            "{It is void|Break it off} should <c.daily_txns> {sink below|fall under} the <floor> of <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: network totals {say nothing about|do not guarantee} demand for {one particular|any single} application, so {the pilot may find no users|effort may be lost}.",
            "{The danger|What can go wrong}: {traffic may be automated|the traffic may come from programs}, and {a pilot for people then finds less demand than hoped|real users may be fewer than the count suggests}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| !disagree(b) && (b.r("txn_growth") < -0.03 || b.r("txns_vs_mean") < -0.03),
        stance: Stance::Hold,
        title: &["{Add nothing yet|Wait for activity to turn|Hold back new money}"],
        action: &[
            "{Investors should|Holders should} {hold back|add no} new money <horizon> {until activity stabilises|and wait for a turn in use}.",
            "{Keep positions unchanged|Add nothing} <horizon>, and {review|decide again} when {the count recovers|activity has stopped falling}.",
            "{Postpone purchases|Delay purchases} that {depend|rest} on growing use; {review the case|look again} <horizon>.",
        ],
        basis: &[
            "{Activity weakened|The count points down}: {<r.txn_growth> over the week, to|<r.txns_vs_mean> against its mean, at} <v.daily_txns> <p.daily_txns>.",
            "{It rests on|The reason is} {the weekly change of <r.txn_growth>|the distance of <r.txns_vs_mean> from the seven-day mean} {at a level of|with} <v.daily_txns> transactions <p.daily_txns>.",
        ],
        unless: &[
            "{Give this up|The call is wrong} if <c.daily_txns> {climbs above|regains} <ceiling>, {the level of|as on} <ceilingday>.",
            "A return of <c.daily_txns> to the <ceiling> of <ceilingday> {would overturn it|would speak against it}.",
            "Should <c.daily_txns> rise to the <ceiling> of <ceilingday>, {it no longer holds|the reason for it is gone}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {price and use often part ways|price need not follow use}, and {waiting may mean|one who waits may end up} {buying higher|paying more later}.",
            "{The cost of being wrong|What it may cost}: a {quick rebound|recovery} would be missed, {because|since} activity is {no measure of price|not price}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| !disagree(b) && (b.r("txn_growth") > 0.03 || b.r("txns_vs_mean") > 0.03),
        stance: Stance::Buy,
        title: &["{Build exposure in steps|Enter only gradually|Take a first small position}"],
        action: &[
            "{Investors who want exposure|Those who want exposure} {may build it|can enter} in {small steps|thirds} <horizon>, {each step|every step} only while {activity holds|the count holds}.",
            "{Take|Open} a {first|small} position <horizon> and {add to it|increase it} only if {the rise in use|the higher activity} {is confirmed|lasts}.",
        ],
        basis: &[
            "{Use picked up|Activity supports it}: {<r.txn_growth> over the week, to|<r.txns_vs_mean> against its mean, at} <v.daily_txns> <p.daily_txns>.",
            "{It rests on|The reason is} {the weekly change of <r.txn_growth>|the distance of <r.txns_vs_mean> from the seven-day mean} {and the level of|at} <v.daily_txns> transactions <p.daily_txns>.",
        ],
        unless: &[
            "{Stop buying|Abandon it} if <c.daily_txns> {falls back below|drops under} <floor>, {the level of|as on} <floorday>.",
            "A fall of <c.daily_txns> below the <floor> of <floorday> {would end the case|would settle the matter}.",
            "Should <c.daily_txns> sink below the <floor> of <floorday>, {the case is gone|the reason for it is gone}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a busier network is not a dearer coin|use and price can diverge}, so {the position may lose|money can be lost} although activity rises.",
            "{What can go wrong|The danger}: {one week is short|a week proves little}, and {the rise may be|the surge may prove} {a passing event|temporary}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| {
            let calm = |change: f64| change.is_nan() || change.abs() <= 0.03;
            calm(b.r("txn_growth")) && calm(b.r("txns_vs_mean"))
        },
        stance: Stance::Hold,
        title: &["{Hold, change nothing|Keep the present exposure|Stay put and review}"],
        action: &[
            "{Holders should|Investors should} {keep|leave} their exposure {as it is|unchanged} <horizon>; {the day gives|these figures give} no reason to act.",
            "{Keep the present exposure|Leave positions alone} <horizon> and {review|look again} {when a clearer signal appears|after more days are on record}.",
        ],
        basis: &[
            "{The count|Activity} {is close to|is near} its usual level: <v.daily_txns> <p.daily_txns>, <r.txns_vs_mean> from the seven-day mean{, <r.txn_growth> over the week|}.",
            "{The count|Activity} {is about where it stood|has the level of} a week before: <v.daily_txns> <p.daily_txns>, <r.txn_growth> {over the week|in seven days}.",
            "{It rests on|The reason is} <m.daily_txns> of <v.daily_txns>{, with a weekly change of <r.txn_growth>|, at <r.txns_vs_mean> from its seven-day mean|}.",
        ],
        unless: &[
            "{Act again|Reopen the question} if <c.daily_txns> {moves outside|moves out of} the range between <floor> (<floorday>) and <ceiling> (<ceilingday>).",
            "A fall below <floor>, {the level of|as on} <floorday>, {would change that|would call for a second look}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {standing still|inaction} {misses|would miss} a move that {begins|starts} before {the count shows it|activity shows it}.",
            "{What it may cost|The danger}: {on-chain activity lags or ignores price|price can move without activity}, so {a fall may come unannounced|losses can come without warning}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| disagree(b),
        stance: Stance::Hold,
        title: &[
            "{Wait for the signs to agree|Hold, the signals conflict|Leave exposure as it is}",
        ],
        action: &[
            "{Holders should|Investors should} {hold|keep} what they have <horizon> and {add nothing|make no purchase} while {the two measures disagree|the signals conflict}.",
            "{Keep exposure|Leave exposure} unchanged <horizon> {until|, until} {weekly change and weekly mean agree|both measures have the same sign}.",
        ],
        basis: &[
            "{The signals conflict|It rests on two figures that conflict}: <r.txn_growth> over the week, <r.txns_vs_mean> against the seven-day mean, at <v.daily_txns> <p.daily_txns>.",
        ],
        unless: &[
            "{Decide anew|Act again} if <c.daily_txns> {falls below|drops under} <floor> (<floorday>) or {rises above|climbs past} <ceiling> (<ceilingday>).",
        ],
        risk: &[
            "{The risk|Its own risk}: {while one waits|during the wait} {the market moves|prices may move}, and {the better entry or exit|a better moment} is missed.",
            "{What it may cost|The danger}: {both measures look back|both signals look backward}, so {agreement comes late|they agree only when the move is over}.",
        ],
    },
    Advice {
        who: "analyst",
        when: |_| true,
        stance: Stance::Neutral,
        title: &["{Watch the count daily|Track the count|Monitor the activity}"],
        action: &[
            "{Analysts should|Whoever follows <net> should} {monitor|track} <c.daily_txns> {every day|daily} <horizon> and {compare it with|hold it against} {the same weekday|its weekly mean}.",
            "{Set two alerts|Place two alerts} on <c.daily_txns> <horizon>, {one below and one above the recent range|at the edges of the recent range}.",
            "{Track|Monitor} <c.daily_txns> <horizon> {without a gap|with no day left out}, so that {the weekly change|the trend} {can be tested|rests on more than two points}.",
        ],
        basis: &[
            "{The present point is|It starts from} <v.daily_txns> <p.daily_txns>{, after <e.txn_growth> on <d.txn_growth>|}{; <m.volatility> stood at <v.volatility>|}.",
            "{The reason|The ground}: {one day of|a single reading of} <v.daily_txns> <p.daily_txns> {is not a trend|does not make a trend}{, even with a weekly change of <r.txn_growth>|}.",
        ],
        unless: &[
            "{A reading|Any reading} below <floor> (<floorday>) or above <ceiling> (<ceilingday>) {calls for a new look|would make this reading obsolete}.",
            "{The picture is void|The picture changes} if <c.daily_txns> {goes outside|breaks out of} the span from <floor> to <ceiling>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {false alarms|alerts without meaning}, {because weekdays differ|since ordinary weekdays differ}, {tempt into acting|can provoke needless action}.",
            "{What can go wrong|The danger}: {watching one count|a single count} {overlooks|can miss} {changes in quality|shifts among users}{ that leave the total unchanged|}.",
        ],
    },
];
