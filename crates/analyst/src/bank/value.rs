//! What value moved over a network, and what its users paid.

use super::{Advice, Insight, Phrases, Stance};
use crate::brief::Brief;
use crate::measure::{Size, size};
use crate::pen::Bank;

pub(crate) static FAMILY: Phrases =
    Phrases { opener: OPENER, reading, insights: INSIGHTS, limits: LIMITS, advice: ADVICE };

const OPENER: Bank = &[
    "{On <date>|On the day asked about} <net> {moved|carried|transferred} <v.total_volume> <p.total_volume>.",
    "{Value of|An amount of} <v.total_volume> <p.total_volume> {passed over|moved across} <net> on <date>.",
    "{The flow over <net>|Value moved over <net>} {came to|amounted to} <v.total_volume> <p.total_volume> on <date>.",
    "{How much value moved?|What moved over <net> on <date>?} <m.total_volume> {stood at|came to} <v.total_volume>.",
    "{Users of|Those who used} <net> {paid|spent} <v.total_fees> <p.total_fees> in fees on <date>.",
    "{Fees on <net>|The fee bill of <net>} {came to|amounted to} <v.total_fees> <p.total_fees> on <date>.",
    "{The day's fees|What users paid} on <net> {added up to|summed to} <v.total_fees> <p.total_fees>.",
    "{How much did users pay?|What did <net> cost its users on <date>?} <m.total_fees> {stood at|came to} <v.total_fees>.",
    "{An average transaction|The average transaction} on <net> moved <v.avg_tx_value> <p.avg_tx_value> on <date>.",
    "{A transaction|The average transaction} on <net> cost <v.avg_fee> <p.avg_fee> on <date>.",
];

