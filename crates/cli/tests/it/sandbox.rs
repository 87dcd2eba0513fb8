//! `cortex sandbox`: what it prints, how it serves, how it ends.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::{command, cortex, transcript, words};

/// A sandbox that ends with its test.
struct Sandbox {
    child: Child,
    /// What it printed.
    lines: Vec<String>,
}

impl Sandbox {
    fn start(flags: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = command(folder.path(), &words(&format!("sandbox --port 0 {flags}")))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let lines = output.lines().take(5).map(Result::unwrap).collect();
        Self { child, lines }
    }

    fn address(&self) -> &str {
        self.lines[3].strip_prefix("FLIPSIDE_BASE_URL=http://").unwrap()
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: sandbox\r\nconnection: close\r\n");
        let request = format!("{head}authorization: Bearer sandbox\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    }

    fn end(&mut self, signal: &str) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_prints_an_environment_serves_and_ends_in_order() {
    for signal in ["-INT", "-TERM"] {
        let mut sandbox = Sandbox::start("--faults info/503#2 --credit 7");
        let address = sandbox.address().to_owned();
        assert!(address.starts_with("127.0.0.1:"), "{address}");
        assert_eq!(
            sandbox.lines,
            [
                "# Cortex sandbox: answers and figures are synthetic. Ctrl-C ends it.".to_owned(),
                format!("OPENROUTER_BASE_URL=http://{address}/api/v1"),
                "OPENROUTER_API_KEY=sandbox".to_owned(),
                format!("FLIPSIDE_BASE_URL=http://{address}"),
                "FLIPSIDE_API_KEY=sandbox".to_owned(),
            ]
        );
        let key = sandbox.get("/api/v1/key");
        assert!(key.starts_with("HTTP/1.1 200 ") && key.contains("\"limit\":7.0"), "{key}");
        assert!(sandbox.get("/api/v1/key").starts_with("HTTP/1.1 503 "));
        assert!(sandbox.get("/stats").contains("\"503\": 1"));
        assert_eq!(sandbox.end(signal).code(), Some(0));
    }
}

#[test]
fn settings_come_from_flags_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.toml");
    let text = "faults = [\"info/500\"]\n[[keys]]\nname = \"mine\"\ncredit-usd = 1.0\n";
    std::fs::write(&file, text).unwrap();
    let sandbox = Sandbox::start(&format!("--config {}", file.display()));
    assert_eq!(sandbox.lines[2], "OPENROUTER_API_KEY=mine");
    assert!(sandbox.get("/api/v1/models").starts_with("HTTP/1.1 500 "));
    let sandbox = Sandbox::start(&format!("--config {} --faults info/502", file.display()));
    assert!(sandbox.get("/api/v1/models").starts_with("HTTP/1.1 502 "));
}

#[test]
fn mistakes_are_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bad.toml"), "sead = 1\n").unwrap();
    let taken = Sandbox::start("");
    let port = taken.address().rsplit(':').next().unwrap();
    for (name, line) in [
        ("sandbox fault", "sandbox --faults chat/430#1"),
        ("sandbox trace", "sandbox --trace nose"),
        ("sandbox file", "sandbox --config bad.toml"),
        ("sandbox value", "sandbox --credit=-1"),
        ("sandbox port", &format!("sandbox --port {port}")),
    ] {
        let output = cortex(folder.path(), &words(line));
        let transcript = format!("$ cortex {line}\n{}", transcript(&output, folder.path()));
        insta::assert_snapshot!(name.replace(' ', "_"), transcript.replace(port, "[port]"));
    }
}
