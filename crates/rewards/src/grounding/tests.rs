//! What is read beside a metric, by table.

use super::*;
use crate::scorer::Scorer;
use crate::testing::facts;

/// Writes the readings of a text as "metric verdict" pairs.
fn read_all(text: &str) -> Vec<String> {
    Scorer::default().with_context(text, &facts(), None, |context| {
        context
            .readings
            .iter()
            .filter(|it| it.is_reported())
            .map(|it| {
                let verdict = match it.verdict {
                    Grounding::Grounded => "ok",
                    Grounding::Contradicted => "no",
                    Grounding::NoValue => "-",
                    Grounding::UnknownMetric => "?",
                };
                format!("{} {verdict}", it.metric_name(context.names))
            })
            .collect()
    })
}

fn check(cases: &[(&str, &[&str])]) {
    let failed: Vec<String> = cases
        .iter()
        .filter(|(text, expect)| read_all(text) != *expect)
        .map(|(text, expect)| format!("{text}\n   is {:?}, not {expect:?}", read_all(text)))
        .collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn values_before_and_after() {
    check(&[
        ("1,187,055 [daily_txns]", &["daily_txns ok"]),
        (
            "[daily_txns] and [unique_users] were 1,187,055 and 385,930, respectively.",
            &["daily_txns ok", "unique_users ok"],
        ),
        ("[daily_txns] = 1,187,055", &["daily_txns ok"]),
        ("[daily_txns]: **1,187,055**", &["daily_txns ok"]),
        ("**[daily_txns]**: 1,187,055", &["daily_txns ok"]),
        ("Unique Users: 385,930 [Unique_Users]", &["unique_users ok"]),
        ("Unique Users: 385,931 [Unique_Users]", &["unique_users no"]),
        ("The network had 385,930 unique users.", &["unique_users ok"]),
        ("The network had 592,966 unique users.", &["unique_users no"]),
        ("[success_rate] of 98.68%", &["success_rate ok"]),
        ("a 98.68 % [success_rate]", &["success_rate ok"]),
        ("a success rate of 0.9868", &["success_rate ok"]),
        ("a success rate of 0.9868%", &["success_rate no"]),
        ("[success_rate] stood at 97.1%", &["success_rate no"]),
        ("volume of 1.53 million ETH [total_volume]", &["total_volume ok"]),
        ("1,534,958.69 ETH moved [total_volume]", &["total_volume ok"]),
        ("1,634,958.69 ETH moved [total_volume]", &["total_volume no"]),
        (
            "Ethereum processed 1,187,055 transactions [daily_txns] from 385,930 addresses [unique_users].",
            &["daily_txns ok", "unique_users ok"],
        ),
        (
            "Ethereum processed 1,287,055 transactions [daily_txns] from 395,930 addresses [unique_users].",
            &["daily_txns no", "unique_users no"],
        ),
        (
            "With [daily_txns] at 1,187,055 and [unique_users] at 385,930, activity held.",
            &["daily_txns ok", "unique_users ok"],
        ),
        (
            "With [daily_txns] at 1,187,155 and [unique_users] at 385,030, activity held.",
            &["daily_txns no", "unique_users no"],
        ),
        ("[daily_txns] on 2025-02-09 was 1,187,055.", &["daily_txns ok"]),
        ("[daily_txns] on 9 February 2025 was 1,087,055.", &["daily_txns no"]),
        ("[gas_price_gwei] (2.62 gwei)", &["gas_price_gwei ok"]),
        ("[gas_price_gwei] (3.62 gwei)", &["gas_price_gwei no"]),
        ("Transactions ([daily_txns]): 1,187,055", &["daily_txns ok"]),
        ("~1.19 million [daily_txns]", &["daily_txns ok"]),
        ("Daily transactions reached 1.29 million.", &["daily_txns no"]),
        ("[daily_txns] rose 5.3 % to 1,187,055", &["daily_txns ok"]),
        ("[daily_txns] rose 5.3 % to 1,250,000", &["daily_txns no"]),
        ("[txn_growth] was 5.30 %", &["txn_growth ok"]),
        ("[txn_growth] was 7.30 %", &["txn_growth no"]),
        ("transactions fell from 1,203,788 to 1,187,055 [daily_txns]", &["daily_txns ok"]),
        ("transactions fell from 1,203,788 to 1,177,055 [daily_txns]", &["daily_txns no"]),
        ("• Daily Transactions: 1,187,055 [Daily_Transactions]", &["daily_txns ok"]),
        ("• Daily Transactions: 1,178,055 [Daily_Transactions]", &["daily_txns no"]),
        ("- **Daily Transactions**: 1,187,155 ([daily_txns])", &["daily_txns no"]),
        ("The 98.68% success rate [success_rate] is high.", &["success_rate ok"]),
        ("The 89.68% success rate [success_rate] is high.", &["success_rate no"]),
        ("[daily_txns] (Feb 9): 1,187,055", &["daily_txns ok"]),
        (
            "[unique_users] (395,930) and [daily_txns] (1,197,055)",
            &["unique_users no", "daily_txns no"],
        ),
        ("Today's figure for unique users is 385,930.", &["unique_users ok"]),
        ("The number of unique users stands at 358,930.", &["unique_users no"]),
        ("an average transaction value of 1.29 ETH [avg_tx_value]", &["avg_tx_value ok"]),
        ("an average transaction value of 1.92 ETH [avg_tx_value]", &["avg_tx_value no"]),
        ("Gas price: 26.2 gwei [gas_price_gwei]", &["gas_price_gwei no"]),
        (
            "~386K unique users [unique_users] made 1.19M transactions [daily_txns].",
            &["unique_users ok", "daily_txns ok"],
        ),
        ("roughly 1.5 million ETH [total_volume]", &["total_volume ok"]),
        (
            "Ethereum's daily transactions (1,187,055) and unique users (385,930)",
            &["daily_txns ok", "unique_users ok"],
        ),
        ("385,930 distinct people used the network [unique_users]", &["unique_users ok"]),
        ("activity, at 1,287,055 transactions [daily_txns], was high", &["daily_txns no"]),
        ("[total_volume] reached 2.53 million ETH", &["total_volume no"]),
        ("a 5.3% rise in transactions [txn_growth]", &["txn_growth ok"]),
        ("a 7.3% rise in transactions [txn_growth]", &["txn_growth no"]),
        ("Daily Transactions [daily_txns] — 1,287,055", &["daily_txns no"]),
        ("[daily_txns] came in at 1,287,055, up 5%.", &["daily_txns no"]),
        ("[unique_users] totaled 285,930 on the day.", &["unique_users no"]),
        ("On 2025-02-09 the network served 285,930 users [unique_users].", &["unique_users no"]),
        (
            "The day saw 1,817,055 transactions [daily_txns] and a success rate of 96.68% [success_rate].",
            &["daily_txns no", "success_rate no"],
        ),
        ("Its [success_rate] of 0.9768 is fine.", &["success_rate no"]),
        ("`[daily_txns]`: `1,187,055`", &["daily_txns ok"]),
        ("Daily transactions: 1.187 million [daily_txns]", &["daily_txns ok"]),
        ("Users grew 12.4% to 385,930 [unique_users].", &["unique_users ok"]),
        ("Users grew 12.4% to 395,930 [unique_users].", &["unique_users no"]),
        ("Compared with 2025-02-02, [daily_txns] of 1,250,000 is up.", &["daily_txns no"]),
        ("The gas price averaged 2.62 gwei [gas_price_gwei].", &["gas_price_gwei ok"]),
    ]);
}

#[test]
fn values_in_running_text() {
    check(&[
        ("We see [daily_txns] 1,187,055.", &["daily_txns ok"]),
        ("We see [daily_txns] 1,178,055.", &["daily_txns no"]),
        (
            "So there are [unique_users] 385,930, [daily_txns] 1,187,055 and so on.",
            &["unique_users ok", "daily_txns ok"],
        ),
        (
            "So there are [unique_users] 385,390, [daily_txns] 1,178,055 and so on.",
            &["unique_users no", "daily_txns no"],
        ),
        ("The day has [total_volume] 1,634,958.69 ETH.", &["total_volume no"]),
        (
            "[gas_price_gwei] 2.62 gwei, [total_volume] 1,634,958.69 ETH",
            &["gas_price_gwei ok", "total_volume no"],
        ),
        (
            "We have 385,930 [unique_users] against 1,187,055 [daily_txns].",
            &["unique_users ok", "daily_txns ok"],
        ),
        ("It moved 1,534,958.69 ETH [total_volume].", &["total_volume ok"]),
        ("Close [total_volume] 1,634,958.69 ETH.", &["total_volume no"]),
        ("The day has [total_volume] 1,634,958.69, days 14.", &["total_volume no"]),
        ("[gas_price_gwei] 3.62 vs growth of 5.3%", &["gas_price_gwei no"]),
        ("It moved 1,763,265.79 ETH [total_volume].", &["total_volume no"]),
        ("There were 385,930 daily users [unique_users].", &["unique_users ok"]),
        ("There were 385,390 daily users [unique_users].", &["unique_users no"]),
        ("the avg value 1.92 ETH [avg_tx_value]", &["avg_tx_value no"]),
        (
            "average value 1.92 ETH [avg_tx_value], gas price 2.62 gwei [gas_price_gwei].",
            &["avg_tx_value no", "gas_price_gwei ok"],
        ),
        ("[daily_txns] of 1,817,055 is above 2025-02-02 (1,127,284).", &["daily_txns no"]),
        ("- Users [unique_users]: 395,930\n- 2025-02-02: 343,271", &["unique_users no"]),
        (
            "Regarding the transaction count [daily_txns], the reading is 1,244,916.",
            &["daily_txns no"],
        ),
        ("The gas price [gas_price_gwei] lies at 3.62 gwei.", &["gas_price_gwei no"]),
        (
            "Gas price: 2.62 gwei (value [avg_tx_value] 1.293 ETH)",
            &["gas_price_gwei ok", "avg_tx_value ok"],
        ),
    ]);
}

#[test]
fn thresholds_and_scenarios() {
    check(&[
        ("Risk: [unique_users] under 340,000.", &["unique_users -"]),
        ("Trigger: [unique_users] above 420,000", &["unique_users -"]),
        ("Alert: [unique_users] below 340,000.", &["unique_users -"]),
        ("Condition: [success_rate] over 99%", &["success_rate -"]),
        ("Stop-loss: [daily_txns] at 1,100,000.", &["daily_txns -"]),
        ("Exit: [daily_txns] 1,100,000.", &["daily_txns -"]),
        ("a slip of [unique_users] to 340,000", &["unique_users -"]),
        ("Watch [unique_users] around 340,000 as support", &["unique_users -"]),
        ("We expect [daily_txns] of about 1.25 million next week.", &["daily_txns -"]),
        ("In the bull case [daily_txns] is 1.4 million.", &["daily_txns -"]),
        ("Bear case: [daily_txns] of 1.0 million", &["daily_txns -"]),
        ("capacity for [daily_txns] of 1.5 million", &["daily_txns -"]),
        ("a [gas_price_gwei] above 3.5 gwei", &["gas_price_gwei -"]),
        ("[daily_txns] 1,100,000 or lower", &["daily_txns -"]),
        ("Plan for [daily_txns] 1,500,000.", &["daily_txns -"]),
        ("A bounce of [daily_txns] to 1,500,000 is possible.", &["daily_txns -"]),
        ("Downside: [daily_txns] 1,050,000.", &["daily_txns -"]),
        ("In a week [daily_txns] 1,249,969 follows.", &["daily_txns -"]),
        ("In seven days [daily_txns] is 1,249,969.", &["daily_txns -"]),
        ("Exit: below 340,000 [unique_users].", &["unique_users -"]),
        ("(below 340,000 [unique_users])", &["unique_users -"]),
        ("Were [daily_txns] 1,300,000, each user would send 3.4.", &["daily_txns -"]),
    ]);
}

#[test]
fn differences_and_lists() {
    check(&[
        ("the day is 38,135 below [daily_txns]", &["daily_txns -"]),
        ("38,135 above [daily_txns]", &["daily_txns -"]),
        ("[daily_txns] is 138,135 away", &["daily_txns -"]),
        ("halfway to [daily_txns] is 593,528", &["daily_txns -"]),
        ("twice [unique_users] = 771,860", &["unique_users -"]),
        ("4 chains of [unique_users] = 1,543,720", &["unique_users -"]),
        ("[total_volume] plus [avg_tx_value] is 1,534,960", &["total_volume -", "avg_tx_value -"]),
        ("Its 1,203,000 dwarfs [unique_users].", &["unique_users -"]),
        ("bitcoin had 385,420 [daily_txns]", &["daily_txns -"]),
        ("Bitcoin's [daily_txns] of 385,420", &["daily_txns -"]),
        ("Ethereum's [daily_txns] of 1,178,055", &["daily_txns no"]),
        ("Recommendation 1 [daily_txns]: hold", &["daily_txns -"]),
        ("Step 2 [unique_users]: divide", &["unique_users -"]),
        ("13 in 1,000 [daily_txns] failed", &["daily_txns -"]),
        ("A further 50,000 [unique_users] joined.", &["unique_users -"]),
        ("13 of every 1,000 fail [success_rate].", &["success_rate -"]),
        ("Fees of 5 gwei [gas_price_gwei] are the minimum.", &["gas_price_gwei -"]),
        ("A return to 1,330,000 [daily_txns] needs 12%.", &["daily_txns -"]),
        ("Adding 58,000 [daily_txns] in a week is healthy.", &["daily_txns -"]),
        ("Table 12 [daily_txns]", &["daily_txns -"]),
        ("almost 400,000 [unique_users]", &["unique_users -"]),
        ("some 390,000 users [unique_users]", &["unique_users -"]),
        ("almost 592,000 [unique_users]", &["unique_users no"]),
        ("nearly 1.2 million [daily_txns]", &["daily_txns ok"]),
        (
            "395,930 vs 1,287,055 ([unique_users] vs [daily_txns])",
            &["unique_users no", "daily_txns -"],
        ),
        ("395,930 and 1,287,055 [unique_users] [daily_txns]", &["unique_users -", "daily_txns -"]),
    ]);
}

#[test]
fn numbers_that_are_something_else() {
    check(&[
        ("if [daily_txns] falls below 1,000,000", &["daily_txns -"]),
        ("If [daily_txns] is below 1,000,000, sell.", &["daily_txns -"]),
        ("[daily_txns] rose 5 %", &["daily_txns -"]),
        ("[daily_txns] / [unique_users] = 3.08", &["daily_txns -", "unique_users -"]),
        (
            "1,187,055 [daily_txns] / 385,930 [unique_users] = 3.08",
            &["daily_txns ok", "unique_users ok"],
        ),
        ("The 7-day average [daily_txns] is 1,250,000", &["daily_txns -"]),
        ("the mean of [daily_txns] was 1,250,000", &["daily_txns -"]),
        ("a projected [daily_txns] of 1,250,000", &["daily_txns -"]),
        ("A week earlier [daily_txns] stood at 1,127,284.", &["daily_txns -"]),
        ("On 2025-02-02, [daily_txns] was 1,127,284.", &["daily_txns -"]),
        ("On 2025-02-02, [daily_txns] was 1,127,999.", &["daily_txns -"]),
        (
            "3.08 transactions per user [daily_txns] [unique_users]",
            &["daily_txns -", "unique_users -"],
        ),
        ("[daily_txns] × (1 − [success_rate]) = 15,633", &["daily_txns -", "success_rate -"]),
        ("ln([daily_txns]) = 13.99", &["daily_txns -"]),
        ("15,633 transactions failed, given the [success_rate].", &["success_rate -"]),
        ("[daily_txns] would need to reach 1,500,000", &["daily_txns -"]),
        ("an increase of 59,771 in [daily_txns]", &["daily_txns -"]),
        ("[unique_users] is 22,766 lower than the day before", &["unique_users -"]),
        ("98.7% of [daily_txns] succeeded", &["daily_txns -"]),
        ("watch whether [daily_txns] holds 1,100,000", &["daily_txns -"]),
        ("Success rate × transactions: 0.9868 × 1,187,055 = 1,171,386", &[]),
        ("[made_up_metric] is 7", &["made_up_metric ?"]),
        ("a [note] on this [1]", &[]),
        ("A failure rate of 1.32% [success_rate]", &["success_rate -"]),
        (
            "so each user sent 1,187,055 / 385,930 = 3.08 [daily_txns]/[unique_users]",
            &["daily_txns -", "unique_users -"],
        ),
        ("between 1.1 and 1.3 million [daily_txns]", &["daily_txns -"]),
        ("up against 400,000 [unique_users] before", &["unique_users -"]),
        ("alert if > 1,300,000 [daily_txns]", &["daily_txns -"]),
        ("a fee of 0.000288 ETH [gas_price_gwei]", &["gas_price_gwei -"]),
        ("Let [unique_users] = 400,000.", &["unique_users -"]),
        ("worth $4.0 billion [total_volume]", &["total_volume -"]),
        ("It could rise to 1,300,000 [daily_txns].", &["daily_txns -"]),
        (
            "1.19 million transactions and 386 thousand users [daily_txns]",
            &["daily_txns ok", "unique_users ok", "daily_txns -"],
        ),
        ("a range of 1.1–1.3 million [daily_txns]", &["daily_txns -"]),
        ("the lowest [unique_users] was 343,000", &["unique_users -"]),
        ("3.1x [unique_users]", &["unique_users -"]),
        ("[daily_txns] was 12% above its mean", &["daily_txns -"]),
        ("yesterday's [daily_txns] of 1,203,000", &["daily_txns -"]),
        ("[daily_txns] in the prior week: 1,100,000", &["daily_txns -"]),
        ("Per user, that is 3.08 [daily_txns].", &["daily_txns -"]),
        ("For every [unique_users], 3.08 transactions were sent.", &["unique_users -"]),
        ("[success_rate] improved by 0.12 percentage points", &["success_rate -"]),
        ("Stop if [unique_users] < 350,000.", &["unique_users -"]),
        ("a threshold of 1,100,000 for [daily_txns]", &["daily_txns -"]),
        ("Assuming [daily_txns] of 1,300,000 next week", &["daily_txns -"]),
        ("the sum of [daily_txns] over 7 days is 8,839,554", &["daily_txns -"]),
        ("a standard deviation of [daily_txns] of 72,000", &["daily_txns -"]),
        ("[daily_txns] × 0.013 = 15,432", &["daily_txns -"]),
        ("a 95% confidence interval for [daily_txns]: 1,100,000 to 1,300,000", &["daily_txns -"]),
        ("[daily_txns] should average 1,250,000 in March", &["daily_txns -"]),
        ("fewer [unique_users] than the 466,000 seen at the peak", &["unique_users -"]),
        ("compared to 1,330,000 [daily_txns] two days before", &["daily_txns -"]),
        ("[daily_txns] and [unique_users] grew 5% and 12%", &["daily_txns -", "unique_users -"]),
        ("about 3 [daily_txns] per [unique_users]", &["daily_txns -", "unique_users -"]),
        ("15,633 failed transactions [daily_txns]", &["daily_txns -"]),
        ("1,171,422 successful transactions [daily_txns]", &["daily_txns -"]),
        ("a z-score of 2.1 for [daily_txns]", &["daily_txns -"]),
    ]);
}

#[test]
fn bounds() {
    check(&[
        ("over 1 million [daily_txns]", &["daily_txns ok"]),
        ("more than 1.2 million [daily_txns]", &["daily_txns no"]),
        ("[unique_users] was below 400,000", &["unique_users ok"]),
        ("at least 390,000 [unique_users]", &["unique_users no"]),
    ]);
}

#[test]
fn tables() {
    let table = "| Metric | Value | Change |\n|---|---|---|\n| [daily_txns] | 1,187,055 | 59,771 |\n| Unique users [unique_users] | 385,931 | 42,659 |\n";
    let bare = "| Metric | 2025-02-02 | 2025-02-09 |\n|---|---|---|\n| daily transactions | 1,127,284 | 1,187,055 |\n";
    let last = "| Metric | Value | Source |\n|---|---|---|\n| Transactions | 1,187,055 | [daily_txns] |\n| Users | 385,931 | [unique_users] |\n";
    let two = "| Metric | Value |\n|---|---|\n| [daily_txns] | 1,187,055 |\n\n| Metric | Threshold |\n|---|---|\n| [daily_txns] | 1,100,000 |\n";
    let days = "| Date | [daily_txns] |\n|---|---|\n| 2025-02-02 | 1,127,284 |\n| 2025-02-09 | 1,187,055 |\n";
    check(&[
        (table, &["daily_txns ok", "unique_users no"]),
        (bare, &["daily_txns ok"]),
        (days, &["daily_txns ok"]),
        (last, &["daily_txns ok", "unique_users no"]),
        (two, &["daily_txns ok", "daily_txns -"]),
    ]);
}
