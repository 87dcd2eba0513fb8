//! The symbols by which formulas call a metric: `v = [volatility] = 13.04%`, `[avg_fee] x = 0.0000123`.

/// Where a symbol ends that stands between a metric and its value: `[avg_fee] x = 0.0000123`.
pub(super) fn behind_symbol(between: &str) -> Option<usize> {
    /// Symbols of what is computed from a metric: `[total_fees] (z = 2.50)`.
    const COMPUTED: [&str; 8] = ["z", "Z", "t", "n", "p", "df", "SE", "CV"];
    let at = between.find('=')?;
    let symbol = between[..at].trim_matches(['*', '`', ' ', '$', ']', ')', '(', '\\']);
    (!symbol.is_empty() && is_symbol(symbol) && !COMPUTED.contains(&symbol)).then_some(at)
}

/// The text before a mention without the symbol it is called by: `v = [volatility] = 13.04%`.
pub(super) fn without_symbol<'t>(before: &'t str, between: &str) -> &'t str {
    const WRAPPERS: [&str; 7] = [
        "\\text{",
        "\\texttt{",
        "\\mathrm{",
        "\\mathtt{",
        "\\textbf{",
        "\\mathit{",
        "\\operatorname{",
    ];
    let inner = WRAPPERS.iter().find_map(|it| before.strip_suffix(it)).unwrap_or(before).trim_end();
    let equated = between.trim_start_matches(['*', '`', ' ', '$', '}', ']', '_', '\\']);
    let Some(left) = inner.strip_suffix('=').or_else(|| inner.strip_suffix(":=")) else {
        return inner;
    };
    if !equated.starts_with(['=', '≈', ':']) {
        return before;
    }
    let left = left.trim_end_matches([' ', '$', '*', '`', ':']);
    let start = left.rfind([' ', '$', '(', '\n']).map_or(0, |at| at + 1);
    if is_symbol(&left[start..]) { left[..start].trim_end() } else { before }
}

/// Whether a text is a symbol of mathematics: `s`, `μ`, `P_t`, `\hat\sigma`.
fn is_symbol(text: &str) -> bool {
    let letters = text.chars().filter(|it| it.is_alphabetic()).count();
    let plain =
        text.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '\\' | '{' | '}' | '^'));
    let named = text.contains('\\') && text.len() <= 16;
    plain
        && letters > 0
        && (letters <= 2 || named && text.len() <= 16 || text.contains('_') && letters <= 4)
}
