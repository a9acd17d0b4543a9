//! stub
use crate::model::response::Response;
use std::path::{Path, PathBuf};
/// s
#[derive(Debug, Clone, Copy)]
pub enum Format {
    /// y
    Yaml,
}
impl std::str::FromStr for Format {
    type Err = String;
    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Self::Yaml)
    }
}
/// s
pub struct Written(Vec<u8>, String);
impl Written {
    /// s
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
    /// s
    pub fn digest(&self) -> &str {
        &self.1
    }
}
/// s
pub fn written(r: &Response, _: Format) -> Result<Written, std::fmt::Error> {
    Ok(Written(format!("{r:#?}").into_bytes(), "sha256:0".into()))
}
/// s
pub fn path_beside(d: &Path, _: Format) -> PathBuf {
    d.with_extension("response.yaml")
}
