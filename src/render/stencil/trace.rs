//! A view taken apart: its shape, and its texts in order.

use std::fmt;

use serde::ser::{self, Impossible, Serialize};

/// The name of a newtype whose text is part of the shape.
pub(super) const CONSTANT: &str = "$shirube::constant";

/// A view's shape and texts.
#[derive(Debug, Default)]
pub(super) struct Trace {
    /// Everything but the texts: equal for two views that differ in texts only.
    pub(super) shape: Vec<u8>,
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// Whether the next text is part of the shape.
    constant: bool,
    /// Where each text stands, as a JSON pointer, if somebody wants to know.
    paths: Option<Paths>,
}

#[derive(Debug, Default)]
struct Paths {
    here: Vec<String>,
    found: Vec<String>,
}

impl Trace {
    pub(super) fn of(view: &impl Serialize) -> Self {
        let mut trace = Self {
            shape: Vec::with_capacity(512),
            texts: String::with_capacity(1024),
            ends: Vec::with_capacity(64),
            ..Self::default()
        };
        // Views have no kinds of values that could fail.
        let _ = view.serialize(&mut trace);
        trace
    }

    /// Where each text of a view stands, as JSON pointers.
    pub(super) fn paths(view: &impl Serialize) -> Vec<String> {
        let mut trace = Self {
            paths: Some(Paths::default()),
            ..Self::default()
        };
        let _ = view.serialize(&mut trace);
        trace.paths.unwrap_or_default().found
    }

    /// The text at a position.
    pub(super) fn text(&self, position: usize) -> &str {
        let start = position
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |end| *end);
        let end = self.ends.get(position).copied().unwrap_or(start);
        self.texts.get(start..end).unwrap_or_default()
    }

    fn mark(&mut self, kind: u8) {
        self.shape.push(kind);
    }

    fn number(&mut self, kind: u8, bytes: &[u8]) -> Result<(), Never> {
        self.mark(kind);
        self.shape.extend_from_slice(bytes);
        Ok(())
    }

    fn fixed(&mut self, text: &str) {
        self.mark(b'c');
        self.shape
            .extend_from_slice(&(text.len() as u64).to_le_bytes());
        self.shape.extend_from_slice(text.as_bytes());
    }

    fn enter(&mut self, name: impl fmt::Display) {
        if let Some(paths) = &mut self.paths {
            let name = name.to_string();
            paths.here.push(name.replace('~', "~0").replace('/', "~1"));
        }
    }

    fn leave(&mut self) {
        if let Some(paths) = &mut self.paths {
            paths.here.pop();
        }
    }
}

/// Serialising into memory doesn't fail; serde asks for an error all the same.
#[derive(Debug)]
pub(super) struct Never(String);

impl fmt::Display for Never {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl<'a> ser::Serializer for &'a mut Trace {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = Impossible<(), Never>;
    type SerializeMap = Fields<'a>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Impossible<(), Never>;

    fn serialize_bool(self, value: bool) -> Result<(), Never> {
        self.mark(if value { b't' } else { b'f' });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Never> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Never> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Never> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Never> {
        self.number(b'i', &value.to_le_bytes())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Never> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Never> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Never> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Never> {
        self.number(b'u', &value.to_le_bytes())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Never> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Never> {
        self.number(b'd', &value.to_le_bytes())
    }

    fn serialize_char(self, value: char) -> Result<(), Never> {
        self.fixed(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Never> {
        if self.constant {
            self.constant = false;
            self.fixed(value);
        } else if value.is_empty() {
            self.mark(b'e');
        } else {
            self.mark(b's');
            self.texts.push_str(value);
            self.ends.push(self.texts.len());
            if let Some(paths) = &mut self.paths {
                let path: String = paths.here.iter().map(|name| format!("/{name}")).collect();
                paths.found.push(path);
            }
        }
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Never> {
        self.number(b'b', value)
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.mark(b'n');
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Never> {
        self.serialize_none()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), Never> {
        self.fixed(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.constant = name == CONSTANT;
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.fixed(variant);
        self.enter(variant);
        let result = value.serialize(&mut *self);
        self.leave();
        result
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<List<'a>, Never> {
        self.number(b'[', &(len.unwrap_or(usize::MAX) as u64).to_le_bytes())?;
        Ok(List {
            trace: self,
            next: 0,
        })
    }

    fn serialize_tuple(self, len: usize) -> Result<List<'a>, Never> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<List<'a>, Never> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Never> {
        Err(ser::Error::custom("no view has such a variant"))
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Fields<'a>, Never> {
        self.mark(b'{');
        Ok(Fields { trace: self })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'a>, Never> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Never> {
        Err(ser::Error::custom("no view has such a variant"))
    }
}

/// The items of a list.
#[derive(Debug)]
pub(super) struct List<'a> {
    trace: &'a mut Trace,
    next: usize,
}

impl List<'_> {
    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        self.trace.enter(self.next);
        self.next += 1;
        let result = value.serialize(&mut *self.trace);
        self.trace.leave();
        result
    }

    fn close(self) -> Result<(), Never> {
        self.trace.mark(b']');
        Ok(())
    }
}

impl ser::SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        self.item(value)
    }

    fn end(self) -> Result<(), Never> {
        self.close()
    }
}

impl ser::SerializeTuple for List<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        self.item(value)
    }

    fn end(self) -> Result<(), Never> {
        self.close()
    }
}

impl ser::SerializeTupleStruct for List<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        self.item(value)
    }

    fn end(self) -> Result<(), Never> {
        self.close()
    }
}

/// The fields of a map or struct.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    trace: &'a mut Trace,
}

impl ser::SerializeMap for Fields<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Never> {
        let key = serde_json::to_value(key).unwrap_or_default();
        let key = key.as_str().unwrap_or_default();
        self.trace.fixed(key);
        self.trace.enter(key);
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        let result = value.serialize(&mut *self.trace);
        self.trace.leave();
        result
    }

    fn end(self) -> Result<(), Never> {
        self.trace.mark(b'}');
        Ok(())
    }
}

impl ser::SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.trace.enter(name);
        let result = value.serialize(&mut *self.trace);
        self.trace.leave();
        result
    }

    fn end(self) -> Result<(), Never> {
        self.trace.mark(b'}');
        Ok(())
    }
}
