//! LaTeX commands: operators become tokens, furniture leaves none.

use memchr::memchr;

use crate::parse::word::Word;

use super::{Kind, Lexer, Relation};

impl Lexer<'_, '_> {
    pub(super) fn latex(&mut self) {
        let next = self.byte(1);
        match next {
            b'[' | b']' | b'(' | b')' | b',' | b';' | b'!' | b' ' | b':' => {
                self.at += 2;
                self.spaced = true;
                return;
            }
            b'\\' => {
                self.push(Kind::Newline, 2);
                return;
            }
            b'%' => {
                self.push(Kind::Percent, 2);
                return;
            }
            b'$' => {
                let digit = self.byte(2).is_ascii_digit();
                let at = self.at;
                if digit {
                    self.currency_number(at, at + 2);
                } else {
                    self.at += 2;
                }
                return;
            }
            _ => {}
        }
        let letters = self.bytes[(self.at + 1).min(self.bytes.len())..]
            .iter()
            .take(16)
            .take_while(|b| b.is_ascii_alphabetic())
            .count();
        let len = 1 + letters;
        let bytes = self.bytes;
        let name = &bytes[self.at + 1..self.at + len];
        match name {
            b"" => {
                self.at += 1;
                if next < 0x80 && next != 0 {
                    self.at +=
                        usize::from(matches!(next, b'{' | b'}' | b'_' | b'#' | b'&' | b'|' | b'*'));
                }
            }
            b"frac" | b"dfrac" | b"tfrac" | b"cfrac" => self.push(Kind::Frac, len),
            b"times" | b"cdot" | b"ast" => self.push(Kind::Times, len),
            b"div" => self.push(Kind::Divide, len),
            b"pm" => self.push(Kind::PlusMinus, len),
            b"sqrt" => self.push(Kind::Root, len),
            b"approx" | b"simeq" | b"sim" | b"approxeq" | b"cong" => {
                self.push(Kind::Relation(Relation::About), len);
            }
            b"Rightarrow" | b"implies" | b"rightarrow" | b"to" | b"Longrightarrow" | b"equiv" => {
                self.push(Kind::Relation(Relation::Arrow), len);
            }
            b"le" | b"leq" | b"ge" | b"geq" | b"lt" | b"gt" | b"neq" | b"ne" => {
                self.push(Kind::Inequality, len);
            }
            b"ldots" | b"dots" | b"cdots" => self.push(Kind::Ellipsis, len),
            b"ln" => self.push(Kind::Word(Word::Ln), len),
            b"log" => self.push(Kind::Word(Word::Log), len),
            b"exp" => self.push(Kind::Word(Word::Exp), len),
            b"left" | b"right" | b"big" | b"Big" | b"bigg" | b"Bigg" | b"bigl" | b"bigr"
            | b"quad" | b"qquad" | b"displaystyle" | b"mathbf" | b"textbf" | b"boxed"
            | b"mathit" | b"boldsymbol" | b"bm" | b"thinspace" | b"enspace" | b"limits"
            | b"nonumber" | b"mathbin" | b"mathrel" => {
                self.at += len;
                self.spaced = true;
            }
            b"text" | b"mathrm" | b"operatorname" | b"textrm" | b"mathsf" | b"textit" | b"mbox"
            | b"hbox" => {
                self.latex_text(len);
            }
            b"begin" | b"end" | b"tag" | b"label" => {
                let limit = (self.at + len + 40).min(bytes.len());
                let rest = &bytes[self.at + len..limit];
                self.at += len;
                if rest.first() == Some(&b'{')
                    && let Some(close) = memchr(b'}', rest)
                {
                    self.at += close + 1;
                }
                self.spaced = true;
            }
            _ => self.push(Kind::Word(Word::Other), len),
        }
    }

    /// Reads `\text{…}`: words become one token, a number or percent sign is read as such.
    pub(super) fn latex_text(&mut self, len: usize) {
        let bytes = self.bytes;
        let open = self.at + len;
        if bytes.get(open) != Some(&b'{') {
            self.at = open;
            return;
        }
        let limit = (open + 200).min(bytes.len());
        let Some(close) = memchr(b'}', &bytes[open..limit]) else {
            self.at = open;
            return;
        };
        let inner = &bytes[open + 1..open + close];
        let trimmed = inner.trim_ascii();
        let relation = matches!(trimmed, b"is" | b"equals" | b"gives");
        let named = trimmed.first() == Some(&b'[')
            || trimmed.iter().any(|b| *b == b'_' || b.is_ascii_digit());
        if relation {
            self.push(Kind::Relation(Relation::Equal), len + close + 1);
        } else if trimmed.first() == Some(&b'%')
            || (named && trimmed.iter().any(u8::is_ascii_digit))
        {
            // The braces stay as brackets around what is inside.
            self.at = open;
        } else if trimmed.first() == Some(&b'[') {
            self.at = open;
        } else {
            self.out.words += 1;
            let kind = match trimmed {
                b"or" | b"i.e." | b"i.e.," => Kind::Word(Word::Or),
                b"and" => Kind::Word(Word::And),
                _ if trimmed.contains(&b'_') => Kind::Name,
                _ => Kind::Text,
            };
            self.push(kind, len + close + 1);
        }
    }
}
