//! Reads regular expressions whose strings are drawn.
//!
//! The syntax is that of the `regex` crate, but classes such as `.` and `[^/]` have printable ASCII
//! characters only: nobody wants a control character or one of a million others in a password.

use std::slice;

use anyhow::{Error, Result};
use regex_syntax::ast::{
    Assertion, AssertionKind, Ast, ClassAscii, ClassAsciiKind, ClassBracketed, ClassPerl,
    ClassPerlKind, ClassSet, ClassSetBinaryOpKind, ClassSetItem, Group, GroupKind, Repetition,
    RepetitionKind, RepetitionRange, Span, parse::Parser,
};
use regex_syntax::hir::{
    Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition as HirRepetition,
};

use crate::message::hinted;

/// The first and the last printable ASCII character.
const PRINTABLE: (char, char) = (' ', '~');

/// The most characters of the pattern that a message quotes.
const MAX_QUOTED: usize = 20;

/// Reads `pattern`. Its strings are those that it matches from end to end.
///
/// # Errors
/// `pattern` is no regular expression, has look-around, flags or Unicode properties, or, unless
/// `unbounded` is true, has a repetition without a limit.
pub fn parse(pattern: &str, unbounded: bool) -> Result<Hir> {
    let reader = Reader { pattern, unbounded };
    let ast = Parser::new()
        .parse(pattern)
        .map_err(|error| reader.error(error.span(), &error.kind().to_string()))?;
    let parts = match &ast {
        Ast::Concat(concat) => &concat.asts[..],
        one => slice::from_ref(one),
    };
    reader.concat(without_anchors(parts))
}

/// The length of the longest string, in characters: `u64::MAX` if there is no limit, `None` if there
/// is no string.
pub fn longest(hir: &Hir) -> Option<u64> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(0),
        HirKind::Literal(literal) => {
            let starts = literal.0.iter().filter(|&&byte| starts_character(byte));
            Some(starts.count() as u64)
        }
        HirKind::Class(class) => class.maximum_len().map(|_| 1),
        HirKind::Capture(capture) => longest(&capture.sub),
        HirKind::Repetition(repetition) => match longest(&repetition.sub) {
            None if repetition.min > 0 => None,
            None | Some(0) => Some(0),
            Some(length) => Some(length.saturating_mul(repetition.max.map_or(u64::MAX, u64::from))),
        },
        HirKind::Concat(parts) => parts
            .iter()
            .try_fold(0u64, |sum, part| Some(sum.saturating_add(longest(part)?))),
        HirKind::Alternation(parts) => parts.iter().filter_map(longest).max(),
    }
}

/// Whether a character of UTF-8 begins with this byte.
pub fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// The parts without `^` at the start and `$` at the end, which change nothing.
fn without_anchors(parts: &[Ast]) -> &[Ast] {
    let is = |part: &Ast, kinds: [AssertionKind; 2]| matches!(part, Ast::Assertion(assertion) if kinds.contains(&assertion.kind));
    let parts = match parts {
        [first, rest @ ..] if is(first, [AssertionKind::StartLine, AssertionKind::StartText]) => {
            rest
        }
        all => all,
    };
    match parts {
        [rest @ .., last] if is(last, [AssertionKind::EndLine, AssertionKind::EndText]) => rest,
        all => all,
    }
}

struct Reader<'a> {
    pattern: &'a str,
    unbounded: bool,
}

