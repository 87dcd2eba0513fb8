//! Commands that are wrong, or ask for what cannot be: the whole transcript of each.

use super::{command, cortex, files, transcript, words};

fn check(line: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = cortex(folder.path(), &words(line));
    assert_eq!(files(folder.path()).len(), 0, "`{line}` left files behind");
    format!("$ cortex {line}\n{}", transcript(&output, folder.path()))
}

#[test]
fn mistakes_are_named_with_what_is_accepted() {
    for (name, line) in [
        ("flag", "generate --offline --chian near"),
        ("size", "generate --offline --dataset-size huge"),
        ("size and number", "generate --offline --dataset-size small --examples 7"),
        ("none", "generate --offline --examples 0"),
        ("kind", "generate --offline --chains markets"),
        ("name", "generate --offline --chains token:DOGE"),
        ("date", "generate --offline --from 2025/02/01"),
        ("dates swapped", "generate --offline --from 2025-02-09 --to 2025-02-01"),
        ("dates without data", "generate --offline --from 2024-02-09 --to 2024-03-01"),
        ("fraction", "generate --offline --eval-fraction 1.5"),
        ("quality", "generate --offline --min-quality high"),
        ("folder", "generate --offline --market-dir nowhere"),
        ("configuration", "generate --offline --config nowhere.toml"),
        ("too many", "generate --offline --dataset-size xlarge"),
        ("protocol alone", "generate --offline --chains protocol"),
        ("source", "generate --offline --source mars"),
        ("command", "generat"),
        ("keys", "generate"),
    ] {
        insta::assert_snapshot!(name.replace(' ', "_"), check(line));
    }
}

#[test]
fn a_wrong_configuration_is_pointed_at() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("config key", "[generate]\nexample = 7\n"),
        ("config type", "[generate]\nexamples = \"seven\"\n"),
        ("config value", "[generate]\neval-fraction = 1.5\n"),
        ("config reward", "[rewards.weights]\ncharm = 1.0\n"),
        ("config weights", "[rewards.weights]\ncalculation_accuracy = -1.0\n"),
    ] {
        std::fs::write(folder.path().join("c.toml"), text).unwrap();
        let output = cortex(folder.path(), &words("generate --offline --config c.toml"));
        assert_eq!(files(folder.path()).len(), 1);
        insta::assert_snapshot!(name.replace(' ', "_"), transcript(&output, folder.path()));
    }
}

#[test]
fn a_key_alone_does_not_make_data() {
    let folder = tempfile::tempdir().unwrap();
    let output = command(folder.path(), &["generate"])
        .env("OPENROUTER_API_KEY", "sk-or-v1-secret")
        .output()
        .unwrap();
    let told = transcript(&output, folder.path());
    assert!(!told.contains("secret"), "{told}");
    assert!(told.contains("FLIPSIDE_API_KEY") && !told.contains("OPENROUTER_API_KEY"), "{told}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_wrong_epoch_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = command(folder.path(), &["generate", "--offline"])
        .env("SOURCE_DATE_EPOCH", "soon")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("SOURCE_DATE_EPOCH"));
}
