// potential-strategy-check DIRECTORY: says whether the strategy files of a directory can be loaded,
// what stands in them, and where each mistake is. Ends with 0 if they can, 1 if not, 2 if called
// wrongly.

#include <iostream>

#include "services/chassis/strategy/strategy_set.h"

namespace {

using potential::strategy::StrategySet;

void Describe(const StrategySet& set) {
  for (const std::string& organisation : set.organisations()) {
    const auto& strategy = *set.Find(organisation);
    int outcomes = 0;
    int initiatives = 0;
    for (const auto& pillar : strategy.pillars()) {
      outcomes += pillar.outcomes_size();
      initiatives += pillar.initiatives_size();
    }
    std::cout << organisation << ": " << strategy.title() << "\n  " << strategy.pillars_size()
              << " pillars, " << outcomes << " outcomes, " << initiatives << " initiatives, "
              << strategy.service_lines_size() << " service lines, " << strategy.ot_services_size()
              << " OT services\n";
  }
  std::cout << "hash " << set.hash() << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: potential-strategy-check DIRECTORY\n";
    return 2;
  }
  const auto set = StrategySet::Load(argv[1]);
  if (!set.ok()) {
    std::cerr << set.status().message() << "\n";
    return 1;
  }
  Describe(**set);
  return 0;
}
