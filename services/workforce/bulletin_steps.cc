#include "services/workforce/bulletin_steps.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "potential/workforce/v1/opportunity_service.pb.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/storage/status_macros.h"
#include "services/workforce/bulletin_text.h"
#include "services/workforce/numbering.h"

namespace potential::workforce {
namespace {

using records::Transaction;
using storage::Predicate;
using v1::Bulletin;
using v1::Opportunity;

// Opened by the day, not ended by it, and the closing date has not passed.
Predicate OpenOn(const std::string& day) {
  using Op = Predicate::Op;
  return Predicate::All({Predicate::Compare(Op::kNe, "opened_date", std::string()),
                         Predicate::Compare(Op::kLe, "opened_date", day),
                         Predicate::Any({Predicate::Eq("ended_date", std::string()),
                                         Predicate::Compare(Op::kGt, "ended_date", day)}),
                         Predicate::Any({Predicate::Eq("closing_date", std::string()),
                                         Predicate::Compare(Op::kGe, "closing_date", day)})});
}

// Service line, kind, closing date (those without one last), title.
bool Before(const Opportunity& a, const Opportunity& b) {
  const auto key = [](const Opportunity& o) {
    return std::make_tuple(o.service_line(), static_cast<int>(o.kind()), o.closing_date().empty(),
                           o.closing_date(), o.title(), o.name());
  };
  return key(a) < key(b);
}

Bulletin::Item MakeItem(const Opportunity& opportunity) {
  Bulletin::Item item;
  item.set_opportunity(opportunity.name());
  item.set_kind(opportunity.kind());
  item.set_title(opportunity.title());
  if (opportunity.has_band()) item.set_band(opportunity.band());
  if (opportunity.has_wte()) item.set_wte(opportunity.wte());
  item.set_location(opportunity.location());
  item.set_closing_date(opportunity.closing_date());
  item.set_contact_role(opportunity.contact_role());
  item.set_service_line(opportunity.service_line());
  item.set_places(opportunity.places());
  return item;
}

absl::StatusOr<std::vector<Opportunity>> OpportunitiesFor(const Bulletin& bulletin,
                                                          const std::string& day,
                                                          Transaction& transaction) {
  Predicate where = OpenOn(day);
  if (bulletin.audience() == Bulletin::PARTNERSHIP) {
    where = Predicate::All({std::move(where), Predicate::Eq("partnership_wide", int64_t{1})});
  }
  ASSIGN_OR_RETURN(std::vector<Opportunity> open,
                   transaction.Select<Opportunity>(std::move(where)));
  if (open.size() > kMaxBulletinEntries) {
    return records::Refuse("TOO_MANY_OPPORTUNITIES",
                           "more than 500 opportunities are open; close those that are over");
  }
  std::sort(open.begin(), open.end(), Before);
  return open;
}

LineTitle TitlesOf(const strategy::StrategyHolder& strategies, const std::string& organisation) {
  return [set = strategies.Get(), organisation](const std::string& id) {
    if (const strategy::v1::Strategy* strategy = set->Find(organisation)) {
      for (const strategy::v1::ServiceLine& line : strategy->service_lines()) {
        if (line.id() == id) return line.title();
      }
    }
    return id;
  };
}

absl::Status PublishBulletin(const strategy::StrategyHolder& strategies, Transaction& transaction,
                             const v1::PublishBulletinRequest& request, Bulletin& bulletin) {
  RETURN_IF_ERROR(records::RequireState(bulletin.state(), {Bulletin::DRAFT}, "published"));
  ASSIGN_OR_RETURN(const std::string day,
                   records::StepDate(request.published_date(), "published_date", transaction));
  ASSIGN_OR_RETURN(const std::vector<Opportunity> open,
                   OpportunitiesFor(bulletin, day, transaction));
  ASSIGN_OR_RETURN(const int32_t latest, HighestNumber(Bulletin::descriptor(), "issue_number",
                                                       Predicate::True(), transaction));
  bulletin.set_state(Bulletin::PUBLISHED);
  bulletin.set_published_date(day);
  bulletin.set_issue_number(latest + 1);
  bulletin.clear_entries();
  for (const Opportunity& opportunity : open) *bulletin.add_entries() = MakeItem(opportunity);
  bulletin.set_entry_count(bulletin.entries_size());
  bulletin.set_text(BulletinText(bulletin, open, TitlesOf(strategies, transaction.organisation())));
  return absl::OkStatus();
}

}  // namespace

void BindBulletinSteps(rpc::Routes& routes, service::ServiceContext& context) {
  context.records.Step<v1::PublishBulletinRequest, Bulletin>(
      routes, "potential.workforce.v1.OpportunityService.PublishBulletin",
      [&strategies = context.strategies](
          Transaction& transaction, const v1::PublishBulletinRequest& request, Bulletin& bulletin) {
        return PublishBulletin(strategies, transaction, request, bulletin);
      });
}

}  // namespace potential::workforce
