//! What the figures cannot show.

use crate::bank::{self, common};
use crate::brief::Family;
use crate::interpretation;
use crate::pen::Pen;
use crate::piece::{Join, Kind, Piece};

/// Writes the section: gaps and recovered days always, the rest in part.
pub(crate) fn write(pen: &mut Pen<'_>) -> Vec<Piece> {
    let sentences = sentences(pen, 3 + pen.style.depth);
    let bullets = pen.dice.chance(40);
    let mut pieces = Vec::new();
    let half = sentences.len().div_ceil(2);
    let split = sentences.len() > 3 && pen.dice.chance(50);
    for (index, sentence) in sentences.into_iter().enumerate() {
        let (join, text) = if bullets {
            let join = if index == 0 { Join::Paragraph } else { Join::Line };
            (join, format!("{}{sentence}", pen.style.bullet))
        } else if index == 0 || (split && index == half) {
            (Join::Paragraph, sentence)
        } else {
            (Join::Space, sentence)
        };
        pieces.push(Piece::new(Kind::Text, join, text));
    }
    pieces
}

/// The limits as sentences.
pub(crate) fn sentences(pen: &mut Pen<'_>, most: usize) -> Vec<String> {
    let brief = pen.brief;
    let mut must = Vec::new();
    match brief.missing_days {
        0 => {}
        1 => must.push(common::LIMIT_GAP_ONE),
        _ => must.push(common::LIMIT_GAPS),
    }
    if brief.recovered_days > 0 {
        must.push(common::LIMIT_RECOVERED);
    }
    if matches!(brief.family, Family::Anomaly | Family::Projection) && brief.outlier().is_some() {
        must.push(common::LIMIT_OUTLIER);
    }
    let mut sentences = interpretation::sentences(pen, bank::of(brief.family).limits, 2);
    for bank in must {
        pen.add(&mut sentences, bank);
    }
    let mut more = vec![common::LIMIT_CAUSE];
    if brief.prompt.data == "blockchain" {
        more.push(common::LIMIT_ONE_DAY);
    }
    if brief.has_blanks {
        more.push(common::LIMIT_BLANKS);
    }
    pen.dice.shuffle(&mut more);
    for bank in more {
        if sentences.len() < most {
            pen.add(&mut sentences, bank);
        }
    }
    // Limits that hold for any data say too little about these.
    if !sentences.iter().any(|sentence| sentence.contains('[')) {
        pen.add(&mut sentences, common::LIMIT_FIGURE);
    }
    pen.dice.shuffle(&mut sentences);
    sentences
}