fn reading(brief: &Brief<'_>, name: &str) -> Option<Bank> {
    let value = brief.r(name);
    Some(match name {
        "value_per_txn" => &[
            "{It can be compared with|This can be held against} <m.avg_tx_value> of <v.avg_tx_value>, {the tabled mean|which the table gives directly}.",
            "{As a mean|Being a mean} it {can be pulled up|may be lifted} by {a few very large transfers|the largest transfers}; {the typical one may be smaller|most transactions may move less}.",
            "{This is|That makes it} the size of an average transfer, {not of a typical one|which few transfers actually have}.",
            "{Seen per transaction|Per transaction} the flow {looks modest|is easier to judge}, {though large transfers dominate such means|yet the mean hides the spread}.",
        ],
        "value_per_user" => &[
            "{Each sender thus moved|A sender on average moved} more than a single transaction shows, {because users transact repeatedly|as users send more than once}.",
            "{Spread over users|Per sender} the flow {is concentrated in few hands, in all likelihood|probably hides a wide spread}: {exchanges and ordinary users|large and small senders} are averaged together.",
            "{The unit here is|What is counted is} an address that sent something, {not a person|which need not be a person}.",
        ],
        "implied_volume" => &[
            "{The total is implied|It is an implied total}: {the table gives the mean per transaction <p.avg_tx_value>, not the sum|only the mean per transaction <p.avg_tx_value> was measured}.",
            "{It inherits|The result inherits} the rounding of <c.avg_tx_value>, {so the last digits mean little|which makes the last digits soft}.",
            "{Taken as a whole|In total} that is {what must have moved|the flow that follows} at <v.avg_tx_value> per transaction.",
        ],
        "implied_fees" => &[
            "{The total is implied|It is an implied total}, since {only the mean fee|the mean fee alone} <p.avg_fee> {was measured|is on record}.",
            "{It inherits|The result inherits} the rounding of <c.avg_fee>, {so the last digits mean little|which makes the last digits soft}.",
            "{All users together|Users as a whole} paid about this much, {at|given} <v.avg_fee> per transaction.",
        ],
        "fee_per_txn" => &[
            "{The division by the power of ten|The last division} turns gwei into the coin.",
            "{It follows from|This is} gas used times the price of gas <p.gas_price_gwei>, {two means multiplied|a product of two means}, {hence an approximation|so it is approximate}.",
            "{At a gas price of|With gas at} <v.gas_price_gwei> <p.gas_price_gwei>, {an average transaction|the average transaction} {was priced|cost} accordingly.",
        ],
        "fee_share" if value < 0.005 => &[
            "{The cost is negligible|Next to the value moved, cost is negligible} {for|in the case of} an average transfer.",
            "{Fees hardly weigh|Cost hardly counts} {against the value of an average transfer|for those who move average amounts}; {small payments feel them more|for small payments it is another matter}.",
            "{So little|Such a share} {would deter nobody|is no obstacle} {at the average size|for a transfer of average size}.",
        ],
        "fee_share" => &[
            "{That is a noticeable share|A share of that size is felt}, {above all in small transfers|small transfers most of all}.",
            "{Cost matters|Fees matter} {at this level|here}: {for transfers below the mean|for smaller amounts} the share is larger still.",
            "{Moving value|A transfer} {is not free|has a price}, and {the share rises as amounts shrink|smaller amounts pay relatively more}.",
        ],
        "fee_check" => &[
            "{It can be compared with|This can be held against} <m.avg_fee> of <v.avg_fee>, {the tabled mean|which the table gives directly}.",
            "{The division serves as a check|As a check it serves well}: {the tabled mean|<c.avg_fee>} is <v.avg_fee>.",
            "{Per transaction|For a single transaction} {the cost is small|little is paid}{, whatever the total says|}.",
        ],
        "fees_per_user" => &[
            "{It is what|This is what} using the network cost {an average sender|each sender} {that day|over the day}.",
            "{Heavy users pay more|The bill is uneven}: {the mean lumps|it puts} occasional and constant senders together.",
            "{For most users|For an ordinary user} {the cost of a day|this daily cost} is {the number to watch|more telling than the total}.",
        ],
        "fees_per_receiver" => &[
            "{Receivers do not pay|The receiver does not pay the fee}; the ratio {only relates|merely relates} cost to {the breadth of use|how many were reached}.",
            "{It says|This says} what {the network collected|was paid} for {every address reached|each receiving address}.",
            "{As a yardstick of cost|As a measure} it {is rough|has its limits}, since one transaction can reach several addresses.",
        ],
        "fees_vs_mean" => match size(value) {
            Size::Flat => &[
                "{The fee total sat on its weekly mean|Fees were thus at their usual level}.",
                "{Measured this way|By this yardstick} fees {were ordinary|did not stand out}.",
            ],
            _ => &[
                "{Fees therefore ended|So the fees came out} <well.fees_vs_mean> <above.fees_vs_mean> their recent level.",
                "{Against|Measured by} <m.total_fees_mean_7d> of <v.total_fees_mean_7d>, {this was|that is} a~<size.fees_vs_mean> {deviation|departure}.",
                "{The weekly mean|The last week} {puts|places} the fees <well.fees_vs_mean> <above.fees_vs_mean> {what was usual|the usual}.",
            ],
        },
        _ => return None,
    })
}

