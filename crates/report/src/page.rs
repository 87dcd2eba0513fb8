//! The page that everything stands in: one file, styled, with nothing to fetch.

use std::io::Write;

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style sheet of every page.
pub(crate) const CSS: &str = include_str!("assets/page.css");

/// A page of sections.
pub struct Page {
    title: String,
    lead: Markup,
    sections: Vec<Section>,
    script: Option<&'static str>,
}

struct Section {
    id: &'static str,
    title: &'static str,
    body: Markup,
}

impl Page {
    /// A page with its title and what stands under it.
    pub fn new(title: impl Into<String>, lead: Markup) -> Self {
        Self { title: title.into(), lead, sections: Vec::new(), script: None }
    }

    /// Adds a section, which the navigation leads to.
    #[must_use]
    pub fn section(mut self, id: &'static str, title: &'static str, body: Markup) -> Self {
        self.sections.push(Section { id, title, body });
        self
    }

    /// Adds the page's script.
    pub(crate) fn script(mut self, script: &'static str) -> Self {
        self.script = Some(script);
        self
    }

    /// The page as it is written.
    pub fn render(&self) -> String {
        let mut page = Vec::new();
        // Writing into memory cannot fail, and what is written is text.
        let _ = self.write(&mut page, |_| Ok::<_, std::io::Error>(()));
        String::from_utf8(page).unwrap_or_default()
    }

    /// Writes the page, with the blocks of data that `data` writes: they can be larger than what memory
    /// should hold.
    ///
    /// The page's policy lets no script run but its own: the word that marks it is a digest of the page,
    /// and no text that came before the page was made can know it.
    ///
    /// # Errors
    /// If it cannot be written, or `data` says so.
    pub(crate) fn write<W: Write, E: From<std::io::Error>>(
        &self,
        out: &mut W,
        data: impl FnOnce(&mut W) -> Result<(), E>,
    ) -> Result<(), E> {
        let body = self.body().into_string();
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.title.as_bytes()).update(body.as_bytes());
        let nonce = hasher.finalize().to_hex();
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; \
             base-uri 'none'; form-action 'none'"
        );
        let head = html! {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (self.title) }
                style nonce=(nonce) { (PreEscaped(CSS)) }
            }
        };
        write!(out, "{}<html lang=\"en\">{}<body>{body}", DOCTYPE.0, head.0)?;
        data(out)?;
        if let Some(script) = self.script {
            let script = html! { script nonce=(nonce) { (PreEscaped(script)) } };
            out.write_all(script.0.as_bytes())?;
        }
        out.write_all(b"</body></html>\n")?;
        Ok(())
    }

    fn body(&self) -> Markup {
        html! {
            a.skip href="#content" { "To the content" }
            header.page {
                h1 { (self.title) }
                (self.lead)
            }
            nav.page aria-label="Sections" {
                @for section in &self.sections { a href={ "#" (section.id) } { (section.title) } }
            }
            main id="content" {
                @for section in &self.sections {
                    section id=(section.id) aria-labelledby={ (section.id) "-title" } {
                        h2 id={ (section.id) "-title" } { (section.title) }
                        (section.body)
                    }
                }
            }
        }
    }
}

/// Figures that the eye should meet first: what it is, its value, and a word on it.
pub fn tiles<'a>(tiles: impl IntoIterator<Item = (&'a str, String, String)>) -> Markup {
    html! {
        dl.tiles { @for (name, value, note) in tiles {
            div { dt { (name) } dd { strong { (value) } @if !note.is_empty() { span { (note) } } } }
        } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_whole_and_fetches_nothing() {
        let page = Page::new("Run <1>", tiles([("accepted", "5".to_owned(), "of 6".to_owned())]));
        let html = page.section("scores", "Scores", html! { p { "0.9" } }).render();
        assert!(html.starts_with("<!DOCTYPE html>"));
        assert!(html.contains("<title>Run &lt;1&gt;</title>"));
        assert!(html.contains(r##"<a href="#scores">Scores</a>"##));
        for fetched in ["http:", "https:", "src=", "url(", "@import", "<link"] {
            assert!(!html.contains(fetched), "{fetched}");
        }
        // A style attribute or an event handler would not pass the policy.
        assert!(!html.contains("style=\"") && !html.contains("onclick"));
    }

    #[test]
    fn the_same_page_is_the_same_bytes() {
        let page = || Page::new("a", html! {}).section("b", "B", html! { p { "c" } });
        assert_eq!(page().render(), page().render());
        assert_ne!(page().render(), Page::new("a", html! {}).render());
    }
}
