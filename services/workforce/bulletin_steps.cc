#include "services/workforce/bulletin_steps.h"

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "potential/workforce/v1/opportunity_service.pb.h"
#include "potential/workforce/v1/received_opportunity.pb.h"
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
using v1::ReceivedOpportunity;

// The fields of an opportunity that an entry shows, its own or a received one.
template <typename Source>
Bulletin::Item MakeItem(const Source& opportunity) {
  Bulletin::Item item;
  item.set_opportunity(opportunity.name());
  item.set_kind(opportunity.kind());
  item.set_title(opportunity.title());
  if (opportunity.has_band()) item.set_band(opportunity.band());
  if (opportunity.has_wte()) item.set_wte(opportunity.wte());
  item.set_location(opportunity.location());
  item.set_closing_date(opportunity.closing_date());
  item.set_contact_role(opportunity.contact_role());
  item.set_places(opportunity.places());
  item.set_illustrative(opportunity.illustrative());
  if constexpr (std::is_same_v<Source, ReceivedOpportunity>) {
    item.set_source_organisation(opportunity.source_organisation());
  } else {
    item.set_service_line(opportunity.service_line());
  }
  return item;
}

// The own ones first, by service line, then those of others, by organisation; each by kind, closing
// date (those without one last) and title.
bool Before(const Bulletin::Item& a, const Bulletin::Item& b) {
  const auto key = [](const Bulletin::Item& item) {
    return std::make_tuple(item.source_organisation(), item.service_line(),
                           static_cast<int>(item.kind()), item.closing_date().empty(),
                           item.closing_date(), item.title(), item.opportunity());
  };
  return key(a) < key(b);
}

// Opened by the day, and the closing date has not passed.
Predicate AnnouncedOn(const std::string& day) {
  using Op = Predicate::Op;
  return Predicate::All({Predicate::Compare(Op::kNe, "opened_date", std::string()),
                         Predicate::Compare(Op::kLe, "opened_date", day),
                         Predicate::Any({Predicate::Eq("closing_date", std::string()),
                                         Predicate::Compare(Op::kGe, "closing_date", day)})});
}

// The same, and not ended by the day.
Predicate OpenOn(const std::string& day) {
  return Predicate::All(
      {AnnouncedOn(day),
       Predicate::Any({Predicate::Eq("ended_date", std::string()),
                       Predicate::Compare(Predicate::Op::kGt, "ended_date", day)})});
}

absl::StatusOr<std::vector<Bulletin::Item>> EntriesOf(const Bulletin& bulletin,
                                                      const std::string& day,
                                                      Transaction& transaction) {
  Predicate own = OpenOn(day);
  if (bulletin.audience() == Bulletin::PARTNERSHIP) {
    own = Predicate::All({std::move(own), Predicate::Eq("partnership_wide", int64_t{1})});
  }
  ASSIGN_OR_RETURN(const std::vector<Opportunity> open,
                   transaction.Select<Opportunity>(std::move(own)));
  // What is received is open now; from when to when it was so before, only its organisation knows.
  ASSIGN_OR_RETURN(const std::vector<ReceivedOpportunity> received,
                   transaction.Select<ReceivedOpportunity>(AnnouncedOn(day)));
  std::vector<Bulletin::Item> entries;
  for (const Opportunity& opportunity : open) entries.push_back(MakeItem(opportunity));
  for (const ReceivedOpportunity& opportunity : received) entries.push_back(MakeItem(opportunity));
  if (entries.size() > kMaxBulletinEntries) {
    return records::Refuse("TOO_MANY_OPPORTUNITIES",
                           "more than 500 opportunities are open; close those that are over");
  }
  std::sort(entries.begin(), entries.end(), Before);
  return entries;
}

template <typename Named>
std::string TitleOf(const google::protobuf::RepeatedPtrField<Named>& all, const std::string& id) {
  const auto it =
      std::find_if(all.begin(), all.end(), [&](const Named& each) { return each.id() == id; });
  return it == all.end() ? id : it->title();
}

BulletinTitles TitlesOf(const strategy::StrategyHolder& strategies,
                        const std::string& organisation) {
  const std::shared_ptr<const strategy::StrategySet> set = strategies.Get();
  // Null if the organisation has left since the call was admitted.
  const std::shared_ptr<const strategy::v1::Strategy> strategy(set, set->Find(organisation));
  return {.line =
              [strategy](const std::string& id) {
                return strategy == nullptr ? id : TitleOf(strategy->service_lines(), id);
              },
          .organisation =
              [strategy](const std::string& id) {
                return strategy == nullptr ? id : TitleOf(strategy->organisations(), id);
              }};
}

absl::Status PublishBulletin(const strategy::StrategyHolder& strategies, Transaction& transaction,
                             const v1::PublishBulletinRequest& request, Bulletin& bulletin) {
  RETURN_IF_ERROR(records::RequireState(bulletin.state(), {Bulletin::DRAFT}, "published"));
  ASSIGN_OR_RETURN(const std::string day,
                   records::StepDate(request.published_date(), "published_date", transaction));
  ASSIGN_OR_RETURN(const std::vector<Bulletin::Item> entries,
                   EntriesOf(bulletin, day, transaction));
  ASSIGN_OR_RETURN(const int32_t latest, HighestNumber(Bulletin::descriptor(), "issue_number",
                                                       Predicate::True(), transaction));
  bulletin.set_state(Bulletin::PUBLISHED);
  bulletin.set_published_date(day);
  bulletin.set_issue_number(latest + 1);
  *bulletin.mutable_entries() = {entries.begin(), entries.end()};
  bulletin.set_entry_count(bulletin.entries_size());
  bulletin.set_text(BulletinText(bulletin, TitlesOf(strategies, transaction.organisation())));
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
