#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/cli/dice.h"
#include "gateway/cli/fields.h"
#include "gateway/cli/sample_facts.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using occupation::v1::ReachMeasurement;

constexpr double kNoise = 0.08;

int64_t Count(double expected, Dice& dice) {
  return std::max<int64_t>(0, std::llround(expected * dice.Normal(1, kNoise)));
}

}  // namespace

absl::StatusOr<std::vector<ReachMeasurement>> MakeReachMeasurements(
    const google::protobuf::Struct& parameters, measures::Day today) {
  Fields fields(parameters, "reachMeasurements");
  const auto seed = static_cast<uint64_t>(fields.Whole("seed"));
  std::vector<ReachMeasurement> rows;
  for (const auto* object : fields.Objects("channels")) {
    Fields entry(*object, "reachMeasurements.channels");
    const std::string channel = entry.Text("channel");
    const std::string id = channel.substr(channel.find_last_of('/') + 1);
    const int months = entry.Whole("months", 1);
    // A channel that nobody measured lately leaves its last months out.
    const int missing = entry.Whole("missingMonths");
    const double visits = entry.Number("visits");
    const double growth = entry.Number("monthlyGrowthPercent") / 100;
    const double followers = entry.Has("followers") ? entry.Number("followers") : 0;
    const double posts = entry.Number("posts");
    const double engagements = entry.Number("engagements");
    RETURN_IF_ERROR(entry.Done());
    for (int index = 0; index < months - missing; ++index) {
      const std::string month = FormatMonth(AddMonths(MonthOf(today), index - months));
      const double trend = 1 + growth * index;
      Dice dice(seed, channel, index);
      ReachMeasurement row;
      row.set_measurement_id(absl::StrCat(id, "-", month));
      row.set_channel(channel);
      row.set_month(month);
      row.set_visits(Count(visits * trend, dice));
      row.set_posts(Count(posts, dice));
      row.set_engagements(Count(engagements * trend, dice));
      if (followers > 0) row.set_followers(std::llround(followers * trend));
      rows.push_back(std::move(row));
    }
  }
  RETURN_IF_ERROR(fields.Done());
  return rows;
}

}  // namespace potential::cli