impl Reader<'_> {
    fn hir(&self, ast: &Ast) -> Result<Hir> {
        match ast {
            Ast::Empty(_) => Ok(Hir::empty()),
            Ast::Flags(flags) => Err(self.flags(&flags.span)),
            Ast::Literal(literal) => {
                Ok(Hir::literal(literal.c.encode_utf8(&mut [0; 4]).as_bytes()))
            }
            Ast::Dot(_) => Ok(of_class(printable(|_| true))),
            Ast::Assertion(assertion) => Err(self.assertion(assertion)),
            Ast::ClassUnicode(class) => Err(self.property(&class.span)),
            Ast::ClassPerl(class) => Ok(of_class(perl(class))),
            Ast::ClassBracketed(class) => Ok(of_class(self.bracketed(class)?)),
            Ast::Repetition(repetition) => self.repetition(repetition),
            Ast::Group(group) => self.group(group),
            Ast::Alternation(alternation) => {
                let parts = alternation.asts.iter().map(|ast| self.hir(ast));
                Ok(Hir::alternation(parts.collect::<Result<_>>()?))
            }
            Ast::Concat(concat) => self.concat(&concat.asts),
        }
    }

    fn concat(&self, parts: &[Ast]) -> Result<Hir> {
        let parts = parts.iter().map(|ast| self.hir(ast));
        Ok(Hir::concat(parts.collect::<Result<_>>()?))
    }

    fn group(&self, group: &Group) -> Result<Hir> {
        match &group.kind {
            GroupKind::NonCapturing(flags) if !flags.items.is_empty() => {
                Err(self.flags(&flags.span))
            }
            _ => self.hir(&group.ast),
        }
    }

    fn repetition(&self, repetition: &Repetition) -> Result<Hir> {
        let (min, max) = match repetition.op.kind {
            RepetitionKind::ZeroOrOne => (0, Some(1)),
            RepetitionKind::ZeroOrMore => (0, None),
            RepetitionKind::OneOrMore => (1, None),
            RepetitionKind::Range(RepetitionRange::Exactly(times)) => (times, Some(times)),
            RepetitionKind::Range(RepetitionRange::AtLeast(times)) => (times, None),
            RepetitionKind::Range(RepetitionRange::Bounded(min, max)) => (min, Some(max)),
        };
        if max.is_none() && !self.unbounded {
            return Err(hinted(
                self.message(&repetition.op.span, "it repeats without end"),
                "bound it, as in {1,20}, or all of the string with --max-length",
            ));
        }
        Ok(Hir::repetition(HirRepetition {
            min,
            max,
            greedy: true,
            sub: Box::new(self.hir(&repetition.ast)?),
        }))
    }

    fn bracketed(&self, class: &ClassBracketed) -> Result<ClassUnicode> {
        let text = &self.pattern[class.span.start.offset..class.span.end.offset];
        let name = text
            .strip_prefix("[:")
            .and_then(|rest| rest.strip_suffix(":]"));
        if name.and_then(ClassAsciiKind::from_name).is_some() {
            return Err(hinted(
                self.message(&class.span, "a class is in brackets of its own"),
                format!("write [{text}]"),
            ));
        }
        let inside = self.set(&class.kind)?;
        Ok(if class.negated {
            let mut outside = printable(|_| true);
            outside.difference(&inside);
            outside
        } else {
            inside
        })
    }

    fn set(&self, set: &ClassSet) -> Result<ClassUnicode> {
        let operation = match set {
            ClassSet::Item(item) => return self.item(item),
            ClassSet::BinaryOp(operation) => operation,
        };
        let (mut left, right) = (self.set(&operation.lhs)?, self.set(&operation.rhs)?);
        match operation.kind {
            ClassSetBinaryOpKind::Intersection => left.intersect(&right),
            ClassSetBinaryOpKind::Difference => left.difference(&right),
            ClassSetBinaryOpKind::SymmetricDifference => left.symmetric_difference(&right),
        }
        Ok(left)
    }

    fn item(&self, item: &ClassSetItem) -> Result<ClassUnicode> {
        let range = |start, end| ClassUnicode::new([ClassUnicodeRange::new(start, end)]);
        match item {
            ClassSetItem::Empty(_) => Ok(ClassUnicode::empty()),
            ClassSetItem::Literal(literal) => Ok(range(literal.c, literal.c)),
            ClassSetItem::Range(named) => Ok(range(named.start.c, named.end.c)),
            ClassSetItem::Ascii(class) => Ok(posix(class)),
            ClassSetItem::Unicode(class) => Err(self.property(&class.span)),
            ClassSetItem::Perl(class) => Ok(perl(class)),
            ClassSetItem::Bracketed(class) => self.bracketed(class),
            ClassSetItem::Union(union) => {
                let mut all = ClassUnicode::empty();
                for item in &union.items {
                    all.union(&self.item(item)?);
                }
                Ok(all)
            }
        }
    }

    fn assertion(&self, assertion: &Assertion) -> Error {
        let what = match assertion.kind {
            AssertionKind::StartLine
            | AssertionKind::StartText
            | AssertionKind::EndLine
            | AssertionKind::EndText => "an anchor can only stand at the ends of the whole pattern",
            _ => "word boundaries are not supported",
        };
        hinted(
            self.message(&assertion.span, what),
            "leave it out: the pattern always matches the string from end to end",
        )
    }

    fn flags(&self, span: &Span) -> Error {
        hinted(
            self.message(span, "flags are not supported"),
            "write the expression without flags, as in [Aa] for either case",
        )
    }

    fn property(&self, span: &Span) -> Error {
        hinted(
            self.message(span, "Unicode properties are not supported"),
            "name the characters, as in [äöü] or [α-ω]",
        )
    }

    fn error(&self, span: &Span, what: &str) -> Error {
        Error::msg(self.message(span, what))
    }

    /// A message that `what` is wrong with the part of the pattern at `span`.
    fn message(&self, span: &Span, what: &str) -> String {
        let (before, rest) = self.pattern.split_at(span.start.offset);
        let position = before.chars().count() + 1;
        let part = &rest[..span.end.offset - span.start.offset];
        if part.is_empty() {
            return format!("character {position} of the pattern: {what}");
        }
        let mut quoted: String = part.chars().take(MAX_QUOTED).collect();
        if quoted.len() < part.len() {
            quoted.push('…');
        }
        format!("character {position} of the pattern, '{quoted}': {what}")
    }
}

