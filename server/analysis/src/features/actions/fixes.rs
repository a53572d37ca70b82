//! What fixes a report: the room of each code.

use super::action::Action;
use super::question::Asked;
use super::{
    dates, declarations, form, keys, more, names, quoting, references, roles, seal, tagging,
};
use crate::features::diagnostics::Diagnostic;
use crate::reports::{Code, Fix};

/// What fixes a report.
pub(super) fn fixes(asked: &Asked, report: &Diagnostic, found: &mut Vec<Action>) {
    if report.code.fix() == Fix::None {
        return;
    }
    match report.code {
        Code::UnknownPerson | Code::UnknownOrganisation | Code::UnknownTopic => {
            references::mend(asked, report, found);
        }
        Code::UnknownKey | Code::UnknownDiagnostic => keys::mend(asked, report, found),
        Code::NameAmbiguous | Code::NameUntagged => tagging::mend(asked, report, found),
        Code::NameUnlisted => names::mend(asked, report, found),
        Code::DeclarationDuplicate | Code::DeclarationUnused | Code::DeclarationCircle => {
            declarations::mend(asked, report, found);
        }
        Code::DateMalformed
        | Code::DateReversed
        | Code::DateRangeInWords
        | Code::DateMissing
        | Code::DateOverlappingRole => {
            dates::mend(asked, report, found);
        }
        Code::QuoteNoRole => roles::mend(asked, report, found),
        Code::QuoteUnattributed | Code::QuoteUnknownSpeaker => quoting::mend(asked, report, found),
        Code::QuoteDanglingMore => more::mend(asked, report, found),
        Code::SealBroken => found.extend(seal::renewed(asked, report)),
        _ => form::mend(asked, report, found),
    }
}
