// What the scores of one episode say, month by month. Pure.

#ifndef POTENTIAL_SERVICES_EVIDENCE_EPISODE_COURSE_H_
#define POTENTIAL_SERVICES_EVIDENCE_EPISODE_COURSE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/chassis/indicators/scan.h"
#include "services/evidence/episodes.h"
#include "services/measures/calendar.h"
#include "services/measures/paired_change.h"

namespace potential::evidence {

// Takes the scores of an episode in the order of their days. For one thread.
class EpisodeCourse {
 public:
  // `tool` is the name of a value of OutcomeStandard::Tool.
  explicit EpisodeCourse(const std::string& tool);

  // Columns of a score that Add reads, in this order.
  static std::vector<std::string> Columns();
  void Add(const indicators::Cells& score);

  bool empty() const { return !first_; }
  // Of the first score.
  measures::Month first_month() const { return measures::MonthOf(*first_); }
  const std::string& service_line() const { return service_line_; }
  const std::string& ot_service() const { return ot_service_; }
  bool illustrative() const { return illustrative_; }

  // What each month adds; months that add nothing are left out.
  std::map<measures::Month, EpisodeFigures> Additions() const;

 private:
  // A score that counts in the pair.
  struct Taken {
    measures::Day day;
    bool at_discharge = false;
    double score = 0;
  };

  void AddPhase(measures::Day day, const std::string& phase, double score);
  EpisodeFigures Known() const;

  const std::optional<measures::ReliableChangeRule> rule_;
  std::optional<measures::Day> first_;
  std::optional<Taken> baseline_;
  std::optional<Taken> last_;
  std::string service_line_;
  std::string ot_service_;
  bool illustrative_ = false;
  std::map<measures::Month, EpisodeFigures> known_;  // at the end of months with scores
};

}  // namespace potential::evidence

#endif  // POTENTIAL_SERVICES_EVIDENCE_EPISODE_COURSE_H_
