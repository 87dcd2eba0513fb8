//! Prints queries as JSON, one a line, for those who run them elsewhere:
//! `cargo run --package flipside --example queries -- 2025-02-03 2025-02-09`.

use std::error::Error;

use flipside::sql::{Catalog, Days};
use market::{DateRange, SubjectKind};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut date = || args.next().ok_or("two dates are needed: the first day and the last");
    let days = Days::new(DateRange::new(date()?.parse()?, date()?.parse()?)?)?;
    let catalog = Catalog::default();
    for kind in SubjectKind::ALL {
        for subject in catalog.subjects(kind) {
            for query in catalog.queries(&subject, days).unwrap_or_default() {
                let line = serde_json::json!({
                    "subject": subject.to_string(),
                    "statement": query.statement().name(),
                    "columns": query.columns(),
                    "sql": query.text(),
                });
                #[expect(clippy::print_stdout, reason = "what the example is for")]
                {
                    println!("{line}");
                }
            }
        }
    }
    Ok(())
}
