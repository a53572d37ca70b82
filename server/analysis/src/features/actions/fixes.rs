//! What fixes a report: the room of each code.

use super::action::Action;
use super::request::ActionRequest;
use super::{
    dates, declarations, form, keys, more, names, quoting, references, roles, seal, tagging,
};
use crate::features::diagnostics::Diagnostic;
use crate::reports::{Code, Fix};

/// What fixes a report.
pub(super) fn fixes(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    if report.code.fix() == Fix::None {
        return;
    }
    match report.code {
        Code::UnknownPerson | Code::UnknownOrganisation | Code::UnknownTopic => {
            references::mend(request, report, found);
        }
        Code::UnknownKey | Code::UnknownDiagnostic => keys::mend(request, report, found),
        Code::NameAmbiguous | Code::NameUntagged => tagging::mend(request, report, found),
        Code::NameUnlisted => names::mend(request, report, found),
        Code::DeclarationDuplicate | Code::DeclarationUnused | Code::DeclarationCircle => {
            declarations::mend(request, report, found);
        }
        Code::DateMalformed
        | Code::DateReversed
        | Code::DateRangeInWords
        | Code::DateMissing
        | Code::DateOverlappingRole => {
            dates::mend(request, report, found);
        }
        Code::QuoteNoRole => roles::mend(request, report, found),
        Code::QuoteUnattributed | Code::QuoteUnknownSpeaker => {
            quoting::mend(request, report, found)
        }
        Code::QuoteDanglingMore => more::mend(request, report, found),
        Code::SealBroken => found.extend(seal::renewed(request, report)),
        _ => form::mend(request, report, found),
    }
}
