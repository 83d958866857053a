mod any_edit;
mod generated;
mod libyaml;
mod writers;

use std::path::Path;

use super::*;
use crate::cli::CATALOGUE;

#[test]
fn escapes_that_make_the_text_of_a_mark_stay_what_they_are() {
    for text in [
        r#"{"a": "{{ hex 1 }}", "b": "\u0072ecipe0x0z"}"#,
        r#"{"a": "{{ hex 1 }}", "\u0072ecipe0x0z": "recipe1x0z"}"#,
    ] {
        let mut template = Template::new(Path::new("t"), text, &CATALOGUE);
        template.find_braces(false).unwrap();
        let (model, fields) = Model::read(&template, Format::Json).unwrap();
        let values = [Some(vec![Piece::Drawn(secret("v"))]), None];
        let out = model.render(&template, &fields, &values).unwrap();
        assert_eq!(out.as_bytes(), text.replace("{{ hex 1 }}", "v").as_bytes());
    }
}
