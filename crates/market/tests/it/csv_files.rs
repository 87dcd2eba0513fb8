//! Files that are not as they should be, and what is said about them.

use std::error::Error as _;
use std::fs;

use futures::executor::block_on;
use jiff::civil::{Date, date};
use market::testing::{Expected, check_source};
use market::{CsvSource, Error, ErrorKind, MarketSource, Metric, Subject, SubjectKind};
use proptest::prelude::*;

const TODAY: Date = date(2025, 3, 2);

const NETWORKS: &str = "network,date,origin,daily_txns,unique_users,unique_receivers,success_rate,\
total_volume,avg_tx_value,total_fees,avg_fee,avg_gas_per_txn,gas_price_gwei,active_contracts
ethereum,2025-02-09,direct,1187055,385930,232093,0.9868,1534958.68,1.293,,,110035.33,2.62,
ethereum,2025-02-10,direct,1356631,500985,256186,0.9870,1663265.78,1.226,,,95860.15,2.74,
";

const TOKENS: &str = "token,date,open_usd,high_usd,low_usd,close_usd
BTC,2023-05-30,27737,28063,27560,27695
BTC,2023-05-31,27777,27837,26884,27120
";

fn networks(text: &str) -> Result<CsvSource, Error> {
    CsvSource::from_text(Some(text), None, TODAY)
}

/// Replaces a part of a good file and gives what is said then: the error, and its hint.
fn said(from: &str, to: &str) -> String {
    assert!(NETWORKS.contains(from), "{from:?} is in the file");
    said_of(&NETWORKS.replacen(from, to, 1))
}

fn said_of(text: &str) -> String {
    match networks(text) {
        Ok(_) => "no error".to_owned(),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Malformed);
            match error.hint() {
                Some(hint) => format!("{error} [{hint}]"),
                None => error.to_string(),
            }
        }
    }
}

#[test]
fn a_good_file_is_read_in_every_spelling() {
    let good = networks(NETWORKS).unwrap();
    let check = |text: &str| {
        let series = |source: &CsvSource| {
            block_on(source.series(&Subject::network("ethereum"), None)).unwrap().series
        };
        assert_eq!(series(&networks(text).unwrap()), series(&good), "{text:?}");
    };
    check(&format!("\u{feff}{NETWORKS}"));
    check(&NETWORKS.replace('\n', "\r\n"));
    check(&NETWORKS.replace('\n', "\n\n"));
    check(&NETWORKS.replace(',', " , "));
    check(&NETWORKS.replace("ethereum", "\"Ethereum\""));
    check(&NETWORKS.replace("1187055", "1187055.0"));
}

#[test]
fn columns_may_stand_in_any_order_and_origin_may_be_missing() {
    let source = CsvSource::from_text(
        None,
        Some("close_usd,date,token,open_usd,high_usd,low_usd\n2,2023-05-30,BTC,1,3,1\n"),
        TODAY,
    )
    .unwrap();
    let btc = block_on(source.series(&Subject::token("BTC"), None)).unwrap().series;
    assert_eq!(btc.value(date(2023, 5, 30), Metric::CloseUsd), Some(2.0));
}

#[test]
fn a_wrong_number_is_named_with_its_place() {
    insta::assert_snapshot!(said("1187055", "many"), @"network_daily.csv:2:4: column 4 (daily_txns): expected a whole number, 0 or more, found `many` [what was not measured is an empty cell]");
    insta::assert_snapshot!(said("1187055", "-5"), @"network_daily.csv:2:4: column 4 (daily_txns): expected a whole number, 0 or more, found `-5`");
    insta::assert_snapshot!(said("1187055", "5.5"), @"network_daily.csv:2:4: column 4 (daily_txns): expected a whole number, 0 or more, found `5.5`");
    insta::assert_snapshot!(said("0.9868", "NaN"), @"network_daily.csv:2:7: column 7 (success_rate): expected a number, 0 or more, found `NaN` [what was not measured is an empty cell]");
    insta::assert_snapshot!(said("0.9868", "inf"), @"network_daily.csv:2:7: column 7 (success_rate): expected a number, 0 or more, found `inf` [what was not measured is an empty cell]");
    insta::assert_snapshot!(said("0.9868", "1e999"), @"network_daily.csv:2:7: column 7 (success_rate): expected a number, 0 or more, found `1e999` [the number is too large]");
    insta::assert_snapshot!(said("1534958.68", "-1534958.68"), @"network_daily.csv:2:8: column 8 (total_volume): expected a number, 0 or more, found `-1534958.68`");
    insta::assert_snapshot!(said("1187055", "\"1,187,055\""), @"network_daily.csv:2:4: column 4 (daily_txns): expected a whole number, 0 or more, found `1,187,055` [a number has no unit and no separators of thousands, and its decimal sign is a point]");
    insta::assert_snapshot!(said("1187055", "1,187,055"), @"network_daily.csv:2:15: column 15: expected 14 fields, found 16 [a number has no unit and no separators of thousands, and its decimal sign is a point]");
    insta::assert_snapshot!(said("direct", "guessed"), @"network_daily.csv:2:3: column 3 (origin): expected direct or from_growth, found `guessed`");
}