fn of_class(class: ClassUnicode) -> Hir {
    Hir::class(Class::Unicode(class))
}

/// The printable ASCII characters for which `is_member` is true.
fn printable(is_member: impl Fn(char) -> bool) -> ClassUnicode {
    let (first, last) = PRINTABLE;
    ClassUnicode::new(
        (first..=last)
            .filter(|&character| is_member(character))
            .map(|character| ClassUnicodeRange::new(character, character)),
    )
}

/// The class of `\d`, `\s`, `\w` or a complement.
fn perl(class: &ClassPerl) -> ClassUnicode {
    printable(|character| {
        let among = match class.kind {
            ClassPerlKind::Digit => character.is_ascii_digit(),
            ClassPerlKind::Space => character == ' ',
            ClassPerlKind::Word => character.is_ascii_alphanumeric() || character == '_',
        };
        among != class.negated
    })
}

/// The class of `[:alpha:]`, another class of POSIX or a complement.
fn posix(class: &ClassAscii) -> ClassUnicode {
    printable(|character| {
        let among = match class.kind {
            ClassAsciiKind::Alnum => character.is_ascii_alphanumeric(),
            ClassAsciiKind::Alpha => character.is_ascii_alphabetic(),
            ClassAsciiKind::Ascii | ClassAsciiKind::Print => true,
            ClassAsciiKind::Blank | ClassAsciiKind::Space => character == ' ',
            ClassAsciiKind::Cntrl => false,
            ClassAsciiKind::Digit => character.is_ascii_digit(),
            ClassAsciiKind::Graph => character.is_ascii_graphic(),
            ClassAsciiKind::Lower => character.is_ascii_lowercase(),
            ClassAsciiKind::Punct => character.is_ascii_punctuation(),
            ClassAsciiKind::Upper => character.is_ascii_uppercase(),
            ClassAsciiKind::Word => character.is_ascii_alphanumeric() || character == '_',
            ClassAsciiKind::Xdigit => character.is_ascii_hexdigit(),
        };
        among != class.negated
    })
}