const INSIGHTS: &[Insight] = &[
    Insight {
        theme: "value",
        when: |b| b.r("value_per_txn") > 0.0,
        say: &[
            "{What a transaction moves|The value side}: <r.value_per_txn> on average, {from|with} <v.total_volume> <p.total_volume> {spread over|divided among} <v.daily_txns> transactions <p.daily_txns>.",
            "{An average transaction|Each transaction on average} moved <r.value_per_txn>; for each user {this adds up to|it comes to} <r.value_per_user>.",
            "{The flow|Value moved} {amounts to|comes to} <r.value_per_txn> per transaction {and|or} <r.value_per_user> per user, {both being means over very unequal amounts|two means over very unequal amounts}.",
            "{Per transaction|Taken singly}, <r.value_per_txn> {changed hands|moved}{, beside <m.avg_tx_value> of <v.avg_tx_value>|}.",
        ],
    },
    Insight {
        theme: "value",
        when: |b| b.r("implied_volume") > 0.0,
        say: &[
            "{What the network moved|The value side}: <r.implied_volume> in all, {implied by|as follows from} <v.avg_tx_value> per transaction <p.avg_tx_value>.",
            "{The implied total of|An implied total of} <r.implied_volume> {rests on|comes from} <c.avg_tx_value> at <v.avg_tx_value> and <c.daily_txns> at <v.daily_txns>.",
        ],
    },
    Insight {
        theme: "cost",
        when: |b| b.r("fee_share") > 0.0,
        say: &[
            "{What it costs|The cost side}: <r.fee_per_txn> for an average transaction, or <r.fee_share> of the value it moves{; {the larger the transfer|the more is moved}, the smaller that share|}.",
            "{Set against the value moved|Relative to what it moves}, a transaction {costs|takes} <r.fee_share> in fees, at a gas price of <v.gas_price_gwei> <p.gas_price_gwei>.",
            "{At|With gas at} <v.gas_price_gwei> <p.gas_price_gwei> an average transaction {cost|came to} <r.fee_per_txn>, {which is|that is} <r.fee_share> of <m.avg_tx_value>.",
        ],
    },
    Insight {
        theme: "cost",
        when: |b| b.r("fee_per_txn") > 0.0,
        say: &[
            "{What it costs|The cost side}: <r.fee_per_txn> for an average transaction, {with|at} gas priced at <v.gas_price_gwei> <p.gas_price_gwei>.",
            "A gas price of <v.gas_price_gwei> <p.gas_price_gwei> and <v.avg_gas_per_txn> per transaction <p.avg_gas_per_txn> {make|lead to} a fee of <r.fee_per_txn>.",
        ],
    },
    Insight {
        theme: "cost",
        when: |b| b.r("fee_check") > 0.0,
        say: &[
            "{What it costs|The cost side}: <r.fee_check> per transaction, {a small sum for|little to} {whoever moves large amounts|a user who transacts rarely}, {but it adds up for|yet a cost to} {applications that send many|those who transact all day}.",
            "{A transaction|An average transaction} cost <r.fee_check>{ (<c.avg_fee> shows <v.avg_fee>)|}; {the total|the day's total} of <v.total_fees> <p.total_fees> {thus spreads thinly|is the sum of very many small amounts}.",
            "{Cost per transaction|The price of a transaction}, <r.fee_check>, {matters most|weighs most} {for small payments|where amounts are small}; {large transfers hardly notice it|for large transfers it is secondary}.",
        ],
    },
    Insight {
        theme: "cost",
        when: |b| b.r("implied_fees") > 0.0,
        say: &[
            "{What it costs|The cost side}: <v.avg_fee> for an average transaction <p.avg_fee>, {or|that is} <r.implied_fees> for all of them together.",
            "{All transactions together|The whole day} cost users <r.implied_fees>, {at|with} <v.avg_fee> each <p.avg_fee>.",
        ],
    },
    Insight {
        theme: "payer",
        when: |b| b.r("fees_per_user") > 0.0,
        say: &[
            "{For a user|From a user's side} the day cost <r.fees_per_user>, {averaged over|a mean over} <v.unique_users> users <p.unique_users>; {whoever transacts often pays several times that|heavy users pay more}.",
            "{Divided among|Spread over} <v.unique_users> users <p.unique_users>, the fees {make|come to} <r.fees_per_user> {each|a head}.",
        ],
    },
    Insight {
        theme: "payer",
        when: |b| b.r("fees_per_receiver") > 0.0,
        say: &[
            "{Per receiving address|For each receiving address} <r.fees_per_receiver> {was paid|went in fees}, {over|with} <v.unique_receivers> addresses <p.unique_receivers>.",
            "{Related to receivers|Seen against receivers} (<v.unique_receivers>, <c.unique_receivers>), the fee total {amounts to|makes} <r.fees_per_receiver> each.",
        ],
    },
    Insight {
        theme: "trend",
        when: |b| b.r("volume_growth").abs() >= 0.008,
        say: &[
            "{Over the week|Within seven days} the flow <rose.volume_growth> <ly.volume_growth> (<r.volume_growth>){, while transactions changed by <r.txn_growth>|}; {the two need not move together|volume and count are separate things}.",
            "{The value moved|Volume} <rose.volume_growth> by <rm.volume_growth> {on the week|in seven days}{, against <r.txn_growth> for transactions|}: {what changed is partly the size of transfers|not only the number of transfers matters here}.",
            "{A weekly change of|The weekly change of} <r.volume_growth> in volume {counts as|is} <extent.volume_growth>{; for transactions it was <r.txn_growth>|}.",
        ],
    },
    Insight {
        theme: "trend",
        when: |b| b.r("fee_growth").abs() >= 0.008,
        say: &[
            "{Over the week|Within seven days} the fee total <rose.fee_growth> <ly.fee_growth> (<r.fee_growth>){, while transactions changed by <r.txn_growth>|}.",
            "{Fees|The fees paid} <rose.fee_growth> by <rm.fee_growth> {on the week|in seven days}{, against <r.txn_growth> for transactions: the difference is the price of a transaction|}.",
            "{A weekly change of|The weekly change of} <r.fee_growth> in fees {counts as|is} <extent.fee_growth>{; for transactions it was <r.txn_growth>|}.",
        ],
    },
    Insight {
        theme: "trend",
        when: |b| b.r("txn_growth").abs() >= 0.008,
        say: &[
            "{Traffic|The number of transactions} <rose.txn_growth> by <rm.txn_growth> {on the week|in seven days}, {which moves|and that moves} {what users pay in all|every fee total} as well.",
            "{Over the week|Within seven days} the transaction count <rose.txn_growth> <ly.txn_growth> (<r.txn_growth>), {and totals follow the count|which totals feel first}.",
        ],
    },
    Insight {
        theme: "mean",
        when: |b| b.r("fees_vs_mean").abs() >= 0.008,
        say: &[
            "{Against|Beside} <m.total_fees_mean_7d> of <v.total_fees_mean_7d> the day's fees {stand|lie} <well.fees_vs_mean> <above.fees_vs_mean> (<r.fees_vs_mean>).",
            "{Compared with|Set against} the seven-day mean, <v.total_fees_mean_7d> <p.total_fees_mean_7d>, {the users' bill|the fee total} was <r.fees_vs_mean> {away|off}, a~<size.fees_vs_mean> {gap|distance}.",
        ],
    },
    Insight {
        theme: "mean",
        when: |b| b.r("fees_vs_mean").abs() < 0.008,
        say: &[
            "{Against|Beside} <m.total_fees_mean_7d> of <v.total_fees_mean_7d> the day's fees {were ordinary|show nothing unusual} (<r.fees_vs_mean>).",
        ],
    },
    Insight {
        theme: "whom",
        when: |_| true,
        say: &[
            "{For whom does it matter?|Who feels this?} {Small and frequent senders|Those who send small amounts often} first: {they pay per transaction|a fee is due per transaction}, {whatever the amount|however little it moves}.",
            "{It matters most|These numbers matter most} to {applications with many small transfers|services that batch many payments}; {a holder who moves once a month|someone who rarely transacts} {hardly feels them|can ignore them}.",
            "{The burden differs|Not everyone is affected alike}: {large transfers are insensitive to fees|who moves large sums is indifferent to fees}, {micro-payments are not|small payments feel each step}.",
        ],
    },
];

