//! The text with its switches.

use crate::places::{Operation, Places, Stretch, switch};

/// The text with switches at its places.
pub fn with(text: &str, places: &Places) -> String {
    let mut operations: Vec<&Operation> = places.operations.iter().collect();
    operations.sort_by_key(|operation| (operation.whole.start, usize::MAX - operation.whole.end));
    let mut insertions: Vec<&(usize, String)> = places.insertions.iter().collect();
    // In the order in which they were found, where they stand at one place.
    insertions.sort_by_key(|(at, _)| *at);
    let writer = Writer {
        text: text.chars().collect(),
        operations,
        insertions,
    };
    let mut written = String::with_capacity(2 * text.len());
    writer.write(0..writer.text.len(), None, &mut written);
    written
}

struct Writer<'p> {
    text: Vec<char>,
    /// The outer ones before those in them.
    operations: Vec<&'p Operation>,
    insertions: Vec<&'p (usize, String)>,
}

impl Writer<'_> {
    /// Writes a stretch. What was put in at its end belongs to what follows, except that
    /// of `until`, the whole text.
    fn write(&self, stretch: Stretch, within: Option<&Stretch>, out: &mut String) {
        let mut at = stretch.start;
        let mut next = self
            .operations
            .partition_point(|operation| operation.whole.start < at);
        while at < stretch.end {
            for (_, insertion) in self.insertions_at(at) {
                // What stands before an operation was written before it.
                if at > stretch.start || within.is_none() {
                    out.push_str(insertion);
                }
            }
            let fits = |operation: &&&Operation| {
                operation.whole.start == at
                    && operation.whole.end <= stretch.end
                    && within.is_none_or(|within| operation.whole != *within)
            };
            while self
                .operations
                .get(next)
                .is_some_and(|it| it.whole.start < at)
            {
                next += 1;
            }
            let here = self.operations[next..].iter();
            let mut here = here.take_while(|operation| operation.whole.start == at);
            if let Some(operation) = here.find(fits) {
                self.write_operation(operation, out);
                at = operation.whole.end;
            } else {
                out.push(self.text[at]);
                at += 1;
            }
        }
    }

    fn insertions_at(&self, at: usize) -> impl Iterator<Item = &&(usize, String)> {
        let first = self.insertions.partition_point(|(other, _)| *other < at);
        self.insertions[first..]
            .iter()
            .take_while(move |(other, _)| *other == at)
    }

    fn write_operation(&self, operation: &Operation, out: &mut String) {
        out.push('(');
        for (number, other) in &operation.others {
            out.push_str(&format!("if {} {{", switch(*number)));
            self.write_operands(operation, other, out);
            out.push_str("} else ");
        }
        out.push('{');
        self.write_operands(operation, &operation.operator, out);
        out.push_str("})");
    }

    fn write_operands(&self, operation: &Operation, operator: &str, out: &mut String) {
        // The left side of an assignment is a place, which brackets do not change.
        for (operand, before) in [
            (operation.left.as_ref(), ""),
            (Some(&operation.right), operator),
        ] {
            let Some(operand) = operand else { continue };
            out.push_str(before);
            out.push('(');
            self.write(operand.clone(), Some(&operation.whole), out);
            out.push(')');
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Function, Mutant, Position, Span, places};

    /// The text with the wrong lines of that kind, each by what it begins at and its
    /// replacement.
    fn switched(text: &str, mutants: &[(&str, &str, &str)]) -> String {
        let mutants: Vec<Mutant> = mutants
            .iter()
            .map(|(genre, at, replacement)| {
                let before = &text[..text.find(at).unwrap()];
                let line = before.matches('\n').count() + 1;
                let column = before.lines().last().unwrap_or("").chars().count() + 1;
                Mutant {
                    file: String::new(),
                    genre: (*genre).into(),
                    replacement: (*replacement).into(),
                    span: Span {
                        start: Position { line, column },
                    },
                    function: Some(Function {
                        return_type: "-> bool".into(),
                    }),
                }
            })
            .collect();
        let numbered: Vec<(usize, &Mutant)> = mutants.iter().enumerate().collect();
        let places = places::of(text, &numbered).unwrap();
        super::with(text, &places)
    }

    #[test]
    fn what_stands_in_another_is_switched_in_all_of_its_forms() {
        let text = "fn f() -> bool { é(a < b && !c) }";
        let switched = switched(
            text,
            &[
                ("FnValue", "é(", "true"),
                ("BinaryOperator", "< b", "=="),
                ("BinaryOperator", "&&", "||"),
                ("UnaryOperator", "!c", ""),
            ],
        );
        let left = "(if crate::mutant(1) {(a)==(b)} else {(a)<(b)})";
        let right = "(if crate::mutant(3) {(c)} else {!(c)})";
        let whole =
            format!("(if crate::mutant(2) {{({left})||({right})}} else {{({left})&&({right})}})");
        assert_eq!(
            switched,
            format!("fn f() -> bool {{ if crate::mutant(0) {{ return true; }} é({whole}) }}")
        );
    }

    #[test]
    fn an_arm_is_off_only_where_another_takes_its_values() {
        let with_rest = "fn f() { match x { 1 => a, 2 if b => c, _ => d } }";
        let mutants = [
            ("MatchArm", "1 =>", ""),
            ("MatchArm", "2 if", ""),
            ("MatchArmGuard", "b =>", "true"),
            ("MatchArm", "_ =>", ""),
        ];
        assert_eq!(
            switched(with_rest, &mutants),
            "fn f() { match x { 1 if !crate::mutant(0) && true => a, \
             2 if !crate::mutant(1) && (crate::mutant(2) || (b)) => c, _ => d } }"
        );
        let whole = "fn f() { match x { true => a, false => b } }";
        assert_eq!(switched(whole, &[("MatchArm", "true", "")]), whole);
    }

    #[test]
    fn constants_and_tests_and_conditions_with_let_are_left_alone() {
        for text in [
            "const A: u8 = 1 + 2;",
            "const fn f() -> u8 { 1 + 2 }",
            "#[cfg(test)] mod tests { fn f() -> u8 { 1 + 2 } }",
            "fn f() { if let A = b + c && d {} }",
        ] {
            let kind = if text.contains("let") { "&&" } else { "+" };
            assert_eq!(switched(text, &[("BinaryOperator", kind, "-")]), text);
        }
    }
}