#[test]
fn a_wrong_date_is_named_with_what_is_expected() {
    insta::assert_snapshot!(said("2025-02-10", "2025-02-10T00:00:00Z"), @"network_daily.csv:3:2: column 2 (date): expected a UTC day as YYYY-MM-DD, without time or time zone, found `2025-02-10T00:00:00Z` [days of two time zones cannot stand in one series: aggregate by UTC day, and write the day alone]");
    insta::assert_snapshot!(said("2025-02-10", "2025-02-10 00:00:00+09:00"), @"network_daily.csv:3:2: column 2 (date): expected a UTC day as YYYY-MM-DD, without time or time zone, found `2025-02-10 00:00:00+09:00` [days of two time zones cannot stand in one series: aggregate by UTC day, and write the day alone]");
    insta::assert_snapshot!(said("2025-02-10", "10/02/2025"), @"network_daily.csv:3:2: column 2 (date): expected a UTC day as YYYY-MM-DD, found `10/02/2025`");
    insta::assert_snapshot!(said("2025-02-10", "2025-02-30"), @"network_daily.csv:3:2: column 2 (date): expected a UTC day as YYYY-MM-DD, found 2025-02-30, which is no day of the calendar");
    insta::assert_snapshot!(said("2025-02-10", ""), @"network_daily.csv:3:2: column 2 (date): expected a UTC day as YYYY-MM-DD, found nothing");
    insta::assert_snapshot!(said("2025-02-10", "2025-02-09"), @"network_daily.csv:3:2: column 2 (date): ethereum has the date 2025-02-09 twice, on lines 2 and 3 [expected one row a day; remove the wrong one]");
}

#[test]
fn wrong_columns_are_named() {
    insta::assert_snapshot!(said("unique_users", "unique_user"), @"network_daily.csv:1:5: column 5: unknown column `unique_user`; is it unique_users? [the columns are network,date,origin,daily_txns,unique_users,unique_receivers,success_rate,total_volume,avg_tx_value,total_fees,avg_fee,avg_gas_per_txn,gas_price_gwei,active_contracts]");
    insta::assert_snapshot!(said("gas_price_gwei,", ""), @"network_daily.csv:1: missing column: gas_price_gwei [the columns are network,date,origin,daily_txns,unique_users,unique_receivers,success_rate,total_volume,avg_tx_value,total_fees,avg_fee,avg_gas_per_txn,gas_price_gwei,active_contracts; what was not measured is an empty cell]");
    insta::assert_snapshot!(said("unique_users", "price"), @"network_daily.csv:1:5: column 5: unknown column `price` [the columns are network,date,origin,daily_txns,unique_users,unique_receivers,success_rate,total_volume,avg_tx_value,total_fees,avg_fee,avg_gas_per_txn,gas_price_gwei,active_contracts]");
    insta::assert_snapshot!(said("unique_users", "daily_txns"), @"network_daily.csv:1:5: column 5: the column daily_txns is there twice [the columns are network,date,origin,daily_txns,unique_users,unique_receivers,success_rate,total_volume,avg_tx_value,total_fees,avg_fee,avg_gas_per_txn,gas_price_gwei,active_contracts]");
    insta::assert_snapshot!(said_of(&NETWORKS.replace(',', ";")), @"network_daily.csv:1:1: column 1: expected columns separated by commas, found ';' [the columns are network,date,origin,daily_txns,unique_users,unique_receivers,success_rate,total_volume,avg_tx_value,total_fees,avg_fee,avg_gas_per_txn,gas_price_gwei,active_contracts]");
}