const LIMITS: &[Insight] = &[
    Insight {
        theme: "transfers",
        when: |b| b.has("total_volume") || b.has("avg_tx_value"),
        say: &[
            "{Moved is not spent|Value moved is not value traded}: {transfers between wallets of one owner|exchanges shuffling their own coins} {count in full|inflate the total}.",
            "{Volume|The volume figure} {cannot tell|does not tell} {payments from internal transfers|economic payments from reshuffling}, {and one large transfer can bend the mean|nor one whale from many users}.",
            "{Amounts are|Everything is} in the coin and not in dollars, so {a change in its price|the price of the coin} {stays outside|does not show}.",
        ],
    },
    Insight {
        theme: "means",
        when: |_| true,
        say: &[
            "{Means per transaction or user|All per-transaction figures} {hide the spread|conceal how unequal the parts are}: {the median may lie far lower|most may pay or move far less}.",
            "{An average|The average} {of very unequal amounts|over unequal amounts} {describes nobody in particular|fits few of them}; {the distribution is not in the table|the table does not show the distribution}.",
            "{A few large transactions|Some exceptional transactions} {can carry a mean|can shape the averages}, {and the table cannot show it|without any trace in the table}.",
        ],
    },
    Insight {
        theme: "fees",
        when: |b| b.has("total_fees") || b.has("avg_fee") || b.has("gas_price_gwei"),
        say: &[
            "{Fees depend on congestion|Fees follow congestion} {within hours|hour by hour}; {a daily figure|a mean over the day} {smooths that away|hides the peaks}.",
            "{Fees are counted|The fees are} in the native coin: {what they cost in dollars|their dollar cost} {depends on a price|needs a price} that is not given.",
            "{The mean of a day|A daily mean} {blends|mixes} {quiet and crowded hours|cheap and dear hours}, so {the fee of a given moment|what one actually pays} may differ.",
        ],
    },
];

