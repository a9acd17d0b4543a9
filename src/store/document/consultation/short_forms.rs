//! Parts of a file that can be written in a short or a full form.
//!
//! Written by hand instead of with `#[serde(untagged)]`, which loses the position and reason of an
//! error.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor, value},
};

/// A text alone, or a map with further keys.
#[derive(Debug)]
pub(super) enum TextOr<T> {
    Text(String),
    Full(T),
}

/// The name of a list, or the list itself.
#[derive(Debug)]
pub(super) enum ListOrName<T> {
    Name(String),
    List(Vec<T>),
}

/// One value, or several.
#[derive(Debug)]
pub(super) struct OneOrMore(pub(super) Vec<String>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarText { wanted: "a text or a map", shape: PhantomData })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ListOrName<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarText { wanted: "a name or a list", shape: PhantomData })
    }
}

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarText { wanted: "a value or a list", shape: PhantomData })
    }
}

/// A type that can be made from a text, and from a list or a map or neither.
trait Shape<'de>: Sized {
    fn of_text(text: String) -> Self;

    fn of_list<A: SeqAccess<'de>>(_list: A) -> Result<Self, A::Error> {
        Err(A::Error::custom("a list does not fit here"))
    }

    fn of_map<A: MapAccess<'de>>(_map: A) -> Result<Self, A::Error> {
        Err(A::Error::custom("a map does not fit here"))
    }
}

impl<'de, T: Deserialize<'de>> Shape<'de> for TextOr<T> {
    fn of_text(text: String) -> Self {
        Self::Text(text)
    }

    fn of_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        T::deserialize(value::MapAccessDeserializer::new(map)).map(Self::Full)
    }
}

impl<'de, T: Deserialize<'de>> Shape<'de> for ListOrName<T> {
    fn of_text(text: String) -> Self {
        Self::Name(text)
    }

    fn of_list<A: SeqAccess<'de>>(list: A) -> Result<Self, A::Error> {
        Vec::deserialize(value::SeqAccessDeserializer::new(list)).map(Self::List)
    }
}

impl<'de> Shape<'de> for OneOrMore {
    fn of_text(text: String) -> Self {
        Self(vec![text])
    }

    fn of_list<A: SeqAccess<'de>>(list: A) -> Result<Self, A::Error> {
        Vec::deserialize(value::SeqAccessDeserializer::new(list)).map(Self)
    }
}

/// Accepts a text, a list or a map.
struct ScalarText<T> {
    wanted: &'static str,
    shape: PhantomData<T>,
}

impl<'de, T: Shape<'de>> Visitor<'de> for ScalarText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.wanted)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::of_text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        T::of_list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::of_map(map)
    }
}
