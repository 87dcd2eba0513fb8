//! A chunk of a stream, or a whole body, as it is read: in one pass, and texts without a copy
//! where the JSON has them without escapes. A stream has hundreds of chunks.
//!
//! Nothing is taken for granted: a field that is missing, null or of another type counts as not
//! said, and unknown fields are passed over.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A text, if it is one.
pub(crate) type Text<'j> = Option<Cow<'j, str>>;

/// A chunk or a body: they differ only in whether a choice has a `delta` or a `message`.
#[derive(Debug, Default)]
pub(crate) struct Chunk<'j> {
    pub(crate) id: Text<'j>,
    pub(crate) provider: Text<'j>,
    pub(crate) model: Text<'j>,
    pub(crate) choices: Vec<Choice<'j>>,
    pub(crate) usage: Value,
    /// Whether there is anything of which an error is told.
    pub(crate) may_be_error: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Choice<'j> {
    pub(crate) index: i64,
    pub(crate) delta: Delta<'j>,
    pub(crate) text: Text<'j>,
    pub(crate) finish_reason: Text<'j>,
    pub(crate) error: Value,
}

#[derive(Debug, Default)]
pub(crate) struct Delta<'j> {
    pub(crate) content: Content<'j>,
    pub(crate) reasoning: Text<'j>,
    pub(crate) reasoning_content: Text<'j>,
    pub(crate) thinking: Text<'j>,
    pub(crate) reasoning_details: Vec<Detail<'j>>,
    pub(crate) refusal: Text<'j>,
}

/// A text, or parts of which some may be thoughts.
#[derive(Debug)]
pub(crate) enum Content<'j> {
    Text(Cow<'j, str>),
    Parts(Vec<Value>),
}

/// A piece of a trace.
#[derive(Debug, Default)]
pub(crate) struct Detail<'j> {
    pub(crate) index: i64,
    pub(crate) text: Text<'j>,
    pub(crate) summary: Text<'j>,
}

impl<'j> Chunk<'j> {
    /// Reads a chunk. Of a list, the first: some gateways put errors into one.
    ///
    /// # Errors
    /// If the text is no JSON.
    pub(crate) fn read(json: &'j str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<Said<Self>>(json).map(|said| said.0)
    }
}

/// What one form of JSON says, and every other does not.
trait Form<'j>: Default {
    fn text(_: Cow<'j, str>) -> Self {
        Self::default()
    }

    fn whole(_: i64) -> Self {
        Self::default()
    }

    fn list<A: SeqAccess<'j>>(mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }

    fn object<A: MapAccess<'j>>(mut fields: A) -> Result<Self, A::Error> {
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
}

/// Reads a form from any JSON.
struct Said<T>(T);

impl<'j, T: Form<'j>> Deserialize<'j> for Said<T> {
    fn deserialize<D: Deserializer<'j>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader(PhantomData)).map(Self)
    }
}

struct Reader<T>(PhantomData<T>);

impl<'j, T: Form<'j>> Visitor<'j> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_borrowed_str<E>(self, text: &'j str) -> Result<T, E> {
        Ok(T::text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<T, E> {
        Ok(i64::try_from(number).map_or_else(|_| T::default(), T::whole))
    }

    fn visit_i64<E>(self, number: i64) -> Result<T, E> {
        Ok(T::whole(number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_seq<A: SeqAccess<'j>>(self, list: A) -> Result<T, A::Error> {
        T::list(list)
    }

    fn visit_map<A: MapAccess<'j>>(self, fields: A) -> Result<T, A::Error> {
        T::object(fields)
    }
}

impl<'j> Form<'j> for Text<'j> {
    fn text(text: Cow<'j, str>) -> Self {
        Some(text)
    }
}

impl Form<'_> for i64 {
    fn whole(number: i64) -> Self {
        number
    }
}

/// The objects of a list; what is none is left out.
impl<'j, T> Form<'j> for Vec<T>
where
    Option<T>: Form<'j>,
{
    fn list<A: SeqAccess<'j>>(mut list: A) -> Result<Self, A::Error> {
        let mut objects = Self::new();
        while let Some(Said(object)) = list.next_element::<Said<Option<T>>>()? {
            objects.extend(object);
        }
        Ok(objects)
    }
}

impl Default for Content<'_> {
    fn default() -> Self {
        Self::Parts(Vec::new())
    }
}

impl<'j> Form<'j> for Content<'j> {
    fn text(text: Cow<'j, str>) -> Self {
        Self::Text(text)
    }

    fn list<A: SeqAccess<'j>>(mut list: A) -> Result<Self, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = list.next_element()? {
            parts.push(part);
        }
        Ok(Self::Parts(parts))
    }
}

/// The value of a field, in its form.
fn next<'j, T: Form<'j>, A: MapAccess<'j>>(fields: &mut A) -> Result<T, A::Error> {
    fields.next_value::<Said<T>>().map(|said| said.0)
}