const ADVICE: &[Advice] = &[
    Advice {
        who: "user",
        when: |b| b.dear() == Some(true),
        stance: Stance::Neutral,
        title: &["{Postpone what can wait|Save on fees|Cut fee costs}"],
        action: &[
            "{Users with many small transfers should|Those who send often should} {batch them|bundle transfers} <horizon> {and leave|, leaving} {what is not urgent|non-urgent ones} for {cheaper days|quieter days}.",
            "{Put off|Delay} transfers that can wait <horizon>, {until fees ease|as long as fees stay raised}.",
        ],
        basis: &[
            "{Gas is dear for these days|Most of the days shown had cheaper gas}: <v.gas_price_gwei> <p.gas_price_gwei>{, or <r.fee_per_txn> for an average transaction|}.",
            "{The fee is high for these days|Most of the days shown were cheaper}: <v.avg_fee> <p.avg_fee>{, <r.fees_vs_mean> against the seven-day mean of the total|}.",
            "{Fees are high for these days|Most of the days shown had lower fees}: <v.total_fees> <p.total_fees>{, or <r.fee_check> per transaction|}{, <r.fees_vs_mean> against the seven-day mean|}.",
        ],
        unless: &[
            "{Stop waiting|It is moot} once <c.gas_price_gwei> {falls back below|drops under} <floor.gas_price_gwei>, {the level of|as on} <floorday.gas_price_gwei>.",
            "{Stop waiting|It is moot} once <c.avg_fee> {falls back below|drops under} <floor.avg_fee>, {the level of|as on} <floorday.avg_fee>.",
            "{Stop waiting|It is moot} once <c.total_fees> {falls back below|drops under} <floor.total_fees>, {the level of|as on} <floorday.total_fees>.",
        ],
        risk: &[
            "{The risk|Its own risk}: fees {may rise further|can climb further}, and {those who waited pay more|whoever waited then pays more}.",
            "{What it may cost|The danger}: a delayed payment {can miss its purpose|may come too late}, {a larger loss than the fee saved|which costs more than any fee}.",
        ],
    },
    Advice {
        who: "user",
        when: |b| b.dear() == Some(false),
        stance: Stance::Neutral,
        title: &["{Move pending transfers|Start what is pending|Move what has to move}"],
        action: &[
            "{Users with pending transfers can|Whoever has transfers pending can} {make them|carry them out} <horizon>, {without paying for speed|at normal priority}.",
            "{Move|Consolidate} {small balances|scattered balances} <horizon>, {while the cost per transaction stays near its present level|as long as a transaction costs no more than now}.",
        ],
        basis: &[
            "{Gas is in the lower half of the days shown|Most of the days shown had dearer gas}: <v.gas_price_gwei> <p.gas_price_gwei>{, or <r.fee_per_txn> for an average transaction|}.",
            "{The fee is in the lower half of the days shown|Most of the days shown were dearer}: <v.avg_fee> <p.avg_fee>{, <r.fees_vs_mean> against the seven-day mean of the total|}.",
            "{Fees are in the lower half of the days shown|Most of the days shown had higher fees}: <v.total_fees> <p.total_fees>{, or <r.fee_check> per transaction|}{, <r.fees_vs_mean> against the seven-day mean|}.",
        ],
        unless: &[
            "{Wait instead|Hold off} if <c.gas_price_gwei> {rises above|climbs past} <ceiling.gas_price_gwei>, {the level of|as on} <ceilingday.gas_price_gwei>.",
            "{Wait instead|Hold off} if <c.total_fees> {rises above|climbs past} <ceiling.total_fees>, {the level of|as on} <ceilingday.total_fees>.",
            "{Wait instead|Hold off} if <c.avg_fee> {rises above|climbs past} <ceiling.avg_fee>, {the level of|as on} <ceilingday.avg_fee>.",
        ],
        risk: &[
            "{The risk|Its own risk}: the mean of a day {says little about|does not fix} {the fee at a given hour|the price at the moment of sending}.",
            "{The danger|What can go wrong}: fees {may fall further|can still fall}, so that {acting now|haste} {costs a little more than waiting|was dearer than patience}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| b.r("volume_growth") < -0.05 || b.r("fee_growth") < -0.05,
        stance: Stance::Hold,
        title: &["{Add no coin yet|Hold back purchases|Wait for the flow}"],
        action: &[
            "{Holders should|Those who hold the coin should} {add nothing|make no purchase} <horizon> {until the flow recovers|and wait for the flow to steady}.",
            "{Keep the position|Leave the position} {as it is|unchanged} <horizon> and {review|reassess} it {when the totals turn|once the decline has ended}.",
        ],
        basis: &[
            "{The flow weakened|Demand for transfers weakened}: <r.volume_growth> over the week, to <v.total_volume> <p.total_volume>.",
            "{Fees, the price of demand, weakened|Fees point to less demand}: <r.fee_growth> over the week, to <v.total_fees> <p.total_fees>.",
        ],
        unless: &[
            "{A return to|A rise to} the <ceiling> of <ceilingday> in <c.F> {would overturn it|would speak against it}.",
            "{Drop it|It lapses} if <c.F> {climbs above|regains} <ceiling>, {the level of|as on} <ceilingday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {on-chain flow and price are only loosely tied|the price may rise without the flow}, so {gains could be missed|waiting can be costly}.",
            "{What it may cost|The danger}: {one week of flow is noisy|weekly flow is noisy}, and {a single large transfer|one big transfer} {can reverse the sign|may turn the picture}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| b.r("volume_growth") > 0.05 || b.r("fee_growth") > 0.05,
        stance: Stance::Buy,
        title: &["{Hold while demand grows|Add only in small steps|Keep the exposure}"],
        action: &[
            "{Holders can|Those who hold the coin can} {keep their exposure|stay invested} <horizon> and {add only in small steps|increase it only in parts}.",
            "{Stay invested|Keep the exposure} <horizon>, {adding|and add} no more than {a first part|a small part} of {any planned purchase|what is planned}.",
        ],
        basis: &[
            "{The flow strengthened|Demand for transfers grew}: <r.volume_growth> over the week, to <v.total_volume> <p.total_volume>.",
            "{Fees, the price of demand, rose|Fees point to more demand}: <r.fee_growth> over the week, to <v.total_fees> <p.total_fees>.",
        ],
        unless: &[
            "{A fall below|A drop under} the <floor> of <floorday> in <c.F> {would end the case|would settle the matter}.",
            "{Stop adding|Reduce it} if <c.F> {sinks below|drops under} <floor>, {the level of|as on} <floorday>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a few large transfers|a handful of big transfers} {may explain the rise|can produce such a rise}, and {they need not return|they will not come every week}.",
            "{The danger|What can go wrong}: {flow is not price|demand for transfers is not demand for the coin}; {the coin may fall|losses are possible} while activity grows.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| {
            let calm = |change: f64| change.is_nan() || change.abs() <= 0.05;
            calm(b.r("volume_growth")) && calm(b.r("fee_growth"))
        },
        stance: Stance::Hold,
        title: &["{Leave holdings unchanged|Hold, no change|Take no action on the coin}"],
        action: &[
            "{Holders should|Those who hold the coin should} {leave their position unchanged|hold and not trade on these figures} <horizon>.",
            "{Hold the present position|Keep holdings as they are} <horizon>, and {look again|review} {when another week is on record|with a week more of data}.",
        ],
        basis: &[
            "{The figures give no direction|No clear direction shows}: <m.F> {stood at|came to} <v.F>{, with transactions at <r.txn_growth> over the week|}{, <r.fees_vs_mean> from its seven-day mean|}.",
            "{It rests on|The reason is} <c.F> at <v.F> and <c.daily_txns> at <v.daily_txns>, {levels without a clear trend|which carry no clear trend}.",
        ],
        unless: &[
            "{Reopen the question|Decide again} if <c.F> {goes outside|moves outside} the span from <floor> (<floorday>) to <ceiling> (<ceilingday>).",
            "{A break of|A move beyond} <ceiling>, {the level of|as on} <ceilingday>, {would change this|would ask for a new look}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {doing nothing|inaction} {misses|would miss} a move {that starts outside these figures|which these figures do not announce}.",
            "{What it may cost|The danger}: {the coin's price is not among the data|price is not in the table}, and it {can fall|may drop} without notice.",
        ],
    },
    Advice {
        who: "builder",
        when: |b| ["total_fees", "avg_fee", "gas_price_gwei"].iter().any(|fee| b.has(fee)),
        stance: Stance::Neutral,
        title: &["{Reserve for fees|Set costs per transaction|Set a fee budget}"],
        action: &[
            "{Teams that pay fees for their users should|Services on <net> should} {set a budget per transaction|fix a fee budget} <horizon> {and check it daily|and compare it with the daily mean}.",
            "{Set|Limit} costs per transaction <horizon> with {a reserve for dearer days|some room above the present mean}.",
            "{Set|Fix} a budget for one's own fees <horizon> {beside|against} the network's mean, {and batch what costs more|and bundle what is dearer}.",
        ],
        basis: &[
            "{The starting point|The basis} is <r.fee_check> per transaction at <c.daily_txns> of <v.daily_txns>{, or <r.fees_per_user> per user|}.",
            "{The starting point|The basis} is <r.fee_per_txn> per transaction at a gas price of <v.gas_price_gwei> <p.gas_price_gwei>{, or <r.fee_share> of the value moved|}.",
            "{The starting point|The basis} is <m.avg_fee> of <v.avg_fee>.",
            "{The starting point|The basis} is <m.total_fees> of <v.total_fees> over <v.daily_txns> transactions <p.daily_txns>.",
        ],
        unless: &[
            "{Revise the budget|Recalculate} if <c.total_fees> {exceeds|rises past} <ceiling.total_fees>, {the value of|as on} <ceilingday.total_fees>.",
            "{Revise the budget|Recalculate} if <c.avg_fee> {exceeds|rises past} <ceiling.avg_fee>, {the value of|as on} <ceilingday.avg_fee>.",
            "{It needs revision|Revise it} once <c.gas_price_gwei> {doubles from|rises by half above} the present <v.gas_price_gwei>.",
        ],
        risk: &[
            "{The risk|Its own risk}: a budget {taken from one day|built on one day} {may be too tight|can be too small} on {a crowded day|busy days}.",
            "{What can go wrong|The danger}: {a mean over all users|the network mean} {does not describe|may not fit} {one's own kind of transaction|a particular application}.",
        ],
    },
    Advice {
        who: "analyst",
        when: |_| true,
        stance: Stance::Neutral,
        title: &["{Track the ratio|Track value per transaction|Watch both series}"],
        action: &[
            "{Analysts should|Whoever follows <net> should} {track|monitor} <c.F> {beside|together with} <c.daily_txns> <horizon>, {day by day|every day}.",
            "{Track|Watch} <c.F> and <c.daily_txns> {each day|daily} <horizon>, to {tell|separate} {larger transfers from more transfers|price effects from traffic}.",
        ],
        basis: &[
            "{The pair now stands at|Today's pair is} <v.F> and <v.daily_txns>{; transactions changed by <r.txn_growth> in a week|}.",
            "{It starts from|The present point is} <m.F> of <v.F> with <v.daily_txns> transactions <p.daily_txns>.",
        ],
        unless: &[
            "{A value|Any value} of <c.F> above <ceiling> (<ceilingday>) or below <floor> (<floorday>) {calls for a new look|would date this reading}.",
            "{The comparison loses its base|The base has shifted} if <c.F> {passes|exceeds} <ceiling>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {daily noise|noise from single days} {may be taken for|can look like} a signal, {and cause needless action|with action that costs fees}.",
            "{What can go wrong|The danger}: {two series|even two series} {do not show who stands behind them|cannot reveal their causes}, so {conclusions may be premature|a wrong story may be built on them}.",
        ],
    },
];