#[test]
fn half_a_file_is_never_taken_for_a_whole_one() {
    insta::assert_snapshot!(said_of(""), @"network_daily.csv:1: the file is empty [the first line names the columns: network,date,origin,daily_txns,unique_users,unique_receivers,success_rate,total_volume,avg_tx_value,total_fees,avg_fee,avg_gas_per_txn,gas_price_gwei,active_contracts]");
    insta::assert_snapshot!(said_of(NETWORKS.lines().next().unwrap()), @"network_daily.csv:1: the last line has no end, so its last number may be cut off [if the line is whole, put a line break behind it]");
    insta::assert_snapshot!(said_of(&NETWORKS[..180]), @"network_daily.csv:2:2: column 2 (date): the file is cut off: its last line has 2 fields of 14");
    insta::assert_snapshot!(said_of(NETWORKS.trim_end()), @"network_daily.csv:3: the last line has no end, so its last number may be cut off [if the line is whole, put a line break behind it]");
    insta::assert_snapshot!(said(",95860.15,2.74,\n", "\n"), @"network_daily.csv:3:12: column 12 (avg_gas_per_txn): expected 14 fields, found 11");
    insta::assert_snapshot!(said("ethereum,2025-02-10", "\"ethereum,2025-02-10"), @"network_daily.csv:3:1: column 1 (network): a quote is opened and not closed");
    let header = NETWORKS.find('\n').unwrap() + 1;
    let whole = NETWORKS.len();
    for cut in 0..whole {
        // Cut exactly behind a row, a file is whole as far as anyone can tell.
        if cut > header && NETWORKS[..cut].ends_with('\n') {
            continue;
        }
        assert!(networks(&NETWORKS[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn lines_are_counted_with_any_line_break() {
    let broken = NETWORKS.replace("1356631", "many");
    for breaks in ["\n", "\r\n", "\r"] {
        let error = networks(&broken.replace('\n', breaks)).unwrap_err();
        assert_eq!(
            (error.line(), error.column()),
            (Some(3), Some((4, "daily_txns"))),
            "{breaks:?}"
        );
    }
}

#[test]
fn one_impossible_value_is_dropped_and_a_column_of_them_refused() {
    let source = networks(&NETWORKS.replace("0.9868", "98.68")).unwrap();
    insta::assert_snapshot!(source.dropped(), @"network_daily.csv:2: ethereum 2025-02-09: success_rate 98.68 dropped: outside the allowed range: 0 to 1");
    insta::assert_snapshot!(said_of(&NETWORKS.replace("0.98", "98.")), @"network_daily.csv:2:7: column 7 (success_rate): all 2 values are outside the range of success_rate, 0 to 1, beginning with 98.68 [success_rate is a share from 0 to 1, not a percentage]");
}

#[test]
fn unfinished_days_are_dropped() {
    let source = CsvSource::from_text(Some(NETWORKS), None, date(2025, 2, 10)).unwrap();
    insta::assert_snapshot!(source.dropped(), @"network_daily.csv:3: ethereum 2025-02-10: row (daily_txns 1356631, unique_users 500985, unique_receivers 256186, success_rate 0.987, total_volume 1663265.78, avg_tx_value 1.226, avg_gas_per_txn 95860.15, gas_price_gwei 2.74) dropped: the day was not over: the last whole day is 2025-02-09");
}

#[test]
fn what_cannot_be_read_is_said() {
    let check = |error: Error| {
        assert_eq!(error.kind(), ErrorKind::Unreadable);
        error.to_string()
    };
    let dir = tempfile::tempdir().unwrap();
    let open = || CsvSource::open(dir.path(), TODAY);
    assert!(
        check(open().unwrap_err())
            .ends_with(": neither network_daily.csv nor token_daily.csv is in the folder")
    );
    assert!(
        check(CsvSource::open(dir.path().join("nowhere"), TODAY).unwrap_err())
            .ends_with("nowhere: no such folder")
    );

    let tokens = dir.path().join("token_daily.csv");
    fs::create_dir(&tokens).unwrap();
    let error = open().unwrap_err();
    assert!(error.source().is_some());
    assert!(check(error).ends_with("token_daily.csv: cannot be read"));
    assert!(
        check(CsvSource::open(tokens.join("x"), TODAY).unwrap_err()).ends_with("no such folder")
    );
    fs::remove_dir(&tokens).unwrap();

    fs::write(&tokens, TOKENS).unwrap();
    assert_eq!(block_on(open().unwrap().subjects(SubjectKind::Network)).unwrap(), []);
    assert!(check(CsvSource::open(&tokens, TODAY).unwrap_err()).ends_with("not a folder"));

    fs::write(&tokens, b"token,date\nB\xffC,2023-05-30\n").unwrap();
    let error = open().unwrap_err();
    assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(2)));
}

#[test]
fn a_subject_that_is_not_there_is_named_with_those_that_are() {
    let source = CsvSource::from_text(Some(NETWORKS), Some(TOKENS), TODAY).unwrap();
    let check = |subject: &str| {
        let error = block_on(source.series(&subject.parse().unwrap(), None)).unwrap_err();
        format!("{error} [{}]", error.hint().unwrap())
    };
    insta::assert_snapshot!(check("etherium"), @"the files have no network named etherium [is it ethereum? They have ethereum]");
    insta::assert_snapshot!(check("token:DOGE"), @"the files have no token named DOGE [they have token:BTC]");
    insta::assert_snapshot!(check("protocol:uniswap"), @"the files have no protocol named uniswap [they have no protocol at all]");
}

#[test]
fn the_files_pass_what_every_source_must() {
    let source = CsvSource::from_text(Some(NETWORKS), Some(TOKENS), TODAY).unwrap();
    for (subject, absent) in [("ethereum", "near"), ("token:BTC", "token:DOGE")] {
        let expected = Expected {
            subject: subject.parse().unwrap(),
            absent: absent.parse().unwrap(),
            last_whole_day: date(2025, 3, 1),
        };
        block_on(check_source(&source, &expected));
    }
}

proptest! {
    #[test]
    fn reading_never_panics(text in "\\PC*", cut in 0..400_usize, junk in "[\\x00-\\x7f]{0,6}") {
        let _ = networks(&text);
        let cut = cut.min(NETWORKS.len());
        let _ = networks(&format!("{}{junk}{}", &NETWORKS[..cut], &NETWORKS[cut..]));
    }
}
