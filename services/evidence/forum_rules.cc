#include "services/evidence/forum_rules.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/records/dated_step.h"
#include "services/chassis/records/steps.h"
#include "services/chassis/storage/status_macros.h"
#include "services/evidence/distinct.h"

namespace potential::evidence {
namespace {

using records::Transaction;
using records::Violations;
using v1::AgendaTemplate;
using v1::Forum;
using v1::ForumMeeting;
using AgendaItem = ForumMeeting::AgendaItem;

// Summed before the field rules are checked, so every count may be anything.
int32_t AttendanceTotal(const ForumMeeting& meeting) {
  int64_t total = 0;
  for (const ForumMeeting::Attendance& line : meeting.attendance()) total += line.count();
  return static_cast<int32_t>(total);
}

int32_t OpenActions(const ForumMeeting& meeting) {
  return static_cast<int32_t>(
      std::count_if(meeting.actions().begin(), meeting.actions().end(),
                    [](const ForumMeeting::Action& action) { return !action.done(); }));
}

absl::StatusOr<bool> FollowsAgenda(const ForumMeeting& meeting, Transaction& transaction) {
  if (meeting.state() != ForumMeeting::HELD || meeting.agenda_template().empty()) return false;
  ASSIGN_OR_RETURN(const AgendaTemplate agenda,
                   transaction.Get<AgendaTemplate>(meeting.agenda_template()));
  absl::flat_hash_set<std::string> dealt_with;
  for (const AgendaItem& item : meeting.items()) {
    if (item.outcome() == AgendaItem::COVERED || item.outcome() == AgendaItem::CARRIED_OVER) {
      dealt_with.insert(item.item_id());
    }
  }
  return std::all_of(
      agenda.items().begin(), agenda.items().end(),
      [&](const AgendaTemplate::Item& item) { return dealt_with.contains(item.id()); });
}

void CheckActions(const ForumMeeting& meeting, const Transaction& transaction,
                  Violations& violations) {
  for (int i = 0; i < meeting.actions_size(); ++i) {
    const ForumMeeting::Action& action = meeting.actions(i);
    const std::string path = absl::StrCat("actions[", i, "]");
    records::CheckOrder(meeting.date(), action.due_date(), path + ".due_date", "date", violations);
    violations.Require(action.done() || action.done_date().empty(), path + ".done_date",
                       "is accepted of an action that is done only");
    records::CheckOrder(meeting.date(), action.done_date(), path + ".done_date", "date",
                        violations);
    records::RequireNotAfterToday(action.done_date(), path + ".done_date", transaction, violations);
  }
}

absl::Status CheckItemsOfAgenda(const ForumMeeting& meeting, Transaction& transaction,
                                Violations& violations) {
  if (meeting.agenda_template().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const AgendaTemplate agenda,
                   transaction.Get<AgendaTemplate>(meeting.agenda_template()));
  absl::flat_hash_set<std::string> agreed;
  for (const AgendaTemplate::Item& item : agenda.items()) agreed.insert(item.id());
  for (int i = 0; i < meeting.items_size(); ++i) {
    violations.Require(agreed.contains(meeting.items(i).item_id()),
                       absl::StrCat("items[", i, "].item_id"),
                       "is no item of the agreed structure of the meeting");
  }
  return absl::OkStatus();
}

absl::Status RequireActiveForum(const std::string& name, Transaction& transaction) {
  ASSIGN_OR_RETURN(const Forum forum, transaction.Get<Forum>(name));
  if (forum.state() == Forum::ACTIVE) return absl::OkStatus();
  return records::Refuse("FORUM_ENDED", "the forum has ended; it takes no new meetings");
}

}  // namespace

absl::Status CheckAgendaTemplate(const AgendaTemplate& next, const AgendaTemplate*, Transaction&,
                                 Violations& violations) {
  RequireDistinct(
      next.items(), "items", "id", [](const AgendaTemplate::Item& item) { return item.id(); },
      violations);
  return absl::OkStatus();
}

absl::Status CheckForum(const Forum& next, const Forum* previous, Transaction& transaction,
                        Violations&) {
  const std::string& name = next.agenda_template();
  if (name.empty()) return absl::OkStatus();
  if (previous != nullptr && previous->agenda_template() == name) return absl::OkStatus();
  ASSIGN_OR_RETURN(const AgendaTemplate agenda, transaction.Get<AgendaTemplate>(name));
  if (agenda.state() == AgendaTemplate::AGREED) return absl::OkStatus();
  return records::Refuse("AGENDA_NOT_AGREED",
                         "the structure is not AGREED; agree it first, or choose one that is");
}

absl::Status DeriveForumMeeting(ForumMeeting& next, const ForumMeeting*, Transaction& transaction) {
  next.set_attendance_total(AttendanceTotal(next));
  next.set_open_actions(OpenActions(next));
  ASSIGN_OR_RETURN(const bool follows, FollowsAgenda(next, transaction));
  next.set_follows_agenda(follows);
  return absl::OkStatus();
}

absl::Status CheckForumMeeting(const ForumMeeting& next, const ForumMeeting* previous,
                               Transaction& transaction, Violations& violations) {
  RequireDistinct(
      next.items(), "items", "item_id", [](const AgendaItem& item) { return item.item_id(); },
      violations);
  RequireDistinct(
      next.attendance(), "attendance", "service_line",
      [](const ForumMeeting::Attendance& line) { return line.service_line(); }, violations);
  CheckActions(next, transaction, violations);
  if (next.state() == ForumMeeting::HELD) {
    records::RequireNotAfterToday(next.date(), "date", transaction, violations,
                                  "the meeting was held");
    RETURN_IF_ERROR(CheckItemsOfAgenda(next, transaction, violations));
  }
  if (previous != nullptr) return absl::OkStatus();
  return RequireActiveForum(next.forum(), transaction);
}

}  // namespace potential::evidence
