//! The evaluation of rewards: how the scores of many answers are spread, how they hang together, and
//! which weights and thresholds labelled answers speak for.
