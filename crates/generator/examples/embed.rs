//! A source, a model and a reward of one's own: `cargo run -p generator --example embed`
#![expect(clippy::print_stdout, reason = "a program")]
use generator::{Order, Pipeline, Settings, generate};
use llm::{Completion, ReasoningModel, Request};
use market::{DateRange, Fetched, MarketSource, Metric, RawDay, Series, Subject, SubjectKind};
use rewards::{Assessment, Context, Reward, Scorer};

struct Rollup;
const LAST: jiff::civil::Date = jiff::civil::date(2025, 3, 1);
#[llm::async_trait]
impl MarketSource for Rollup {
    fn name(&self) -> &'static str {
        "rollup"
    }
    async fn subjects(&self, kind: SubjectKind) -> Result<Vec<Subject>, market::Error> {
        Ok([Subject::network("rollup")].into_iter().filter(|it| it.kind() == kind).collect())
    }
    async fn series(&self, of: &Subject, _: Option<DateRange>) -> Result<Fetched, market::Error> {
        let day = |(date, n): (_, u32)| {
            let txns = f64::from(90_000 + 700 * n + 4_000 * (n % 5));
            RawDay::new(date).with(Metric::DailyTxns, txns).with(Metric::UniqueUsers, txns / 4.0)
        };
        let days: Vec<RawDay> = DateRange::ending(LAST, 60).days().zip(0..).map(day).collect();
        let (series, dropped) = Series::build(of.clone(), days, LAST);
        Ok(Fetched { series, dropped })
    }
}

struct Wrapped(analyst::Analyst);
#[llm::async_trait]
impl ReasoningModel for Wrapped {
    fn id(&self) -> &'static str {
        "wrapped/1"
    }
    async fn complete(&self, request: &Request) -> Result<Completion, llm::Error> {
        Ok(Completion { model: self.id().into(), ..self.0.complete(request).await? })
    }
}

struct Brevity;
impl Reward for Brevity {
    fn name(&self) -> &'static str {
        "brevity"
    }
    fn assess(&self, context: &Context<'_>) -> Assessment {
        Assessment::new(900.0 / context.answer.word_count.max(900) as f64, Vec::new())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scorer = Scorer::builder().reward(Brevity, 0.5).build()?;
    let model = Wrapped(analyst::Analyst);
    let pipeline = Pipeline::new(Rollup, model, scorer, jiff::Timestamp::now);
    let order = Order { examples: 9, ..Order::default() };
    let settings = Settings { order, output_dir: "target/own".into(), ..Settings::default() };
    let summary = generate(&pipeline, &settings).await?;
    println!("{} examples; the run is in {}", summary.accepted, summary.folder.display());
    Ok(())
}
