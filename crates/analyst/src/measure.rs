//! Words for the direction and the size of a change.

/// How large a change is, for what kind of series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Size {
    Flat,
    Slight,
    Moderate,
    Strong,
    Extreme,
}

/// Sizes a change, given as a fraction. Daily counts of a network swing by several percent from
/// one weekday to another; a price that moves as much in a week has moved a little.
pub(crate) fn size(change: f64) -> Size {
    match change.abs() {
        c if c < 0.008 => Size::Flat,
        c if c < 0.05 => Size::Slight,
        c if c < 0.15 => Size::Moderate,
        c if c < 0.40 => Size::Strong,
        _ => Size::Extreme,
    }
}

/// The alternatives for a direction word, in the language of the phrase banks.
pub(crate) fn word(kind: &str, change: f64) -> Option<&'static str> {
    let up = change >= 0.0;
    let size = size(change);
    Some(match kind {
        "rose" if up => "{rose|increased|climbed|grew}",
        "rose" => "{fell|declined|dropped|decreased}",
        "rise" if up => "{rise|increase|gain}",
        "rise" => "{fall|decline|drop}",
        "rising" if up => "{rising|growing|increasing}",
        "rising" => "{falling|shrinking|declining}",
        "higher" if up => "higher",
        "higher" => "lower",
        "above" if up => "above",
        "above" => "below",
        "more" if up => "more",
        "more" => "less",
        "up" if up => "up",
        "up" => "down",
        "growth" if up => "{growth|expansion}",
        "growth" => "{contraction|decline}",
        "ly" => match size {
            Size::Flat => "{barely|hardly}",
            Size::Slight => "{slightly|a little|marginally}",
            Size::Moderate => "{moderately|noticeably|visibly}",
            Size::Strong => "{strongly|sharply|markedly}",
            Size::Extreme => "{very sharply|steeply|massively}",
        },
        "well" => match size {
            Size::Flat => "{barely|hardly}",
            Size::Slight => "{slightly|a little|somewhat}",
            Size::Moderate => "{clearly|noticeably|visibly}",
            Size::Strong => "{considerably|far}",
            Size::Extreme => "far",
        },
        "size" => match size {
            Size::Flat => "{negligible|tiny}",
            Size::Slight => "{slight|small|modest}",
            Size::Moderate => "{moderate|clear|visible}",
            Size::Strong => "{strong|marked|large}",
            Size::Extreme => "{very large|massive|exceptional}",
        },
        // As a predicate: "the change is moderate".
        "extent" => match size {
            Size::Flat => "negligible",
            Size::Slight => "{slight|small}",
            Size::Moderate => "moderate",
            Size::Strong => "{strong|large}",
            Size::Extreme => "{very large|exceptional}",
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_sign_and_size() {
        assert_eq!(word("higher", -0.2), Some("lower"));
        assert_eq!(word("ly", 0.002), Some("{barely|hardly}"));
        assert_eq!(size(-0.6), Size::Extreme);
        assert_eq!(word("nothing", 1.0), None);
    }
}
