//! The walk that takes a view apart, as a serializer: whatever templates can be given can be walked.

use std::fmt;

use serde::ser::{self, Impossible, Serialize};

use super::{Trace, enter, print_fraction};
use crate::render::stencil::looks::{Look, Looks};

/// Takes one view apart.
#[derive(Debug)]
pub(super) struct Tracer<'t> {
    trace: &'t mut Trace,
    looks: &'t Looks,
    /// In how many fields we are of which everything counts.
    whole: usize,
    /// In how many fields we are of which fractions count.
    typed: usize,
    /// How the field is looked at whose value comes next.
    look: Look,
    /// Where each text stands, if somebody wants to know.
    pub(super) paths: Option<Paths>,
}

#[derive(Debug, Default)]
pub(super) struct Paths {
    here: String,
    pub(super) found: Vec<String>,
}

impl<'t> Tracer<'t> {
    pub(super) fn new(trace: &'t mut Trace, looks: &'t Looks) -> Self {
        Self {
            trace,
            looks,
            whole: 0,
            typed: 0,
            look: Look::default(),
            paths: None,
        }
    }

    fn mark(&mut self, kind: u8) {
        self.trace.shape.push(kind);
    }

    fn number(&mut self, kind: u8, bytes: &[u8]) -> Result<(), Never> {
        self.mark(kind);
        self.trace.shape.extend_from_slice(bytes);
        Ok(())
    }

    fn fixed(&mut self, text: &str) {
        self.mark(b'c');
        let length = (text.len() as u64).to_le_bytes();
        self.trace.shape.extend_from_slice(&length);
        self.trace.shape.extend_from_slice(text.as_bytes());
    }

    /// What was added to the texts is one more of them.
    fn text(&mut self) {
        self.trace.ends.push(self.trace.texts.len());
        if let Some(paths) = &mut self.paths {
            paths.found.push(paths.here.clone());
        }
    }

    /// The value of a field.
    fn field<T: ?Sized + Serialize>(&mut self, name: &str, value: &T) -> Result<(), Never> {
        let look = self.looks.look(name);
        self.look = look;
        self.whole += usize::from(look.whole);
        self.typed += usize::from(look.typed);
        let result = self.inside(name, value);
        self.whole -= usize::from(look.whole);
        self.typed -= usize::from(look.typed);
        self.look = Look::default();
        result
    }

    fn inside<T: ?Sized + Serialize>(&mut self, name: &str, value: &T) -> Result<(), Never> {
        let here = self.paths.as_mut().map(|paths| {
            let here = paths.here.len();
            enter(&mut paths.here, name);
            here
        });
        let result = value.serialize(&mut *self);
        if let (Some(here), Some(paths)) = (here, &mut self.paths) {
            paths.here.truncate(here);
        }
        result
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

impl<'a, 't> ser::Serializer for &'a mut Tracer<'t> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = List<'a, 't>;
    type SerializeTuple = List<'a, 't>;
    type SerializeTupleStruct = List<'a, 't>;
    type SerializeTupleVariant = Impossible<(), Never>;
    type SerializeMap = Fields<'a, 't>;
    type SerializeStruct = Fields<'a, 't>;
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
        // Nought counts as nothing where a template asks whether there is something.
        if self.whole + self.typed > 0 || self.look.listed || value == 0.0 {
            return self.number(b'd', &value.to_le_bytes());
        }
        self.mark(b'p');
        print_fraction(value, &mut self.trace.texts);
        self.text();
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Never> {
        self.fixed(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Never> {
        if self.whole > 0 || self.look.listed {
            self.fixed(value);
        } else if value.is_empty() {
            self.mark(b'e');
        } else {
            self.mark(b's');
            self.trace.texts.push_str(value);
            self.text();
        }
        Ok(())
    }

    fn serialize_bytes(self, _value: &[u8]) -> Result<(), Never> {
        Err(ser::Error::custom("no view holds bytes"))
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
        _name: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), Never> {
        Err(ser::Error::custom("no view has such a variant"))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<List<'a, 't>, Never> {
        self.look = Look::default();
        self.number(b'[', &(len.unwrap_or(usize::MAX) as u64).to_le_bytes())?;
        Ok(List {
            trace: self,
            next: 0,
        })
    }

    fn serialize_tuple(self, len: usize) -> Result<List<'a, 't>, Never> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<List<'a, 't>, Never> {
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

    fn serialize_map(self, _len: Option<usize>) -> Result<Fields<'a, 't>, Never> {
        self.look = Look::default();
        self.mark(b'{');
        Ok(Fields {
            trace: self,
            key: String::new(),
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'a, 't>, Never> {
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
pub(super) struct List<'a, 't> {
    trace: &'a mut Tracer<'t>,
    next: usize,
}

impl List<'_, '_> {
    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        let position = self.next;
        self.next += 1;
        if self.trace.paths.is_some() {
            self.trace.inside(&position.to_string(), value)
        } else {
            value.serialize(&mut *self.trace)
        }
    }

    fn close(self) -> Result<(), Never> {
        self.trace.mark(b']');
        Ok(())
    }
}

/// Serde has a trait for each kind of list; here all are one.
macro_rules! lists {
    ($($kind:ident by $method:ident),*) => {$(
        impl ser::$kind for List<'_, '_> {
            type Ok = ();
            type Error = Never;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
                self.item(value)
            }

            fn end(self) -> Result<(), Never> {
                self.close()
            }
        }
    )*};
}

lists!(
    SerializeSeq by serialize_element,
    SerializeTuple by serialize_element,
    SerializeTupleStruct by serialize_field
);

/// The fields of a map or struct.
#[derive(Debug)]
pub(super) struct Fields<'a, 't> {
    trace: &'a mut Tracer<'t>,
    /// The name of the value that comes next, of a map.
    key: String,
}

impl ser::SerializeMap for Fields<'_, '_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Never> {
        let key = serde_json::to_value(key).map_err(ser::Error::custom)?;
        let key = key.as_str().ok_or_else(|| Never("keys are texts".into()))?;
        key.clone_into(&mut self.key);
        self.trace.fixed(key);
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        self.trace.field(&self.key, value)
    }

    fn end(self) -> Result<(), Never> {
        self.trace.mark(b'}');
        Ok(())
    }
}

impl ser::SerializeStruct for Fields<'_, '_> {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.trace.field(name, value)
    }

    fn skip_field(&mut self, _name: &'static str) -> Result<(), Never> {
        self.trace.mark(b'-');
        Ok(())
    }

    fn end(self) -> Result<(), Never> {
        self.trace.mark(b'}');
        Ok(())
    }
}
