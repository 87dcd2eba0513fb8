//! Market data that are none: the message says file, line, column and what was expected, and no
//! file is left behind.

use super::{cortex, files, transcript, words};

const HEADER: &str = "token,date,open_usd,high_usd,low_usd,close_usd\n";

fn check(text: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token_daily.csv"), text).unwrap();
    let output = cortex(
        folder.path(),
        &words("generate --offline --chains token --examples 3 --market-dir ."),
    );
    assert_eq!(files(folder.path()).len(), 1, "files were left behind");
    assert_ne!(output.status.code(), Some(0));
    transcript(&output, folder.path())
}

#[test]
fn unusable_files() {
    let rows = |rows: &str| format!("{HEADER}{rows}").into_bytes();
    for (name, text) in [
        ("empty", Vec::new()),
        ("header only", HEADER.into()),
        ("half written", rows("BTC,2020-01-01,1,2,1,2\nBTC,2020-01-02,1,2")),
        (
            "missing column",
            b"token,date,open_usd,high_usd,low_usd\nBTC,2020-01-01,1,2,1\n".to_vec(),
        ),
        (
            "misspelt column",
            b"token,date,open_usd,high_usd,low_usd,close_us\nBTC,2020-01-01,1,2,1,2\n".to_vec(),
        ),
        ("text in a number", rows("BTC,2020-01-01,1,2,1,two\n")),
        ("nan", rows("BTC,2020-01-01,1,2,1,NaN\n")),
        ("negative", rows("BTC,2020-01-01,1,2,-1,2\n")),
        ("duplicate date", rows("BTC,2020-01-01,1,2,1,2\nBTC,2020-01-01,1,2,1,2\n")),
        ("time zone", rows("BTC,2020-01-01,1,2,1,2\nBTC,2020-01-02T00:00:00+09:00,1,2,1,2\n")),
        (
            "not text",
            rows("BTC,2020-01-01,1,2,1,\u{1}\n")
                .into_iter()
                .map(|byte| if byte == 1 { 0xff } else { byte })
                .collect(),
        ),
    ] {
        insta::assert_snapshot!(name.replace(' ', "_"), check(&text));
    }
}

#[test]
fn negative_counts() {
    let folder = tempfile::tempdir().unwrap();
    let sample = include_str!("../../../../fixtures/market/network_daily.csv");
    std::fs::write(
        folder.path().join("network_daily.csv"),
        sample.replacen("1187055", "-1187055", 1),
    )
    .unwrap();
    let output = cortex(folder.path(), &words("generate --offline --market-dir ."));
    insta::assert_snapshot!(transcript(&output, folder.path()));
}