impl<'j> Form<'j> for Chunk<'j> {
    fn list<A: SeqAccess<'j>>(mut list: A) -> Result<Self, A::Error> {
        let first = list.next_element::<Said<Self>>()?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first.map(|said| said.0).unwrap_or_default())
    }

    fn object<A: MapAccess<'j>>(mut fields: A) -> Result<Self, A::Error> {
        #[derive(Deserialize)]
        #[serde(field_identifier, rename_all = "snake_case")]
        enum Field {
            Id,
            Provider,
            Model,
            Choices,
            Usage,
            Error,
            Detail,
            Object,
            #[serde(other)]
            Other,
        }
        let mut chunk = Self::default();
        while let Some(field) = fields.next_key()? {
            match field {
                Field::Id => chunk.id = next(&mut fields)?,
                Field::Provider => chunk.provider = next(&mut fields)?,
                Field::Model => chunk.model = next(&mut fields)?,
                Field::Choices => chunk.choices = next(&mut fields)?,
                Field::Usage => chunk.usage = fields.next_value()?,
                Field::Error | Field::Detail => {
                    chunk.may_be_error |= !fields.next_value::<Value>()?.is_null();
                }
                Field::Object => {
                    let kind: Text<'_> = next(&mut fields)?;
                    chunk.may_be_error |= kind.as_deref() == Some("error");
                }
                Field::Other => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(chunk)
    }
}

impl<'j> Form<'j> for Option<Choice<'j>> {
    fn object<A: MapAccess<'j>>(mut fields: A) -> Result<Self, A::Error> {
        #[derive(Deserialize)]
        #[serde(field_identifier, rename_all = "snake_case")]
        enum Field {
            Index,
            #[serde(alias = "message")]
            Delta,
            Text,
            FinishReason,
            Error,
            #[serde(other)]
            Other,
        }
        let mut choice = Choice::default();
        while let Some(field) = fields.next_key()? {
            match field {
                Field::Index => choice.index = next(&mut fields)?,
                Field::Delta => {
                    // Of a `delta` and a `message`, one may be null.
                    let delta: Option<Delta<'_>> = next(&mut fields)?;
                    choice.delta = delta.unwrap_or(choice.delta);
                }
                Field::Text => choice.text = next(&mut fields)?,
                Field::FinishReason => choice.finish_reason = next(&mut fields)?,
                Field::Error => choice.error = fields.next_value()?,
                Field::Other => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(choice))
    }
}

impl<'j> Form<'j> for Option<Delta<'j>> {
    fn object<A: MapAccess<'j>>(mut fields: A) -> Result<Self, A::Error> {
        #[derive(Deserialize)]
        #[serde(field_identifier, rename_all = "snake_case")]
        enum Field {
            Content,
            Reasoning,
            ReasoningContent,
            Thinking,
            ReasoningDetails,
            Refusal,
            #[serde(other)]
            Other,
        }
        let mut delta = Delta::default();
        while let Some(field) = fields.next_key()? {
            match field {
                Field::Content => delta.content = next(&mut fields)?,
                Field::Reasoning => delta.reasoning = next(&mut fields)?,
                Field::ReasoningContent => delta.reasoning_content = next(&mut fields)?,
                Field::Thinking => delta.thinking = next(&mut fields)?,
                Field::ReasoningDetails => delta.reasoning_details = next(&mut fields)?,
                Field::Refusal => delta.refusal = next(&mut fields)?,
                Field::Other => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(delta))
    }
}

impl<'j> Form<'j> for Option<Detail<'j>> {
    fn object<A: MapAccess<'j>>(mut fields: A) -> Result<Self, A::Error> {
        #[derive(Deserialize)]
        #[serde(field_identifier, rename_all = "snake_case")]
        enum Field {
            Index,
            Text,
            Summary,
            #[serde(other)]
            Other,
        }
        let mut detail = Detail::default();
        while let Some(field) = fields.next_key()? {
            match field {
                Field::Index => detail.index = next(&mut fields)?,
                Field::Text => detail.text = next(&mut fields)?,
                Field::Summary => detail.summary = next(&mut fields)?,
                Field::Other => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_another_type_counts_as_not_said() {
        let odd = ["null", "true", "7", "-7", "1.5", "[[7]]", "{\"a\":{\"b\":[]}}", "\"\""];
        for value in odd {
            for json in [
                value.to_owned(),
                format!("[{value}]"),
                format!(r#"{{"choices":{value},"id":{value},"usage":{value},"new":{value}}}"#),
                format!(r#"{{"choices":[{value},{{"index":{value},"delta":{value}}}]}}"#),
                format!(
                    r#"{{"choices":[{{"delta":{{"content":{value},"reasoning":{value},"reasoning_details":[{value},{{"index":{value},"text":{value}}}]}}}}]}}"#
                ),
            ] {
                assert!(Chunk::read(&json).is_ok(), "{json}");
            }
        }
        for no_json in ["", "{", "{\"id\"}", "{\"id\":\"\\ud800\"}", "{} {}", "nonsense"] {
            assert!(Chunk::read(no_json).is_err(), "{no_json}");
        }
    }

    #[test]
    fn the_last_of_equal_fields_counts_and_texts_are_borrowed() {
        let json =
            r#"{"id":"a","id":"b","choices":[null,{"delta":{"content":"so"},"message":null}]}"#;
        let chunk = Chunk::read(json).unwrap();
        assert_eq!(chunk.id.as_deref(), Some("b"));
        let [choice] = &*chunk.choices else { panic!("{chunk:?}") };
        assert!(matches!(choice.delta.content, Content::Text(Cow::Borrowed("so"))), "{choice:?}");
    }

    #[test]
    fn an_error_is_looked_for_where_there_may_be_one() {
        for (json, expected) in [
            (r#"{"choices":[]}"#, false),
            (r#"{"error":null,"object":"chat.completion.chunk"}"#, false),
            (r#"{"error":{"code":502}}"#, true),
            (r#"{"object":"error","message":"no"}"#, true),
            (r#"{"detail":"Not Found"}"#, true),
            (r#"[{"error":"no"}]"#, true),
        ] {
            assert_eq!(Chunk::read(json).unwrap().may_be_error, expected, "{json}");
        }
    }
}
